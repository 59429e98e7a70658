"""Appending to the journal: one change with all its facts, or nothing."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qms_model.config import Rules
from qms_model.facts import ChangeKind
from qms_model.journal.chain import Row, begin, feed, pieces
from qms_model.journal.reading import CHANGES, RULES, TABLES, head, instant, known_at, newest, rules_at
from qms_model.store import Store

_BATCH = 900  # ids in one statement: SQLite allows 32,766 parameters, older ones 999


@dataclass(frozen=True)
class Edit:
    """What a change does: rows to record, and ids of rows to supersede, by table."""

    added: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    superseded: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.added.values()) or any(self.superseded.values())


def append(
    connection: sa.Connection,
    kind: ChangeKind,
    edit: Edit,
    *,
    rules: Rules,
    by: str,
    note: str = "",
    request: str | None = None,
) -> int:
    """Record `edit` as the next change and give its number.

    The rules are recorded with it when they differ from those in force. Call it
    on a writing connection: what it does is committed or lost as a whole. A
    `request` may be recorded only once (`change_of` finds it).
    """
    previous = newest(connection)
    change = {
        "number": previous + 1,
        "at": now(),
        "by": by,
        "kind": kind.value,
        "note": note,
        "request": request,
    }
    edit = _with_rules(connection, edit, previous, rules)
    hasher = begin(head(connection, previous), change)
    first = {name: _next_id(connection, name) for name in edit.added}
    superseded = {name: _read(connection, name, ids) for name, ids in edit.superseded.items()}
    for name in TABLES:
        feed(
            hasher,
            "record",
            name,
            _numbered(edit.added.get(name, []), first.get(name, 1), previous + 1),
        )
        feed(hasher, "supersede", name, superseded.get(name, []))
    rows = sum(map(len, edit.added.values())) + sum(map(len, superseded.values()))
    connection.execute(sa.insert(CHANGES), {**change, "rows": rows, "hash": hasher.hexdigest()})
    for name in TABLES:
        _supersede(connection, name, edit.superseded.get(name, []), previous + 1)
        _insert(connection, name, _numbered(edit.added.get(name, []), first.get(name, 1), previous + 1))
    return previous + 1


def _insert(connection: sa.Connection, name: str, rows: Iterator[Row]) -> None:
    """Insert the rows, straight to the driver: our cells are what it takes as
    they are, and to have each looked at again would be a seventh of a load."""
    table = TABLES[name]
    statement = sa.insert(table).compile(dialect=connection.dialect, column_keys=list(table.columns.keys()))
    order, blank = statement.positiontup, dict.fromkeys(table.columns.keys())
    for piece in pieces(rows):
        cells: Any = (
            [{**blank, **row} for row in piece]
            if order is None
            else [tuple([row.get(column) for column in order]) for row in piece]
        )
        connection.exec_driver_sql(statement.string, cells)


def today(timezone: str) -> date:
    """The day that the clocks of a time zone show."""
    return datetime.now(ZoneInfo(timezone)).date()


def now() -> str:
    """This instant in UTC, ISO 8601, as the journal writes it."""
    return instant(datetime.now(UTC))


def keep_rules(store: Store, rules: Rules, by: str) -> None:
    """Record the rules as a change of their own when they differ from those in force.

    Nothing is recorded in an empty journal: no number depends on them yet.
    """
    with store.reading() as connection:
        if not _rules_differ(connection, rules):
            return
    with store.writing() as connection:
        if _rules_differ(connection, rules):
            append(connection, ChangeKind.CONFIG, Edit(), rules=rules, by=by)


def _rules_differ(connection: sa.Connection, rules: Rules) -> bool:
    number = newest(connection)
    return number > 0 and rules_at(connection, number) != rules


def _with_rules(connection: sa.Connection, edit: Edit, known: int, rules: Rules) -> Edit:
    if rules_at(connection, known) == rules:
        return edit
    old = connection.execute(sa.select(RULES.c.id).where(known_at(RULES, known))).scalars().all()
    return Edit(
        added={**edit.added, RULES.name: [{"content": rules.canonical()}]},
        superseded={**edit.superseded, RULES.name: list(old)},
    )


def _next_id(connection: sa.Connection, name: str) -> int:
    return (connection.execute(sa.select(sa.func.max(TABLES[name].c.id))).scalar() or 0) + 1


def _numbered(rows: Sequence[Row], first: int, change: int) -> Iterator[Row]:
    """The rows as they will stand in the table, their ids going on from the last.

    One after the other: all of them at once would double the memory of a load.
    """
    for number, row in enumerate(rows, start=first):
        yield {**row, "id": number, "recorded_in": change}


def _read(connection: sa.Connection, name: str, ids: Sequence[int]) -> list[dict[str, Any]]:
    table = TABLES[name]
    found: list[dict[str, Any]] = []
    for batch in _batches(sorted(ids)):
        query = sa.select(table).where(table.c.id.in_(batch)).order_by(table.c.id)
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def _supersede(connection: sa.Connection, name: str, ids: Sequence[int], change: int) -> None:
    table = TABLES[name]
    for batch in _batches(ids):
        update = sa.update(table).where(table.c.id.in_(batch), table.c.superseded_in.is_(None))
        connection.execute(update.values(superseded_in=change))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]


def author() -> str:
    """Who runs the program, for the journal."""
    try:
        return os.environ.get("QMS_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
