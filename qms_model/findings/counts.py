"""How many findings are open, overdue and closed."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from qms_model.clauses import clauses_of
from qms_model.coverage import Filters
from qms_model.findings.raised import AGES, GRADES, Raised, raised
from qms_model.registry import Registry
from qms_model.timeline import NONE

By = Literal["clause", "grade", "cause", "age"]
_NO_GROUPS = pd.CategoricalDtype([])


def findings(
    registry: Registry, day: date, filters: Filters = Filters(), by: By | None = None
) -> pd.DataFrame:
    """Open and closed findings at the end of `day`: group, open, overdue, closed.

    open: all that are open, the overdue among them; overdue: how many of them are; so
        open + closed is what was raised by the day
    group: common clause, grade or cause, or age of the open ones; missing when not set (last:
        no clause or one that the table does not know, no cause, closed ones have no age), or
        always without `by`. In code order, grades from the worst and ages from the youngest;
        groups without a finding are left out. Without `by` there is always one row.
    """
    found = raised(registry, day, filters)
    groups = _groups(registry, found, by)
    width = len(groups.categories) + 1
    place = np.where(groups.codes < 0, width - 1, groups.codes)
    chosen = {"open": ~found.closed, "overdue": found.days_overdue > 0, "closed": found.closed}
    counts = {name: np.bincount(place[which], minlength=width) for name, which in chosen.items()}
    table = pd.DataFrame({"group": [*map(str, groups.categories), None], **counts})
    if by is None:
        return table
    return table[(table["open"] + table["closed"] > 0).to_numpy()].reset_index(drop=True)


def ageing(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """Open findings at the end of `day`: grade, age, open; every grade with every age, both in
    the order of GRADES and AGES."""
    found = raised(registry, day, filters)
    place = (found.grade.codes.astype(np.intp) * len(AGES) + found.age.codes)[~found.closed]
    cells = [(grade, age) for grade in GRADES for age in AGES]
    table = pd.DataFrame(cells, columns=["grade", "age"])
    return table.assign(open=np.bincount(place, minlength=len(cells)))


def _groups(registry: Registry, found: Raised, by: By | None) -> pd.Categorical:
    """The group of every finding."""
    if by == "clause":
        return common_clauses(registry, found)
    if by == "cause":
        return pd.Categorical(registry.tables["findings"]["cause"].array.take(found.row))
    if by is None:
        return pd.Categorical.from_codes(np.full(len(found.row), NONE), dtype=_NO_GROUPS)
    return found.grade if by == "grade" else found.age


def common_clauses(registry: Registry, found: Raised) -> pd.Categorical:
    """The common clause of every finding, missing where there is none; codes in order."""
    codes = [clause.code for clause in registry.rules.clauses]
    places = clauses_of(registry).common[found.row]
    whole = pd.Categorical.from_codes(places, dtype=pd.CategoricalDtype(codes))
    return pd.Categorical(whole, categories=sorted(codes))
