"""Systems and their attestations, from the lines of `invented/paths.txt`."""

from __future__ import annotations

import random
from datetime import date, timedelta

from data.illustrate.dice import dice, whole
from data.illustrate.files import INVENTED, Row
from data.illustrate.model import Attestation, System
from data.illustrate.workdays import add_months, in_month, workday


def all_systems(agencies: dict[str, Row]) -> list[System]:
    """In the order of the file."""
    lines = (INVENTED / "paths.txt").read_text("utf-8").splitlines()
    return [system(line, agencies) for line in lines if line.strip() and not line.startswith("#")]


def system(line: str, agencies: dict[str, Row]) -> System:
    """The system that one line of the file tells of."""
    code, care, applied_in, *words = line.split()
    row, throw = agencies[code], dice(code, "path")
    attestations: list[Attestation] = []
    planned = 0
    for word in words:
        if word.startswith("plan="):
            planned = int(word.removeprefix("plan="))
        elif word[0] in "D2":
            before = attestations[-1] if attestations else None
            attestations.append(new_attestation(throw, word, before))
        else:
            amend(throw, attestations[-1], word)
    first = attestations[0].issued
    applied = in_month(throw, applied_in)
    return System(
        agency=code,
        name=row["name"],
        type=row["type"],
        care=care,
        planned=planned or first.year,
        started=workday(add_months(applied, -whole(throw, 6, 13))),
        applied=applied,
        confirmed=workday(first - timedelta(whole(throw, 38, 55)), -1),
        attestations=attestations,
    )


def new_attestation(throw: random.Random, word: str, before: Attestation | None) -> Attestation:
    """The attestation written 2010-09, 2007-11:2000 or D2014-09."""
    month, _, edition = word.removeprefix("D").partition(":")
    issued = issue_day(throw, month, before)
    declared = word.startswith("D")
    expires = None if declared else add_months(issued, 36) - timedelta(1)
    if before and before.last_day(issued) == issued and months_left(before, issued) > 1:
        before.ended, before.because = issued, "replaced"
    kind = "declaration" if declared else "certificate"
    return Attestation(kind, edition or "2008", issued, month, expires)


def issue_day(throw: random.Random, month: str, before: Attestation | None) -> date:
    """A day of the month; in the month an older certificate ends, before its end."""
    ends = before.expires if before else None
    if ends and f"{ends:%Y-%m}" == month:
        day = workday(ends - timedelta(whole(throw, 0, 6)), -1)
        return max(day, workday(ends.replace(day=1)))
    return in_month(throw, month)


def months_left(attestation: Attestation, day: date) -> int:
    return (attestation.expires - day).days // 30 if attestation.expires else 0


def amend(throw: random.Random, attestation: Attestation, word: str) -> None:
    """Notes on an attestation what the word says happened to it."""
    what, _, when = word.partition("=")
    if what == "suspended":
        begin, _, end = when.partition("..")
        attestation.suspended = in_month(throw, begin)
        attestation.restored = in_month(throw, end) if end else None
    elif what in ("withdrawn", "cancelled"):
        attestation.ended, attestation.because = in_month(throw, when), what
    elif what == "scope":
        attestation.scope_changed = in_month(throw, when)
    elif what == "open":
        attestation.expiry_written = False
    elif what in ("month", "year"):
        attestation.precision = what
    else:
        raise ValueError(f"paths.txt: {word!r} is not understood; its head explains the words")
