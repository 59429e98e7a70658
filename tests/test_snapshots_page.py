"""Chốt số liệu without a browser: a pack is chosen, made, taken along, proved and withdrawn."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qms_model import snapshots
from qms_model.briefing.pack import hashes_of, of_zip, read_pack
from qms_model.store import open_store
from qms_model.ui import scope
from qms_model.ui.snapshots import makers
from qms_model.ui.text import literal
from tests.console import Office
from tests.screens import ROOT, sampled
from tests.test_templates import config_with

FORMATS = ["xlsx", "csv"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("snapshots"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, url: str) -> AppTest:
    monkeypatch.setenv("QMS_DATABASE_URL", url)
    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    return opened.run().switch_page("pages/brief/snapshots.py").run()


def make(page: AppTest) -> AppTest:
    """Choose two formats, make the pack and wait for it."""
    formats = next(one for one in page.button_group if one.key == "pack-formats-vi")
    formats.set_value(FORMATS)
    page.text_input(key="pack-reason").set_value("Họp giao ban quý IV")
    page.run()
    page.button(key="pack-make").click().run()
    until = time.monotonic() + 100
    while "pack-made" not in page.session_state:
        assert time.monotonic() < until
        time.sleep(0.3)
        page.run()
    return page.run()


def test_the_page_makes_the_same_bytes_as_the_command_and_notes_who_and_why(
    page: AppTest, url: str, tmp_path: Path
) -> None:
    made = make(page)
    assert not made.exception
    pack = made.session_state["pack-made"]
    words = (
        "brief",
        "--day",
        "2014-12-31",
        "--out",
        tmp_path / "out",
        "--formats",
        "xlsx,csv",
        "--lang",
        "vi",
    )
    assert Office(url, ())(*words).code == 0
    assert read_pack(tmp_path / "out") == pack.files
    assert any(pack.inputs.snapshot() in one.value for one in made.success)
    with open_store(url).reading() as connection:
        newest, first, *_ = snapshots.made(connection)
    assert newest.files == first.files
    assert first.reason == "Họp giao ban quý IV"
    assert newest.snapshot == first.snapshot == pack.inputs.snapshot()


def test_a_kept_snapshot_is_proved_and_withdrawn_with_a_reason(page: AppTest, url: str) -> None:
    make(page)
    with open_store(url).reading() as connection:
        number = snapshots.made(connection)[0].number
    page.selectbox(key="packs-chosen").set_value(str(number)).run()
    page.button(key="pack-prove").click().run()
    assert any("giống hệt đến từng byte" in one.value for one in page.success)
    assert any("Để kiểm chứng tệp đang giữ" in one.value for one in page.markdown), "no file was given"
    page.text_input(key="withdraw-reason").set_value("Sai kỳ báo cáo")
    page.button(key="withdraw-now").click().run()
    with open_store(url).reading() as connection:
        withdrawn = next(one for one in snapshots.made(connection) if one.number == number)
    assert withdrawn.withdrawn_because == "Sai kỳ báo cáo"
    assert any(f"Đã rút bản chốt số {number}" in one.value for one in page.success)
    [listed] = [name for name in page.selectbox(key="packs-chosen").options if name.startswith(f"{number}. ")]
    assert listed.endswith(" · đã rút")
    page.button(key="pack-prove").click().run()
    assert any("rút ngày" in one.value and "Sai kỳ báo cáo" in one.value for one in page.warning)
    assert not any("Đã rút" in one.value for one in page.success), "it is told once"


def test_the_list_says_in_words_what_each_pack_is(page: AppTest, url: str, tmp_path: Path) -> None:
    words = ("--type", "chi_cuc", "--formats", "csv,xlsx", "--lang", "vi")
    assert Office(url, ())("brief", "--day", "2013-06-30", "--out", tmp_path / "out", *words).code == 0
    page.run()
    newest = next(one.value for one in page.dataframe if "Bản chốt" in one.value).iloc[0]
    assert newest["Bộ lọc"] == "Loại cơ quan: Chi cục"
    assert newest["So sánh với ngày"] == "30/06/2012"
    assert (newest["Mẫu"], newest["Ngôn ngữ"]) == ("Báo cáo giao ban", "Tiếng Việt")
    assert sorted(newest["Các loại tệp"].split(", ")) == ["CSV", "XLSX"]
    assert re.fullmatch(r"\d\d/\d\d/\d{4}, \d\d:\d\d", newest["Chốt lúc"])


def test_a_pack_that_is_stopped_is_not_noted(page: AppTest, url: str) -> None:
    with open_store(url).reading() as connection:
        before = len(snapshots.made(connection))
    page.button(key="pack-make").click().run()
    page.button(key="pack-cancel").click().run()
    assert "pack-making" not in page.session_state
    assert not page.button(key="pack-make").disabled
    assert any("chưa có bản chốt nào được ghi lại" in one.value for one in page.info)
    with open_store(url).reading() as connection:
        assert len(snapshots.made(connection)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
def test_a_pack_of_which_nothing_came_says_why_once_and_is_not_noted(page: AppTest, url: str) -> None:
    with open_store(url).reading() as connection:
        before = len(snapshots.made(connection))
    page.button(key="pack-make").click().run()
    until = time.monotonic() + 100
    while not page.error:
        assert time.monotonic() < until
        for process in makers().processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        page.run()
    assert [one.value.startswith("Không lập được báo cáo") for one in page.error] == [True]
    assert not page.run().error
    assert not page.button(key="pack-make").disabled
    with open_store(url).reading() as connection:
        assert len(snapshots.made(connection)) == before


def test_a_figure_is_added_on_its_page_and_offered_here(page: AppTest) -> None:
    page.session_state["briefing-parts"] = ["transition"]
    page.run()
    [offered] = [one for one in page.button_group if (one.key or "").startswith("pack-parts")]
    assert offered.value == ["transition"]


def test_without_a_registry_the_page_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QMS_DATABASE_URL", f"sqlite:///{(tmp_path / 'empty.sqlite').as_posix()}")
    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    page = opened.run().switch_page("pages/brief/snapshots.py").run()
    assert not page.exception
    assert "pack-make" not in {one.key for one in page.button}


def test_hashes_are_those_of_the_files_of_the_zip() -> None:
    from qms_model.briefing.pack import zip_of

    files = {"a.txt": b"a", "manifest.json": b"{}"}
    assert hashes_of(of_zip(zip_of(files))) == hashes_of(files)


def test_a_broken_template_is_named_above_those_that_can_be_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    config = config_with(tmp_path / "office", "templates: own")
    (tmp_path / "office" / "own").mkdir()
    (tmp_path / "office" / "own" / "week.yaml").write_text("note: [lead", encoding="utf-8")
    monkeypatch.setenv("QMS_DATABASE_URL", url)
    monkeypatch.setenv("QMS_CONFIG", str(config))
    scope.configuration.cache_clear()
    try:
        opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        page = opened.run().switch_page("pages/brief/snapshots.py").run()
    finally:
        scope.configuration.cache_clear()
    assert not page.exception
    assert any(literal("week.yaml, dòng 1") in one.value for one in page.warning)
    assert page.selectbox(key="pack-template").options == ["Báo cáo giao ban"]
