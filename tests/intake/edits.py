"""What the tests of edits share: asking for one, saving it, and looking at what is recorded."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from qms_model import journal
from qms_model.config import read_config
from qms_model.intake.edit import (
    FactEdit,
    Receipt,
    apply_edit,
    plan_edit,
)
from qms_model.intake.problems import RegistryError
from qms_model.registry import open_registry
from qms_model.store import Store

RULES = read_config().rules
SNV_1, SNV_2 = ({"agency": "SNV", "number": number} for number in "12")


def known(store: Store) -> int:
    """The newest change."""
    with store.reading() as connection:
        return journal.newest(connection)


def rows(store: Store, table: str) -> dict[int, dict[str, str]]:
    """The rows in force by their ids, without blank cells."""
    registry = open_registry(store, RULES)
    texts = registry.texts(table)
    cells = zip(*texts.values(), strict=True)
    named = [{name: text for name, text in zip(texts, row, strict=True) if text} for row in cells]
    return dict(zip(registry.ids(table), named, strict=True))


def fact(store: Store, table: str, **cells: str) -> int:
    """The id of the one row in force with these cells."""
    (number,) = [n for n, row in rows(store, table).items() if cells.items() <= row.items()]
    return number


def edit(
    store: Store,
    table: str,
    cells: dict[str, str] | None = None,
    of: dict[str, str] | None = None,
    *,
    base: int | None = None,
    number: int | None = None,
    removed: bool = False,
    note: str = "Theo công văn 12",
    request: UUID | None = None,
) -> FactEdit:
    """What a form asks that is opened now: a new fact, or the correction `of` the row with these cells."""
    number = fact(store, table, **of) if of else number
    base = known(store) if base is None else base
    return FactEdit(table, base, request or uuid4(), note, number, cells or {}, removed)


def save(store: Store, asked: FactEdit, by: str = "chị Hà") -> Receipt:
    """Apply an edit."""
    return apply_edit(asked, store, RULES, by=by)


def faults(store: Store, asked: FactEdit, language: str) -> list[tuple[str, str]]:
    """Column and sentence of every problem; what cannot be applied is not recorded either."""
    problems = plan_edit(asked, store, RULES).problems
    if problems:
        before = known(store)
        with pytest.raises(RegistryError) as refused:
            save(store, asked)
        assert refused.value.problems == problems
        assert known(store) == before
    return [(problem.column, problem.why.text(language)) for problem in problems]


def verifies(store: Store) -> bool:
    """Whether the journal holds together."""
    with store.reading() as connection:
        return all(check.ok for check in journal.verify(connection))
