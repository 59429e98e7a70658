"""The reverse of a change."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from qms_model.facts import REGISTRY_TABLES, ChangeKind, key_of, sql_table
from qms_model.i18n import Message, message
from qms_model.journal.chain import Row
from qms_model.journal.reading import CHANGES
from qms_model.journal.recording import Edit
from qms_model.refusal import Refused


def reverse(connection: sa.Connection, number: int) -> Edit:
    """What undoes change `number`. Raises Refused when a later change builds on it."""
    kind = connection.execute(sa.select(CHANGES.c.kind).where(CHANGES.c.number == number)).scalar()
    if kind is None:
        raise Refused(message("There is no change {number}.", number=number))
    if kind == ChangeKind.CONFIG:
        raise Refused(message("Change {number} recorded the rules: edit config.yaml instead.", number=number))
    added: dict[str, list[Row]] = {}
    superseded: dict[str, list[int]] = {}
    for fact in REGISTRY_TABLES:
        table = sql_table(fact)
        recorded = connection.execute(
            sa.select(table.c.id, table.c.superseded_in)
            .where(table.c.recorded_in == number)
            .order_by(table.c.id)
        ).all()
        later = [row.superseded_in for row in recorded if row.superseded_in is not None]
        if later:
            raise Refused(_built_upon(number, min(later)))
        superseded[table.name] = [row.id for row in recorded]
        replaced = connection.execute(
            sa.select(table).where(table.c.superseded_in == number).order_by(table.c.id)
        )
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


def _content(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("id", "recorded_in", "superseded_in")}
