"""Inspections done and the score of each agency, in slow and obvious Python.

A second reading, written from the text: "every mandatory agency inspected yearly, by file or on site, at
least one third on site" (domain §3), and of the score what config.yaml says of its parts. Tables and rules
are those of `tests.plainly`.
"""

from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from tests.plainly import (
    NEVER,
    Answer,
    Row,
    Rules,
    Tables,
    add_months,
    are_audits_collected,
    attestations_of,
    cell,
    due_day,
    group_of,
    is_asked,
    is_attested,
    is_exempt,
    is_in_force,
    is_open,
    last_day,
    last_valid_day,
    obligation_of,
    on_or_before,
    pool_of,
    records,
    selected,
    state_of,
)
from tests.plainly_findings import comes_back_from, findings_with_audits

BY_FILE, ON_SITE = "inspection_file", "inspection_onsite"
REPORTS = ["figures", "internal", "management_review"]
COUNTS = ["inspected", "file_only", "on_site", "required", "lacking", "lacking_on_site"]


# Done ----------------------------------------------------------------------------------------------------


def done(tables: Tables, rules: Rules, day: date, *, by: str | None = None, **filters: Any) -> list[Answer]:
    """One row per group of mandatory agencies that exist on the day and are not exempt on it."""
    groups: dict[str, list[Row]] = {} if by else {"": []}
    for row in selected(tables, rules, day, **filters):
        if obligation_of(row, rules, day) == "mandatory" and not is_exempt(tables, row["agency"], day):
            groups.setdefault(group_of(tables, row, rules, day, by), []).append(row)
    in_order = sorted(groups, key=lambda group: (group == "", group))
    return [{"group": group, **count(tables, rules, day, groups[group])} for group in in_order]


def count(tables: Tables, rules: Rules, day: date, rows: list[Row]) -> Answer:
    """The counts of a group; what is not known or not asked is None."""
    answer: Answer = {"agencies": len(rows), **dict.fromkeys(COUNTS)}
    visited = [row for row in rows if was_held_in_year(tables, row, ON_SITE, day)]
    read = [row for row in rows if was_held_in_year(tables, row, BY_FILE, day) and row not in visited]
    if are_audits_collected(tables, day):
        answer["on_site"] = len(visited)
        answer["file_only"] = len(read)
        answer["inspected"] = len(visited) + len(read)
    if is_asked(rules, "inspection", date(day.year, 12, 31)):
        answer["required"] = least(len(rows), Fraction(rules["inspections"]["on_site_share"]))
        if answer["inspected"] is not None:
            answer["lacking"] = len(rows) - answer["inspected"]
            answer["lacking_on_site"] = max(0, answer["required"] - answer["on_site"])
    return answer


def least(total: int, share: Fraction) -> int:
    """The smallest whole number that is at least the share of the total."""
    return next(n for n in range(total + 1) if n >= share * total)


def was_held_in_year(tables: Tables, row: Row, kind: str, day: date) -> bool:
    """Whether the agency or its host had such an inspection from 1 January to the day."""
    return any(
        audit["kind"] == kind and date(day.year, 1, 1) <= last_day(audit["held_on"]) <= day
        for audit in records(tables, "audits", pool_of(tables, row, day))
    )


# The score -----------------------------------------------------------------------------------------------


def score(
    tables: Tables, rules: Rules, day: date, *, encouraged: bool = False, **filters: Any
) -> list[Answer]:
    """One row per agency that may be inspected, the highest total first, then by code."""
    answers = [
        score_of(tables, rules, day, row)
        for row in selected(tables, rules, day, **filters)
        if may_be_inspected(tables, rules, day, row, encouraged)
    ]
    return sorted(answers, key=lambda answer: (-answer["total"], answer["agency"]))


def may_be_inspected(tables: Tables, rules: Rules, day: date, row: Row, encouraged: bool) -> bool:
    """Mandatory, or encouraged and ever attested where those are wanted; never an exempt one."""
    if is_exempt(tables, row["agency"], day):
        return False
    if obligation_of(row, rules, day) == "mandatory":
        return True
    return encouraged and is_attested(state_of(tables, row, rules, day))


