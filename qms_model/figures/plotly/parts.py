"""What every Plotly drawing shares: text, fills, the legend.

Text and grid take explicit colours of the page's theme; fills come in a light
and a dark set. Every text is escaped: Plotly reads HTML-like tags in labels.
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import Any, NamedTuple

from qms_model.figures.spec import Figure, Kind, Series
from qms_model.figures.theme import CLEAR, GRID, INK, MUTED_INK

LEGEND = 50  # pixels over the chart: two lines; Plotly takes what a phone needs more


NAME_LINE = 21  # pixels of one line of a row's name
BAR = 24
_GAP = 13
_NAME_WIDTH = 34  # characters of a row's name before it wraps
_TALL = 260  # pixels of rows
BESIDE = 118  # pixels right of the axis for what stands at the end of a row


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
        "maxheight": 400,  # pixels: it never scrolls
        "itemwidth": 30,
        "itemclick": False,
        "itemdoubleclick": False,
        "font": {"size": 13, "color": INK[mode]},
        "bgcolor": CLEAR,
    }


def legend_room(entries: int, height: int) -> int:
    """Pixels over a figure for its legend. Plotly makes the room that a phone needs more,
    but takes it from the figure: one with few rows needs it beforehand."""
    return LEGEND if height > _TALL else max(LEGEND, 20 * entries + 8)


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
            "fgopacity": 0.3,
            "size": 7,
            "solidity": 0.18,
        }
    return drawn


class Row(NamedTuple):
    """A row: the lines of its name, of its end, and where name and mark lie (pixels from the top)."""

    name: list[str]
    end: list[str]
    top: int
    middle: float


def rows_of(figure: Figure, thick: int = BAR) -> tuple[dict[str, Row], int]:
    """The rows of a figure by code, each under its name, and the height of all of them."""
    ends = figure.column("end") if figure.kind is not Kind.LANES else [""] * len(figure.frame)
    parts = (figure.column("row"), figure.column("name"), ends)
    texts = {code: (name, end) for code, name, end in zip(*parts, strict=True)}
    rows: dict[str, Row] = {}
    height = 0
    for code, (name, end) in texts.items():
        wrapped = textwrap.wrap(str(name), _NAME_WIDTH) or [""]
        bar = height + len(wrapped) * NAME_LINE + 2
        rows[code] = Row(wrapped, str(end).splitlines(), height, bar + thick / 2)
        height = bar + thick + _GAP
    return rows, height


def names_and_ends(rows: dict[str, Row], mode: str, away: int = 6) -> list[dict[str, Any]]:
    """The name over each row, and at the right, `away` from the axis, what stands at its end."""
    names = [_note(lines(row.name), 0, row.top, "top", 14, mode) for row in rows.values()]
    ends = [
        _note(lines(row.end), 1, row.middle, "middle", 13, mode, away) for row in rows.values() if row.end
    ]
    return names + ends


def _note(text: str, x: int, y: float, anchor: str, size: int, mode: str, shift: int = 0) -> dict[str, Any]:
    """A text whose left edge lies at the left (0) or right (1) end of the rows."""
    return {
        "text": text,
        "x": x,
        "xref": "paper",
        "xanchor": "left",
        "xshift": shift,
        "y": y,
        "yref": "y",
        "yanchor": anchor,
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": INK[mode]},
    }


def shares_axis(mode: str) -> dict[str, Any]:
    """An axis of shares, 0 to 100 percent."""
    shares = [0, 25, 50, 75, 100]
    return {
        "range": [0, 100],
        "tickvals": shares,
        "ticktext": [f"{share}%" for share in shares],
        "tickfont": {"size": 12, "color": MUTED_INK[mode]},
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID[mode],
        "zeroline": False,
    }


def counts_axis(domain: list[float], top: float, mode: str) -> dict[str, Any]:
    """An axis of counts whose numbers are written at the marks, not beside the axis."""
    return {
        "domain": domain,
        "range": [0, top],
        "showticklabels": False,
        "showgrid": True,
        "gridcolor": GRID[mode],
        "nticks": 4,
        "zeroline": True,
        "zerolinecolor": MUTED_INK[mode],
        "fixedrange": True,
    }


def heading(text: str, y: float, mode: str, x: float = 0) -> dict[str, Any]:
    """What a panel shows, over its upper left corner."""
    return {
        "text": plain(text),
        "x": x,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 13, "color": MUTED_INK[mode]},
    }
