"""The registry as it would be: what is recorded, with the file laid over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qms_model.facts import SPECS, key_of
from qms_model.i18n import Message
from qms_model.intake.headers import Table
from qms_model.intake.problems import Problem
from qms_model.registry import Registry

Key = tuple[str, ...]
NEW = -1


@dataclass
class Recorded:
    """The rows of one table in force at a change, as canonical text."""

    ids: list[int] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)


def recorded(registry: Registry) -> dict[str, Recorded]:
    """All tables of the registry as canonical text."""
    return {name: Recorded(registry.ids(name), registry.texts(name)) for name in SPECS}


@dataclass
class Page:
    """One table of the book: rows of the file first, then the recorded ones it does not touch."""

    name: str
    table: Table | None
    columns: dict[str, list[str]]
    matches: list[int]  # of each row of the file: its recorded row, or NEW
    rows_of_file: int

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def rows(self, *names: str) -> Iterator[tuple[str, ...]]:
        """These columns, row by row."""
        return zip(*(self.columns[name] for name in names), strict=True)

    def in_file(self, position: int) -> bool:
        """Whether the row stands in the file."""
        return position < self.rows_of_file

    def problem(self, position: int, column: str, why: Message) -> Problem:
        """A problem of a row that stands in the file."""
        assert self.table is not None
        return self.table.problem(position, column, why)


Book = Mapping[str, Page]


def book_of(
    tables: Mapping[str, Table], known: Mapping[str, Recorded], *, returned: bool = False
) -> dict[str, Page]:
    """The registry as it would be if every row of the file were recorded.

    `returned`: the file is an older export, whose keys may have been refined here.
    """
    return {
        name: _page(name, tables[name], known[name], _matches(name, tables[name], known[name], returned))
        if name in tables
        else Page(name, None, known[name].columns, [], 0)
        for name in SPECS
    }


def book_with(table: Table, place: int, known: Mapping[str, Recorded]) -> dict[str, Page]:
    """The registry as it would be if the one row of `table` stood in the place of the
    recorded row there, or beside all of them (NEW), whatever its key."""
    return book_of({}, known) | {table.name: _page(table.name, table, known[table.name], [place])}


def book_without(name: str, place: int, known: Mapping[str, Recorded]) -> dict[str, Page]:
    """The registry as it would be without one recorded row."""
    columns = {n: cells[:place] + cells[place + 1 :] for n, cells in known[name].columns.items()}
    return book_of({}, known) | {name: Page(name, None, columns, [], 0)}


def keys(name: str, columns: Mapping[str, list[str]], rows: int) -> list[Key]:
    """The key of every row; a column that is not there counts as blank."""
    return list(zip(*(columns.get(part) or [""] * rows for part in key_of(name)), strict=True))


def _page(name: str, table: Table, known: Recorded, matches: list[int]) -> Page:
    columns = {}
    for spec in SPECS[name]:
        old = known.columns[spec.name]
        said = table.columns.get(spec.name)
        if said is None:
            said = [old[match] if match != NEW else "" for match in matches]
        columns[spec.name] = said
    touched = set(matches)
    rest = [place for place in range(len(known)) if place not in touched]
    if rest:
        columns = {n: cells + [known.columns[n][place] for place in rest] for n, cells in columns.items()}
    return Page(name, table, columns, matches, len(table.numbers))


def _matches(name: str, table: Table, known: Recorded, returned: bool) -> list[int]:
    """For every row of the file the recorded row that it is about, or NEW.

    A row is about the recorded one with its key. A blank key cell that gets a
    value, and a coarser date that gets finer, is about the row that it refines,
    when exactly one does; an absent key column keeps what is recorded.
    """
    rows = len(table.numbers)
    old = keys(name, known.columns, len(known))
    place_of = {key: place for place, key in enumerate(old)}
    wanted = keys(name, table.columns, rows)
    matches = [place_of.get(key, NEW) for key in wanted]
    if len(known):
        parts = [_Part(s.is_date, s.name in table.columns) for s in SPECS[name] if s.key]
        _match_refined(wanted, old, matches, parts, returned)
    return matches


@dataclass(frozen=True)
class _Part:
    """A key column: whether it holds dates, and whether the file has it."""

    is_date: bool
    said: bool


def _match_refined(
    wanted: list[Key], old: list[Key], matches: list[int], parts: list[_Part], returned: bool
) -> None:
    free: dict[str, list[int]] = {}
    taken = set(matches)
    for place, key in enumerate(old):
        if place not in taken:
            free.setdefault(key[0], []).append(place)
    claims: dict[int, list[int]] = {}
    for position, key in enumerate(wanted):
        if matches[position] == NEW:
            near = free.get(key[0], ())
            found = [place for place in near if _refines(key, old[place], parts)]
            if returned and not found:
                found = [place for place in near if _refines(old[place], key, parts)]
            if len(found) == 1:
                claims.setdefault(found[0], []).append(position)
    for place, positions in claims.items():
        if len(positions) == 1:
            matches[positions[0]] = place


def refines(name: str, new: Key, old: Key) -> bool:
    """Whether a load takes the row with key `new` for the one with key `old`, made finer."""
    return _refines(new, old, [_Part(spec.is_date, said=True) for spec in SPECS[name] if spec.key])


def _refines(new: Key, old: Key, parts: list[_Part]) -> bool:
    """Whether `new` is `old` with blanks filled and dates made finer."""
    return all(
        n == o or not part.said or (n and not o) or (part.is_date and n.startswith(o))
        for n, o, part in zip(new, old, parts, strict=True)
    )
