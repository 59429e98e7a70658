"""What a briefing says, whatever file it becomes: sections of sentences, figures and tables.

Every renderer (PDF, DOCX, PPTX, XLSX, HTML, CSV) writes one of these, so that no two
files of a pack can disagree. Nothing in it is asked later: it holds plain text and frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import pandas as pd

from qms_model.figures import Figure
from qms_model.numbers import NOTHING, number_text
from qms_model.office import Office

_NUMBER = re.compile(r"[<>]?\d[\d.,]*(/[\d.,]+)?%?")


@dataclass(frozen=True)
class Said:
    """A paragraph: the narrator's own sentence."""

    text: str


@dataclass(frozen=True)
class Asked:
    """What somebody is asked to decide: numbered sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure under its finding (`figure.title`), with what it measures and how that is counted."""

    key: str  # names its files: "coverage-by-type"
    figure: Figure
    measure: str  # n/N and percent, in words
    definition: str  # what is counted, one sentence


@dataclass(frozen=True, eq=False)
class Listed:
    """A table: headings are the columns of `frame` in the language; counts are numbers, the
    rest is text. `brief` rows at most on paper (None: all); workbook, page and CSV have all.
    `group` heads the column whose runs of equal cells share one line on paper; `total` is the
    line below the rows, a cell for each column."""

    key: str
    title: str
    frame: pd.DataFrame
    note: str = ""
    brief: int | None = None
    group: str = ""
    total: tuple[str | int, ...] = ()


Part = Said | Asked | Drawn | Listed


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it; an annex begins on a page of its own."""

    code: str
    title: str
    parts: tuple[Part, ...]
    annex: bool = False


@dataclass(frozen=True)
class Origin:
    """What every page of every file says of where its numbers come from, each part in words."""

    day: str
    known: str  # the change, with the first digits of its hash
    filters: str
    source: str
    snapshot: str  # the id, with its name
    illustrative: str  # "" where the figures are real
    scope: str = ""  # what the figures are limited to, as it stands under a title; "" where nothing

    def line(self, besides: str = "") -> str:
        """All of it, for the foot of a page, with what must be said `besides`."""
        said = (self.day, self.known, self.filters, self.source, self.snapshot, besides, self.illustrative)
        line = " · ".join(part for part in said if part)
        return line[:1].upper() + line[1:]


@dataclass(frozen=True)
class Report:
    """A briefing. `note` is its one page, `sections` the full report, `definitions` pairs of a
    measure and how it is counted."""

    title: str
    lead: str  # the one sentence that says how far it is
    day: date
    language: str
    office: Office
    origin: Origin
    note: tuple[Part, ...]
    sections: tuple[Section, ...]
    definitions: tuple[tuple[str, str], ...]
    yearly: Listed | None = None  # one row an agency (QĐ 19/2014/QĐ-TTg, Phụ lục II)
    quality: Listed | None = None  # the doubtful facts, one a row; for the workbook
    besides: tuple[str, ...] = ()  # names of the parts that were chosen besides

    def figures(self) -> Iterator[Drawn]:
        """Each figure once, in order."""
        return iter({part.key: part for part in self.parts() if isinstance(part, Drawn)}.values())

    def tables(self) -> Iterator[Listed]:
        """Each table once, in order, the yearly report last."""
        tables = {part.key: part for part in self.parts() if isinstance(part, Listed)}
        return chain(tables.values(), () if self.yearly is None else (self.yearly,))

    def parts(self) -> Iterator[Part]:
        """Every part of the note, then of each section."""
        yield from self.note
        for section in self.sections:
            yield from section.parts


def text_of(cell: Any, language: str) -> str:
    """A cell as it is printed: counts grouped, what is not known as "—"."""
    if isinstance(cell, str):
        return cell
    return NOTHING if pd.isna(cell) else number_text(int(cell), language)


def are_numbers(texts: Iterable[str]) -> bool:
    """Whether a column holds only counts, shares and n/N, or nothing: such are set to the right."""
    return all(text in ("", NOTHING) or _NUMBER.fullmatch(text) for text in texts)
