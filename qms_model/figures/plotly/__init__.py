"""Draws a figure spec with Plotly, for the screen and the offline page."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure
from plotly.io import templates

from qms_model.figures.plotly.columns import columns
from qms_model.figures.plotly.dots import dots
from qms_model.figures.plotly.heat import heat
from qms_model.figures.plotly.lanes import lanes
from qms_model.figures.plotly.panels import panels
from qms_model.figures.plotly.parts import Drawing, lines
from qms_model.figures.plotly.share_bars import bars, share_bars
from qms_model.figures.plotly.steps import steps
from qms_model.figures.plotly.strip import strip
from qms_model.figures.spec import Figure, Kind
from qms_model.figures.theme import BACKGROUNDS, CLEAR, FONT, INK, MUTED_INK

CONFIG: dict[str, object] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "plotlyServerURL": "",
}

_DRAWN: dict[Kind, Callable[[Figure, str], Drawing]] = {
    Kind.SHARE_BARS: share_bars,
    Kind.BARS: bars,
    Kind.COLUMNS: columns,
    Kind.STRIP: strip,
    Kind.STEPS: steps,
    Kind.HEAT: heat,
    Kind.DOTS: dots,
    Kind.LANES: lanes,
    Kind.PANELS: panels,
}


def framed(figure: Figure, notes: list[str]) -> go.Figure:
    """The figure on white with its title over it and `notes` under it, to be kept as a picture."""
    drawn = draw(figure, "light")
    title, under = (
        textwrap.wrap(figure.title, 90),
        [line for note in notes for line in textwrap.wrap(note, 130)],
    )
    above, below = 28 * len(title) + 12, 20 * len(under) + 12
    margin, height = drawn.layout.margin, drawn.layout.height
    words = [(lines(title), 1, 18, INK["light"], margin.t + above - 8)]
    words += [(lines(under), 0, 12, MUTED_INK["light"], -(margin.b or 0) - 6)]
    drawn.update_layout(
        paper_bgcolor=BACKGROUNDS["light"],
        height=height + above + below,
        margin={"t": margin.t + above, "b": (margin.b or 0) + below, "l": 16, "r": (margin.r or 0) + 16},
        font={"family": FONT, "color": INK["light"]},
        modebar={"color": MUTED_INK["light"], "activecolor": INK["light"], "bgcolor": CLEAR},
    )
    for text, y, size, colour, shift in words:
        drawn.add_annotation(
            text=text,
            x=0,
            xref="paper",
            xanchor="left",
            y=y,
            yref="paper",
            yanchor="top",
            yshift=shift,
            align="left",
            showarrow=False,
            borderpad=0,
            font={"size": size, "color": colour},
        )
    return drawn


def draw(figure: Figure, mode: str = "light") -> go.Figure:
    """The Plotly figure of a spec, for a "light" or a "dark" page; Plotly has checked it."""
    # In one go: Plotly checks the whole figure anew at every later addition.
    return go.Figure(_parts(figure, mode))


class Shown(BaseFigure):  # type: ignore[misc]
    """The same figure for a screen, which shows it again and again.

    Plotly takes ten times as long to check a figure as we to draw it, and copies it
    whenever it is shown. A test holds that what is sent is what `draw` sends.
    """

    def __init__(self, figure: Figure, mode: str) -> None:
        parts = _parts(figure, mode)
        self._sent = {
            "data": parts["data"],
            "layout": {**parts["layout"], "template": _look(templates.default)},
        }

    def to_dict(self) -> dict[str, Any]:
        """What is sent to the browser. It is shared: do not change it."""
        return self._sent


@cache
def _look(template: str) -> dict[str, Any]:
    """A template of Plotly, which takes longer to copy than we to draw."""
    looks: dict[str, Any] = templates[template].to_plotly_json()
    return looks


def _parts(figure: Figure, mode: str) -> dict[str, Any]:
    """Traces and layout."""
    drawing = _DRAWN[figure.kind](figure, mode)
    layout = {
        **drawing.layout,
        "font": {"size": 14},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": ",." if figure.language == "vi" else ".,",
        "dragmode": False,
        "hoverlabel": {"font": {"size": 13}},
    }
    for trace in drawing.traces:  # what is not chosen stays readable beside what is
        if "marker" in trace:
            trace["unselected"] = {"marker": {"opacity": 0.45}}
    return {"data": drawing.traces, "layout": layout}
