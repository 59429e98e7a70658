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
from qms_model.state import RUNG_NAMES, STATE_NAMES

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


def coverage_by_type(
    coverage: pd.DataFrame, plan: pd.DataFrame, labels: Mapping[str, str], language: str
) -> Words:
    """How many types are behind their plan, and which one most; without a plan, which is furthest.

    `coverage` is the question by type, `plan` that of `progress.plan`.
    """
    kind = "Bar chart of the state of the agencies by type"
    counted = [row for row in _rows(coverage) if row.agencies]
    if not counted:
        text = translate("No agency to show", language)
        return Words(text, text)
    if not len(plan):
        title = _furthest(counted, labels, language)
        return Words(title, _alt(kind, title, language))
    behind = sorted(
        (row for row in _rows(plan) if row.reached < row.planned), key=lambda row: row.reached - row.planned
    )
    title = (
        translate(
            "{behind} of {types} types are behind the plan; most of all {worst}, {lacking} short ({share})",
            language,
            behind=len(behind),
            types=len(plan),
            worst=labels.get(behind[0].type, behind[0].type),
            lacking=number_text(behind[0].planned - behind[0].reached, language),
            share=fraction_text(behind[0].reached, behind[0].planned, language),
        )
        if behind
        else translate("All {types} types with a plan have met it", language, types=len(plan))
    )
    return Words(title, _alt(kind, title, language))


def _furthest(counted: list[Any], labels: Mapping[str, str], language: str) -> str:
    """How many groups are wholly attested, and which one is furthest behind."""
    complete = [row for row in counted if row.attested == row.agencies]
    last = min(counted, key=lambda row: (row.attested / row.agencies, -row.agencies))
    text = (
        "{last}: {share} certified or declared"
        if len(counted) == 1
        else "Every agency of all {groups} types is certified or has declared"
        if len(complete) == len(counted)
        else "{done} of {groups} types are wholly certified or declared; furthest behind: {last} ({share})"
        if complete
        else "None of the {groups} types is wholly certified or declared; furthest behind: {last} ({share})"
    )
    return translate(
        text,
        language,
        done=len(complete),
        groups=len(counted),
        last=labels.get(last.group, last.group or NOTHING),
        share=_share(last, "attested", language),
    )


def adoption(plan: pd.DataFrame, coverage: pd.DataFrame, language: str) -> Words:
    """How many agencies there are against the plan, over the types that have one.

    `coverage` is the question without `by`; `plan` that of `progress.plan`.
    """
    planned, reached = int(plan["planned"].sum()), int(plan["reached"].sum())
    if not len(plan):
        title = translate(
            "{share} agencies are certified or have declared conformity",
            language,
            share=_share(_only(coverage), "attested", language),
        )
    else:
        text = (
            "{reached} agencies where the plan asks for {planned}: {lacking} short"
            if reached < planned
            else "{reached} agencies where the plan asks for {planned}: met"
        )
        title = translate(
            text,
            language,
            reached=number_text(reached, language),
            planned=number_text(planned, language),
            lacking=number_text(planned - reached, language),
        )
    return Words(
        title, _alt("Step lines of agencies certified or declared, and of the plan", title, language)
    )


def expiring(expiring: pd.DataFrame, within_days: int, language: str) -> str:
    """How many agencies lapse soon, and which one first."""
    if not len(expiring):
        return translate("No agency lapses within {n} days", language, n=within_days)
    first = _rows(expiring)[0]
    return translate(
        "{count} agencies lapse within {n} days, the first {name} on {day}",
        language,
        count=number_text(len(expiring), language),
        n=within_days,
        name=first.name,
        day=day_text(first.last_day, language),
    )


def coverage_by_year(trend: pd.DataFrame, language: str) -> Words:
    """From how many to how many the attested went; `trend` is the question without `by`."""
    rows = [row for row in _rows(trend) if row.agencies]
    if not rows:
        text = translate("No agency to show", language)
        return Words(text, text)
    first, last = rows[0], rows[-1]
    text = (
        "Certified or declared: {last} at the end of {until}, from {first} at the end of {since}"
        if len(rows) > 1
        else "Certified or declared: {last} at the end of {until}"
    )
    title = translate(
        text,
        language,
        last=_share(last, "attested", language),
        first=_share(first, "attested", language),
        until=day_text(last.day, language),
        since=day_text(first.day, language),
    )
    return Words(title, _alt("Table of agencies certified or declared, by type and year", title, language))


def rungs_by_group(
    coverage: pd.DataFrame, by_group: pd.DataFrame, labels: Mapping[str, str], language: str
) -> Words:
    """The formality gap: how many in force are not effective, and where most.

    `coverage` is the question without `by`, `by_group` by type.
    """
    kind = "Marks of the four rungs by type"
    whole = _only(coverage)
    if pd.isna(whole.effective):
        title = translate("No audit is recorded by this day, so the effective rung is not known", language)
        return Words(title, _alt(kind, title, language))
    gap = int(whole.in_force) - int(whole.effective)
    if not gap:
        title = translate(
            "Every agency in force is effective: {share}",
            language,
            share=_share(whole, "effective", language),
        )
        return Words(title, _alt(kind, title, language))
    widest = max(_rows(by_group), key=lambda row: int(row.in_force) - int(row.effective))
    title = translate(
        "{gap} of {in_force} agencies in force are not effective; most of all {worst} ({n})",
        language,
        gap=number_text(gap, language),
        in_force=number_text(int(whole.in_force), language),
        worst=labels.get(widest.group, widest.group or NOTHING),
        n=number_text(int(widest.in_force) - int(widest.effective), language),
    )
    return Words(title, _alt(kind, title, language))


def paths_by_group(plan: pd.DataFrame, language: str) -> Words:
    """How many types have met their plan by the day; `plan` is that of `progress.plan`."""
    kind = "Small panels of the share certified or declared over time, one a type"
    met = sum(row.reached >= row.planned for row in _rows(plan))
    title = (
        translate("{met} of {types} types have met their plan", language, met=met, types=len(plan))
        if len(plan)
        else translate("How each type went, year by year", language)
    )
    return Words(title, _alt(kind, title, language))


def state_name(state: str, language: str) -> str:
    """The name of one of the states of domain §5."""
    return translate(STATE_NAMES[state], language)


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
    return translate(RUNG_NAMES[rung], language)


def rung_definition(rung: str, language: str) -> str:
    """What an agency must have to stand on the rung."""
    return translate(_DEFINITIONS[rung], language)


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
