"""Marks on an axis of shares, one row a group, joined by a line: how far apart the rungs lie."""

from __future__ import annotations

from typing import Any

from qms_model.figures.plotly.parts import (
    BESIDE,
    Drawing,
    Row,
    legend,
    legend_room,
    names_and_ends,
    plain,
    rows_of,
    shares_axis,
)
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import CLEAR, MUTED_INK

# By series in their order: from wide to small, so that marks on one spot are all seen.
_SYMBOLS = (("circle", 20), ("square", 14), ("circle", 10), ("diamond", 8))
_THICK = 22


def dots(figure: Figure, mode: str) -> Drawing:
    """The marks of a figure of shares; y counts pixels downwards."""
    rows, height = rows_of(figure, _THICK)
    room = legend_room(len(figure.series), height)
    layout = {
        "height": height + room + 34,
        "margin": {"l": 12, "r": BESIDE + 10, "t": room, "b": 34, "pad": 0},
        "legend": legend(1, mode),
        "annotations": names_and_ends(rows, mode, 16),
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "xaxis": shares_axis(mode),
    }
    marks = [_marks(figure, series, place, rows, mode) for place, series in enumerate(figure.series)]
    return Drawing([_spans(figure, rows, mode), *marks], layout)


def _spans(figure: Figure, rows: dict[str, Row], mode: str) -> dict[str, Any]:
    """One line a row, from its least share to its greatest."""
    shares: dict[str, list[float]] = {}
    for code, share in zip(figure.column("row"), figure.column("length"), strict=True):
        if share == share:
            shares.setdefault(code, []).append(float(share))
    ends: list[float | None] = []
    heights: list[float | None] = []
    for code, known in shares.items():
        ends += [min(known), max(known), None]
        heights += [rows[code].middle, rows[code].middle, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": heights,
        "line": {"width": 3, "color": MUTED_INK[mode]},
        "opacity": 0.5,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(figure: Figure, series: Series, place: int, rows: dict[str, Row], mode: str) -> dict[str, Any]:
    parts = (figure.column(part) for part in ("row", "series", "name", "length", "text"))
    drawn = [part for part in zip(*parts, strict=True) if part[1] == series.code and part[3] == part[3]]
    symbol, size = _SYMBOLS[place]
    fill, edge = series.mark.fill(mode), series.mark.edge(mode)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(series.label),
        "x": [float(share) for *_, share, _ in drawn],
        "y": [rows[code].middle for code, *_ in drawn],
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": fill,
            "opacity": 1,
            "line": {"width": 2 if fill == CLEAR else 1, "color": edge},
        },
        "customdata": [[code, series.code, plain(name), plain(text)] for code, _, name, _, text in drawn],
        "hovertemplate": "%{customdata[2]}<br>"
        + plain(series.label)
        + ": <b>%{customdata[3]}</b><extra></extra>",
        "cliponaxis": False,
    }
