"""The sentences of the page Phát hiện."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qms_model.i18n import translate
from qms_model.narrative.words import NAMED, Words, alt_of, group_name, leading, rows_of
from qms_model.numbers import NOTHING, fraction_text, number_text


def findings_lead(counts: pd.DataFrame, language: str) -> str:
    """How many findings are open of those raised, and how many are overdue; `counts` has one row."""
    row = rows_of(counts)[0]
    raised = int(row.open) + int(row.closed)
    if not raised:
        return translate("No finding is recorded by this day", language)
    text = (
        "No finding is open any more: {share}"
        if not int(row.open)
        else "{share} findings are still open, {overdue} of them overdue"
        if int(row.overdue)
        else "{share} findings are still open, none of them overdue"
    )
    return translate(
        text,
        language,
        share=fraction_text(int(row.open), raised, language),
        overdue=number_text(int(row.overdue), language),
    )


def findings_flow(flow: pd.DataFrame, language: str) -> Words:
    """Whether more were closed than raised in the last year; `flow` is the question."""
    last = flow.tail(4)
    if last.empty:
        title = translate("No finding is recorded by this day", language)
    else:
        title = translate(
            "Findings of the last four quarters: {opened} raised, {closed} closed; {stock} still open",
            language,
            opened=number_text(int(last["opened"].sum()), language),
            closed=number_text(int(last["closed"].sum()), language),
            stock=number_text(int(last["stock"].iloc[-1]), language),
        )
    return Words(title, alt_of("Step lines of findings by quarter", title, language))


def findings_by(counts: pd.DataFrame, labels: Mapping[str, str], heading: str, language: str) -> Words:
    """What most findings are about; `counts` by clause or cause, which `heading` names."""
    named: list[Any] = [row for row in rows_of(counts) if group_name(row.group, {}) not in (NOTHING, "R0")]
    total = int((counts["open"] + counts["closed"]).sum())
    if not total:
        title = translate("No finding is recorded by this day", language)
    elif not named:
        title = translate(
            "{heading}: not known of any finding ({share})",
            language,
            heading=heading,
            share=fraction_text(0, total, language),
        )
    else:
        found = {str(row.group): int(row.open) + int(row.closed) for row in named}
        first = leading(found)
        title = translate(
            "{heading}: most often {names} ({share} findings)"
            if len(first) == 1
            else "{heading}: most often {names} ({share} findings each)"
            if len(first) <= NAMED
            else "{heading}: none stands out, {n} with {share} findings each",
            language,
            heading=heading,
            names=", ".join(group_name(code, labels) for code in first),
            n=number_text(len(first), language),
            share=fraction_text(found[first[0]], total, language),
        )
    return Words(title, alt_of("Bar chart of findings by group", title, language))


def findings_ageing(ageing: pd.DataFrame, language: str) -> Words:
    """How many open findings are past their due day for over 90 days; `ageing` is the question."""
    total = int(ageing["open"].sum())
    long = int(ageing.loc[(ageing["age"] == "over_90").to_numpy(bool), "open"].sum())
    title = translate(
        "{share} open findings are overdue for more than 90 days"
        if total
        else "No finding is open by this day",
        language,
        share=fraction_text(long, total, language),
    )
    return Words(title, alt_of("Bar chart of open findings by grade and age", title, language))


def days_to_fix(rows: pd.DataFrame, grades: Mapping[str, str], language: str) -> str:
    """The median days from raised to closed of each grade, rounded half up; `rows` is the question."""
    parts = [
        translate(
            "{grade}: {days} ({n} closed)",
            language,
            grade=grades.get(str(row.grade), str(row.grade)),
            days=number_text(int(row.median_days + 0.5), language),
            n=number_text(int(row.n), language),
        )
        for row in rows_of(rows)
        if not pd.isna(row.median_days)
    ]
    if not parts:
        return ""
    return translate("Median days from raised to closed – {parts}", language, parts="; ".join(parts))
