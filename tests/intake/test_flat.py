"""The flat list of an office, as offices write it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from qms_model.config import read_config
from qms_model.intake.plan import Plan, plan
from qms_model.store import Store
from tests.build import loaded

AGENCIES = [
    ("SNV", "Sở Nội vụ", "so_ban_nganh", ""),
    ("STP", "Sở Tư pháp", "so_ban_nganh", ""),
    ("HB1", "UBND xã Hòa Bình", "ubnd_xa", "183"),
    ("HB2", "UBND xã Hòa Bình", "ubnd_xa", "184"),
]
TITLES = ["ỦY BAN NHÂN DÂN TỈNH", "DANH SÁCH CƠ QUAN ÁP DỤNG HTQLCL THEO TCVN ISO 9001:2008 NĂM 2012"]
HEADER = ["STT", "Tên cơ quan", "Giấy chứng nhận", "", "", "Ghi chú"]
BELOW = ["", "", "Số GCN", "Ngày cấp", "Ngày hết hạn", ""]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A database with four agencies, two of one name."""
    rows = [dict(zip(("agency", "name", "type", "district"), row, strict=True)) for row in AGENCIES]
    return loaded(f"sqlite:///{tmp_path}/registry.sqlite", {"agencies": rows})


def planned(tmp_path: Path, store: Store, rows: list[list[str | int]], titles: list[str] = TITLES) -> Plan:
    """The plan of a workbook with this list, its header merged over two rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    above: list[list[str | int]] = [[title] for title in titles]
    header: list[list[str | int]] = [[*HEADER], [*BELOW]]
    for line in (*above, *header, *rows):
        sheet.append(line)
    top = len(titles) + 1
    for cells in (f"A{top}:A{top + 1}", f"B{top}:B{top + 1}", f"C{top}:E{top}", f"F{top}:F{top + 1}"):
        sheet.merge_cells(cells)
    file = tmp_path / "Danh sách 2012.xlsx"
    book.save(file)
    return plan(file, store, read_config().rules)


def keys(done: Plan) -> list[tuple[str, str, str, str]]:
    """Agency, edition, number and issue of the new attestations."""
    (table,) = done.tables
    return [(row["agency"], row["edition"], row["number"], row["issued_on"]) for row in table.new]


def test_rows_are_matched_by_name_under_their_section_and_district(tmp_path: Path, store: Store) -> None:
    done = planned(
        tmp_path,
        store,
        [
            ["I", "Các sở, ban, ngành", "", "", "", ""],
            [1, "SỞ NỘI VỤ", "HT 01.12", "05/03/2012", "04/03/2015", ""],
            [2, "Sở Tư pháp", "", "", "", "Đang xây dựng"],
            ["II. UBND các xã - Huyện Cao Lộc", "", "", "", "", ""],
            [1, "UBND xã Hòa Bình", "HT 02.12", "6/2012", "", ""],
            [2, "UBND xã Hòa Bình (Huyện Văn Quan)", "HT 03.12", "2012", "", "TCVN ISO 9001:2000"],
            ["", "Tổng cộng: 3", "", "", "", ""],
        ],
    )
    assert done.problems == ()
    assert keys(done) == [
        ("SNV", "2008", "HT 01.12", "2012-03-05"),
        ("HB1", "2008", "HT 02.12", "2012-06"),
        ("HB2", "2000", "HT 03.12", "2012"),
    ]


def test_what_cannot_be_told_apart_is_refused(tmp_path: Path, store: Store) -> None:
    done = planned(
        tmp_path,
        store,
        [
            [1, "UBND xã Hòa Bình", "1", "5/3/2012", "", ""],
            [2, "Sở Nội Vu Tỉnh", "2", "5/3/2012", "", ""],
            [3, "Sở Tư pháp", "3", "", "1/1/2015", ""],
        ],
    )
    assert [problem.line("en") for problem in done.problems] == [
        "Sheet:5 Tên cơ quan: “UBND xã Hòa Bình” may be any of HB1, HB2: name the district",
        "Sheet:6 Tên cơ quan: “Sở Nội Vu Tỉnh” is not the name of an agency; nearest: SNV",
        "Sheet:7 Ngày cấp: the cell is required",
    ]


def test_an_edition_is_never_guessed(tmp_path: Path, store: Store) -> None:
    done = planned(
        tmp_path, store, [[1, "Sở Nội vụ", "1", "5/3/2012", "", ""]], titles=["DANH SÁCH NĂM 2012"]
    )
    (problem,) = done.problems
    assert problem.line("vi") == (
        "Sheet:4 edition: không thấy phiên bản tiêu chuẩn: ghi “TCVN ISO 9001:2008” ở dòng tiêu đề"
    )


def test_place_date_and_signature_below_the_list_are_no_rows_of_it(tmp_path: Path, store: Store) -> None:
    done = planned(
        tmp_path,
        store,
        [
            [1, "Sở Nội vụ", "1", "5/3/2012", "", ""],
            ["", "", "", "Lạng Sơn, ngày 15 tháng 01 năm 2013", "", ""],
            ["", "", "", "GIÁM ĐỐC", "", ""],
        ],
    )
    assert done.problems == ()
    assert [key[0] for key in keys(done)] == ["SNV"]


def test_a_certificate_without_a_name_is_refused(tmp_path: Path, store: Store) -> None:
    done = planned(tmp_path, store, [["", "", "2", "5/3/2012", "", ""]])
    (problem,) = done.problems
    assert problem.line("en").startswith("Sheet:5 Tên cơ quan: “” is not the name of an agency")
