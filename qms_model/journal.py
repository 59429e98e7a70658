"""The journal: numbered changes, each hash-chained to the one before.

The hash of a change is the SHA-256 over canonical JSON lines: a head (previous
hash, number, time, author, kind, note), then every fact that the change
recorded and every fact that it superseded, table by table, in the order of
their ids.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import ValidationError

from qms_model.config import Rules, read_rules
from qms_model.facts import FACT_TABLES, REGISTRY_TABLES, Change, ChangeKind, RulesFact, key_of, sql_table
from qms_model.i18n import Message, message
from qms_model.refusal import Refused
from qms_model.store import Store

NO_HASH = "0" * 64
TABLES = {sql_table(fact).name: sql_table(fact) for fact in FACT_TABLES}

_CHANGES = sql_table(Change)
_RULES = sql_table(RulesFact)
_BATCH = 900  # ids in one statement: SQLite allows 32,766 parameters, older ones 999

Row = Mapping[str, Any]
# repr: a cell of a kind that we never write is hashed too, so that verify reports it
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr).encode
_encode_many = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=("\n", ":"), default=repr).encode
_PIECE = 5_000  # rows encoded, inserted or fetched at a time


class _Hasher(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


@dataclass(frozen=True)
class Edit:
    """What a change does: rows to record, and ids of rows to supersede, by table."""

    added: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    superseded: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.added.values()) or any(self.superseded.values())


@dataclass(frozen=True)
class Check:
    """What was verified, whether it holds, and if not, why."""

    item: str
    ok: bool
    reason: Message | None = None


def newest(connection: sa.Connection) -> int:
    """The number of the newest change; 0 when nothing is recorded."""
    return connection.execute(sa.select(sa.func.max(_CHANGES.c.number))).scalar() or 0


def head(connection: sa.Connection, known: int | None = None) -> str:
    """The hash of change `known` (default: the newest)."""
    number = newest(connection) if known is None else known
    query = sa.select(_CHANGES.c.hash).where(_CHANGES.c.number == number)
    return connection.execute(query).scalar() or NO_HASH


def changes(connection: sa.Connection, last: int | None = None) -> list[Change]:
    """The changes, oldest first; only the `last` ones when that is given."""
    query = sa.select(_CHANGES).order_by(_CHANGES.c.number.desc()).limit(last)
    return [Change(**row) for row in connection.execute(query).mappings()][::-1]


def last_change_of(connection: sa.Connection, day: date, zone: str) -> int:
    """The number of the last change recorded by the end of `day` in `zone`; 0 before the first."""
    end = datetime.combine(day, time.max, ZoneInfo(zone)).astimezone(UTC)
    query = sa.select(sa.func.max(_CHANGES.c.number)).where(_CHANGES.c.at <= _instant(end))
    return connection.execute(query).scalar() or 0


def rules_at(connection: sa.Connection, known: int) -> Rules | None:
    """The rules in force at change `known`; None before the first were recorded."""
    content = connection.execute(sa.select(_RULES.c.content).where(known_at(_RULES, known))).scalar()
    try:
        return None if content is None else read_rules(content)
    except ValidationError as error:
        raise Refused(message("The rules recorded in the journal cannot be read: run verify.")) from error


def known_at(table: sa.Table, known: int) -> sa.ColumnElement[bool]:
    """The rows of `table` in force at change `known`."""
    superseded = table.c.superseded_in
    return (table.c.recorded_in <= known) & (superseded.is_(None) | (superseded > known))


def append(
    connection: sa.Connection, kind: ChangeKind, edit: Edit, *, rules: Rules, by: str, note: str = ""
) -> int:
    """Record `edit` as the next change and give its number.

    The rules are recorded with it when they differ from those in force. Call it
    on a writing connection: what it does is committed or lost as a whole.
    """
    previous = newest(connection)
    change = {
        "number": previous + 1,
        "at": _instant(datetime.now(UTC)),
        "by": by,
        "kind": kind.value,
        "note": note,
    }
    edit = _with_rules(connection, edit, previous, rules)
    hasher = _begin(head(connection, previous), change)
    first = {name: _next_id(connection, name) for name in edit.added}
    superseded = {name: _read(connection, name, ids) for name, ids in edit.superseded.items()}
    for name in TABLES:
        _feed(hasher, "record", name, _numbered(name, edit.added.get(name, []), first.get(name, 1), previous + 1))
        _feed(hasher, "supersede", name, superseded.get(name, []))
    rows = sum(map(len, edit.added.values())) + sum(map(len, superseded.values()))
    connection.execute(sa.insert(_CHANGES), {**change, "rows": rows, "hash": hasher.hexdigest()})
    for name in TABLES:
        _supersede(connection, name, edit.superseded.get(name, []), previous + 1)
        for piece in _pieces(_numbered(name, edit.added.get(name, []), first.get(name, 1), previous + 1)):
            connection.execute(sa.insert(TABLES[name]), piece)
    return previous + 1


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


def verify(connection: sa.Connection) -> list[Check]:
    """One check per change: its hash computed again from the recorded facts.

    A journal whose newest changes were cut off, or that was hashed anew as a
    whole, is found only by comparing the head with a hash kept elsewhere.
    """
    entries = connection.execute(sa.select(_CHANGES).order_by(_CHANGES.c.number)).mappings().all()
    hashers: dict[int, _Hasher] = {}
    previous = NO_HASH
    for entry in entries:
        hashers[entry["number"]] = _begin(previous, {k: entry[k] for k in ("number", "at", "by", "kind", "note")})
        previous = entry["hash"]
    counts = _feed_all(connection, hashers)
    found = [
        _checked(position, dict(entry), hashers[entry["number"]].hexdigest(), counts[entry["number"]])
        for position, entry in enumerate(entries, start=1)
    ]
    stray = message("the journal does not have this change, but facts of it")
    strangers = sorted(counts.keys() - hashers.keys())
    return found + [Check(f"change {number}", ok=False, reason=stray) for number in strangers]


def reverse(connection: sa.Connection, number: int) -> Edit:
    """What undoes change `number`. Raises Refused when a later change builds on it."""
    kind = connection.execute(sa.select(_CHANGES.c.kind).where(_CHANGES.c.number == number)).scalar()
    if kind is None:
        raise Refused(message("There is no change {number}.", number=number))
    if kind == ChangeKind.CONFIG:
        raise Refused(message("Change {number} recorded the rules: edit config.yaml instead.", number=number))
    added: dict[str, list[Row]] = {}
    superseded: dict[str, list[int]] = {}
    for fact in REGISTRY_TABLES:
        table = sql_table(fact)
        recorded = connection.execute(
            sa.select(table.c.id, table.c.superseded_in).where(table.c.recorded_in == number).order_by(table.c.id)
        ).all()
        later = [row.superseded_in for row in recorded if row.superseded_in is not None]
        if later:
            raise Refused(_built_upon(number, min(later)))
        superseded[table.name] = [row.id for row in recorded]
        replaced = connection.execute(sa.select(table).where(table.c.superseded_in == number).order_by(table.c.id))
        added[table.name] = [_content(dict(row)) for row in replaced.mappings()]
        _refuse_recorded_again(connection, table, number, added[table.name])
    return Edit(added=added, superseded=superseded)


def _refuse_recorded_again(connection: sa.Connection, table: sa.Table, number: int, rows: list[Row]) -> None:
    """Refuse to restore a row whose key a later change has recorded anew."""
    key = key_of(table.name)
    if not rows:
        return
    columns = [table.c[name] for name in key]
    current = sa.select(*columns, table.c.recorded_in).where(
        table.c.superseded_in.is_(None), table.c.recorded_in != number
    )
    recorded = {tuple(row[:-1]): row[-1] for row in connection.execute(current)}
    again = [recorded[k] for row in rows if (k := tuple(row[name] for name in key)) in recorded]
    if again:
        raise Refused(_built_upon(number, min(again)))


def _built_upon(number: int, later: int) -> Message:
    return message(
        "Change {number} cannot be undone: change {later} builds on it. Undo that one first.",
        number=number,
        later=later,
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _begin(previous: str, change: Row) -> _Hasher:
    hasher = hashlib.sha256()
    hasher.update(_encode({"previous": previous, **change}).encode())
    return hasher


def _feed(hasher: _Hasher, verb: str, table: str, rows: Iterable[Row]) -> int:
    """Feed one line for each row; how many there were.

    Many rows are encoded in one call, a third of the time of one call each.
    Their parts come apart by raw line ends, which no encoded text contains.
    """
    start = f'\n["{verb}","{table}",'
    count = 0
    for piece in _pieces(rows):
        text = _encode_many([_said(row) for row in piece])[1:-1]
        lines = text.replace("}\n{", "}]\0{").replace("\n", ",").replace("\0", start)
        hasher.update(f"{start}{lines}]".encode())
        count += len(piece)
    return count


def _said(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None and name != "superseded_in"}


def _pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while piece := list(islice(remaining, _PIECE)):
        yield piece


def _feed_all(connection: sa.Connection, hashers: Mapping[int, _Hasher]) -> Counter[int]:
    """Feed every fact to the changes that touched it; how many facts touch each number."""
    counts: Counter[int] = Counter()
    unknown = hashlib.sha256()  # of facts whose change is not there: they are only counted
    for name, table in TABLES.items():
        columns = [_as_stored(column) for column in table.columns]
        for verb, column in (("record", table.c.recorded_in), ("supersede", table.c.superseded_in)):
            rows = _stream(connection, sa.select(*columns).where(column.is_not(None)).order_by(table.c.id))
            for number, facts in groupby(rows, key=itemgetter(column.name)):
                counts[number] += _feed(hashers.get(number, unknown), verb, name, facts)
    return counts


def _as_stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A code as the text that is stored, also where it is none of ours."""
    return sa.type_coerce(column, sa.Text()).label(column.name) if isinstance(column.type, sa.Enum) else column


