"""Undoing a change: its reverse is recorded, after the same checks as a load."""

from __future__ import annotations

from collections.abc import Mapping

from qms_model import journal
from qms_model.config import Rules
from qms_model.facts import SPECS, ChangeKind, spelled
from qms_model.i18n import message
from qms_model.intake.book import Recorded, book_of
from qms_model.intake.checks import problems_of
from qms_model.intake.headers import Table
from qms_model.journal import Edit
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store


def undo(number: int, store: Store, rules: Rules, *, by: str, note: str) -> dict[str, int]:
    """Record the reverse of change `number`: table -> rows put back as they were.

    Raises Refused when a later change builds on it.
    """
    registry = open_registry(store, rules)
    with store.writing() as connection:
        if journal.newest(connection) != registry.known:
            raise Refused(message("The registry was changed meanwhile; nothing was undone. Try again."))
        edit = journal.reverse(connection, number)
        _refuse_broken(number, _reversed(registry, edit), rules)
        journal.append(connection, ChangeKind.UNDO, edit, rules=rules, by=by, note=note)
    return {
        name: _restored(edit, name) for name in SPECS if edit.added.get(name) or edit.superseded.get(name)
    }


def _restored(edit: Edit, name: str) -> int:
    """A changed row is superseded and put back: it counts once."""
    return max(len(edit.added.get(name, ())), len(edit.superseded.get(name, ())))


def _reversed(registry: Registry, edit: Edit) -> dict[str, Table]:
    """All tables as they would be after the edit."""
    tables = {}
    for name, specs in SPECS.items():
        gone = set(edit.superseded.get(name, ()))
        kept = [place for place, number in enumerate(registry.ids(name)) if number not in gone]
        texts = registry.texts(name)
        columns = {
            spec.name: [texts[spec.name][place] for place in kept]
            + [spelled(spec, row[spec.name]) for row in edit.added.get(name, ())]
            for spec in specs
        }
        rows = len(columns[specs[0].name])
        tables[name] = Table(name, name, numbers=list(range(1, rows + 1)), columns=columns)
    return tables


def _refuse_broken(number: int, tables: Mapping[str, Table], rules: Rules) -> None:
    """Refuse an undo that would leave facts about agencies that are not there."""
    if not any(table.numbers for table in tables.values()):
        return
    nothing = {name: Recorded(columns={spec.name: [] for spec in specs}) for name, specs in SPECS.items()}
    found = next(iter(problems_of(book_of(tables, nothing), rules)), None)
    if found is not None:
        raise Refused(
            message(
                "Change {number} cannot be undone: {table} {column}: {why}.",
                number=number,
                table=found.file,
                column=found.column,
                why=found.why,
            )
        )
