"""The plan of a load: what is new, changed, unchanged, rejected or in conflict.

Nothing is recorded before the plan is applied; applying it is one change.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qms_model import journal
from qms_model.config import Rules
from qms_model.facts import SPECS, ChangeKind, Kind, stored
from qms_model.i18n import message
from qms_model.intake.book import NEW, Page, Recorded, book_of, recorded
from qms_model.intake.cells import Parser
from qms_model.intake.checks import problems_of
from qms_model.intake.flat import is_flat, read_flat
from qms_model.intake.headers import Table, tables_of
from qms_model.intake.problems import WHOLE_FILE, Problem
from qms_model.intake.read import Sheet, read
from qms_model.intake.returned import base_of, merge
from qms_model.journal import Edit
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store

NOT_OVER_THE_SAMPLE = message(
    "the recorded registry is illustrative (illustrative = yes), this one is not:"
    " start without the sample (run.py --empty)"
)

# By table the columns that are not kept as text.
_CONVERTED = {
    name: [
        spec for spec in specs if spec.kind in (Kind.YEAR, Kind.COUNT, Kind.NUMBER, Kind.SHARE, Kind.YES_NO)
    ]
    for name, specs in SPECS.items()
}


@dataclass
class TablePlan:
    """What a load would do to one table; `changed` pairs rows of the file with recorded ids."""

    table: str
    new: list[dict[str, str]] = field(default_factory=list)
    changed: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    unchanged: int = 0
    rejected: int = 0
    conflicts: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What a load would do; with any problem nothing can be applied."""

    known: int
    tables: tuple[TablePlan, ...]
    problems: tuple[Problem, ...]

    @property
    def conflicts(self) -> tuple[Problem, ...]:
        """The cells changed both here and in a returned export."""
        return tuple(conflict for table in self.tables for conflict in table.conflicts)

    def edit(self) -> Edit:
        """The facts that applying the plan records and supersedes."""
        added, superseded = {}, {}
        for table in self.tables:
            rows = [*table.new, *(row for _, row in table.changed)]
            added[table.table] = [_stored(table.table, row) for row in rows]
            superseded[table.table] = [number for number, _ in table.changed]
        return Edit(added, superseded)


def _stored(table: str, row: Mapping[str, str]) -> dict[str, Any]:
    """The cells as the database keeps them; most are kept as they are written."""
    kept: dict[str, Any] = {name: text for name, text in row.items() if text}
    for spec in _CONVERTED[table]:
        if spec.name in kept:
            kept[spec.name] = stored(spec, kept[spec.name])
    return kept


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of cells and no cycle among them: looking for cycles takes a tenth of a load."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
def plan(path: Path, store: Store, rules: Rules) -> Plan:
    """What loading the folder or workbook at `path` would do; nothing is recorded.

    Raises RegistryError when a file cannot be read at all.
    """
    registry = open_registry(store, rules)
    known = recorded(registry)
    tables, problems = _tables(read(path), known, rules)
    base = base_of(path, store, rules)
    book = book_of(tables, known, returned=bool(base))
    merged = {name: merge(book[name], known[name], base.get(name, {})) for name in tables if base}
    problems += problems_of(book, rules)
    problems += _not_over_the_sample(tables, registry)
    plans = tuple(_planned(book[name], known[name], *merged.get(name, ([], set()))) for name in tables)
    return Plan(registry.known, plans, tuple(_in_order(problems, tables)))


@_uncollected()
def apply(done: Plan, store: Store, rules: Rules, *, by: str, note: str = "") -> int | None:
    """Record the plan as one change; its number, or None when nothing differs.

    Raises Refused when somebody else recorded a change since the plan was made,
    or when cells are in conflict.
    """
    if done.problems:
        raise ValueError("a plan with problems cannot be applied")
    if done.conflicts:
        raise Refused(
            message(
                "{cells} cells were changed both here and in the file; nothing was loaded.",
                cells=len(done.conflicts),
            )
        )
    edit = done.edit()
    if not edit:
        return None
    with store.writing() as connection:
        if journal.newest(connection) != done.known:
            raise Refused(message("The registry was changed meanwhile; nothing was loaded. Load again."))
        return journal.append(connection, ChangeKind.LOAD, edit, rules=rules, by=by, note=note)


def _tables(
    sheets: list[Sheet], known: Mapping[str, Recorded], rules: Rules
) -> tuple[dict[str, Table], list[Problem]]:
    """The tables that the sheets hold; a flat list stands for attestations."""
    lists = [sheet for sheet in sheets if is_flat(sheet)]
    tables, problems = tables_of([sheet for sheet in sheets if sheet not in lists], Parser(rules))
    for sheet in lists:
        if "attestations" in tables:
            why = message("the table {table} is there twice", table="attestations")
            problems.append(Problem(sheet.file, 1, WHOLE_FILE, why))
            continue
        tables["attestations"], found = read_flat(sheet, known["agencies"], rules)
        problems += found
    return tables, problems


def _planned(page: Page, known: Recorded, conflicts: list[Problem], gone: set[int]) -> TablePlan:
    """Sort the rows of the file into new, changed, unchanged and rejected."""
    assert page.table is not None
    done = TablePlan(page.name, rejected=len(page.table.rejected), conflicts=conflicts)
    names = list(page.columns)
    for position, cells in enumerate(page.rows(*names)):
        if not page.in_file(position):
            break
        if position in page.table.rejected:
            continue
        row = dict(zip(names, cells, strict=True))
        match = page.matches[position]
        old = None if match == NEW else {name: known.columns[name][match] for name in names}
        if row == old or position in gone:
            done.unchanged += 1
        elif match == NEW:
            done.new.append(row)
        else:
            done.changed.append((known.ids[match], row))
    return done


def _not_over_the_sample(tables: Mapping[str, Table], registry: Registry) -> list[Problem]:
    """A real registry is not laid over illustrative figures."""
    if not registry.illustrative:
        return []
    said = tables.get("registry")
    columns = said.columns if said else {}
    settings = dict(zip(columns.get("setting", []), columns.get("value", []), strict=False))
    if settings.get("illustrative") == "yes":
        return []
    file = said.file if said else next(iter(tables.values())).file if tables else "registry"
    return [Problem(file, 1, "illustrative", NOT_OVER_THE_SAMPLE)]


def _in_order(problems: list[Problem], tables: Mapping[str, Table]) -> list[Problem]:
    """File by file in the order of the format, then row by row."""
    place = {table.file: n for n, table in enumerate(tables.values())}
    return sorted(dict.fromkeys(problems), key=lambda p: (place.get(p.file, len(place)), p.file, p.row))
