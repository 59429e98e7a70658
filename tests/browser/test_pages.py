"""Every page in a real browser: offline, accessible, at each width, with hostile names, by two editors."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Read, Reader, Serve, load_by_command
from tests.screens import HOSTILE, HOSTILE_NAMES, ROOT, SAMPLE, hostile_config, hostile_registry

PAGES = ["/", "/coverage", "/agency", "/records"]

# Streamlit's own, by axe's id and what they are found on: not ours to mend.
ALLOWED = {
    "color-contrast": ("stMetricDelta", "stCaptionContainer", "stMarkdownContainer", "stExpander", "react-"),
    "empty-table-header": ("stTable", "stDataFrame"),
    "svg-img-alt": ("stMetric", "metric_chart"),
    "role-img-alt": ("stMetric", "stMetricChart"),
    "landmark-unique": ("marks", "region"),  # of its sparklines and unfolded parts
    "aria-allowed-role": ("stFileUploader",),
}


def opened(reader: Reader, path: str, **address: str) -> Reader:
    reader.open(path, **({"agency": "SKHDT"} if path == "/agency" else {}), **address)
    return reader


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_from_the_internet_whatever_is_opened(
    read: Read, sample_server: str, path: str
) -> None:
    reader = opened(read(sample_server), path)
    reader.unfold()
    reader.page.get_by_role("button", name="Sao chép liên kết").click()
    reader.page.get_by_text("lang=en").wait_for()
    reader.page.keyboard.press("Escape")
    reader.page.get_by_text("English").click()
    reader.page.locator("html[lang=en], h1").first.wait_for()
    reader.settle()
    assert reader.asked_elsewhere == []
    assert reader.complaints == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 820, 1280])
def test_no_page_is_wider_than_the_window(read: Read, sample_server: str, path: str, width: int) -> None:
    reader = opened(read(sample_server, width), path, lang="en")
    assert reader.overflow() <= 0
    reader.unfold()
    assert reader.overflow() <= 0


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_only_what_is_streamlits_own(read: Read, sample_server: str, path: str, dark: bool) -> None:
    reader = opened(read(sample_server, dark=dark), path)
    reader.unfold()
    found = Axe().run(reader.page)
    ours = [
        (one["id"], node["html"][:200], node["target"])
        for one in found.response["violations"]
        for node in one["nodes"]
        if not any(part in f"{node['html']}{node['target']}" for part in ALLOWED.get(one["id"], ()))
    ]
    assert ours == []


@pytest.mark.parametrize("path", PAGES)
def test_hostile_names_are_read_as_they_were_written(read: Read, hostile_server: str, path: str) -> None:
    reader = read(hostile_server)
    reader.open(path, **({"agency": "A13"} if path == "/agency" else {}))
    reader.unfold()
    main = reader.page.locator("[data-testid=stMain]")
    text = " ".join(main.inner_text().split()) + " ".join(reader.drawn_text().split())
    assert " ".join(HOSTILE) in text, "the title"
    if path == "/agency":
        assert HOSTILE_NAMES[13] in text
    made = main.locator(":is(script, img, iframe, em, code, svg[onload], a[href^=javascript])")
    assert [
        one
        for one in made.all()
        if "stCode" not in (one.evaluate("e => e.closest('[data-testid]').dataset.testid") or "")
    ] == []
    assert reader.complaints == []
    assert reader.asked_elsewhere == []


def test_every_hostile_name_is_found_and_opened_as_it_is(read: Read, hostile_server: str) -> None:
    reader = read(hostile_server)
    reader.open("/records")
    listed = sheet(reader, "Tải tệp CSV")
    for name in HOSTILE_NAMES:
        shown = " ".join(name.split())
        assert shown in listed or f"'{shown}" in listed


def test_a_click_on_a_cell_lists_its_agencies(read: Read, sample_server: str) -> None:
    reader = read(sample_server)
    reader.open("/coverage")
    block = reader.page.locator(".st-key-coverage-by-year")
    cell = block.locator(".js-plotly-plot .bars .point path").nth(2 * 8 + 4)  # phòng Nội vụ, 2011
    box = cell.bounding_box()
    assert box is not None
    reader.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    block.get_by_text("5 được tính + 6 chưa được tính = 11 cơ quan").wait_for()


def test_the_numbers_of_the_summary_are_the_command_lines(
    read: Read, sample_server: str, sample_database: str
) -> None:
    reader = read(sample_server)
    for filters in ({}, {"obligation": "encouraged"}, {"type": "chi_cuc"}):
        reader.open("/", day="2013-12-31", **filters)
        rows = by_command(sample_database, "2013-12-31", **filters)
        ends = [label for label in reader.drawn_text().split("\n") if "/" in label]
        for row in rows:
            assert any(end.startswith(f"{row['attested']}/{row['agencies']} ") for end in ends), row


def test_of_two_editors_the_later_sees_who_when_and_both_values(
    read: Read, serve: Serve, sqlite_url: str
) -> None:
    load_by_command(sqlite_url, SAMPLE)
    server = serve(sqlite_url)
    first, second = (asking(read(server)) for _ in range(2))
    fill(first.page, "15/03/2015", "Đính chính theo bản gốc")
    first.page.get_by_text("Đã ghi nhận là lần cập nhật 2").wait_for()
    fill(second.page, "20/03/2015", "Theo công văn mới")
    second.page.get_by_text("đã sửa").first.wait_for()
    assert "lần cập nhật 2" in second.page.locator("[role=dialog]").inner_text()
    second.page.get_by_role("button", name="Đóng và xem bản mới").click()
    second.page.locator("[role=dialog]").wait_for(state="detached")
    second.open("/records")
    assert "lần cập nhật 2" in second.text(), "the first one's change is recorded, the second one's is not"
    first.page.get_by_role("button", name="Hoàn tác").click()
    first.page.get_by_text("lần cập nhật 3").first.wait_for()


def test_a_mistake_stands_at_its_field_and_records_nothing(read: Read, serve: Serve, sqlite_url: str) -> None:
    load_by_command(sqlite_url, SAMPLE)
    reader = asking(read(serve(sqlite_url)))
    fill(reader.page, "31/02/2015", "")
    reader.page.get_by_text("“31/02/2015” không có trong lịch").wait_for()
    reader.page.get_by_text("Phải ghi lý do").wait_for()
    reader.open("/records")
    assert "lần cập nhật 1" in reader.text()


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server on a registry whose every text is hostile."""
    from tests.browser.conftest import serving

    folder = tmp_path_factory.mktemp("hostile")
    config = hostile_config(folder / "config.yaml")
    url = f"sqlite:///{(folder / 'registry.sqlite').as_posix()}"
    load_by_command(url, hostile_registry(folder / "registry"), config)
    with serving(url, config) as base:
        yield base


