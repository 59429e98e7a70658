"""Draws a figure spec as charts and tables that PowerPoint itself draws, so that they can be edited.

Texts are at least 12 points, no series is told by its colour alone, and what is not known is a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pptx.slide import Slide

from qms_model.figures.pptx import bars, tables
from qms_model.figures.pptx.columns import columns, steps
from qms_model.figures.pptx.parts import Box
from qms_model.figures.pptx.strip import strip
from qms_model.figures.spec import Figure, Kind

__all__ = ["Box", "draw"]

_DRAWN: Mapping[Kind, Callable[[Slide, Figure, Box], int]] = {
    **bars.KINDS,
    **tables.KINDS,
    Kind.COLUMNS: columns,
    Kind.STEPS: steps,
    Kind.STRIP: strip,
}


def draw(slide: Slide, figure: Figure, box: Box) -> int:
    """Draw the figure on the slide within `box` (inches), without its title. Comes back: how many of its
    rows did not fit."""
    if figure.is_empty():
        return 0
    return _DRAWN[figure.kind](slide, figure, box)
