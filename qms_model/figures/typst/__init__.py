"""Draws a figure spec for paper, without a browser: readable in grey, its numbers written at the marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qms_model.figures.spec import Figure, Kind
from qms_model.figures.typst.bars import bars
from qms_model.figures.typst.columns import columns
from qms_model.figures.typst.dots import dots
from qms_model.figures.typst.engine import picture_of
from qms_model.figures.typst.fonts import wrapped
from qms_model.figures.typst.heat import heat
from qms_model.figures.typst.lanes import lanes
from qms_model.figures.typst.panels import panels
from qms_model.figures.typst.scene import BLACK, GREY, LINE, SIZE, Item, Scene, moved, text
from qms_model.figures.typst.steps import steps
from qms_model.figures.typst.strip import strip
from qms_model.numbers import NOTHING

WIDTH = 165.0  # mm of the text of an A4 page
_PROGRAM = "figures/typst/figure.typ"
_TITLE, _SMALL = 11.0, 7.5  # points

_DRAWN: dict[Kind, Callable[[Figure, float], Scene]] = {
    Kind.SHARE_BARS: bars,
    Kind.BARS: bars,
    Kind.COLUMNS: columns,
    Kind.STRIP: strip,
    Kind.STEPS: steps,
    Kind.HEAT: heat,
    Kind.DOTS: dots,
    Kind.LANES: lanes,
    Kind.PANELS: panels,
}


def scene_of(figure: Figure, width: float = WIDTH) -> Scene:
    """The figure with its legend, `width` mm wide; nothing to draw is a dash."""
    if figure.is_empty():
        return Scene(width, LINE * 2, [text(0, LINE, NOTHING)])
    return _DRAWN[figure.kind](figure, width)


def drawing_png(figure: Figure, *, ppi: int = 200) -> bytes:
    """The drawing alone, for a paper that has the title and the measure beside it."""
    data = vars(scene_of(figure)) | {"language": figure.language}
    return picture_of(_PROGRAM, data, "png", ppi)


def figure_svg(figure: Figure, measure: str = "", notes: Sequence[str] = ()) -> bytes:
    """A vector picture of the figure: its title and what it measures over it, `notes` under it."""
    return picture_of(_PROGRAM, _data(figure, measure, notes), "svg", 72)


def figure_png(figure: Figure, measure: str = "", notes: Sequence[str] = (), *, ppi: int = 200) -> bytes:
    """The same picture in `ppi` pixels an inch."""
    return picture_of(_PROGRAM, _data(figure, measure, notes), "png", ppi)


def _data(figure: Figure, measure: str, notes: Sequence[str]) -> dict[str, Any]:
    return vars(framed(scene_of(figure), figure.title, measure, notes)) | {"language": figure.language}


def framed(scene: Scene, title: str, measure: str, notes: Sequence[str]) -> Scene:
    """The scene under its title and measure, over its notes."""
    items: list[Item] = []
    y = 0.0
    for words, size, colour, bold in ((title, _TITLE, BLACK, True), (measure, SIZE, GREY, False)):
        for line in wrapped(words, scene.width, size, bold=bold) if words else []:
            high = LINE * size / SIZE
            items.append(text(0, y + high / 2, line, size=size, colour=colour, bold=bold))
            y += high * 1.1
    y += 2
    items += moved(scene.items, 0, y)
    y += scene.height + 1
    for note in notes:
        for line in wrapped(note, scene.width, _SMALL):
            items.append(text(0, y + LINE / 2, line, size=_SMALL, colour=GREY))
            y += LINE
    return Scene(scene.width, y, items)
