"""What a column of the registry is: its kind, its headers, its SQL type.

What intake needs to know of a column (Vietnamese header, kind, whether it is
required or part of the key) stands beside it, in the SQL column's `info`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field


class Kind(StrEnum):
    """What a cell of a column may hold."""

    TEXT = "text"
    NAME = "name"  # a text that people read: no addresses in it
    DAY = "day"
    PARTIAL = "partial"  # a date known to the day, the month or the year
    YEAR = "year"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"  # per cent, 0 to 100
    YES_NO = "yes_no"
    CODE = "code"  # one of an enumeration
    TYPE = "type"
    DISTRICT = "district"
    EDITION = "edition"
    CAUSE = "cause"


@dataclass(frozen=True)
class ColumnSpec:
    """A column as the registry format describes it."""

    name: str
    vi: str
    kind: Kind
    required: bool = False
    key: bool = False
    codes: type[StrEnum] | None = None
    refers: str | None = None  # the table whose code it holds

    @property
    def is_date(self) -> bool:
        """Whether the column holds dates, of whatever precision."""
        return self.kind in (Kind.DAY, Kind.PARTIAL)


_SQL_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    Kind.DAY: sa.String(10),
    Kind.PARTIAL: sa.String(10),
    Kind.YEAR: sa.Integer(),
    Kind.COUNT: sa.Integer(),
    Kind.NUMBER: sa.Float(),
    Kind.SHARE: sa.Float(),
    Kind.YES_NO: sa.Boolean(),
}


def column(
    vi: str,
    kind: Kind = Kind.TEXT,
    *,
    required: bool = False,
    key: bool = False,
    codes: type[StrEnum] | None = None,
    refers: str | None = None,
    index: bool = False,
) -> Any:
    """A registry column: its SQL type, and what intake needs to know of it.

    `index`: rows are looked up by it, to tell the history of one agency.
    """
    if codes is not None:
        kind = Kind.CODE
        sql: sa.types.TypeEngine[Any] = sa.Enum(
            codes,
            native_enum=False,
            create_constraint=True,
            validate_strings=True,
            values_callable=lambda members: [member.value for member in members],
        )
    else:
        sql = _SQL_TYPES.get(kind, sa.Text())
    info = {"vi": vi, "kind": kind, "required": required, "key": key, "codes": codes, "refers": refers}
    return Field(
        default=None if not required else ...,
        sa_column=sa.Column(sql, nullable=not required, info=info, index=index),
    )


def stored(spec: ColumnSpec, text: str) -> Any:
    """The value that the database keeps for the canonical text of a cell."""
    if not text:
        return None
    if spec.kind in (Kind.YEAR, Kind.COUNT):
        return int(text)
    if spec.kind in (Kind.NUMBER, Kind.SHARE):
        return float(text)
    if spec.kind is Kind.YES_NO:
        return text == "yes"
    return text


def spelled(spec: ColumnSpec, value: Any) -> str:
    """The canonical text of a value that the database keeps."""
    if value is None:
        return ""
    if spec.kind is Kind.YES_NO:
        return "yes" if value else "no"
    if spec.kind in (Kind.NUMBER, Kind.SHARE):
        return f"{Decimal(f'{value + 0.0:.15g}'):f}"  # digits only, no exponent and no -0
    return str(value)
