"""Marks on an axis of shares, one row a group, joined by a line: how far apart the rungs lie."""

from __future__ import annotations

import pandas as pd

from qms_model.figures.spec import Figure, Series
from qms_model.figures.typst.rows import Swatch, legend, names_and_ends, rows_of, shares_axis
from qms_model.figures.typst.scene import GREY, LINE, Scene, path, sign, under

# By series in their order: from wide to small, so that marks on one spot are all seen.
_SHAPES = (("circle", 4.6), ("square", 3.2), ("circle", 2.4), ("diamond", 1.8))
_THICK = 5.0
_AWAY = 4.5  # mm from the axis to the ends: a mark at 100% reaches over it


def dots(figure: Figure, width: float) -> Scene:
    """The marks of a figure of shares."""
    rows = rows_of(figure, width - 2.5, _THICK)
    parts = (figure.column(part) for part in ("row", "series", "length"))
    places = [
        (code, series, rows.x(share / 100))
        for code, series, share in zip(*parts, strict=True)
        if not pd.isna(share)
    ]
    items = shares_axis(rows)
    for code, row in rows.rows.items():
        known = [x for row_code, _, x in places if row_code == code]
        if known:
            items.append(path([(min(known), row.middle), (max(known), row.middle)], GREY, 0.5))
    shapes = dict(zip((entry.code for entry in figure.series), _SHAPES, strict=False))
    for entry in figure.series:
        shape, size = shapes[entry.code]
        items += [
            sign(shape, x, rows.rows[code].middle, size, entry.mark)
            for code, series, x in places
            if series == entry.code
        ]
    key = legend([(entry.label, _swatch(entry, *shapes[entry.code])) for entry in figure.series], width)
    return under(key, items + names_and_ends(rows, _AWAY), rows.height + LINE * 1.3)


def _swatch(entry: Series, shape: str, size: float) -> Swatch:
    return lambda x, y: [sign(shape, x + 2.1, y, min(size, 3.4), entry.mark)]
