"""A fact that somebody else recorded, corrected or removed while a form with it was open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import sqlalchemy as sa

from qms_model import journal
from qms_model.facts import SPECS, Change, key_of, spelled
from qms_model.i18n import Message, message
from qms_model.intake.book import Key, refines
from qms_model.journal.chain import Row
from qms_model.refusal import Refused

Cells = Mapping[str, str]  # column -> canonical text, "" is blank


class Meanwhile(Enum):
    """What somebody else did to the fact."""

    RECORDED = message(
        "{by} recorded this fact meanwhile (change {number}); your entry was not saved."
        " Compare the two, then open theirs."
    )
    CORRECTED = message(
        "{by} corrected this fact meanwhile (change {number}); your entry was not saved."
        " Compare the two, then open theirs."
    )
    REMOVED = message("{by} removed this fact meanwhile (change {number}); your entry was not saved.")


@dataclass(frozen=True)
class Difference:
    """A cell that one of the two changed, or both: canonical text; blank too where there is no row."""

    column: str
    was: str
    theirs: str
    yours: str


class Stale(Refused):
    """Nothing was recorded: the fact is no longer as the form shows it.

    `change` says who, when (`at`) and why, `what` they did; `cells` have both
    values and what it was.
    """

    def __init__(self, change: Change, what: Meanwhile, cells: tuple[Difference, ...]) -> None:
        super().__init__(Message(what.value.msgid, (("by", change.by), ("number", change.number))))
        self.change = change
        self.what = what
        self.cells = cells

    @property
    def at(self) -> datetime:
        """When they did it, in UTC."""
        return datetime.fromisoformat(self.change.at)


def cells_of(table: str, row: Row) -> dict[str, str]:
    """The cells of a stored row as canonical text."""
    return {spec.name: spelled(spec, row[spec.name]) for spec in SPECS[table]}


def stale(connection: sa.Connection, table: str, old: Row, yours: Cells) -> Stale:
    """The refusal for a form that shows `old`, which was superseded since."""
    current: Row | None = old
    change = 0
    while current is not None and current["superseded_in"] is not None:
        change = current["superseded_in"]
        current = _successor(connection, table, current, change)
    theirs = {} if current is None else cells_of(table, current)
    what = Meanwhile.REMOVED if current is None else Meanwhile.CORRECTED
    cells = _differences(table, cells_of(table, old), theirs, yours)
    return Stale(journal.entry(connection, change), what, cells)


def twice(connection: sa.Connection, table: str, other: Row, yours: Cells) -> Stale:
    """The refusal for a new fact that somebody else recorded first."""
    cells = _differences(table, {}, cells_of(table, other), yours)
    return Stale(journal.entry(connection, other["recorded_in"]), Meanwhile.RECORDED, cells)


def _differences(table: str, was: Cells, theirs: Cells, yours: Cells) -> tuple[Difference, ...]:
    cells = (
        Difference(spec.name, *(side.get(spec.name, "") for side in (was, theirs, yours)))
        for spec in SPECS[table]
    )
    return tuple(cell for cell in cells if not cell.was == cell.theirs == cell.yours)


def _successor(connection: sa.Connection, table: str, old: Row, change: int) -> Row | None:
    """The row that a change recorded in the place of `old`; None when it removed it.

    It has its key, or one that refines it or that it refines, as loads match
    rows; a change that replaced one row by one may have changed the key at will.
    """
    rows = journal.recorded_by(connection, table, change)
    key = _key(table, old)
    keys = [_key(table, row) for row in rows]
    found = [row for row, k in zip(rows, keys, strict=True) if k == key] or [
        row for row, k in zip(rows, keys, strict=True) if refines(table, k, key) or refines(table, key, k)
    ]
    if not found and len(journal.superseded_by(connection, table, change)) == 1:
        found = rows
    return found[0] if len(found) == 1 else None


def _key(table: str, row: Row) -> Key:
    cells = cells_of(table, row)
    return tuple(cells[part] for part in key_of(table))
