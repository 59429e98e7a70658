"""Lying bars, one row a group: of shares, of counts, or the shares of several measures over one another.

n and N stand with the name of the row, so that a chart that is copied elsewhere keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Pt

from qms_model.figures.pptx.measure import LEADING, cut, ended, width
from qms_model.figures.pptx.parts import (
    POINTS,
    SIZE,
    SMALL,
    Box,
    add_chart,
    count_format,
    grid_lines,
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
from qms_model.figures.spec import Figure, Kind
from qms_model.figures.theme import MUTED_INK
from qms_model.numbers import number_text
from qms_model.vietnamese import visible

MOST = 14  # rows that can be read on one slide
_NAMES = 0.46  # of the chart, at most, for the names of the rows
_ROOMY = 7  # rows up to which all that stands at their ends is written, on lines of their own
_AXIS = 0.4  # inches of the numbers under the bars
_THICKEST = 44  # points of a bar
_GAP = 30  # percent of a bar, between two of them


_PERCENT = re.compile(r" · [<>]?[\d.,]+%")  # the axis says it


@dataclass(frozen=True)
class _Rows:
    """The rows of a figure: codes, what is written beside each, and the values by row and series."""

    codes: list[str]
    names: list[str]
    values: Mapping[tuple[str, str], float]


def share_bars(slide: Slide, figure: Figure, box: Box) -> int:
    """Bars of 100%, the counts in them; points on an axis of what there can be where bars are no whole."""
    rows, whole = _rows(figure, "count", box), _whole(figure)
    kind = XL_CHART_TYPE.BAR_STACKED if whole else XL_CHART_TYPE.BAR_STACKED_100
    chart, plot = _chart(slide, figure, rows, kind, box, _AXIS)
    axis = chart.value_axis
    if whole:
        axis.minimum_scale, axis.maximum_scale = 0, whole
        _numbers_under(axis, count_format(figure.language))
    else:
        axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 1, 0.25
        _numbers_under(axis, "0%")
    totals = {code: whole or _total(rows, figure, code) for code in rows.codes}
    _write_in_bars(chart, figure, rows, lambda code: totals[code], plot)
    return _rest(figure, rows)


def bars(slide: Slide, figure: Figure, box: Box) -> int:
    """Bars of counts; one series has its numbers beside the bars, several have them inside."""
    rows = _rows(figure, "count", box)
    single = len(figure.series) == 1
    kind = XL_CHART_TYPE.BAR_CLUSTERED if single else XL_CHART_TYPE.BAR_STACKED
    chart, plot = _chart(slide, figure, rows, kind, box, 0.1)
    top = max((_total(rows, figure, code) for code in rows.codes), default=0) or 1
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, top * (1.08 if single else 1)
    quiet_axis(chart.value_axis)
    if single:
        labels = chart.plots[0].series[0].data_labels
        labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
        labels.number_format, labels.number_format_is_linked = count_format(figure.language), False
        labels.font.size, labels.font.bold = Pt(SIZE), True
    else:
        _write_in_bars(chart, figure, rows, lambda _: top, plot)
    return _rest(figure, rows)


def dots(slide: Slide, figure: Figure, box: Box) -> int:
    """The shares of each row as bars over one another: each measure is a part of the one before it."""
    rows = _rows(figure, "length", box)
    chart, _ = _chart(slide, figure, rows, XL_CHART_TYPE.BAR_CLUSTERED, box, _AXIS)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    _numbers_under(axis, '0"%"')
    chart.plots[0].overlap = 100
    return _rest(figure, rows)


def _rows(figure: Figure, measure: str, box: Box) -> _Rows:
    parts = (figure.column(part) for part in ("row", "name", "end"))
    texts = {
        code: (visible(str(name)), _PERCENT.sub("", str(end))) for code, name, end in zip(*parts, strict=True)
    }
    codes = list(texts)[:MOST]
    room, roomy = box.width * POINTS * _NAMES, len(codes) <= _ROOMY
    size = _size(len(codes), box)
    cells = (figure.column(part) for part in ("row", "series", measure))
    values = {(row, series): value for row, series, value in zip(*cells, strict=True) if not pd.isna(value)}
    return _Rows(codes, [_name(*texts[code], room, size, roomy) for code in codes], values)


def _name(name: str, end: str, room: float, size: float, roomy: bool) -> str:
    """A row's name with its n/N; all that stands at its end on a line of its own, if there is room."""
    said = [visible(line) for line in end.splitlines()]
    if roomy:
        under = cut(" · ".join(said), size, room)
        return "\n".join(text for text in (cut(name, size, room), under) if text)
    return ended(name, " · ".join(["", *said[:2]]), size, room)


