"""Stacked columns by year, and the running total in a panel of its own; or by what its rows are called."""

from __future__ import annotations

from collections import Counter

from qms_model.figures.spec import Figure
from qms_model.figures.typst.fonts import width_of
from qms_model.figures.typst.lines import Plot, ground, names_under, step_items
from qms_model.figures.typst.rows import legend, swatches
from qms_model.figures.typst.scene import GREY, LINE, SIZE, Item, Scene, box, marks_of, text, under
from qms_model.numbers import number_text

_HIGH, _BELOW = 42.0, 20.0  # mm of the columns, and of the panel under them
_HEAD = LINE * 1.6
_WIDEST = 22.0  # mm of a place: few years make no huge columns
_THICK = 0.72  # of a place


def columns(figure: Figure, width: float) -> Scene:
    """The columns of a figure, and the panel below them on the same years."""
    rows = [int(row) for row in (figure.below or figure).column("row")]
    first, last = min(rows), max(rows)
    places = last - first + 1
    names = _names(figure, first, last)
    plot = Plot(
        0,
        min(width, places * _WIDEST),
        _HEAD,
        _HEAD + _HIGH,
        places,
        max(1.0, *_totals(figure).values()) * 1.12,
    )
    items = [text(0, LINE / 2, figure.measure, colour=GREY), *ground(plot), *_stacks(figure, plot, first)]
    height = plot.bottom
    if figure.below:
        top = plot.bottom + LINE * 2.2
        panel = plot._replace(
            top=top, bottom=top + _BELOW, most=max(1.0, *figure.below.column("count")) * 1.3
        )
        items += [text(0, top - LINE, figure.below.measure, colour=GREY), *ground(panel)]
        items += step_items(figure.below, panel, [row - first for row in dict.fromkeys(rows)])
        height = panel.bottom
    items += names_under(plot._replace(bottom=height), names)
    key = legend(swatches(figure.series, marks_of(figure.series)), width)
    return under(key, items, height + LINE * 1.6)


def _names(figure: Figure, first: int, last: int) -> list[str]:
    """What stands under each place: its name, or its year."""
    if "name" not in figure.encodings:
        return [str(year) for year in range(first, last + 1)]
    named = dict(zip(map(int, figure.column("row")), figure.column("name"), strict=True))
    return [str(named.get(place, "")) for place in range(first, last + 1)]


def _totals(figure: Figure) -> dict[int, int]:
    totals: Counter[int] = Counter()
    for row, n in zip(figure.column("row"), figure.column("count"), strict=True):
        totals[int(row)] += int(n)
    return totals


def _stacks(figure: Figure, plot: Plot, first: int) -> list[Item]:
    """The columns, the first series at the bottom, and the total over each that is not empty."""
    marks = marks_of(figure.series)
    parts = (figure.column(part) for part in ("row", "series", "count"))
    counted = {(int(row), code): int(n) for row, code, n in zip(*parts, strict=True) if n}
    items: list[Item] = []
    for row, total in _totals(figure).items():
        below, x = 0, plot.x(row - first)
        for entry in figure.series:
            if n := counted.get((row, entry.code), 0):
                y, wide = plot.y(below + n), plot.step() * _THICK
                items.append(box(x - wide / 2, y, wide, plot.y(below) - y, marks[entry.code]))
                below += n
        said = number_text(total, figure.language)
        if total or plot.places * (width_of(said, SIZE) + 1) < plot.right - plot.left:
            items.append(text(x, plot.y(total) - 2, said, align="center", bold=True))
    return items
