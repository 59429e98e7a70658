"""What is shown of a registry for a view: figures with what they measure, lists, tiles.

Screens and briefings ask here, so that they cannot disagree.
"""

from qms_model.views.attestations import editions_by_type, expiry_calendar, registered, transition
from qms_model.views.coverage import (
    adopters_by_year,
    coverage_by_year,
    lead,
    measure,
    paths_by_type,
    rungs_by_type,
)
from qms_model.views.filtered import HEADINGS, chosen_filters, filters_said
from qms_model.views.findings import (
    findings_ageing,
    findings_by_cause,
    findings_by_clause,
    findings_flow,
    findings_measure,
    findings_notes,
)
from qms_model.views.inspections import inspected_by_type
from qms_model.views.kept import KEPT, kept
from qms_model.views.laggards import ageing, causes, days_late, late_measure
from qms_model.views.late import LATE, ask_late, late_of, late_rows, not_known, proofs, province_rows
from qms_model.views.names import names_of
from qms_model.views.summary import adoption, coverage_by_type, decisions, expiring, worst
from qms_model.views.tiles import Tile, tiles
from qms_model.views.view import At, Measured, View, parents

__all__ = [
    "HEADINGS",
    "KEPT",
    "LATE",
    "At",
    "Measured",
    "Tile",
    "View",
    "adopters_by_year",
    "adoption",
    "ageing",
    "ask_late",
    "causes",
    "chosen_filters",
    "coverage_by_type",
    "coverage_by_year",
    "days_late",
    "decisions",
    "editions_by_type",
    "expiring",
    "expiry_calendar",
    "filters_said",
    "findings_ageing",
    "findings_by_cause",
    "findings_by_clause",
    "findings_flow",
    "findings_measure",
    "findings_notes",
    "inspected_by_type",
    "kept",
    "late_measure",
    "late_of",
    "late_rows",
    "lead",
    "measure",
    "names_of",
    "not_known",
    "parents",
    "paths_by_type",
    "proofs",
    "province_rows",
    "registered",
    "rungs_by_type",
    "tiles",
    "transition",
    "worst",
]
