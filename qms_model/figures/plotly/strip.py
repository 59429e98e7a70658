"""One mark for each thing on an axis of counts, a row for each group: where the long tails are."""

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
)
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import GRID, MUTED_INK
from qms_model.numbers import number_text

_THICK = 40  # pixels of a row
_SYMBOLS = ("diamond", "circle", "square")  # by series in their order: never by colour alone
_NEAR = 0.018  # of the axis: marks that are nearer than that would cover one another
_LEVELS = (0, -8, 8, -15, 15)  # pixels off the middle of the row


def strip(figure: Figure, mode: str) -> Drawing:
    """The marks of a figure of single things; y counts pixels downwards."""
    rows, height = rows_of(figure, _THICK)
    room = legend_room(len(figure.series), height)
    top = max(1.0, float(figure.column("value").max()))
    layout = {
        "height": height + room + 50,
        "margin": {"l": 12, "r": BESIDE, "t": room, "b": 50, "pad": 0},
        "legend": legend(1, mode),
        "annotations": names_and_ends(rows, mode, 16),
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "xaxis": {
            "range": [-0.02 * top, 1.03 * top],
            "title": {"text": plain(figure.measure), "font": {"size": 12, "color": MUTED_INK[mode]}},
            "tickfont": {"size": 12, "color": MUTED_INK[mode]},
            "nticks": 6,
            "showgrid": True,
            "gridcolor": GRID[mode],
            "zeroline": True,
            "zerolinecolor": GRID[mode],
            "fixedrange": True,
        },
    }
    heights = _heights(figure, rows, top)
    traces = [
        _marks(figure, series, symbol, heights, mode)
        for series, symbol in zip(figure.series, _SYMBOLS, strict=False)
    ]
    return Drawing(traces, layout)


def _heights(figure: Figure, rows: dict[str, Row], top: float) -> list[float]:
    """Where each mark lies: beside its row's middle where another one is too near."""
    parts = zip(figure.column("row"), figure.column("value"), strict=True)
    places = sorted(enumerate(parts), key=lambda place: (place[1], place[0]))
    taken: dict[tuple[str, int], float] = {}
    heights = [0.0] * len(places)
    for place, (code, value) in places:
        free = [
            level
            for level in range(len(_LEVELS))
            if value - taken.get((code, level), -2 * top) >= _NEAR * top
        ]
        level = free[0] if free else min(range(len(_LEVELS)), key=lambda one: taken[code, one])
        taken[code, level] = value
        heights[place] = rows[code].middle + _LEVELS[level]
    return heights


def _marks(figure: Figure, series: Series, symbol: str, heights: list[float], mode: str) -> dict[str, Any]:
    parts = (figure.column(part) for part in ("row", "series", "item", "value", "text"))
    drawn = [
        (height, *part)
        for height, part in zip(heights, zip(*parts, strict=True), strict=True)
        if part[1] == series.code
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": plain(series.key()),
        "x": [float(value) for *_, value, _ in drawn],
        "y": [height for height, *_ in drawn],
        "marker": {
            "symbol": symbol,
            "size": 10,
            "opacity": 0.9,
            "color": series.mark.fill(mode),
            "line": {"width": 1, "color": series.mark.edge(mode)},
        },
        "customdata": [
            [code, str(item), plain(text), number_text(int(value), figure.language)]
            for _, code, _, item, value, text in drawn
        ],
        "hovertemplate": "%{customdata[2]}<extra></extra>",
        "cliponaxis": False,
    }