def score_of(tables: Tables, rules: Rules, day: date, row: Row) -> Answer:
    """The parts of an agency's score, and what they are made of."""
    pool = pool_of(tables, row, day)
    last = last_inspection(tables, pool, day)
    majors, overdue = majors_of(tables, pool, rules, day)
    until = valid_until(tables, pool, rules, day)
    again = recurrences(tables, pool, rules, day)
    missing = reports_missing(tables, pool, rules, day)
    months, most = rules["inspections"]["months"], rules["inspections"]["most"]
    degrees = {
        "since": Fraction(months_since(last, day, months["since"]), months["since"]),
        "majors": Fraction(majors + overdue, most["majors"]),
        "expiry": 1 - Fraction(months_left(until, day, months["expiry"]), months["expiry"]),
        "recurrence": Fraction(again, most["recurrence"]),
        "reports": Fraction(missing, len(REPORTS)),
    }
    parts = {part: points(rules["inspections"]["weights"][part], degree) for part, degree in degrees.items()}
    return {
        "agency": row["agency"],
        **parts,
        "total": sum(parts.values()),
        "last_inspected": None if last is None else last.isoformat(),
        "majors_open": majors,
        "majors_overdue": overdue,
        "in_force": until is not None,
        "valid_until": None if until in (None, NEVER) else until.isoformat(),
        "recurrences": again,
        "reports_missing": missing,
    }


def points(weight: int, degree: Fraction) -> int:
    """The part of the weight, at most all of it, half a point rounded up."""
    return floor(weight * min(degree, Fraction(1)) + Fraction(1, 2))


def last_inspection(tables: Tables, pool: list[str], day: date) -> date | None:
    """The last inspection by file or on site up to the day."""
    return latest_audit(tables, pool, [BY_FILE, ON_SITE], day)


def latest_audit(tables: Tables, pool: list[str], kinds: list[str], day: date) -> date | None:
    """The day of the last audit of these kinds up to the day."""
    days = [last_day(one["held_on"]) for one in records(tables, "audits", pool) if one["kind"] in kinds]
    return max((one for one in days if one <= day), default=None)


def months_since(last: date | None, day: date, most: int) -> int:
    """The whole calendar months that have passed since; all of them where it never was."""
    if last is None:
        return most
    return max(months for months in range(most + 1) if add_months(last, months) <= day)


def majors_of(tables: Tables, pool: list[str], rules: Rules, day: date) -> tuple[int, int]:
    """The major nonconformities that are open, and those of them that are overdue."""
    audits = {audit["audit"]: audit for audit in records(tables, "audits", pool)}
    open_ = [
        (one, audits[one["audit"]])
        for one in tables.get("findings", [])
        if one["audit"] in audits and cell(one, "grade") == "major"
    ]
    open_ = [(one, audit) for one, audit in open_ if is_open(one, audit, day)]
    return len(open_), sum(due_day(one, audit, rules) < day for one, audit in open_)


def valid_until(tables: Tables, pool: list[str], rules: Rules, day: date) -> date | None:
    """The last valid day of the attestation in force that lasts longest; None: nothing is in force."""
    in_force = [one for one in attestations_of(tables, pool, day, None) if is_in_force(one, rules, day)]
    return max((last_valid_day(one, rules) for one in in_force), default=None)


def months_left(until: date | None, day: date, most: int) -> int:
    """The whole calendar months from the day to the last valid one."""
    if until is None:
        return 0
    return max(months for months in range(most + 1) if add_months(day, months) <= until)


def recurrences(tables: Tables, pool: list[str], rules: Rules, day: date) -> int:
    """Findings of the last months that came back as §6 "Recurrence" says."""
    months = rules["inspections"]["months"]["recurrence"]
    return sum(
        comes_back_from(tables, finding, audit, rules) is not None
        for finding, audit in findings_with_audits(tables)
        if audit["agency"] in pool
        and last_day(audit["held_on"]) <= day <= add_months(last_day(audit["held_on"]), months)
    )


def reports_missing(tables: Tables, pool: list[str], rules: Rules, day: date) -> int:
    """The kinds of reports that are older than so many months, or that there are none of and the agency
    applied longer ago. "What we do not know is never held against an agency"."""
    applied = first_applied(tables, pool, day)
    if applied is None:
        return 0
    counts = [last_day(one["counted_on"]) for one in tables.get("procedures", [])]
    own = [last_day(one["counted_on"]) for one in records(tables, "procedures", pool)]
    last = {
        "figures": max((one for one in own if one <= day), default=None),
        "internal": latest_audit(tables, pool, ["internal"], day),
        "management_review": latest_audit(tables, pool, ["management_review"], day),
    }
    collected = dict.fromkeys(REPORTS, are_audits_collected(tables, day))
    collected["figures"] = any(one <= day for one in counts)
    months = rules["inspections"]["months"]["reports"]
    return sum(
        collected[kind] and add_months(max(applied, last[kind] or applied), months) < day for kind in REPORTS
    )


def first_applied(tables: Tables, pool: list[str], day: date) -> date | None:
    """The first day on which it or its host had applied, confirmed or was attested."""
    texts = [
        cell(one, column)
        for column in ("applied_on", "confirmed_on")
        for one in records(tables, "adoptions", pool)
    ]
    texts += [one["issued_on"] for one in records(tables, "attestations", pool)]
    return min((last_day(text) for text in texts if on_or_before(text, day)), default=None)
