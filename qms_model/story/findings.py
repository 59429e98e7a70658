"""What audits found at an agency, and what became of it by a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from qms_model.registry import Registry
from qms_model.story.subject import Subject, day_of, subject_of, texts, up_to
from qms_model.timeline import NEVER, number_of, timeline

_CELLS = (
    "finding",
    "audit",
    "grade",
    "clause",
    "cause",
    "description",
    "corrected_on",
    "verified_on",
    "closed_on",
    "reopens",
)


class Finding(NamedTuple):
    """A finding as known on a day; "" is blank."""

    finding: str
    audit: str
    agency: str
    own: bool  # not its host's
    grade: str  # major, minor, observation, or issue
    clause: str
    cause: str
    description: str
    held_on: date
    due_on: date | None  # recorded, else counted (domain §6); None: none is asked
    corrected_on: str
    verified_on: str
    closed_on: str
    reopens: str
    status: str  # open, overdue (open and past its due day), closed, or left (open when the agency ceased)
    open_until: date | None  # its last open day; None while it is open


def findings_of(registry: Registry, agency: str, day: date) -> tuple[Finding, ...]:
    """The findings of audits held up to `day`, the agency's and its host's, by day of the audit.

    Raises Refused when the registry has no such agency.
    """
    return findings_told(registry, subject_of(registry, agency, day), day)


def findings_told(registry: Registry, subject: Subject, day: date) -> tuple[Finding, ...]:
    """The same of a subject. Due and open days are those of the timeline that `state` reads."""
    facts, on = timeline(registry).findings, number_of(day)
    still = "left" if subject.until < day else ""
    rows = subject.rows(facts.agency)
    codes = registry.tables["agencies"]["agency"].cat.categories
    found = []
    for row, cells in zip(rows, texts(registry.tables["findings"], _CELLS, rows), strict=True):
        finding, audit, grade, clause, cause, description, corrected, verified, closed, reopens = cells
        code, held = str(codes[facts.agency[row]]), day_of(facts.held[row])
        if not subject.told(code, held, day):
            continue
        due, over = facts.due[row], facts.over[row]
        found.append(
            Finding(
                finding,
                audit,
                code,
                code == subject.code,
                grade or "issue",
                clause,
                cause,
                description,
                held,
                None if due == NEVER else day_of(due),
                up_to(corrected, day),
                up_to(verified, day),
                up_to(closed, day),
                reopens,
                "closed" if over <= on else still or ("overdue" if due < on else "open"),
                day_of(over - 1) if over <= on else subject.until if still else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.held_on, one.finding)))
