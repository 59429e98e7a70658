"""One mark for each thing on an axis of counts, a row for each group: where the long tails are."""

from __future__ import annotations

from qms_model.figures.spec import Figure, Series
from qms_model.figures.typst.rows import Rows, Swatch, axis, legend, names_and_ends, rows_of, ticks
from qms_model.figures.typst.scene import GREY, LINE, Scene, sign, text, under
from qms_model.numbers import number_text

_SHAPES = ("diamond", "circle", "square")  # by series in their order: never by colour alone
_SIZE = 2.3
_THICK = 5.8
_NEAR = 1.8  # mm: marks that are nearer than that would cover one another
_LEVELS = (0, -1.6, 1.6, -2.6, 2.6)  # mm off the middle of the row


def strip(figure: Figure, width: float) -> Scene:
    """The marks of a figure of single things."""
    rows = rows_of(figure, width - 1.5, _THICK)
    top = max(1.0, *map(float, figure.column("value")))
    scale = [(n / top, number_text(n, figure.language)) for n in ticks(top, 6)]
    shapes = dict(zip((entry.code for entry in figure.series), _SHAPES, strict=False))
    marks = {entry.code: entry.mark for entry in figure.series}
    items = axis(rows, scale)
    places = zip(figure.column("series"), _places(figure, rows, top), strict=True)
    items += [sign(shapes[code], x, y, _SIZE, marks[code]) for code, (x, y) in places]
    measure = text(
        (rows.left + rows.right) / 2, rows.height + LINE * 1.7, figure.measure, colour=GREY, align="center"
    )
    key = legend([(entry.label, _swatch(entry, shapes[entry.code])) for entry in figure.series], width)
    return under(key, [*items, *names_and_ends(rows, 3.5), measure], rows.height + LINE * 2.4)


def _places(figure: Figure, rows: Rows, top: float) -> list[tuple[float, float]]:
    """Where each mark lies: off its row's middle where another one is too near."""
    parts = zip(figure.column("row"), figure.column("value"), strict=True)
    taken: dict[tuple[str, int], float] = {}
    places = [(0.0, 0.0)] * len(figure.frame)
    for place, (code, value) in sorted(enumerate(parts), key=lambda one: (one[1], one[0])):
        x = rows.x(float(value) / top)
        free = (level for level in range(len(_LEVELS)) if x - taken.get((code, level), -_NEAR) >= _NEAR)
        level = next(free, None)
        if level is None:
            level = min(range(len(_LEVELS)), key=lambda one: taken[code, one])
        taken[code, level] = x
        places[place] = (x, rows.rows[code].middle + _LEVELS[level])
    return places


def _swatch(entry: Series, shape: str) -> Swatch:
    return lambda x, y: [sign(shape, x + 2.1, y, _SIZE, entry.mark)]
