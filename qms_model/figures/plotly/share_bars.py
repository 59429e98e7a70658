"""Horizontal bars of 100%, or of counts: the name of each group over its bar, n/N beside it."""

from __future__ import annotations

from typing import Any

from qms_model.figures.plotly.parts import (
    BAR,
    BESIDE,
    Drawing,
    Row,
    counts_axis,
    legend,
    legend_room,
    marker,
    names_and_ends,
    plain,
    rows_of,
    shares_axis,
)
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import INK
from qms_model.numbers import number_text

_EDGES = (-BAR / 2, BAR / 2)


def share_bars(figure: Figure, mode: str) -> Drawing:
    """The bars of a figure of shares, and the tick on each."""
    return _drawing(figure, mode, shares_axis(mode))


def bars(figure: Figure, mode: str) -> Drawing:
    """The bars of a figure of counts."""
    whole = figure.frame.groupby(figure.encodings["row"])[figure.encodings["length"]].sum()
    return _drawing(figure, mode, counts_axis([0, 1], max(1.0, float(whole.max())), mode))


def _drawing(figure: Figure, mode: str, axis: dict[str, Any]) -> Drawing:
    """y counts pixels downwards."""
    rows, height = rows_of(figure)
    room = legend_room(len(figure.series) + bool(figure.tick), height)
    layout = {
        "barmode": "stack",
        "height": height + room + 34,
        "margin": {"l": 8, "r": BESIDE, "t": room, "b": 34, "pad": 0},
        "uniformtext": {"minsize": 10, "mode": "hide"},
        "legend": legend(1, mode),
        "annotations": names_and_ends(rows, mode),
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "xaxis": axis,
    }
    traces = [_bars(figure, series, rows, mode) for series in figure.series]
    return Drawing(traces + ([_ticks(figure, rows, mode)] if figure.tick else []), layout)


def _bars(figure: Figure, series: Series, rows: dict[str, Row], mode: str) -> dict[str, Any]:
    parts = (figure.column(part) for part in ("row", "series", "name", "count", "length"))
    drawn = [part for part in zip(*parts, strict=True) if part[1] == series.code and part[3] > 0]
    counts = [number_text(int(count), figure.language) for *_, count, _ in drawn]
    return {
        "type": "bar",
        "name": plain(series.key()),
        "orientation": "h",
        "y": [rows[code].middle for code, *_ in drawn],
        "x": [float(length) for *_, length in drawn],
        "width": BAR,
        "text": [f"<b>{count}</b>" for count in counts],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": series.mark.ink(mode), "size": 12},
        "marker": marker(series, mode),
        "customdata": [
            [code, series.code, count, plain(name)]
            for (code, _, name, *_), count in zip(drawn, counts, strict=True)
        ],
        "hovertemplate": "%{customdata[3]}<br>"
        + plain(series.key())
        + ": <b>%{customdata[2]}</b><extra></extra>",
    }


def _ticks(figure: Figure, rows: dict[str, Row], mode: str) -> dict[str, Any]:
    """Two upright strokes at each bar where its tick lies, over and under its numbers."""
    parts = (figure.column(part) for part in ("row", "tick", "tick_name"))
    at = {code: (float(tick), name) for code, tick, name in zip(*parts, strict=True) if tick == tick}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(figure.tick),
        "x": [min(tick, 100) for tick, _ in at.values() for _ in _EDGES],
        "y": [rows[code].middle + edge for code in at for edge in _EDGES],
        "marker": {
            "symbol": "line-ns",
            "size": 11,
            "line": {"width": 3, "color": INK[mode]},
            "color": INK[mode],
        },
        "customdata": [[code, plain(name)] for code, (_, name) in at.items() for _ in _EDGES],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "cliponaxis": False,
    }
