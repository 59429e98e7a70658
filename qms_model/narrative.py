"""Sentences from measures, in Vietnamese and English.

Each function takes frames of the questions and says what they show: the title
of a figure (its finding) and its alternative text (at most 250 characters).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from qms_model.i18n import translate
from qms_model.numbers import NOTHING, day_text, fraction_text, number_text, percentage_text

ALT_LENGTH = 250


class Words(NamedTuple):
    """What a figure shows: the title over it, and the text for those who cannot see it."""

    title: str
    alt: str


def rungs(coverage: pd.DataFrame, by_obligation: pd.DataFrame, language: str) -> str:
    """The lead sentence: how many are attested, and how many of each obligation.

    `coverage` is the question without `by`, `by_obligation` by obligation.
    """
    if not _only(coverage).agencies:
        return translate("No agency to show", language)
    lead = translate(
        "{share} agencies are certified or have declared conformity",
        language,
        share=_share(_only(coverage), "attested", language),
    )
    counted = {row.group: row for row in _rows(by_obligation) if row.agencies}
    if len(counted) < 2:
        return lead
    parts = [
        translate(text, language, share=_share(counted[code], "attested", language))
        for code, text in (("mandatory", "{share} mandatory"), ("encouraged", "{share} encouraged"))
    ]
    return f"{lead}: {', '.join(parts)}"


def coverage_by_group(coverage: pd.DataFrame, labels: Mapping[str, str], language: str) -> Words:
    """How many groups are wholly in force, and which one is furthest behind."""
    counted = [row for row in _rows(coverage) if row.agencies]
    if not counted:
        text = translate("No agency to show", language)
        return Words(text, text)
    complete = [row for row in counted if row.in_force == row.agencies]
    last = min(counted, key=lambda row: (row.in_force / row.agencies, -row.agencies))
    text = (
        "{last}: {share} in force"
        if len(counted) == 1
        else "Every agency of all {groups} types is in force"
        if len(complete) == len(counted)
        else "{done} of {groups} types are wholly in force; furthest behind: {last} ({share})"
        if complete
        else "None of the {groups} types is wholly in force yet; furthest behind: {last} ({share})"
    )
    title = translate(
        text,
        language,
        done=len(complete),
        groups=len(counted),
        last=labels.get(last.group, last.group or NOTHING),
        share=_share(last, "in_force", language),
    )
    return Words(title, _alt("Bar chart of the state of the agencies by type", title, language))


def adopters(adopters: pd.DataFrame, coverage: pd.DataFrame, language: str) -> Words:
    """How it began, which year brought most, and where the running total stands.

    `adopters` is the question on the day; `coverage` the question without `by`.
    """
    per_year: Counter[int] = Counter()
    for row in _rows(adopters):
        per_year[int(row.year)] += int(row.agencies)
    per_year = +per_year
    if not per_year:
        title = translate("No agency has begun to apply the system by this day", language)
        return Words(title, title)
    first = min(per_year)
    best = max(per_year, key=lambda year: (per_year[year], -year))
    text = (
        "{first} brought the first {begun}, and no later year more; {total} by now"
        if best == first
        else "{first} brought the first {begun}, {best} the most, {most}; {total} by now"
    )
    title = translate(
        text,
        language,
        begun=number_text(per_year[first], language),
        first=first,
        best=best,
        most=number_text(per_year[best], language),
        total=fraction_text(per_year.total(), int(_only(coverage).agencies), language),
    )
    return Words(title, _alt("Columns of new adopters by year, running total below", title, language))


def measure(coverage: pd.DataFrame, rung: str, language: str) -> str:
    """n/N and percent of a rung, such as "Còn hiệu lực: 115/609 (18,9%)"."""
    row = _only(coverage)
    share = _share(row, rung, language)
    percentage = percentage_text(_count(row, rung), int(row.agencies), language)
    return f"{rung_name(rung, language)}: " + (share if share == NOTHING else f"{share} ({percentage})")


def as_of(day: date, known: int, language: str) -> str:
    """The two clocks of a number: the day, and the change it was known at."""
    return translate(
        "as of {day}, change {known}",
        language,
        day=day_text(day, language),
        known=number_text(known, language),
    )


def rung_name(rung: str, language: str) -> str:
    """The name of one of the four rungs of domain §5."""
    return translate(_RUNGS[rung], language)


def rung_definition(rung: str, language: str) -> str:
    """What an agency must have to stand on the rung."""
    return translate(_DEFINITIONS[rung], language)


_RUNGS = {
    "applied": "Has applied",
    "attested": "Certified or declared",
    "in_force": "In force",
    "effective": "Effective",
}
_DEFINITIONS = {
    "applied": (
        "The documents were issued, or effectiveness confirmed, or a certificate or declaration given,"
        " by the day."
    ),
    "attested": "Has had a certificate or a declaration by the day, whether or not it is still in force.",
    "in_force": (
        "A certificate or declaration, its own or of the agency whose system it shares,"
        " is in force on the day."
    ),
    "effective": (
        "In force, with an internal audit and a management review within 12 months, nothing overdue,"
        " and inspected where that is asked."
    ),
}


def _only(coverage: pd.DataFrame) -> Any:
    """The one row of the question without `by`."""
    return _rows(coverage)[0]


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def _count(row: Any, rung: str) -> int | None:
    n = getattr(row, rung)
    return None if pd.isna(n) else int(n)


def _share(row: Any, rung: str, language: str) -> str:
    return fraction_text(_count(row, rung), int(row.agencies), language)


def _alt(kind: str, finding: str, language: str) -> str:
    """ "[kind of chart] of [data], [finding]", cut at 250 characters."""
    text = f"{translate(kind, language)}. {finding}."
    return text if len(text) <= ALT_LENGTH else text[: ALT_LENGTH - 1] + "…"
