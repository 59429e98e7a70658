"""Coverage: how many agencies stand on each rung, by group, on a day and over time."""

from qms_model.coverage.filters import Filters, standing
from qms_model.coverage.groups import By
from qms_model.coverage.makeup import LOOKS, adopters, composition, current_edition, first_adopted, pivot
from qms_model.coverage.rungs import Every, coverage, on_days, trend
from qms_model.coverage.status import status

__all__ = [
    "LOOKS",
    "By",
    "Every",
    "Filters",
    "adopters",
    "composition",
    "coverage",
    "current_edition",
    "first_adopted",
    "on_days",
    "pivot",
    "standing",
    "status",
    "trend",
]
