"""The register: every certificate and declaration, with its state and why it is in it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.attestations.grounds import grounds
from qms_model.attestations.holders import names
from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.state.attested import attested_of
from qms_model.state.scene import scene_of
from qms_model.timeline import NEVER, NONE, Flags, number_of, timeline

STATES = ("in_force", "suspended", "lapsed", "withdrawn")
_OF_AGENCY = ["agency", "type", "district"]
_AS_RECORDED = ("kind", "edition", "number", "body", "issued_on", "expires_on")


def register(
    registry: Registry, day: date, filters: Filters = Filters(), past: bool = False
) -> pd.DataFrame:
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
    line, on = timeline(registry), number_of(day)
    facts = line.attestations
    frame = standing(registry, day, filters, _OF_AGENCY)
    place = np.full(line.agencies, NONE, dtype=np.intp)
    place[frame["agency"].cat.codes.to_numpy()] = np.arange(len(frame))
    chosen = (facts.issued <= on) & (place[facts.agency] != NONE)
    if filters.edition is not None:
        chosen &= facts.edition == line.edition_position(filters.edition)
    over = facts.past_from <= on
    held = (facts.suspended <= on) & (on < facts.restored)
    shown = _shown(registry, day, filters.edition)
    if not past:
        chosen &= ~over | shown
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((-rows, facts.agency[rows]))]

    over, held = over[rows], held[rows]
    table = registry.tables["attestations"]
    who = frame[_OF_AGENCY].take(place[facts.agency[rows]]).reset_index(drop=True)
    for at, (name, texts) in enumerate(names(registry, day, facts.agency[rows]), 1):
        who.insert(at, name, texts)
    ends = np.where(over, facts.past_from[rows], facts.runs_out[rows])
    states = np.select([over & facts.withdrawn[rows], over, held], [3, 2, 1], 0)
    register: pd.DataFrame = who.assign(
        **{name: table[name].array.take(facts.row[rows]) for name in _AS_RECORDED},
        last_day=np.where(ends == NEVER, None, (ends - 1).astype("datetime64[D]").astype(object)),
        days_left=pd.arrays.IntegerArray(ends.astype(np.int64) - 1 - on, over | (ends == NEVER)),
        state=pd.Categorical.from_codes(states, categories=list(STATES)),
        shown=shown[rows],
        why=grounds(registry, day, rows),
    )
    return register


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
