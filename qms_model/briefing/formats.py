"""What each format is: files made of a report, and of nothing else.

Same report, same bytes. A format whose library or font fails is told of, and the
others are made. Nothing here reaches the database, so that a process which only makes
files is ready soon.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib import import_module

from qms_model.briefing.report import Drawn, Report

Files = dict[str, bytes]


def _pdf(report: Report) -> Files:
    from qms_model.briefing.pdf import note_pdf, report_pdf

    return {"note.pdf": note_pdf(report), "report.pdf": report_pdf(report)}


def _docx(report: Report) -> Files:
    from qms_model.briefing.document import note_docx, report_docx, yearly_docx
    from qms_model.figures.typst import drawing_png

    drawings: Files = {}  # a figure of the note stands in the report as well

    def picture(drawn: Drawn) -> bytes:
        if drawn.key not in drawings:
            drawings[drawn.key] = drawing_png(drawn.figure)
        return drawings[drawn.key]

    files = {"note.docx": note_docx(report, picture), "report.docx": report_docx(report, picture)}
    return files if report.yearly is None else {**files, "yearly.docx": yearly_docx(report)}


def _pptx(report: Report) -> Files:
    from qms_model.briefing.deck import deck_pptx

    return {"deck.pptx": deck_pptx(report)}


def _xlsx(report: Report) -> Files:
    from qms_model.briefing.book import book_xlsx

    return {"workbook.xlsx": book_xlsx(report)}


def _html(report: Report) -> Files:
    from qms_model.briefing.offline import page_html

    return {"page.html": page_html(report)}


def _png(report: Report) -> Files:
    from qms_model.figures.typst import figure_png

    return {
        f"figures/{one.key}.png": figure_png(one.figure, one.measure, [report.origin.line()])
        for one in report.figures()
    }


def _svg(report: Report) -> Files:
    from qms_model.figures.typst import figure_svg

    return {
        f"figures/{one.key}.svg": figure_svg(one.figure, one.measure, [report.origin.line()])
        for one in report.figures()
    }


def _csv(report: Report) -> Files:
    from qms_model.briefing.csvs import figure_csv, table_csv

    tables = {f"tables/{one.key}.csv": table_csv(one, report) for one in report.tables()}
    return tables | {f"figures/{one.key}.csv": figure_csv(one, report) for one in report.figures()}


# What each format is: its files. To add one is to add one function.
FORMATS: Mapping[str, Callable[[Report], Files]] = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "html": _html,
    "png": _png,
    "svg": _svg,
    "csv": _csv,
}


# Where they load their libraries from, each when it is first needed.
_RENDERERS = ("document", "pdf", "deck", "book", "offline")


def made(report: bytes, name: str) -> Files:
    """The files of one format of a pickled report. Runs in a process of its own."""
    return FORMATS[name](_report(report))


@lru_cache(maxsize=2)  # one process makes format after format of it
def _report(pickled: bytes) -> Report:
    report: Report = pickle.loads(pickled)
    return report


def get_ready() -> None:
    """Load what the formats need before they need it; what cannot be loaded is told of by its format."""
    for name in _RENDERERS:
        with suppress(Exception):  # whatever a broken library raises
            import_module(f"qms_model.briefing.{name}")
