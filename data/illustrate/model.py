"""What the stories are made of: attestation, system, audit, finding."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.illustrate.dice import dice, pick

EDITION_2000_ENDS = date(2010, 11, 15)  # IAF: 2000 certificates invalid from
BODY = "Tổ chức chứng nhận minh họa {}"


@dataclass
class Attestation:
    """A certificate or declaration; its day and expiry may be known better than the paper says."""

    kind: str
    edition: str
    issued: date
    month: str
    expires: date | None
    precision: str = "day"
    expiry_written: bool = True
    suspended: date | None = None
    restored: date | None = None
    ended: date | None = None
    because: str = ""
    scope_changed: date | None = None

    def last_day(self, no_later: date) -> date:
        """The last day it counts, as far as is known; suspensions left aside."""
        ends = [no_later]
        if self.expires:
            ends.append(self.expires)
        if self.ended:
            ends.append(self.ended - timedelta(1))
        if self.edition == "2000":
            ends.append(EDITION_2000_ENDS - timedelta(1))
        return min(ends)


@dataclass
class System:
    """One agency that ran a quality management system of its own."""

    agency: str
    name: str
    type: str
    care: str
    planned: int
    started: date
    applied: date
    confirmed: date
    attestations: list[Attestation] = field(default_factory=list)

    @property
    def first(self) -> date:
        return self.attestations[0].issued

    @property
    def body(self) -> str:
        """The letter of its certification body."""
        return pick(self.dice("body"), "AABBCD")

    def dice(self, *what: object) -> random.Random:
        return dice(self.agency, *what)

    def by_care(self, good: float, fair: float, poor: float) -> float:
        """The number for how well this system is kept."""
        return {"good": good, "fair": fair, "poor": poor}[self.care]

    def in_force(self, day: date) -> bool:
        """Some attestation counts on the day and is not suspended."""
        return any(
            a.issued <= day <= a.last_day(day)
            and not (a.suspended and a.suspended <= day and (not a.restored or day < a.restored))
            for a in self.attestations
        )


@dataclass
class Audit:
    """An audit, management review or inspection, coded once all are known."""

    agency: str
    kind: str
    held: date
    signed: date
    period: str
    team: str
    minutes: str
    code: str = ""


@dataclass
class Finding:
    """What an audit found and how far it was settled; reopens names the closed one it repeats."""

    audit: Audit
    grade: str
    clause: str
    cause: str
    text: str
    due: date | None = None
    corrected: date | None = None
    verified: date | None = None
    evidence: str = ""
    closed: date | None = None
    reopens: Finding | None = None
    code: str = ""


def number_in_year(items: Sequence[tuple[int, Audit | Finding]], prefix: str) -> None:
    """Gives each item its code, DG-2014-0001, counted in its year in the order given."""
    count: dict[int, int] = {}
    for year, item in items:
        count[year] = count.get(year, 0) + 1
        item.code = f"{prefix}-{year}-{count[year]:04d}"
