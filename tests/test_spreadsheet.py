"""Workbooks of tables, read back with other code than wrote them."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from qms_model.spreadsheet import workbook

HOSTILE = [
    "=1+1", "+1", "-1", "@x", "http://x", "https://example.org/a", "mailto:a@b", "internal:Sheet!A1",
    "external:c.xlsx", "{=SUM(1)}", "=cmd|' /C calc'!A0", "\t=1", "007", "1,5", "2014-05-18", "TRUE", "#N/A",
    "<b>đậm</b>", "_x0041_", " trước và sau ", "Đ1\nĐ2", "Phòng Nội vụ",
]  # fmt: skip


def read(made: bytes, sheet: str) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(made))[sheet]
    assert isinstance(found, Worksheet)
    return found


def table() -> pd.DataFrame:
    return pd.DataFrame({"Tên": ["A", "B"], "Số": [1, 2]})


def test_the_same_tables_make_the_same_bytes_also_later() -> None:
    sheets = {"Số liệu": table(), "Nguồn": pd.DataFrame({"x": HOSTILE})}
    first = workbook(sheets)
    assert workbook(sheets) == first
    time.sleep(2.1)  # a zip file's times are even seconds
    assert workbook(sheets) == first
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_other_tables_make_other_bytes() -> None:
    assert workbook({"A": table()}) != workbook({"A": table().assign(Số=[1, 3])})
    assert workbook({"A": table()}) != workbook({"B": table()})


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text_letter_by_letter(text: str) -> None:
    made = workbook({"A": pd.DataFrame({text: [text, "x"]})})
    cell = read(made, "A")["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None
    heading = read(made, "A")["A1"]
    assert (heading.value, heading.data_type) == (text.strip(), "s")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [
            name for name in parts.namelist() if "externalLink" in name or name.endswith("sheet1.xml.rels")
        ]


def test_numbers_stay_numbers_and_what_is_missing_is_empty() -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None, -3], dtype="Int64"),
            "x": [0.5, float("nan"), 1e6],
            "text": pd.Series(["1", None, ""], dtype="str"),
            "mixed": [7, "7", pd.NA],
        }
    )
    cells = list(read(workbook({"A": frame}), "A").iter_rows(min_row=2, values_only=True))
    assert cells == [(1, 0.5, "1", 7), (None, None, None, "7"), (-3, 1000000, "", None)]
    assert [type(cell) for cell in cells[0]] == [int, float, str, int]


def test_every_table_has_a_sheet_of_its_name_in_their_order() -> None:
    long = "Cơ quan đã được chứng nhận hoặc công bố theo loại"
    book = openpyxl.load_workbook(
        io.BytesIO(workbook({"Bảng chéo": table(), "Số liệu": table(), long: table()}))
    )
    assert book.sheetnames == ["Bảng chéo", "Số liệu", long[:31]]


def test_headings_are_bold_and_stay_in_view_and_every_column_can_be_filtered() -> None:
    sheet = read(workbook({"A": table()}), "A")
    assert [cell.value for cell in sheet[1]] == ["Tên", "Số"]
    assert all(cell.font.b for cell in sheet[1])
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:B3"


def test_two_headings_that_were_told_apart_by_spaces_are_both_there() -> None:
    made = workbook({"A": pd.DataFrame([[1, 2]], columns=["Khác", "Khác "])})
    assert list(read(made, "A").iter_rows(values_only=True)) == [("Khác", "Khác"), (1, 2)]


def test_a_table_without_lines_still_has_its_headings() -> None:
    sheet = read(workbook({"A": table().iloc[:0]}), "A")
    assert list(sheet.iter_rows(values_only=True)) == [("Tên", "Số")]
    assert sheet.auto_filter.ref == "A1:B1"


def test_a_long_text_does_not_make_a_column_wider_than_a_screen() -> None:
    sheet = read(workbook({"A": pd.DataFrame({"x": ["a" * 500]})}), "A")
    assert sheet.column_dimensions["A"].width < 62
    assert sheet["A2"].value == "a" * 500
