"""The sentences of the page Tổng quan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from qms_model.i18n import translate
from qms_model.narrative.words import Words, agency_name, alt_of, group_name, only_row, rows_of, share_of
from qms_model.numbers import day_text, fraction_text, number_text


def coverage_by_type(
    coverage: pd.DataFrame, plan: pd.DataFrame, labels: Mapping[str, str], language: str
) -> Words:
    """How many types are behind their plan, and which one most; without a plan, which is furthest.

    `coverage` is the question by type, `plan` that of `progress.plan`.
    """
    kind = "Bar chart of the state of the agencies by type"
    counted = [row for row in rows_of(coverage) if row.agencies]
    if not counted:
        text = translate("No agency to show", language)
        return Words(text, text)
    if not len(plan):
        title = _furthest(counted, labels, language)
        return Words(title, alt_of(kind, title, language))
    behind = sorted(
        (row for row in rows_of(plan) if row.reached < row.planned), key=lambda row: row.reached - row.planned
    )
    if len(behind) == len(plan) == 1:
        title = translate(
            "{type}: {lacking} short of the plan ({share})",
            language,
            type=labels.get(behind[0].type, behind[0].type),
            lacking=number_text(behind[0].planned - behind[0].reached, language),
            share=fraction_text(behind[0].reached, behind[0].planned, language),
        )
        return Words(title, alt_of(kind, title, language))
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
        else _met(plan, labels, language)
    )
    return Words(title, alt_of(kind, title, language))


def _met(plan: pd.DataFrame, labels: Mapping[str, str], language: str) -> str:
    """That every type with a plan has met it; which one, where it is the only one."""
    first = rows_of(plan)[0].type
    text = "{type}: plan met" if len(plan) == 1 else "All {types} types with a plan have met it"
    return translate(text, language, types=len(plan), type=labels.get(first, first))


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
        last=group_name(last.group, labels),
        share=share_of(last, "attested", language),
    )


def adoption(plan: pd.DataFrame, coverage: pd.DataFrame, language: str) -> Words:
    """How many agencies there are against the plan, over the types that have one.

    `coverage` is the question without `by`; `plan` that of `progress.plan`.
    """
    planned, reached = int(plan["planned"].sum()), int(plan["reached"].sum())
    if not only_row(coverage).agencies:
        title = translate("No agency to show", language)
    elif not len(plan):
        title = translate(
            "{share} agencies are certified or have declared conformity",
            language,
            share=share_of(only_row(coverage), "attested", language),
        )
    else:
        text = (
            "{reached} agencies of the types that have a plan, where it asks for {planned}: {lacking} short"
            if reached < planned
            else "{reached} agencies of the types that have a plan, where it asks for {planned}: met"
        )
        title = translate(
            text,
            language,
            reached=number_text(reached, language),
            planned=number_text(planned, language),
            lacking=number_text(planned - reached, language),
        )
    return Words(
        title, alt_of("Step lines of agencies certified or declared, and of the plan", title, language)
    )


def expiring(expiring: pd.DataFrame, within_days: int, language: str) -> str:
    """How many agencies lapse soon, and which one first."""
    if not len(expiring):
        return translate("No agency lapses within {n} days", language, n=within_days)
    first = rows_of(expiring)[0]
    text = (
        "{count} agencies lapse within {n} days, the first {name} on {day}"
        if len(expiring) > 1
        else "{name} lapses within {n} days, on {day}"
    )
    return translate(
        text,
        language,
        count=number_text(len(expiring), language),
        n=within_days,
        name=agency_name(first, language),
        day=day_text(first.last_day, language),
    )
