"""Tables on a sheet: their texts, how wide each column is, and whether the sheet lies across."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from qms_model.briefing.report import Listed
from qms_model.figures.typst.fonts import breakable, width_of
from qms_model.i18n import translate
from qms_model.numbers import NOTHING, number_text

UPRIGHT, ACROSS = 165.0, 252.0  # mm of text
_SIZE = 11.0  # points; measured in the wider font of figures
_PADDING = 2.6  # mm
_WORD, _TEXT = 34.0, 220.0  # mm that a column asks for, at most: for its longest word, for its texts
_SHORT = 34.0  # mm of texts that stay on one line, such as a day
_EASY = 50.0  # mm of a column in which long texts are read with ease
_HEAD_LINES = 2.6  # so many lines hold a heading in about three
_NUMBER = re.compile(r"—|[<>]?[\d.,]+(/[\d.,]+)?%?")


def table_of(listed: Listed, language: str, most: int | None = None) -> dict[str, Any]:
    """What the layout takes of a table: texts, which columns are numbers, widths in mm, lines under it.

    At most `most` rows, else `listed.brief`; a line says how many more the workbook has.
    """
    brief = listed.brief if most is None else most
    frame = listed.frame if brief is None else listed.frame.head(brief)
    more = len(listed.frame) - len(frame)
    n = number_text(more, language)
    left_out = translate("{n} more rows are in the workbook of the pack.", language, n=n) if more else ""
    heads = [breakable(head) for head in frame.columns]
    columns = [_texts(frame.iloc[:, place], language) for place in range(len(heads))]
    return {
        "is": "listed",
        "key": listed.key,
        "title": breakable(listed.title),
        "heads": heads,
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "numbers": [all(map(_NUMBER.fullmatch, texts)) for texts in columns],
        "asks": [_asked(head, texts) for head, texts in zip(heads, columns, strict=True)],
        "notes": [breakable(line) for line in (left_out, listed.note) if line],
    }


def fitted(table: dict[str, Any], width: float) -> dict[str, Any]:
    """The table with columns that are together `width` mm wide."""
    return table | {"widths": _widths(table["asks"], width)}


def lies_across(tables: Sequence[dict[str, Any]]) -> bool:
    """Whether a table asks for more than an upright sheet has."""
    return any(sum(min(texts, _EASY) for _, texts in table["asks"]) > UPRIGHT for table in tables)


def _texts(column: pd.Series[Any], language: str) -> list[str]:
    if pd.api.types.is_integer_dtype(column.dtype):
        return [NOTHING if pd.isna(n) else number_text(int(n), language) for n in column]
    return [breakable(words) for words in column]


def _asked(head: str, texts: Sequence[str]) -> tuple[float, float]:
    """The mm that a column asks for: for its words and its heading in few lines, and for its longest text."""
    different = set(texts)
    words = max(_widest(head.split()), width_of(head, _SIZE, bold=True) / _HEAD_LINES)
    longest = _widest(different)
    inner = longest if longest <= _SHORT else _widest({word for text in different for word in text.split()})
    least = min(max(words, inner), _WORD) + _PADDING
    return least, max(least, min(longest, _TEXT) + _PADDING)


def _widest(texts: Iterable[str]) -> float:
    return max((width_of(text, _SIZE, bold=True) for text in texts), default=0)


def _widths(asks: Sequence[tuple[float, float]], width: float) -> list[float]:
    """Each column gets what its words ask for, then what is left by what its texts ask for."""
    least, wished = sum(ask for ask, _ in asks), sum(texts for _, texts in asks)
    if wished <= width:
        return [texts * width / wished for _, texts in asks]
    if least >= width:
        return [ask * width / least for ask, _ in asks]
    part = (width - least) / (wished - least)
    return [ask + part * (texts - ask) for ask, texts in asks]
