"""What the groups are made of: states, adoption years, and one grouping across another."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.config import Rules
from qms_model.coverage.filters import Filters, standing
from qms_model.coverage.groups import By, groups_of, one_group, spelled
from qms_model.registry import Registry
from qms_model.state import RUNGS
from qms_model.timeline import NEVER, timeline

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
    "in_force": "in_force_current",  # unless its edition is an older one
}


def composition(
    registry: Registry, day: date, by: By | None = None, filters: Filters = Filters()
) -> pd.DataFrame:
    """What each group is made of: group, look, agencies; every group with all LOOKS.

    The looks of a group but `exempt` add up to its N.
    """
    frame = standing(registry, day, filters, {"agency", "state", "edition", "exempt", by or "agency"})
    groups = groups_of(registry, day, frame, by, filters) if by else one_group(len(frame))
    names, width = spelled(groups), len(LOOKS)
    places = names.codes.astype(np.int64) * width + _looks(frame, registry.rules, day)
    counts = np.bincount(places, minlength=len(names.categories) * width)
    order = np.argsort(names.categories.to_numpy(object), kind="stable")
    return pd.DataFrame(
        {
            "group": np.repeat(names.categories.to_numpy(object)[order], width),
            "look": list(LOOKS) * len(order),
            "agencies": counts.reshape(-1, width)[order].ravel(),
        }
    )


def adopters(
    registry: Registry, day: date, by: By | None = None, filters: Filters = Filters()
) -> pd.DataFrame:
    """By adoption year: year, group, agencies; the exempt not counted.

    Agencies that exist on `day`, in the year in which they adopted.
    """
    frame = standing(registry, day, filters, {"agency", "adoption_year", "exempt", by or "agency"})
    frame = frame[~frame["exempt"] & frame["adoption_year"].notna()]
    groups = groups_of(registry, day, frame, by, filters) if by else one_group(len(frame))
    counted = frame.assign(group=spelled(groups)).groupby(["adoption_year", "group"], observed=True).size()
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
    frame = standing(registry, day, filters, {"agency", "rung", "exempt", rows, columns})
    frame = frame[~frame["exempt"].to_numpy(np.bool_)]
    reached = frame["rung"].cat.codes.to_numpy() >= RUNGS.index(rung)
    groups = {
        name: spelled(groups_of(registry, day, frame, by, filters))
        for name, by in (("row", rows), ("column", columns))
    }
    counted = pd.DataFrame({**groups, "reached": reached}).groupby(["row", "column"], observed=True)
    table = counted["reached"].agg(n="sum", agencies="size").reset_index()
    return table.astype({"n": "int64", "agencies": "int64"})


def first_adopted(registry: Registry) -> date | None:
    """The first day on which any agency applied, confirmed or was attested; None when none did."""
    first = timeline(registry).first_adopted.min(initial=NEVER)
    return None if first == NEVER else date(1970, 1, 1) + timedelta(days=int(first))


def current_edition(rules: Rules, day: date) -> str | None:
    """The newest edition published by `day`; None before the first."""
    published = [edition for edition in rules.editions if edition.enabled and edition.published <= day]
    return max(published, key=lambda edition: edition.published).code if published else None


def _looks(frame: pd.DataFrame, rules: Rules, day: date) -> npt.NDArray[np.int64]:
    """The place in LOOKS of every agency's."""
    states = frame["state"].cat
    looks = np.array([LOOKS.index(_LOOK_OF_STATE[name]) for name in states.categories])[states.codes]
    current = (frame["edition"] == current_edition(rules, day)).to_numpy(np.bool_)
    looks[(frame["state"] == "in_force").to_numpy(np.bool_) & ~current] = LOOKS.index("in_force_previous")
    looks[frame["exempt"].to_numpy(np.bool_)] = LOOKS.index("exempt")
    return looks
