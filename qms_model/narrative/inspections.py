"""The sentences of the page Kế hoạch kiểm tra."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from qms_model.i18n import translate
from qms_model.narrative.words import Words, agency_name, alt_of, group_name, only_row, rows_of
from qms_model.numbers import day_text, fraction_text, number_text


def inspected_by_type(
    done: pd.DataFrame, by_type: pd.DataFrame, labels: Mapping[str, str], day: date, language: str
) -> Words:
    """How many were inspected in the year up to the day, how many on site of those asked, and which
    type lacks most. `done` is `inspections.done`, `by_type` the same by type."""
    kind = "Bar chart of inspections by type, on site and by file"
    title = _done(only_row(done), by_type, labels, day, language)
    return Words(title, alt_of(kind, title, language))


def _done(year: Any, by_type: pd.DataFrame, labels: Mapping[str, str], day: date, language: str) -> str:
    if not year.agencies:
        return translate("No mandatory agency to inspect", language)
    if pd.isna(year.inspected):
        return translate("No audit is recorded by this day, so it is not known who was inspected", language)
    total, inspected, on_site = int(year.agencies), int(year.inspected), int(year.on_site)
    said: dict[str, object] = {
        "year": day.year,
        "day": day_text(day, language),
        "share": fraction_text(inspected, total, language),
        "n": number_text(total, language),
        "visits": number_text(on_site, language),
    }
    if pd.isna(year.required):
        return translate(
            "{year}, up to {day}: {share} mandatory agencies inspected, {visits} of them on site;"
            " the law does not ask for it yet",
            language,
            **said,
        )
    said["asked"] = number_text(int(year.required), language)
    if inspected < total:
        worst = max(rows_of(by_type), key=lambda row: int(row.lacking))
        return translate(
            "{year}, up to {day}: {share} mandatory agencies inspected, on site {visits} of {asked} asked;"
            " most are lacking among {worst} ({lacking})",
            language,
            **said,
            worst=group_name(worst.group, labels),
            lacking=number_text(int(worst.lacking), language),
        )
    text = (
        "{year}, up to {day}: all {n} mandatory agencies inspected, but on site only {visits}"
        " of {asked} asked"
        if on_site < int(year.required)
        else "{year}, up to {day}: all {n} mandatory agencies inspected, {visits} of them on site"
        " where {asked} are asked"
    )
    return translate(text, language, **said)


def proposed_inspections(listed: pd.DataFrame, language: str) -> Words:
    """How many are proposed, in which form, and who has the highest score. `listed` is
    `inspections.proposed`."""
    kind = "Bar chart of the score of each agency proposed, by part"
    if not len(listed):
        title = translate("No agency is proposed for inspection", language)
        return Words(title, alt_of(kind, title, language))
    first = max(rows_of(listed), key=lambda row: int(row.total))
    on_site = int((listed["form"] == "on_site").sum())
    title = translate(
        "{n} agencies proposed, {on_site} on site and {by_file} by file; highest score: {name},"
        " {points} points",
        language,
        n=number_text(len(listed), language),
        on_site=number_text(on_site, language),
        by_file=number_text(len(listed) - on_site, language),
        name=agency_name(first, language),
        points=number_text(int(first.total), language),
    )
    return Words(title, alt_of(kind, title, language))


def annex_opening(listed: pd.DataFrame, mandatory: int, year: int, language: str) -> str:
    """How many are to be inspected in the year, in which form, and of how many that are mandatory,
    as the annex says it. `listed` is `inspections.proposed`."""
    on_site = int((listed["form"] == "on_site").sum())
    return translate(
        "{n} agencies are to be inspected in {year}: {on_site} on site and {by_file} by file; {share} of the"
        " mandatory agencies are on this list.",
        language,
        n=number_text(len(listed), language),
        year=str(year),
        on_site=number_text(on_site, language),
        by_file=number_text(len(listed) - on_site, language),
        share=fraction_text(int((listed["obligation"] == "mandatory").sum()), mandatory, language),
    )
