"""The screens, run without a browser: what they show, what they keep, how they fail."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup, Element

from qms_model import coverage
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.csvfile import csv_file
from qms_model.registry import Registry, open_registry
from qms_model.store import open_store
from qms_model.ui import scope
from qms_model.ui.address import asked_view
from qms_model.ui.exports import provenance
from qms_model.ui.scope import Here
from qms_model.ui.text import literal
from tests.screens import HOSTILE, ROOT, hostile_registry, load, sampled, write_registry

Open = Callable[..., AppTest]
SUMMARY, COVERAGE = "pages/overview/summary.py", "pages/monitor/coverage.py"
AGENCY, RECORDS = "pages/act/agency.py", "pages/registry/records.py"
ATTESTATIONS, LAGGARDS = "pages/monitor/attestations.py", "pages/act/laggards.py"
FINDINGS, INSPECTIONS = "pages/act/findings.py", "pages/act/inspections.py"
PAGES = [SUMMARY, COVERAGE, ATTESTATIONS, LAGGARDS, FINDINGS, INSPECTIONS, AGENCY, RECORDS]


@pytest.fixture(scope="session")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("screens"))


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, sample_url: str) -> Open:
    """Opens a page (Độ phủ) on a database (the sample's) with an address, as a reader does."""

    def opened(url: str = sample_url, at: str = COVERAGE, **address: str) -> AppTest:
        monkeypatch.setenv("QMS_DATABASE_URL", url)
        page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in address.items():
            page.query_params[name] = value
        page.run()
        return page.switch_page(at).run() if page.get("title") and at != SUMMARY else page

    return opened


def shown(page: AppTest) -> str:
    """Every text on the page, with the escapes of Markdown taken away."""
    kinds = ("title", "header", "markdown", "info", "warning", "error", "badge", "caption")
    texts = [str(part.value) for kind in kinds for part in page.get(kind) if isinstance(part, Element)]
    texts += [f"{tile.label}: {tile.value} ({tile.delta})" for tile in page.metric]
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", "\n".join(texts))


def tiles(page: AppTest) -> list[str]:
    return [str(tile.value) for tile in page.metric]


def choose(page: AppTest, name: str, value: str) -> AppTest:
    language = page.query_params.get("lang", "vi")
    return page.selectbox(key=f"{name}-{language}").set_value(value).run()


def test_the_sample_shows_122_attested_and_15_adopted_in_2007(open_page: Open) -> None:
    page = open_page()
    assert not page.exception
    assert not page.error
    assert tiles(page)[1].startswith("122/")
    assert "122/" in page.header[0].value.replace("\\", "")
    assert "bắt buộc 53/53" in page.header[0].value.replace("\\", "")
    assert page.header[2].value.startswith("15 cơ quan áp dụng từ năm 2007")
    assert "Số liệu minh họa" in shown(page)
    assert "tính đến 31/12/2014, lần cập nhật 1" in shown(page)


def test_the_tiles_show_what_the_question_answers(open_page: Open, sample: Registry) -> None:
    page = open_page(day="2012-06-30", type="chi_cuc", obligation="encouraged")
    row = coverage.coverage(sample, date(2012, 6, 30), filters=Filters("encouraged", "chi_cuc")).iloc[0]
    wanted = ["—" if pd.isna(row[rung]) else f"{row[rung]}/{row['agencies']}" for rung in RUNGS]
    assert tiles(page) == wanted


def test_a_table_stands_under_each_figure(open_page: Open, sample: Registry) -> None:
    page = open_page()
    assert len(page.get("plotly_chart")) == 4
    assert not page.table, "a table is made when it is opened"
    for name in ("coverage-by-year", "adopters-by-year", "rungs-by-type", "paths-by-type"):
        page.session_state[f"{name}-table"] = True
    page.run()
    by_type_and_year, by_year, rungs, paths = (table.value for table in page.table)
    total = coverage.coverage(sample, date(2014, 12, 31)).iloc[0]
    last = by_type_and_year[by_type_and_year["Năm"] == "2014"]
    assert last["Số cơ quan được tính"].sum() == total["attested"] == 122
    assert by_year.iloc[0, 0] == "2007"
    assert by_year.iloc[0, -2] == 15
    assert rungs["Còn hiệu lực"].sum() == total["in_force"]
    assert len(paths) > 12 * 8


def test_each_figure_has_an_alternative_text(open_page: Open) -> None:
    for chart in open_page().get("plotly_chart"):
        assert 20 < len(chart.proto.alt) <= 250


def test_a_filter_stands_in_the_address_and_survives_a_change_of_language(open_page: Open) -> None:
    page = choose(choose(open_page(), "type", "chi_cuc"), "district", "")
    assert page.query_params["type"] == "chi_cuc"
    assert page.query_params["day"] == "2014-12-31", "a link keeps its numbers when the registry moves on"
    before = tiles(page)
    switch = page.get_by_key("language")
    assert isinstance(switch, ButtonGroup)
    switch.set_value("en").run()
    assert page.query_params["lang"] == "en"
    assert page.query_params["type"] == "chi_cuc"
    assert page.title[0].value == "Coverage"
    assert page.selectbox(key="type-en").value == "chi_cuc"
    assert tiles(page) == before


def test_a_link_opens_the_same_view_in_either_language(open_page: Open) -> None:
    link = {"day": "2010-12-31", "obligation": "mandatory"}
    assert tiles(open_page(**link)) == tiles(open_page(**link, lang="en"))


def test_choosing_a_day_moves_every_number_to_it(open_page: Open) -> None:
    page = choose(open_page(), "day", "2007-12-31")
    assert page.query_params["day"] == "2007-12-31"
    assert tiles(page)[0].startswith("15/")


def test_any_other_day_can_be_chosen_in_the_calendar(open_page: Open) -> None:
    page = choose(open_page(), "day", "")
    assert page.date_input(key="free-day").value == date(2014, 12, 31)
    page.date_input(key="free-day").set_value(date(2011, 2, 28)).run()
    assert page.query_params["day"] == "2011-02-28"
    assert "tính đến 28/02/2011" in shown(page)


@pytest.mark.parametrize("at", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_full_in_both_languages(open_page: Open, at: str, language: str) -> None:
    page = open_page(at=at, lang=language, agency="SKHDT")
    assert not page.exception
    assert not page.error
    assert not page.warning
    assert len(page.title) == 1


@pytest.mark.parametrize("at", PAGES)
def test_every_page_has_an_empty_state_and_one_thing_to_do(open_page: Open, sqlite_url: str, at: str) -> None:
    page = open_page(sqlite_url, at=at)
    assert "Sổ đăng ký chưa có số liệu" in shown(page)
    assert not page.exception


@pytest.mark.parametrize("at", PAGES)
def test_every_page_shows_the_past_as_read_only(
    open_page: Open, sqlite_url: str, tmp_path: Path, at: str
) -> None:
    agencies = [{"agency": "A", "name": "Sở A", "type": "so_ban_nganh"}]
    adoptions = [{"agency": "A", "applied_on": "2010-05-01"}]
    load(sqlite_url, write_registry(tmp_path / "one", {"agencies": agencies, "adoptions": adoptions}))
    renamed = [{"agency": "A", "name": "Sở B", "type": "so_ban_nganh"}]
    load(sqlite_url, write_registry(tmp_path / "two", {"agencies": renamed}))
    page = open_page(sqlite_url, at=at, known="1", agency="A")
    assert not page.exception
    assert "theo lần cập nhật 1 ngày" in shown(page)
    assert "form-open" not in {button.key for button in page.button}, "nothing is recorded on the past"


def test_the_summary_says_how_far_on_plan_and_what_lapses(open_page: Open, sample: Registry) -> None:
    page = open_page(at=SUMMARY)
    assert tiles(page) == ["47/53", "122/142", "53/438", "5"]
    said = shown(page)
    assert "8/12 loại cơ quan chưa đạt kế hoạch" in said
    assert "Các loại cơ quan có kế hoạch: đạt 122 trên kế hoạch 142, còn thiếu 20" in said
    assert "5 việc cần lãnh đạo quyết định" in said
    assert "53 cơ quan chậm tiến độ; cần đôn đốc trước hết: Thanh tra tỉnh" in said
    assert "5 cơ quan hết hiệu lực trong 90 ngày tới" in said
    assert "89% · 31/12/2013: 30/31 (97%)" in said, "more in force, and a lower share: both are said"
    before = coverage.coverage(sample, date(2013, 12, 31), filters=Filters("mandatory")).iloc[0]
    assert (before["in_force"], before["agencies"]) == (30, 31)


def test_the_difference_is_counted_from_the_day_that_is_compared_with(open_page: Open) -> None:
    page = choose(open_page(at=SUMMARY), "compare", "2010-12-31")
    assert page.query_params["compare"] == "2010-12-31"
    assert "31/12/2010: " in shown(page)


def test_a_plan_is_not_shown_for_a_part_of_the_province(open_page: Open) -> None:
    page = open_page(at=SUMMARY, district="180")
    assert len(tiles(page)) == 3, "no tile of a plan that is not divided among districts"
    assert "kế hoạch" not in "".join(str(header.value) for header in page.header)


@pytest.mark.parametrize(
    ("block", "address"),
    [
        ("coverage-by-type", {}),
        ("coverage-by-type", {"type": "ubnd_xa"}),
        ("coverage-by-type", {"obligation": "mandatory", "day": "2012-06-30"}),
        ("coverage-by-type", {"par_index": "1"}),
    ],
)
def test_the_rows_behind_a_figure_add_up_to_its_denominator(
    open_page: Open, sample: Registry, block: str, address: dict[str, str]
) -> None:
    page = open_page(at=SUMMARY, **address)
    page.session_state[f"{block}-rows"] = True
    page.run()
    rows = page.dataframe[0].value
    view = asked_view(address, sample, "vi")
    total = coverage.coverage(sample, view.day, filters=view.filters).iloc[0]
    parts = rows["Kết quả"].value_counts()
    assert parts.get("được tính", 0) == total["attested"]
    assert parts.get("được tính", 0) + parts.get("chưa được tính", 0) == total["agencies"]
    assert parts.get("miễn, hoãn", 0) == total["exempt"]
    assert f"{total['attested']} được tính" in shown(page)
    assert rows["Lý do"].str.len().min() > 10, "each with its reason"


def test_a_cell_of_a_past_year_shows_the_agencies_of_that_year(open_page: Open) -> None:
    page = open_page(at=COVERAGE)
    page.session_state["coverage-by-year-rows"] = True
    page.session_state["coverage-by-year-group"] = "phong_noi_vu"
    page.session_state["coverage-by-year-day"] = "2011"
    page.run()
    assert "5 được tính + 6 chưa được tính = 11 cơ quan" in shown(page)
    assert len(page.dataframe[0].value) == 11


def test_the_cross_table_counts_what_the_question_answers(open_page: Open, sample: Registry) -> None:
    page = open_page(at=COVERAGE)
    page.selectbox(key="pivot-rows").set_value("district").run()
    page.selectbox(key="pivot-columns").set_value("type").run()
    table = page.dataframe[0].value
    total = coverage.coverage(sample, date(2014, 12, 31)).iloc[0]
    assert table.iloc[-1, -1] == f"{total['attested']}/{total['agencies']}"
    page.selectbox(key="pivot-columns").set_value("district").run()
    assert "Hàng và cột đang trùng nhau" in shown(page)


@pytest.mark.parametrize("agency", ["", "SKHDT"], ids=["of the province", "of an agency"])
def test_the_form_of_every_table_opens(open_page: Open, agency: str) -> None:
    page = open_page(at=RECORDS)
    if agency:
        page.selectbox(key="records-agency").set_value(agency).run()
    for table in page.selectbox(key="form-table").options:
        page.session_state["form"] = None
        del page.session_state["form"]
        page.selectbox(key="form-table").select(table).run()
        page.button(key="form-open").click().run()
        assert not page.exception
        assert not page.error, table
        assert "Ghi nhận" in {button.label for button in page.button}, table


def test_records_are_found_without_diacritics_and_sorted_as_a_dictionary_does(open_page: Open) -> None:
    page = open_page(at=RECORDS)
    assert len(page.dataframe[0].value) == 442
    page.text_input(key="records-search").set_value("so ke hoach va dau").run()
    found = page.dataframe[0].value
    assert found["Tên cơ quan"].tolist() == ["Sở Kế hoạch và Đầu tư"]
    assert found["Lý do"].str.contains("307/QĐ-SKHĐT").all()
    page.text_input(key="records-search").set_value("không có đâu").run()
    assert "Không có cơ quan nào có “không có đâu”" in shown(page)


def test_a_list_longer_than_anybody_reads_says_how_much_of_it_is_shown(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("agencies", "records", "rows"):
        monkeypatch.setattr(import_module(f"qms_model.ui.{part}"), "OFFERED", 5)
    page = open_page(at=RECORDS, day="2014-12-30")  # a view that nobody has kept yet
    assert len(page.dataframe[0].value) == 5
    assert "442 trên 442 cơ quan" in shown(page)
    assert "Bảng chỉ hiện 5 cơ quan đầu tiên; gõ tên hoặc mã để tìm cơ quan khác, tệp CSV có đủ" in shown(
        page
    )
    page.text_input(key="records-search").set_value("so ke hoach va dau").run()
    assert "Bảng chỉ hiện" not in shown(page)
    story = open_page(at=AGENCY)
    assert len(story.selectbox(key="agency-choice").options) == 1 + 5
    assert "Danh sách chỉ hiện 5 cơ quan đầu tiên" in shown(story)


def test_who_changes_an_answer_changes_it_for_nobody_else(sample: Registry) -> None:
    day = date(2014, 12, 31)
    first = coverage.standing(sample, day, columns=("agency", "exempt"))
    before = first["exempt"].sum()
    first.loc[:, "exempt"] = True
    assert coverage.standing(sample, day, columns=("agency", "exempt"))["exempt"].sum() == before


def test_the_story_of_an_agency_is_told_and_an_unknown_code_leads_on(open_page: Open) -> None:
    said = shown(open_page(at=AGENCY, agency="SKHDT"))
    assert "Bản công bố số 307/QĐ-SKHĐT" in said
    assert "41 quy trình: 34 tác nghiệp, 7 hệ thống" in said
    assert "Thuộc diện bắt buộc" in said
    unknown = open_page(at=AGENCY, agency="skhd")
    assert "Sổ đăng ký không có cơ quan nào mang mã “skhd”" in shown(unknown)


def test_a_closed_agency_leads_to_its_successor(open_page: Open) -> None:
    page = open_page(at=AGENCY, agency="SKHDT", day="2025-07-01")
    assert "Đã chấm dứt hoạt động" in shown(page)
    links = [str(link.proto.label) for link in page.get("page_link")]
    assert any("Sở Tài chính" in label for label in links)


def test_the_filters_can_be_cleared(open_page: Open) -> None:
    page = open_page(type="benh_vien", obligation="encouraged")
    page.button(key="clear").click().run()
    assert not {"type", "obligation"} & set(page.query_params)
    assert tiles(page)[1].startswith("122/")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param({"day": "2014-02-31"}, "ngày “2014-02-31” không hợp lệ", id="a day not in the calendar"),
        pytest.param({"day": "31/12/2014"}, "ngày “31/12/2014” không hợp lệ", id="a day of another form"),
        pytest.param({"day": "20141231"}, "ngày “20141231” không hợp lệ", id="a day without dashes"),
        pytest.param({"day": "1899-01-01"}, "từ 01/01/1990 đến 31/12/2099", id="a day out of range"),
        pytest.param({"type": "zzz"}, "loại cơ quan “zzz”", id="an unknown type"),
        pytest.param(
            {"district": "999"}, "178, 180, 181", id="an unknown district: the allowed ones are named"
        ),
        pytest.param({"obligation": "bắt buộc"}, "mandatory, encouraged", id="an obligation by its label"),
        pytest.param({"known": "99"}, "chỉ có từ 0 đến 1", id="a change that does not exist"),
        pytest.param({"known": "-1"}, "lần cập nhật “-1” không tồn tại", id="a negative change"),
        pytest.param({"known": "²"}, "lần cập nhật “²” không tồn tại", id="a digit that is no number"),
        pytest.param({"lang": "fr"}, "ngôn ngữ “fr” chưa được hỗ trợ", id="an unknown language"),
        pytest.param({"type": "<b>"}, "loại cơ quan “<b>”", id="markup"),
        pytest.param({"rule": "L99"}, "nội dung chậm “L99”", id="an unknown rule of lateness"),
    ],
)
def test_an_address_that_cannot_be_followed_says_so_and_shows_what_can_be(
    open_page: Open, address: dict[str, str], said: str
) -> None:
    page = open_page(**address)
    assert said in shown(page)
    assert len(page.warning) == 1
    assert tiles(page)[1].startswith("122/")


def test_the_warning_about_the_address_speaks_english_too(open_page: Open) -> None:
    page = open_page(type="zzz", lang="en")
    assert "The address asks for type “zzz”, which is not known; allowed: so_ban_nganh" in shown(page)


def test_no_match_is_a_dash_and_one_thing_to_do(open_page: Open) -> None:
    page = open_page(type="so_ban_nganh", district="180")
    assert tiles(page) == ["—"] * 4
    assert "không có cơ quan nào khớp với bộ lọc" in shown(page)
    assert "0%" not in shown(page)
    page.button(key="clear-here").click().run()
    assert tiles(page)[1].startswith("122/")


def test_a_day_before_any_data_is_an_empty_state_with_a_way_out(open_page: Open) -> None:
    page = open_page(day="2001-01-01")
    assert "Đến 01/01/2001 chưa có số liệu nào" in shown(page)
    assert not page.get("plotly_chart")
    assert not page.metric
    page.button(key="default-day").click().run()
    assert page.query_params["day"] == "2014-12-31"
    assert tiles(page)[1].startswith("122/")


def test_an_empty_registry_says_how_to_load_one(open_page: Open, sqlite_url: str) -> None:
    page = open_page(sqlite_url)
    assert "Sổ đăng ký chưa có số liệu" in shown(page)
    assert page.code[0].value == "python run.py --registry PATH"
    assert not page.exception
    assert not page.error


def test_an_older_state_is_read_only_and_says_so(open_page: Open, sqlite_url: str, tmp_path: Path) -> None:
    agencies = [{"agency": "A", "name": "Sở A", "type": "so_ban_nganh"}]
    load(sqlite_url, write_registry(tmp_path / "one", {"agencies": agencies}))
    adoptions = [{"agency": "A", "applied_on": "2010-05-01"}]
    load(sqlite_url, write_registry(tmp_path / "two", {"agencies": agencies, "adoptions": adoptions}))
    newest = open_page(sqlite_url, day="2010-12-31")
    assert tiles(newest)[0] == "1/1"
    assert not newest.info
    older = open_page(sqlite_url, day="2010-12-31", known="1")
    assert "theo lần cập nhật 1 ngày" in shown(older)
    assert "chỉ để đọc; lần cập nhật mới nhất là 2" in shown(older)
    assert "chưa có bản ghi nào kèm ngày tháng" in shown(older)
    older.button(key="newest").click().run()
    assert "known" not in older.query_params
    assert tiles(older)[0] == "1/1"


def test_the_first_change_of_all_is_the_empty_registry(open_page: Open) -> None:
    page = open_page(known="0")
    assert "Ở lần cập nhật này, sổ đăng ký chưa có số liệu" in shown(page)
    assert not page.code


def test_a_registry_without_illustrative_figures_has_no_ribbon(
    open_page: Open, sqlite_url: str, tmp_path: Path
) -> None:
    agencies = [{"agency": "A", "name": "Sở A", "type": "so_ban_nganh"}]
    adoptions = [{"agency": "A", "applied_on": "2010-05-01"}]
    load(sqlite_url, write_registry(tmp_path, {"agencies": agencies, "adoptions": adoptions}))
    assert "Số liệu minh họa" not in shown(open_page(sqlite_url))


def test_hostile_texts_are_escaped_wherever_they_are_shown(
    open_page: Open, sqlite_url: str, tmp_path: Path
) -> None:
    load(sqlite_url, hostile_registry(tmp_path))
    page = open_page(sqlite_url)
    assert not page.exception
    assert not page.error
    written = "\n".join(str(part.value) for part in page.markdown)
    for name in HOSTILE:
        assert literal(name) in written
        assert name not in written


def test_a_fault_shows_a_sentence_and_an_id_that_stands_in_the_log(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object, **_values: object) -> None:
        raise RuntimeError("secret-4711 in /srv/qms")

    monkeypatch.setattr(coverage, "composition", broken)
    with caplog.at_level(logging.ERROR):
        page = open_page(at=SUMMARY, day="2013-06-29")  # a day of which nothing is kept yet
    assert not page.exception
    assert "Không hiển thị được phần này" in page.error[0].value
    number = re.search(r"Lỗi ([0-9a-f]{8})", page.error[0].proto.title.replace("\\", ""))
    assert number is not None
    assert number[1] in caplog.text
    assert "secret-4711" in caplog.text
    assert "secret-4711" not in shown(page)
    assert len(tiles(page)) == 4, "what was drawn before the fault stays"


def test_a_database_that_cannot_be_used_is_explained(
    open_page: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "not-a-database.sqlite"
    file.write_bytes(b"this is no database" * 100)
    page = open_page(f"sqlite:///{file.as_posix()}")
    assert not page.exception
    assert "Chưa dùng được cơ sở dữ liệu của sổ đăng ký" in page.error[0].value
    assert "not-a-database" not in shown(page), "where it lies is for the log only"
    assert "not-a-database" in caplog.text
    assert file.read_bytes() == b"this is no database" * 100


def test_a_broken_config_names_the_key_the_value_and_what_is_allowed(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "config.yaml"
    broken.write_text(
        (ROOT / "config.yaml").read_text("utf-8").replace("language: vi ", "language: fr "), "utf-8"
    )
    monkeypatch.setattr(scope, "configuration", lambda: read_config(broken))
    page = open_page()
    assert not page.exception
    assert "language" in page.error[0].value
    assert "fr" in page.error[0].value


def test_a_csv_has_a_bom_no_formulas_and_says_what_it_is_of() -> None:
    table = pd.DataFrame({"Loại": ["=1+1", "@x", "-3", "+4", "Sở"], "Số": [1, -2, 3, 1234, 5]})
    file = csv_file(table, {"Tính đến ngày": "2014-12-31", "Ghi chú": "=SUM(A1)"})
    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[0] == ["Loại", "Số", "Tính đến ngày", "Ghi chú"]
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'@x", "'-3", "'+4", "Sở"]
    assert [row[1] for row in rows[1:]] == ["1", "-2", "3", "1234", "5"], "numbers are never text"
    assert rows[1][2:] == ["2014-12-31", "'=SUM(A1)"]


def test_a_csv_says_under_which_filters_it_was_made(sample: Registry) -> None:
    view = asked_view({"type": "chi_cuc", "obligation": "encouraged"}, sample, "vi")
    said = provenance(Here(sample, view, ()))
    assert said["Loại cơ quan"] == "Chi cục"
    assert "Địa bàn" not in said


@pytest.mark.parametrize("name", HOSTILE)
def test_every_ascii_sign_of_a_literal_text_is_escaped(name: str) -> None:
    without_spans = literal(name).replace(":small[]", "")
    assert re.sub(r"\\(.)", r"\1", without_spans) == name
    assert not re.search(r"(?<!\\)[!-/:-@\[\]-`{-~](?<!\\)", re.sub(r"\\.", "", without_spans))


RUNGS = ("applied", "attested", "in_force", "effective")


@pytest.fixture(scope="session")
def sample(sample_url: str) -> Registry:
    return open_registry(open_store(sample_url), read_config().rules)
