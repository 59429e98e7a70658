"""From Tổng quan to a promise that was broken, as somebody does who has never seen the product."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import docx
from playwright.sync_api import Locator, expect

from tests.browser.by_keyboard import go_to, press
from tests.browser.reader import LONGEST, Reader

DAY = date(2014, 12, 31)


def test_a_click_on_the_mark_of_an_agency_chooses_it_in_the_queue(reader: Reader) -> None:
    reader.open("/laggards")
    reader.click_mark(reader.block("days-late").locator(".js-plotly-plot .scatterlayer .point").last)
    expect(chosen(reader)).to_have_count(1, timeout=LONGEST)
    reader.settle()
    clicked = chosen(reader).inner_text().rsplit(" (", 1)[0]
    expect(reader.block("queue").get_by_text(clicked, exact=True).first).to_be_visible()


def test_the_names_of_the_queue_stay_in_sight_on_a_phone(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 900})
    reader.open("/laggards")
    grid = reader.block("queue").get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None

    def names() -> bytes:
        return reader.page.screenshot(clip={"x": box["x"] + 40, "y": box["y"], "width": 90, "height": 300})

    reader.page.mouse.move(box["x"] + 250, box["y"] + 80)
    reader.page.wait_for_timeout(500)  # the line under the mouse takes its colour
    before = names()
    reader.page.mouse.wheel(400, 0)
    reader.page.wait_for_timeout(500)
    assert names() == before, "they do not move with the other columns"
    assert reader.page.evaluate("document.querySelector('.dvn-scroller').scrollLeft") > 0


def test_from_the_summary_to_a_letter_and_a_broken_promise_by_keyboard(own_window: Reader) -> None:
    reader = own_window
    reader.open("/")
    go_to(reader, reader.block("decisions").get_by_role("link").first)
    press(reader, "Enter")
    reader.page.get_by_role("heading", name="Đơn vị chậm").wait_for()
    reader.settle()

    agencies = reader.block("queue").get_by_role("combobox", name="Cơ quan đang xử lý")
    go_to(reader, agencies)
    press(reader, "ArrowDown")  # all of them
    press(reader, "ArrowDown")
    press(reader, "Enter")
    expect(chosen(reader)).to_have_count(1, timeout=LONGEST)
    press(reader, "Escape")
    reader.settle()
    name, code = chosen(reader).inner_text().removesuffix(")").rsplit(" (", 1)

    go_to(reader, reader.block("queue-contact").get_by_role("button"))
    press(reader, "Enter")
    dialog = reader.page.get_by_role("dialog")
    promised = dialog.get_by_role("textbox", name="Ngày cam kết")
    promised.wait_for()
    reader.settle()
    go_to(reader, promised)
    reader.page.keyboard.type(f"{DAY:%d/%m/%Y}")
    go_to(reader, dialog.get_by_role("textbox", name="Lý do ghi vào nhật ký"))
    reader.page.keyboard.type("Cam kết tại cuộc họp")
    go_to(reader, dialog.get_by_role("button", name="Ghi nhận", exact=True))
    press(reader, "Enter")
    reader.main.get_by_text("Đã ghi nhận là lần cập nhật 2.").wait_for()
    reader.settle()
    before = int(queued(reader)[code]["Số lần lỡ cam kết"])

    letter = reader.block("queue-letters").get_by_role("button")
    go_to(reader, letter)
    with reader.page.expect_download() as saved:
        press(reader, "Enter")
    table = docx.Document(str(Path(saved.value.path()))).tables[1]
    assert name in {row.cells[1].text for row in table.rows}

    reader.open("/laggards", day=(DAY + timedelta(days=1)).isoformat())
    assert int(queued(reader)[code]["Số lần lỡ cam kết"]) == before + 1


def chosen(reader: Reader) -> Locator:
    """The agencies that are chosen in the queue."""
    return reader.block("queue-chosen").locator("[data-tag]")


def queued(reader: Reader) -> dict[str, dict[str, str]]:
    """The rows of the queue's CSV by code."""
    with reader.page.expect_download() as saved:
        reader.block("queue-csv").get_by_role("button").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8-sig")
    return {row["Mã"]: row for row in csv.DictReader(io.StringIO(text))}
