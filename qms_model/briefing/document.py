"""A briefing as DOCX, laid out as NĐ 30/2020/NĐ-CP asks: the note of one page, the full report, the
yearly report. Number, date and signature stay blank, and each is marked as a draft."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from docx.document import Document
from docx.shared import Length, Mm, Pt

from qms_model.briefing import wording
from qms_model.briefing.listings import write_listed, write_nothing
from qms_model.briefing.official import write_head, write_signature
from qms_model.briefing.paper import (
    CENTRED,
    JUSTIFIED,
    blank_sheet,
    body_text,
    file_of,
    foot,
    heading,
    lay_across,
    next_sheet,
    number_pages,
    spaced,
    text_width,
    write,
)
from qms_model.briefing.report import Asked, Drawn, Listed, Part, Report, Said
from qms_model.i18n import translate
from qms_model.vietnamese import visible

Picture = Callable[[Drawn], bytes]  # the PNG of a figure

_WIDE = 5  # more columns than these lie across
_TALLEST, _TALLEST_OF_NOTE = Mm(95), Mm(56)  # a figure
_ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def note_docx(report: Report, picture: Picture) -> bytes:
    """The note as a .docx file of one page; the same report and pictures make the same bytes."""
    document = _sheet(report)
    _write_title(document, report)
    _Parts(document, report, picture, _TALLEST_OF_NOTE).write(report.note)
    for paragraph in document.paragraphs:  # all of it on one page
        paragraph.paragraph_format.line_spacing = 1.0
    return file_of(document)


def report_docx(report: Report, picture: Picture) -> bytes:
    """The full report as a .docx file, signed before its annexes; the same report and pictures make
    the same bytes."""
    document = _sheet(report)
    _write_title(document, report)
    parts = _Parts(document, report, picture, _TALLEST)
    numbers = count(1)
    for section in (one for one in report.sections if not one.annex):
        heading(document, f"{_roman(next(numbers))}. {section.title}")
        parts.write(section.parts)
    _sign(document, report)
    for section in (one for one in report.sections if one.annex):
        next_sheet(document, across=_is_wide(section.parts))
        spaced(heading(document, section.title), after=6).alignment = CENTRED
        parts.write(section.parts)
    return file_of(document)


def yearly_docx(report: Report) -> bytes:
    """The yearly report (QĐ 19/2014/QĐ-TTg, Phụ lục II) as a .docx file laid across; the same report
    makes the same bytes. A report without one has the head and a sentence that says so."""
    listed = report.yearly
    title = report.title if listed is None else listed.title
    document = _sheet(report, across=True)
    _write_title(document, report, title)
    if listed is None or listed.frame.empty:
        write_nothing(document, report.language)
    else:
        body_text(document, listed.note).paragraph_format.space_after = Pt(6)
        write_listed(document, replace(listed, note=""), report.language, keep=True)
    _sign(document, report)
    return file_of(document)


def _sheet(report: Report, across: bool = False) -> Document:
    """A sheet with its head, the numbers of the pages, and where the numbers come from at the foot."""
    body = report.office.body.label(report.language)
    document = blank_sheet(report.title, body, report.day, report.language)
    if across:
        lay_across(document)
    number_pages(document)
    line = report.origin.line()
    foot(document, line[:1].upper() + line[1:], "")
    symbol = f"BC-{report.office.symbol.partition('-')[0]}"
    write_head(document, report.office, symbol, report.language)
    return document


def _write_title(document: Document, report: Report, title: str = "") -> None:
    text = write(document.add_paragraph(), (title or report.title).upper(), 14, bold=True, align=CENTRED)
    spaced(text, before=14)
    day = translate("(Figures {day})", report.language, day=report.origin.day)
    spaced(write(document.add_paragraph(), day, italic=True, align=CENTRED), after=4)


def _sign(document: Document, report: Report) -> None:
    copies = wording.copies_of_report(report.office, report.language)
    write_signature(document, report.office, copies, report.language)


def _is_wide(parts: Sequence[Part]) -> bool:
    return any(isinstance(part, Listed) and len(part.frame.columns) > _WIDE for part in parts)


def _roman(number: int) -> str:
    text = ""
    for letters, value in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


class _Parts:
    """Writes the parts of a report; figures and tables are numbered through it."""

    def __init__(self, document: Document, report: Report, picture: Picture, tallest: Length) -> None:
        self._document, self._language = document, report.language
        self._picture, self._tallest = picture, tallest
        self._figures, self._tables = count(1), count(1)

    def write(self, parts: Sequence[Part]) -> None:
        """The parts one below the other."""
        for part in parts:
            match part:
                case Said():
                    body_text(self._document, part.text)
                case Asked():
                    self._ask(part)
                case Drawn():
                    self._draw(part)
                case Listed():
                    number = translate("Table {n}", self._language, n=next(self._tables))
                    write_listed(self._document, part, self._language, f"{number}. {part.title}")

    def _ask(self, asked: Asked) -> None:
        opening = translate("Leadership is asked to consider and decide:", self._language)
        body_text(self._document, opening).paragraph_format.keep_with_next = True
        for number, text in enumerate(asked.texts, start=1):
            end = "." if number == len(asked.texts) else ";"
            spaced(body_text(self._document, f"{number}. {text}{end}"), before=3)

    def _draw(self, drawn: Drawn) -> None:
        """The picture with its alternative text; below it the finding, n/N, and how that is counted."""
        image = spaced(self._document.add_paragraph(), before=6)
        image.alignment = CENTRED
        shape = image.add_run().add_picture(io.BytesIO(self._picture(drawn)))
        scale = min(text_width(self._document) / shape.width, self._tallest / shape.height)
        shape.width, shape.height = Length(int(shape.width * scale)), Length(int(shape.height * scale))
        said = shape._inline.docPr
        said.set("name", drawn.key)
        said.set("descr", visible(drawn.figure.alt))
        number = translate("Figure {n}", self._language, n=next(self._figures))
        caption = spaced(self._document.add_paragraph(), before=2)
        write(caption, f"{number}. {drawn.figure.title}", 12, bold=True, align=CENTRED)
        below = spaced(self._document.add_paragraph(), after=6)
        write(below, f"{drawn.measure}. {drawn.definition}", 11, italic=True, align=JUSTIFIED)
        for paragraph in (image, caption):
            paragraph.paragraph_format.keep_with_next = True
        below.paragraph_format.line_spacing = 1.0
        below.paragraph_format.left_indent = below.paragraph_format.right_indent = Pt(12)
