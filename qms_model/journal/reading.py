"""What the journal says: its changes, their hashes, the rules in force at one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from pydantic import ValidationError

from qms_model.config import Rules, read_rules
from qms_model.facts import FACT_TABLES, Change, RulesFact, sql_table
from qms_model.i18n import message
from qms_model.journal.chain import NO_HASH
from qms_model.refusal import Refused

TABLES = {sql_table(fact).name: sql_table(fact) for fact in FACT_TABLES}
CHANGES = sql_table(Change)
RULES = sql_table(RulesFact)


def newest(connection: sa.Connection) -> int:
    """The number of the newest change; 0 when nothing is recorded."""
    return connection.execute(sa.select(sa.func.max(CHANGES.c.number))).scalar() or 0


def end(connection: sa.Connection) -> tuple[int, str]:
    """The newest change and its hash, read at once; 0 and the hash of nothing before the first."""
    query = sa.select(CHANGES.c.number, CHANGES.c.hash).order_by(CHANGES.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return (0, NO_HASH) if row is None else (row.number, row.hash)


def head(connection: sa.Connection, known: int | None = None) -> str:
    """The hash of change `known` (default: the newest)."""
    number = newest(connection) if known is None else known
    query = sa.select(CHANGES.c.hash).where(CHANGES.c.number == number)
    return connection.execute(query).scalar() or NO_HASH


def changes(connection: sa.Connection, last: int | None = None) -> list[Change]:
    """The changes, oldest first; only the `last` ones when that is given."""
    query = sa.select(CHANGES).order_by(CHANGES.c.number.desc()).limit(last)
    return [Change(**row) for row in connection.execute(query).mappings()][::-1]


def last_change_of(connection: sa.Connection, day: date, zone: str) -> int:
    """The number of the last change recorded by the end of `day` in `zone`; 0 before the first."""
    end = datetime.combine(day, time.max, ZoneInfo(zone)).astimezone(UTC)
    query = sa.select(sa.func.max(CHANGES.c.number)).where(CHANGES.c.at <= instant(end))
    return connection.execute(query).scalar() or 0


def rules_at(connection: sa.Connection, known: int) -> Rules | None:
    """The rules in force at change `known`; None before the first were recorded."""
    content = connection.execute(sa.select(RULES.c.content).where(known_at(RULES, known))).scalar()
    try:
        return None if content is None else read_rules(content)
    except ValidationError as error:
        raise Refused(message("The rules recorded in the journal cannot be read: run verify.")) from error


def known_at(table: sa.Table, known: int) -> sa.ColumnElement[bool]:
    """The rows of `table` in force at change `known`."""
    superseded = table.c.superseded_in
    return (table.c.recorded_in <= known) & (superseded.is_(None) | (superseded > known))


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
