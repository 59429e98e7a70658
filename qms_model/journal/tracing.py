"""Tracing one fact: what was recorded, which change replaced it, and with what."""

from __future__ import annotations

import sqlalchemy as sa

from qms_model.facts import Change
from qms_model.journal.chain import Row
from qms_model.journal.reading import CHANGES, TABLES


def fact(connection: sa.Connection, table: str, number: int) -> Row | None:
    """The row with this id as it is stored, in force or superseded; None when there is none."""
    facts = TABLES[table]
    row = connection.execute(sa.select(facts).where(facts.c.id == number)).mappings().first()
    return None if row is None else dict(row)


def recorded_by(connection: sa.Connection, table: str, change: int) -> list[Row]:
    """The rows of `table` that a change recorded, as they are stored, in the order of their ids."""
    facts = TABLES[table]
    query = sa.select(facts).where(facts.c.recorded_in == change).order_by(facts.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def superseded_by(connection: sa.Connection, table: str, change: int) -> list[int]:
    """The ids of the rows of `table` that a change superseded."""
    facts = TABLES[table]
    query = sa.select(facts.c.id).where(facts.c.superseded_in == change).order_by(facts.c.id)
    return list(connection.execute(query).scalars())


def entry(connection: sa.Connection, number: int) -> Change:
    """The change with this number, which is there."""
    row = connection.execute(sa.select(CHANGES).where(CHANGES.c.number == number)).mappings().one()
    return Change(**row)


def change_of(connection: sa.Connection, request: str) -> int | None:
    """The number of the change that was recorded for this request; None when none was."""
    query = sa.select(CHANGES.c.number).where(CHANGES.c.request == request)
    return connection.execute(query).scalar()
