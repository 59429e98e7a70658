"""The sentences around a report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qms_model.briefing import framing
from qms_model.briefing.compose import report_of
from qms_model.briefing.report import Said
from qms_model.briefing.template import templates
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.views import At, View
from tests import briefings
from tests.briefings import some
from tests.build import registry_of
from tests.sheets import OFFICE, a_report

STANDARD = "TCVN\u00a0ISO\u00a09001"


def test_a_report_opens_with_the_papers_in_force_and_ends_with_its_request() -> None:
    made = a_report()
    whole = "; ".join(basis.vi for basis in OFFICE.basis_on(made.day))
    assert "Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014" in whole
    assert framing.opening(made) == (
        f"Thực hiện {whole}, Sở Nội vụ báo cáo tình hình áp dụng {STANDARD} như sau:"
    )
    assert framing.closing(made) == (
        f"Trên đây là báo cáo tình hình áp dụng {STANDARD};"
        " Sở Nội vụ kính báo cáo UBND tỉnh xem xét, chỉ đạo./."
    )


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (date(2006, 6, 19), ""),
        (date(2009, 9, 29), "Quyết định số 144/2006/QĐ-TTg"),
        (date(2014, 5, 17), "Quyết định số 144/2006/QĐ-TTg, Quyết định số 118/2009/QĐ-TTg"),
        (date(2014, 5, 18), "Quyết định số 19/2014/QĐ-TTg"),
        (date(2014, 10, 10), "Quyết định số 19/2014/QĐ-TTg, Thông tư số 26/2014/TT-BKHCN"),
    ],
)
def test_a_short_basis_is_the_numbers_of_the_papers_in_force(day: date, cited: str) -> None:
    said = framing.opening(a_report(day=day), short=True)
    assert said.partition(", Sở")[0] == (f"Thực hiện {cited}" if cited else "")


def test_a_title_that_names_no_kind_of_paper_is_not_taken_into_a_sentence() -> None:
    made = a_report(title="Áp dụng tiêu chuẩn")
    assert framing.opening(made, short=True).endswith(", Sở Nội vụ báo cáo như sau:")
    assert framing.closing(made) == (
        "Trên đây là báo cáo của Sở Nội vụ, kính báo cáo UBND tỉnh xem xét, chỉ đạo./."
    )


def test_an_english_report_speaks_english() -> None:
    made = a_report("en", title="Report on the standard")
    assert framing.to(made) == "To: Provincial People's Committee"
    assert framing.opening(made, short=True) == (
        "Pursuant to Decision 19/2014/QĐ-TTg, Circular 26/2014/TT-BKHCN,"
        " the Department of Home Affairs reports on the standard as follows:"
    )
    assert framing.closing(made) == (
        "The above is the report on the standard; the Department of Home Affairs submits it to the"
        " Provincial People's Committee for consideration and direction./."
    )


def test_a_foot_asks_to_check_only_what_is_cited_and_not_confirmed() -> None:
    asked = "Kiểm tra trích yếu, ngày ban hành của văn bản viện dẫn trước khi ký"
    made = a_report()
    assert framing.foot(made) == made.origin.line(asked)
    assert framing.foot(made, cites=False) == made.origin.line()
    confirmed = tuple(basis.model_copy(update={"source": "x"}) for basis in OFFICE.legal_basis)
    office = OFFICE.model_copy(update={"legal_basis": confirmed})
    assert framing.foot(replace(made, office=office)) == made.origin.line()


@pytest.mark.parametrize(
    ("filters", "scope"),
    [
        (Filters(), ""),
        (Filters(type="chi_cuc", obligation="mandatory"), "phạm vi: Chi cục, bắt buộc"),
        (Filters(district="182"), "phạm vi: Huyện Văn Lãng"),
        (Filters(parent="A0000"), "phạm vi: trực thuộc Cơ quan số 0"),
        (Filters(edition="2008", par_index=True), "phạm vi: TCVN ISO 9001:2008, cơ quan chấm chỉ số CCHC"),
    ],
)
def test_a_scope_names_the_choices_of_the_filters(filters: Filters, scope: str) -> None:
    tables = some(5)
    tables["agencies"] = [
        tables["agencies"][0],
        *({**row, "parent": "A0000"} for row in tables["agencies"][1:]),
    ]
    at = At(registry_of(tables), View("vi", date(2014, 12, 31), date(2013, 12, 31), filters))
    assert report_of(at, templates(None)["briefing"], read_config()).origin.scope == scope


@pytest.mark.parametrize(
    ("section", "language", "said"),
    [
        pytest.param(
            "laggards", "vi",
            "Tính đến ngày 31/12/2014, có 30/30 cơ quan chậm tiến độ (100%). Thiếu số liệu nên không tính"
            " là chậm – Sắp hết hạn: thiếu số liệu của 15 cơ quan; Phạm vi chưa bao quát hết TTHC: thiếu số"
            " liệu của 7 cơ quan.",
            id="nobody audits 30 agencies; of 15 papers no end is known, of 7 holders no procedures",
        ),
        pytest.param(
            "findings", "en",
            "As of 31 Dec 2014, 5/5 findings are still open, 5 of them overdue.",
            id="five findings, none closed: nothing to say of how long that takes",
        ),
    ],
)  # fmt: skip
def test_a_section_opens_with_what_its_page_says(section: str, language: str, said: str) -> None:
    made = briefings.a_report(language=language)
    codes = [one.code for one in templates(None)["briefing"].sections]
    opening = made.sections[codes.index(section)].parts[0]
    assert opening == Said(said)


def test_what_else_an_agency_is_late_with_is_named_behind_the_proof() -> None:
    [late] = [table for table in briefings.a_report().tables() if table.key == "late"]
    found = dict(zip(late.frame["Tên cơ quan"], late.frame["Nội dung chưa thực hiện"], strict=True))
    assert found["Cơ quan số 0"] == (
        "Điểm không phù hợp nặng PA0000 của cuộc đánh giá DA0000 (ngày 01/03/2014) phải khắc phục xong chậm"
        " nhất ngày 30/05/2014. Nội dung chậm khác: Chưa xem xét của lãnh đạo."
    )
    assert "Nội dung chậm khác" not in found["Cơ quan số 1"]


@pytest.mark.parametrize(
    ("recorded", "vi", "en"),
    [
        pytest.param("HCL", "UBND huyện Cao Lộc", "People's Committee of Cao Loc", id="by its code"),
        pytest.param(
            "UBND huyện Cao Lộc", "UBND huyện Cao Lộc", "People's Committee of Cao Loc", id="by name"
        ),
        pytest.param("UBND tỉnh", "UBND tỉnh", "UBND tỉnh", id="a body outside the registry, as recorded"),
    ],
)
def test_a_supervising_body_is_named_in_the_language_of_the_reader(recorded: str, vi: str, en: str) -> None:
    host = {"agency": "HCL", "name": vi if "huyện" in vi else "Khác", "type": "ubnd_huyen", "name_en": en}
    below = {"agency": "A", "name": "Phòng Nội vụ", "type": "phong_noi_vu", "parent": recorded}
    registry = registry_of({"agencies": [host, below]})
    for language, name in (("vi", vi), ("en", en)):
        at = At(registry, View(language, date(2014, 12, 31), date(2013, 12, 31), Filters()))
        assert at.labels("parent") == {recorded: name}


def test_points_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert framing.ended(["a", "b", "c"]) == ["a;", "b;", "c."]
    assert framing.ended([]) == []
