"""From sheets to tables: which table a sheet is, which column a header names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from qms_model.facts import LABELS_VI, SPECS, ColumnSpec
from qms_model.i18n import Message, message
from qms_model.intake.cells import Bad, Parser
from qms_model.intake.problems import WHOLE_FILE, Problem, shown
from qms_model.intake.read import Sheet
from qms_model.vietnamese import same

_MOST_COLUMNS = 60  # three times what the widest table has

# What a table may be called, folded -> its name.
_NAMES = {same(label): name for name, label in LABELS_VI.items()} | {same(name): name for name in SPECS}

# What clerks write over the codes of agencies, beside "Mã".
_AGENCY_CODE = ("Mã cơ quan", "Mã đơn vị")


@dataclass
class Table:
    """What a file says of one table: canonical text, by column, row by row."""

    name: str
    file: str
    numbers: list[int] = field(default_factory=list)  # record numbers, the header being 1
    columns: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)  # column -> its header as written
    rejected: set[int] = field(default_factory=set)  # positions of rows with a problem
    bad: set[tuple[int, str]] = field(default_factory=set)  # positions and columns of cells with one

    def problem(self, position: int, column: str, why: Message) -> Problem:
        """A problem of this row and column; the row is rejected."""
        self.rejected.add(position)
        self.bad.add((position, column))
        return self.at(position, column, why)

    def at(self, position: int, column: str, why: Message) -> Problem:
        """What is to be said of this row and column."""
        header = self.written.get(column, column)
        return Problem(self.file, self.numbers[position], header, why)


def tables_of(sheets: list[Sheet], parser: Parser) -> tuple[dict[str, Table], list[Problem]]:
    """The tables in the order of the format, and everything wrong with their cells."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        name = _NAMES.get(same(sheet.name))
        if name is None:
            if not sheet.aside:
                problems.append(_not_a_table(sheet))
        elif name in tables:
            problems.append(_head(sheet, message("the table {table} is there twice", table=name)))
        else:
            tables[name] = Table(name, sheet.file)
            problems += _fill(tables[name], sheet, parser)
    return {name: tables[name] for name in SPECS if name in tables}, problems


def _not_a_table(sheet: Sheet) -> Problem:
    like = _nearest(sheet.name, list(_NAMES))
    if like is None:
        return _head(sheet, message("“{name}” is not a table of the registry", name=shown(sheet.name)))
    near = _NAMES[like]
    return _head(
        sheet,
        message(
            "“{name}” is not a table of the registry; nearest: {near} ({label})",
            name=shown(sheet.name),
            near=near,
            label=LABELS_VI[near],
        ),
    )


def _nearest(text: str, known: list[str]) -> str | None:
    """The known name that has the text as whole words, else one that is spelled alike; None where
    nothing is near: a far-fetched hint misleads."""
    wanted = same(shown(text))
    holding = [name for name in known if f" {wanted} " in f" {name} "]
    return next(iter([*holding, *get_close_matches(wanted, known, n=1)]), None)


def _head(sheet: Sheet, why: Message, column: str = WHOLE_FILE) -> Problem:
    return Problem(sheet.file, 1, shown(column), why)


def _fill(table: Table, sheet: Sheet, parser: Parser) -> Iterator[Problem]:
    if sheet.fault is not None:
        yield sheet.fault
        return
    if not sheet.rows or not sheet.rows[0]:
        yield _head(sheet, message("there is no header in the first row"))
        return
    headers = _without_last_blanks(sheet.rows[0])
    if len(headers) > _MOST_COLUMNS:
        why = message(
            "the header has {columns} columns, the table only {known}",
            columns=len(headers),
            known=len(SPECS[table.name]),
        )
        yield _head(sheet, why)
        return
    places, problems = _columns(table, sheet, headers)
    yield from problems
    body = [(n, row) for n, row in enumerate(sheet.rows[1:], start=2) if row]
    table.numbers = [n for n, _ in body]
    rows = [row for _, row in body]
    yield from _ragged(table, rows, width=len(headers))
    ragged = frozenset(table.rejected)
    for spec in SPECS[table.name]:
        if spec.name in places:
            place = places[spec.name]
            cells = [row[place] if place < len(row) else "" for row in rows]
            yield from _parsed(table, spec, cells, parser, ragged)
    if table.name == "registry":
        yield from _settings(table, parser)


