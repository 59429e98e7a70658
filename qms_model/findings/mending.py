"""How long it takes until a finding is closed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.coverage import Filters
from qms_model.findings.raised import GRADES, raised
from qms_model.registry import Registry


def days_to_fix(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """Days from raised to closed, of the findings closed by the end of `day`: grade, median_days,
    n; every grade from the worst. `n` is how many were closed; without any the median is missing.

    Those still open are not in it: of a grade that is hardly ever closed it says little.
    """
    found = raised(registry, day, filters)
    days = found.over - found.held
    of_grades = [days[found.closed & (found.grade == grade)] for grade in GRADES]
    medians = [float(np.median(some)) if len(some) else None for some in of_grades]
    return pd.DataFrame(
        {
            "grade": list(GRADES),
            "median_days": pd.array(medians, dtype="Float64"),
            "n": [len(some) for some in of_grades],
        }
    )
