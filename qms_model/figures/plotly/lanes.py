"""A time line: one lane for each kind of event, what lasts as a bar, what happens as a mark."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from qms_model.figures.plotly.parts import Drawing, legend, legend_room, names_and_ends, plain, rows_of
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import BACKGROUNDS, GRID, INK, MUTED_INK

_THICK = 16
_SYMBOLS = {
    "valid": "square",
    "stopped": "x",
    "major": "triangle-up",
    "finding": "triangle-up",
    "event": "circle",
}


def lanes(figure: Figure, mode: str) -> Drawing:
    """The lanes of a time line; y counts pixels downwards."""
    rows, height = rows_of(figure, _THICK)
    middle = {code: row.middle for code, row in rows.items()}
    first, last = min(figure.column("start")), figure.until or max(figure.column("end"))
    beside = max(timedelta(days=20), (last - first) / 40)
    room = legend_room(len(figure.series), height)
    layout = {
        "height": height + room + 34,
        "margin": {"l": 4, "r": 8, "t": room, "b": 34, "pad": 0},
        "legend": legend(1, mode),
        "annotations": names_and_ends(rows, mode),
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "xaxis": {
            "type": "date",
            "range": [(first - beside).isoformat(), (last + beside).isoformat()],
            "tickformat": "%Y",
            "dtick": "M12" if (last - first).days < 12 * 366 else "M24",
            "tickfont": {"size": 12, "color": MUTED_INK[mode]},
            "tickangle": 0,
            "showgrid": True,
            "gridcolor": GRID[mode],
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": [
            {
                "type": "line",
                "x0": last.isoformat(),
                "x1": last.isoformat(),
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"width": 1, "dash": "dot", "color": INK[mode]},
            }
        ],
    }
    traces: list[dict[str, Any]] = []
    for series in figure.series:
        traces += _drawn(figure, series, middle, mode)
    return Drawing(traces, layout)


def _drawn(figure: Figure, series: Series, middle: dict[str, float], mode: str) -> list[dict[str, Any]]:
    """What lasts as thick lines, and a mark where each begins."""
    parts = (figure.column(part) for part in ("row", "series", "start", "end", "text"))
    events = [part for part in zip(*parts, strict=True) if part[1] == series.code]
    days: list[str | None] = []
    heights: list[float | None] = []
    for code, _, start, end, _ in events:
        if end > start:
            days += [start.isoformat(), end.isoformat(), None]
            heights += [middle[code], middle[code], None]
    colour = series.mark.fill(mode)
    spans = {
        "type": "scatter",
        "mode": "lines",
        "x": days,
        "y": heights,
        "line": {"width": 9 if series.code == "valid" else 4, "color": colour},
        "opacity": 0.75,
        "hoverinfo": "skip",
        "showlegend": False,
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "name": plain(series.key()),
        "x": [_iso(start) for _, _, start, _, _ in events],
        "y": [middle[code] for code, *_ in events],
        "marker": {
            "symbol": _SYMBOLS[series.code],
            "size": 10,
            "color": colour,
            "line": {"width": 1, "color": BACKGROUNDS[mode]},
        },
        "customdata": [[code, plain(text)] for code, *_, text in events],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "cliponaxis": False,
    }
    return [spans, marks] if days else [marks]


def _iso(day: date) -> str:
    return day.isoformat()
