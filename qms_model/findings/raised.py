"""The findings raised by a day at the agencies looked at, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.timeline import Days, Flags, Positions, number_of, timeline

GRADES = ("major", "minor", "observation", "issue")  # from the worst; an issue is ungraded
AGES = ("not_due", "d1_30", "d31_60", "d61_90", "over_90")  # days past the due day (domain §6)
_AGE_ENDS = (0, 30, 60, 90)  # the last day of each age but the last
_GRADES = pd.CategoricalDtype(list(GRADES), ordered=True)
_AGES = pd.CategoricalDtype(list(AGES), ordered=True)


@dataclass(frozen=True)
class Raised:
    """Findings raised by a day, in the order of their table."""

    row: Positions  # in that table
    agency: Positions
    held: Days
    due: Days  # NEVER where none is asked
    over: Days  # the first day on which it is not open
    closed: Flags
    days_overdue: Days  # 0: closed, or not overdue
    grade: pd.Categorical  # of GRADES
    age: pd.Categorical  # of AGES; missing when closed


def raised(registry: Registry, day: date, filters: Filters) -> Raised:
    """The findings raised by the end of `day` at the agencies that exist on it and match."""
    line, on = timeline(registry), number_of(day)
    facts = line.findings
    # Without the edition, which chooses no agency, the state of the day is the one that is kept.
    agencies = standing(registry, day, replace(filters, edition=None), ("agency",))["agency"]
    looked_at = np.zeros(line.agencies, dtype=np.bool_)
    looked_at[agencies.cat.codes.to_numpy()] = True
    row = np.flatnonzero((facts.held <= on) & looked_at[facts.agency])
    due, over = facts.due[row], facts.over[row]
    closed = over <= on
    days_overdue = np.where(closed, 0, on - np.minimum(due, on)).astype(np.int32)
    age = np.where(closed, -1, np.searchsorted(_AGE_ENDS, days_overdue))
    return Raised(
        row=row,
        agency=facts.agency[row],
        held=facts.held[row],
        due=due,
        over=over,
        closed=closed,
        days_overdue=days_overdue,
        grade=_grades(registry.tables["findings"]["grade"], row),
        age=pd.Categorical.from_codes(age, dtype=_AGES),
    )


def _grades(column: pd.Series, row: Positions) -> pd.Categorical:
    """The grades of these rows; a blank is an issue."""
    names = [*(str(code) for code in column.cat.categories), "issue"]
    place = np.array([GRADES.index(name) for name in names])
    return pd.Categorical.from_codes(place[column.cat.codes.to_numpy()[row]], dtype=_GRADES)
