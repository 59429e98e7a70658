"""What official papers have in common: the head of the first page, and who signs and gets them."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document
from docx.shared import Length, Mm
from docx.table import _Cell

from qms_model.briefing.grids import grid, row_of
from qms_model.briefing.paper import CENTRED, RIGHT, rule, spaced, text_width, write
from qms_model.i18n import translate
from qms_model.office import Office

_SMALL = 12
_ISSUER = 65 / 165  # of the width of the text
_COPIES = 85 / 165


def write_head(document: Document, office: Office, symbol: str, language: str) -> _Cell:
    """Draft mark, issuing body and motto, number and date; gives the cell below the number, for what
    the paper is about."""
    spaced(write(document.add_paragraph(), translate("DRAFT", language), bold=True, align=RIGHT), after=4)
    left, right = _parts(document, _ISSUER)
    table = grid(document, (left, right))
    _, (issuer, motto) = row_of(table)
    write(issuer.paragraphs[0], office.parent_body.label(language).upper(), _SMALL, align=CENTRED)
    write(issuer.add_paragraph(), office.body.label(language).upper(), _SMALL, bold=True, align=CENTRED)
    rule(issuer, Mm(22), left)
    state = translate("SOCIALIST REPUBLIC OF VIET NAM", language)
    write(motto.paragraphs[0], state, _SMALL, bold=True, align=CENTRED)
    words = translate("Independence - Freedom - Happiness", language)
    write(motto.add_paragraph(), words, bold=True, align=CENTRED)
    rule(motto, Mm(60), right)
    _, (number, place) = row_of(table)
    text = translate("No.:          /{symbol}", language, symbol=symbol)
    spaced(write(number.paragraphs[0], text, align=CENTRED), before=4)
    date = translate("{place}, date:                 20…", language, place=office.place.label(language))
    spaced(write(place.paragraphs[0], date, italic=True, align=CENTRED), before=4)
    return number


def write_signature(
    document: Document, office: Office, copies: Iterable[str], language: str, room: float = 80
) -> None:
    """Recipients on the left, who signs on the right, with so many points of room for it."""
    spaced(document.add_paragraph()).paragraph_format.keep_with_next = True
    table = grid(document, _parts(document, _COPIES))
    _, (listed, signature) = row_of(table)
    write(listed.paragraphs[0], translate("Recipients:", language), _SMALL, bold=True, italic=True)
    for copy in copies:
        write(listed.add_paragraph(), f"- {copy}", 11)
    title = office.signer.label(language).upper()
    spaced(write(signature.paragraphs[0], title, bold=True, align=CENTRED), after=room)


def _parts(document: Document, left: float) -> tuple[Length, Length]:
    """The width of the text in two columns."""
    whole = text_width(document)
    first = Mm(round(left * whole.mm))
    return first, Length(whole - first)
