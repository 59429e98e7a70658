"""Attestations: what lapses soon."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.state import RUNGS
from qms_model.timeline import NEVER, NONE, Positions, number_of, timeline

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
    frame = standing(
        registry, day, filters, ("agency", "name", "name_en", "type", "district", "exempt", "rung", "qms")
    )
    in_force = frame["rung"].cat.codes.to_numpy() >= RUNGS.index("in_force")
    frame = frame[in_force & ~frame["exempt"].to_numpy(np.bool_)]
    last = _lasting(registry, day, frame, filters.edition)
    facts, on = timeline(registry).attestations, number_of(day)
    left = np.append(facts.runs_out, NEVER)[last].astype(np.int64) - 1 - on
    soon = (last != NONE) & (left <= within_days) & ~np.append(facts.assumed, False)[last]
    chosen, left = last[soon], left[soon]
    table = registry.tables["attestations"].iloc[facts.row[chosen]]
    found: pd.DataFrame = frame.loc[soon, ["agency", "name", "name_en", "type", "district"]].assign(
        kind=table["kind"].to_numpy(object),
        edition=table["edition"].to_numpy(object),
        number=table["number"].to_numpy(object),
        last_day=[day + timedelta(days=int(n)) for n in left],
        days_left=left,
    )
    return found.sort_values(["days_left", "agency"], kind="stable").reset_index(drop=True)


def _lasting(registry: Registry, day: date, frame: pd.DataFrame, edition: str | None) -> Positions:
    """For every agency of the frame, of its own attestations in force and its host's
    the one that runs out last (of equals one whose day is written); else NONE."""
    line, on = timeline(registry), number_of(day)
    facts = line.attestations
    held = (facts.suspended <= on) & (on < facts.restored)
    chosen = (facts.issued <= on) & (on < facts.past_from) & ~held
    if edition is not None:
        chosen &= facts.edition == line.edition_position(edition)
    weight = np.append(2 * facts.runs_out.astype(np.int64) + ~facts.assumed, -1)
    ascending = np.flatnonzero(chosen)
    ascending = ascending[np.argsort(weight[ascending], kind="stable")]
    best = np.full(line.agencies + 1, NONE, dtype=np.intp)
    best[facts.agency[ascending]] = ascending
    best[-1] = NONE
    own, host = best[frame["agency"].cat.codes.to_numpy()], best[frame["qms"].to_numpy(np.intp)]
    return np.where(weight[own] >= weight[host], own, host)
