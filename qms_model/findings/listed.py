"""The findings themselves."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.coverage import Filters
from qms_model.findings.counts import common_clauses
from qms_model.findings.raised import raised
from qms_model.findings.recurrence import earlier_of
from qms_model.findings.written import as_dates, names_on
from qms_model.registry import Registry
from qms_model.timeline import NEVER, NONE

STATUSES = ("open", "overdue", "closed")
_STATUSES = pd.CategoricalDtype(list(STATUSES))


def listed(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """One row for each finding raised by the end of `day`, by day, then as recorded. Columns:

    finding, audit, clause, cause, reopens: as recorded; reopens names the finding it reopens
    agency, name: of the audit; its name on `day`
    kind: of the audit; grade: of GRADES; common: the common clause, missing where none is known
    held_on; due_on: recorded, else counted (domain §6), missing where none is asked; closed_on:
        the first day on which it was not open, missing while it is; all ISO text
    status: one of STATUSES; overdue is open and past its due day
    age: of AGES, as `ageing` counts them; missing when closed
    days_overdue: Int64, at least 1; missing where it is not overdue
    recurs: whether it came back, as `recurrence` says
    """
    found = raised(registry, day, filters)
    order = np.argsort(found.held, kind="stable")
    table = registry.tables["findings"].iloc[found.row[order]]
    overdue = found.days_overdue[order] > 0
    closed = found.closed[order]
    kinds = registry.tables["audits"]["kind"].array
    agencies = registry.tables["agencies"]["agency"].cat.categories
    status = np.where(closed, 2, np.where(overdue, 1, 0))
    return pd.DataFrame(
        {
            "finding": table["finding"].array,
            "agency": pd.Categorical.from_codes(found.agency[order], categories=agencies),
            "name": names_on(registry, day, found.agency[order]),
            "audit": table["audit"].array,
            "kind": kinds.take(table["audit_at"].to_numpy()),
            "grade": found.grade[order],
            "clause": table["clause"].array,
            "common": common_clauses(registry, found)[order],
            "cause": table["cause"].array,
            "held_on": as_dates(found.held[order]),
            "due_on": as_dates(found.due[order]),
            "closed_on": as_dates(np.where(closed, found.over[order], NEVER)),
            "status": pd.Categorical.from_codes(status, dtype=_STATUSES),
            "age": found.age[order],
            "days_overdue": pd.arrays.IntegerArray(found.days_overdue[order].astype(np.int64), ~overdue),
            "reopens": table["reopens"].array,
            "recurs": earlier_of(registry)[found.row[order]] != NONE,
        }
    )
