"""Chốt số liệu as an office uses it: a figure is added, the pack made, taken along, proved and doubted."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from playwright.sync_api import expect

from qms_model.briefing.pack import read_pack
from tests.browser.by_keyboard import go_to, press
from tests.browser.conftest import CONFIG
from tests.browser.reader import LONGEST, Reader
from tests.screens import ROOT

ADDED = ("paths-by-type", "by-type", "coverage-by-year")  # a figure, then its page
SAME, WHOLE = "giống hệt đến từng byte", "còn nguyên như khi chốt"


def command(url: str, *words: str | Path) -> str:
    """What a command prints; it may refuse."""
    done = subprocess.run(
        [sys.executable, "-m", "qms_model", "--database", url, "--config", CONFIG, *words],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def prove(reader: Reader, pack: Path) -> None:
    """Give the page a file to prove, and wait for what it says."""
    reader.open("/snapshots")
    reader.block("prove").locator("input[type=file]").set_input_files(pack)
    reader.block("prove").get_by_test_id("stAlert").first.wait_for(timeout=LONGEST)
    reader.settle()


def test_a_figure_is_added_and_the_pack_made_taken_along_and_proved(
    own_window: Reader, own_database: str, tmp_path: Path
) -> None:
    reader = own_window
    reader.open("/coverage")
    figure = reader.block("paths-by-type-table")
    figure.locator("summary").click()
    reader.block("paths-by-type-add").get_by_role("button").click()
    reader.settle()
    reader.block("page-add").get_by_role("button", name="Đưa trang này vào báo cáo").click()
    reader.block("page-add").get_by_role("button", name="Bỏ trang này khỏi báo cáo").wait_for()
    reader.page.get_by_test_id("stTopNav").get_by_role("button", name="Báo cáo").click()
    reader.page.get_by_role("menuitem", name="Chốt số liệu").click()
    reader.page.get_by_role("heading", name="Chốt số liệu đang xem").wait_for()
    reader.settle()
    added = reader.page.locator("[class*=st-key-pack-parts] button")
    expect(added).to_have_count(len(ADDED))

    go_to(reader, reader.block("pack-reason").get_by_role("textbox"))
    reader.page.keyboard.type("Họp giao ban <b>quý IV</b>")
    go_to(reader, reader.block("pack-make").get_by_role("button"))
    press(reader, "Enter")
    reader.block("pack-download").get_by_role("button").wait_for(timeout=LONGEST)
    reader.settle()
    with reader.page.expect_download(timeout=LONGEST) as saved:
        reader.block("pack-download").get_by_role("button").click()
    pack = tmp_path / "pack.zip"
    saved.value.save_as(pack)

    parts = ",".join(ADDED)
    command(own_database, "brief", "--day", "2014-12-31", "--parts", parts, "--out", tmp_path / "pack")
    assert read_pack(pack) == read_pack(tmp_path / "pack"), "the page makes what the command makes"
    assert reader.asked_elsewhere == []

    prove(reader, pack)
    expect(reader.block("prove").get_by_test_id("stAlert")).to_contain_text(SAME)
    listed = reader.block("packs").get_by_role("heading").first
    expect(listed).to_contain_text("2")


def test_a_pack_is_proved_after_a_correction_which_is_named_and_a_changed_byte_is_found(
    own_window: Reader, own_database: str, tmp_path: Path
) -> None:
    command(own_database, "brief", "--day", "2014-12-31", "--formats", "csv,xlsx", "--out", tmp_path / "pack")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in read_pack(tmp_path / "pack").items():
            package.writestr(name, content)
    altered = bytearray(stream.getvalue())
    place = altered.index(b"qu", 2000)  # within a file: members are stored
    altered[place] ^= 1
    (tmp_path / "altered.zip").write_bytes(altered)
    prove(own_window, tmp_path / "altered.zip")
    expect(own_window.block("prove").get_by_test_id("stAlert")).not_to_contain_text(WHOLE)

    (tmp_path / "pack.zip").write_bytes(stream.getvalue())
    prove(own_window, tmp_path / "pack.zip")
    said = own_window.block("prove").get_by_test_id("stAlert").first
    expect(said).to_contain_text(SAME)
    command(own_database, "undo", "1", "--note", "thử")
    command(own_database, "undo", "2", "--note", "thử xong")
    own_window.page.get_by_text("Xem trước báo cáo một trang").click()  # anything that runs the page again
    expect(said).to_contain_text("2 lần cập nhật số liệu", timeout=LONGEST)
    expect(said).to_contain_text(WHOLE)
    listed = own_window.block("prove").get_by_test_id("stTable")
    expect(listed).to_contain_text("Lần cập nhật 2")
    expect(listed).to_contain_text("(thử xong): ")


def test_the_one_page_is_seen_before_it_is_made(reader: Reader) -> None:
    reader.open("/snapshots")
    reader.page.get_by_text("Xem trước báo cáo một trang").click()
    picture = reader.block("make-pack").get_by_role("img", name="Báo cáo một trang")
    picture.wait_for(timeout=LONGEST)
    reader.settle()
    box = picture.bounding_box()
    assert box is not None
    assert 1.35 < box["height"] / box["width"] < 1.5, "an A4 sheet"
    reader.page.set_viewport_size({"width": 390, "height": 900})
    reader.settle()
    assert reader.overflow() <= 0
    assert (reader.asked_elsewhere, reader.complaints) == ([], [])


def test_a_pack_that_is_being_made_can_be_stopped(own_window: Reader) -> None:
    reader = own_window
    reader.open("/snapshots")
    reader.block("pack-make").get_by_role("button").click()
    reader.block("pack-cancel").get_by_role("button").click(timeout=LONGEST)
    expect(reader.block("pack-make").get_by_role("button")).to_be_enabled(timeout=LONGEST)
    expect(reader.block("pack-download")).to_have_count(0)
