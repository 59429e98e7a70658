"""What the journal recorded about one agency, change by change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from qms_model.facts import REGISTRY_TABLES, SPECS, ColumnSpec, key_of, spelled, sql_table
from qms_model.journal.chain import Row
from qms_model.journal.reading import CHANGES, TABLES, newest

_TOLD = 500  # rows of a table

What = Literal["new", "changed", "removed"]


@dataclass(frozen=True)
class Cell:
    """A cell before and after, as canonical text; "" is blank."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """What a change did to one row: its key as it was, or as it is where the row is
    new, and the cells that differ (all that are filled, where it is new or removed)."""

    table: str
    key: tuple[str, ...]
    what: What
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Entry:
    """A change that concerned the agency, and what it did to the agency's rows."""

    number: int
    at: str  # instant in UTC, ISO 8601
    by: str
    kind: str
    note: str
    differences: tuple[Difference, ...]


def history_of(connection: sa.Connection, agency: str, known: int | None = None) -> list[Entry]:
    """The changes up to `known` (default: the newest) that recorded or superseded facts of
    the agency, oldest first.

    Its facts are its rows in every table with its code, the findings of its audits,
    and the reorganisations that name it.
    """
    last = newest(connection) if known is None else known
    done: defaultdict[int, list[Difference]] = defaultdict(list)
    for fact in REGISTRY_TABLES:
        table = sql_table(fact)
        whose = _of_agency(table, agency)
        if whose is not None:
            facts = [dict(row) for row in connection.execute(sa.select(table).where(whose)).mappings()]
            for number, found in _differences(table.name, facts, last).items():
                done[number] += found
    return _entries(connection, done)


def since(connection: sa.Connection, known: int) -> list[Entry]:
    """The changes after `known` and what they did, oldest first; of each table at most 500 rows
    that were recorded or superseded since are told of."""
    done: defaultdict[int, list[Difference]] = defaultdict(list)
    for fact in REGISTRY_TABLES:
        table = sql_table(fact)
        touched = sa.or_(table.c.recorded_in > known, table.c.superseded_in > known)
        query = sa.select(table).where(touched).order_by(table.c.id).limit(_TOLD)
        facts = [dict(row) for row in connection.execute(query).mappings()]
        for number, found in _differences(table.name, facts, newest(connection)).items():
            if number > known:
                done[number] += found
    return _entries(connection, done)


def _entries(connection: sa.Connection, done: Mapping[int, Sequence[Difference]]) -> list[Entry]:
    """The changes with these numbers, oldest first."""
    named = (CHANGES.c.number, CHANGES.c.at, CHANGES.c.by, CHANGES.c.kind, CHANGES.c.note)
    heads = connection.execute(
        sa.select(*named).where(CHANGES.c.number.in_(list(done))).order_by(CHANGES.c.number)
    )
    return [Entry(*head, tuple(done[head.number])) for head in heads]


def _of_agency(table: sa.Table, agency: str) -> sa.ColumnElement[bool] | None:
    """The rows of `table` that are the agency's, each by an index; None: it has none of agencies."""
    if table.name == "findings":
        audits = TABLES["audits"]
        return table.c.audit.in_(sa.select(audits.c.audit).where(audits.c.agency == agency))
    if table.name == "reorganisations":
        return sa.or_(table.c.predecessor == agency, table.c.successor == agency)
    return table.c.agency == agency if "agency" in table.c else None


def _differences(table: str, facts: Sequence[Row], last: int) -> dict[int, list[Difference]]:
    """By change up to `last` what it did to these rows, in the order in which they were recorded."""
    added: defaultdict[int, list[Row]] = defaultdict(list)
    gone: defaultdict[int, list[Row]] = defaultdict(list)
    for row in sorted(facts, key=lambda row: row["id"]):
        added[row["recorded_in"]].append(row)
        if row["superseded_in"] is not None:
            gone[row["superseded_in"]].append(row)
    return {
        number: found
        for number in sorted({*added, *gone})
        if number <= last and (found := _paired(table, gone[number], added[number]))
    }


def _paired(table: str, gone: Sequence[Row], added: Sequence[Row]) -> list[Difference]:
    """Each superseded row with the one that took its place; then those that are new."""
    before, after = [_key(table, row) for row in gone], [_key(table, row) for row in added]
    heirs = {n: after.index(key) for n, key in enumerate(before) if key in after}
    for n, key in enumerate(before):
        alike = [m for m in set(range(len(after))) - set(heirs.values()) if _refined(table, key, after[m])]
        if n not in heirs and len(alike) == 1:
            heirs[n] = alike[0]
    found = []
    for n, row in enumerate(gone):
        heir = added[heirs[n]] if n in heirs else None
        what: What = "removed" if heir is None else "changed"
        found.append(Difference(table, before[n], what, _cells(table, row, heir)))
    new = [m for m in range(len(added)) if m not in heirs.values()]
    found += [Difference(table, after[m], "new", _cells(table, None, added[m])) for m in new]
    return [one for one in found if one.cells]


def _refined(table: str, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the keys differ only in cells blank in one of them, or in dates known less finely
    in one of them: the same row, refined (registry format §1), or taken back."""
    specs = [spec for spec in SPECS[table] if spec.key]
    return all(
        a == b or not a or not b or (spec.is_date and (a.startswith(b) or b.startswith(a)))
        for spec, a, b in zip(specs, one, other, strict=True)
    )


def _key(table: str, row: Row) -> tuple[str, ...]:
    specs = {spec.name: spec for spec in SPECS[table]}
    return tuple(_text(specs[name], row) for name in key_of(table))


def _cells(table: str, old: Row | None, new: Row | None) -> tuple[Cell, ...]:
    texts = [(spec.name, _text(spec, old or {}), _text(spec, new or {})) for spec in SPECS[table]]
    return tuple(Cell(name, before, after) for name, before, after in texts if before != after)


def _text(spec: ColumnSpec, row: Mapping[str, Any]) -> str:
    return spelled(spec, row.get(spec.name))
