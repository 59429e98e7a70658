"""Small panels of shares over time, two beside each other, all on the same axes."""

from __future__ import annotations

import textwrap
from typing import Any

from qms_model.figures.plotly.parts import LEGEND, Drawing, legend, lines, plain
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import GRID, INK, MUTED_INK

_HIGH = 70  # pixels of a panel without its name and its years
_LINE = 15  # of a line of its name, and of what it reached
_FOOT = 28  # of the years under its axis
_NAME_WIDTH = 24  # characters of a name before it wraps: half of a phone
_BESIDE = 2
_GUTTER = 0.06  # of the width, between two panels


def panels(figure: Figure, mode: str) -> Drawing:
    """One panel a row, in their order; each says its name and where it ended."""
    parts = (figure.column(part) for part in ("row", "name", "end"))
    texts = {code: (name, end) for code, name, end in zip(*parts, strict=True)}
    columns = list(dict.fromkeys(figure.column("column")))
    names = {code: textwrap.wrap(str(name), _NAME_WIDTH) or [""] for code, (name, _) in texts.items()}
    head = _LINE * (max(map(len, names.values()), default=0) + 1)
    whole = head + _HIGH + _FOOT
    down = -(-len(texts) // _BESIDE)
    layout: dict[str, Any] = {
        "height": down * whole + LEGEND + 10,
        "margin": {"l": 0, "r": 4, "t": LEGEND, "b": 4, "pad": 0},
        "legend": legend(1, mode),
        "annotations": [],
    }
    traces: list[dict[str, Any]] = []
    for place, (code, (_, end)) in enumerate(texts.items()):
        number = "" if place == 0 else str(place + 1)
        left, bottom, width, high = _where(place, down)
        layout[f"xaxis{number}"] = _years(columns, [left, left + width], f"y{number}", mode)
        layout[f"yaxis{number}"] = _shares(
            [bottom + high * _FOOT / whole, bottom + high * (1 - head / whole)], f"x{number}", mode
        )
        layout["annotations"].append(_name(names[code], end, left, bottom + high, mode))
        traces += [_line(figure, series, code, columns, number, place == 0, mode) for series in figure.series]
    return Drawing(traces, layout)


def _where(place: int, down: int) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of a panel, as parts of the whole."""
    line, column = divmod(place, _BESIDE)
    width = (1 - _GUTTER * (_BESIDE - 1)) / _BESIDE
    high = 1 / down
    return column * (width + _GUTTER), 1 - (line + 1) * high, width, high


def _line(
    figure: Figure, series: Series, code: str, columns: list[object], number: str, first: bool, mode: str
) -> dict[str, Any]:
    place = {column: x for x, column in enumerate(columns)}
    parts = (figure.column(part) for part in ("row", "series", "column", "length", "text"))
    drawn = [part for part in zip(*parts, strict=True) if part[0] == code and part[1] == series.code]
    return {
        "type": "scatter",
        "mode": "lines" if len(drawn) > 1 else "lines+markers",  # one point makes no line
        "name": plain(series.key()),
        "legendgroup": series.code,
        "showlegend": first,
        "x": [place[column] for _, _, column, _, _ in drawn],
        "y": [None if share != share else float(share) for *_, share, _ in drawn],
        "xaxis": f"x{number}",
        "yaxis": f"y{number}",
        "line": {
            "shape": "hvh",
            "width": 2.5 if not series.mark.dash else 1.5,
            "color": series.mark.fill(mode),
            "dash": series.mark.dash or "solid",
        },
        "customdata": [[code, column, plain(text)] for _, _, column, _, text in drawn],
        "hovertemplate": "%{customdata[1]}: <b>%{customdata[2]}</b><extra>"
        + plain(series.label)
        + "</extra>",
        "cliponaxis": False,
    }


def _name(name: list[str], end: str, x: float, y: float, mode: str) -> dict[str, Any]:
    return {
        "text": f"{lines(name)}<br><b>{plain(end)}</b>",
        "x": x,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "paper",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": 12, "color": INK[mode]},
    }


def _years(columns: list[object], domain: list[float], anchor: str, mode: str) -> dict[str, Any]:
    ends = [0, len(columns) - 1] if len(columns) > 1 else [0]
    return {
        "domain": domain,
        "anchor": anchor,
        "range": [-0.4, len(columns) - 0.6 + 0.2],
        "tickvals": ends,
        "ticktext": [plain(columns[end]) for end in ends],
        "tickfont": {"size": 11, "color": MUTED_INK[mode]},
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "showline": True,
        "linecolor": MUTED_INK[mode],
    }


def _shares(domain: list[float], anchor: str, mode: str) -> dict[str, Any]:
    return {
        "domain": domain,
        "anchor": anchor,
        "range": [-4, 104],
        "tickvals": [0, 50, 100],
        "showticklabels": False,
        "gridcolor": GRID[mode],
        "zeroline": False,
        "fixedrange": True,
    }
