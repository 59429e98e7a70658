"""One mark for each thing on an axis of counts, a row for each group: a native chart of points."""

from __future__ import annotations

from collections.abc import Mapping

from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Pt

from qms_model.figures.pptx.measure import LEADING, ended
from qms_model.figures.pptx.parts import (
    POINTS,
    SIZE,
    SMALL,
    Box,
    add_chart,
    count_format,
    grid_lines,
    legend,
    paint,
    place_plot,
    points_data,
    quiet_axis,
)
from qms_model.figures.pptx.text import run, write
from qms_model.figures.spec import Figure
from qms_model.figures.theme import MUTED_INK
from qms_model.vietnamese import visible

_NAMES = 0.38  # of the width, for the names of the rows
_UNDER = 0.75  # inches for the axis and what it counts
_MARKERS = (XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE)
_NEAR = 0.018  # of the axis: marks that are nearer than that would cover one another
_LEVELS = (0, 0.17, -0.17, 0.34, -0.34)  # rows off the middle of their own


def strip(slide: Slide, figure: Figure, box: Box) -> int:
    """The marks of a figure of single things, and beside them the names of the rows with their n."""
    parts = (figure.column(part) for part in ("row", "name", "end"))
    names = {
        code: (visible(str(name)), f" · {visible(str(end))}") for code, name, end in zip(*parts, strict=True)
    }
    middle = {code: len(names) - place - 0.5 for place, code in enumerate(names)}
    top = max(1.0, float(figure.column("value").max()))
    left = box.width * _NAMES
    inner = Box(box.left + left, box.top, box.width - left, box.height)
    over = 0.4
    high = (box.height - over - _UNDER) / len(names)
    for place, name in enumerate(names.values()):
        row = Box(box.left, box.top + over + place * high, left - 0.1, high)
        _write_name(slide, row, *name, figure.language)
    data = points_data(figure.language)
    heights = _heights(figure, middle, top)
    for series in figure.series:
        points = data.add_series(visible(series.label))
        for height, code, value in zip(heights, figure.column("series"), figure.column("value"), strict=True):
            if code == series.code:
                points.add_data_point(int(value), height)
    chart = add_chart(slide, XL_CHART_TYPE.XY_SCATTER, data, inner, figure)
    legend(chart, figure, inner)
    place_plot(chart, inner, 0.1, over, 0.2, _UNDER)
    for drawn, series, marker in zip(chart.plots[0].series, figure.series, _MARKERS, strict=False):
        drawn.format.line.fill.background()
        drawn.marker.style, drawn.marker.size = marker, 10
        paint(drawn.marker.format, series.mark)
    _set_axes(chart, figure, len(names), top)
    return 0


def _write_name(slide: Slide, box: Box, name: str, end: str, language: str) -> None:
    size = SIZE if box.height * POINTS >= SIZE * LEADING else SMALL
    said = ended(name, end, size, box.width * POINTS)
    write(slide, box, said, size, language, anchor=MSO_ANCHOR.MIDDLE, align=PP_ALIGN.RIGHT)


def _set_axes(chart: Chart, figure: Figure, rows: int, top: float) -> None:
    across, upright = chart.category_axis, chart.value_axis
    quiet_axis(upright)
    upright.minimum_scale, upright.maximum_scale, upright.major_unit = 0, rows, 1
    across.minimum_scale, across.maximum_scale = 0, top * 1.03
    across.tick_labels.font.size = Pt(SMALL)
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = (
        count_format(figure.language),
        False,
    )
    grid_lines(upright)
    grid_lines(across)
    title = across.axis_title.text_frame.paragraphs[0]
    run(title, figure.measure, figure.language, size=SMALL, bold=False, colour=MUTED_INK["light"])


def _heights(figure: Figure, middle: Mapping[str, float], top: float) -> list[float]:
    """Where each mark lies: beside its row's middle where another one is too near."""
    parts = zip(figure.column("row"), figure.column("value"), strict=True)
    places = sorted(enumerate(parts), key=lambda place: (place[1], place[0]))
    taken: dict[tuple[str, int], float] = {}
    heights = [0.0] * len(places)
    for place, (code, value) in places:
        levels = range(len(_LEVELS))
        last = [taken.get((code, level), -2 * top) for level in levels]
        free = next((n for n in levels if value - last[n] >= _NEAR * top), last.index(min(last)))
        taken[code, free] = value
        heights[place] = middle[code] + _LEVELS[free]
    return heights
