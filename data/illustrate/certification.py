"""What a certification body does: the audit before each certificate, and surveillance."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from data.illustrate.agencies import SERVICE_UNITS
from data.illustrate.dice import chance, whole
from data.illustrate.model import BODY, Attestation, Audit, System
from data.illustrate.workdays import add_months, after, workday

DECLARATIONS_FROM = date(2014, 5, 18)  # QĐ 19/2014/QĐ-TTg


def certification_audits(owner: System, last: date) -> Iterator[Audit]:
    """What the certification body did: before each certificate, and between."""
    before: Attestation | None = None
    for nth, a in enumerate(owner.attestations):
        if a.kind != "certificate":
            continue
        throw = owner.dice("audits", a.month)
        fresh = before is None or (a.issued - before.last_day(a.issued)).days > 200
        held = workday(a.issued - timedelta(whole(throw, 14, 30)), -1)
        kind = "certification" if fresh else "recertification"
        yield body_audit(owner, kind, held, f"Năm {held.year}")
        later = owner.attestations[nth + 1 :]
        until = min([last, a.last_day(last), *(x.issued - timedelta(75) for x in later)])
        yield from surveillance(owner, a, throw, until)
        before = a


def surveillance(owner: System, a: Attestation, throw: random.Random, until: date) -> Iterator[Audit]:
    """One and two years after a certificate, while it counts; seldom in the offices that now declare."""
    for nth in (1, 2):
        held = workday(add_months(a.issued, 12 * nth) - timedelta(whole(throw, 3, 40)), -1)
        suspended = a.suspended and a.suspended <= held and not (a.restored and a.restored <= held)
        likely = owner.by_care(0.99, 0.93, 0.72)
        if held >= DECLARATIONS_FROM and owner.type not in SERVICE_UNITS:
            likely = 0.4
        if held <= until and not suspended and chance(throw, likely):
            yield body_audit(owner, "surveillance", held, f"Giám sát lần {nth}")


def body_audit(owner: System, kind: str, held: date, period: str) -> Audit:
    number = whole(owner.dice("report", held), 11, 480)
    return Audit(
        owner.agency,
        kind,
        held,
        after(held, owner.dice("signed", held), 0, 2),
        period,
        BODY.format(owner.body),
        f"BC-MH{owner.body}-{number:03d}/{held.year}",
    )
