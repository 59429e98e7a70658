"""Registries for tests, made from rows of canonical text without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qms_model.config import Rules, read_config
from qms_model.facts import SPECS, ChangeKind, stored
from qms_model.journal import Edit, append
from qms_model.registry import Registry, frames
from qms_model.store import Store, open_store

Tables = Mapping[str, Sequence[Mapping[str, str]]]


def registry_of(tables: Tables, rules: Rules | None = None) -> Registry:
    """The registry that holds these rows: table -> rows of column -> canonical text."""
    cells = {}
    for name, rows in tables.items():
        columns = {spec.name: [stored(spec, row.get(spec.name, "")) for row in rows] for spec in SPECS[name]}
        numbers = list(range(1, len(rows) + 1))
        cells[name] = {"id": numbers, "recorded_in": [1] * len(rows), **columns}
    return Registry(1, 1, "0" * 64, rules or read_config().rules, frames(cells))


def loaded(url: str, tables: Tables) -> Store:
    """The database at `url` with these rows recorded as its next change."""
    store = open_store(url)
    rows = {
        name: [{spec.name: stored(spec, row.get(spec.name, "")) for spec in SPECS[name]} for row in rows]
        for name, rows in tables.items()
    }
    with store.writing() as connection:
        append(connection, ChangeKind.LOAD, Edit(rows), rules=read_config().rules, by="test")
    return store
