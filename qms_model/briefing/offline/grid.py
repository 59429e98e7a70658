"""Tables as the page writes them: text, with the columns of numbers named."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from qms_model.numbers import NOTHING, number_text


class Grid(NamedTuple):
    """A table as text: headings, which columns are numbers, cells by row."""

    headings: list[str]
    numbers: list[bool]
    rows: list[tuple[str, ...]]


def grid(frame: pd.DataFrame, language: str) -> Grid:
    """The frame as text; the first column names the row, even by a year."""
    columns = [column for _, column in frame.items()]
    numbers = [place > 0 and _is_number(column) for place, column in enumerate(columns)]
    texts = [
        [_text(cell, language) if number else _plain(cell) for cell in column.tolist()]
        for column, number in zip(columns, numbers, strict=True)
    ]
    return Grid([str(name) for name in frame.columns], numbers, list(zip(*texts, strict=True)))


def _is_number(column: pd.Series[Any]) -> bool:
    """Whether it holds counts; one of objects (counts, some of them missing) is looked through."""
    if column.dtype != object:
        return pd.api.types.is_numeric_dtype(column)
    return pd.api.types.infer_dtype(column, skipna=True) == "integer"


def _text(cell: Any, language: str) -> str:
    return NOTHING if pd.isna(cell) else number_text(int(cell), language)


def _plain(cell: Any) -> str:
    return NOTHING if cell is None or cell is pd.NA or cell != cell else str(cell)