def asking(reader: Reader) -> Reader:
    """The form of the first certificate of CC08, open."""
    page = reader.page
    reader.open("/records")
    page.get_by_role("textbox", name="Tìm kiếm").fill("CC08")
    page.keyboard.press("Enter")
    page.get_by_text("1 trên 442 cơ quan").wait_for()
    choose(page, "Tên cơ quan", "CC08")
    page.get_by_role("heading", name="Thêm hoặc sửa bản ghi của Chi cục").wait_for()
    choose(page, "Bảng", "Chứng nhận")
    reader.settle()
    choose(page, "Bản ghi", "MHA-0315/2011")
    page.get_by_role("button", name="Sửa", exact=True).click()
    page.locator("[role=dialog]").get_by_role("textbox", name="Hiệu lực đến").wait_for()
    return reader


def fill(page: Page, expires: str, reason: str) -> None:
    dialog = page.locator("[role=dialog]")
    dialog.get_by_role("textbox", name="Hiệu lực đến").fill(expires)
    dialog.get_by_role("textbox", name="Lý do ghi vào nhật ký").fill(reason)
    dialog.get_by_role("button", name="Ghi nhận").click()


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).click()
    page.get_by_role("option").filter(has_text=option).first.click()


def sheet(reader: Reader, button: str) -> str:
    with reader.page.expect_download() as started:
        reader.page.get_by_role("button", name=button).first.click()
    return Path(started.value.path()).read_text("utf-8-sig").replace('""', '"')


def by_command(url: str, day: str, **filters: str) -> list[dict[str, Any]]:
    import json

    options = [part for name, value in filters.items() for part in (f"--{name}", value)]
    command = ["coverage", "--day", day, "--by", "type", "--format", "json", *options]
    done = subprocess.run(
        [sys.executable, "-m", "qms_model", "--database", url, *command],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    assert not re.search("error", done.stderr)
    return [row for row in rows if row["agencies"] >= 100 or row["agencies"]]
