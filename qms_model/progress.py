"""Progress: what the plan asks by a day, and how far it is reached."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import Any

import numpy as np
import pandas as pd

from qms_model.coverage import Filters, standing
from qms_model.dates import last_day
from qms_model.registry import Registry
from qms_model.state import RUNGS

COLUMNS = ["type", "due_on", "rung", "obligation", "planned", "reached", "agencies", "decision"]


def is_planned_for(filters: Filters) -> bool:
    """Whether a plan says anything of these agencies: it is set for the types of the
    whole province and is not divided among districts, bodies or lists."""
    return not (filters.district or filters.parent or filters.province or filters.par_index)


def plan(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """The plan on `day`: for each type its latest target that is due by then.

    type, due_on, rung, obligation (all, mandatory or encouraged), decision: of the target
    planned: agencies asked for; of a share the least count that reaches it
    reached: agencies of the type (and obligation) on the rung; agencies: their N
    A target of one edition counts under the edition filter alone, a target of one
    obligation under that filter alone; one for all stands for an obligation when
    every agency of the type is of it. Types in code order, those without an agency
    left out, and those whose target is of the effective rung where that is not
    known; none where `is_planned_for` says so.
    """
    if not is_planned_for(filters) or not (targets := _due(registry, day, filters)):
        return pd.DataFrame(columns=COLUMNS)
    asked = Filters(type=filters.type, edition=filters.edition)
    frame = standing(registry, day, asked, ("type", "obligation", "exempt", "rung"))
    frame = frame[~frame["exempt"].to_numpy(np.bool_)]
    found: dict[str, dict[str, Any]] = {}
    for target in targets:
        if target["type"] not in found and (row := _against(target, frame, filters)):
            found[target["type"]] = row
    rows = [found[kind] for kind in sorted(found)]
    if not frame.attrs["audits_collected"]:
        rows = [row for row in rows if row["rung"] != "effective"]
    return pd.DataFrame(rows, columns=COLUMNS)


def path(registry: Registry, days: Sequence[date], filters: Filters = Filters()) -> pd.DataFrame:
    """The plan over time: day, planned and reached (over the types that have a plan
    on that day), types (how many those are)."""
    rows = []
    for day in days:
        asked = plan(registry, day, filters)
        rows.append((day, int(asked["planned"].sum()), int(asked["reached"].sum()), len(asked)))
    return pd.DataFrame(rows, columns=["day", "planned", "reached", "types"])


def _due(registry: Registry, day: date, filters: Filters) -> list[Mapping[Hashable, Any]]:
    """The targets due on `day` that may speak of what is looked at, the latest first;
    of the same day one that names the obligation before one for all."""
    chosen = [
        row
        for row in _targets(registry)
        if filters.type in (None, row["type"])
        and row["obligation"] in ("all", filters.obligation)
        and filters.edition == (None if pd.isna(row["edition"]) else row["edition"])
        and last_day(row["due_on"]) <= day
    ]
    return sorted(
        chosen,
        key=lambda target: (last_day(target["due_on"]), target["obligation"] != "all"),
        reverse=True,
    )


@lru_cache(maxsize=1)
def _targets(registry: Registry) -> list[Mapping[Hashable, Any]]:
    """The targets as recorded; the obligation of one for all is "all"."""
    table = registry.tables["targets"].astype({"obligation": object}).fillna({"obligation": "all"})
    return [*table.to_dict("records")]


def _against(target: Mapping[Hashable, Any], frame: pd.DataFrame, filters: Filters) -> dict[str, Any] | None:
    """A target beside what is reached; None when it says nothing under the obligation filter."""
    agencies = frame[(frame["type"] == target["type"]).to_numpy(np.bool_)]
    asked = filters.obligation if target["obligation"] == "all" else target["obligation"]
    of_asked = agencies if asked is None else agencies[(agencies["obligation"] == asked).to_numpy(np.bool_)]
    if not len(of_asked) or (target["obligation"] == "all" and len(of_asked) < len(agencies)):
        return None
    rung = str(target["rung"]) if pd.notna(target["rung"]) else "attested"
    reached = int((of_asked["rung"].cat.codes >= RUNGS.index(rung)).sum())
    return {
        **{name: target[name] for name in ("type", "due_on", "obligation", "decision")},
        "rung": rung,
        "planned": _planned(target, len(of_asked)),
        "reached": reached,
        "agencies": len(of_asked),
    }


def _planned(target: Mapping[Hashable, Any], agencies: int) -> int:
    """The agencies that the target asks for: named, or the least that make its share."""
    if pd.notna(target["agencies"]):
        return int(str(target["agencies"]))
    return ceil(Decimal(str(target["share"])) * agencies / 100)
