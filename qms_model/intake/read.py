"""Reading a folder of CSV files, one CSV file or a workbook into sheets of text cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qms_model.csvfile import unguarded
from qms_model.i18n import Message, message
from qms_model.intake.problems import WHOLE_FILE, Problem, RegistryError
from qms_model.intake.workbook import WORKBOOKS, Unreadable, unfolded
from qms_model.vietnamese import clean, same

DELIMITERS = ",;\t"

# Sheets that the blank workbook brings along: read by people, not by us.
NOTES = ("Hướng dẫn", "Danh mục")

# What in a folder may hold records. Anything else (a README, the stamp of an
# export) and hidden files are not looked at.
_DATA = (".csv", ".tsv", ".tab", ".txt", *WORKBOOKS, ".xlsm", ".xlsb")
_HIDDEN = (".", "~")

_MOST_BYTES = 200_000_000  # of a CSV file: six times the largest of a nation
_MOST_CELLS = 1_000  # of a line
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LOOKED_AT = 100_000  # characters in which the first record ends


@dataclass(frozen=True)
class Sheet:
    """A file or sheet: its first row is the header, every cell cleaned text; a blank row is []."""

    file: str  # as the user knows it
    name: str  # what should be the table's name
    rows: list[list[str]] = field(default_factory=list)
    aside: bool = False  # may stand there without being a table
    fault: Problem | None = None  # why the rows could not be read


def read(path: Path) -> list[Sheet]:
    """The sheets of a folder, of a workbook or of one CSV file.

    Raises RegistryError when there is nothing to read; a file that cannot be
    read is a sheet with a fault, so that the others are looked at as well.
    """
    try:
        if path.is_dir():
            return _folder(path)
        if path.suffix.lower() in WORKBOOKS and path.is_file():
            return list(_workbook(path))
        if path.suffix.lower() == ".csv" and path.is_file():
            return [_csv_sheet(path)]
        missing = not path.exists()
    except Unreadable as error:
        raise RegistryError([_file(path, error.why)]) from None
    except OSError:
        raise RegistryError([_file(path, message("it cannot be read"))]) from None
    if missing:
        raise RegistryError([_file(path, message("there is no such file or folder"))])
    why = message("not a registry: a folder of CSV files, or a workbook .xlsx, .xls or .ods")
    raise RegistryError([_file(path, why)])


def _folder(path: Path) -> list[Sheet]:
    files = sorted(
        file for file in path.iterdir() if file.suffix.lower() in _DATA and not file.name.startswith(_HIDDEN)
    )
    if not files:
        raise RegistryError([_file(path, message("the folder has no CSV file"))])
    return [_csv_sheet(file) for file in files]


def _csv_sheet(file: Path) -> Sheet:
    name, stem = _shown(file.name), _shown(file.stem)
    try:
        return Sheet(name, stem, list(_records(_decoded(file))))
    except Unreadable as error:
        return Sheet(name, stem, fault=_file(file, error.why))
    except OSError:
        return Sheet(name, stem, fault=_file(file, message("it cannot be read")))
    except _BadRecord as error:
        return Sheet(name, stem, fault=Problem(name, error.row, WHOLE_FILE, error.why))


def _decoded(file: Path) -> str:
    if file.suffix.lower() != ".csv":
        raise Unreadable(message("in a folder every table is a .csv file: save it as “CSV UTF-8”"))
    if not file.is_file():
        raise Unreadable(message("it cannot be read"))
    if file.stat().st_size > _MOST_BYTES:
        raise Unreadable(message("the file is larger than {size} MB", size=_MOST_BYTES // 1_000_000))
    content = file.read_bytes()
    try:
        if b"\0" not in content:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    raise Unreadable(message("the file is not UTF-8: save it as “CSV UTF-8”, in Unicode, not TCVN3 or VNI"))


class _BadRecord(Exception):
    """A record that breaks off the reading of a file."""

    def __init__(self, row: int, why: Message) -> None:
        super().__init__(str(why))
        self.row = row
        self.why = why


def _records(text: str) -> Iterator[list[str]]:
    """The records of a CSV text; raises _BadRecord where it stops making sense."""
    header = _QUOTED.sub("", text[:_LOOKED_AT]).splitlines()[:1]
    delimiter = max(DELIMITERS, key="".join(header).count)
    texts = _Texts()
    row = 1
    try:
        for record in csv.reader(_lines(text, delimiter), delimiter=delimiter, strict=True):
            yield texts.row(record)
            row += 1
    except _TooLong:
        raise _BadRecord(row, message("the row has more than {most} cells", most=_MOST_CELLS)) from None
    except csv.Error as error:
        why = message('a quotation mark (") is not closed, or text stands beside a quoted cell')
        if "limit" in str(error):
            most = csv.field_size_limit()
            why = message(
                "a cell has more than {most} characters, or its quotation mark is not closed", most=most
            )
        raise _BadRecord(row, why) from None


class _TooLong(Exception):
    """A line with more cells than any table has columns."""


def _lines(text: str, delimiter: str) -> Iterator[str]:
    for line in io.StringIO(text, newline=""):
        if line.count(delimiter) >= _MOST_CELLS:
            raise _TooLong
        yield line


def _workbook(path: Path) -> Iterator[Sheet]:
    """The sheets that have any text; a hidden one need not be a table."""
    notes = [same(name) for name in NOTES]
    for sheet in unfolded(path):
        texts = _Texts()
        rows = [texts.row(row) for row in sheet["rows"]]
        if any(rows):
            name = _shown(sheet["name"])
            yield Sheet(name, name, rows, aside=sheet["hidden"] or same(name) in notes)


class _Texts(dict[str, str]):
    """Written cell -> its text; each different one is cleaned once."""

    def __missing__(self, written: str) -> str:
        text = self[written] = unguarded(clean(written))
        return text

    def row(self, cells: Iterable[str]) -> list[str]:
        """The texts of a row; [] when it is blank."""
        texts = [self[cell] for cell in cells]
        return texts if any(texts) else []


def _file(path: Path, why: Message) -> Problem:
    return Problem(_shown(path.name) or _shown(str(path)), 1, WHOLE_FILE, why)


def _shown(name: str) -> str:
    """A file's name as it can be printed."""
    return clean(name.encode("utf-8", "replace").decode())
