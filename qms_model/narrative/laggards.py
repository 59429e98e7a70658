"""The sentences of the page Đơn vị chậm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from qms_model.i18n import translate
from qms_model.laggards import Late
from qms_model.narrative.words import Words, alt_of, rows_of
from qms_model.numbers import NOTHING, fraction_text, number_text, percentage_text


def late(count: Late, language: str) -> str:
    """The lead sentence: how many agencies are late, of how many."""
    if not count.agencies:
        return translate("No agency to show", language)
    if not count.late:
        return translate(
            "Nobody is late: {share} agencies", language, share=fraction_text(0, count.agencies, language)
        )
    return translate(
        "{share} agencies are behind schedule ({percentage})",
        language,
        share=fraction_text(count.late, count.agencies, language),
        percentage=percentage_text(count.late, count.agencies, language),
    )


def days_late(rows: pd.DataFrame, types: Mapping[str, str], language: str) -> Words:
    """Which type has most late agencies, and how long the longest is late.

    `rows` has one row a late agency: type, name (as shown), days_late.
    """
    counts = Counter(rows["type"].astype(str))
    order = {code: place for place, code in enumerate(types)}
    most = min(counts, key=lambda code: (-counts[code], order.get(code, len(order))))
    longest = max(rows_of(rows), key=lambda row: int(row.days_late))
    title = translate(
        "Most of the late are {type} ({n} of {total}); the longest is {name}, {days} days",
        language,
        type=types.get(most, most),
        n=number_text(counts[most], language),
        total=number_text(len(rows), language),
        name=longest.name,
        days=number_text(int(longest.days_late), language),
    )
    return Words(title, alt_of("Marks of agencies by days late and type", title, language))


def causes(rows: pd.DataFrame, labels: Mapping[str, str], language: str) -> Words:
    """The cause that most late agencies name, and of how many none is known."""
    named = Counter(rows["cause"].astype(str))
    unknown = named.pop("R0", 0)
    if not named:
        title = translate(
            "The cause of none of the {n} late agencies is known", language, n=number_text(unknown, language)
        )
    else:
        first = min(named, key=lambda code: (-named[code], code))
        title = translate(
            "The most frequent cause: {cause} ({n}); not known of {unknown} of {total}",
            language,
            cause=labels.get(first, first),
            n=number_text(named[first], language),
            unknown=number_text(unknown, language),
            total=number_text(len(rows), language),
        )
    return Words(title, alt_of("Bar chart of late agencies by cause", title, language))


def ageing(rows: pd.DataFrame, bodies: Mapping[str, str], language: str) -> Words:
    """How many are late for over 90 days, and under which supervising body most are late."""
    parents = rows["parent"].astype(object).where(rows["parent"].notna(), "").astype(str)
    counts = Counter(parents)
    first = min(counts, key=lambda code: (-counts[code], bodies.get(code, code)))
    title = translate(
        "{long} of {total} are late for over 90 days; most late agencies are under {body} ({n})",
        language,
        long=number_text(int((rows["days_late"] > 90).sum()), language),
        total=number_text(len(rows), language),
        body=bodies.get(first, first or NOTHING),
        n=number_text(counts[first], language),
    )
    return Words(
        title, alt_of("Bar chart of late agencies by supervising agency and days late", title, language)
    )
