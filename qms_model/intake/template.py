"""The blank workbook an office fills: every table, in Vietnamese, with lists and notes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from qms_model.config import Rules
from qms_model.facts import LABELS_VI, SPECS, ColumnSpec, Kind
from qms_model.i18n import message
from qms_model.intake.fields import choices_of, note_of
from qms_model.intake.read import NOTES
from qms_model.refusal import Refused

_ROWS = 5_000  # rows that get lists and formats
_LANGUAGE = "vi"
_WIDTH = 22

_GUIDE = (
    message("One row is one record. Fill the columns in bold; leave blank what is not known."),
    message(
        "Dates are written dd/mm/yyyy. Where only the year or the month is known, write yyyy or mm/yyyy,"
        " unless the note of the column asks for the day."
    ),
    message("An agency has one code, on all sheets. A code is never used again for another agency."),
    message("Choose from the list where a cell has one. Do not rename sheets or headers."),
    message("A sheet that is not needed stays empty. Load the file with: python -m qms_model load FILE"),
)


def write_template(file: Path, rules: Rules) -> int:
    """Write the blank workbook to `file`; its size in bytes.

    Raises Refused when it is no .xlsx or is there already, OSError when it cannot be written.
    """
    if file.suffix.lower() != ".xlsx":
        raise Refused(message("{file} is not the name of an .xlsx file.", file=str(file)))
    if file.exists():
        raise Refused(message("{file} is there already; it was left as it is.", file=str(file)))
    try:
        _write(file, rules)
    except FileCreateError as error:
        raise error.args[0] from None  # the OSError behind it
    return file.stat().st_size


def _write(file: Path, rules: Rules) -> None:
    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    guide = book.add_worksheet(NOTES[0])
    lists = _Lists(book, rules)
    for name, specs in SPECS.items():
        _sheet(book, LABELS_VI[name], specs, lists)
    lists.close()
    _fill_guide(book, guide)
    book.close()


class _Lists:
    """The sheet that holds the choices of the drop-down lists, one column each."""

    def __init__(self, book: xlsxwriter.Workbook, rules: Rules) -> None:
        self._sheet = book.add_worksheet(NOTES[1])
        self._columns: dict[tuple[str, ...], str] = {}
        self._rules = rules

    def source(self, spec: ColumnSpec) -> str | None:
        """The range with the choices of a column; None when it has no list."""
        known = choices_of(spec, self._rules, _LANGUAGE)
        choices = tuple(known if spec.kind is Kind.CAUSE else known.values())
        if not choices:
            return None
        if choices not in self._columns:
            place = len(self._columns)
            self._sheet.write_column(0, place, choices)
            letter = xlsxwriter.utility.xl_col_to_name(place)
            self._columns[choices] = f"='{NOTES[1]}'!${letter}$1:${letter}${len(choices)}"
        return self._columns[choices]

    def close(self) -> None:
        """Hide the sheet: it is for the lists alone."""
        self._sheet.hide()


def _sheet(book: xlsxwriter.Workbook, label: str, specs: tuple[ColumnSpec, ...], lists: _Lists) -> None:
    sheet = book.add_worksheet(label)
    text = book.add_format({"num_format": "@"})
    required = book.add_format(
        {"bold": True, "bg_color": "#E6EFF7", "border": 1, "text_wrap": True, "valign": "top"}
    )
    optional = book.add_format({"bg_color": "#F3F3F3", "border": 1, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for place, spec in enumerate(specs):
        sheet.set_column(place, place, _WIDTH, text)
        sheet.write_string(0, place, spec.vi, required if spec.required else optional)
        sheet.write_comment(0, place, f"{note_of(spec, _LANGUAGE)} ({spec.name})")
        if source := lists.source(spec):
            sheet.data_validation(
                1, place, _ROWS, place, {"validate": "list", "source": source, "error_type": "warning"}
            )


def _fill_guide(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrap)
    for row, line in enumerate(_GUIDE):
        sheet.write_string(row, 0, line.text(_LANGUAGE))
