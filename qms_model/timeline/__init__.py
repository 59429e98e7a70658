"""The facts of a registry as arrays of days; `state` asks them how things stood on a day."""

from qms_model.timeline.days import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    day_numbers,
    end_of_next_year,
    first_days,
    in_one,
    last_days,
    last_rows,
    months_after,
    number_of,
    positions,
)
from qms_model.timeline.spans import Attestations
from qms_model.timeline.timeline import Timeline, timeline

__all__ = [
    "ALWAYS",
    "NEVER",
    "NONE",
    "Attestations",
    "Days",
    "Flags",
    "Positions",
    "Timeline",
    "day_numbers",
    "end_of_next_year",
    "first_days",
    "in_one",
    "last_days",
    "last_rows",
    "months_after",
    "number_of",
    "positions",
    "timeline",
]
