"""What every Plotly drawing shares: text, fills, the legend.

Text and grid take explicit colours of the page's theme; fills come in a light
and a dark set. Every text is escaped: Plotly reads HTML-like tags in labels.
"""

from __future__ import annotations

import html
import re
from typing import Any, NamedTuple

from qms_model.figures.spec import Series
from qms_model.figures.theme import CLEAR, INK

LEGEND = 50  # pixels over the chart: two lines; Plotly takes what a phone needs more


class Drawing(NamedTuple):
    """The traces and the layout of a Plotly figure."""

    traces: list[dict[str, Any]]
    layout: dict[str, Any]


def plain(text: object) -> str:
    """The text as Plotly shows it letter by letter: no tag, link or entity works.

    A dollar sign would begin a formula where MathJax is loaded.
    """
    clean = re.sub(r"[\x00-\x1f\x7f]", " ", str(text))
    return html.escape(clean, quote=False).replace("$", "&#36;")


def lines(texts: list[str]) -> str:
    return "<br>".join(plain(text) for text in texts)


def legend(y: float, mode: str) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "bottom",
        "traceorder": "normal",
        "itemwidth": 30,
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"size": 13, "color": INK[mode]},
        "bgcolor": CLEAR,
    }


def marker(series: Series, mode: str) -> dict[str, Any]:
    mark = series.mark
    drawn: dict[str, Any] = {
        "color": mark.fill(mode),
        "line": {"color": mark.edge(mode), "width": 1},
    }
    if mark.pattern:
        drawn["pattern"] = {
            "shape": mark.pattern,
            "fillmode": "overlay",
            "fgcolor": "#FFFFFF",
            "fgopacity": 0.4,
            "size": 7,
            "solidity": 0.18,
        }
    return drawn
