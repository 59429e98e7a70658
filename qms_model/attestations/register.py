"""The register: every certificate and declaration, with its state and why it is in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qms_model.attestations.grounds import grounds
from qms_model.attestations.holders import names
from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.state.attested import attested_of
from qms_model.state.scene import scene_of
from qms_model.timeline import NEVER, NONE, Flags, Positions, Timeline, number_of, timeline

STATES = ("in_force", "suspended", "lapsed", "withdrawn")
_OF_AGENCY = ["agency", "type", "district"]
_AS_RECORDED = ("kind", "edition", "number", "body", "issued_on", "expires_on")


def register(registry: Registry, day: date, filters: Filters = Filters(), past: bool = False) -> pd.DataFrame:
    """One row per certificate or declaration of the agencies that match, the exempt
    included, that was issued by the day: those in force, suspended or shown; with `past` all.

    agency, name, name_en, type, district: whose it is, as on the day; that of a host
        stands once, at the host
    kind, edition, number, body, issued_on, expires_on: as recorded, dates with their precision
    last_day: the last valid day by its expiry, recorded or assumed, by its edition's end or
        by its own end; an end announced for later is not known. Missing: no end by date
    days_left: from the day to `last_day`; missing where it is over or has no end
    state: of STATES
    shown: whether it is the one that `state` shows of this agency (domain §5)
    why: a Message that says why it is in its state, the same one for the same reason

    Sorted by agency code; the latest issued first, then the newest edition.
    """
    frame = standing(registry, day, filters, _OF_AGENCY)
    line, table = timeline(registry), registry.tables["attestations"]
    place = np.full(line.agencies, NONE, dtype=np.intp)  # in the frame, of every agency
    place[frame["agency"].cat.codes.to_numpy()] = np.arange(len(frame))
    shown = _shown(registry, day, filters.edition)
    rows = _rows(registry, day, filters.edition, place != NONE, None if past else shown)
    agency, row = line.attestations.agency[rows], line.attestations.row[rows]
    who = frame[_OF_AGENCY].take(place[agency]).reset_index(drop=True)
    for at, (name, texts) in enumerate(names(registry, day, agency), 1):
        who.insert(at, name, texts)
    register: pd.DataFrame = who.assign(
        **{name: table[name].array.take(row) for name in _AS_RECORDED},
        **_standings(line, day, rows),
        shown=shown[rows],
        why=grounds(registry, day, rows),
    )
    return register


def _rows(registry: Registry, day: date, edition: str | None, who: Flags, also: Flags | None) -> Positions:
    """The attestations issued to these agencies by the day: those that are not over and
    `also` these, or all; by agency, the latest first."""
    line, on = timeline(registry), number_of(day)
    facts = line.attestations
    chosen = (facts.issued <= on) & who[facts.agency]
    if edition is not None:
        chosen &= facts.edition == line.edition_position(edition)
    if also is not None:
        chosen &= (on < facts.past_from) | also
    rows = np.flatnonzero(chosen)[::-1]
    return rows[np.argsort(facts.agency[rows], kind="stable")]


def _standings(line: Timeline, day: date, rows: Positions) -> dict[str, Any]:
    """last_day, days_left and state of these attestations."""
    facts, on = line.attestations, number_of(day)
    over = facts.past_from[rows] <= on
    held = facts.suspended_on(on)[rows]
    ends = np.where(over, facts.past_from[rows], facts.runs_out[rows])
    endless = ends == NEVER
    last_days = np.where(endless, 0, ends - 1).astype("datetime64[D]").astype(object)
    last_days[endless] = None
    states = np.select([over & facts.withdrawn[rows], over, held], [3, 2, 1], 0)
    return {
        "last_day": last_days,
        "days_left": pd.arrays.IntegerArray(ends.astype(np.int64) - 1 - on, over | endless),
        "state": pd.Categorical.from_codes(states, dtype=pd.CategoricalDtype(list(STATES))),
    }


def _shown(registry: Registry, day: date, edition: str | None) -> Flags:
    """For every attestation of the timeline whether `state` shows it of the agency whose it is."""
    line = timeline(registry)
    scene = scene_of(line, day)
    facts = line.attestations
    shown = attested_of(line, scene, edition).shown
    owner = np.full(len(facts.row) + 1, NONE, dtype=np.intp)  # one more, so that NONE has none
    owner[facts.row] = facts.agency
    its_own = np.zeros(len(facts.row) + 1, dtype=np.bool_)
    its_own[shown[owner[shown] == scene.agency]] = True
    found: Flags = its_own[facts.row]
    return found
