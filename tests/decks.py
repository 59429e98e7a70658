"""Reports and the decks made of them, read back as PowerPoint would."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd
import pptx
from pptx.chart.chart import Chart
from pptx.presentation import Presentation

from qms_model.briefing.compose import report_of
from qms_model.briefing.deck import deck_pptx
from qms_model.briefing.report import Report
from qms_model.briefing.template import templates
from qms_model.config import Config, read_config
from qms_model.coverage import Filters
from qms_model.figures import Figure
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from qms_model.views import At, View

DAY, BEFORE = date(2014, 12, 31), date(2013, 12, 31)


def at_of(registry: Registry, language: str = "vi") -> At:
    """The view of a registry at the end of 2014."""
    return At(registry, View(language, DAY, BEFORE, Filters()))


def report_about(registry: Registry, language: str = "vi", config: Config | None = None) -> Report:
    """The briefing of that view, by the template of the product."""
    return report_of(at_of(registry, language), templates(None)["briefing"], config or read_config())


def opened(content: bytes) -> Presentation:
    return pptx.Presentation(io.BytesIO(content))


def charts_of(slide: Any) -> list[Chart]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def tables_of(slide: Any) -> list[list[list[str]]]:
    """The texts of each table, row by row."""
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for shape in slide.shapes
        if shape.has_table
    ]


def texts_of(slide: Any) -> Iterator[str]:
    """Every text on a slide: boxes, tables, and names within charts."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
    for table in tables_of(slide):
        for row in table:
            yield from row
    for chart in charts_of(slide):
        for plot in chart.plots:
            yield from map(str, plot.categories)
        yield from (series.name for series in chart.series)


def notes_of(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def values_of(chart: Chart) -> dict[str, list[Any]]:
    """The values of each series by its name, None where there is none."""
    return {series.name: list(series.values) for series in chart.series}


def counted(figure: Figure, rows: list[Any], measure: str) -> dict[str, list[Any]]:
    """What the frame of a figure says of `rows`, by the name of each series."""
    codes = (
        figure.column("series")
        if "series" in figure.encodings
        else [figure.series[0].code] * len(figure.frame)
    )
    cells: Mapping[tuple[Any, Any], Any] = {
        (row, code): value
        for row, code, value in zip(figure.column("row"), codes, figure.column(measure), strict=True)
    }
    found: dict[str, list[Any]] = {}
    for series in figure.series:
        values = [cells.get((row, series.code)) for row in rows]
        found[series.label] = [None if value is None or pd.isna(value) else value for value in values]
    return found


def fingerprint(database: str) -> str:
    """The hash of a deck of the database: for another process."""
    registry = open_registry(open_store(database), read_config().rules)
    return hashlib.sha256(deck_pptx(report_about(registry))).hexdigest()
