"""What every native chart shares: where it lies, its workbook, its fills, its texts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.dml.line import LineFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches, Length, Pt
from xlsxwriter import Workbook

from qms_model.figures.pptx.measure import width
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import BACKGROUNDS, CLEAR, GRID, INK, MUTED_INK, Mark, contrast
from qms_model.vietnamese import visible

POINTS = 72  # in an inch
SIZE, SMALL = 14, 12  # points of the texts of a chart; nothing is smaller
LOCALES = {"vi": "vi-VN", "en": "en-GB"}

_LEGEND = 0.85  # of its width, before a legend wraps
_KEY = 34  # points that a legend takes beside the name of a series
_TOO_LIKE = 1.25  # a contrast of two fills that greyscale does not show
_PATTERNS = {
    "/": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "\\": MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    "x": MSO_PATTERN.OUTLINED_DIAMOND,
    ".": MSO_PATTERN.PERCENT_20,
    "-": MSO_PATTERN.LIGHT_HORIZONTAL,
}
_SPARE = "/"


class Box(NamedTuple):
    """Where something lies on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def lengths(self) -> tuple[Length, Length, Length, Length]:
        """The same as python-pptx asks for it."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


class _TextOnly:
    """A workbook in which every text stays text, and that says nothing of when it was made."""

    @contextmanager
    def _open_worksheet(self, stream: io.BytesIO) -> Iterator[tuple[Any, Any]]:
        stays = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        workbook = Workbook(stream, {"in_memory": True, **stays})
        workbook.set_properties({"created": datetime(1980, 1, 1)})  # noqa: DTZ001 (a file has no zone)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _CategoryWriter(_TextOnly, CategoryWorkbookWriter):
    pass


class _XyWriter(_TextOnly, XyWorkbookWriter):
    pass


class _Categories(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _CategoryWriter(self)  # type: ignore[no-untyped-call]


class _Points(XyChartData):
    @property
    def _workbook_writer(self) -> XyWorkbookWriter:
        return _XyWriter(self)  # type: ignore[no-untyped-call]


def count_format(language: str) -> str:
    """How a count is written, 1.234 (vi) or 1,234 (en), whatever the language of the Office that shows it."""
    mark = "\\." if language == "vi" else "\\,"
    return f"[>=1000000]#{mark}###{mark}##0;[>=1000]#{mark}##0;0"


def rows_data(names: Sequence[str], language: str) -> CategoryChartData:
    """Data of a chart over named rows, no series yet."""
    data: CategoryChartData = _Categories(number_format=count_format(language))  # type: ignore[no-untyped-call]
    data.categories = names
    return data


def points_data(language: str) -> XyChartData:
    """Data of a chart of points, no series yet."""
    return _Points(number_format=count_format(language))  # type: ignore[no-untyped-call]


def add_chart(slide: Slide, kind: XL_CHART_TYPE, data: Any, box: Box, figure: Figure) -> Chart:
    """A native chart whose texts are of `SIZE` and in the figure's language, told to a screen reader."""
    frame: Any = slide.shapes.add_chart(kind, *box.lengths(), data)
    describe(frame, figure.alt)
    chart: Chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(SIZE), rgb(INK["light"])
    for text in chart._chartSpace.iter(qn("a:defRPr"), qn("a:endParaRPr")):
        text.set("lang", LOCALES[figure.language])
    return chart


def describe(frame: Any, text: str) -> None:
    """What a screen reader says of a graphic."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", visible(text))


def rgb(colour: str) -> RGBColor:
    value: RGBColor = RGBColor.from_string(colour.removeprefix("#"))
    return value


def looks(series: Sequence[Series]) -> list[Mark]:
    """How each series is drawn: with a pattern where greyscale would show it like the one before."""
    found = [entry.mark for entry in series]
    for place, (before, mark) in enumerate(pairwise(found), start=1):
        if mark.pattern == found[place - 1].pattern and contrast(_solid(before), _solid(mark)) < _TOO_LIKE:
            found[place] = Mark(
                mark.light, mark.dark, mark.edge_light, pattern="" if mark.pattern else _SPARE
            )
    return found


def paint(format_: Any, mark: Mark) -> None:
    """Fill and edge of a bar or of a cell's sign, as `mark` has them on light ground."""
    fill: FillFormat = format_.fill
    line: LineFormat = format_.line
    if mark.pattern:
        fill.patterned()
        fill.pattern = _PATTERNS[mark.pattern]
        fill.fore_color.rgb, fill.back_color.rgb = rgb(_lines_on(mark)), rgb(_solid(mark))
    else:
        fill.solid()
        fill.fore_color.rgb = rgb(_solid(mark))
    line.color.rgb, line.width = rgb(mark.edge("light")), Pt(1)


def ink_on(mark: Mark) -> RGBColor:
    """The colour of a text that stands on the fill."""
    return rgb(mark.ink("light"))


def legend(chart: Chart, figure: Figure, box: Box) -> float:
    """A legend over the chart, unless the only series is the figure's own name; the inches it takes."""
    series = figure.series
    chart.has_legend = len(series) > 1 or series[0].label != figure.title
    if not chart.has_legend:
        return 0.05
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(SIZE)
    wide = sum(width(entry.label, SIZE) + _KEY for entry in series)
    high = 0.3 * -(-wide // (box.width * POINTS * _LEGEND))
    place = {"x": 0.0, "y": 0.0, "w": 1.0, "h": high / box.height}
    chart.legend._element.find(qn("c:legendPos")).addnext(_layout(place))
    return 0.1 + high


def place_plot(chart: Chart, box: Box, left: float, top: float, right: float, bottom: float) -> None:
    """Let the axes lie so many inches within the chart, whatever their texts are."""
    inner = {
        "x": left / box.width,
        "y": top / box.height,
        "w": 1 - (left + right) / box.width,
        "h": 1 - (top + bottom) / box.height,
    }
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, _layout(inner, "inner"))


def quiet_axis(axis: Any) -> None:
    """An axis whose numbers stand at the marks, not beside it."""
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = False


def names_axis(axis: Any, size: float = SIZE) -> None:
    """An axis that says what the rows are."""
    axis.tick_labels.font.size = Pt(size)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    axis.format.line.color.rgb = rgb(MUTED_INK["light"])


def grid_lines(axis: Any) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(GRID["light"])
    axis.major_gridlines.format.line.width = Pt(0.75)


def without_label(series: Any, point: int, place: int) -> None:
    """Leave out the number of one point, the `place`-th of those that have one of their own."""
    label = parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{point}"/><c:delete val="1"/></c:dLbl>')
    series.data_labels._element.insert(place, label)


def _layout(parts: Mapping[str, float], target: str = "") -> Any:
    """Where a part of a chart lies, in parts of the whole."""
    within = f'<c:layoutTarget val="{target}"/>' if target else ""
    values = "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in parts.items())
    return parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout>{within}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{values}</c:manualLayout></c:layout>"
    )


def _solid(mark: Mark) -> str:
    return BACKGROUNDS["light"] if mark.light == CLEAR else mark.light


def _lines_on(mark: Mark) -> str:
    """The colour of a pattern: a third of the way from the fill to white, or to black on light fills."""
    fill = _solid(mark)
    goal = 255 if mark.ink("light") == "#FFFFFF" else 0
    parts = (int(fill[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (goal - part) * 0.33):02X}" for part in parts)
