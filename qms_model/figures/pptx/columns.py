"""Upright columns of counts, with a running total as a chart of its own underneath; and lines of counts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Pt

from qms_model.figures.pptx.measure import cut, width
from qms_model.figures.pptx.parts import (
    POINTS,
    SIZE,
    SMALL,
    Box,
    add_chart,
    count_format,
    ink_on,
    legend,
    looks,
    names_axis,
    paint,
    place_plot,
    quiet_axis,
    rgb,
    rows_data,
    without_label,
)
from qms_model.figures.pptx.text import write
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import INK, MUTED_INK
from qms_model.vietnamese import visible

_SIDE = 0.15  # inches left and right of the axes
_UNDER = 0.35  # for the names under them
_HEADING = 0.32  # for what a chart counts, over it
_UPPER = 0.62  # of the height, for the columns over a running total
_GAP = 40  # percent of a column, between two of them
_LOW = 0.12  # of the highest count: so near to the axis
_LABELS = 14  # points whose numbers fit side by side
_MONTH = re.compile(r"^(\S+)[/ ](\d{4})$")  # such as 05/2015 or May 2015
_DASHES = {"dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT, "dashdot": MSO_LINE.DASH_DOT}
_MARKERS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
)


def columns(slide: Slide, figure: Figure, box: Box) -> int:
    """The columns of a figure, and the running total underneath on the same rows."""
    if figure.below is None:
        _columns(slide, figure, box)
        return 0
    high = box.height * _UPPER
    _columns(slide, figure, box._replace(height=high))
    steps(slide, figure.below, box._replace(top=box.top + high, height=box.height - high))
    return 0


def steps(slide: Slide, figure: Figure, box: Box) -> int:
    """Lines of counts over named rows; a gap where a count is not known. Deadlines are said underneath."""
    rows = list(dict.fromkeys(map(str, figure.column("row"))))
    said = "   ·   ".join(deadline.text for deadline in figure.deadlines)
    box, note = box._replace(height=box.height - (0.3 if said else 0)), box
    inner = _headed(slide, figure, box)
    codes = (
        figure.column("series")
        if "series" in figure.encodings
        else [figure.series[0].code] * len(figure.frame)
    )
    cells = zip(figure.column("row").astype(str), codes, figure.column("count"), strict=True)
    counts = {(row, code): int(n) for row, code, n in cells if not pd.isna(n)}
    chart = _chart(slide, figure, rows, counts, XL_CHART_TYPE.LINE_MARKERS, inner)
    chart.value_axis.maximum_scale = max(counts.values(), default=0) * 1.18 or 1
    for place, (drawn, series) in enumerate(zip(chart.plots[0].series, figure.series, strict=True)):
        _draw_line(drawn, series, place)
        _write_numbers(drawn, figure, series, rows, counts)
    if said:
        room = note.width * POINTS
        write(
            slide,
            Box(note.left, note.top + note.height - 0.3, note.width, 0.3),
            cut(said, SIZE, room),
            SIZE,
            figure.language,
        )
    return 0


def _columns(slide: Slide, figure: Figure, box: Box) -> None:
    whole = figure.below or figure
    rows = list(dict.fromkeys(whole.column("row")))
    named = figure.column("name" if "name" in figure.encodings else "row")
    names = dict(zip(figure.column("row"), map(str, named), strict=True))
    cells = zip(*(figure.column(part) for part in ("row", "series", "count")), strict=True)
    counts = {(names[row], code): int(n) for row, code, n in cells}
    inner = _headed(slide, figure, box)
    single = len(figure.series) == 1
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if single else XL_CHART_TYPE.COLUMN_STACKED
    lines = [names.get(row, str(row)) for row in rows]
    chart = _chart(slide, figure, lines, counts, kind, inner)
    top = max((sum(counts.get((row, s.code), 0) for s in figure.series) for row in lines), default=0) or 1
    chart.value_axis.maximum_scale = top * (1.12 if single else 1.02)
    chart.plots[0].gap_width = _GAP
    high = (inner.height - _UNDER - 0.4) * POINTS / (top * 1.02)  # points of one that is counted
    for drawn, series, mark in zip(chart.plots[0].series, figure.series, looks(figure.series), strict=True):
        paint(drawn.format, mark)
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = (
            True,
            count_format(figure.language),
            False,
        )
        labels.font.size, labels.font.bold = Pt(SIZE), True
        if not single:
            labels.font.color.rgb = ink_on(mark)
        labels.position = XL_LABEL_POSITION.OUTSIDE_END if single else XL_LABEL_POSITION.CENTER
        values = [counts.get((row, series.code), 0) for row in lines]
        small = [n for n, value in enumerate(values) if not value or (not single and value * high < SIZE)]
        for order, place in enumerate(small):
            without_label(drawn, place, order)


def _headed(slide: Slide, figure: Figure, box: Box) -> Box:
    """What the figure counts, over the chart; and the room under it."""
    if not figure.measure:
        return box
    text = cut(figure.measure, SIZE, box.width * POINTS)
    write(slide, box._replace(height=_HEADING), text, SIZE, figure.language, colour=MUTED_INK["light"])
    return Box(box.left, box.top + _HEADING, box.width, box.height - _HEADING)


def _chart(
    slide: Slide,
    figure: Figure,
    rows: Sequence[str],
    counts: dict[tuple[str, str], int],
    kind: XL_CHART_TYPE,
    box: Box,
) -> Chart:
    names, under = _names(rows, box)
    data = rows_data(names, figure.language)
    for series in figure.series:
        data.add_series(visible(series.label), [counts.get((row, series.code)) for row in rows])
    chart = add_chart(slide, kind, data, box, figure)
    place_plot(chart, box, _SIDE, legend(chart, figure, box), _SIDE, under)
    _write_names(chart, names, box)
    chart.value_axis.minimum_scale = 0
    quiet_axis(chart.value_axis)
    return chart


def _names(rows: Sequence[str], box: Box) -> tuple[list[str], float]:
    """What is written under the axis, month over year where they are many, and the inches that it takes."""
    names = [visible(row) for row in rows]
    if _every(names, box) == 1 or not all(_MONTH.search(name) for name in names):
        return names, _UNDER
    return [_MONTH.sub(r"\1\n\2", name) for name in names], _UNDER + 0.24


def _every(names: Sequence[str], box: Box) -> int:
    """How many rows have one name, so that names stand side by side."""
    widest = max((width(line, SIZE) for name in names for line in name.split("\n")), default=0) + 4
    return max(1, math.ceil(widest * len(names) / ((box.width - 2 * _SIDE) * POINTS)))


def _write_names(chart: Chart, names: Sequence[str], box: Box) -> None:
    """Write as many names under the axis as fit side by side, level."""
    names_axis(chart.category_axis, SMALL if "\n" in names[0] else SIZE)
    axis, every = chart.category_axis._element, _every(names, box)
    if every > 1:
        skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="{every}"/>')
        axis.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    axis.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")


def _draw_line(drawn: Any, series: Series, place: int) -> None:
    colour = rgb(series.mark.light)
    drawn.smooth = False
    drawn.format.line.color.rgb, drawn.format.line.width = colour, Pt(3)
    if series.mark.dash:
        drawn.format.line.dash_style = _DASHES[series.mark.dash]
    drawn.marker.style, drawn.marker.size = _MARKERS[place % len(_MARKERS)], 9
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour
    drawn.marker.format.line.color.rgb = colour


def _write_numbers(
    drawn: Any, figure: Figure, series: Series, rows: Sequence[str], counts: dict[tuple[str, str], int]
) -> None:
    """Over or under each point its number, so that the numbers of two lines stay apart; of many points
    or lines only the last ones have theirs."""
    known = [place for place, row in enumerate(rows) if (row, series.code) in counts]
    every = len(rows) <= _LABELS and (len(figure.series) <= 2 or len(rows) <= _LABELS // 2)
    drawn.data_labels.show_value = False
    for place in known if every else known[-1:]:
        n = counts[rows[place], series.code]
        others = [counts.get((rows[place], other.code)) for other in figure.series if other is not series]
        under = any(other is not None and other > n for other in others)
        level = n in others and series is not figure.series[0]
        if n == 0 and len(figure.series) > 1:
            continue  # it would stand on the names of the rows
        low = n < _LOW * max(counts.values())  # a number under it would stand on the names of the rows
        below = XL_LABEL_POSITION.RIGHT if low else XL_LABEL_POSITION.BELOW
        label = drawn.points[place].data_label
        beside = below if under or level else XL_LABEL_POSITION.ABOVE
        label.position = beside if every else XL_LABEL_POSITION.RIGHT
        label.font.size, label.font.bold, label.font.color.rgb = Pt(SIZE), True, rgb(INK["light"])
