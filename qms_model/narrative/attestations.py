"""The sentences of the page Chứng nhận, and those of its calendar file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from qms_model.i18n import translate
from qms_model.narrative.words import Words, agency_name, alt_of, group_name, rows_of
from qms_model.numbers import day_text, fraction_text, month_text, number_text

# What lapses; with its number where it has one.
_LAPSES = {
    ("certificate", True): "Certificate {number} (TCVN ISO 9001:{edition}), in force until {day}",
    ("certificate", False): "Certificate without number (TCVN ISO 9001:{edition}), in force until {day}",
    ("declaration", True): "Declaration {number} (TCVN ISO 9001:{edition}), in force until {day}",
    ("declaration", False): "Declaration without number (TCVN ISO 9001:{edition}), in force until {day}",
}


def editions_by_type(
    by_edition: pd.DataFrame, current: str | None, labels: Mapping[str, str], language: str
) -> Words:
    """How many in force have an older edition than the current one, and which type most.

    `by_edition` is the question, `current` the newest edition published by its day.
    """
    kind = "Bar chart of editions and states of certificates and declarations by type"
    in_force = by_edition[by_edition["state"] == "in_force"]
    total = int(in_force["agencies"].sum())
    if not total:
        text = "No agency is in force by this day" if len(by_edition) else "No agency to show"
        title = translate(text, language)
        return Words(title, alt_of(kind, title, language))
    older = in_force[in_force["edition"].astype(str) != current].groupby("type")["agencies"].sum()
    if not older.sum():
        title = translate(
            "All {n} agencies in force have edition {edition}",
            language,
            n=number_text(total, language),
            edition=current,
        )
        return Words(title, alt_of(kind, title, language))
    title = translate(
        "{share} agencies in force have an older edition; most of all {worst} ({n})",
        language,
        share=fraction_text(int(older.sum()), total, language),
        worst=group_name(older.idxmax(), labels),
        n=number_text(int(older.max()), language),
    )
    return Words(title, alt_of(kind, title, language))


def expiry_calendar(calendar: pd.DataFrame, language: str) -> Words:
    """How many lapse in the months ahead, and in which month most; `calendar` is the question."""
    kind = "Columns of agencies by the month in which they lapse"
    ahead = calendar[calendar["lapses"] == "month"]
    total, lapsing = int(calendar["agencies"].sum()), int(ahead["agencies"].sum())
    months = ahead["month"].nunique() - 1  # besides the one that has begun
    if not total:
        title = translate("No agency is in force by this day", language)
        return Words(title, alt_of(kind, title, language))
    if not lapsing:
        title = translate("No agency in force lapses within {months} months", language, months=months)
        return Words(title, alt_of(kind, f"{title}; {beyond(calendar, language)}", language))
    per_month = ahead.groupby("month")["agencies"].sum()
    most: Any = per_month.idxmax()
    assumed = int(ahead["assumed"].sum())
    title = translate(
        "{share} agencies in force lapse within {months} months, most in {month} ({n});"
        " {assumed} of these days only assumed"
        if assumed
        else "{share} agencies in force lapse within {months} months, most in {month} ({n})",
        language,
        share=fraction_text(lapsing, total, language),
        months=months,
        month=month_text(most, language),
        n=number_text(int(per_month.max()), language),
        assumed=number_text(assumed, language),
    )
    return Words(title, alt_of(kind, f"{title}; {beyond(calendar, language)}", language))


def beyond(calendar: pd.DataFrame, language: str) -> str:
    """How many lapse after the months of the calendar, and how many have no end by date."""
    per_part = calendar.groupby("lapses")["agencies"].sum()
    return translate(
        "later: {later}; no end by date: {no_end}",
        language,
        later=number_text(int(per_part["later"]), language),
        no_end=number_text(int(per_part["no_end"]), language),
    )


def transition(
    transition: pd.DataFrame, deadlines: pd.DataFrame, current: str | None, language: str
) -> Words:
    """How far the change to the current edition has come, and what binds those who have an older one.

    `transition` and `deadlines` are the questions, `current` the newest edition published
    by the last day of the transition.
    """
    kind = "Step lines of agencies in force by edition"
    held = transition[transition["agencies"] > 0]
    now = held[held["day"] == transition["day"].max()]
    total = int(now["agencies"].sum())
    if not total:
        title = translate("No agency is in force by this day", language)
        return Words(title, alt_of(kind, title, language))
    counts = {str(row.edition): int(row.agencies) for row in rows_of(now)}
    title = translate(
        "{share} agencies in force have edition {edition}",
        language,
        share=fraction_text(counts.get(current or "", 0), total, language),
        edition=current,
    )
    bound = [
        row
        for row in rows_of(deadlines)
        if row.what == "invalid_from" and row.edition in counts and row.edition != current
    ]
    ahead = [row for row in bound if row.day > transition["day"].max()]
    if ahead:
        left = translate(
            "{n} have edition {edition}, whose certificates are invalid from {day}",
            language,
            n=number_text(counts[ahead[0].edition], language),
            edition=ahead[0].edition,
            day=day_text(ahead[0].day, language),
        )
        title = f"{title}; {left}"
    return Words(title, alt_of(kind, title, language))


def lapsing_until(lapsing: pd.DataFrame, until: date, language: str) -> str:
    """How many agencies lapse by a date, and which one first; `lapsing` is the question."""
    return _lapsing(lapsing, _UNTIL, day_text(until, language), language)


def lapsing_in(lapsing: pd.DataFrame, month: date, language: str) -> str:
    """How many agencies lapse in a month, and which one first; `lapsing` is the question."""
    return _lapsing(lapsing, _IN_MONTH, month_text(month, language), language)


# When nobody lapses, when one does, when several do.
_UNTIL = (
    "No agency lapses by {when}",
    "{name} lapses by {when}, on {day}",
    "{count} agencies lapse by {when}, the first {name} on {day}",
)
_IN_MONTH = (
    "No agency lapses in {when}",
    "{name} lapses in {when}, on {day}",
    "{count} agencies lapse in {when}, the first {name} on {day}",
)


def _lapsing(lapsing: pd.DataFrame, texts: tuple[str, str, str], when: str, language: str) -> str:
    nobody, one, several = texts
    if not len(lapsing):
        return translate(nobody, language, when=when)
    first = rows_of(lapsing)[0]
    return translate(
        several if len(lapsing) > 1 else one,
        language,
        count=number_text(len(lapsing), language),
        when=when,
        name=agency_name(first, language),
        day=day_text(first.last_day, language),
    )


def lapses(expiring: pd.DataFrame, language: str) -> pd.DataFrame:
    """What `calendarfile.calendar_file` remembers of those that lapse: fact, day, summary,
    description. `expiring` is the question, or that of what lapses by a date.

    A fact is what lapses: by its number, else by the day, so that a paper whose day was
    corrected moves in the calendar of those who took the file before.
    """
    rows = [
        (
            json.dumps([row.agency, row.kind, row.edition, number or row.last_day.isoformat()]),
            row.last_day,
            translate("Lapses after this day: {name}", language, name=agency_name(row, language)),
            translate(
                _LAPSES[row.kind, bool(number)],
                language,
                number=number,
                edition=row.edition,
                day=day_text(row.last_day, language),
            ),
        )
        for row in rows_of(expiring)
        for number in ["" if pd.isna(row.number) else str(row.number)]
    ]
    return pd.DataFrame(rows, columns=["fact", "day", "summary", "description"])
