"""A sheet of a workbook: a title, sentences and tables one below the other, ready to be printed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from qms_model.briefing.report import Origin, are_numbers
from qms_model.i18n import translate
from qms_model.numbers import NOTHING, day_of
from qms_model.vietnamese import visible

_LONGEST_NAME, _LONGEST_HEADING, _LONGEST_CELL = 31, 255, 32767  # what Excel holds
_LONGEST_FOOTER = 249  # letters, of the 255 that Excel holds; the others say where and how small
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_A4 = 9
_WIDEST, _NARROWEST = 80, 8  # letters of a column
_LINE, _TITLE_LINE = 15.5, 20  # points
_DAYS = {"vi": "dd/mm/yyyy", "en": "[$-409]d mmm yyyy"}  # as `day_text` writes them
_PART_OF_DAY = re.compile(r"(\d\d/|[A-Z][a-z]{2} )?\d{4}")  # a month or a year, where no more is recorded
_FIRST_DAY = date(1900, 3, 1)  # that all spreadsheets count alike
_BUTTON = 4  # letters that the button of a filter covers
_USUAL = 8.43  # of a column that nobody sets
_TEXT_WIDTH = 100  # letters that a line of a sentence has at least


def sheet_name(text: str, taken: Collection[str]) -> str:
    """A name that Excel takes, made of `text`: 31 letters at most, none of []:*?/\\, unlike the others."""
    clean = " ".join(_NOT_IN_A_NAME.sub(" ", visible(text)).split()).strip("'") or "Sheet"
    names = {name.casefold() for name in (*taken, "history")}  # Excel keeps that one for itself
    for number in range(1, len(names) + 2):
        end = "" if number == 1 else f" ({number})"
        name = f"{clean[: _LONGEST_NAME - len(end)].strip(chr(39) + ' ')}{end}"
        if name.casefold() not in names:
            break
    return name


def footer_of(origin: Origin) -> str:
    """Where the numbers come from, short enough for the foot of a printed page: of a long line the
    source and the filters are cut."""
    line = origin.line()
    for most in (90, 60, 30):
        if len(line.replace("&", "&&")) <= _LONGEST_FOOTER:
            break
        cut = {name: _shortened(getattr(origin, name), most) for name in ("source", "filters")}
        line = replace(origin, **cut).line()
    escaped = visible(line[:1].upper() + line[1:]).replace("&", "&&")[:_LONGEST_FOOTER]
    # Half of "&&" at the cut would be a code.
    return "&L&8 " + (escaped[:-1] if escaped.count("&") % 2 else escaped)


def _shortened(text: str, most: int) -> str:
    return textwrap.shorten(text, most, placeholder="…")


class Sheet:
    """A sheet while it is written, from top to bottom."""

    def __init__(self, book: Any, name: str, title: str, footer: str, language: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._language = language
        self._row = 0
        self._widths: dict[int, float] = {}
        self._said: list[tuple[int, str, str]] = []
        top: dict[str, Any] = {"valign": "top", "text_wrap": True}
        self._formats = {
            "title": book.add_format({"bold": True, "font_size": 13, **top}),
            "head": book.add_format({"bold": True, "bottom": 1, **top}),
            "text": book.add_format(top),
            "count": book.add_format({"num_format": "#,##0", "align": "right", "valign": "top", "indent": 1}),
            "day": book.add_format({"num_format": _DAYS[language], "align": "left", "valign": "top"}),
            "heads": book.add_format({"bold": True, "bottom": 1, "align": "right", **top}),
            "total": book.add_format({"bold": True, "top": 1, **top}),
            "sum": book.add_format({"bold": True, "top": 1, "num_format": "#,##0", "align": "right"}),
        }
        self._say(title, "title")
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.9)
        self._sheet.set_header("&C&P")
        self._sheet.set_footer(footer)

    def say(self, *texts: str) -> None:
        """Sentences, each on a line of its own across the sheet."""
        for text in texts:
            if text:
                self._say(text, "text")

    def _say(self, text: str, style: str) -> None:
        self._said.append((self._row, text, style))
        self._row += 1

    def close(self) -> None:
        """Write the sentences, as wide and as high as they need beside the tables."""
        if not self._widths:
            self._widths[0] = _TEXT_WIDTH
            self._sheet.set_column(0, 0, _TEXT_WIDTH)
        last, width = 0, self._widths[0]
        while width < _TEXT_WIDTH:
            last += 1
            width += self._widths.get(last, _USUAL)
        for row, text, style in self._said:
            written, height = self._formats[style], _TITLE_LINE if style == "title" else _LINE
            if last:
                self._sheet.merge_range(row, 0, row, last, "", written)
            self._sheet.write_string(row, 0, _cell(text), written)
            letters = 1.35 * len(text) if style == "title" else len(text)
            self._sheet.set_row(row, height * ceil(letters / width))

    def table(self, frame: pd.DataFrame, total: Sequence[str | int] = (), hold: bool = True) -> None:
        """An Excel table with its filter, `total` below it; its head stays in sight with `hold`."""
        first, columns = self._row + 1, len(frame.columns)
        headings = _unlike([visible(str(name))[:_LONGEST_HEADING] for name in frame.columns])
        if not columns:
            return
        rows = max(len(frame), 1)  # a table has a row
        self._sheet.add_table(
            first, 0, first + rows, columns - 1,
            {
                "columns": [{"header": name} for name in headings],
                "style": "Table Style Light 1",
            },
        )  # fmt: skip
        lines = [1] * (rows + 1)
        for place in range(columns):
            self._column(first, place, headings[place], frame.iloc[:, place], lines)
        for line, high in enumerate(lines):
            if high > 1:
                self._sheet.set_row(first + line, high * _LINE)
        for place, cell in enumerate(total):
            self._write(first + rows + 1, place, cell, "total", "sum")
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{first + rows + 2}"})
        if hold:
            self._sheet.freeze_panes(first + 1, 0)
            self._sheet.repeat_rows(first)
        self._row = first + rows + (3 if total else 2)

    def _column(self, first: int, place: int, heading: str, column: pd.Series, lines: list[int]) -> None:
        """Heading and cells of a column; `lines` are how high each row gets."""
        cells = [NOTHING if pd.isna(cell) else cell for cell in column.astype(object)]
        counts = all(not isinstance(cell, str) for cell in cells) or are_numbers(map(str, cells))
        side = "count" if counts else "text"
        self._sheet.write_string(first, place, heading, self._formats["heads" if counts else "head"])
        for line, cell in enumerate(self._as_days(cells), start=first + 1):
            self._write(line, place, cell, side, "count")
        longest = max([_NARROWEST, *(len(str(cell)) for cell in cells)])
        words = max(map(len, heading.split()), default=0) + _BUTTON
        width = min(max(longest + 2, words, len(heading) / 2), _WIDEST)
        self._widths[place] = max(self._widths.get(place, 0), width)
        self._sheet.set_column(place, place, self._widths[place])
        lines[0] = max(lines[0], ceil((len(heading) + _BUTTON) / width))
        for line, cell in enumerate(cells, start=1):
            lines[line] = max(lines[line], ceil(1.05 * len(str(cell)) / width))

    def _as_days(self, cells: Sequence[Any]) -> Sequence[Any]:
        """The cells of a column. Where they are nothing but days they become days, which can be sorted."""
        no_day = ("", NOTHING, translate("Not yet", self._language))
        found = [self._day(cell) or cell for cell in cells]
        others = {cell for cell in found if not isinstance(cell, date)}
        return found if all(cell in no_day or _PART_OF_DAY.fullmatch(str(cell)) for cell in others) else cells

    def _day(self, cell: Any) -> date | None:
        day = day_of(cell, self._language) if isinstance(cell, str) else None
        return day if day and day >= _FIRST_DAY else None

    def _write(self, row: int, place: int, cell: Any, text: str, count: str) -> None:
        if isinstance(cell, str):
            self._sheet.write_string(row, place, _cell(cell), self._formats[text])
        elif isinstance(cell, date):
            self._sheet.write_datetime(row, place, cell, self._formats["day"])
        else:
            self._sheet.write_number(row, place, cell, self._formats[count])


def _cell(text: str) -> str:
    return visible(text)[:_LONGEST_CELL]


def _unlike(headings: Sequence[str]) -> list[str]:
    """Headings of which no two are the same for Excel, none blank."""
    found: list[str] = []
    for heading in headings:
        name, number = heading.strip() or "-", 1
        while name.casefold() in {one.casefold() for one in found}:
            number += 1
            name = f"{heading[: _LONGEST_HEADING - 6]} ({number})"
        found.append(name)
    return found
