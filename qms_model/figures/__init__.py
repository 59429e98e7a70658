"""Figures: one function from a tidy frame to a frozen spec, and the renderers."""

from qms_model.figures.coverage import adopters_by_year, coverage_by_group
from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.table import as_table

__all__ = ["Figure", "Kind", "Series", "adopters_by_year", "as_table", "coverage_by_group"]
