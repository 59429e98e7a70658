"""The sentences of the page Độ phủ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from qms_model.i18n import translate
from qms_model.narrative.words import Words, alt_of, group_name, only_row, rows_of, share_of
from qms_model.numbers import day_text, fraction_text, number_text


def rungs(coverage: pd.DataFrame, by_obligation: pd.DataFrame, language: str) -> str:
    """The lead sentence: how many are attested, how many of each obligation, and how many of
    them are in force: last, since the shares of the obligations are those of the attested.

    `coverage` is the question without `by`, `by_obligation` by obligation.
    """
    whole = only_row(coverage)
    if not whole.agencies:
        return translate("No agency to show", language)
    lead = translate(
        "{share} agencies are certified or have declared conformity",
        language,
        share=share_of(whole, "attested", language),
    )
    counted = {row.group: row for row in rows_of(by_obligation) if row.agencies}
    if len(counted) > 1:
        parts = [
            translate(text, language, share=share_of(counted[code], "attested", language))
            for code, text in (("mandatory", "{share} mandatory"), ("encouraged", "{share} encouraged"))
        ]
        lead = f"{lead}: {', '.join(parts)}"
    if not whole.attested:
        return lead
    held = (
        "all still in force"
        if whole.in_force == whole.attested
        else "{in_force} of them still in force"
        if whole.in_force
        else "none of them still in force"
    )
    return f"{lead}; {translate(held, language, in_force=number_text(int(whole.in_force), language))}"


def coverage_by_year(trend: pd.DataFrame, language: str) -> Words:
    """From how many to how many the attested went; `trend` is the question without `by`."""
    rows = [row for row in rows_of(trend) if row.agencies]
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
        last=share_of(last, "attested", language),
        first=share_of(first, "attested", language),
        until=day_text(last.day, language),
        since=day_text(first.day, language),
    )
    return Words(title, alt_of("Table of agencies certified or declared, by type and year", title, language))


def rungs_by_group(
    coverage: pd.DataFrame, by_group: pd.DataFrame, labels: Mapping[str, str], language: str
) -> Words:
    """The formality gap: how many in force are not effective, and where most.

    `coverage` is the question without `by`, `by_group` by type.
    """
    kind = "Marks of the four rungs by type"
    whole = only_row(coverage)
    if not whole.in_force:
        text = "No agency is in force by this day" if whole.agencies else "No agency to show"
        title = translate(text, language)
        return Words(title, alt_of(kind, title, language))
    if pd.isna(whole.effective):
        title = translate("No audit is recorded by this day, so the effective rung is not known", language)
        return Words(title, alt_of(kind, title, language))
    gap = int(whole.in_force) - int(whole.effective)
    if not gap:
        title = translate(
            "Every agency in force is effective: {share}",
            language,
            share=share_of(whole, "effective", language),
        )
        return Words(title, alt_of(kind, title, language))
    widest = max(rows_of(by_group), key=lambda row: int(row.in_force) - int(row.effective))
    title = translate(
        "{gap} of {in_force} agencies in force are not effective; most of all {worst} ({n})",
        language,
        gap=number_text(gap, language),
        in_force=number_text(int(whole.in_force), language),
        worst=group_name(widest.group, labels),
        n=number_text(int(widest.in_force) - int(widest.effective), language),
    )
    return Words(title, alt_of(kind, title, language))


def paths_by_group(plan: pd.DataFrame, language: str) -> Words:
    """How many types have met their plan by the day; `plan` is that of `progress.plan`."""
    kind = "Small panels of the share certified or declared over time, one a type"
    met = sum(row.reached >= row.planned for row in rows_of(plan))
    title = (
        translate("{met} of {types} types have met their plan", language, met=met, types=len(plan))
        if len(plan)
        else translate("How each type went, year by year", language)
    )
    return Words(title, alt_of(kind, title, language))


def adopters(adopters: pd.DataFrame, coverage: pd.DataFrame, language: str) -> Words:
    """How it began, which year brought most, and where the running total stands.

    `adopters` is the question on the day; `coverage` the question without `by`.
    """
    per_year: Counter[int] = Counter()
    for row in rows_of(adopters):
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
        total=fraction_text(per_year.total(), int(only_row(coverage).agencies), language),
    )
    return Words(title, alt_of("Columns of new adopters by year, running total below", title, language))
