"""A workbook as JSON on standard output: a program of its own, run by `workbook`.

The library that reads workbooks takes as much memory as a hostile file asks
for, and ends its process when there is none (measured: 5 KiB with the cells A1
and XFD1048576 are enough). So it runs where that harms nobody.

Written is either {"refused": code, ...} or one line per sheet:
{"name": text, "hidden": yes or no, "rows": [[text of each cell]]}.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from posixpath import join
from typing import Any
from xml.etree import ElementTree

import python_calamine

_MOST_ENTRIES = 2_000
_MOST_INFLATED = 400_000_000  # bytes of XML: some two million filled cells
_HARMLESS = 20_000_000  # below that, any compression is believed
_MOST_TIMES = 200  # a registry's XML is ten to sixty times its zip
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # of a sheet
_HARMLESS_AREA = 500_000  # cells
_MOST_BLANKS = 50  # blank cells for each filled one
_BASE_MEMORY = 220_000_000
_MEMORY_TIMES = 16  # of the XML

# A cell's place, or that of a row with cells, which need not name their own.
_PLACE = re.compile(
    rb'<(?:\w+:)?(?:c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"|row\b[^>]*?\br="([0-9]{1,7})"[^>]*(?<!/)>)'
)
_CONTENT = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*)(?<!/)>\s*'
    rb"(<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*"
    rb"(?:<(?:\w+:)?v\b[^>]*(?:/>|>([^<]*)</(?:\w+:)?v>))?"
)
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NOT_CALCULATED = "#CALC!"


def main(file: Path) -> None:
    """Write the sheets of `file`, or why it is refused."""
    faulty: dict[str, dict[tuple[int, int], str]] = {}
    if file.suffix.lower() != ".xls":
        with zipfile.ZipFile(file) as package:
            inflated = sum(entry.file_size for entry in package.infolist())
            bomb = inflated > max(_HARMLESS, _MOST_TIMES * file.stat().st_size)
            if bomb or inflated > _MOST_INFLATED or len(package.infolist()) > _MOST_ENTRIES:
                return _say(refused="bomb")
            _limit_memory(inflated)
            for name, content in _worksheets(package):
                if stray := _stray(content):
                    return _say(refused="stray", sheet=name, cell=stray)
                faulty[name] = _faulty(content)
    else:
        _limit_memory(file.stat().st_size)
    with python_calamine.CalamineWorkbook.from_path(str(file)) as book:
        for place, sheet in enumerate(book.sheets_metadata):
            if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
                cells = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
                rows = [[_text(cell) for cell in row] for row in cells]
                _mark(rows, faulty.get(sheet.name, {}))
                hidden = sheet.visible is not python_calamine.SheetVisibleEnum.Visible
                _say(name=sheet.name, hidden=hidden, rows=rows)
    return None


def _say(**what: object) -> None:
    print(json.dumps(what))


def _limit_memory(size: int) -> None:
    """Let this process end, and not the machine, when a file unfolds in memory."""
    if sys.platform != "win32":
        import resource

        limit = _BASE_MEMORY + _MEMORY_TIMES * size
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _worksheets(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The name and the XML of each sheet of an .xlsx."""
    if "xl/workbook.xml" not in package.namelist():
        return
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): join("xl", r.get("Target", "")) for r in relations}
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iterfind(".//{*}sheet"):
        target = targets.get(sheet.get(_ID), "").lstrip("/")
        if target in package.namelist():
            yield sheet.get("name", ""), package.read(target)


def _stray(content: bytes) -> str | None:
    """The cell that stands far from the others, so that nearly all before it is blank."""
    filled, highest, widest = 0, (0, b""), (0, b"")
    for found in _PLACE.finditer(content):
        filled += 1
        letters, row = found[1] or b"A", found[2] or found[3]
        if int(row) > highest[0] or (found[1] and int(row) == highest[0]):
            highest = int(row), letters + row
        if _number(letters) > widest[0]:
            widest = _number(letters), letters + row
    if highest[0] * widest[0] <= max(_HARMLESS_AREA, _MOST_BLANKS * filled):
        return None
    far = highest if highest[0] / _MOST_ROWS >= widest[0] / _MOST_COLUMNS else widest
    return far[1].decode()


def _faulty(content: bytes) -> dict[tuple[int, int], str]:
    """The cells that hold an error, or a formula without its value; both would read as blank."""
    if b't="e"' not in content and b"<f" not in content and b":f" not in content:
        return {}
    found = {}
    for attributes, letters, row, formula, value in _CONTENT.findall(content):
        error = b't="e"' in attributes
        if error or (formula and not value and b't="str"' not in attributes):
            text = value.decode("ascii", "replace") if error else _NOT_CALCULATED
            found[int(row) - 1, _number(letters) - 1] = text
    return found


def _mark(rows: list[list[str]], faulty: dict[tuple[int, int], str]) -> None:
    for (row, column), text in faulty.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = text


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(cell: Any) -> str:
    """A cell as the text that a CSV file would have."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
