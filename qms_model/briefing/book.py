"""A briefing as a workbook: every figure's table, every list whole, definitions, doubts, and the source.

Numbers are numbers, days are days and texts are texts: nothing becomes a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import pandas as pd

from qms_model.briefing.package import settled
from qms_model.briefing.report import Asked, Drawn, Listed, Part, Report
from qms_model.briefing.sheets import Sheet, footer_of, sheet_name
from qms_model.figures import Figure, as_table
from qms_model.i18n import translate
from qms_model.vietnamese import visible

_LONGEST_PROPERTY = 255
_ON_SUMMARY = "headline"


def book_xlsx(report: Report) -> bytes:
    """The workbook as an .xlsx file; the same report makes the same bytes."""
    import xlsxwriter  # only who takes a workbook along needs it in memory

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        _Book(book, report).write()
    return settled(stream.getvalue())


def pivots(figure: Figure) -> Mapping[str, pd.DataFrame]:
    """A figure of rows by columns as cross tables, by what they count: its counts, and what else
    belongs to each cell, such as N. Empty for other figures."""
    if "column" not in figure.encodings:
        return {}
    row, column = figure.encodings["row"], figure.encodings["column"]
    names = dict(zip(figure.column("row"), figure.column("name"), strict=True))
    counted = {figure.encodings["count"]: translate("Agencies counted", figure.language), **figure.also}
    return {
        heading: _crossed(figure.frame, row, column, value, names, figure.axis)
        for value, heading in counted.items()
    }


def _crossed(
    frame: pd.DataFrame, row: str, column: str, value: str, names: Mapping[Any, Any], axis: str
) -> pd.DataFrame:
    cells = dict(zip(zip(frame[row], frame[column], strict=True), frame[value], strict=True))
    rows, columns = list(dict.fromkeys(frame[row])), list(dict.fromkeys(frame[column]))
    table = {axis: [str(names[one]) for one in rows]}
    counts = {
        str(head): pd.array([cells.get((one, head), pd.NA) for one in rows], dtype="Int64")
        for head in columns
    }
    return pd.DataFrame({**table, **counts})


class _Book:
    """The workbook while it is written."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book, self._report = book, report
        self._names: list[str] = []
        self._sheets: list[Sheet] = []
        self._footer = footer_of(report.origin)
        self._contents: list[tuple[str, str]] = []
        book.set_properties(
            {
                "title": visible(report.title)[:_LONGEST_PROPERTY],
                "author": visible(report.office.body.label(report.language))[:_LONGEST_PROPERTY],
                "created": datetime.combine(report.day, time()),
            }
        )

    def write(self) -> None:
        """The sheets in order; the first one lists the others."""
        summary = self._sheet(self._say("Summary"), self._report.title)
        names = self._numbered()
        for drawn in self._report.figures():
            self._draw(names[drawn.key], drawn)
        for table in self._report.tables():
            if table.key not in (_ON_SUMMARY, "yearly"):
                self._list(names[table.key], table)
        if self._report.yearly is not None:
            self._list(self._say("Yearly report"), self._report.yearly)
        self._define()
        if self._report.quality is not None:
            self._doubt(self._report.quality)
        self._tell_source()
        self._sum_up(summary)
        for sheet in self._sheets:
            sheet.close()

    def _numbered(self) -> dict[str, str]:
        """What the report calls each figure and table, by key; what it has not comes after them."""
        names: dict[str, str] = {}
        parts = [(section, part) for section in self._report.sections for part in section.parts]
        drawn = [part for _, part in parts if isinstance(part, Drawn)]
        listed = [(section, part) for section, part in parts if isinstance(part, Listed)]
        main = [part for section, part in listed if not section.annex]
        kinds: tuple[tuple[str, Sequence[Drawn | Listed]], ...] = (("Figure {n}", drawn), ("Table {n}", main))
        for name, numbered in kinds:
            for number, part in enumerate(numbered, start=1):
                names.setdefault(part.key, self._say(name, n=number))
        for section, part in listed:  # those of an annex have no number of their own
            names.setdefault(part.key, section.title.partition(". ")[0])
        rest = [part for part in self._report.parts() if isinstance(part, Drawn | Listed)]
        for number, part in enumerate((one for one in rest if one.key not in names), start=1):
            names[part.key] = self._say("Besides {n}", n=number)
        return names

    def _say(self, msgid: str, **values: object) -> str:
        return translate(msgid, self._report.language, **values)

    def _sheet(self, name: str, title: str) -> Sheet:
        self._names.append(sheet_name(name, self._names))
        self._contents.append((self._names[-1], title))
        self._sheets.append(Sheet(self._book, self._names[-1], title, self._footer, self._report.language))
        return self._sheets[-1]

    def _draw(self, name: str, drawn: Drawn) -> None:
        """What a figure shows as a table; one of rows by columns crossed on a sheet of its own."""
        sheet = self._sheet(name, drawn.figure.title)
        sheet.say(drawn.measure, drawn.definition)
        sheet.table(as_table(drawn.figure))
        crossed = pivots(drawn.figure)
        if crossed:
            sheet = self._sheet(self._say("{figure}, crossed", figure=name), drawn.figure.title)
        for heading, table in crossed.items():
            sheet.say(heading)
            sheet.table(table, hold=False)

    def _list(self, name: str, listed: Listed) -> None:
        sheet = self._sheet(name, listed.title)
        if listed.note:
            sheet.say(listed.note)
        sheet.table(listed.frame, listed.total)

    def _define(self) -> None:
        sheet = self._sheet(self._say("Definitions"), self._say("How each measure is counted"))
        headings = [self._say("Measure"), self._say("How it is counted")]
        sheet.table(pd.DataFrame(list(self._report.definitions), columns=headings, dtype="str"))

    def _doubt(self, quality: Listed) -> None:
        """How many facts each rule doubts, and which."""
        sheet = self._sheet(self._say("Data quality"), quality.title)
        rule = quality.frame.columns[0]
        counts = quality.frame[rule].value_counts(sort=False)
        number = pd.array(counts.to_numpy(), dtype="Int64")
        sheet.table(pd.DataFrame({rule: counts.index.astype(str), self._say("Number"): number}), hold=False)
        sheet.table(quality.frame, hold=False)

    def _tell_source(self) -> None:
        sheet = self._sheet(self._say("Source"), self._say("Where the numbers come from"))
        origin = self._report.origin
        said = (origin.day, origin.known, origin.filters, origin.source, origin.snapshot, origin.illustrative)
        sheet.say(*(part[:1].upper() + part[1:] for part in said if part))

    def _sum_up(self, sheet: Sheet) -> None:
        """How far it is, the key figures, what is to be decided, and what the other sheets hold."""
        sheet.say(self._report.lead, self._report.origin.day, self._report.origin.illustrative)
        for table in self._report.tables():
            if table.key == _ON_SUMMARY:
                sheet.table(table.frame, hold=False)
        asked = _asked([*self._report.note, *(p for one in self._report.sections for p in one.parts)])
        sheet.say(*(f"{number}. {text}" for number, text in enumerate(asked, start=1)))
        headings = [self._say("Sheet"), self._say("What it shows")]
        sheet.table(pd.DataFrame(self._contents[1:], columns=headings, dtype="str"), hold=False)


def _asked(parts: Sequence[Part]) -> Sequence[str]:
    """What is put to leadership, once."""
    return next((part.texts for part in parts if isinstance(part, Asked)), ())
