"""Who is urged to do what: the plain facts of the letters of one selection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qms_model.office import Office
from qms_model.vietnamese import order


@dataclass(frozen=True)
class LateAgency:
    """One thing that an agency has not done. An agency may have several rows."""

    agency: str  # its code
    name: str
    kind: str  # the label of its type
    what: str  # the evidence, a sentence
    since: date | None  # the time limit that it has passed, or is about to
    days_late: int  # 0 or less: so many days are left
    rule: str  # L1 to L12
    cause: str
    promised_on: date | None
    owner: str = ""  # who answers for it there
    contact: str = ""


@dataclass(frozen=True)
class Provenance:
    """Where the rows come from, for the foot of every page."""

    known: int  # the newest change that was looked at
    filters: tuple[str, ...] = ()  # in words, such as "Loại cơ quan: Chi cục"
    source: str = ""
    illustrative: bool = False
    head: str = ""  # hash of that change


@dataclass(frozen=True)
class Letter:
    """A letter to one supervising body; a blank `recipient` writes to the agencies themselves."""

    recipient: str
    day: date
    deadline: date
    rows: tuple[LateAgency, ...]
    language: str
    provenance: Provenance
    address: str = ""  # of the recipient, for the mail merge

    def promised_later(self, row: LateAgency) -> bool:
        """Whether the agency has promised a day that is not before the letter's deadline: it holds
        instead, and the letter must not ask for less than was accepted."""
        return row.promised_on is not None and row.promised_on >= self.deadline

    def agencies(self) -> tuple[tuple[LateAgency, ...], ...]:
        """The rows of each agency together, agencies in the order of their first rows."""
        rows: dict[str, list[LateAgency]] = {}
        for row in self.rows:
            rows.setdefault(row.agency, []).append(row)
        return tuple(tuple(those) for those in rows.values())


def letters_of(
    late: Iterable[tuple[str, LateAgency]],
    day: date,
    office: Office,
    language: str,
    provenance: Provenance,
    addresses: Mapping[str, str] | None = None,
) -> tuple[Letter, ...]:
    """One letter a supervising body, from pairs of its name and a row.

    Letters come in the Vietnamese order of their recipients, the one without a
    recipient last; rows stay in the order given. The deadline is the office's
    number of days after `day`. `addresses` is by recipient.
    """
    rows: dict[str, list[LateAgency]] = {}
    for recipient, row in late:
        rows.setdefault(recipient, []).append(row)
    deadline = day + timedelta(days=office.answer_days)
    return tuple(
        Letter(to, day, deadline, tuple(rows[to]), language, provenance, (addresses or {}).get(to, ""))
        for to in sorted(rows, key=lambda to: (not to, order(to)))
    )
