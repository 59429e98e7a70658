"""Lines of counts that stay level between their points: no smoothing."""

from __future__ import annotations

from qms_model.figures.spec import Figure
from qms_model.figures.typst.lines import (
    Plot,
    crowded,
    deadlines,
    ends,
    ground,
    names_under,
    step_items,
    swatch,
)
from qms_model.figures.typst.rows import legend
from qms_model.figures.typst.scene import GREY, LINE, Scene, text, under

_HIGH = 38.0  # mm of the lines
_HEAD = LINE * 1.6  # of what is measured
_ENDS = 9.0  # for numbers right of the lines


def steps(figure: Figure, width: float) -> Scene:
    """The lines of a figure over its rows, side by side in their order."""
    names = [str(name) for name in dict.fromkeys(figure.column("row"))]
    right = width - _ENDS if crowded(figure) else width
    plot = Plot(0, right, _HEAD, _HEAD + _HIGH, len(names), max(1.0, *figure.column("count")) * 1.15)
    marked, room = deadlines(plot, figure.deadlines)
    plot = plot._replace(top=plot.top + room, bottom=plot.bottom + room)
    marked, _ = deadlines(plot, figure.deadlines)
    foot = plot.bottom + (LINE if len(figure.series) > 1 else 0)  # room for numbers under the lowest line
    entries = [(entry.label, swatch(entry, number)) for number, entry in enumerate(figure.series)]
    items = [
        text(0, LINE / 2, figure.measure, colour=GREY),
        *ground(plot),
        *marked,
        *step_items(figure, plot, range(len(names))),
        *(ends(figure, plot, range(len(names))) if crowded(figure) else []),
        *names_under(plot._replace(bottom=foot), names),
    ]
    return under(legend(entries if len(entries) > 1 else [], width), items, foot + LINE * 1.6)
