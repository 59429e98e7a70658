"""The page put together: an opening, chapters, and the words around them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from qms_model.briefing.offline.drawings import drawings
from qms_model.briefing.offline.grid import grid
from qms_model.briefing.offline.safely import TEMPLATES, base64_text, css_text, json_text, policy, scripts
from qms_model.briefing.report import Drawn, Listed, Part, Report
from qms_model.figures import as_table
from qms_model.figures.theme import BACKGROUNDS, GRID, INK, MUTED_INK
from qms_model.i18n import translate
from qms_model.numbers import number_text

_TYPEFACE = TEMPLATES.parent / "fonts" / "SourceSans3VF-Upright.ttf.woff2"  # that of the screens
_SEARCHED = 10  # rows: a shorter table is seen at once
_WORDS = {
    "behind": "Behind it: {title}",
    "brief": "In brief",
    "contents": "Contents",
    "counted": "How it is counted: {definition}",
    "decisions": "For decision",
    "definitions": "How the figures are counted",
    "nothing": "There is nothing to report here.",
    "numbers": "Numbers of the figure",
    "on_paper": "On paper the first {n} of {total} rows; the file itself has all.",
    "search": "Search in this table (without diacritics)",
    "skip": "Skip to the report",
    "undrawn": "Figures are drawn by a script that does not run here; their numbers stand in the tables.",
}
# The table that lists what a figure counts.
_BEHIND = {
    "coverage-by-type": "by-type",
    "coverage-by-year": "by-type",
    "paths-by-type": "covered",
    "adoption": "plan",
    "rungs-by-type": "covered",
    "editions-by-type": "covered",
    "transition": "covered",
    "expiry-calendar": "expiring",
    "days-late": "late",
    "causes": "late",
    "ageing": "late",
    "findings-flow": "open-findings",
    "findings-ageing": "open-findings",
    "findings-by-clause": "open-findings",
    "findings-by-cause": "open-findings",
}


class _Chapter(NamedTuple):
    """A heading of the page, by the id that the contents lead to, and its parts."""

    name: str
    title: str
    parts: tuple[Part, ...]
    annex: bool


def page_html(report: Report) -> bytes:
    """The page, UTF-8; the same bytes for the same report."""
    language = report.language
    opening = _opening(report)
    chapters = _chapters(report, opening)
    text = _template().render(
        report=report,
        opening=opening,
        chapters=chapters,
        behind=_behind(chapters),
        drawings=json_text(drawings(report)),
        scripts=scripts(),
        policy=policy(),
        colours=_colours(),
        typeface=base64_text(_TYPEFACE.read_bytes()),
        foot=css_text(report.origin.line()),
        say=lambda word, **values: translate(_WORDS[word], language, **values),
        grid=lambda frame: grid(frame, language),
        number=lambda n: number_text(n, language),
        twin=as_table,
        kind=lambda part: type(part).__name__,
        searched=_SEARCHED,
    )
    return text.encode()


def _opening(report: Report) -> tuple[Part, ...]:
    """The note of the report, but for the figures that a section has: what is read in half a minute."""
    keys = {part.key for section in report.sections for part in section.parts if isinstance(part, Drawn)}
    return tuple(part for part in report.note if not (isinstance(part, Drawn) and part.key in keys))


def _chapters(report: Report, opening: Iterable[Part]) -> list[_Chapter]:
    """The sections, each part where it stands first; one that the opening has in full is left out."""
    seen = {_identity(part) for part in opening}
    chapters = []
    for place, section in enumerate(report.sections, start=1):
        fresh = {_identity(part): part for part in section.parts if _identity(part) not in seen}
        seen |= fresh.keys()
        if fresh or not section.parts:
            chapters.append(_Chapter(f"section-{place}", section.title, tuple(fresh.values()), section.annex))
    if report.yearly is not None:
        chapters.append(_Chapter("section-yearly", report.yearly.title, (report.yearly,), True))
    return chapters


def _identity(part: Part) -> object:
    return (type(part), part.key) if isinstance(part, Drawn | Listed) else part


def _behind(chapters: Iterable[_Chapter]) -> dict[str, tuple[str, str]]:
    """The table behind each figure, where the page has it: its key, and what heads it."""
    tables = {
        part.key: (part.key, chapter.title if chapter.annex else part.title)
        for chapter in chapters
        for part in chapter.parts
        if isinstance(part, Listed)
    }
    return {key: tables[table] for key, table in _BEHIND.items() if table in tables}


def _colours() -> list[tuple[str, list[tuple[str, str]]]]:
    """The colours of the figures, for the page around them: by mode, name and value."""
    named = {"ground": BACKGROUNDS, "ink": INK, "muted": MUTED_INK, "line": GRID}
    return [(mode, [(name, colours[mode]) for name, colours in named.items()]) for mode in ("light", "dark")]


@cache
def _template() -> Template:
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return found.get_template("page.html")