def _without_last_blanks(cells: list[str]) -> list[str]:
    width = max(place for place, cell in enumerate(cells, start=1) if cell)
    return cells[:width]


def _settings(table: Table, parser: Parser) -> Iterator[Problem]:
    """Read the values whose setting says what they may be."""
    values = table.columns.get("value", [])
    for position, setting in enumerate(table.columns.get("setting", [])):
        if setting and position < len(values) and values[position]:
            try:
                values[position] = parser.of_setting(setting)(values[position])
            except Bad as error:
                yield table.problem(position, "value", error.why)


def _columns(table: Table, sheet: Sheet, headers: list[str]) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands, and what is wrong with the header."""
    specs = {spec.name: spec for spec in SPECS[table.name]}
    known = {same(spec.vi): name for name, spec in specs.items()} | {same(name): name for name in specs}
    if "agency" in specs:
        known |= {same(header): "agency" for header in _AGENCY_CODE}
    places: dict[str, int] = {}
    problems = []
    for place, header in enumerate(headers):
        name = known.get(same(header))
        if name is not None and name not in places:
            places[name] = place
            table.written[name] = header
        elif name is not None:
            problems.append(_head(sheet, message("the column {column} is there twice", column=name), header))
        elif header:
            near = _nearest(header, list(known))
            problems.append(_unknown(sheet, header, None if near is None else specs[known[near]]))
        elif any(len(row) > place and row[place] for row in sheet.rows[1:]):
            why = message("column {number} has cells but no header", number=place + 1)
            problems.append(_head(sheet, why))
    missing = [spec for name, spec in specs.items() if spec.required and name not in places]
    return places, problems + [_head(sheet, _missing(spec), spec.name) for spec in missing]


def _missing(spec: ColumnSpec) -> Message:
    return message("the required column is missing (in Vietnamese: {header})", header=spec.vi)


def _unknown(sheet: Sheet, header: str, near: ColumnSpec | None) -> Problem:
    if near is None:
        return _head(sheet, message("“{header}” is not a column of this table", header=shown(header)), header)
    why = message(
        "“{header}” is not a column of this table; nearest: {near} ({label})",
        header=shown(header),
        near=near.name,
        label=near.vi,
    )
    return _head(sheet, why, header)


def _ragged(table: Table, rows: list[list[str]], width: int) -> Iterator[Problem]:
    """Rows longer than the header, or shorter: a cell that is not there is not a blank one."""
    for position, row in enumerate(rows):
        if len(row) < width or any(row[width:]):
            cells = len(_without_last_blanks(row)) if len(row) > width else len(row)
            why = message("the row has {cells} cells, the header {width}", cells=cells, width=width)
            yield table.problem(position, WHOLE_FILE, why)


def _parsed(
    table: Table, spec: ColumnSpec, cells: list[str], parser: Parser, ragged: frozenset[int]
) -> Iterator[Problem]:
    """Read the cells of a column, each different text once.

    Of a ragged row only that is said: its cells may stand in the wrong columns.
    """
    parse = parser.of(spec)
    canonical: dict[str, str] = {"": ""}
    bad: dict[str, Message] = {"": message("the cell is required")} if spec.required else {}
    for text in set(cells) - {""}:
        try:
            canonical[text] = parse(text)
        except Bad as error:
            bad[text] = error.why
    table.columns[spec.name] = [canonical.get(text, "") for text in cells]
    for position, text in enumerate(cells):
        if text in bad and position not in ragged:
            yield table.problem(position, spec.name, bad[text])
