"""The state of every agency, as the command line writes it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.coverage.filters import Filters, standing
from qms_model.registry import Registry
from qms_model.state import failed_conditions

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


def status(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """One row per agency, sorted by code; columns of the `status` contract.

    `failed_conditions` are names joined by ";"; the rest as `state.state`.
    """
    frame = standing(registry, day, filters)
    spelled = np.array([";".join(failed_conditions(bits)) for bits in range(64)], dtype=object)
    return frame.assign(failed_conditions=spelled[frame["failed"].to_numpy()])[_STATUS]
