"""Attestations: what lapses soon."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.state import RUNGS
from qms_model.state.scene import scene_of
from qms_model.timeline import NONE, Positions, number_of, timeline

WITHIN_DAYS = 90  # rule L3 of domain §7


def expiring(
    registry: Registry, day: date, filters: Filters = Filters(), within_days: int = WITHIN_DAYS
) -> pd.DataFrame:
    """Agencies in force whose last attestation in force runs out within so many days.

    Decided by the latest last valid day (expiry, or the edition's end) among those
    in force, the agency's own and its host's together; an expiry that is only
    assumed says nothing, and an end announced for later is not known (domain §7,
    L3). The exempt are left out. Columns: agency, name, name_en, type, district, kind,
    edition, number, last_day, days_left (0 to `within_days`); the soonest first.
    """
    frame, last = _soon(registry, day, filters, within_days)
    facts, on = timeline(registry).attestations, number_of(day)
    chosen = last[last != NONE]
    left = facts.runs_out[chosen].astype(np.int64) - 1 - on
    table = registry.tables["attestations"][["kind", "edition", "number"]].iloc[facts.row[chosen]]
    who = frame.loc[last != NONE, ["agency", "type", "district"]]
    for place, (name, texts) in enumerate(_names(registry, day, who["agency"].cat.codes.to_numpy()), 1):
        who.insert(place, name, texts)
    found: pd.DataFrame = who.assign(
        kind=table["kind"].to_numpy(object),
        edition=table["edition"].to_numpy(object),
        number=table["number"].to_numpy(object),
        last_day=[day + timedelta(days=int(n)) for n in left],
        days_left=left,
    )
    return found.sort_values(["days_left", "agency"], kind="stable").reset_index(drop=True)


def expiring_count(
    registry: Registry, day: date, filters: Filters = Filters(), within_days: int = WITHIN_DAYS
) -> int:
    """How many `expiring` lists, without their names."""
    return int((_soon(registry, day, filters, within_days)[1] != NONE).sum())


def _soon(
    registry: Registry, day: date, filters: Filters, within_days: int
) -> tuple[pd.DataFrame, Positions]:
    """The agencies in force that are not exempt, and of each the attestation by which it
    lapses within so many days, NONE where it does not or that day is only assumed."""
    frame = standing(registry, day, filters, ("agency", "type", "district", "exempt", "rung", "qms"))
    in_force = frame["rung"].cat.codes.to_numpy() >= RUNGS.index("in_force")
    frame = frame[in_force & ~frame["exempt"].to_numpy(np.bool_)]
    last = ending(registry, day, frame, filters.edition, within_days)
    assumed = np.append(timeline(registry).attestations.assumed, False)[last]
    return frame, np.where(assumed, NONE, last)


def ending(
    registry: Registry, day: date, frame: pd.DataFrame, edition: str | None, within_days: int
) -> Positions:
    """For every agency of the frame, of its own attestations in force and its host's
    the one that runs out last (of equals one whose day is written); NONE where that
    is later than within so many days."""
    line, on = timeline(registry), number_of(day)
    facts = line.attestations
    held = (facts.suspended <= on) & (on < facts.restored)
    chosen = (facts.issued <= on) & (on < facts.past_from) & ~held
    if edition is not None:
        chosen &= facts.edition == line.edition_position(edition)
    later = chosen & (facts.runs_out > on + 1 + within_days)
    lasts = np.zeros(line.agencies + 1, dtype=np.bool_)  # one more, so that NONE finds False
    lasts[facts.agency[later]] = True
    ending = np.flatnonzero(chosen & ~later)
    weight = 2 * facts.runs_out[ending].astype(np.int64) + ~facts.assumed[ending]
    ascending = np.argsort(weight, kind="stable")
    best = np.full(line.agencies + 1, NONE, dtype=np.intp)
    heaviest = np.full(line.agencies + 1, -1, dtype=np.int64)
    best[facts.agency[ending[ascending]]] = ending[ascending]
    heaviest[facts.agency[ending[ascending]]] = weight[ascending]
    best[-1], heaviest[-1] = NONE, -1
    agency, host = frame["agency"].cat.codes.to_numpy(), frame["qms"].to_numpy(np.intp)
    last = np.where(heaviest[agency] >= heaviest[host], best[agency], best[host])
    return np.where(lasts[agency] | lasts[host], NONE, last)


def _names(registry: Registry, day: date, agencies: Positions) -> list[tuple[str, Any]]:
    """name and name_en of these agencies on the day."""
    line, table = timeline(registry), registry.tables["agencies"]
    scene = scene_of(line, day)
    rows = line.rows.row[scene.rows[np.searchsorted(scene.agency, agencies)]]
    return [(name, table[name].array.take(rows)) for name in ("name", "name_en")]
