"""Native tables: cells shaded by their share, small panels of shares over time, time lines, and any frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.util import Inches

from qms_model.figures.pptx.measure import LEADING, cut, lines, width
from qms_model.figures.pptx.parts import POINTS, Box, describe, rgb
from qms_model.figures.pptx.text import run
from qms_model.figures.spec import Figure, Kind
from qms_model.figures.table import as_table
from qms_model.figures.theme import BACKGROUNDS, CLEAR, GRID, HIGHLIGHT, INK, Mark, shade
from qms_model.numbers import NOTHING, number_text
from qms_model.vietnamese import visible

SIZES = (16, 15, 14, 13, 12)  # points, the first at which everything fits
_PAD_X, _PAD_Y = 0.07, 0.035  # inches around the text of a cell
_LONGEST = 3  # lines of a cell
_COLUMNS = 10  # of a heat table, the last ones
_BAND = "#F4F6F9"
_LINE = (
    f'<a:lnB {nsdecls("a")} w="9525"><a:solidFill>'
    f'<a:srgbClr val="{GRID["light"][1:]}"/></a:solidFill></a:lnB>'
)


def heat(slide: Slide, figure: Figure, box: Box) -> int:
    """n/N of each row and column, shaded by the share of the first series."""
    columns = list(dict.fromkeys(figure.column("column")))[-_COLUMNS:]
    rows = dict(zip(figure.column("row"), figure.column("name"), strict=True))
    parts = [figure.column(part) for part in ("row", "column", "length", "text")]
    series = figure.column("series") if "series" in figure.encodings else [""] * len(figure.frame)
    main, *others = [entry.label for entry in figure.series] or [""]
    first = figure.series[0].code if figure.series else ""
    cells: dict[tuple[Any, Any], list[tuple[str, float]]] = {}
    for code, row, column, length, text in zip(series, *parts, strict=True):
        said = text if code == first else f"({text})"
        cells.setdefault((row, column), []).append((str(said), float(length)))
    texts = [
        [str(name), *(" ".join(text for text, _ in cells.get((row, c), [(NOTHING, 0)])) for c in columns)]
        for row, name in rows.items()
    ]
    marks = {
        (place, number): shade(cells[row, column][0][1])
        for place, row in enumerate(rows)
        for number, column in enumerate(columns, start=1)
        if (row, column) in cells and cells[row, column][0][1] == cells[row, column][0][1]
    }
    head = [f"{figure.axis}: {main} ({others[0]})" if others else figure.axis, *map(str, columns)]
    return write_table(slide, head, texts, box, figure.alt, figure.language, marks, set(range(1, len(head))))


def columns_left_out(figure: Figure) -> int:
    """How many columns, the first ones, a table of the figure does not show."""
    if figure.kind not in (Kind.HEAT, Kind.PANELS) or figure.is_empty():
        return 0
    return max(0, figure.column("column").nunique() - _COLUMNS)


def lanes(slide: Slide, figure: Figure, box: Box) -> int:
    """What happened, line by line; where not all fits, the latest."""
    return frame_table(slide, as_table(figure), box, figure.alt, figure.language, latest=True)


def frame_table(
    slide: Slide, frame: pd.DataFrame, box: Box, alt: str, language: str, *, latest: bool = False
) -> int:
    """A frame as a table: counts to the right, what is not known as —. Comes back: rows left out."""
    numbers = {n for n, kind in enumerate(frame.dtypes) if pd.api.types.is_numeric_dtype(kind)}
    texts = [[_text(value, language) for value in row] for row in frame.itertuples(index=False)]
    head = [str(name) for name in frame.columns]
    return write_table(slide, head, texts[::-1] if latest else texts, box, alt, language, {}, numbers)


def write_table(
    slide: Slide,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    box: Box,
    alt: str,
    language: str,
    marks: dict[tuple[int, int], Mark],
    numbers: set[int],
) -> int:
    """A native table as large as fits: `marks` are the fills of cells, `numbers` the columns set to the
    right. Comes back: how many rows did not fit."""
    size, widths, texts = _fit([list(map(visible_lines, row)) for row in (head, *rows)], box)
    frame: Any = slide.shapes.add_table(
        len(texts), len(head), *box._replace(height=0.1 * len(texts)).lengths()
    )
    describe(frame, alt)
    _plain(frame)
    for column, wide in zip(frame.table.columns, widths, strict=True):
        column.width = Inches(wide)
    for place, (row, line) in enumerate(zip(frame.table.rows, texts, strict=True)):
        row.height = Inches(_high(line, widths, size))
        for number, (cell, text) in enumerate(zip(row.cells, line, strict=True)):
            mark = marks.get((place - 1, number))
            _fill(cell, place, mark)
            colour = _ink(place, mark)
            align = (
                PP_ALIGN.CENTER
                if marks and number
                else PP_ALIGN.RIGHT
                if number in numbers
                else PP_ALIGN.LEFT
            )
            for said, paragraph in _paragraphs(cell, text):
                paragraph.alignment = align
                run(paragraph, said, language, size=size, bold=place == 0, colour=colour)
    return len(rows) + 1 - len(texts)


def visible_lines(text: str) -> str:
    """What any file can hold of the text; its own line breaks stay."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _fit(texts: list[list[str]], box: Box) -> tuple[float, list[float], list[list[str]]]:
    """Size, widths of the columns in inches, and the rows that fit, long cells cut."""
    for size in SIZES:
        widths = _widths(texts, box.width, size)
        if sum(_high(row, widths, size) for row in texts) <= box.height:
            return size, widths, texts
    size = SIZES[-1]
    short = [[cut(t, size, _room(w), _LONGEST) for t, w in zip(row, widths, strict=True)] for row in texts]
    kept, taken = 0, 0.0
    while kept < len(short) and taken + _high(short[kept], widths, size) <= box.height:
        taken += _high(short[kept], widths, size)
        kept += 1
    return size, widths, short[: max(kept, 2)]