def _stream(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[dict[str, Any]]:
    result = connection.execute(query.execution_options(yield_per=_PIECE))
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
        return Check(item, ok=False, reason=message("it says {said} rows, there are {rows}", said=entry["rows"], rows=rows))
    return Check(item, ok=True)


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "recorded_in", "superseded_in")}


def _rules_differ(connection: sa.Connection, rules: Rules) -> bool:
    number = newest(connection)
    return number > 0 and rules_at(connection, number) != rules


def _with_rules(connection: sa.Connection, edit: Edit, known: int, rules: Rules) -> Edit:
    if rules_at(connection, known) == rules:
        return edit
    old = connection.execute(sa.select(_RULES.c.id).where(known_at(_RULES, known))).scalars().all()
    return Edit(
        added={**edit.added, _RULES.name: [{"content": rules.canonical()}]},
        superseded={**edit.superseded, _RULES.name: list(old)},
    )


def _next_id(connection: sa.Connection, name: str) -> int:
    return (connection.execute(sa.select(sa.func.max(TABLES[name].c.id))).scalar() or 0) + 1


def _numbered(name: str, rows: Sequence[Row], first: int, change: int) -> Iterator[Row]:
    """The rows as they will stand in the table: all columns, ids that go on from the last.

    One after the other: all of them at once would double the memory of a load.
    """
    blank = dict.fromkeys(TABLES[name].columns.keys())
    for number, row in enumerate(rows, start=first):
        yield {**blank, **row, "id": number, "recorded_in": change}


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
