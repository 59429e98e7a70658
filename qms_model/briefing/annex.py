"""The annex of a decision on inspections as DOCX, laid out as NĐ 30/2020/NĐ-CP asks of annexes.

The number and day of the decision stay blank, and the annex is marked as a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from docx.document import Document
from docx.shared import Mm, Pt

from qms_model.briefing import wording
from qms_model.briefing.grids import describe, grid, repeat, row_of
from qms_model.briefing.paper import (
    CENTRED,
    LEFT,
    RIGHT,
    blank_sheet,
    body_text,
    file_of,
    foot,
    lay_across,
    number_pages,
    spaced,
    write,
)
from qms_model.briefing.selection import Provenance
from qms_model.i18n import message, translate
from qms_model.office import Office
from qms_model.refusal import Refused

_COLUMNS = (  # of `inspections.annex_rows`; together as wide as the text of a page laid across
    (Mm(12), CENTRED),  # number
    (Mm(72), LEFT),  # agency
    (Mm(38), LEFT),  # type
    (Mm(32), LEFT),  # district
    (Mm(24), LEFT),  # form
    (Mm(14), CENTRED),  # points
    (Mm(35), LEFT),  # why
    (Mm(25), CENTRED),  # last inspection
)
_SMALL = 12


def annex_docx(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    said: Sequence[str],
    year: int,
    day: date,
    origin: Provenance,
    office: Office,
    language: str,
) -> bytes:
    """The list of agencies to be inspected in `year` as a .docx file; the same list makes the same bytes.

    `headings` and `rows` are those of `inspections.annex_rows`; `said`: the sentences between title and
    table. Raises Refused when there is no row.
    """
    if not rows:
        raise Refused(message("Nobody is on the list: there is no annex to write."))
    title = translate("List of agencies to be inspected in {year}", language, year=str(year))
    document = blank_sheet(title, office.body.label(language), day, language)
    lay_across(document)
    number_pages(document)
    foot(document, *wording.provenance(origin, day, language))
    _write_head(document, title, language)
    for text in said:
        body_text(document, text).paragraph_format.keep_with_next = True
    _write_table(document, title, headings, rows, language)
    return file_of(document)


def _write_head(document: Document, title: str, language: str) -> None:
    draft, annex = translate("DRAFT", language), translate("Annex", language)
    write(document.add_paragraph(), draft, bold=True, align=RIGHT)
    write(document.add_paragraph(), annex, 14, bold=True, align=CENTRED)
    heading = document.add_paragraph(style="Heading 1")
    write(heading, title.upper(), 14, bold=True, align=CENTRED)
    decision = translate(
        "(Attached to Decision No.                    , date:                 20…)", language
    )
    spaced(write(document.add_paragraph(), decision, italic=True, align=CENTRED), after=6)


def _write_table(
    document: Document, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], language: str
) -> None:
    spaced(document.add_paragraph(), after=2).paragraph_format.keep_with_next = True
    table = grid(document, [width for width, _ in _COLUMNS], "Table Grid", padding=Pt(2))
    describe(table, title, translate("One line for each agency.", language))
    row, cells = row_of(table)
    repeat(row)
    for cell, heading in zip(cells, headings, strict=True):
        write(cell.paragraphs[0], heading, _SMALL, bold=True, align=CENTRED)
    for texts in rows:
        for cell, text, (_, align) in zip(row_of(table)[1], texts, _COLUMNS, strict=True):
            write(cell.paragraphs[0], text, _SMALL, align=align)
