"""Horizontal bars of 100%, or of counts: the name of each group beside its bar, n/N at its end."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from qms_model.figures.spec import Figure, Kind
from qms_model.figures.theme import CLEAR
from qms_model.figures.typst.rows import (
    BAR,
    Rows,
    axis,
    legend,
    names_and_ends,
    number_on,
    number_width,
    rows_of,
    shares_axis,
    swatches,
    ticks,
)
from qms_model.figures.typst.scene import (
    BLACK,
    LINE,
    MODE,
    PAPER,
    Item,
    Scene,
    box,
    marks_of,
    path,
    under,
)
from qms_model.numbers import number_text

_OVER = 0.9  # mm that a tick stands out of its bar
_TICK = 0.7


def bars(figure: Figure, width: float) -> Scene:
    """The bars of a figure of shares or of counts, and the tick on each."""
    rows = rows_of(figure, width)
    whole: dict[str, float] = defaultdict(float)
    for code, length in zip(figure.column("row"), figure.column("length"), strict=True):
        whole[code] += float(length) if not pd.isna(length) else 0
    shares = figure.kind is Kind.SHARE_BARS
    top = 100.0 if shares else max(1.0, *whole.values()) if whole else 1.0
    entries = swatches(figure.series, marks_of(figure.series))
    entries += [(figure.tick, _tick_swatch)] if figure.tick else []
    key = legend(entries, width)
    drawn = (
        shares_axis(rows)
        if shares
        else axis(rows, [(n / top, number_text(n, figure.language)) for n in ticks(top, 5)])
    )
    drawn += _parts(figure, rows, top) + names_and_ends(rows)
    drawn += _ticks(figure, rows) if figure.tick else []
    return under(key, drawn, rows.height + LINE * 1.3)


def _parts(figure: Figure, rows: Rows, top: float) -> list[Item]:
    """The parts of each bar in the order of the series, with their numbers where these fit."""
    marks = marks_of(figure.series)
    parts = (figure.column(part) for part in ("row", "series", "count", "length"))
    counted = {
        (code, series): (int(n), float(length))
        for code, series, n, length in zip(*parts, strict=True)
        if n > 0
    }
    items: list[Item] = []
    for code, row in rows.rows.items():
        start = 0.0
        for entry in figure.series:
            n, length = counted.get((code, entry.code), (0, 0.0))
            if not n:
                continue
            left, right = rows.x(start / top), rows.x((start + length) / top)
            mark = marks[entry.code]
            items.append(box(left, row.middle - BAR / 2, right - left, BAR, mark))
            said = number_text(n, figure.language)
            if number_width(said, mark) <= right - left:
                fill = mark.fill(MODE)
                items += number_on(
                    (left + right) / 2, row.middle, said, mark, PAPER if fill == CLEAR else fill
                )
            start += length
    return items


def _ticks(figure: Figure, rows: Rows) -> list[Item]:
    """An upright stroke through each bar where its tick lies, broken where the numbers are."""
    parts = (figure.column(part) for part in ("row", "tick"))
    at = {code: min(float(tick), 100.0) / 100 for code, tick in zip(*parts, strict=True) if not pd.isna(tick)}
    items = []
    for code, part in at.items():
        x, middle = rows.x(part), rows.rows[code].middle
        for side in (-1, 1):
            ends = [(x, middle + side * (BAR / 2 + _OVER)), (x, middle + side * (BAR / 2 - _OVER))]
            items.append(path(ends, BLACK, _TICK))
    return items


def _tick_swatch(x: float, y: float) -> list[Item]:
    return [path([(x + 2.1, y - 1.5), (x + 2.1, y + 1.5)], BLACK, _TICK)]
