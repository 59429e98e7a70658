"""Which tables there are, and the columns of each."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlmodel import SQLModel

from qms_model.facts.columns import ColumnSpec
from qms_model.facts.tables import (
    Adoption,
    Agency,
    Attestation,
    Audit,
    Exemption,
    Fact,
    Finding,
    Followup,
    Objective,
    ProcedureCount,
    Reorganisation,
    RulesFact,
    SettingFact,
    Target,
)

# The tables of the registry format, in its order.
REGISTRY_TABLES: tuple[type[Fact], ...] = (
    SettingFact,
    Agency,
    Adoption,
    Attestation,
    Audit,
    Finding,
    ProcedureCount,
    Objective,
    Target,
    Reorganisation,
    Exemption,
    Followup,
)
FACT_TABLES: tuple[type[Fact], ...] = (RulesFact, *REGISTRY_TABLES)


def sql_table(model: type[SQLModel]) -> sa.Table:
    """The SQL table behind a class."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def _specs(fact: type[Fact]) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(name=c.name, **c.info) for c in sql_table(fact).columns if c.info)


SPECS: Mapping[str, tuple[ColumnSpec, ...]] = {sql_table(f).name: _specs(f) for f in REGISTRY_TABLES}
LABELS_VI: Mapping[str, str] = {sql_table(f).name: f.label_vi for f in REGISTRY_TABLES}


def key_of(table: str) -> tuple[str, ...]:
    """The names of the columns that identify a row of `table`."""
    return tuple(spec.name for spec in SPECS[table] if spec.key)


# (table, column, the table whose codes it holds), in the order of the format.
REFERENCES: tuple[tuple[str, str, str], ...] = tuple(
    (name, spec.name, spec.refers) for name, specs in SPECS.items() for spec in specs if spec.refers
)


def code_of(table: str) -> str:
    """The column of `table` that others refer to."""
    return key_of(table)[0]
