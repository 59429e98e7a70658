"""Every action by keyboard alone: Tab, Enter, the arrows, and typing."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.by_keyboard import go_to, pick, press
from tests.browser.reader import LONGEST, Reader


def test_the_agencies_behind_a_bar_are_reached_by_keyboard(reader: Reader) -> None:
    reader.open("/")
    go_to(reader, reader.block("coverage-by-type-rows").locator("summary"))
    press(reader, "Enter")
    group = reader.block("coverage-by-type-group").get_by_role("combobox")
    group.wait_for()
    reader.settle()
    pick(reader, group, "Sở, ban, ngành")
    reader.main.get_by_text("20 được tính + 0 chưa được tính = 20 cơ quan").wait_for()


def test_the_picture_of_a_figure_is_saved_by_keyboard(reader: Reader) -> None:
    reader.open("/")
    go_to(reader, reader.block("coverage-by-type-table").locator("summary"))
    press(reader, "Enter")
    png = reader.block("coverage-by-type-png").get_by_role("button")
    png.wait_for()
    reader.settle()
    go_to(reader, png)
    press(reader, "Enter")
    camera = reader.page.get_by_role("dialog").get_by_role("button", name="Lưu ảnh (PNG)")
    camera.wait_for()
    reader.settle()
    go_to(reader, camera)
    with reader.page.expect_download() as saved:
        press(reader, "Enter")
    assert saved.value.suggested_filename == "coverage-by-type_2014-12-31_1.png"
    press(reader, "Escape")
    expect(reader.page.get_by_role("dialog")).to_have_count(0)


def test_a_filter_is_changed_by_keyboard(reader: Reader) -> None:
    reader.open("/coverage")
    pick(reader, reader.page.get_by_role("combobox", name="Loại cơ quan"), "Chi cục")
    reader.page.get_by_role("heading", name="11/16 cơ quan").wait_for()
    reader.settle()
    assert reader.address()["type"] == "chi_cuc"


def test_another_page_is_opened_by_keyboard(reader: Reader) -> None:
    reader.open("/")
    menu = reader.page.locator("[data-testid=stTopNavSection]").filter(has_text="Theo dõi")
    go_to(reader, menu)
    press(reader, "Enter")
    expect(reader.page.get_by_role("menuitem", name="Độ phủ")).to_be_focused(timeout=LONGEST)
    press(reader, "Enter")
    reader.page.get_by_role("heading", name="Độ phủ", exact=True).wait_for()


def test_a_record_is_corrected_and_the_correction_undone_by_keyboard(own_window: Reader) -> None:
    reader = own_window
    reader.open("/records")
    pick(
        reader,
        reader.page.get_by_role("combobox", name="Tên cơ quan", exact=True),
        "Sở Kế hoạch và Đầu tư (SKHDT)",
    )
    correct = reader.block("correct")
    correct.get_by_role("heading", name="Sở Kế hoạch và Đầu tư").wait_for()
    reader.settle()
    pick(reader, correct.get_by_role("combobox", name="Bản ghi (1)"), "Sở Kế hoạch và Đầu tư")
    open_form = correct.get_by_role("button", name="Sửa", exact=True)
    open_form.wait_for()
    reader.settle()
    go_to(reader, open_form)
    press(reader, "Enter")
    dialog = reader.page.get_by_role("dialog")
    contact = dialog.get_by_role("textbox", name="Liên hệ")
    contact.wait_for()
    reader.settle()
    go_to(reader, contact)
    reader.page.keyboard.type("025 3812 345")
    go_to(reader, dialog.get_by_role("textbox", name="Lý do ghi vào nhật ký"))
    reader.page.keyboard.type("Bổ sung đầu mối")
    go_to(reader, dialog.get_by_role("button", name="Ghi nhận", exact=True))
    press(reader, "Enter")
    reader.main.get_by_text("Đã ghi nhận là lần cập nhật 2.").wait_for()
    reader.settle()
    undo = reader.main.get_by_role("button", name="Hoàn tác")
    go_to(reader, undo)
    press(reader, "Enter")
    expect(undo).to_have_count(0, timeout=LONGEST)
    reader.main.get_by_text("lần cập nhật 3").first.wait_for()
