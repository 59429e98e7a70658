"""Đơn vị chậm without a browser: what it shows, records, and says when nobody is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from qms_model import laggards
from qms_model.briefing.letter import letters_zip
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.registry import open_registry
from qms_model.store import open_store
from qms_model.ui.address import asked_view
from qms_model.ui.letters import deadlines, letters_to
from qms_model.ui.scope import Here
from tests.screens import ROOT, load, sampled, write_registry
from tests.test_screens import choose, shown

PAGE = "pages/act/laggards.py"
DAY = date(2014, 12, 31)
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens the page on a database with an address."""

    def opened(url: str, **address: str) -> AppTest:
        monkeypatch.setenv("QMS_DATABASE_URL", url)
        page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
        for name, value in address.items():
            page.query_params[name] = value
        return page.run().switch_page(PAGE).run()

    return opened


@pytest.fixture(scope="module")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("late"))


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"type": "chi_cuc"},
        {"obligation": "mandatory", "lang": "en"},
        pytest.param({"edition": "2000"}, id="nobody is late for holding none of an older edition"),
    ],
)
def test_the_lead_and_the_queue_are_those_of_the_question(
    open_page: Open, sample_url: str, filters: dict[str, str]
) -> None:
    page = open_page(sample_url, **filters)
    assert not page.exception
    registry = open_registry(open_store(sample_url), read_config().rules)
    asked: dict[str, Any] = {
        name: value for name, value in filters.items() if name not in ("lang", "edition")
    }
    count = laggards.late(registry, DAY, Filters(**asked))
    assert f"{count.late}/{count.agencies}" in page.header[0].value.replace("\\", "")
    queue = page.dataframe[0].value
    rows = laggards.laggards(registry, DAY, Filters(**asked))
    late = rows[rows["severity"].isin(laggards.LATE) & rows["agency"].notna()]
    assert queue.iloc[:, 0].tolist() == list(dict.fromkeys(map(str, late["agency"])))
    assert len(queue) == count.late


@pytest.mark.parametrize("rule", ["L9", "broken", "L3", ""])
def test_the_queue_lists_those_of_the_rule_that_the_address_names(
    open_page: Open, sample_url: str, rule: str
) -> None:
    page = open_page(sample_url, **({"rule": rule} if rule else {}))
    assert not page.exception
    registry = open_registry(open_store(sample_url), read_config().rules)
    rows = laggards.laggards(registry, DAY)
    late = rows[rows["severity"].isin(laggards.LATE) & rows["agency"].notna()]
    about = {"broken": late["broken"] > 0, "": late["rule"].notna()}
    wanted = late[about.get(rule, late["rule"] == rule)]
    queue = page.dataframe[0].value.iloc[:, 0].tolist() if page.dataframe else []
    assert sorted(queue) == sorted({str(code) for code in wanted["agency"]})
    n = late["agency"].nunique()
    assert (f"Danh sách gồm {len(queue)}/{n} đơn vị chậm tiến độ." in shown(page)) == bool(rule)
    assert (0 < len(queue) < n) == (rule in ("L9", "broken")), "the rest is left out"
    page.selectbox(key="rule-vi").set_value("").run()
    assert len(page.dataframe[0].value) == n
    assert "rule" not in page.query_params


def test_the_codes_of_the_rules_in_the_queue_are_explained_under_it(open_page: Open, sample_url: str) -> None:
    for language in ("vi", "en"):
        page = open_page(sample_url, lang=language)
        said = [code for rules in page.dataframe[0].value.iloc[:, -1] for code in rules.split(", ")]
        for code in set(said):
            assert f"{code}: {laggards.rule_name(code).text(language)}" in shown(page)


def test_nobody_late_shows_the_next_milestones(open_page: Open, sqlite_url: str, tmp_path: Path) -> None:
    rows = {
        "agencies": [{"agency": "A", "name": "Chi cục A", "type": "chi_cuc"}],
        "adoptions": [{"agency": "A", "planned_year": "2014", "applied_on": "2014-02-01"}],
    }
    load(sqlite_url, write_registry(tmp_path, rows))
    page = open_page(sqlite_url, day="2014-12-01")
    assert not page.exception
    assert "Không có cơ quan nào chậm tiến độ: 0/1 cơ quan" in shown(page)
    assert "mốc thời hạn trong 90 ngày tới" in shown(page)
    assert page.table[0].value.iloc[0].tolist()[:3] == ["Chi cục A", "Chậm kế hoạch", r"31\/12\/2014"]
    assert not page.dataframe


