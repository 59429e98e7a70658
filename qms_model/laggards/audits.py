"""Duties that come round: internal audit, management review, surveillance (L5, L6, L7)."""

from __future__ import annotations

from typing import Any

import numpy as np

from qms_model.config import Period
from qms_model.i18n import message
from qms_model.laggards.evidence import audit, either, iso, paper
from qms_model.laggards.look import Look
from qms_model.laggards.rule import Due, rule, silent
from qms_model.timeline import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    end_of_next_year,
    months_after,
    number_of,
)

_OF_BODIES = ("certification", "surveillance", "recertification")


@rule(
    "L5",
    name=message("No internal audit"),
    says={
        "held": message("The last internal audit was held {on} ({document}); the next was due by {deadline}"),
        "never": message(
            "No internal audit is recorded since the system was applied {on}; one was due by {deadline}"
        ),
    },
    lacks=message("Audits are not recorded yet"),
)
def no_internal_audit(look: Look) -> Due:
    """In force, and so many months (`periods.internal_audit`) are over since the last internal audit
    or, where there is none, since the first day on rung 1."""
    return _yearly(look, "internal", look.rules.periods.internal_audit)


@rule(
    "L6",
    name=message("No management review"),
    says={
        "held": message(
            "The last management review was held {on} ({document}); the next was due by {deadline}"
        ),
        "never": message(
            "No management review is recorded since the system was applied {on}; one was due by {deadline}"
        ),
    },
    lacks=message("Audits are not recorded yet"),
)
def no_management_review(look: Look) -> Due:
    """The same of the management review (`periods.management_review`)."""
    return _yearly(look, "management_review", look.rules.periods.management_review)


def _yearly(look: Look, kind: str, period: Period) -> Due:
    """Silent outside the period, and where audits are not collected; only while something is in force."""
    in_force = look.reached("in_force") & period.asked_on(look.date)
    if not look.collected:
        return silent(look, in_force)
    last = look.latest(look.agencies("audits"), np.where(look.audits(kind), look.held, NEVER))
    since = np.where(last == NONE, look.applied_on, np.append(look.held, NEVER)[last])
    due = months_after(since, period.months)
    deadline = np.where(in_force & (due < look.in_force_until), due, NEVER)

    def evidence(places: Positions) -> dict[str, Any]:
        never = {"case": "never", "dated_on": iso(since[places])}
        return either(last[places] == NONE, never, {"case": "held", **audit(look, places, last[places])})

    return Due(deadline, look.nothing, evidence)


@rule(
    "L7",
    name=message("Surveillance overdue"),
    says={
        "first": message("{paper}: no surveillance audit is recorded since; the first was due by {deadline}"),
        "yearly": message("The last {kind} was held {on} ({document}); surveillance was due by {deadline}"),
    },
    lacks=message("Audits are not recorded yet"),
)
def no_surveillance(look: Look) -> Due:
    """A certificate is in force, of a service unit, or of anybody before declarations began; and its
    surveillance is overdue (ISO/IEC 17021-1, 9.1.3): the first one so many months after the first
    certificate, each other one by the end of the calendar year after the last certification,
    surveillance or recertification. An audit held up to the first certificate's issue is what that
    certificate came from, and begins no year."""
    watched, until = _watched(look)
    if not look.collected:
        return silent(look, watched)
    issued = np.append(look.line.attestations.issued, NEVER)[look.first_certificate]
    last = look.latest(look.agencies("audits"), np.where(look.audits(*_OF_BODIES), look.held, NEVER))
    held = np.append(look.held, ALWAYS)[last]
    yearly = held > issued
    due = np.where(yearly, end_of_next_year(held), months_after(issued, look.limits.L7.months))
    deadline = np.where(watched & (due < until), due, NEVER).astype(np.int32)

    def evidence(places: Positions) -> dict[str, Any]:
        again = {"case": "yearly", **audit(look, places, last[places])}
        first = {"case": "first", **paper(look, places, look.first_certificate[places])}
        return either(yearly[places], again, first)

    return Due(deadline, look.nothing, evidence)


def _watched(look: Look) -> tuple[Flags, Days]:
    """Whose certificates are under surveillance on the day, and the last day on which they are."""
    chosen = look.in_force & look.certificates
    units = {one.code for one in look.rules.types if one.service_unit}
    types = look.frame["type"].cat
    unit = np.array([code in units for code in types.categories] + [False])[types.codes.to_numpy()]
    declarations_from = number_of(look.rules.regimes.declarations_from)
    until = look.lasts(chosen)
    watched = (until != ALWAYS) & (unit | (look.day < declarations_from))
    return watched, np.where(unit, until, np.minimum(until, declarations_from - 1))
