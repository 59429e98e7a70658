"""Coverage: how many agencies stand on each rung, by group, on a day and over time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from qms_model.config import Rules
from qms_model.dates import period_ends
from qms_model.registry import Registry
from qms_model.state import RUNGS, failed_conditions, state

By = Literal["type", "district", "adoption_year", "edition", "obligation", "parent", "province"]
Every = Literal["year", "quarter", "month"]

# What a bar may be made of (screens §3), from best to worst.
LOOKS = (
    "in_force_current",
    "in_force_previous",
    "in_progress",
    "lapsed",
    "not_started",
    "no_plan",
    "exempt",
)
_LOOK_OF_STATE = {
    "building": "in_progress",
    "applying": "in_progress",
    "confirmed": "in_progress",
    "suspended": "lapsed",
    "lapsed": "lapsed",
    "withdrawn": "lapsed",
    "not_started": "not_started",
    "no_plan": "no_plan",
}
_WHOLE = pd.CategoricalDtype([""])
_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_STATUS = [
    "agency",
    "name",
    "type",
    "district",
    "parent",
    "shares_qms_of",
    "obligation",
    "exempt",
    "state",
    "rung",
    "adoption_year",
    "kind",
    "edition",
    "issued_on",
    "expires_on",
    "failed_conditions",
]


@dataclass(frozen=True)
class Filters:
    """Which agencies are looked at; None looks at all. `par_index` looks only at those
    in the list of the administrative reform index. `edition` restricts which
    attestations count, never which agencies."""

    obligation: str | None = None
    type: str | None = None
    district: str | None = None
    parent: str | None = None
    province: str | None = None
    edition: str | None = None
    par_index: bool = False


def standing(
    registry: Registry, day: date, filters: Filters = Filters(), columns: Collection[str] | None = None
) -> pd.DataFrame:
    """The state of the agencies that match the filters, columns as `state.state`;
    with `columns` only those and what is filtered by."""
    places = ("obligation", "type", "district", "parent", "province")
    chosen: dict[str, object] = {
        name: wanted for name in places if (wanted := getattr(filters, name)) is not None
    }
    if filters.par_index:
        chosen["in_par_index"] = True
    frame = state(registry, day, filters.edition, columns and {*columns, *chosen})
    for name, wanted in chosen.items():
        frame = frame[(frame[name] == wanted).to_numpy(np.bool_, na_value=False)]
    return frame


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
        return _rungs(frame, _one_group(len(frame)), all_groups=True)
    return _rungs(frame, _groups(registry, day, frame, by, filters))


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


def status(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """One row per agency, sorted by code; columns of the `status` contract.

    `failed_conditions` are names joined by ";"; the rest as `state.state`.
    """
    frame = standing(registry, day, filters)
    spelled = np.array([";".join(failed_conditions(bits)) for bits in range(64)], dtype=object)
    return frame.assign(failed_conditions=spelled[frame["failed"].to_numpy()])[_STATUS]


def composition(
    registry: Registry, day: date, by: By | None = None, filters: Filters = Filters()
) -> pd.DataFrame:
    """What each group is made of: group, look, agencies; every group with all LOOKS.

    The looks of a group but `exempt` add up to its N.
    """
    frame = standing(registry, day, filters)
    groups = _groups(registry, day, frame, by, filters) if by else _one_group(len(frame))
    looks = pd.Categorical(_looks(frame, registry.rules, day), categories=LOOKS)
    table = pd.crosstab(_spelled(groups), looks, dropna=False).reindex(columns=list(LOOKS), fill_value=0)
    long = pd.DataFrame({"agencies": table.rename_axis(index="group", columns="look").stack()}).reset_index()
    return long.astype({"agencies": "int64"})


def adopters(
    registry: Registry, day: date, by: By | None = None, filters: Filters = Filters()
) -> pd.DataFrame:
    """By adoption year: year, group, agencies; the exempt not counted.

    Agencies that exist on `day`, in the year in which they adopted.
    """
    frame = standing(registry, day, filters)
    frame = frame[~frame["exempt"] & frame["adoption_year"].notna()]
    groups = _groups(registry, day, frame, by, filters) if by else _one_group(len(frame))
    counted = frame.assign(group=_spelled(groups)).groupby(["adoption_year", "group"], observed=True).size()
    named = pd.DataFrame({"agencies": counted}).reset_index().rename(columns={"adoption_year": "year"})
    return named.astype({"year": "int64", "agencies": "int64"})


def pivot(
    registry: Registry,
    day: date,
    rows: By,
    columns: By,
    rung: str = "attested",
    filters: Filters = Filters(),
) -> pd.DataFrame:
    """Agencies by two groupings: row, column, n (on `rung`), agencies (N); the exempt not
    counted. A group that is not set is "", last; pairs without an agency are left out."""
    frame = standing(registry, day, filters)
    frame = frame[~frame["exempt"].to_numpy(np.bool_)]
    reached = frame["rung"].cat.codes.to_numpy() >= RUNGS.index(rung)
    groups = {
        name: _spelled(_groups(registry, day, frame, by, filters))
        for name, by in (("row", rows), ("column", columns))
    }
    counted = pd.DataFrame({**groups, "reached": reached}).groupby(["row", "column"], observed=True)
    table = counted["reached"].agg(n="sum", agencies="size").reset_index()
    return table.astype({"n": "int64", "agencies": "int64"})


def current_edition(rules: Rules, day: date) -> str | None:
    """The newest edition published by `day`; None before the first."""
    published = [edition for edition in rules.editions if edition.enabled and edition.published <= day]
    return max(published, key=lambda edition: edition.published).code if published else None


def _groups(registry: Registry, day: date, frame: pd.DataFrame, by: By, filters: Filters) -> pd.Categorical:
    """The group of every row. The edition filter moves no agency to another group."""
    if by == "edition" and filters.edition is not None:
        everything = state(registry, day).set_index("agency")["edition"]
        return pd.Categorical(everything.loc[frame["agency"]].array)
    groups = pd.Categorical(frame[by].array)
    return groups.reorder_categories(sorted(groups.categories), ordered=False)


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


def _spelled(groups: pd.Categorical) -> pd.Categorical:
    """The groups with "" for the group that is not set, last."""
    spelled = groups.rename_categories(str)
    if groups.isna().any():
        spelled = spelled.add_categories([""]).fillna("")
    return spelled.remove_unused_categories()


def _one_group(rows: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.zeros(rows, np.int8), dtype=_WHOLE, validate=False)


def _looks(frame: pd.DataFrame, rules: Rules, day: date) -> np.ndarray:
    looks = frame["state"].astype(object).map(_LOOK_OF_STATE).to_numpy(object)
    current = (frame["edition"] == current_edition(rules, day)).to_numpy(np.bool_)
    in_force = (frame["state"] == "in_force").to_numpy(np.bool_)
    looks[in_force] = np.where(current, "in_force_current", "in_force_previous")[in_force]
    looks[frame["exempt"].to_numpy(np.bool_)] = "exempt"
    return looks
