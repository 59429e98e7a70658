"""How many agencies stand on each rung, by group, on a day and over time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from qms_model.coverage.filters import Filters, standing
from qms_model.coverage.groups import By, groups_of, one_group
from qms_model.dates import period_ends
from qms_model.registry import Registry
from qms_model.state import RUNGS

Every = Literal["year", "quarter", "month"]
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


def coverage(
    registry: Registry, day: date, by: By | None = None, filters: Filters = Filters()
) -> pd.DataFrame:
    """The four rungs at the end of `day`, one row per group in code order.

    group: code of the group, missing when not set (last), or always without `by`
    agencies: N, the exempt not in it; exempt: those
    applied, attested, in_force, effective: agencies on the rung, each nested in
        the one before; `effective` missing where audits are not collected
    systems: distinct QMSs in force
    """
    frame = standing(registry, day, filters, {"agency", "exempt", "rung", "qms", by or "agency"})
    if by is None:
        return _rungs(frame, one_group(len(frame)), all_groups=True)
    return _rungs(frame, groups_of(registry, day, frame, by, filters))


def trend(
    registry: Registry,
    start: date,
    end: date,
    every: Every = "year",
    by: By | None = None,
    filters: Filters = Filters(),
) -> pd.DataFrame:
    """`coverage` at the last day of each period from `start` to `end`, and at `end`.

    Columns: day, then those of `coverage`; one row per day and group.
    """
    return on_days(registry, period_ends(start, end, _MONTHS[every]), by, filters)


def on_days(
    registry: Registry, days: Iterable[date], by: By | None = None, filters: Filters = Filters()
) -> pd.DataFrame:
    """`coverage` on each of the days, columns as `trend`."""
    parts = [coverage(registry, day, by, filters).assign(day=day) for day in days]
    whole = pd.concat(parts, ignore_index=True)
    return whole[["day", *(name for name in whole if name != "day")]]


def _rungs(frame: pd.DataFrame, groups: pd.Categorical, all_groups: bool = False) -> pd.DataFrame:
    width = len(groups.categories) + 1
    places = np.where(groups.codes < 0, width - 1, groups.codes)
    exempt = frame["exempt"].to_numpy(np.bool_)
    rung = frame["rung"].cat.codes.to_numpy()
    counted = places[~exempt]
    columns = {
        "agencies": np.bincount(counted, minlength=width),
        "exempt": np.bincount(places[exempt], minlength=width),
        **{
            name: np.bincount(places[~exempt & (rung >= height)], minlength=width)
            for height, name in enumerate(RUNGS)
            if height
        },
        "systems": _systems(frame, places, ~exempt & (rung >= RUNGS.index("in_force")), width),
    }
    table = pd.DataFrame({"group": [*_codes(groups), None], **columns})
    table["effective"] = table["effective"].astype("Int64")
    if not frame.attrs["audits_collected"]:
        table["effective"] = pd.array([pd.NA] * width, dtype="Int64")
    there = (table["agencies"] + table["exempt"] > 0).to_numpy()
    if all_groups:
        return table.iloc[:1].assign(group=None)
    return table[there].reset_index(drop=True)


def _systems(frame: pd.DataFrame, places: np.ndarray, counted: np.ndarray, width: int) -> np.ndarray:
    """Distinct QMSs of the counted agencies, by group."""
    pairs = pd.unique(frame["qms"].to_numpy(np.int64)[counted] * width + places[counted])
    return np.bincount(pairs % width, minlength=width)


def _codes(groups: pd.Categorical) -> Iterable[str]:
    return [str(code) for code in groups.categories]
