"""Planning an edit against the registry as it would be, and recording it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import sqlalchemy as sa

from qms_model import journal
from qms_model.config import Rules
from qms_model.facts import SPECS, ChangeKind, key_of, stored
from qms_model.i18n import Message, message
from qms_model.intake.book import NEW, Book, Recorded, book_with, book_without, keys, recorded
from qms_model.intake.cells import Parser
from qms_model.intake.checks import problems_of
from qms_model.intake.checks.one_fact import agency_codes_stay, keys_stay_unique, what_is_named_stays
from qms_model.intake.edit.asked import REASON, CellChange, EditPlan, FactEdit, Receipt
from qms_model.intake.edit.stale import Cells, cells_of, stale, twice
from qms_model.intake.fields import in_form
from qms_model.intake.headers import Table, tables_of
from qms_model.intake.plan import NOT_OVER_THE_SAMPLE
from qms_model.intake.problems import Problem, RegistryError
from qms_model.intake.read import Sheet
from qms_model.journal.chain import Row
from qms_model.refusal import Refused
from qms_model.registry import Registry, newest_registry, open_registry
from qms_model.store import Store
from qms_model.vietnamese import clean

_ROW = 2  # of the one row of the sheet that the edit stands for


def plan_edit(edit: FactEdit, store: Store, rules: Rules) -> EditPlan:
    """What the edit would change, cell by cell, and what is wrong with it; nothing is recorded.

    Raises Stale when somebody else changed the fact since the form was opened,
    Refused when the form is of another registry.
    """
    opened = _open(store, rules)
    with store.reading() as connection:
        return _planned(edit, connection, _newest(opened, connection, rules), rules)


def apply_edit(edit: FactEdit, store: Store, rules: Rules, *, by: str) -> Receipt:
    """Record the edit as one change; the same request again gives the receipt again.

    It is planned anew against the newest registry, with nobody else writing.
    Raises RegistryError with the plan's problems, and what `plan_edit` raises.
    """
    opened = _open(store, rules)  # most often it still is the newest when our turn to write comes
    with store.writing() as connection:
        done = _planned(edit, connection, _newest(opened, connection, rules), rules)
        if done.problems:
            raise RegistryError(done.problems)
        if done.recorded is not None or not done.changes:
            return Receipt(done.recorded)
        note, request = clean(edit.note), str(edit.request)
        number = journal.append(
            connection, ChangeKind.EDIT, done.records, rules=rules, by=by, note=note, request=request
        )
    return Receipt(number)


class _Opened(NamedTuple):
    """A registry, and its tables as canonical text."""

    registry: Registry
    tables: Mapping[str, Recorded]


def _open(store: Store, rules: Rules) -> _Opened:
    registry = open_registry(store, rules)
    return _Opened(registry, recorded(registry))


def _newest(opened: _Opened, connection: sa.Connection, rules: Rules) -> _Opened:
    registry = newest_registry(connection, rules, opened.registry)
    return opened if registry is opened.registry else _Opened(registry, recorded(registry))


def _planned(edit: FactEdit, connection: sa.Connection, opened: _Opened, rules: Rules) -> EditPlan:
    registry, known = opened
    old = _shown_by_the_form(edit, connection, registry)
    was = {} if old is None else cells_of(edit.table, old)
    table, problems = _typed(edit, was, rules)
    row = {} if table is None else was | {name: cells[0] for name, cells in table.columns.items()}
    number = journal.change_of(connection, str(edit.request))
    if number is not None:
        _refuse_another(edit, connection, number, old, row)
        return EditPlan(registry.known, (), recorded=number)
    yours = {} if table is None else row | {name: edit.cells.get(name, "") for _, name in table.bad}
    if old is not None and old["superseded_in"] is not None:
        raise stale(connection, edit.table, old, yours)
    place = NEW if edit.fact is None else known[edit.table].ids.index(edit.fact)
    twin = None if table is None else _twin(table, row, known[edit.table], place)
    if twin is not None:
        other = journal.fact(connection, edit.table, twin)
        if old is None and other is not None and other["recorded_in"] > edit.base:
            raise twice(connection, edit.table, other, yours)
        problems.append(_problem(edit, *keys_stay_unique(edit.table, was, row)))
    book = book_without(edit.table, place, known) if table is None else book_with(table, place, known)
    problems += problems_of(book, rules)
    problems += _own_problems(edit, was, row, book, registry)
    changes = tuple(
        CellChange(spec.name, was.get(spec.name, ""), row.get(spec.name, ""))
        for spec in SPECS[edit.table]
        if was.get(spec.name, "") != row.get(spec.name, "")
    )
    records = journal.Edit(
        added={edit.table: [_stored(edit.table, row)] if row else []},
        superseded={edit.table: [] if edit.fact is None else [edit.fact]},
    )
    return EditPlan(registry.known, changes, _in_order(problems, edit.table), records)


def _shown_by_the_form(edit: FactEdit, connection: sa.Connection, registry: Registry) -> Row | None:
    """The fact as it is stored; None for a new one. A form that was opened over
    another registry, or before this one was restored, is refused."""
    if not 0 <= edit.base <= registry.known:
        newest = registry.known
        raise Refused(
            message("There is no change {number}; the newest is {newest}.", number=edit.base, newest=newest)
        )
    if edit.fact is None:
        return None
    old = journal.fact(connection, edit.table, edit.fact)
    if old is None or old["recorded_in"] > edit.base:
        raise Refused(
            message("This fact was not recorded by change {number}: open it again.", number=edit.base)
        )
    return old


def _typed(edit: FactEdit, was: Cells, rules: Rules) -> tuple[Table | None, list[Problem]]:
    """The cells read as a sheet of one row; none for a fact that is removed.

    A correction is a file with the columns that the person changed, and the
    required ones: so a problem stands at what was changed, and what was not is
    kept as it is. A column that the table does not have is a problem.
    """
    if edit.removed:
        return None, []
    texts = {name: clean(text) for name, text in edit.cells.items()}
    changed = {name for name, text in texts.items() if text != was.get(name)}
    specs = SPECS[edit.table]
    names = [spec.name for spec in specs if not was or spec.required or spec.name in changed]
    names += [name for name in texts if name not in {spec.name for spec in specs}]
    cells = [texts.get(name, was.get(name, "")) for name in names]
    tables, problems = tables_of([Sheet(edit.table, edit.table, [names, cells])], Parser(rules))
    return tables[edit.table], problems


def _refuse_another(
    edit: FactEdit, connection: sa.Connection, number: int, old: Row | None, row: Cells
) -> None:
    """Refuse a request that was recorded with other content: it would be lost without a word."""
    added = [cells_of(edit.table, fact) for fact in journal.recorded_by(connection, edit.table, number)]
    replaced = old is None or old["superseded_in"] == number
    if not replaced or added != ([row] if row else []):
        raise Refused(
            message(
                "This form was saved before, as change {number}, with other values:"
                " nothing more was recorded. Open it again.",
                number=number,
            )
        )


def _twin(table: Table, row: Cells, known: Recorded, place: int) -> int | None:
    """The id of another recorded row with the same key."""
    if {name for _, name in table.bad} & set(key_of(table.name)):
        return None
    key = tuple(row[part] for part in key_of(table.name))
    found = enumerate(keys(table.name, known.columns, len(known)))
    return next((known.ids[n] for n, other in found if other == key and n != place), None)


def _own_problems(
    edit: FactEdit, was: Cells, row: Cells, book: Book, registry: Registry
) -> Iterator[Problem]:
    """What is wrong with an edit and cannot be wrong with a load."""
    if not clean(edit.note):
        yield _problem(edit, REASON, message("the reason is required: it stands in the journal"))
    moved = list(agency_codes_stay(edit.table, was, row))
    for column, why in moved or what_is_named_stays(edit.table, was, book):
        yield _problem(edit, column, why)
    if registry.illustrative and ("illustrative", "yes") not in book["registry"].rows("setting", "value"):
        yield _problem(edit, "value", NOT_OVER_THE_SAMPLE)


def _problem(edit: FactEdit, column: str, why: Message) -> Problem:
    return Problem(edit.table, _ROW, column, why)


def _stored(table: str, row: Cells) -> dict[str, object]:
    return {spec.name: stored(spec, row[spec.name]) for spec in SPECS[table]}


def _in_order(problems: list[Problem], table: str) -> tuple[Problem, ...]:
    """The problems in the order of the columns, last those of the row and the reason,
    their sentences in the words of the form."""
    names = [spec.name for spec in SPECS[table]]
    said = {replace(problem, why=in_form(problem.why, table, problem.column)): None for problem in problems}
    return tuple(sorted(said, key=lambda p: names.index(p.column) if p.column in names else len(names)))
