"""The packs that were made, as rows of the database: never deleted, only withdrawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from qms_model.facts import Snapshot, sql_table
from qms_model.i18n import message
from qms_model.journal import now
from qms_model.refusal import Refused

_TABLE = sql_table(Snapshot)


def keep(
    connection: sa.Connection,
    snapshot: str,
    inputs: Mapping[str, Any],
    files: Mapping[str, str],
    by: str,
    reason: str,
) -> int:
    """Note that a pack was made; its number. `files`: name -> SHA-256. Call it on a
    writing connection."""
    number = (connection.execute(sa.select(sa.func.max(_TABLE.c.number))).scalar() or 0) + 1
    row = {
        "number": number,
        "snapshot": snapshot,
        "made_at": now(),
        "by": by,
        "reason": reason,
        "inputs": json.dumps(inputs, sort_keys=True, ensure_ascii=False),
        "files": json.dumps(files, sort_keys=True),
    }
    connection.execute(sa.insert(_TABLE), row)
    return number


def made(connection: sa.Connection, last: int | None = None) -> list[Snapshot]:
    """The packs, the newest first; `last`: so many at most."""
    query = sa.select(_TABLE).order_by(_TABLE.c.number.desc()).limit(last)
    return [Snapshot(**row) for row in connection.execute(query).mappings()]


def withdraw(connection: sa.Connection, number: int, by: str, because: str) -> None:
    """Withdraw a pack. Raises Refused without a reason, where there is none with this number,
    and where it was withdrawn before. Call it on a writing connection."""
    if not because.strip():
        raise Refused(message("Say why the snapshot is withdrawn."))
    found = connection.execute(
        sa.update(_TABLE)
        .where(_TABLE.c.number == number, _TABLE.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now(), withdrawn_by=by, withdrawn_because=because.strip())
    )
    if found.rowcount != 1:
        raise Refused(message("There is no snapshot number {number} that could be withdrawn.", number=number))
