"""What an agency lacks for rung 4, each with the fact that proves it."""

from __future__ import annotations

from datetime import date, timedelta

from qms_model.config import Period
from qms_model.dates import add_months, last_day
from qms_model.i18n import Listing, Message, message
from qms_model.numbers import dated
from qms_model.registry import Registry
from qms_model.story.findings import findings_told
from qms_model.story.papers import Attestation, attestations_told
from qms_model.story.standing import standing_of
from qms_model.story.subject import Subject, day_of, subject_of
from qms_model.timeline import ALWAYS, NONE, number_of, timeline

_INSPECTIONS = ("inspection_file", "inspection_onsite")
_LONG_AGO = {
    "internal": "The last internal audit was held {on}, more than {months} months ago (due by {limit})",
    "management_review": "The last management review was held {on}, more than {months} months ago"
    " (due by {limit})",
}
_NEVER_HELD = {
    "internal": "No internal audit is recorded",
    "management_review": "No management review is recorded",
}
_OVERDUE = {
    "major": "Major nonconformities overdue: {findings}",
    "issue": "Inspection issues overdue: {findings}",
}


def lacking(registry: Registry, agency: str, day: date) -> list[Message]:
    """The conditions of rung 4 that the agency fails on `day`, in the order of
    `state.CONDITIONS`; none when it is absent or effective.

    Raises Refused when the registry has no such agency.
    """
    standing = standing_of(registry, agency, day)
    if standing is None:
        return []
    subject, periods = subject_of(registry, agency, day), registry.rules.periods
    said = {
        "not_in_force": lambda: _not_in_force(attestations_told(registry, subject, day)),
        "internal_audit": lambda: _too_old(registry, subject, day, "internal", periods.internal_audit),
        "management_review": lambda: _too_old(
            registry, subject, day, "management_review", periods.management_review
        ),
        "major_overdue": lambda: _overdue(registry, subject, day, "major"),
        "issue_overdue": lambda: _overdue(registry, subject, day, "issue"),
        "inspection": lambda: _not_inspected(registry, subject, day),
    }
    return [said[name]() for name in standing.failed]


def _not_in_force(papers: tuple[Attestation, ...]) -> Message:
    if not papers:
        return message("Never certified, and no conformity declared")
    since = max(map(_out_of_force, papers))
    return message("No certificate or declaration has been in force since {since}", since=dated(since))


def _out_of_force(one: Attestation) -> date:
    """The day from which a paper that is not in force has not been."""
    held = last_day(one.paper.suspended_on) if one.paper.suspended_on else date.max
    back = last_day(one.paper.restored_on) if one.paper.restored_on else date.max
    over = date.max if one.last_day is None else one.last_day + timedelta(days=1)
    return held if one.state == "suspended" or held <= over <= back else over


def _too_old(registry: Registry, subject: Subject, day: date, kind: str, period: Period) -> Message:
    last = _last_held(registry, subject, day, kind)
    if last is None:
        return message(_NEVER_HELD[kind])
    limit = dated(add_months(last, period.months))
    return message(_LONG_AGO[kind], on=dated(last), months=period.months, limit=limit)


def _overdue(registry: Registry, subject: Subject, day: date, grade: str) -> Message:
    late = sorted(
        (one.due_on, one.finding)
        for one in findings_told(registry, subject, day)
        if one.status == "overdue" and one.grade == grade and one.due_on
    )
    named = tuple(message("{finding} (due {due})", finding=code, due=dated(due)) for due, code in late)
    return message(_OVERDUE[grade], findings=Listing(named))


def _not_inspected(registry: Registry, subject: Subject, day: date) -> Message:
    first = dated(date(day.year - 1, 1, 1))
    last = _last_held(registry, subject, day, *_INSPECTIONS)
    if last is None:
        return message("No inspection is recorded; one is asked since {first}", first=first)
    return message(
        "The last inspection was held {on}; one is asked since {first}", on=dated(last), first=first
    )


def _last_held(registry: Registry, subject: Subject, day: date, *kinds: str) -> date | None:
    """The day of the last such audit of the agency or its host."""
    line = timeline(registry)
    held = line.audits(*kinds).last_until(number_of(day), line.agencies)
    last = max(held[subject.position], held[subject.host] if subject.host != NONE else ALWAYS)
    return None if last == ALWAYS else day_of(last)
