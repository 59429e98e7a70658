"""The plan of a load: what is new, changed, unchanged, rejected or in conflict.

Nothing is recorded before the plan is applied; applying it is one change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qms_model import journal
from qms_model.config import Rules
from qms_model.facts import SPECS, ChangeKind, key_of, stored
from qms_model.i18n import message
from qms_model.intake.book import NEW, Key, Page, Recorded, book_of, keys, recorded
from qms_model.intake.cells import Bad, Parser
from qms_model.intake.checks import problems_of
from qms_model.intake.headers import Table, tables_of
from qms_model.intake.problems import Problem
from qms_model.intake.read import read
from qms_model.journal import Edit
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store

# An export says from which change it was made, so that the file that comes back
# is compared with what it was, not only with what is recorded by then.
EXPORTED = "export.json"


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
            specs = {spec.name: spec for spec in SPECS[table.table]}
            rows = [*table.new, *(row for _, row in table.changed)]
            added[table.table] = [{n: stored(specs[n], text) for n, text in row.items() if text} for row in rows]
            superseded[table.table] = [number for number, _ in table.changed]
        return Edit(added, superseded)


def plan(path: Path, store: Store, rules: Rules) -> Plan:
    """What loading the folder or workbook at `path` would do; nothing is recorded.

    Raises RegistryError when a file cannot be read at all.
    """
    tables, problems = tables_of(read(path), Parser(rules))
    registry = open_registry(store, rules)
    known = recorded(registry)
    book = book_of(tables, known)
    problems += problems_of(book, rules)
    problems += _not_over_the_sample(tables, registry)
    base = _base(path, store, rules)
    plans = tuple(_planned(book[name], known[name], base.get(name)) for name in tables)
    return Plan(registry.known, plans, tuple(_in_order(problems, tables)))


def apply(done: Plan, store: Store, rules: Rules, *, by: str, note: str = "") -> int | None:
    """Record the plan as one change; its number, or None when nothing differs.

    Raises Refused when somebody else recorded a change since the plan was made,
    or when cells are in conflict.
    """
    if done.problems:
        raise ValueError("a plan with problems cannot be applied")
    if done.conflicts:
        raise Refused(
            message("{cells} cells were changed both here and in the file; nothing was loaded.", cells=len(done.conflicts))
        )
    edit = done.edit()
    if not edit:
        return None
    with store.writing() as connection:
        if journal.newest(connection) != done.known:
            raise Refused(message("The registry was changed meanwhile; nothing was loaded. Load again."))
        return journal.append(connection, ChangeKind.LOAD, edit, rules=rules, by=by, note=note)


def _planned(page: Page, known: Recorded, base: dict[Key, dict[str, str]] | None) -> TablePlan:
    """Sort the rows of the file into new, changed, unchanged and rejected."""
    assert page.table is not None
    done = TablePlan(page.name, rejected=len(page.table.rejected))
    wanted = keys(page.name, page.columns, len(page))
    names = list(page.columns)
    for position, cells in enumerate(page.rows(*names)):
        if not page.in_file(position):
            break
        if position in page.table.rejected:
            continue
        row = dict(zip(names, cells, strict=True))
        match = page.matches[position]
        old = {} if match == NEW else {name: known.columns[name][match] for name in names}
        if base is not None:
            row = _merged(page, position, row, old, base.get(wanted[position]), done)
        if row == old:
            done.unchanged += 1
        elif match == NEW:
            done.new.append(row)
        else:
            done.changed.append((known.ids[match], row))
    return done


def _merged(
    page: Page, position: int, row: dict[str, str], old: dict[str, str], base: dict[str, str] | None, done: TablePlan
) -> dict[str, str]:
    """The row of a returned export against what it was: only cells that its
    author changed count; one that was changed here as well is a conflict."""
    if base is None or row == old:
        return row
    if row == base:
        return old
    merged = {}
    for name, cell in row.items():
        here = old.get(name, "")
        merged[name] = here if cell == base[name] else cell
        if cell not in (base[name], here) and here != base[name]:
            why = message("“{value}” here, “{other}” in the file, “{base}” when it was exported", value=here, other=cell, base=base[name])
            done.conflicts.append(page.problem(position, name, why))
            page.table.rejected.discard(position)  # type: ignore[union-attr]
    return merged


def _base(path: Path, store: Store, rules: Rules) -> dict[str, dict[Key, dict[str, str]]]:
    """The rows, by table and key, as they were when the folder was exported from this journal."""
    try:
        stamp = json.loads((path / EXPORTED).read_text(encoding="utf-8"))
        change, head = int(stamp["change"]), str(stamp["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    with store.reading() as connection:
        if change == 0 or journal.head(connection, change) != head:
            return {}
        if change == journal.newest(connection):
            return {}
    rows = {}
    for name, table in recorded(open_registry(store, rules, change)).items():
        cells = zip(*table.columns.values(), strict=True)
        named = [dict(zip(table.columns, row, strict=True)) for row in cells]
        rows[name] = {tuple(row[part] for part in key_of(name)): row for row in named}
    return rows


def _not_over_the_sample(tables: Mapping[str, Table], registry: Registry) -> list[Problem]:
    """A real registry is not laid over illustrative figures."""
    if not registry.illustrative:
        return []
    said = tables.get("registry")
    settings = dict(zip(said.columns["setting"], said.columns["value"], strict=True)) if said and said.columns else {}
    if settings.get("illustrative") == "yes":
        return []
    file = said.file if said else next(iter(tables.values())).file if tables else "registry"
    why = message(
        "the recorded registry is illustrative (illustrative = yes), this one is not: start without the sample (run.py --empty)"
    )
    return [Problem(file, 1, "illustrative", why)]


def _in_order(problems: list[Problem], tables: Mapping[str, Table]) -> list[Problem]:
    """File by file in the order of the format, then row by row."""
    place = {table.file: n for n, table in enumerate(tables.values())}
    return sorted(dict.fromkeys(problems), key=lambda p: (place.get(p.file, len(place)), p.file, p.row))
