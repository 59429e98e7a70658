"""The tables of a briefing as CSV, one file each: every line says where its numbers come from."""

from __future__ import annotations

from qms_model.briefing.report import Drawn, Listed, Report
from qms_model.csvfile import csv_file
from qms_model.figures import as_table
from qms_model.i18n import translate


def table_csv(listed: Listed, report: Report) -> bytes:
    """All rows of the table, its day (ISO) and the origin of the report in two columns more."""
    return csv_file(listed.frame, _origin(report))


def figure_csv(drawn: Drawn, report: Report) -> bytes:
    """The numbers of the figure, likewise."""
    return csv_file(as_table(drawn.figure), _origin(report))


def _origin(report: Report) -> dict[str, str]:
    return {
        translate("As of", report.language): report.day.isoformat(),
        translate("Origin", report.language): report.origin.line(),
    }
