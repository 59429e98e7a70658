"""Workbooks of tables: the same tables make the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd

_MADE_ON = datetime(2000, 1, 1)  # noqa: DTZ001  the file's own date, fixed so that its bytes are
_WIDEST = 60  # characters of a column


def workbook(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """An .xlsx file with one sheet a table: its headings bold and held, filters on.

    Text stays text: nothing becomes a formula or a link.
    """
    import xlsxwriter  # only who takes a workbook along needs it in memory

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": _MADE_ON})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for name, table in sheets.items():
            _write(book.add_worksheet(name[:31]), table, bold)
    return stream.getvalue()


def _write(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    for place, name in enumerate(table.columns):
        cells = [None if pd.isna(cell) else cell for cell in table[name].astype(object)]
        sheet.write_string(0, place, str(name).strip(), bold)
        for line, cell in enumerate(cells, start=1):
            if isinstance(cell, str):
                sheet.write_string(line, place, cell)
            elif cell is not None:
                sheet.write_number(line, place, cell)
        longest = max([len(str(name)), *(len(str(cell)) for cell in cells if cell is not None)])
        sheet.set_column(place, place, min(longest + 2, _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
