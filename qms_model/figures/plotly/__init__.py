"""Draws a figure spec with Plotly, for the screen and the offline page."""

from __future__ import annotations

import plotly.graph_objects as go

from qms_model.figures.plotly.columns import columns
from qms_model.figures.plotly.share_bars import share_bars
from qms_model.figures.spec import Figure, Kind
from qms_model.figures.theme import CLEAR

CONFIG: dict[str, object] = {
    "displayModeBar": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "plotlyServerURL": "",
}


def draw(figure: Figure, mode: str = "light") -> go.Figure:
    """The Plotly figure of a spec, for a "light" or a "dark" page."""
    drawing = share_bars(figure, mode) if figure.kind is Kind.SHARE_BARS else columns(figure, mode)
    layout = {
        **drawing.layout,
        "font": {"size": 14},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "separators": ",." if figure.language == "vi" else ".,",
        "dragmode": False,
        "hoverlabel": {"font": {"size": 13}},
    }
    # In one go: Plotly checks the whole figure anew at every later addition.
    return go.Figure({"data": drawing.traces, "layout": layout})
