"""The sentences of the page Phát hiện."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qms_model.i18n import translate
from qms_model.narrative.words import Words, alt_of, rows_of
from qms_model.numbers import NOTHING, fraction_text, number_text


def findings_lead(counts: pd.DataFrame, language: str) -> str:
    """How many findings are open of those raised, and how many are overdue; `counts` has one row."""
    row = rows_of(counts)[0]
    raised = int(row.open) + int(row.closed)
    if not raised:
        return translate("No finding is recorded by this day", language)
    return translate(
        "{share} findings are still open, {overdue} of them overdue",
        language,
        share=fraction_text(int(row.open), raised, language),
        overdue=number_text(int(row.overdue), language),
    )


def findings_flow(flow: pd.DataFrame, language: str) -> Words:
    """Whether more were closed than raised in the last year; `flow` is the question."""
    last = flow.tail(4)
    title = translate(
        "In the last four quarters {opened} were raised and {closed} closed; {stock} are open",
        language,
        opened=number_text(int(last["opened"].sum()), language),
        closed=number_text(int(last["closed"].sum()), language),
        stock=number_text(int(last["stock"].iloc[-1]), language),
    )
    return Words(title, alt_of("Step lines of findings by quarter", title, language))


def findings_by(counts: pd.DataFrame, labels: Mapping[str, str], language: str) -> Words:
    """What most findings are about; `counts` by clause or cause."""
    named: list[Any] = [row for row in rows_of(counts) if isinstance(row.group, str) and row.group]
    total = int((counts["open"] + counts["closed"]).sum())
    if not named:
        title = translate("Nothing is said about it in any of the {n} findings", language, n=total)
    else:
        first = max(named, key=lambda row: (int(row.open) + int(row.closed), row.group))
        title = translate(
            "Most frequent: {name} ({share})",
            language,
            name=labels.get(first.group, first.group or NOTHING),
            share=fraction_text(int(first.open) + int(first.closed), total, language),
        )
    return Words(title, alt_of("Bar chart of findings by group", title, language))


def findings_ageing(ageing: pd.DataFrame, language: str) -> Words:
    """How many open findings are past their due day for over 90 days; `ageing` is the question."""
    total = int(ageing["open"].sum())
    long = int(ageing.loc[(ageing["age"] == "over_90").to_numpy(bool), "open"].sum())
    title = translate(
        "{share} open findings are overdue for more than 90 days",
        language,
        share=fraction_text(long, total, language),
    )
    return Words(title, alt_of("Bar chart of open findings by grade and age", title, language))


def days_to_fix(rows: pd.DataFrame, grades: Mapping[str, str], language: str) -> str:
    """The median days from raised to closed of each grade; `rows` is the question."""
    parts = [
        translate(
            "{grade}: {days} days (of {n})",
            language,
            grade=grades.get(str(row.grade), str(row.grade)),
            days=number_text(round(float(row.median_days)), language),
            n=number_text(int(row.n), language),
        )
        for row in rows_of(rows)
        if not pd.isna(row.median_days)
    ]
    return translate("Median time to close – {parts}", language, parts="; ".join(parts)) if parts else ""
