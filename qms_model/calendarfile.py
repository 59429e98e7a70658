"""Calendar files (RFC 5545): days to remember, the same days as the same bytes.

No text can add a line of its own: what ends a line is escaped or blanked, so a name
of the registry stays within the property it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

import pandas as pd

_PRODUCT = "-//qms-rollout//attestations//VI"
_OCTETS = 75  # of a line, its end not counted (RFC 5545, 3.1)
_DAYS_BEFORE = 30  # that it reminds
# Line ends of Unicode and control characters; a newline has an escape of its own.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def calendar_file(events: pd.DataFrame, said: Mapping[str, str], title: str, day: date) -> bytes:
    """An .ics file of whole days, each with a reminder 30 days before.

    `events`: fact (what it is about, once each: the same fact has the same identity in
    every file, so that a calendar replaces it), day, summary, description. `said`
    stands under every description: where it comes from. `title` names the calendar; `day`
    is that of the figures, and the time stamp: nothing here looks at the clock.
    """
    stamp = f"{_digits(day)}T000000Z"
    note = "\n".join(f"{name}: {text}" for name, text in said.items())
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", f"X-WR-CALNAME:{_escaped(title)}"]
    cells = (events[name] for name in ("fact", "day", "summary", "description"))
    for fact, on, summary, description in zip(*cells, strict=True):
        lines += _event(fact, on, _escaped(summary), _escaped(f"{description}\n{note}"), stamp)
    return _folded([*lines, "END:VCALENDAR"])


def _event(fact: str, on: date, summary: str, description: str, stamp: str) -> list[str]:
    """A whole day: without an end it lasts that one day (RFC 5545, 3.6.1), and nobody is busy."""
    return [
        "BEGIN:VEVENT",
        f"UID:{sha256(fact.encode()).hexdigest()[:32]}@qms-rollout",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{_digits(on)}",
        f"SUMMARY:{summary}",
        f"DESCRIPTION:{description}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{summary}",
        f"TRIGGER:-P{_DAYS_BEFORE}D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    r"""A text as a value: `\`, `;`, `,` and newlines escaped (3.3.11), other controls blanked."""
    plain = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", r"\n")


def _folded(lines: Iterable[str]) -> bytes:
    """The lines, long ones folded, never within a character (3.1)."""
    return b"".join(b"\r\n ".join(_pieces(line.encode())) + b"\r\n" for line in lines)


def _pieces(line: bytes) -> list[bytes]:
    pieces, start, room = [], 0, _OCTETS
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:  # within a character of UTF-8
            end -= 1
        pieces.append(line[start:end])
        start, room = end, _OCTETS - 1  # a space leads what follows
    return [*pieces, line[start:]]
