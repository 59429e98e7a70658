"""How many agencies stand on each rung, by group, on a day and over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
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
    return _table([_counted(registry, day, by, filters)], by)


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
    parts = [_counted(registry, day, by, filters) for day in days]
    whole = _table(parts, by)
    whole.insert(0, "day", np.repeat(np.array([part.day for part in parts], object), [*map(len, parts)]))
    return whole


@dataclass(frozen=True)
class _Counted:
    """The counts of a day as arrays, one place a group."""

    day: date
    groups: npt.NDArray[Any]
    counts: Mapping[str, npt.NDArray[np.int64]]
    effective_known: bool

    def __len__(self) -> int:
        return len(self.groups)


def _counted(registry: Registry, day: date, by: By | None, filters: Filters) -> _Counted:
    frame = standing(registry, day, filters, {"agency", "exempt", "rung", "qms", by or "agency"})
    groups = one_group(len(frame)) if by is None else groups_of(registry, day, frame, by, filters)
    width = len(groups.categories) + 1
    places = np.where(groups.codes < 0, width - 1, groups.codes)
    exempt = frame["exempt"].to_numpy(np.bool_)
    rung = frame["rung"].cat.codes.to_numpy()
    counts = {
        "agencies": np.bincount(places[~exempt], minlength=width),
        "exempt": np.bincount(places[exempt], minlength=width),
        **{
            name: np.bincount(places[~exempt & (rung >= height)], minlength=width)
            for height, name in enumerate(RUNGS)
            if height
        },
        "systems": _systems(frame, places, ~exempt & (rung >= RUNGS.index("in_force")), width),
    }
    names = np.array([*(str(code) for code in groups.categories), None], object)
    shown = counts["agencies"] + counts["exempt"] > 0
    if by is None:  # one row, whether or not anybody is in it
        names[0], shown = None, np.arange(width) == 0
    return _Counted(
        day,
        names[shown],
        {name: count[shown] for name, count in counts.items()},
        bool(frame.attrs["audits_collected"]),
    )


def _table(parts: Sequence[_Counted], by: By | None) -> pd.DataFrame:
    """The counts of several days under one another; group missing when not set."""
    columns = {name: np.concatenate([part.counts[name] for part in parts]) for name in parts[0].counts}
    unknown = np.repeat([not part.effective_known for part in parts], [*map(len, parts)])
    effective = pd.arrays.IntegerArray(columns["effective"], unknown)
    names = [name for part in parts for name in part.groups]
    groups = pd.Series(names, dtype=object if by is None else "str")
    return pd.DataFrame({"group": groups, **columns, "effective": effective})


def _systems(frame: pd.DataFrame, places: np.ndarray, counted: np.ndarray, width: int) -> np.ndarray:
    """Distinct QMSs of the counted agencies, by group."""
    pairs = pd.unique(frame["qms"].to_numpy(np.int64)[counted] * width + places[counted])
    return np.bincount(pairs % width, minlength=width)
