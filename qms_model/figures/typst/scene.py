"""A scene: shapes and texts with their places in mm, as the drawing program of `scene.typ` takes them.

Nothing in it is markup: texts are data from here to the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qms_model.figures.spec import Series
from qms_model.figures.theme import BACKGROUNDS, CLEAR, GRID, INK, MUTED_INK, Mark, contrast
from qms_model.figures.typst.fonts import PT, printable, width_of

MODE = "light"  # paper
PAPER, BLACK, GREY, PALE = BACKGROUNDS[MODE], INK[MODE], MUTED_INK[MODE], GRID[MODE]
SIZE = 8.0  # points of the text of a figure
LINE = 3.35  # mm from line to line of it
_SLACK = 2.0  # mm: a text of one line never wraps
_APART = 1.5  # contrast of two fills that paper without colours tells apart

Item = dict[str, Any]
Point = tuple[float, float]


@dataclass(frozen=True)
class Scene:
    """What is drawn on a sheet, from its upper left corner, in mm; later items cover earlier ones."""

    width: float
    height: float
    items: list[Item]

    def texts(self) -> list[str]:
        """What can be read on it, in the order of drawing."""
        return [item["text"] for item in self.items if item["is"] == "text"]


def box(x: float, y: float, wide: float, high: float, mark: Mark) -> Item:
    """A rectangle filled and edged as the mark says."""
    fill = mark.fill(MODE)
    return {
        "is": "box", "x": x, "y": y, "wide": wide, "high": high,
        "fill": None if fill == CLEAR else fill, "edge": mark.edge(MODE), "pattern": mark.pattern,
    }  # fmt: skip


def patch(x: float, y: float, wide: float, high: float, colour: str) -> Item:
    """A plain rectangle without an edge, under a text."""
    return {
        "is": "box", "x": x, "y": y, "wide": wide, "high": high, "fill": colour, "edge": None, "pattern": "",
    }  # fmt: skip


def path(points: Sequence[Point], colour: str, thick: float, dash: str = "") -> Item:
    """A line through the points; `thick` in mm, `dash` as Plotly calls it."""
    return {"is": "path", "points": list(points), "colour": colour, "thick": thick, "dash": dash}


def sign(shape: str, x: float, y: float, size: float, mark: Mark) -> Item:
    """A mark around (x, y): circle, square, diamond, triangle or cross, `size` mm wide."""
    fill = mark.fill(MODE)
    clear = fill == CLEAR
    return {
        "is": "sign", "shape": shape, "x": x, "y": y, "size": size,
        "fill": None if clear else fill, "edge": mark.edge(MODE), "thick": 0.5 if clear else 0.2,
    }  # fmt: skip


def text(
    x: float,
    y: float,
    words: object,
    *,
    size: float = SIZE,
    colour: str = BLACK,
    bold: bool = False,
    align: str = "left",
) -> Item:
    """A text of one line: `y` is the middle of its capitals, `x` its left end, middle or right end."""
    plain = printable(words)
    wide = width_of(plain, size, bold=bold) + _SLACK
    left = {"left": x, "center": x - wide / 2, "right": x - wide}[align]
    return {
        "is": "text", "x": left, "y": y, "wide": wide, "high": 1.2 * size * PT, "text": plain,
        "size": size, "colour": colour, "bold": bold, "align": align,
    }  # fmt: skip


def moved(items: Sequence[Item], x: float, y: float) -> list[Item]:
    """The items so many mm to the right and down."""
    return [
        item | {"points": [(left + x, top + y) for left, top in item["points"]]}
        if item["is"] == "path"
        else item | {"x": item["x"] + x, "y": item["y"] + y}
        for item in items
    ]


def under(key: Scene, items: Sequence[Item], height: float) -> Scene:
    """The items, which are `height` mm high, below a legend."""
    room = key.height + 1.5 if key.items else 0
    return Scene(key.width, room + height, [*key.items, *moved(items, 0, room)])


def marks_of(series: Sequence[Series]) -> dict[str, Mark]:
    """How each series is drawn on paper: its mark, hatched where only its colour told it from another."""
    marks: dict[str, Mark] = {}
    for entry in series:
        mark, fill = entry.mark, entry.mark.fill(MODE)
        plain = [other.fill(MODE) for other in marks.values() if not other.pattern]
        alike = fill != CLEAR and any(other != CLEAR and contrast(fill, other) < _APART for other in plain)
        if alike and not mark.pattern:
            mark = Mark(mark.light, mark.dark, mark.edge_light, mark.edge_dark, "\\", mark.sign, mark.dash)
        marks[entry.code] = mark
    return marks
