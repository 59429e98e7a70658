"""A briefing as DOCX, laid out as NĐ 30/2020/NĐ-CP asks: the note of one page, the full report, the
yearly report. Number, date and signature stay blank, and each is marked as a draft."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from qms_model.briefing import framing, wording
from qms_model.briefing.listings import write_listed, write_nothing
from qms_model.briefing.official import write_head, write_signature
from qms_model.briefing.paper import (
    CENTRED,
    JUSTIFIED,
    TEXT_SIZE,
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
_TALLEST, _TALLEST_OF_NOTE = Mm(95), Mm(54)  # a figure
# Of the note: its letters beside those of other papers, points to sign in, an empty line.
_SMALLER, _NOTE_ROOM, _GAP = 0.85, 58, Pt(4)


def note_docx(report: Report, picture: Picture) -> bytes:
    """The note as a .docx file of one page; the same report and pictures make the same bytes."""
    document = _sheet(report)
    _address(document, report, short=True)
    _Parts(document, report, picture, brief=True).write(report.note)
    _close(document, report, _NOTE_ROOM)
    _tighten(document)
    return file_of(document)


def report_docx(report: Report, picture: Picture) -> bytes:
    """The full report as a .docx file, signed before its annexes; the same report and pictures make
    the same bytes."""
    document = _sheet(report)
    _address(document, report)
    parts = _Parts(document, report, picture)
    numbers = count(1)
    for section in (one for one in report.sections if not one.annex):
        heading(document, f"{framing.roman(next(numbers))}. {section.title}")
        parts.write(section.parts)
    _close(document, report)
    for section in (one for one in report.sections if one.annex):
        next_sheet(document, across=_is_wide(section.parts))
        heading(document, section.title).alignment = CENTRED
        attached = write(
            document.add_paragraph(), framing.attached(report.language), italic=True, align=CENTRED
        )
        spaced(attached, after=6).paragraph_format.keep_with_next = True
        parts.write(section.parts, numbered=False)
    _explain(document, report)
    return file_of(document)


def yearly_docx(report: Report) -> bytes:
    """The yearly report (QĐ 19/2014/QĐ-TTg, Phụ lục II) as a .docx file laid across; the same report
    makes the same bytes. A report without one has the head and a sentence that says so."""
    listed = report.yearly
    title = report.title if listed is None else listed.title
    document = _sheet(report, across=True, cites=False)
    _write_title(document, report, title)
    if listed is None or listed.frame.empty:
        write_nothing(document, report.language)
    else:
        body_text(document, listed.note).paragraph_format.space_after = Pt(6)
        write_listed(document, replace(listed, note=""), report.language, keep=True)
    copies = wording.copies_of_report(report.office, report.language, addressed=False)
    write_signature(document, report.office, copies, report.language)
    return file_of(document)


def _sheet(report: Report, *, across: bool = False, cites: bool = True) -> Document:
    """A sheet with its head, the numbers of the pages, and where the numbers come from at the foot."""
    body = report.office.body.label(report.language)
    document = blank_sheet(report.title, body, report.day, report.language)
    if across:
        lay_across(document)
    number_pages(document)
    foot(document, framing.foot(report, cites=cites), "")
    symbol = f"BC-{report.office.symbol.partition('-')[0]}"
    write_head(document, report.office, symbol, report.language)
    return document


def _write_title(document: Document, report: Report, title: str = "") -> None:
    """The kind of paper over what it is about, as on official papers; `title` is one of its own."""
    about = "" if title else framing.heading(report)
    kind = translate("REPORT", report.language) if about else framing.unbroken(title or report.title).upper()
    spaced(write(document.add_paragraph(), kind, 14, bold=True, align=CENTRED), before=14)
    if about:
        write(document.add_paragraph(), about, 14, bold=True, align=CENTRED)
    figures = write(document.add_paragraph(), framing.figures(report), italic=True, align=CENTRED)
    spaced(figures, after=4)


def _address(document: Document, report: Report, *, short: bool = False) -> None:
    """The title, whom the report is for, and on what basis it is made."""
    _write_title(document, report)
    spaced(write(document.add_paragraph(), framing.to(report), align=CENTRED), before=6, after=6)
    if opening := framing.opening(report, short=short):
        body_text(document, opening)


def _close(document: Document, report: Report, room: float = 80) -> None:
    """The last sentence and who signs, on the page of the paragraph before them."""
    before = document.paragraphs[-1]
    for paragraph in (before, body_text(document, framing.closing(report))):
        paragraph.paragraph_format.keep_with_next = True
    copies = wording.copies_of_report(report.office, report.language, addressed=True)
    write_signature(document, report.office, copies, report.language, room)


def _explain(document: Document, report: Report) -> None:
    """How each number is counted, on a page of its own."""
    if not report.definitions:
        return
    next_sheet(document, across=False)
    heading(document, translate("How the figures are counted", report.language))
    for name, said in report.definitions:
        line = spaced(write(document.add_paragraph(), f"{name}: ", bold=True, align=JUSTIFIED), before=6)
        write(line, said, align=JUSTIFIED)


def _tighten(document: Document) -> None:
    """All of it on one page: smaller, with less between the lines."""
    document.styles["Normal"].font.size = Pt(_SMALLER * TEXT_SIZE)
    for size in document.element.body.iter(qn("w:sz")):
        size.set(qn("w:val"), str(round(_SMALLER * int(size.get(qn("w:val"))))))
    for paragraph in document.paragraphs:
        format_ = paragraph.paragraph_format
        format_.line_spacing = 1.0 if paragraph.runs else _GAP
        format_.space_before, format_.space_after = (
            side and Length(side // 2) for side in (format_.space_before, format_.space_after)
        )


def _is_wide(parts: Sequence[Part]) -> bool:
    return any(isinstance(part, Listed) and len(part.frame.columns) > _WIDE for part in parts)


class _Parts:
    """Writes the parts of a report; figures and tables are numbered through it. If `brief`, a table has
    no title, and a figure does not say how it is counted."""

    def __init__(self, document: Document, report: Report, picture: Picture, *, brief: bool = False) -> None:
        self._document, self._language = document, report.language
        self._picture, self._brief = picture, brief
        self._tallest = _TALLEST_OF_NOTE if brief else _TALLEST
        self._figures, self._tables = count(1), count(1)

    def write(self, parts: Sequence[Part], *, numbered: bool = True) -> None:
        """The parts one below the other; a section without parts says so. Tables of an annex are not
        `numbered`."""
        for part in parts or (Said(translate("Nothing to report.", self._language)),):
            match part:
                case Said():
                    body_text(self._document, part.text).paragraph_format.space_after = Pt(6)
                case Asked():
                    self._ask(part)
                case Drawn():
                    self._draw(part)
                case Listed():
                    write_listed(self._document, part, self._language, self._title(part, numbered))

    def _title(self, listed: Listed, numbered: bool) -> str:
        if self._brief:
            return ""
        if not numbered:
            return listed.title
        number = translate("Table {n}", self._language, n=next(self._tables))
        return f"{number}. {listed.title}"

    def _ask(self, asked: Asked) -> None:
        opening = translate("Leadership is asked to consider and decide:", self._language)
        body_text(self._document, opening).paragraph_format.keep_with_next = True
        for number, text in enumerate(framing.ended(asked.texts), start=1):
            spaced(body_text(self._document, f"{number}. {text}"), before=3)

    def _draw(self, drawn: Drawn) -> None:
        """The picture with its alternative text; below it the finding, n/N, and how that is counted."""
        image = spaced(self._document.add_paragraph(), before=6)
        image.alignment = CENTRED
        shape = image.add_run().add_picture(io.BytesIO(self._picture(drawn)))
        scale = min(text_width(self._document) / shape.width, self._tallest / shape.height)
        shape.width, shape.height = Length(int(shape.width * scale)), Length(int(shape.height * scale))
        facts = shape._inline.docPr
        facts.set("name", drawn.key)
        facts.set("descr", visible(drawn.figure.alt))
        number = translate("Figure {n}", self._language, n=next(self._figures))
        caption = spaced(self._document.add_paragraph(), before=2)
        write(caption, f"{number}. {drawn.figure.title}", 12, bold=True, align=CENTRED)
        below = spaced(self._document.add_paragraph(), after=6)
        said = f"{drawn.measure}." if self._brief else f"{drawn.measure}. {drawn.definition}"
        write(below, said, 11, italic=True, align=JUSTIFIED)
        for paragraph in (image, caption):
            paragraph.paragraph_format.keep_with_next = True
        below.paragraph_format.line_spacing = 1.0
        below.paragraph_format.left_indent = below.paragraph_format.right_indent = Pt(12)
