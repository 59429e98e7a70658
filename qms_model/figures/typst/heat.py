"""A table whose cells are shaded by their share."""

from __future__ import annotations

from qms_model.figures.spec import Figure
from qms_model.figures.theme import shade
from qms_model.figures.typst.fonts import width_of
from qms_model.figures.typst.rows import names_and_ends, rows_of
from qms_model.figures.typst.scene import GREY, LINE, MODE, Item, Scene, box, moved, text
from qms_model.i18n import translate
from qms_model.numbers import number_text

_CELL = 5.0  # mm high
_SMALL = 7.5  # points
_BESIDE = 1.6


def heat(figure: Figure, width: float) -> Scene:
    """One box a cell. Of more columns than fit the last are drawn, and a line says so."""
    rows = rows_of(figure, width, _CELL)
    columns = list(dict.fromkeys(figure.column("column")))
    said = [*map(str, figure.column("text")), *map(str, columns)]
    wide = max((width_of(words, _SMALL) for words in said), default=0) + _BESIDE
    shown = columns[-max(1, int((rows.right - rows.left) // wide)) :]
    wide = min((rows.right - rows.left) / max(1, len(shown)), 2 * wide)
    middle = {column: rows.left + wide * (place + 0.5) for place, column in enumerate(shown)}
    items = [text(x, -LINE * 0.7, column, align="center") for column, x in middle.items()]
    parts = (figure.column(part) for part in ("row", "column", "length", "text"))
    for code, column, share, words in zip(*parts, strict=True):
        if column in middle:
            items += _cell(middle[column], rows.rows[code].middle, wide, share, words)
    height = rows.height + LINE * 1.3
    if left_out := len(columns) - len(shown):
        n = number_text(left_out, figure.language)
        line = translate("{n} earlier columns are only in the table.", figure.language, n=n)
        items.append(text(0, height, line, colour=GREY))
        height += LINE
    return Scene(width, height + LINE * 0.5, moved(names_and_ends(rows) + items, 0, LINE * 1.3))


def _cell(x: float, y: float, wide: float, share: float, words: object) -> list[Item]:
    """A cell; where there is nobody to count, only its dash."""
    if share != share:
        return [text(x, y, words, size=_SMALL, colour=GREY, align="center")]
    mark = shade(share)
    return [
        box(x - wide / 2 + 0.3, y - _CELL / 2, wide - 0.6, _CELL, mark),
        text(x, y, words, size=_SMALL, colour=mark.ink(MODE), align="center"),
    ]
