"""A folder that was exported, edited by its author and comes back: compared three ways.

Only what the author changed counts. A cell that was changed here as well, to
something else, is a conflict.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from qms_model import journal
from qms_model.config import Rules
from qms_model.facts import key_of
from qms_model.i18n import message
from qms_model.intake.book import NEW, Key, Page, Recorded, recorded
from qms_model.intake.problems import Problem, shown
from qms_model.registry import open_registry
from qms_model.store import Store

# An export says from which change it was made, so that the file that comes back
# is compared with what it was, not only with what is recorded by then.
EXPORTED = "export.json"

Base = Mapping[Key, Mapping[str, str]]


def base_of(path: Path, store: Store, rules: Rules) -> dict[str, Base]:
    """The rows, by table and key, as they were when the folder was exported from this
    journal; nothing when it was not, or when nothing was recorded since."""
    try:
        stamp = json.loads((path / EXPORTED).read_text(encoding="utf-8"))
        change, head = int(stamp["change"]), str(stamp["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    with store.reading() as connection:
        if not 0 < change < journal.newest(connection) or journal.head(connection, change) != head:
            return {}
    rows: dict[str, Base] = {}
    for name, table in recorded(open_registry(store, rules, change)).items():
        cells = zip(*table.columns.values(), strict=True)
        named = [dict(zip(table.columns, row, strict=True)) for row in cells]
        rows[name] = {_key(name, row): row for row in named}
    return rows


def merge(page: Page, known: Recorded, base: Base) -> tuple[list[Problem], set[int]]:
    """Put what is recorded by now into the cells that the author did not change.

    Gives the conflicts, and the places of rows that the author left alone and
    that are not recorded any more: they are not to come back.
    """
    conflicts: list[Problem] = []
    gone: set[int] = set()
    wanted = list(zip(*(page.columns[part] for part in key_of(page.name)), strict=True))
    for position in range(page.rows_of_file):
        if page.table is None or position in page.table.rejected:
            continue
        match = page.matches[position]
        here = {name: "" if match == NEW else known.columns[name][match] for name in page.columns}
        was = base.get(wanted[position]) or base.get(_key(page.name, here))
        if was is None:
            continue
        changed = [name for name, cells in page.columns.items() if cells[position] != was[name]]
        if match == NEW and not changed:
            gone.add(position)
        for name in page.columns.keys() - set(changed):
            page.columns[name][position] = here[name]
        both = [n for n in changed if match == NEW or here[n] not in (was[n], page.columns[n][position])]
        conflicts += [_conflict(page, position, name, here[name], was[name]) for name in both]
    return conflicts, gone


def _key(table: str, row: Mapping[str, str]) -> Key:
    return tuple(row[part] for part in key_of(table))


def _conflict(page: Page, position: int, name: str, here: str, was: str) -> Problem:
    assert page.table is not None
    why = message(
        "“{value}” here, “{other}” in the file, “{base}” when it was exported",
        value=shown(here),
        other=shown(page.columns[name][position]),
        base=shown(was),
    )
    return page.table.at(position, name, why)
