"""A report as PDF, laid out as NĐ 30/2020/NĐ-CP asks: the note of one page, and the full report.

The layout is in `templates/*.typ`. Number, date and signature stay blank, and both are drafts.
The files are tagged (PDF/UA-1), and the same report makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from qms_model.briefing import framing, wording
from qms_model.briefing.report import Asked, Drawn, Listed, Part, Report, Said, Section
from qms_model.briefing.sheet_tables import ACROSS, UPRIGHT, fitted, lies_across, table_of
from qms_model.figures import Figure, Kind
from qms_model.figures.typst import scene_of
from qms_model.figures.typst.engine import pdf_of, picture_of
from qms_model.figures.typst.fonts import breakable, printable, wrapped
from qms_model.figures.typst.scene import Scene
from qms_model.i18n import translate

_NOTE = "briefing/templates/note.typ"
_SCREEN = 120  # pixels an inch
_FOOT, _FOOT_LINE = 8.0, 3.2  # points, and mm from line to line
_BOTTOM = 20.0  # mm; more where the foot needs it
_FOOT_ROOM = 10.0  # mm of the lower margin that stay free


class _Said(NamedTuple):
    """How much the note says: rows of tables and bars, sentences asked, letters of a sentence, figures."""

    rows: int | None = None
    asked: int | None = None
    letters: int | None = None
    figures: int | None = None


_SAID = (_Said(), _Said(25, 10, 600, 2), _Said(8, 5, 300, 1), _Said(4, 5, 160, 1), _Said(2, 3, 100, 1))
# Points, and place in _SAID. From the letter's own size down; only then is something left out.
_FORMS = (*((size, 0) for size in (13, 12.5, 12, 11.5, 11, 10.5)), (11, 1), (11, 2), (10, 3), (9, 4))


def note_pdf(report: Report) -> bytes:
    """The note, always one A4 page: smaller, then shortened with a line that says so."""
    return pdf_of(_NOTE, _note(report), report.day)


def note_png(report: Report) -> bytes:
    """A picture of the note, as wide as a screen shows it well."""
    return picture_of(_NOTE, _note(report), "png", _SCREEN)


def _note(report: Report) -> dict[str, Any]:
    """What the layout of the note takes."""
    short = translate("Shortened to one page: the full report has everything.", report.language)
    said = [
        {
            "shortened": short if place else "",
            "parts": [_noted(part, much, report.language) for part in _kept(report.note, much.figures)],
        }
        for place, much in enumerate(_SAID)
    ]
    return _sheet(report, short=True) | {
        "forms": [{"size": size, "said": place} for size, place in _FORMS],
        "said": said,
        "asked": translate("Proposed decisions:", report.language),
    }


def report_pdf(report: Report) -> bytes:
    """The full report: sections, who signs, annexes, how each number is counted."""
    language = report.language
    numbered = _Numbered(language)
    main = [section for section in report.sections if not section.annex]
    sections = [
        _section(section, numbered, framing.roman(place)) for place, section in enumerate(main, start=1)
    ]
    annexes = [_section(section, numbered) for section in report.sections if section.annex]
    data = {
        "sections": sections,
        "annexes": annexes,
        "attached": framing.attached(language),
        "explained": translate("How the figures are counted", language),
        "definitions": [[breakable(name), breakable(said)] for name, said in report.definitions],
    }
    return pdf_of("briefing/templates/report.typ", _sheet(report) | data, report.day)


class _Numbered:
    """The parts of a report as its layout takes them, figures and tables numbered in their order."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._next = {Drawn: count(1), Listed: count(1)}

    def part(self, part: Part, *, annex: bool) -> dict[str, Any]:
        """What the layout takes of a part; the tables of an annex have no number."""
        if isinstance(part, Drawn):
            n = str(next(self._next[Drawn]))
            title = translate("Figure {n}. {title}", self.language, n=n, title=part.figure.title)
            said = translate("How it is counted: {definition}", self.language, definition=part.definition)
            return _drawn(part, scene_of(part.figure)) | {
                "title": breakable(title), "definition": breakable(said) if part.definition else "",
            }  # fmt: skip
        if isinstance(part, Listed):
            table = table_of(part, self.language)
            if annex:
                return table
            n = str(next(self._next[Listed]))
            title = translate("Table {n}. {title}", self.language, n=n, title=part.title)
            return table | {"title": breakable(title)}
        return _sentences(part)


