"""Workbooks: the blank one, and the same registry in every format."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qms_model.config import read_config
from qms_model.csvfile import csv_rows, guarded
from qms_model.facts import LABELS_VI, SPECS, VIETNAMESE
from qms_model.intake.plan import Plan, plan
from qms_model.intake.problems import RegistryError
from qms_model.intake.read import NOTES, read
from qms_model.intake.template import write_template
from qms_model.refusal import Refused
from qms_model.store import open_store
from tests.console import Office, read_back
from tests.intake.workbooks import Cell, Sheets, write_ods, write_xls, write_xlsx

RULES = read_config().rules
DAY = dt.date

# What an office types into the blank workbook, by sheet: days as days of the
# spreadsheet or as texts, years as numbers, codes chosen from the lists.
FILLED: dict[str, list[dict[str, Cell]]] = {
    "Sổ đăng ký": [
        {"Mục": "tỉnh", "Giá trị": "Lạng Sơn"},
        {"Mục": "số liệu đến ngày", "Giá trị": DAY(2014, 12, 31)},
    ],
    "Cơ quan": [
        {"Mã": "SNV", "Tên cơ quan": "Sở Nội vụ", "Loại": "Sở, ban, ngành", "Ngày thành lập": 2004,
         "Thuộc danh sách chấm chỉ số CCHC": "có"},
        {"Mã": "PNV-VQ", "Tên cơ quan": "Phòng Nội vụ huyện Văn Quan", "Loại": "Phòng Nội vụ",
         "Địa bàn": "Huyện Văn Quan", "Diện": "khuyến khích", "Ngày thành lập": "03/2008"},
    ],
    "Áp dụng": [
        {"Mã": "SNV", "Năm kế hoạch": 2007, "Ngày bắt đầu xây dựng": 2006, "Ngày áp dụng": DAY(2007, 3, 5),
         "Ngày xác nhận hiệu lực": "18/9/2007"},
    ],
    "Chứng nhận": [
        {"Mã": "SNV", "Hình thức": "giấy chứng nhận", "Phiên bản": 2008, "Số": 742,
         "Ngày cấp": DAY(2010, 11, 7), "Hiệu lực đến": "6/11/2013"},
        {"Mã": "SNV", "Hình thức": "công bố", "Phiên bản": "TCVN ISO 9001:2008", "Ngày cấp": DAY(2014, 9, 1)},
    ],
    "Đánh giá": [
        {"Mã đánh giá": "KT-1", "Mã": "SNV", "Hình thức": "kiểm tra tại trụ sở", "Ngày": DAY(2013, 5, 6)},
    ],
    "Phát hiện": [
        {"Mã phát hiện": "PH-1", "Mã đánh giá": "KT-1", "Mức": "nhẹ", "Điều khoản": "8.2.2",
         "Nguyên nhân": "R3"},
    ],
    "Mục tiêu chất lượng": [
        {"Mã": "SNV", "Năm": 2013, "Mục tiêu": "Hồ sơ đúng hạn", "Đơn vị tính": "%", "Chỉ tiêu": 95.5,
         "Kết quả": "97,25", "Chiều tốt": "cao hơn"},
    ],
}  # fmt: skip

WRITERS: dict[str, Callable[[Path, Sheets], Path]] = {
    ".xlsx": write_xlsx,
    ".ods": write_ods,
    ".xls": write_xls,
}


def sheets() -> dict[str, list[list[Cell]]]:
    """The rows under their headers."""
    found: dict[str, list[list[Cell]]] = {}
    for name, rows in FILLED.items():
        header = list(dict.fromkeys(column for row in rows for column in row))
        found[name] = [list(header), *([row.get(column) for column in header] for row in rows)]
    return found


def without_days(cell: Cell) -> Cell:
    """A cell for a writer that has no days."""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else cell


def text(cell: Cell) -> str:
    """A cell as CSV has it."""
    return "" if cell is None else guarded(str(without_days(cell)))


def planned(path: Path, url: str) -> Plan:
    """The plan of a registry that has no fault."""
    done = plan(path, open_store(url), RULES)
    assert [problem.line("en") for problem in done.problems] == []
    return done


def test_the_blank_workbook_has_every_table_with_vietnamese_headers_lists_and_notes(tmp_path: Path) -> None:
    file = tmp_path / "mau.xlsx"
    assert write_template(file, RULES) == file.stat().st_size
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == [NOTES[0], NOTES[1], *LABELS_VI.values()]
    assert [sheet.sheet_state for sheet in book.worksheets[:2]] == ["visible", "hidden"]
    assert book[NOTES[0]]["A1"].value.startswith("Mỗi dòng là một bản ghi")
    for table, specs in SPECS.items():
        sheet = book[LABELS_VI[table]]
        cells = next(sheet.iter_rows())
        assert [cell.value for cell in cells] == [spec.vi for spec in specs]
        assert [cell.font.b for cell in cells] == [spec.required for spec in specs]
        assert all(
            cell.comment and f"({spec.name})" in cell.comment.text
            for cell, spec in zip(cells, specs, strict=True)
        )
        listed = sum(len(v.sqref.ranges) for v in sheet.data_validations.dataValidation)
        assert listed >= sum(1 for spec in specs if spec.codes)


def test_every_choice_of_its_lists_is_a_cell_that_is_taken(tmp_path: Path) -> None:
    write_template(tmp_path / "mau.xlsx", RULES)
    columns = openpyxl.load_workbook(tmp_path / "mau.xlsx")[NOTES[1]].iter_cols(values_only=True)
    lists = [tuple(cell for cell in column if cell) for column in columns]
    assert tuple(entry.vi for entry in RULES.types) in lists
    assert {tuple(labels.values()) for labels in VIETNAMESE.values()} <= set(lists)


def test_the_blank_workbook_is_the_same_each_time_and_holds_no_record(
    tmp_path: Path, registry_url: str
) -> None:
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_template(one, RULES)
    write_template(other, RULES)
    assert one.read_bytes() == other.read_bytes()
    done = plan(one, open_store(registry_url), RULES)
    assert [problem.line("en") for problem in done.problems] == [
        "Cơ quan:1 -: the required table agencies (Cơ quan) is missing or empty"
    ]


def test_a_workbook_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    filled = tmp_path / "mau.xlsx"
    filled.write_text("filled")
    with pytest.raises(Refused, match="is there already"):
        write_template(filled, RULES)
    with pytest.raises(Refused, match=r"is not the name of an \.xlsx file"):
        write_template(tmp_path / "mau.csv", RULES)
    with pytest.raises(OSError, match="No such file"):
        write_template(tmp_path / "nowhere" / "mau.xlsx", RULES)
    assert filled.read_text() == "filled"


def test_the_blank_workbook_filled_by_an_office_loads(tmp_path: Path, registry_url: str) -> None:
    file, office = tmp_path / "mau.xlsx", Office(registry_url)
    assert office("template", file).code == 0
    book = openpyxl.load_workbook(file)
    for name, rows in sheets().items():
        header = [cell.value for cell in next(book[name].iter_rows())]
        for place, row in enumerate(rows[1:], start=2):
            for column, cell in zip(rows[0], row, strict=True):
                book[name].cell(place, header.index(column) + 1).value = cell
    book.save(file)
    office.load(file)
    assert office("export", tmp_path / "out").code == 0
    found = read_back(tmp_path / "out")
    assert [row["established_on"] for row in found["agencies"]] == ["2004", "2008-03"]
    assert [row["district"] for row in found["agencies"]] == ["", "184"]
    assert list(found["adoptions"][0].values()) == ["SNV", "2007", "2006", "2007-03-05", "2007-09-18"]
    certificate = found["attestations"][0]
    assert (certificate["number"], certificate["edition"], certificate["issued_on"]) == (
        "742",
        "2008",
        "2010-11-07",
    )
    assert (found["objectives"][0]["target"], found["objectives"][0]["actual"]) == ("95.5", "97.25")
    assert found["registry"][1] == {"setting": "as_of", "value": "2014-12-31"}


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_the_same_rows_give_the_same_plan_in_every_format(
    kind: str, tmp_path: Path, registry_url: str
) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    for name, rows in sheets().items():
        header, *records = [[text(cell) for cell in row] for row in rows]
        (folder / f"{name}.csv").write_text(csv_rows(header, records), encoding="utf-8")
    content: Sheets = sheets()
    if kind == ".xls":
        content = {
            name: [[without_days(cell) for cell in row] for row in rows] for name, rows in content.items()
        }
    file = WRITERS[kind](tmp_path / f"so{kind}", content)
    assert planned(file, registry_url).edit() == planned(folder, registry_url).edit()


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_rows_of_a_workbook_are_counted_as_the_spreadsheet_does(kind: str, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["agency", "name", "type"], [None, None, None], ["SNV", "Sở Nội vụ", "Vụ"]]
    (sheet,) = read(WRITERS[kind](tmp_path / f"so{kind}", {"agencies": rows, "Sheet2": []}))
    assert sheet.rows == [["agency", "name", "type"], [], ["SNV", "Sở Nội vụ", "Vụ"]]


def test_a_table_that_begins_elsewhere_keeps_its_place(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["C3"] = "agency"
    book.save(tmp_path / "so.xlsx")
    assert read(tmp_path / "so.xlsx")[0].rows == [[], [], ["", "", "agency"]]


def test_a_hidden_sheet_is_read_when_it_is_a_table_and_left_alone_when_not(
    tmp_path: Path, registry_url: str
) -> None:
    header: list[Cell] = ["agency", "name", "type"]
    file = write_xlsx(
        tmp_path / "so.xlsx",
        {"agencies": [header, ["SNV", "Sở Nội vụ", "Chi cục"]], "audits": [["audit"]], "x": [["y"]]},
    )
    book = openpyxl.load_workbook(file)
    book["audits"].sheet_state = "hidden"
    book["x"].sheet_state = "veryHidden"
    book.save(file)
    done = plan(file, open_store(registry_url), RULES)
    assert [problem.line("en").partition(" ")[0] for problem in done.problems] == ["audits:1"] * 3
    book["x"].sheet_state = "visible"
    book.save(file)
    done = plan(file, open_store(registry_url), RULES)
    assert done.problems[-1].line("en").startswith("x:1 -: “x” is not a table of the registry")


def test_two_sheets_of_one_table_are_one_too_many(tmp_path: Path, registry_url: str) -> None:
    header: list[Cell] = ["agency", "name", "type"]
    rows: list[list[Cell]] = [header, ["SNV", "Sở Nội vụ", "Chi cục"]]
    file = write_xlsx(tmp_path / "so.xlsx", {"agencies": rows, "Cơ quan": rows})
    done = plan(file, open_store(registry_url), RULES)
    assert [p.line("en") for p in done.problems] == ["Cơ quan:1 -: the table agencies is there twice"]


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904  # type: ignore[attr-defined]
    book.worksheets[0]["A1"] = dt.date(2015, 3, 5)
    book.worksheets[0]["A2"] = dt.datetime(2015, 3, 5, 10, 30, tzinfo=None)  # noqa: DTZ001
    book.save(tmp_path / "so.xlsx")
    assert read(tmp_path / "so.xlsx")[0].rows == [["2015-03-05"], ["2015-03-05 10:30:00"]]


def test_the_error_of_a_formula_and_a_formula_without_its_value_do_not_read_as_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["C3"] = "=1+1", "x", "#REF!"
    book.save(tmp_path / "so.xlsx")
    assert read(tmp_path / "so.xlsx")[0].rows == [["#CALC!", "x", ""], [], ["", "", "#REF!"]]


HOSTILE = [
    "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "=1+1", "$\\alpha$", "'=1+1", "@SUM(A1)",
    "+84 25 381", "-Sở", "![](x)", ":green[Đạt]", "&lt;b&gt;", '"; DROP TABLE agencies; --', "{value}", "%s",
]  # fmt: skip


@pytest.mark.parametrize("kind", [".csv", ".xlsx"])
def test_a_hostile_name_is_loaded_and_exported_as_exactly_these_characters(
    kind: str, tmp_path: Path, registry_url: str
) -> None:
    office, out = Office(registry_url), tmp_path / "out"
    header: list[Cell] = ["agency", "name", "type"]
    rows: list[list[Cell]] = [[f"A{n}", name, "Chi cục"] for n, name in enumerate(HOSTILE)]
    if kind == ".csv":
        path = tmp_path / "in"
        path.mkdir()
        written = csv_rows(["agency", "name", "type"], [[text(cell) for cell in row] for row in rows])
        (path / "agencies.csv").write_text(written, encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "agencies"
        for place, row in enumerate([header, *rows], start=1):
            for column, cell in enumerate(row, start=1):
                target = sheet.cell(place, column)
                target.value, target.data_type = guarded(str(cell)), "s"
        path = tmp_path / "in.xlsx"
        book.save(path)
    office.load(path)
    assert office("export", out).code == 0
    assert [row["name"] for row in read_back(out)["agencies"]] == [guarded(name) for name in HOSTILE]
    again = office("load", out, "--format", "csv")
    assert [(row["new"], row["changed"]) for row in again.rows] == [("0", "0")]
    shutil.rmtree(out)
    status = office.rows("status", "--day", "2014-12-31")
    assert {row["name"] for row in status} == {guarded(name) for name in HOSTILE}


def test_a_broken_workbook_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "so.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(RegistryError) as refused:
        read(tmp_path / "so.xlsx")
    assert len(refused.value.problems) == 1
