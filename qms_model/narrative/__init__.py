"""Sentences from measures, in Vietnamese and English.

Each function takes frames of the questions and says what they show: the title
of a figure (its finding) and its alternative text (at most 250 characters).
"""

from qms_model.narrative.attestations import (
    beyond,
    editions_by_type,
    expiry_calendar,
    lapses,
    lapsing_in,
    lapsing_until,
    transition,
)
from qms_model.narrative.coverage import adopters, coverage_by_year, paths_by_group, rungs, rungs_by_group
from qms_model.narrative.decisions import Decision, decisions
from qms_model.narrative.findings import (
    days_to_fix,
    findings_ageing,
    findings_by,
    findings_flow,
    findings_lead,
)
from qms_model.narrative.inspections import annex_opening, inspected_by_type, proposed_inspections
from qms_model.narrative.laggards import ageing, causes, days_late, late
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
    "Decision",
    "Words",
    "adopters",
    "adoption",
    "ageing",
    "agency_name",
    "annex_opening",
    "as_of",
    "beyond",
    "causes",
    "coverage_by_type",
    "coverage_by_year",
    "days_late",
    "days_to_fix",
    "decisions",
    "editions_by_type",
    "expiring",
    "expiry_calendar",
    "findings_ageing",
    "findings_by",
    "findings_flow",
    "findings_lead",
    "inspected_by_type",
    "lapses",
    "lapsing_in",
    "lapsing_until",
    "late",
    "measure",
    "paths_by_group",
    "proposed_inspections",
    "rung_definition",
    "rung_name",
    "rungs",
    "rungs_by_group",
    "state_name",
    "transition",
]
