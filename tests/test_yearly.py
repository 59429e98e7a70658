"""The yearly report of the province: each agency's row, the order, the words, and random registries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.briefing.report import Listed
from qms_model.briefing.template import broken_templates, templates
from qms_model.briefing.yearly import YEARLY_COLUMNS, yearly
from qms_model.briefing.yearly_facts import yearly_facts
from qms_model.config import Rules
from qms_model.coverage import Filters
from qms_model.views import At, View
from tests import plainly_yearly as slowly
from tests import registries
from tests.build import registry_of
from tests.registries import Row, Tables, choose
from tests.test_plainly import adoption, agency, audit, certificate, commune, declaration, exemption, finding
from tests.test_plainly import tables as tabled

thorough = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
DAY = date(2014, 12, 31)


def counted(on: str, in_scope: str, total: str, code: str = "A") -> Row:
    return {"agency": code, "counted_on": on, "tthc_in_scope": in_scope, "tthc_total": total}


def tables(*rows: Row) -> Tables:
    """Each row put in the table it belongs to; a count of procedures is told by its day."""
    counts = [row for row in rows if "counted_on" in row]
    found = tabled(*(row for row in rows if "counted_on" not in row))
    return {**found, "procedures": counts} if counts else found


def at_of(found: Tables, day: date = DAY, language: str = "vi", filters: Filters = Filters()) -> At:
    return At(registry_of(found), View(language, day, date(day.year - 1, 12, 31), filters))


def told(*rows: Row, day: date = DAY, columns: Sequence[str] = tuple(YEARLY_COLUMNS), **view: Any) -> Listed:
    """The yearly report of these rows."""
    return yearly(at_of(tables(*rows), day, **view), columns)


def of_a(*rows: Row, **view: Any) -> dict[str, Any]:
    """What it says of the agency A, by heading; a count that is not known is None."""
    frame = told(*rows, **view).frame
    [row] = frame[frame["Tên cơ quan"].str.endswith(" A")].astype(object).to_dict("records")
    return {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}


def cell(value: Any) -> Any:
    """A cell as the slow implementation writes it."""
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value


# On random registries ------------------------------------------------------------------------------------

filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "edition": st.sampled_from(["2000", "2008", "2015"]),
        "district": st.just("178"),
        "par_index": st.just(True),
    },
)


@st.composite
def questions(draw: registries.Draw) -> tuple[Tables, date]:
    """A registry with counts of procedures, some of them with one number only, and a day next to one."""
    found, day = draw(registries.questions())
    days = [one.isoformat() for one in registries.dates_of(found) or [day]]
    counts = {
        (code, on): counted(on, choose(draw, ["", "0", "5"]), choose(draw, ["", "5", "9"]), code)
        for code in sorted({row["agency"] for row in found["agencies"]})
        for on in draw(st.lists(st.sampled_from(days), max_size=2))
    }
    return {**found, "procedures": list(counts.values())}, day


@thorough
@given(questions(), registries.rule_sets(), filters_)
def test_every_row_is_that_of_the_slow_implementation(
    question: tuple[Tables, date], rules: dict[str, Any], filters: dict[str, Any]
) -> None:
    found, day = question
    registry = registry_of(found, Rules.model_validate(rules))
    frame = yearly_facts(registry, day, Filters(**filters)).drop(columns=["count", "name_en", "host_en"])
    fast = [{str(name): cell(value) for name, value in row.items()} for row in frame.to_dict("records")]
    assert fast == slowly.yearly(found, rules, day, **filters)


@settings(thorough, max_examples=25)
@given(questions(), st.sampled_from(["vi", "en"]), st.data())
def test_a_template_chooses_columns_and_their_order(
    question: tuple[Tables, date], language: str, data: Any
) -> None:
    found, day = question
    chosen = data.draw(st.permutations(list(YEARLY_COLUMNS)))[: data.draw(st.integers(1, 12))]
    at = at_of(found, day, language)
    whole, some = yearly(at, tuple(YEARLY_COLUMNS)), yearly(at, chosen)
    expected = [list(yearly(at, [name]).frame.columns) for name in chosen]
    assert list(some.frame.columns) == [heading for headings in expected for heading in headings]
    assert some.frame.equals(whole.frame[some.frame.columns])
    assert len(some.total) == len(some.frame.columns)


# Each column ---------------------------------------------------------------------------------------------

HOST = agency("H", name="UBND huyện H", type="ubnd_huyen")
GUEST = agency("A", shares_qms_of="H")
PAPER = certificate(issued_on="2013-09", number="12/GCN")
MINUTES = audit("inspection_file", "2014-03-01")
NOBODY_AUDITED = {"Phát hiện còn mở": None, "Kiểm tra trong năm": "—", "Đánh giá nội bộ gần nhất": "—"}
ELSEWHERE = audit("internal", "2010-01-01", "X")  # so that audits are recorded
X = commune("X")

CELLS = [
    ("nothing is recorded", [agency()], NOBODY_AUDITED),
    ("not begun", [agency()], {"Hình thức áp dụng": "Chưa triển khai", "Phiên bản": "—", "Ghi chú": ""}),
    ("being built", [agency(), adoption(started_on="2014")], {"Hình thức áp dụng": "Đang xây dựng"}),
    ("being applied", [agency(), adoption(applied_on="2014-05")], {"Hình thức áp dụng": "Đang áp dụng"}),
    ("by certificate, known to the month", [agency(), PAPER], {
        "Hình thức áp dụng": "Theo giấy chứng nhận",
        "Số, ngày giấy chứng nhận hoặc công bố": "12/GCN, 09/2013",
    }),
    ("by declaration, without a number", [agency(), declaration(issued_on="2014-06-01")],
     {"Hình thức áp dụng": "Theo công bố", "Số, ngày giấy chứng nhận hoặc công bố": "01/06/2014"}),
    ("what lapsed is not in force", [agency(), certificate(issued_on="2010-01-01", expires_on="2013-01-01")],
     {"Hình thức áp dụng": "Hết hiệu lực"}),
    ("the host's paper, and whose it is",
     [GUEST, HOST, certificate("H", issued_on="2013-01-01", number="H1")],
     {"Số, ngày giấy chứng nhận hoặc công bố": "H1, 01/01/2013",
      "Ghi chú": "Dùng chung HTQLCL với UBND huyện H"}),
    ("no procedure in scope is a zero", [agency(), counted("2014-01-01", "0", "7")],
     {"TTHC trong phạm vi áp dụng": 0, "Tổng số TTHC": 7}),
    ("a count without both numbers says nothing",
     [agency(), counted("2013-01-01", "5", "7"), counted("2014-01-01", "", "9")], {"Tổng số TTHC": 7}),
    ("what is counted later is not known", [agency(), counted("2015-01-01", "5", "7")],
     {"Tổng số TTHC": None}),
    ("inspected in the year", [agency(), MINUTES], {"Kiểm tra trong năm": "Qua hồ sơ, 01/03/2014"}),
    ("the last one of the year", [agency(), MINUTES, audit("inspection_onsite", "2014-12-31")],
     {"Kiểm tra trong năm": "Tại trụ sở, 31/12/2014"}),
    ("inspected the year before: not yet", [agency(), audit("inspection_onsite", "2013-12-31")],
     {"Kiểm tra trong năm": "Chưa"}),
    ("nobody asks for an inspection of the encouraged", [commune(), X, ELSEWHERE],
     {"Kiểm tra trong năm": ""}),
    ("nor of the exempt", [agency(), X, ELSEWHERE, exemption("2014-01-01", "2015-06-30")],
     {"Kiểm tra trong năm": "", "Ghi chú": "Miễn, hoãn đến hết ngày 30/06/2015 (Công văn 12/UBND)"}),
    ("no internal audit yet since it was applied",
     [agency(), X, ELSEWHERE, adoption(applied_on="2014-01-01")],
     {"Đánh giá nội bộ gần nhất": "Chưa", "Xem xét của lãnh đạo gần nhất": "Chưa"}),
    ("nor is one expected before", [agency(), X, ELSEWHERE], {"Đánh giá nội bộ gần nhất": ""}),
    ("nothing was found", [agency(), MINUTES],
     {"Phát hiện còn mở": 0, "Trong đó quá hạn": 0, "Đã đóng trong năm": 0}),
    ("a finding that was closed in the year",
     [agency(), MINUTES, finding(MINUTES, "minor", closed_on="2014-04-01")],
     {"Phát hiện còn mở": 0, "Đã đóng trong năm": 1}),
    ("an open one, overdue", [agency(), MINUTES, finding(MINUTES, "major", due_on="2014-05-01")],
     {"Phát hiện còn mở": 1, "Trong đó quá hạn": 1, "Đã đóng trong năm": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "expected"), CELLS, ids=[name for name, *_ in CELLS])
def test_a_cell_says_what_is_known(name: str, rows: list[Row], expected: dict[str, Any]) -> None:
    found = of_a(*rows)
    assert {heading: found[heading] for heading in expected} == expected


def test_types_come_as_config_lists_them_and_names_as_a_dictionary_does() -> None:
    names = {"B": "Đoàn", "C": "Ánh", "D": "An", "E": "Dân", "F": "Ất"}
    rows = [agency(code, name=name) for code, name in names.items()]
    frame = told(commune("A", name="An Xã"), *rows).frame
    assert frame["Tên cơ quan"].tolist() == ["An", "Ánh", "Ất", "Dân", "Đoàn", "An Xã"]
    assert frame["STT"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_count_that_a_host_lends_counts_once_in_the_total() -> None:
    other = counted("2014-01-01", "1", "4", "X")
    found = told(GUEST, HOST, X, counted("2014-01-01", "8", "9", "H"), other)
    assert found.frame["Tổng số TTHC"].tolist() == [9, 9, 4]
    totals = dict(zip(found.frame.columns, found.total, strict=True))
    assert (totals["TTHC trong phạm vi áp dụng"], totals["Tổng số TTHC"]) == (9, 13)


def test_a_total_of_nothing_known_is_not_known() -> None:
    totals = dict(zip((found := told(agency())).frame.columns, found.total, strict=True))
    assert {totals[name] for name in ("Tổng số TTHC", "Phát hiện còn mở", "Kiểm tra trong năm")} == {"—"}


def test_the_note_counts_the_forms_and_the_exempt() -> None:
    rows = [agency(), PAPER, X, exemption("2014-01-01", "2014-12-31", "X")]
    assert told(*rows).note == (
        "2 cơ quan, đơn vị, trong đó 1 được miễn, hoãn; theo giấy chứng nhận: 1; chưa triển khai: 1."
    )
    assert told(agency(), language="en").note == "1 agency; not begun: 1."


def test_agencies_of_one_name_are_told_apart_by_their_district() -> None:
    rows = [
        agency("X1", name="UBND xã Hòa Bình", district="183"),
        agency("X2", name="UBND xã Hòa Bình", district="182"),
        agency("X3", name="UBND xã Yên Bình", district="182"),
    ]
    assert list(told(*rows).frame["Tên cơ quan"])[-3:] == [
        "UBND xã Hòa Bình (Huyện Cao Lộc)", "UBND xã Hòa Bình (Huyện Văn Lãng)", "UBND xã Yên Bình",
    ]  # fmt: skip


def test_a_report_of_nobody_has_its_columns() -> None:
    found = told(agency(), filters=Filters(type="benh_vien"))
    assert found.frame.empty
    assert len(found.frame.columns) == len(found.total) == 15
    assert found.note == "0 cơ quan, đơn vị."


def test_a_template_may_not_ask_for_a_column_that_there_is_not(tmp_path: Any) -> None:
    own = "name: {vi: a, en: a}\ntitle: {vi: a, en: a}\nnote: []\nsections: []\nyearly: [%s]\n"
    (tmp_path / "good.yaml").write_text(own % "note, name")
    assert templates(str(tmp_path))["good"].yearly == ("note", "name")
    (tmp_path / "bad.yaml").write_text(own % "name, mayor")
    [mistake] = broken_templates(str(tmp_path))
    assert "'mayor' is not one of number, name, type" in mistake.text("en")


def test_a_thousand_agencies_have_a_row_each() -> None:
    rows = [agency(f"A{n:04}", name=f"Cơ quan số {n}") for n in range(999)] + [agency()]
    papers = [certificate(f"A{n:04}", issued_on="2013-01-01") for n in range(0, 999, 2)]
    audits = [audit("internal", "2014-02-01", f"A{n:04}") for n in range(0, 999, 3)]
    assert len(yearly(at_of(tables(*rows, *papers, *audits)), tuple(YEARLY_COLUMNS)).frame) == 1000
