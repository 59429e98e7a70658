"""The official letter (công văn đôn đốc) as DOCX, laid out as NĐ 30/2020/NĐ-CP asks.

Number, date and signature stay blank, and the letter is marked as a draft: the
office completes and signs it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.document import Document
from docx.shared import Mm, Pt
from docx.table import _Cell

from qms_model.briefing import wording
from qms_model.briefing.grids import describe, grid, join_above, repeat, row_of
from qms_model.briefing.official import write_head, write_signature
from qms_model.briefing.package import zipped
from qms_model.briefing.paper import (
    CENTRED,
    LEFT,
    blank_sheet,
    body_text,
    file_of,
    foot,
    number_pages,
    spaced,
    write,
)
from qms_model.briefing.selection import LateAgency, Letter
from qms_model.i18n import message, translate
from qms_model.office import Office
from qms_model.refusal import Refused
from qms_model.vietnamese import fold

_TABLE = (Mm(12), Mm(37), Mm(45), Mm(24), Mm(16), Mm(31))  # as wide as the text
_SIGNED_WITH = 2  # paragraphs: a signature does not stand on a page alone
_SMALL = 12
_NAME_LENGTH = 60  # of a file, in characters
_NAMES = {"vi": ("cong-van", "cong-van-don-doc"), "en": ("letter", "official-letters")}


def docx_of(letter: Letter, office: Office) -> bytes:
    """The letter as a .docx file; the same letter and office make the same bytes."""
    subject, body = wording.subject(letter), office.body.label(letter.language)
    document = blank_sheet(f"{subject} - {wording.recipient(letter)}", body, letter.day, letter.language)
    number_pages(document)
    cited = office.basis_on(letter.day)
    foot(document, *wording.provenance(letter.provenance, letter.day, letter.language, cited))
    _write_head(document, letter, office)
    opening = body_text(document, wording.opening(letter, office))
    opening.paragraph_format.space_after = Pt(6)
    opening.paragraph_format.keep_with_next = True
    _write_table(document, letter)
    asked = [body_text(document, text) for text in wording.asks(letter, office)]
    for paragraph in asked[-_SIGNED_WITH:]:
        paragraph.paragraph_format.keep_with_next = True
    write_signature(document, office, wording.copies(letter, office), letter.language)
    return file_of(document)


def letters_zip(letters: Sequence[Letter], office: Office) -> tuple[str, bytes]:
    """(file name, content): the one letter as .docx, or several in a .zip, numbered in their order.

    Names are ASCII, from the recipients. Raises Refused when there is no letter.
    """
    if not letters:
        raise Refused(message("Nobody is late in this selection: there is no letter to write."))
    digits = max(2, len(str(len(letters))))
    files = [
        (_file_name(letter, f"{place:0{digits}}"), docx_of(letter, office))
        for place, letter in enumerate(letters, start=1)
    ]
    if len(files) == 1:
        return files[0]
    return f"{_NAMES[letters[0].language][1]}-{letters[0].day}.zip", zipped(files)


def _file_name(letter: Letter, number: str) -> str:
    words = re.findall(r"[a-z0-9]+", fold(wording.recipient(letter)))
    name = "-".join([_NAMES[letter.language][0], number, *words])
    return f"{name[:_NAME_LENGTH].rstrip('-')}.docx"


def _write_head(document: Document, letter: Letter, office: Office) -> None:
    """The head of an official paper, with subject and recipient."""
    number = write_head(document, office, office.symbol, letter.language)
    about = number.add_paragraph(style="Heading 1")
    spaced(write(about, wording.subject(letter), _SMALL, align=CENTRED), before=4)
    to = translate("To: {recipient}", letter.language, recipient=wording.recipient(letter))
    spaced(write(document.add_paragraph(), to, align=CENTRED), before=18, after=12)


def _write_table(document: Document, letter: Letter) -> None:
    language = letter.language
    table = grid(document, _TABLE, "Table Grid", padding=Pt(2))
    lines = translate("One line for each thing that an agency has not done.", language)
    describe(table, wording.subject(letter), lines)
    row, cells = row_of(table)
    repeat(row)
    for cell, heading in zip(cells, wording.HEADINGS, strict=True):
        write(cell.paragraphs[0], translate(heading, language), _SMALL, bold=True, align=CENTRED)
    for number, rows in enumerate(letter.agencies(), start=1):
        for place, late in enumerate(rows):
            number_cell, name, *rest = row_of(table)[1]
            if len(rows) > 1:
                join_above(number_cell, place == 0)
                join_above(name, place == 0)
            if place == 0:
                write(number_cell.paragraphs[0], str(number), _SMALL, align=CENTRED)
                write(name.paragraphs[0], late.name, _SMALL)
            _write_row(rest, late, letter)


def _write_row(cells: Sequence[_Cell], late: LateAgency, letter: Letter) -> None:
    alignments = (LEFT, CENTRED, CENTRED, LEFT)
    for cell, text, align in zip(cells, wording.cells(late, letter), alignments, strict=True):
        write(cell.paragraphs[0], text, _SMALL, align=align)
