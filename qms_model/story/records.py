"""What an agency did and measured: audits, procedures, quality objectives."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

import numpy as np

from qms_model.registry import Registry
from qms_model.story.subject import Subject, subject_of, texts, up_to


class Audit(NamedTuple):
    """An audit, inspection or management review; "" is blank."""

    audit: str
    agency: str
    own: bool  # not its host's
    kind: str
    held_on: date
    signed_on: str
    period: str
    team: str
    minutes: str
    findings: int  # raised in it


class Procedures(NamedTuple):
    """A count of procedures; None where a number was not given."""

    agency: str
    own: bool
    counted_on: date
    operational: int | None
    system: int | None
    tthc_total: int | None
    tthc_in_scope: int | None
    tthc_posted: int | None


class Objective(NamedTuple):
    """A quality objective of a year and what came of it."""

    agency: str
    own: bool
    year: int
    objective: str
    unit: str
    target: float
    actual: float | None
    better: str  # higher or lower
    status: str  # met, missed or no_result


def audits_of(registry: Registry, agency: str, day: date) -> tuple[Audit, ...]:
    """The audits held up to `day`, the agency's and its host's, by day.

    Raises Refused when the registry has no such agency.
    """
    return audits_told(registry, subject_of(registry, agency, day), day)


def audits_told(registry: Registry, subject: Subject, day: date) -> tuple[Audit, ...]:
    """The same of a subject."""
    table, names = (
        registry.tables["audits"],
        ("audit", "agency", "kind", "held_on", "signed_on", "period", "team"),
    )
    rows = subject.rows(table["agency"])
    place = registry.tables["findings"]["audit_at"].to_numpy()
    raised = Counter(place[np.isin(place, rows)].tolist())
    found = []
    for row, cells in zip(rows.tolist(), texts(table, (*names, "minutes"), rows), strict=True):
        audit, code, kind, held, signed, period, team, minutes = cells
        on = date.fromisoformat(held)
        if subject.told(code, on, day):
            own = code == subject.code
            found.append(
                Audit(audit, code, own, kind, on, up_to(signed, day), period, team, minutes, raised[row])
            )
    return tuple(sorted(found, key=lambda audit: (audit.held_on, audit.audit)))


def procedures_of(registry: Registry, agency: str, day: date) -> tuple[Procedures, ...]:
    """The counts of procedures up to `day`, the agency's and its host's, by day.

    Raises Refused when the registry has no such agency.
    """
    subject = subject_of(registry, agency, day)
    table = registry.tables["procedures"]
    names = ("agency", "counted_on", *Procedures._fields[3:])
    found = []
    for code, counted, *numbers in texts(table, names, subject.rows(table["agency"])):
        on = date.fromisoformat(counted)
        if subject.told(code, on, day):
            counts = (int(number) if number else None for number in numbers)
            found.append(Procedures(code, code == subject.code, on, *counts))
    return tuple(sorted(found, key=lambda row: (row.counted_on, not row.own)))


def objectives_of(registry: Registry, agency: str, day: date) -> tuple[Objective, ...]:
    """The quality objectives of the years begun by `day`, the agency's and its host's, by year.

    The result of a year is known from its last day on. Raises Refused when the
    registry has no such agency.
    """
    subject = subject_of(registry, agency, day)
    table = registry.tables["objectives"]
    names = ("agency", "year", "objective", "unit", "target", "actual", "better")
    found = []
    for code, year, objective, unit, target, actual, better in texts(
        table, names, subject.rows(table["agency"])
    ):
        if not subject.told(code, date(int(year), 1, 1), day):
            continue
        result = float(actual) if actual and date(int(year), 12, 31) <= day else None
        better = better or "higher"
        status = _status(float(target), result, better)
        own = code == subject.code
        found.append(Objective(code, own, int(year), objective, unit, float(target), result, better, status))
    return tuple(sorted(found, key=lambda row: (row.year, not row.own)))


def _status(target: float, actual: float | None, better: str) -> str:
    if actual is None:
        return "no_result"
    return "met" if (actual >= target if better == "higher" else actual <= target) else "missed"
