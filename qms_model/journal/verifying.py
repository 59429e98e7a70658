"""Checking the journal: the hash of every change, computed again from the facts."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from qms_model.i18n import Message, message
from qms_model.journal.chain import NO_HASH, PIECE, Hasher, Row, begin, feed
from qms_model.journal.reading import CHANGES, TABLES


@dataclass(frozen=True)
class Check:
    """What was verified, whether it holds, and if not, why."""

    item: str
    ok: bool
    reason: Message | None = None


def verify(connection: sa.Connection) -> list[Check]:
    """One check per change: its hash computed again from the recorded facts.

    A journal whose newest changes were cut off, or that was hashed anew as a
    whole, is found only by comparing the head with a hash kept elsewhere.
    """
    entries = connection.execute(sa.select(CHANGES).order_by(CHANGES.c.number)).mappings().all()
    hashers: dict[int, Hasher] = {}
    previous = NO_HASH
    for entry in entries:
        hashers[entry["number"]] = begin(previous, dict(entry))
        previous = entry["hash"]
    counts = _feed_all(connection, hashers)
    found = [
        _checked(position, dict(entry), hashers[entry["number"]].hexdigest(), counts[entry["number"]])
        for position, entry in enumerate(entries, start=1)
    ]
    stray = message("the journal does not have this change, but facts of it")
    strangers = sorted(counts.keys() - hashers.keys())
    return found + [Check(f"change {number}", ok=False, reason=stray) for number in strangers]


def _feed_all(connection: sa.Connection, hashers: Mapping[int, Hasher]) -> Counter[int]:
    """Feed every fact to the changes that touched it; how many facts touch each number."""
    counts: Counter[int] = Counter()
    unknown = hashlib.sha256()  # of facts whose change is not there: they are only counted
    for name, table in TABLES.items():
        columns = [_as_stored(column) for column in table.columns]
        for verb, column in (("record", table.c.recorded_in), ("supersede", table.c.superseded_in)):
            rows = _stream(connection, sa.select(*columns).where(column.is_not(None)).order_by(table.c.id))
            for number, facts in groupby(rows, key=itemgetter(column.name)):
                counts[number] += feed(hashers.get(number, unknown), verb, name, facts)
    return counts


def _as_stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A code as the text that is stored, also where it is none of ours."""
    return (
        sa.type_coerce(column, sa.Text()).label(column.name) if isinstance(column.type, sa.Enum) else column
    )


def _stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[dict[str, Any]]:
    result = connection.execute(query.execution_options(yield_per=PIECE))
    names = list(result.keys())
    for row in result:
        yield dict(zip(names, row, strict=True))


def _checked(position: int, entry: Row, computed: str, rows: int) -> Check:
    item = f"change {entry['number']}"
    if entry["number"] != position:
        return Check(item, ok=False, reason=message("a change before it is missing"))
    if entry["hash"] != computed:
        return Check(item, ok=False, reason=message("the recorded facts do not give its hash"))
    if entry["rows"] != rows:
        return Check(
            item,
            ok=False,
            reason=message("it says {said} rows, there are {rows}", said=entry["rows"], rows=rows),
        )
    return Check(item, ok=True)
