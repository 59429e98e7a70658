"""A time line: one lane for each kind of event, what lasts as a bar, what happens as a mark."""

from __future__ import annotations

from datetime import date, timedelta

from qms_model.figures.spec import Figure, Series
from qms_model.figures.typst.rows import Swatch, axis, legend, names_and_ends, rows_of
from qms_model.figures.typst.scene import BLACK, LINE, MODE, Item, Scene, path, sign, under

_THICK = 5.0
_SIZE = 2.4
_SHAPES = {
    "valid": "square",
    "stopped": "cross",
    "major": "triangle",
    "finding": "triangle",
    "event": "circle",
}
_MANY_YEARS = 12


def lanes(figure: Figure, width: float) -> Scene:
    """The lanes of a time line, from its first event to the day that it ends on."""
    rows = rows_of(figure, width, _THICK)
    first, last = min(figure.column("start")), figure.until or max(figure.column("end"))
    beside = max(timedelta(days=20), (last - first) / 40)
    begin, whole = first - beside, last - first + 2 * beside

    def x(day: date) -> float:
        return rows.x((day - begin) / whole)

    years = range(begin.year + 1, last.year + 1, 1 if last.year - begin.year < _MANY_YEARS else 2)
    items = axis(rows, [((date(year, 1, 1) - begin) / whole, str(year)) for year in years])
    items.append(path([(x(last), -0.5), (x(last), rows.height)], BLACK, 0.3, "dot"))
    parts = (figure.column(part) for part in ("row", "series", "start", "end"))
    events = list(zip(*parts, strict=True))
    marks: list[Item] = []
    for entry in figure.series:
        for code, _, start, end in (event for event in events if event[1] == entry.code):
            middle = rows.rows[code].middle
            if end > start:
                thick = 2.4 if entry.code == "valid" else 1.0
                items.append(path([(x(start), middle), (x(end), middle)], entry.mark.fill(MODE), thick))
            marks.append(sign(_SHAPES[entry.code], x(start), middle, _SIZE, entry.mark))
    key = legend([(entry.label, _swatch(entry)) for entry in figure.series], width)
    return under(key, items + marks + names_and_ends(rows), rows.height + LINE * 1.3)


def _swatch(entry: Series) -> Swatch:
    return lambda x, y: [sign(_SHAPES[entry.code], x + 2.1, y, _SIZE, entry.mark)]