def test_a_promise_is_recorded_for_the_day_looked_at_and_broken_the_day_after_it(
    open_page: Open, sqlite_url: str, tmp_path: Path
) -> None:
    rows = {
        "agencies": [{"agency": "A", "name": "Chi cục A", "type": "chi_cuc"}],
        "adoptions": [{"agency": "A", "planned_year": "2013", "applied_on": "2013-05-01"}],
    }
    load(sqlite_url, write_registry(tmp_path, rows))
    page = open_page(sqlite_url, day="2014-03-01")
    assert page.dataframe[0].value["Việc tiếp theo"].tolist() == ["Gửi công văn đôn đốc"], "60 days late"
    page.multiselect(key="queue-chosen").set_value(["A"]).run()
    page.button(key="queue-contact").click().run()
    (on,) = (field for field in page.text_input if field.label.startswith("Ngày đôn đốc"))
    assert on.value == "01/03/2014"
    (promised,) = (field for field in page.text_input if field.label.startswith("Ngày cam kết"))
    promised.set_value("15/03/2014")
    (note,) = (field for field in page.text_input if field.label.startswith("Lý do ghi vào nhật ký"))
    note.set_value("Trao đổi qua điện thoại")
    (record,) = (button for button in page.button if button.label == "Ghi nhận")
    record.click().run()
    assert not page.exception
    assert "Đã ghi nhận là lần cập nhật" in "\n".join(str(said.value) for said in page.success)
    page.run()
    assert "undo" in {button.key for button in page.button}, "as long as it is about the same"
    choose(page, "obligation", "encouraged")
    assert "undo" not in {button.key for button in page.button}
    assert not page.success, "it was told of another view"
    choose(page, "obligation", "")
    assert not page.success
    on_time, after = (
        open_page(sqlite_url, day=day).dataframe[0].value for day in ("2014-03-15", "2014-03-16")
    )
    assert (on_time["Ngày cam kết"][0], on_time["Số lần lỡ cam kết"][0]) == ("15/03/2014", 0)
    assert (after["Ngày cam kết"][0], after["Số lần lỡ cam kết"][0]) == ("15/03/2014", 1)


def test_an_older_state_can_be_looked_at_but_not_recorded_on(
    open_page: Open, sqlite_url: str, tmp_path: Path
) -> None:
    rows = {
        "agencies": [{"agency": "A", "name": "Chi cục A", "type": "chi_cuc"}],
        "adoptions": [{"agency": "A", "planned_year": "2013", "applied_on": "2013-05-01"}],
    }
    load(sqlite_url, write_registry(tmp_path / "first", rows))
    second = {"agencies": [{"agency": "B", "name": "Chi cục B", "type": "chi_cuc"}]}
    load(sqlite_url, write_registry(tmp_path / "second", second))
    recording = {"queue-contact", "queue-exempt", "queue-owner"}
    for known, offered in (("1", set()), ("2", recording)):
        page = open_page(sqlite_url, day="2014-03-01", known=known)
        assert not page.exception
        assert page.multiselect, shown(page)
        page.multiselect(key="queue-chosen").set_value(["A"]).run()
        assert {button.key for button in page.button} & recording == offered, known


@pytest.mark.parametrize("filters", [{}, {"parent": "UBND tỉnh"}, {"type": "ubnd_xa"}])
def test_the_letters_name_exactly_the_agencies_of_the_queue(
    open_page: Open, sample_url: str, filters: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(sample_url, **filters)
    assert not page.exception
    queue = page.dataframe[0].value.iloc[:, 0].tolist()
    registry = open_registry(open_store(sample_url), read_config().rules)
    at = Here(registry, asked_view(filters, registry, "vi"), ())
    letters = letters_to(at, queue)
    named = [row.agency for letter in letters for row in letter.rows]
    assert sorted(set(named)) == sorted(queue)
    late = laggards.laggards(registry, DAY, at.view.filters)
    rows = late[late["severity"].isin(laggards.LATE) & late["agency"].notna()]
    assert len(named) == len(rows), "every row that makes late, once"
    name, content = letters_zip(letters, read_config().office)
    assert letters_zip(letters, read_config().office) == (name, content), "the same selection, the same bytes"


def test_the_calendar_has_the_promises_that_are_still_to_come(open_page: Open, sample_url: str) -> None:
    registry = open_registry(open_store(sample_url), read_config().rules)
    at = Here(registry, asked_view({}, registry, "vi"), ())
    late = laggards.laggards(registry, DAY)
    promises = late[late["primary"] & late["promised_on"].notna()]
    coming = {day for day in promises["promised_on"].tolist() if day >= DAY}
    events = deadlines(at, [str(code) for code in promises["agency"]])
    assert coming <= set(events["day"])
    ahead = laggards.ahead(registry, DAY)
    assert set(events["day"]) - coming <= set(ahead["deadline"])
    one = ahead["agency"].iloc[0]
    assert set(deadlines(at, [one], only=True)["day"]) == set(ahead.loc[ahead["agency"] == one, "deadline"])


def test_the_story_of_a_late_agency_says_with_what_and_what_it_promised(
    monkeypatch: pytest.MonkeyPatch, sample_url: str
) -> None:
    monkeypatch.setenv("QMS_DATABASE_URL", sample_url)
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    page.query_params["agency"] = "TTT"
    page.run().switch_page("pages/act/agency.py").run()
    assert not page.exception
    headings = [str(part.value).replace("\\", "") for part in page.header]
    [said] = [text for text in headings if text.startswith("Chậm 2 nội dung, lâu nhất 509 ngày; xếp thứ ")]
    lateness, contacts = (page.table[headings.index(name) - 1].value for name in headings[1:3])
    registry = open_registry(open_store(sample_url), read_config().rules)
    rows = laggards.laggards(registry, DAY)
    mine = rows[(rows["agency"] == "TTT").to_numpy(bool)]
    assert len(lateness) == len(mine)
    peers = rows[(rows["type"] == mine["type"].iloc[0]) & rows["severity"].isin(laggards.LATE)]
    ranked = list(dict.fromkeys(peers["agency"]))
    assert said.endswith(f"xếp thứ {ranked.index('TTT') + 1} trong {len(ranked)} đơn vị chậm cùng loại")
    assert len(contacts) == sum(agency == "TTT" for agency in registry.texts("followups")["agency"])
