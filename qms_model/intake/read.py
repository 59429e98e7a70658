"""Reading a folder of CSV files or a workbook into sheets of text cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from qms_model.i18n import Message, message
from qms_model.intake.problems import WHOLE_FILE, Problem, RegistryError
from qms_model.vietnamese import clean

WORKBOOKS = (".xlsx", ".xls", ".ods")
DELIMITERS = ",;\t"

# A text that a spreadsheet would take for a formula carries one apostrophe more.
_GUARDED = re.compile(r"'+[=+\-@]")

# A workbook of a few kilobytes can unfold into gigabytes: looked at before it
# is opened (measured: a 5 KiB file with cells A1 and XFD1048576 ends the process).
_MOST_ENTRIES = 2_000
_MOST_INFLATED = 400_000_000
_MOST_CELLS = 30_000_000
_CELL = re.compile(rb'<(?:x:)?c\b[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_REPEATED = re.compile(rb'number-(columns|rows)-repeated="([0-9]+)"')
_MOST_ODS_REPEAT = 1_100_000

csv.field_size_limit(1_000_000)


@dataclass(frozen=True)
class Sheet:
    """A file or sheet: its first row is the header, every cell cleaned text."""

    file: str  # as the user knows it
    name: str  # what should be the table's name
    rows: list[list[str]]


def read(path: Path) -> list[Sheet]:
    """The sheets of a folder, of a workbook or of one CSV file.

    Raises RegistryError with every file that cannot be read.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise RegistryError([_file(path.name or str(path), message("there is no such file or folder"))])
    if path.suffix.lower() in WORKBOOKS:
        return _workbook(path)
    if path.suffix.lower() == ".csv":
        return [Sheet(path.name, path.stem, _csv(path))]
    return _raise(path, message("not a registry: a folder of CSV files, or a workbook .xlsx, .xls or .ods"))


def _folder(path: Path) -> list[Sheet]:
    sheets, problems = [], []
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
    if not files:
        raise RegistryError([_file(path.name, message("the folder has no CSV file"))])
    for file in files:
        try:
            sheets.append(Sheet(file.name, file.stem, _csv(file)))
        except RegistryError as error:
            problems += error.problems
    if problems:
        raise RegistryError(problems)
    return sheets


def _csv(file: Path) -> list[list[str]]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return _raise(file, message("the file is not UTF-8: save it as “CSV UTF-8”, in Unicode, not TCVN3 or VNI"))
    except OSError:
        return _raise(file, message("the file cannot be read"))
    header = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return _raise(file, message("the file is not valid CSV: {why}", why=str(error)))
    return [[_text(cell) for cell in record] for record in records]


def _workbook(path: Path) -> list[Sheet]:
    _refuse_bomb(path)
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            visible = [s.name for s in book.sheets_metadata if s.visible is python_calamine.SheetVisibleEnum.Visible]
            return [
                Sheet(name, name, list(_rows(book.get_sheet_by_name(name).to_python(skip_empty_area=False))))
                for name in visible
            ]
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        why = clean(str(error))[:120]
        return _raise(path, message("the workbook cannot be read: {why}", why=why))


def _rows(cells: list[list[Any]]) -> Iterator[list[str]]:
    for row in cells:
        yield [_text(_written(cell)) for cell in row]


def _written(cell: Any) -> str:
    """A spreadsheet cell as the text that a CSV file would have."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.15g}"
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def _text(cell: str) -> str:
    cleaned = clean(cell)
    return cleaned[1:] if _GUARDED.match(cleaned) else cleaned


def _refuse_bomb(path: Path) -> None:
    """Refuse a workbook that would unfold far beyond its size."""
    if path.suffix.lower() == ".xls":
        return
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            inflated = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ENTRIES or inflated > _MOST_INFLATED:
                _raise(path, message("the workbook unfolds to more than {size} MB", size=_MOST_INFLATED // 1_000_000))
            for entry in entries:
                if _too_wide(package.read(entry), entry.filename):
                    _raise(path, message("a sheet has more than {cells} cells between its first and its last",
                                         cells=_MOST_CELLS))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        _raise(path, message("the workbook cannot be read: {why}", why="ZIP"))


def _too_wide(content: bytes, name: str) -> bool:
    if name.startswith("xl/worksheets/"):
        found = _CELL.findall(content)
        widest = max((_column_number(letters) for letters, _ in found), default=0)
        return widest * max((int(row) for _, row in found), default=0) > _MOST_CELLS
    if name == "content.xml":
        return any(int(times) > _MOST_ODS_REPEAT for _, times in _REPEATED.findall(content))
    return False


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _file(name: str, why: Message) -> Problem:
    return Problem(name, 1, WHOLE_FILE, why)


def _raise(path: Path, why: Message) -> Any:
    raise RegistryError([_file(path.name, why)])
