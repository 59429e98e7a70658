"""Every page in a real browser: nothing asked elsewhere, clicks, and the numbers of the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.reader import LONGEST, PAGES, Reader
from tests.screens import ROOT


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_asked_from_the_internet_whatever_is_opened(reader: Reader, path: str) -> None:
    reader.open(path, **PAGES[path])
    reader.unfold()
    reader.page.get_by_role("button", name="Sao chép liên kết").click()
    reader.page.get_by_text("lang=en").wait_for()
    reader.page.keyboard.press("Escape")
    reader.page.get_by_text("English").click()
    reader.page.locator("html[lang=en], h1").first.wait_for()
    reader.settle()
    assert reader.asked_elsewhere == []
    assert reader.complaints == []


def test_a_click_on_a_cell_lists_its_agencies(reader: Reader) -> None:
    reader.open("/coverage")
    block = reader.block("coverage-by-year")
    reader.click_mark(block.locator(".js-plotly-plot .bars .point path").nth(2 * 8 + 4))  # phòng Nội vụ, 2011
    block.get_by_text("5 được tính + 6 chưa được tính = 11 cơ quan").wait_for()


def test_a_click_on_a_clause_lists_its_findings(reader: Reader) -> None:
    reader.open("/findings")
    block = reader.block("findings-by-clause")
    name = block.locator(".js-plotly-plot .annotation-text").first.text_content()
    reader.click_mark(block.locator(".js-plotly-plot .bars .point path").first)
    expect(reader.block("findings-of-clause").get_by_role("combobox")).to_have_value(str(name))


def test_a_click_on_a_month_lists_what_lapses_in_it(reader: Reader) -> None:
    reader.open("/attestations")
    bars = reader.block("expiry-calendar").locator(".js-plotly-plot .bars .point path")
    tall = [n for n, bar in enumerate(bars.all()) if (bar.bounding_box() or {"height": 0})["height"] > 5]
    reader.click_mark(bars.nth(tall[0]))
    month = reader.block("lapsing").get_by_role("combobox", name="Chỉ trong tháng")
    expect(month).not_to_have_value("Mọi tháng đến hết ngày đã chọn", timeout=LONGEST)
    reader.settle()
    title = reader.block("lapsing").get_by_role("heading").inner_text()
    assert f"trong tháng {month.input_value()}" in title


def test_a_link_opens_the_same_agencies_in_the_other_language(reader: Reader) -> None:
    reader.open("/coverage")
    block = reader.block("coverage-by-year")
    block.locator("summary").first.click()
    reader.settle()
    reader.choose("Nhóm", "Phòng Nội vụ")
    reader.choose("Ngày", "31/12/2011")
    block.get_by_role("button", name="Liên kết đến danh sách này").click()
    english = reader.page.locator("[data-testid=stCode]").filter(has_text="lang=en").inner_text()
    reader.page.goto(english.strip())
    reader.settle()
    reader.block("coverage-by-year").get_by_text("5 counted + 6 not counted = 11 agencies").wait_for()


@pytest.mark.parametrize(
    "filters", [{}, {"obligation": "encouraged"}, {"type": "chi_cuc"}], ids=["all", "encouraged", "chi_cuc"]
)
def test_the_numbers_of_the_summary_are_the_command_lines(
    reader: Reader, sample_database: str, filters: dict[str, str]
) -> None:
    reader.open("/", day="2013-12-31", **filters)
    ends = [label for label in reader.drawn_text().split("\n") if "/" in label]
    for row in by_command(sample_database, "2013-12-31", **filters):
        assert any(end.startswith(f"{row['attested']}/{row['agencies']} ") for end in ends), row


def by_command(url: str, day: str, **filters: str) -> list[dict[str, Any]]:
    """The rows of coverage by type, as the command line answers them."""
    options = [part for name, value in filters.items() for part in (f"--{name}", value)]
    command = ["coverage", "--day", day, "--by", "type", "--format", "json", *options]
    done = subprocess.run(
        [sys.executable, "-m", "qms_model", "--database", url, *command],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    rows: list[dict[str, Any]] = json.loads(done.stdout)["rows"]
    return [row for row in rows if row["agencies"]]
