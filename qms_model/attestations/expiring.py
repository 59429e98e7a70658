"""What lapses soon, and what lapses by a day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from qms_model.attestations.holders import holders, lasting, names
from qms_model.coverage import Filters
from qms_model.dates import last_day
from qms_model.registry import Registry
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
    for place, (name, texts) in enumerate(names(registry, day, who["agency"].cat.codes.to_numpy()), 1):
        who.insert(place, name, texts)
    found: pd.DataFrame = who.assign(
        kind=table["kind"].to_numpy(object),
        edition=table["edition"].to_numpy(object),
        number=table["number"].to_numpy(object),
        last_day=[day + timedelta(days=int(n)) for n in left],
        days_left=left,
    )
    return found.sort_values(["days_left", "agency"], kind="stable").reset_index(drop=True)


def lapsing_until(registry: Registry, day: date, until: date, filters: Filters = Filters()) -> pd.DataFrame:
    """What `expiring` lists, by a date: those whose last valid day is `until` at the latest,
    so that they lapse before anybody meets after it. None where `until` is before `day`."""
    return expiring(registry, day, filters, (until - day).days)


def lapsing_in(registry: Registry, day: date, month: date, filters: Filters = Filters()) -> pd.DataFrame:
    """What `expiring` lists, of one month, given by its first day: those whose last valid day is
    in it; in the month of `day` in what is left of it."""
    found = lapsing_until(registry, day, last_day(f"{month:%Y-%m}"), filters)
    return found[(found["last_day"] >= month).to_numpy(np.bool_)].reset_index(drop=True)


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
    frame = holders(registry, day, filters)
    last = lasting(registry, day, frame, filters.edition, within_days)
    assumed = np.append(timeline(registry).attestations.assumed, False)[last]
    return frame, np.where(assumed, NONE, last)
