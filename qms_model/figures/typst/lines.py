"""Lines of counts that stay level between their points, and what stands along an upright chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qms_model.figures.spec import Deadline, Figure, Series
from qms_model.figures.theme import Mark
from qms_model.figures.typst.fonts import width_of, wrapped
from qms_model.figures.typst.rows import Swatch
from qms_model.figures.typst.scene import (
    GREY,
    LINE,
    MODE,
    PALE,
    PAPER,
    SIZE,
    Item,
    patch,
    path,
    sign,
    text,
)
from qms_model.numbers import number_text

_THICK = 0.7
_SHAPES = ("circle", "square", "diamond", "triangle")  # by series in their order
_LINES, _FEW = 2, 6  # lines, and points of more lines than that, whose numbers do not meet
_NAME = 40.0  # mm of a name under its place
_ASIDE = 60.0  # mm of what a deadline says


class Plot(NamedTuple):
    """Where an upright chart lies: its sides, its top and bottom, its places, the count at its top."""

    left: float
    right: float
    top: float
    bottom: float
    places: int
    most: float

    def x(self, place: float) -> float:
        """The middle of a place."""
        return self.left + (place + 0.5) * self.step()

    def y(self, count: float) -> float:
        """How high a count reaches."""
        return self.bottom - count / self.most * (self.bottom - self.top)

    def step(self) -> float:
        """How wide a place is."""
        return (self.right - self.left) / max(1, self.places)


def ground(plot: Plot) -> list[Item]:
    """Pale lines across at quarters, and the axis."""
    quarters = [plot.bottom - part / 4 * (plot.bottom - plot.top) for part in (1, 2, 3, 4)]
    pale = [path([(plot.left, y), (plot.right, y)], PALE, 0.2) for y in quarters]
    return [*pale, path([(plot.left, plot.bottom), (plot.right, plot.bottom)], GREY, 0.3)]


def names_under(plot: Plot, names: Sequence[str]) -> list[Item]:
    """As many names under their places as fit, always the last one."""
    names = [wrapped(name, _NAME, SIZE, most=1)[0] for name in names]
    wide = max((width_of(name, SIZE) for name in names), default=0) + 2
    every = max(1, -int(-wide // plot.step()))
    last = len(names) - 1
    return [
        text(_inside(plot, place, name), plot.bottom + LINE * 0.75, name, align="center")
        for place, name in enumerate(names)
        if (last - place) % every == 0
    ]


def _inside(plot: Plot, place: int, name: str) -> float:
    """The middle of a name that does not reach over the sides."""
    half = width_of(name, SIZE) / 2
    return max(plot.left + half, min(plot.right - half, plot.x(place)))


def deadlines(plot: Plot, marked: Sequence[Deadline]) -> tuple[list[Item], float]:
    """An upright line for each deadline and what it says beside it, over the chart; and the room for that."""
    lines = [wrapped(deadline.text, _ASIDE, SIZE) for deadline in marked]
    room = sum(LINE * len(said) + 1 for said in lines)
    items: list[Item] = []
    y = plot.top - room
    for deadline, said in zip(marked, lines, strict=True):
        x = plot.x(deadline.at)
        align = "left" if x < (plot.left + plot.right) / 2 else "right"
        items.append(path([(x, y), (x, plot.bottom)], GREY, 0.35, "dot"))
        for place, line in enumerate(said):
            middle = y + LINE * (place + 0.5)
            wide = width_of(line, SIZE) + 1
            aside = x + 1 if align == "left" else x - 1
            items.append(
                patch(aside if align == "left" else aside - wide, middle - LINE / 2, wide, LINE, PAPER)
            )
            items.append(text(aside, middle, line, colour=GREY, align=align))
        y += LINE * len(said) + 1
    return items, room


def crowded(figure: Figure) -> bool:
    """Whether the lines cross one another too often for numbers at their points: then the last
    of each stands at its end."""
    return len(figure.series) > _LINES and len(set(figure.column("row"))) > _FEW


def ends(figure: Figure, plot: Plot, places: Sequence[int]) -> list[Item]:
    """The last number of each line right of it, so far apart that all can be read."""
    points = [_points(figure, entry, places) for entry in figure.series]
    last = [known[max(known)] for known in points if known]
    items: list[Item] = []
    free = plot.bottom + LINE
    for n in sorted(last):
        free = min(plot.y(n), free - LINE)
        items.append(text(plot.right + 1, free, number_text(n, figure.language), bold=True))
    return items


def step_items(figure: Figure, plot: Plot, places: Sequence[int]) -> list[Item]:
    """The lines of a figure with their points and numbers; its rows lie at `places`."""
    points = {entry.code: _points(figure, entry, places) for entry in figure.series}
    items: list[Item] = []
    for entry in figure.series:
        items += _line(entry.mark, plot, points[entry.code])
    for number in range(len(figure.series)):
        items += _marks(figure, number, plot, points)
    return items


def swatch(entry: Series, number: int) -> Swatch:
    """What stands for a line in a legend."""
    shape = _SHAPES[number % len(_SHAPES)]
    colour, dash = entry.mark.fill(MODE), entry.mark.dash
    return lambda x, y: [
        path([(x - 0.6, y), (x + 4.8, y)], colour, _THICK, dash),
        sign(shape, x + 2.1, y, 1.9, entry.mark),
    ]


def _points(figure: Figure, series: Series, places: Sequence[int]) -> dict[int, int]:
    """The count of a series by place."""
    order = {row: places[at] for at, row in enumerate(dict.fromkeys(figure.column("row")))}
    codes = figure.column("series") if "series" in figure.encodings else [series.code] * len(figure.frame)
    parts = zip(figure.column("row"), codes, figure.column("count"), strict=True)
    return {order[row]: int(n) for row, code, n in parts if code == series.code}


def _line(mark: Mark, plot: Plot, points: dict[int, int]) -> list[Item]:
    """Level at each point, upright midway between two."""
    corners = [
        (plot.x(place) + side * plot.step() / 2, plot.y(n)) for place, n in points.items() for side in (-1, 1)
    ]
    return [path(corners, mark.fill(MODE), _THICK, mark.dash)] if corners else []


def _marks(figure: Figure, number: int, plot: Plot, points: dict[str, dict[int, int]]) -> list[Item]:
    """The points of a series, each with its number where numbers fit, else only the last."""
    entry = figure.series[number]
    own, others = points[entry.code], [points[other.code] for other in figure.series if other is not entry]
    said = {place: number_text(n, figure.language) for place, n in own.items()}
    fits = max((width_of(words, SIZE, bold=True) for words in said.values()), default=0) + 1 <= plot.step()
    items: list[Item] = []
    for place, n in own.items():
        x, y = plot.x(place), plot.y(n)
        items.append(sign(_SHAPES[number % len(_SHAPES)], x, y, 1.9, entry.mark))
        written = not crowded(figure) and (fits or place == max(own))
        # Of several lines one that lies on the axis has no number: it would stand on the days.
        if written and (n or not others):
            below = any(other.get(place, -1) > n or (number and other.get(place) == n) for other in others)
            items.append(text(x, y + (2.6 if below else -2.4), said[place], align="center", bold=True))
    return items
