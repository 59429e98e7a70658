"""A table whose cells are shaded by their share, the name of each row over its cells."""

from __future__ import annotations

from typing import Any

from qms_model.figures.plotly.parts import LEGEND, Drawing, lines, names_and_ends, plain, rows_of
from qms_model.figures.spec import Figure
from qms_model.figures.theme import CLEAR, INK, MUTED_INK, shade

_CELL = 30
_FITTING = 10  # columns that can be read side by side on a phone


def heat(figure: Figure, mode: str) -> Drawing:
    """One bar a cell, so that a cell can be chosen like any bar; y counts pixels downwards.

    Of more columns than fit the last are drawn; the table has them all.
    """
    rows, height = rows_of(figure, _CELL)
    columns = list(dict.fromkeys(figure.column("column")))[-_FITTING:]
    layout = {
        "barmode": "overlay",
        "height": height + LEGEND,
        "margin": {"l": 0, "r": 0, "t": 30, "b": 20, "pad": 0},
        "showlegend": False,
        "annotations": names_and_ends(rows, mode),
        "uniformtext": {"minsize": 9, "mode": "show"},
        "yaxis": {"range": [height, 0], "visible": False, "fixedrange": True},
        "xaxis": {
            "range": [-0.5, len(columns) - 0.5],
            "side": "top",
            "tickvals": list(range(len(columns))),
            "ticktext": [plain(column) for column in columns],
            "tickfont": {"size": 13, "color": INK[mode]},
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
    }
    middle = {code: row.middle for code, row in rows.items()}
    return Drawing([_cells(figure, columns, middle, mode)], layout)


def _cells(figure: Figure, columns: list[object], middle: dict[str, float], mode: str) -> dict[str, Any]:
    place = {column: number for number, column in enumerate(columns)}
    parts = (figure.column(part) for part in ("row", "name", "column", "length", "text"))
    drawn = [part for part in zip(*parts, strict=True) if part[2] in place]
    marks = [None if length != length else shade(float(length)) for _, _, _, length, _ in drawn]
    return {
        "type": "bar",
        "x": [place[column] for _, _, column, _, _ in drawn],
        "y": [_CELL] * len(drawn),
        "base": [middle[code] - _CELL / 2 for code, *_ in drawn],
        "width": 0.96,
        "text": [plain(text) for *_, text in drawn],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"size": 13, "color": [mark.ink(mode) if mark else MUTED_INK[mode] for mark in marks]},
        "marker": {
            "color": [mark.fill(mode) if mark else CLEAR for mark in marks],
            "line": {"color": [mark.edge(mode) if mark else CLEAR for mark in marks], "width": 1},
        },
        "customdata": [[code, column, lines([str(name)])] for code, name, column, _, _ in drawn],
        "hovertemplate": "%{customdata[2]}, %{customdata[1]}: <b>%{text}</b><extra></extra>",
    }