def _section(section: Section, numbered: _Numbered, number: str = "") -> dict[str, Any]:
    """Heading and parts; a section without parts says so. Tables fit the sheet, which may lie across."""
    parts: tuple[Part, ...] = section.parts
    if not parts:
        parts = (Said(translate("Nothing to report.", numbered.language)),)
    made = [numbered.part(part, annex=section.annex) for part in parts]
    across = section.annex and lies_across([part for part in made if part["is"] == "listed"])
    wide = ACROSS if across else UPRIGHT
    title = f"{number}. {section.title}" if number else section.title
    return {
        "title": breakable(title),
        "across": across,
        "parts": [fitted(part, wide) if part["is"] == "listed" else part for part in made],
    }


def _kept(parts: Sequence[Part], figures: int | None) -> list[Part]:
    """The parts with the first of their figures."""
    drawn = [part for part in parts if isinstance(part, Drawn)][:figures]
    return [part for part in parts if not isinstance(part, Drawn) or part in drawn]


def _noted(part: Part, much: _Said, language: str) -> dict[str, Any]:
    """A part as the note says it."""
    if isinstance(part, Drawn):
        few = _first_rows(part.figure, much.rows)
        return _drawn(part, scene_of(few)) | {
            "title": _short(part.figure.title, much.letters), "definition": "",
        }  # fmt: skip
    if isinstance(part, Listed):
        return fitted(table_of(part, language, much.rows), UPRIGHT)
    if isinstance(part, Said):
        return _sentences(Said(_short(part.text, much.letters)))
    return _sentences(Asked(tuple(_short(text, much.letters) for text in part.texts[: much.asked])))


def _drawn(part: Drawn, scene: Scene) -> dict[str, Any]:
    return {
        "is": "drawn",
        "measure": breakable(part.measure),
        "alt": printable(part.figure.alt) or printable(part.figure.title),
        "scene": vars(scene),
    }


def _sentences(part: Said | Asked) -> dict[str, Any]:
    if isinstance(part, Said):
        return {"is": "said", "text": breakable(part.text)}
    return {"is": "asked", "texts": list(map(breakable, framing.ended(part.texts)))}


def _first_rows(figure: Figure, most: int | None) -> Figure:
    """The figure with its first rows, where it is one of bars."""
    if most is None or figure.kind not in (Kind.SHARE_BARS, Kind.BARS) or figure.is_empty():
        return figure
    first = list(dict.fromkeys(figure.column("row")))[:most]
    return replace(figure, frame=figure.frame[figure.column("row").isin(first)])


def _short(text: str, letters: int | None) -> str:
    return text if letters is None or len(text) <= letters else f"{text[: letters - 1].rstrip()}…"


def _sheet(report: Report, *, short: bool = False) -> dict[str, Any]:
    """What head, foot and signature say, and the sentences that open and close the paper."""
    language, office = report.language, report.office
    line = framing.foot(report)
    lines = len(wrapped(line, UPRIGHT, _FOOT))
    symbol = office.symbol.partition("-")[0]  # a report is numbered by who issues it
    copies = wording.copies_of_report(office, language, addressed=True)
    said = {
        "name": report.title,
        "office": office.body.label(language),
        "draft": translate("DRAFT", language),
        "parent_body": office.parent_body.label(language).upper(),
        "body": office.body.label(language).upper(),
        "state": translate("SOCIALIST REPUBLIC OF VIET NAM", language),
        "motto": translate("Independence - Freedom - Happiness", language),
        "number": translate("No.:          /BC-{symbol}", language, symbol=symbol),
        "place": translate(
            "{place}, date:                 20…", language, place=office.place.label(language)
        ),
        "kind": translate("REPORT", language),
        "title": framing.heading(report) or framing.unbroken(report.title),
        "figures": framing.figures(report),
        "to": framing.to(report),
        "opening": framing.opening(report, short=short),
        "closing": framing.closing(report),
        "recipients": translate("Recipients:", language),
        "signer": office.signer.label(language).upper(),
        "foot": line,
    }
    return {
        **{name: breakable(words) for name, words in said.items()},
        "copies": [breakable(copy) for copy in copies],
        "language": language,
        "foot_size": _FOOT,
        "bottom": max(_BOTTOM, _FOOT_ROOM + _FOOT_LINE * lines),
    }
