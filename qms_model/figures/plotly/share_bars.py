"""Horizontal bars of 100%: the name of each group over its bar, n/N beside it."""

from __future__ import annotations

import textwrap
from typing import Any, NamedTuple

from qms_model.figures.plotly.parts import LEGEND, Drawing, legend, lines, marker, plain
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import GRID, INK, MUTED_INK
from qms_model.numbers import number_text

_LINE = 21  # pixels of one line of a row's name
_BAR = 24
_GAP = 13
_SHARES = [25, 50, 75, 100]
_NAME_WIDTH = 46  # characters of a row's name before it wraps


class _Row(NamedTuple):
    """A group: the lines of its name, and where they and the bar's middle lie (pixels from the top)."""

    name: list[str]
    end: list[str]
    top: int
    middle: float


def share_bars(figure: Figure, mode: str) -> Drawing:
    """The bars of a figure of shares; y counts pixels downwards."""
    rows, height = _rows(figure)
    notes = [_note(lines(row.name), 0, row.top, "top", 14, mode) for row in rows.values()]
    notes += [_note(lines(row.end), 1, row.middle, "middle", 13, mode, 6) for row in rows.values()]
    layout = {
        "barmode": "stack",
        "height": height + LEGEND + 34,
        "margin": {"l": 0, "r": 112, "t": LEGEND, "b": 34, "pad": 0},
        "uniformtext": {"minsize": 10, "mode": "hide"},
        "legend": legend(1, mode),
        "annotations": notes,
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "xaxis": {
            "range": [0, 100],
            "tickvals": _SHARES,
            "ticktext": [f"{share}%" for share in _SHARES],
            "tickfont": {"size": 12, "color": MUTED_INK[mode]},
            "tickangle": 0,
            "fixedrange": True,
            "showgrid": True,
            "gridcolor": GRID[mode],
            "zeroline": False,
        },
    }
    return Drawing([_bars(figure, series, rows, mode) for series in figure.series], layout)


def _rows(figure: Figure) -> tuple[dict[str, _Row], int]:
    """The rows by code, and the height of all of them."""
    parts = (figure.column(part) for part in ("row", "name", "end"))
    texts = {code: (name, end) for code, name, end in zip(*parts, strict=True)}
    rows: dict[str, _Row] = {}
    height = 0
    for code, (name, end) in texts.items():
        wrapped = textwrap.wrap(str(name), _NAME_WIDTH) or [""]
        bar = height + len(wrapped) * _LINE + 2
        rows[code] = _Row(wrapped, str(end).splitlines(), height, bar + _BAR / 2)
        height = bar + _BAR + _GAP
    return rows, height


def _bars(figure: Figure, series: Series, rows: dict[str, _Row], mode: str) -> dict[str, Any]:
    parts = (figure.column(part) for part in ("row", "series", "name", "count", "length"))
    drawn = [part for part in zip(*parts, strict=True) if part[1] == series.code and part[3] > 0]
    counts = [number_text(int(count), figure.language) for _, _, _, count, _ in drawn]
    return {
        "type": "bar",
        "name": plain(series.key()),
        "orientation": "h",
        "y": [rows[code].middle for code, *_ in drawn],
        "x": [float(length) for *_, length in drawn],
        "width": _BAR,
        "text": counts,
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": series.mark.ink(mode), "size": 12},
        "marker": marker(series, mode),
        "customdata": [[plain(part[2]), count] for part, count in zip(drawn, counts, strict=True)],
        "hovertemplate": "%{customdata[0]}<br>"
        + plain(series.key())
        + ": <b>%{customdata[1]}</b><extra></extra>",
    }


def _note(text: str, x: int, y: float, anchor: str, size: int, mode: str, shift: int = 0) -> dict[str, Any]:
    """A text whose left edge lies at the left (0) or right (1) end of the bars."""
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
