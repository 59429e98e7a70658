"""Lines of counts that stay level between their points: no smoothing."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from qms_model.figures.plotly.parts import LEGEND, Drawing, counts_axis, heading, legend, lines, plain
from qms_model.figures.spec import Figure, Series
from qms_model.figures.theme import BACKGROUNDS, INK, MUTED_INK
from qms_model.numbers import number_text

_LABELS = 14  # so many numbers fit side by side
_LINES, _FEW = 2, 6  # lines, and points of more lines than that, whose numbers do not meet
_HEIGHT = 236  # pixels of the lines
_LINE = 15  # pixels of a line of what a deadline says
_WIDE = 30  # its characters before it wraps: half of a phone


def steps(figure: Figure, mode: str) -> Drawing:
    """The lines of a figure over its rows, side by side in their order."""
    names = [str(name) for name in dict.fromkeys(figure.column("row"))]
    places = list(range(len(names)))
    shapes, notes, room = _deadlines(figure, len(names), mode)
    top = (max(figure.column("count")) * 1.15 or 1) * (1 + room / _HEIGHT)
    layout = {
        "height": _HEIGHT + room + LEGEND + 54,
        "margin": {"l": 0, "r": 8, "t": LEGEND + 24, "b": 30, "pad": 0},
        "legend": legend(1.1, mode),
        "annotations": [heading(figure.measure, 1.0, mode), *notes],
        **({"shapes": shapes} if shapes else {}),
        "xaxis": {
            "range": [-0.5, len(names) - 0.5],
            "tickvals": places[:: 1 + len(names) // _LABELS],
            "ticktext": [plain(name) for name in names][:: 1 + len(names) // _LABELS],
            "tickfont": {"size": 13, "color": INK[mode]},
            "tickangle": 0,
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "linecolor": MUTED_INK[mode],
        },
        "yaxis": counts_axis([0, 1], top, mode),
    }
    return Drawing(step_traces(figure, mode, places, "y"), layout)


def _deadlines(
    figure: Figure, places: int, mode: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """An upright line for each deadline, what it says beside its head, each under the one before;
    and the pixels that they take over the lines."""
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    room = 0
    for deadline in figure.deadlines:
        said = wrap(deadline.text, _WIDE)
        side = "left" if deadline.at < (places - 1) / 2 else "right"
        line = {"width": 1.5, "dash": "dot", "color": MUTED_INK[mode]}
        ends = {"x0": deadline.at, "x1": deadline.at, "y0": 0, "y1": 1, "yref": "paper"}
        shapes.append({"type": "line", "layer": "below", "line": line, **ends})
        notes.append(
            {
                "text": lines(said),
                "x": deadline.at,
                "xanchor": side,
                "xshift": 3 if side == "left" else -3,
                "y": 1,
                "yref": "paper",
                "yanchor": "top",
                "yshift": -room,
                "align": side,
                "showarrow": False,
                "borderpad": 0,
                "bgcolor": BACKGROUNDS[mode],
                "font": {"size": 12, "color": MUTED_INK[mode]},
            }
        )
        room += _LINE * len(said) + 4
    return shapes, notes, room


def step_traces(figure: Figure, mode: str, places: Sequence[int], axis: str) -> list[dict[str, Any]]:
    """Two traces a series, the line and its points; the rows lie at `places`."""
    traces: list[dict[str, Any]] = []
    for series in figure.series:
        rows, counts = _points(figure, series)
        if counts:
            traces += _traces(figure, series, mode, rows, counts, [places[row] for row in rows], axis)
    return traces


def _points(figure: Figure, series: Series) -> tuple[list[int], list[int]]:
    """The places among the rows, and the counts, of a series."""
    order = {row: place for place, row in enumerate(dict.fromkeys(figure.column("row")))}
    codes = figure.column("series") if "series" in figure.encodings else [series.code] * len(figure.frame)
    parts = zip(figure.column("row"), codes, figure.column("count"), strict=True)
    points = [(order[row], int(n)) for row, code, n in parts if code == series.code]
    return [row for row, _ in points], [n for _, n in points]


def _beside(figure: Figure, series: Series, rows: list[int], counts: list[int]) -> list[str]:
    """Over or under each point its number, so that the numbers of two lines stay apart."""
    others = [
        dict(zip(*_points(figure, other), strict=True)) for other in figure.series if other is not series
    ]
    lower = [any(other.get(row, -1) > n for other in others) for row, n in zip(rows, counts, strict=True)]
    level = [any(other.get(row) == n for other in others) for row, n in zip(rows, counts, strict=True)]
    first = series is figure.series[0]
    return [
        "bottom" if down or (same and not first) else "top" for down, same in zip(lower, level, strict=True)
    ]


def _labelled(figure: Figure, xs: Sequence[int]) -> bool:
    """Whether every point has its number; where there are many points, or lines that cross
    one another, only the last ones have."""
    return len(xs) <= _LABELS and not (len(figure.series) > _LINES and len(xs) > _FEW)


def _traces(
    figure: Figure,
    series: Series,
    mode: str,
    rows: list[int],
    counts: list[int],
    xs: list[int],
    axis: str,
) -> list[dict[str, Any]]:
    colour = series.mark.fill(mode)
    several = len(figure.series) > 1
    texts = [number_text(n, figure.language) for n in counts]
    # Of several lines one that lies on the axis has no number: it would stand on the days.
    written = ["" if several and not n else text for n, text in zip(counts, texts, strict=True)]
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [xs[0] - 0.5, *xs, xs[-1] + 0.5],
        "y": [counts[0], *counts, counts[-1]],
        "yaxis": axis,
        "line": {"shape": "hvh", "width": 2.5, "color": colour, "dash": series.mark.dash or "solid"},
        "name": plain(series.key()),
        "hoverinfo": "skip",
        "showlegend": several,
    }
    marks = {
        "type": "scatter",
        "mode": "markers+text",
        "x": xs,
        "y": counts,
        "yaxis": axis,
        "marker": {"size": 7, "color": colour, "line": {"width": 1.5, "color": BACKGROUNDS[mode]}},
        "text": written if _labelled(figure, xs) else [*[""] * (len(xs) - 1), written[-1]],
        "textposition": [f"{where} center" for where in _beside(figure, series, rows, counts)],
        "textfont": {"size": 13, "color": INK[mode]},
        "customdata": [[x, series.code, text] for x, text in zip(xs, texts, strict=True)],
        "hovertemplate": f"{plain(series.label)}: <b>%{{customdata[2]}}</b><extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
    }
    return [line, marks]