def _widths(texts: list[list[str]], whole: float, size: float) -> list[float]:
    """Each column as wide as its texts, the wide ones narrowed alike until all stand side by side."""
    wanted = []
    for column in zip(*texts, strict=True):
        longest = max(width(line, size) for text in column for line in text.split("\n"))
        wanted.append(longest * 1.04 / POINTS + 2 * _PAD_X)
    if sum(wanted) <= whole:
        spare = (whole - sum(wanted)) / len(wanted)
        return [wide + spare for wide in wanted]
    room, narrow = whole, sorted(wanted)
    limit = room / len(narrow)
    for place, wide in enumerate(narrow):
        limit = room / (len(narrow) - place)
        if wide > limit:
            break
        room -= wide
    return [min(wide, limit) for wide in wanted]


def _high(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    """Inches that a row takes."""
    most = max(lines(text, size, _room(wide)) for text, wide in zip(row, widths, strict=True))
    return most * size * LEADING / POINTS + 2 * _PAD_Y


def _room(wide: float) -> float:
    return (wide - 2 * _PAD_X) * POINTS


def _plain(frame: Any) -> None:
    """No style of PowerPoint's own: a heading row, and what we fill."""
    properties = frame.table._tbl.tblPr
    style = properties.find(qn("a:tableStyleId"))
    style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    frame.table.horz_banding = False


def _fill(cell: Any, place: int, mark: Mark | None) -> None:
    cell.margin_left = cell.margin_right = Inches(_PAD_X)
    cell.margin_top = cell.margin_bottom = Inches(_PAD_Y)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    ground = HIGHLIGHT.light if place == 0 else BACKGROUNDS["light"] if place % 2 else _BAND
    if mark is not None:
        ground = BACKGROUNDS["light"] if mark.light == CLEAR else mark.light
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(ground)
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(_LINE))


def _ink(place: int, mark: Mark | None) -> str:
    if place == 0:
        return BACKGROUNDS["light"]
    return INK["light"] if mark is None else mark.ink("light")


def _paragraphs(cell: Any, text: str) -> list[tuple[str, Any]]:
    """Each line of the text with a paragraph of the cell."""
    frame = cell.text_frame
    said = text.split("\n")
    return [(line, frame.paragraphs[0] if n == 0 else frame.add_paragraph()) for n, line in enumerate(said)]


def _text(value: Any, language: str) -> str:
    if pd.isna(value):
        return NOTHING
    return value if isinstance(value, str) else number_text(int(value), language)


KINDS = {Kind.HEAT: heat, Kind.PANELS: heat, Kind.LANES: lanes}
