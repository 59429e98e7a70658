"""Tables on an official sheet."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row

from qms_model.vietnamese import visible

_NONE = Pt(0)
_TEXT = qn("w:t")
_SIDES = {
    WD_ALIGN_PARAGRAPH.LEFT: "left",
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
}


def grid(
    document: Document, widths: Sequence[Length], style: str = "Normal Table", padding: Length = _NONE
) -> Table:
    """A table without rows whose columns keep `widths`; `padding` above and below each text."""
    table: Table = document.add_table(0, len(widths), style)
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", padding), ("left", Mm(1)), ("bottom", padding), ("right", Mm(1))):
        margins.append(OxmlElement(f"w:{side}", {qn("w:w"): str(width.twips), qn("w:type"): "dxa"}))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    return table


def describe(table: Table, title: str, description: str) -> None:
    """What a screen reader says of a table before reading it."""
    for name, text in (("w:tblCaption", title), ("w:tblDescription", description)):
        table._tbl.tblPr.append(OxmlElement(name, {qn("w:val"): visible(text)}))


def row_of(table: Table) -> tuple[_Row, tuple[_Cell, ...]]:
    """A new row that stays on one page, and its cells."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _mark(row, "w:cantSplit")
    return row, row.cells


class Lines:
    """Writes rows of plain texts below a table.

    A row is XML that is made once for each shape of it and copied: through `row_of` a
    thousand rows take a quarter of a minute.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._widths = _widths(table)
        self._blank: dict[Any, BaseOxmlElement] = {}

    def write(
        self,
        texts: Sequence[str],
        alignments: Sequence[WD_ALIGN_PARAGRAPH],
        size: float,
        *,
        bold: bool = False,
        keep: bool = False,
    ) -> _Row:
        """A new row that stays on one page, with `keep` on that of the next; one text alone goes across."""
        shape = (tuple(alignments), size, bold, keep)
        if shape not in self._blank:
            self._blank[shape] = _blank_line(self._widths, *shape)
        line = deepcopy(self._blank[shape])
        for written, text in zip(line.iter(_TEXT), texts, strict=True):
            written.text = visible(text)
        self._table._tbl.append(line)
        return _Row(line, self._table)


def _blank_line(
    widths: Sequence[int], alignments: Sequence[WD_ALIGN_PARAGRAPH], size: float, bold: bool, keep: bool
) -> BaseOxmlElement:
    """A row without texts, a cell for each of `alignments`; a cell alone is as wide as all columns."""
    line: BaseOxmlElement = OxmlElement("w:tr")
    _sub(_sub(line, "w:trPr"), "w:cantSplit")
    across = len(alignments) == 1
    for width, align in zip([sum(widths)] if across else widths, alignments, strict=True):
        cell = _sub(line, "w:tc")
        format_ = _sub(cell, "w:tcPr")
        _sub(format_, "w:tcW", {qn("w:w"): str(width), qn("w:type"): "dxa"})
        if across:
            _sub(format_, "w:gridSpan", {qn("w:val"): str(len(widths))})
        paragraph = _sub(cell, "w:p")
        _set_paragraph(paragraph, align, keep)
        _set_run(_sub(paragraph, "w:r"), size, bold)
    return line


def _widths(table: Table) -> list[int]:
    """The width of every column in twentieths of a point."""
    return [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]


def _set_paragraph(paragraph: BaseOxmlElement, align: WD_ALIGN_PARAGRAPH, keep: bool) -> None:
    format_ = _sub(paragraph, "w:pPr")
    if keep:
        _sub(format_, "w:keepNext")
    _sub(format_, "w:jc", {qn("w:val"): _SIDES[align]})


def _set_run(run: BaseOxmlElement, size: float, bold: bool) -> None:
    format_ = _sub(run, "w:rPr")
    if bold:
        _sub(format_, "w:b")
    _sub(format_, "w:sz", {qn("w:val"): str(round(2 * size))})
    _sub(run, "w:t", {qn("xml:space"): "preserve"})


def repeat(row: _Row) -> None:
    """Show the row again at the top of each page that the table goes on to."""
    _mark(row, "w:tblHeader")


def join_above(cell: _Cell, first: bool) -> None:
    """Make the cell one with those below it (`first`) or with the one above it."""
    cell._tc.vMerge = "restart" if first else "continue"


def _sub(parent: BaseOxmlElement, name: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    element: BaseOxmlElement = parent.makeelement(qn(name), attributes)
    parent.append(element)
    return element


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
