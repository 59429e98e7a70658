"""Stacked columns by year, and the running total in a panel of its own; or by what its rows are called."""

from __future__ import annotations

from collections import Counter
from typing import Any

from qms_model.figures.plotly.parts import LEGEND, Drawing, counts_axis, heading, legend, marker, plain
from qms_model.figures.plotly.steps import step_traces
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import INK, MUTED_INK
from qms_model.numbers import number_text

_UPPER = [0.44, 1]  # where the panels lie
_LOWER = [0, 0.3]
_LABELS = 14  # so many numbers or years fit side by side
_NAMES = 4  # so many names after the first
_BESIDE = 18  # pixels left of the columns, so that the first name has room


def columns(figure: Figure, mode: str) -> Drawing:
    """The columns of a figure, and the panel below them on the same years."""
    totals: Counter[int] = Counter()
    for year, n in zip(figure.column("row"), figure.column("count"), strict=True):
        totals[int(year)] += int(n)
    years = [int(year) for year in (figure.below or figure).column("row")]
    first, last = min(years), max(years)
    beside = 0.6 + max(0, 5 - (last - first)) / 2  # few years make no huge columns
    traces = [_column(figure, series, mode) for series in figure.series]
    traces.append(_totals(totals, figure.language, mode))
    layout: dict[str, Any] = {
        "barmode": "stack",
        "height": 470 if figure.below else 330,
        "margin": {
            "l": 0 if "name" not in figure.encodings else _BESIDE,
            "r": 8,
            "t": LEGEND + 24,
            "b": 30,
            "pad": 0,
        },
        "legend": legend(1.08, mode),
        "annotations": [heading(figure.measure, 1.0, mode)],
        "xaxis": {
            "range": [first - beside, last + beside],
            **_ticks(figure, first, last),
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickfont": {"size": 13, "color": INK[mode]},
            "tickangle": 0,
            "anchor": "y2" if figure.below else "y",
            "showline": True,
            "linecolor": MUTED_INK[mode],
        },
        "yaxis": counts_axis(_UPPER if figure.below else [0, 1], max(totals.values()) * 1.12, mode),
    }
    if figure.below:
        traces += step_traces(figure.below, mode, years, "y2")
        layout["annotations"].append(heading(figure.below.measure, _LOWER[1], mode))
        layout["yaxis2"] = {
            **counts_axis(_LOWER, max(figure.below.column("count")) * 1.3, mode),
            "anchor": "x",
        }
    return Drawing(traces, layout)


def _ticks(figure: Figure, first: int, last: int) -> dict[str, Any]:
    """The years under the columns, or the names of the rows, as many as fit."""
    if "name" not in figure.encodings:
        return {"tickvals": list(range(first, last + 1, 1 + (last - first) // _LABELS))}
    names = _row_names(figure)
    places = list(range(first, last + 1, max(1, -(-(last - first) // _NAMES))))
    return {"tickvals": places, "ticktext": [plain(names[place]) for place in places]}


def _row_names(figure: Figure) -> dict[int, str]:
    """What each row is called: its year, or its name."""
    named = figure.column("name" if "name" in figure.encodings else "row")
    return {int(row): str(name) for row, name in zip(figure.column("row"), named, strict=True)}


def _column(figure: Figure, series: Series, mode: str) -> dict[str, Any]:
    parts = (figure.column(part) for part in ("row", "series", "count"))
    drawn = [(int(year), int(n)) for year, code, n in zip(*parts, strict=True) if code == series.code]
    names = _row_names(figure)
    return {
        "type": "bar",
        "name": plain(series.key()),
        "x": [year for year, _ in drawn],
        "y": [n for _, n in drawn],
        "width": 0.72,
        "marker": marker(series, mode),
        "customdata": [
            [year, series.code, number_text(n, figure.language), plain(names[year])] for year, n in drawn
        ],
        "hovertemplate": "%{customdata[3]}<br>"
        + plain(series.key())
        + ": <b>%{customdata[2]}</b><extra></extra>",
    }


def _totals(totals: Counter[int], language: str, mode: str) -> dict[str, Any]:
    """The number over each column; where they are many, none over an empty one."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(totals),
        "y": list(totals.values()),
        "text": [
            f"<b>{number_text(n, language)}</b>" if n or len(totals) <= _LABELS else ""
            for n in totals.values()
        ],
        "textposition": "top center",
        "textfont": {"size": 13, "color": INK[mode]},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
