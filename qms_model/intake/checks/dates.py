"""Dates: what comes first is not after what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from qms_model.config import Rules
from qms_model.dates import first_day, last_day
from qms_model.i18n import message
from qms_model.intake.book import Book, Page
from qms_model.intake.problems import Problem

# (table, columns whose dates must not go backwards; equal is allowed)
ORDERS = (
    ("agencies", ("established_on", "dissolved_on")),
    ("adoptions", ("started_on", "applied_on", "confirmed_on")),
    ("attestations", ("issued_on", "expires_on")),
    ("attestations", ("issued_on", "suspended_on", "restored_on")),
    ("attestations", ("issued_on", "ended_on")),
    ("audits", ("held_on", "signed_on")),
    ("findings", ("corrected_on", "verified_on", "closed_on")),
    ("exemptions", ("starts_on", "until")),
    ("followups", ("on", "promised_on")),
)
OF_FINDING = ("due_on", "corrected_on", "verified_on", "closed_on")


def dates_go_forward(book: Book, _rules: Rules) -> Iterator[Problem]:
    """Each date of a row against those that come before it."""
    for name, columns in ORDERS:
        page = book[name]
        for position, days in enumerate(page.rows(*columns)):
            if not page.in_file(position):
                break
            for place, end in enumerate(days):
                # The nearest that is later: one line for one wrong date.
                wrong = [n for n in range(place) if _later(days[n], end)]
                if wrong:
                    start = wrong[-1]
                    yield _backwards(page, position, (columns[start], days[start]), (columns[place], end))


def findings_follow_their_audit(book: Book, _rules: Rules) -> Iterator[Problem]:
    """No date of a finding lies before the audit that found it."""
    audits = book["audits"]
    held = {code: (day, place) for place, (code, day) in enumerate(audits.rows("audit", "held_on"))}
    page = book["findings"]
    for position, (audit, *days) in enumerate(page.rows("audit", *OF_FINDING)):
        on, place = held.get(audit, ("", 0))
        for column, day in zip(OF_FINDING, days, strict=True):
            if not _later(on, day):
                continue
            if page.in_file(position):
                why = message(
                    "“{value}” is before {column} “{day}” of its audit",
                    value=day,
                    column=_header(audits, "held_on"),
                    day=on,
                )
                yield page.problem(position, column, why)
            elif audits.in_file(place):
                why = message(
                    "“{value}” is after {column} “{day}” of a finding", value=on, column=column, day=day
                )
                yield audits.problem(place, "held_on", why)


def certificates_follow_their_edition(book: Book, rules: Rules) -> Iterator[Problem]:
    """Nobody certifies to an edition that is not published."""
    page = book["attestations"]
    published = {edition.code: edition.published.isoformat() for edition in rules.editions}
    for position, (kind, edition, issued) in enumerate(page.rows("kind", "edition", "issued_on")):
        if not page.in_file(position):
            break
        if kind == "certificate" and edition in published and _later(published[edition], issued):
            why = message(
                "“{value}” is before edition {edition} was published, {day}",
                value=issued,
                edition=edition,
                day=published[edition],
            )
            yield page.problem(position, "issued_on", why)


def declarations_follow_confirmation(book: Book, _rules: Rules) -> Iterator[Problem]:
    """The head confirms effectiveness before declaring conformity (TT 26/2014/TT-BKHCN)."""
    adoptions = book["adoptions"]
    rows = enumerate(adoptions.rows("agency", "confirmed_on"))
    confirmed = {agency: (day, place) for place, (agency, day) in rows if day}
    page = book["attestations"]
    for position, (agency, kind, issued) in enumerate(page.rows("agency", "kind", "issued_on")):
        day, place = confirmed.get(agency, ("", 0))
        if kind != "declaration" or not _later(day, issued):
            continue
        if page.in_file(position):
            why = message(
                "“{value}” is before {column} “{day}”",
                value=issued,
                column=_header(adoptions, "confirmed_on"),
                day=day,
            )
            yield page.problem(position, "issued_on", why)
        elif adoptions.in_file(place):
            why = message("“{value}” is after the declaration of “{day}”", value=day, day=issued)
            yield adoptions.problem(place, "confirmed_on", why)


def _later(one: str, other: str) -> bool:
    """Whether `one` is after `other` whatever days they mean; a blank never is."""
    return one > other != "" and first_day(one) > last_day(other)


def _backwards(page: Page, position: int, start: tuple[str, str], end: tuple[str, str]) -> Problem:
    """The problem of two dates, at the later one, unless only the earlier stands in the file."""
    if page.table is None or end[0] in page.table.columns:
        why = message(
            "“{value}” is before {column} “{day}”", value=end[1], column=_header(page, start[0]), day=start[1]
        )
        return page.problem(position, end[0], why)
    why = message(
        "“{value}” is after {column} “{day}”", value=start[1], column=_header(page, end[0]), day=end[1]
    )
    return page.problem(position, start[0], why)


def _header(page: Page, column: str) -> str:
    return page.table.written.get(column, column) if page.table else column
