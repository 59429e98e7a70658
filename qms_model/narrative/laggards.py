"""The sentences of the page Đơn vị chậm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pandas as pd

from qms_model.i18n import translate
from qms_model.laggards import Late
from qms_model.narrative.words import NAMED, Words, alt_of, days_text, first_of, leading
from qms_model.numbers import fraction_text, number_text, percentage_text


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
    kind = "Marks of agencies by days late and type"
    if not len(rows):
        return _nobody(kind, language)
    counts = Counter(rows["type"].astype(str))
    most = first_of(counts, types)
    longest = rows.iloc[int(rows["days_late"].to_numpy(np.int64).argmax())]
    title = translate(
        "Only {name} is late ({days})"
        if len(rows) == 1
        else "Type with most late agencies: {type} ({share}); late the longest: {name} ({days})",
        language,
        type=types.get(most, most),
        share=fraction_text(counts[most], len(rows), language),
        name=longest["name"],
        days=days_text(int(longest["days_late"]), language),
    )
    return Words(title, alt_of(kind, title, language))


def causes(rows: pd.DataFrame, labels: Mapping[str, str], language: str) -> Words:
    """The cause that most late agencies name, and of how many none is known."""
    kind = "Bar chart of late agencies by cause"
    if not len(rows):
        return _nobody(kind, language)
    named = Counter(rows["cause"].astype(str))
    unknown = named.pop("R0", 0)
    first = leading(named)
    title = translate(
        "The cause is known of no late agency ({share})"
        if not named
        else "Most frequent cause: {names} ({share} late agencies)"
        if len(first) == 1
        else "Most frequent causes: {names} ({share} late agencies each)"
        if len(first) <= NAMED
        else "No cause stands out: {n} causes of {share} late agencies each",
        language,
        names=", ".join(labels.get(code, code) for code in first),
        n=number_text(len(first), language),
        share=fraction_text(max(named.values(), default=0), len(rows), language),
    )
    if named and unknown:
        title = translate(
            "{said}; not known of {unknown}", language, said=title, unknown=number_text(unknown, language)
        )
    return Words(title, alt_of(kind, title, language))


def ageing(rows: pd.DataFrame, bodies: Mapping[str, str], language: str) -> Words:
    """How many are late for over 90 days, and which supervising body has most late agencies.

    `rows` has one row a late agency: parent, days_late; `bodies` names the bodies in their order.
    """
    kind = "Bar chart of late agencies by supervising agency and days late"
    if not len(rows):
        return _nobody(kind, language)
    counts = Counter(body for body in rows["parent"] if isinstance(body, str) and body)
    first = first_of(counts, bodies)
    title = translate(
        "{long} late agencies are late for over 90 days; supervising agency with most of the late:"
        " {body} ({share})"
        if counts
        else "{long} late agencies are late for over 90 days",
        language,
        long=fraction_text(int((rows["days_late"] > 90).sum()), len(rows), language),
        body=bodies.get(first, first),
        share=fraction_text(counts[first], len(rows), language),
    )
    return Words(title, alt_of(kind, title, language))


def _nobody(kind: str, language: str) -> Words:
    title = translate("No agency is late", language)
    return Words(title, alt_of(kind, title, language))
