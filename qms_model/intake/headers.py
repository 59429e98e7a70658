"""From sheets to tables: which table a sheet is, which column a header names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from qms_model.facts import LABELS_VI, SPECS, ColumnSpec
from qms_model.i18n import Message, message
from qms_model.intake.cells import Bad, Parser
from qms_model.intake.problems import WHOLE_FILE, Problem
from qms_model.intake.read import Sheet
from qms_model.vietnamese import same

# Sheets that the blank workbook brings along: read by people, not by us.
NOTES = ("Hướng dẫn", "Danh mục")


@dataclass
class Table:
    """What a file says of one table: canonical text, by column, row by row."""

    name: str
    file: str
    numbers: list[int] = field(default_factory=list)  # record numbers, the header being 1
    columns: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)  # column -> its header as written
    rejected: set[int] = field(default_factory=set)  # positions of rows with a problem

    def problem(self, position: int, column: str, why: Message) -> Problem:
        """A problem of this row and column; the row is rejected."""
        self.rejected.add(position)
        header = self.written.get(column, column)
        return Problem(self.file, self.numbers[position], header, why)


def tables_of(sheets: list[Sheet], parser: Parser) -> tuple[dict[str, Table], list[Problem]]:
    """The tables in the order of the format, and everything wrong with their cells."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        name = _table_of(sheet.name)
        if name is None:
            if same(sheet.name) not in map(same, NOTES):
                problems.append(_not_a_table(sheet))
        elif name in tables:
            problems.append(_head(sheet, message("the table {table} is there twice", table=name)))
        else:
            tables[name] = Table(name, sheet.file)
            problems += _fill(tables[name], sheet, parser)
    return {name: tables[name] for name in SPECS if name in tables}, problems


def _table_of(sheet: str) -> str | None:
    wanted = same(sheet)
    return next((name for name in SPECS if wanted in (same(name), same(LABELS_VI[name]))), None)


def _not_a_table(sheet: Sheet) -> Problem:
    near = get_close_matches(same(sheet.name), list(SPECS), n=1, cutoff=0)[0]
    why = message("“{name}” is not a table of the registry; nearest: {near}", name=sheet.name, near=near)
    return _head(sheet, why)


def _head(sheet: Sheet, why: Message, column: str = WHOLE_FILE) -> Problem:
    return Problem(sheet.file, 1, column, why)


def _fill(table: Table, sheet: Sheet, parser: Parser) -> Iterator[Problem]:
    if not sheet.rows or not any(sheet.rows[0]):
        yield _head(sheet, message("there is no header in the first row"))
        return
    places, problems = _columns(table, sheet)
    yield from problems
    body = [(n, row) for n, row in enumerate(sheet.rows[1:], start=2) if any(row)]
    table.numbers = [n for n, _ in body]
    rows = [row for _, row in body]
    yield from _overlong(table, rows, width=len(sheet.rows[0]))
    for spec in SPECS[table.name]:
        if spec.name in places:
            place = places[spec.name]
            cells = [row[place] if place < len(row) else "" for row in rows]
            yield from _parsed(table, spec, cells, parser)
    if table.name == "registry":
        yield from _settings(table, parser)


def _settings(table: Table, parser: Parser) -> Iterator[Problem]:
    """Read the values whose setting says what they may be."""
    values = table.columns.get("value", [])
    for position, setting in enumerate(table.columns.get("setting", [])):
        if setting and position < len(values) and values[position]:
            try:
                values[position] = parser.of_setting(setting)(values[position])
            except Bad as error:
                yield table.problem(position, "value", error.why)


def _columns(table: Table, sheet: Sheet) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands, and what is wrong with the header."""
    specs = SPECS[table.name]
    known = {same(spec.vi): spec.name for spec in specs} | {same(spec.name): spec.name for spec in specs}
    places: dict[str, int] = {}
    problems = []
    for place, header in enumerate(sheet.rows[0]):
        name = known.get(same(header))
        if name is not None and name not in places:
            places[name] = place
            table.written[name] = header
        elif name is not None:
            problems.append(_head(sheet, message("the column {column} is there twice", column=name), header))
        elif header:
            problems.append(_unknown(sheet, header, known))
        elif any(len(row) > place and row[place] for row in sheet.rows[1:]):
            problems.append(_head(sheet, message("column {number} has cells but no header", number=place + 1)))
    missing = [spec.name for spec in specs if spec.required and spec.name not in places]
    why = message("the required column is missing")
    return places, problems + [_head(sheet, why, name) for name in missing]


def _unknown(sheet: Sheet, header: str, known: dict[str, str]) -> Problem:
    near = known[get_close_matches(same(header), list(known), n=1, cutoff=0)[0]]
    why = message("“{header}” is not a column of this table; nearest: {near}", header=header, near=near)
    return _head(sheet, why, header)


def _overlong(table: Table, rows: list[list[str]], width: int) -> Iterator[Problem]:
    for position, row in enumerate(rows):
        if any(row[width:]):
            why = message("the row has {cells} cells, the header {width}", cells=len(row), width=width)
            yield table.problem(position, WHOLE_FILE, why)


def _parsed(table: Table, spec: ColumnSpec, cells: list[str], parser: Parser) -> Iterator[Problem]:
    """Read the cells of a column, each different text once."""
    parse = parser.of(spec)
    canonical: dict[str, str] = {"": ""}
    bad: dict[str, Message] = {}
    for text in set(cells):
        try:
            canonical[text] = parse(text) if text else ""
        except Bad as error:
            bad[text] = error.why
    table.columns[spec.name] = [canonical.get(text, "") for text in cells]
    if spec.required:
        bad.setdefault("", message("the cell is required"))
    for position, text in enumerate(cells):
        if text in bad:
            yield table.problem(position, spec.name, bad[text])
