"""The tables of a briefing on an official sheet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import numpy.typing as npt
import pandas as pd
from docx.document import Document
from docx.shared import Length, Mm, Pt
from docx.table import Table

from qms_model.briefing.grids import Lines, describe, grid, repeat
from qms_model.briefing.paper import CENTRED, LEFT, RIGHT, body_text, spaced, text_width, write
from qms_model.briefing.report import Listed, are_numbers, text_of
from qms_model.i18n import translate
from qms_model.numbers import NOTHING, number_text

_MANY_COLUMNS = 10  # from so many on the print is smaller
_SIZES = (11.0, 9.0)  # points
_MM_OF_A_LETTER = 0.163  # a letter of Times is so wide for each point of its size
_WIDE, _BOLD = 1.5, 1.25  # capitals and bold letters are as wide as so many
_PADDING = 2.8  # mm
_LONGEST_WORD = 20  # letters that a column makes room for; a longer word is broken
_ROWS_OF_A_PAGE = 20
_KEPT = 2  # rows that do not stand apart from what follows


def write_listed(
    document: Document, listed: Listed, language: str, title: str = "", *, keep: bool = False
) -> None:
    """A table, under its title if there is one: `brief` rows at most, and how many more the workbook
    has; with `keep` its end stays on the page of what follows."""
    frame = listed.frame if listed.brief is None else listed.frame.head(listed.brief)
    if title:
        head = spaced(write(document.add_paragraph(), title, 12, bold=True, align=CENTRED), before=8, after=4)
        head.paragraph_format.keep_with_next = True
    _Writer(document, listed, frame, language).write(keep)
    said = [listed.note] if listed.note else []
    if left := len(listed.frame) - len(frame):
        n = number_text(left, language)
        said.append(translate("{n} more rows are in the workbook of this report.", language, n=n))
    for text in said:
        spaced(write(document.add_paragraph(), text, 11, italic=True), before=3)
    document.add_paragraph().paragraph_format.keep_with_next = keep or None


def write_nothing(document: Document, language: str) -> None:
    """What stands where a table has no row."""
    body_text(document, translate("There is nothing to list.", language))


class _Writer:
    """One table while it is written."""

    def __init__(self, document: Document, listed: Listed, frame: pd.DataFrame, language: str) -> None:
        self.listed, self.language = listed, language
        self.groups = frame[listed.group].tolist() if listed.group else [""] * len(frame)
        self.shown = [at for at, name in enumerate(frame.columns) if name != listed.group]
        self.headings = [str(frame.columns[at]) for at in self.shown]
        self.texts = [[text_of(cell, language) for cell in frame.iloc[:, at]] for at in self.shown]
        self.sides = [RIGHT if are_numbers(column) else LEFT for column in self.texts]
        self.size = _SIZES[len(self.shown) >= _MANY_COLUMNS]
        widths = column_widths(self.headings, self.texts, text_width(document), self.size)
        self.table: Table = grid(document, widths, "Table Grid", padding=Pt(1.5))
        self.lines = Lines(self.table)

    def write(self, keep: bool) -> None:
        """Headings, the rows under the lines of their groups, the totals; with `keep` the last rows
        stay on the page of what follows."""
        describe(self.table, self.listed.title, translate("One line for each row.", self.language))
        repeat(self.lines.write(self.headings, [CENTRED] * len(self.headings), self.size, bold=True))
        kept = len(self.groups) - _KEPT if keep else len(self.groups)
        for group, places in groupby(range(len(self.groups)), key=self.groups.__getitem__):
            if self.listed.group:
                self.lines.write([str(group)], [LEFT], self.size, bold=True, keep=True)
            for place in places:
                self._line([column[place] for column in self.texts], keep=place >= kept)
        if self.listed.total:
            total = [text_of(self.listed.total[at], self.language) for at in self.shown]
            self._line(total, bold=True, keep=keep)

    def _line(self, texts: Sequence[str], bold: bool = False, keep: bool = False) -> None:
        sides = [
            CENTRED if text == NOTHING else RIGHT if bold and are_numbers([text]) else side
            for text, side in zip(texts, self.sides, strict=True)
        ]
        self.lines.write(texts, sides, self.size, bold=bold, keep=keep)


def column_widths(
    headings: Sequence[str], texts: Sequence[Sequence[str]], whole: Length, size: float
) -> list[Length]:
    """How wide each column is, together `whole`: its longest word fits, and what is left goes millimetre
    by millimetre where it saves most lines."""
    letter = size * _MM_OF_A_LETTER
    lengths = [
        letter * np.array([_BOLD * len(heading)] * (1 + len(cells) // _ROWS_OF_A_PAGE) + [*map(len, cells)])
        for heading, cells in zip(headings, texts, strict=True)
    ]
    widths = [
        min(_longest_word(heading, cells), _LONGEST_WORD) * letter
        for heading, cells in zip(headings, texts, strict=True)
    ]
    saved = [_saved(some, width) for some, width in zip(lengths, widths, strict=True)]
    room = whole.mm - len(headings) * _PADDING
    while sum(widths) < room and max(saved, default=0) > 0:
        at = saved.index(max(saved))
        widths[at] += 1
        saved[at] = _saved(lengths[at], widths[at])
    return [Mm(round(width * room / sum(widths) + _PADDING, 1)) for width in widths]


def _saved(lengths: npt.NDArray[np.float64], width: float) -> float:
    """How many lines a little more width saves, as what does not fit on one flows on."""
    return float(lengths[lengths > width].sum()) / width**2


def _longest_word(heading: str, cells: Sequence[str]) -> float:
    words = [_letters(word) for cell in {*cells} for word in cell.split()]
    return max([*words, *(_BOLD * _letters(word) for word in heading.split())], default=1)


def _letters(word: str) -> float:
    """How many letters of usual width the word is as wide as."""
    return sum(_WIDE if letter.isupper() or letter in "mw—" else 1 for letter in word)
