"""What was opened and closed quarter by quarter, and what was left."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from qms_model.coverage import Filters
from qms_model.dates import period_ends
from qms_model.findings.raised import raised
from qms_model.registry import Registry
from qms_model.timeline import number_of

_QUARTER_MONTHS = 3


def flow(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """By quarter, from that of the first finding to that of `day`: day, opened, closed, stock.

    day: the last of the quarter, `day` itself in the last one
    opened, closed: within the quarter; stock: open at the end of its day
    In every quarter the agencies are those of `day`, so that what was opened up to a quarter
    is what was closed up to it and its stock. No rows when nothing was found.
    """
    found = raised(registry, day, filters)
    days: list[date] = []
    if len(found.row):
        first = date(1970, 1, 1) + timedelta(days=int(found.held.min()))
        days = period_ends(first, day, _QUARTER_MONTHS)
    ends = np.array([number_of(end) for end in days], dtype=np.int32)
    opened = np.bincount(np.searchsorted(ends, found.held), minlength=len(ends))
    closed = np.bincount(np.searchsorted(ends, found.over[found.closed]), minlength=len(ends))
    stock = np.cumsum(opened - closed)
    return pd.DataFrame({"day": days, "opened": opened, "closed": closed, "stock": stock})