def _chart(
    slide: Slide, figure: Figure, rows: _Rows, kind: XL_CHART_TYPE, box: Box, under: float
) -> tuple[Chart, Box]:
    """The chart without numbers, and where its bars lie within it."""
    data = rows_data(rows.names, figure.language)
    for series in figure.series:
        data.add_series(visible(series.label), [_value(rows, code, series.code) for code in rows.codes])
    chart = add_chart(slide, kind, data, box, figure)
    size = _size(len(rows.codes), box)
    names = max(width(line, size) for name in rows.names for line in name.split("\n"))
    left, top = names / POINTS + 0.15, legend(chart, figure, box)
    place_plot(chart, box, left, top, 0.35, under)
    names_axis(chart.category_axis, size)
    chart.category_axis.reverse_order = True  # the first row on top, the numbers at the bottom
    chart.value_axis._element.find(qn("c:crosses")).set("val", "max")
    pitch = (box.height - top - under) * POINTS / len(rows.codes)
    chart.plots[0].gap_width = round(min(500, max(_GAP, 100 * pitch / _THICKEST - 100)))
    for drawn, mark in zip(chart.plots[0].series, looks(figure.series), strict=True):
        paint(drawn.format, mark)
        drawn.invert_if_negative = False
    return chart, Box(left, top, box.width - left - 0.35, box.height - top - under)


def _write_in_bars(
    chart: Chart, figure: Figure, rows: _Rows, whole: Callable[[str], float], plot: Box
) -> None:
    """The counts in the parts of the bars that are wide enough; all are in the notes."""
    thick = plot.height * POINTS / len(rows.codes) / (1 + _GAP / 100)
    size = SIZE if thick >= SIZE * LEADING else SMALL
    parts = zip(chart.plots[0].series, figure.series, looks(figure.series), strict=True)
    for drawn, series, mark in parts:
        labels = drawn.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = (
            True,
            count_format(figure.language),
            False,
        )
        labels.position = XL_LABEL_POSITION.CENTER
        labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(size), True, ink_on(mark)
        hidden = []
        for place, code in enumerate(rows.codes):
            value = _value(rows, code, series.code)
            wide = (value or 0) / (whole(code) or 1) * plot.width * POINTS
            if not value or wide < width(number_text(int(value), figure.language), size) + 4:
                hidden.append(place)
        for order, place in enumerate(hidden):
            without_label(drawn, place, order)


def _numbers_under(axis: Any, written: str) -> None:
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(SMALL), rgb(MUTED_INK["light"])
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = written, False
    axis.format.line.fill.background()
    grid_lines(axis)


def _value(rows: _Rows, code: str, series: str) -> float | None:
    value = rows.values.get((code, series))
    return None if value is None else int(value) if float(value).is_integer() else float(value)


def _total(rows: _Rows, figure: Figure, code: str) -> float:
    return sum(rows.values.get((code, series.code), 0) for series in figure.series)


def _whole(figure: Figure) -> float:
    """What 100% stands for where the bars of the figure do not reach it; 0 where each is a whole."""
    frame, encodings = figure.frame, figure.encodings
    reached = frame.groupby(encodings["row"])[encodings["length"]].sum()
    if (reached[reached > 0].round(6) == 100).all():
        return 0
    counted = frame[frame[encodings["count"]] > 0]
    return round(float((100 * counted[encodings["count"]] / counted[encodings["length"]]).iloc[0]))


def _size(rows: int, box: Box) -> float:
    """Of the names: `SMALL` where rows are too near."""
    return SIZE if (box.height - 1) * POINTS / max(rows, 1) >= SIZE * LEADING else SMALL


def _rest(figure: Figure, rows: _Rows) -> int:
    """Rows that are not drawn."""
    return int(figure.column("row").nunique()) - len(rows.codes)


KINDS = {Kind.SHARE_BARS: share_bars, Kind.BARS: bars, Kind.DOTS: dots}
