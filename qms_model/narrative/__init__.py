"""Sentences from measures, in Vietnamese and English.

Each function takes frames of the questions and says what they show: the title
of a figure (its finding) and its alternative text (at most 250 characters).
"""

from qms_model.narrative.coverage import adopters, coverage_by_year, paths_by_group, rungs, rungs_by_group
from qms_model.narrative.inspections import inspected_by_type, proposed_inspections
from qms_model.narrative.summary import adoption, coverage_by_type, expiring
from qms_model.narrative.words import (
    ALT_LENGTH,
    Words,
    agency_name,
    as_of,
    measure,
    rung_definition,
    rung_name,
    state_name,
)

__all__ = [
    "ALT_LENGTH",
    "Words",
    "adopters",
    "adoption",
    "agency_name",
    "as_of",
    "coverage_by_type",
    "coverage_by_year",
    "expiring",
    "inspected_by_type",
    "measure",
    "paths_by_group",
    "proposed_inspections",
    "rung_definition",
    "rung_name",
    "rungs",
    "rungs_by_group",
    "state_name",
]
