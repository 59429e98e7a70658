"""Figures: one function from a tidy frame to a frozen spec, and the renderers."""

from qms_model.figures.adopters import adopters_by_year
from qms_model.figures.attestations import editions_by_type, expiry_calendar, transition
from qms_model.figures.coverage import coverage_by_year, paths_by_group, rungs_by_group
from qms_model.figures.findings import findings_ageing, findings_by, findings_flow
from qms_model.figures.inspections import inspected_by_type, proposed_inspections
from qms_model.figures.laggards import ageing, causes, days_late
from qms_model.figures.spec import Deadline, Figure, Kind, Series, day_heading
from qms_model.figures.story import procedures, time_line
from qms_model.figures.summary import adoption, coverage_by_type
from qms_model.figures.table import as_table

__all__ = [
    "Deadline",
    "Figure",
    "Kind",
    "Series",
    "adopters_by_year",
    "adoption",
    "ageing",
    "as_table",
    "causes",
    "coverage_by_type",
    "coverage_by_year",
    "day_heading",
    "days_late",
    "editions_by_type",
    "expiry_calendar",
    "findings_ageing",
    "findings_by",
    "findings_flow",
    "inspected_by_type",
    "paths_by_group",
    "procedures",
    "proposed_inspections",
    "rungs_by_group",
    "time_line",
    "transition",
]
