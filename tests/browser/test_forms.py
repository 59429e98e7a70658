"""Correcting a record on a page: two editors, faults at their field, undo, and what a reload may not lose."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, expect

from qms_model.config import read_config
from qms_model.registry import open_registry
from qms_model.store import open_store
from tests.browser.reader import LONGEST, Reader, open_window

AGENCY, CODE = "Sở Kế hoạch và Đầu tư", "SKHDT"


class Recorded(NamedTuple):
    """The newest change, and the contact of the agency."""

    change: int
    contact: str


@pytest.fixture(scope="module")
def editors(chromium: Browser, own_server: str) -> Iterator[tuple[Reader, Reader]]:
    """Two windows of two people on the same registry."""
    first, second = open_window(chromium, own_server), open_window(chromium, own_server)
    yield first, second
    first.page.context.close()
    second.page.context.close()


def test_a_fault_stands_at_its_field_and_what_was_typed_stays(
    editors: tuple[Reader, Reader], own_database: str
) -> None:
    before = recorded(own_database)
    form = open_form(editors[0])
    form.get_by_role("textbox", name="Ngày thành lập").fill("31/02/2014")
    form.get_by_role("textbox", name="Liên hệ").fill("025 1")
    record(form)
    said = form.get_by_role("alert")
    expect(said).to_have_count(2, timeout=LONGEST)
    for field, text in (("Ngày thành lập", "“31/02/2014” không có trong lịch"), ("Lý do", "phải ghi lý do")):
        box, fault = (
            part.bounding_box()
            for part in (form.get_by_role("textbox", name=field), said.filter(has_text=text))
        )
        assert box is not None
        assert fault is not None
        assert 0 <= fault["y"] - (box["y"] + box["height"]) < 40, f"right under {field}"
        assert abs(fault["x"] - box["x"]) < 20
    assert form.get_by_role("textbox", name="Liên hệ").input_value() == "025 1"
    assert recorded(own_database) == before


def test_of_two_editors_the_second_sees_who_when_and_both_values(
    editors: tuple[Reader, Reader], own_database: str
) -> None:
    first, second = editors
    before = recorded(own_database)
    slow, fast = open_form(first), open_form(second)
    for form, contact, reason in (
        (fast, "025 2222", "Theo công văn 2"),
        (slow, "025 1111", "Theo công văn 1"),
    ):
        form.get_by_role("textbox", name="Liên hệ").fill(contact)
        form.get_by_role("textbox", name="Lý do").fill(reason)
        record(form)
        if form is fast:
            second.main.get_by_text(f"Đã ghi nhận là lần cập nhật {before.change + 1}.").wait_for()
    refused = slow.get_by_role("alert")
    refused.wait_for()
    change = before.change + 1
    assert (
        f"vừa sửa số liệu này (lần cập nhật {change}); nội dung bạn nhập chưa được lưu"
        in refused.inner_text()
    )
    assert slow.get_by_text(f"lần cập nhật {change} · Theo công văn 2").is_visible(), "when, and why"
    compared = slow.locator("canvas").first.locator("xpath=..").locator("td")
    compared.first.wait_for(state="attached")
    values = [text.strip() for text in compared.all_text_contents()]
    assert values == ["Liên hệ", before.contact, "025 2222", "025 1111"]
    assert recorded(own_database) == (change, "025 2222"), "the first is kept, the second not recorded"
    slow.get_by_role("button", name="Đóng và xem bản mới").click()
    expect(slow).to_have_count(0, timeout=LONGEST)
    again = open_form(first, anew=False)
    assert again.get_by_role("textbox", name="Liên hệ").input_value() == "025 2222"


def test_what_was_recorded_can_be_undone_on_the_page(
    editors: tuple[Reader, Reader], own_database: str
) -> None:
    reader, before = editors[0], recorded(own_database)
    correct(reader, "025 3333")
    assert recorded(own_database) == (before.change + 1, "025 3333")
    reader.main.get_by_role("button", name="Hoàn tác").click()
    expect(reader.block("recorded")).to_have_count(0, timeout=LONGEST)
    assert recorded(own_database) == (before.change + 2, before.contact)


def test_a_reload_while_the_form_is_open_loses_nothing_recorded(
    editors: tuple[Reader, Reader], own_database: str
) -> None:
    reader = editors[0]
    correct(reader, "025 4444")
    before = recorded(own_database)
    form = open_form(reader)
    form.get_by_role("textbox", name="Liên hệ").fill("không ghi")
    reader.page.reload()
    reader.settle()
    expect(form).to_have_count(0)
    assert recorded(own_database) == before == (before.change, "025 4444")
    reader.main.get_by_text(f"lần cập nhật {before.change}").first.wait_for()


def test_a_reload_while_recording_records_wholly_or_not_at_all(
    editors: tuple[Reader, Reader], own_database: str
) -> None:
    reader, before = editors[0], recorded(own_database)
    form = open_form(reader)
    form.get_by_role("textbox", name="Liên hệ").fill("025 5555")
    form.get_by_role("textbox", name="Lý do").fill("Theo công văn 5")
    record(form)
    reader.page.reload()
    reader.settle()
    assert recorded(own_database) in (before, (before.change + 1, "025 5555"))
    # The run that was left may still be recording while the page is drawn again:
    # whatever it did by then, the look after it shows what the register holds.
    for _ in range(3):
        after = recorded(own_database)
        reader.page.reload()
        reader.settle()
        if recorded(own_database) == after:
            break
    assert after in (before, (before.change + 1, "025 5555"))
    reader.main.get_by_text(f"lần cập nhật {after.change}").first.wait_for()


def test_an_older_state_is_read_only(editors: tuple[Reader, Reader], own_database: str) -> None:
    reader = editors[1]
    if recorded(own_database).change == 1:
        correct(reader, "025 6666")
    reader.open("/records", known="1")
    assert reader.main.get_by_text("Đang xem số liệu theo lần cập nhật 1 ngày").is_visible()
    reader.choose("Tên cơ quan", f"{AGENCY} ({CODE})")
    assert reader.main.get_by_text("Số liệu của lần cập nhật cũ chỉ để đọc").is_visible()
    assert reader.block("correct").count() == 0
    assert reader.main.get_by_role("button", name="Sửa").count() == 0


def open_form(reader: Reader, *, anew: bool = True) -> Locator:
    """The form of the agency's own record, opened with the mouse."""
    if anew:
        reader.open("/records")
        reader.choose("Tên cơ quan", f"{AGENCY} ({CODE})")
        reader.choose("Bản ghi (1)", AGENCY)
    reader.settle()
    reader.block("correct").get_by_role("button", name="Sửa", exact=True).click()
    form = reader.page.get_by_role("dialog")
    form.get_by_role("textbox", name="Lý do").wait_for()
    reader.settle()
    return form


def record(form: Locator) -> None:
    form.get_by_role("button", name="Ghi nhận", exact=True).click()


def correct(reader: Reader, contact: str) -> None:
    """Record another contact of the agency."""
    form = open_form(reader)
    form.get_by_role("textbox", name="Liên hệ").fill(contact)
    form.get_by_role("textbox", name="Lý do").fill("Theo công văn")
    record(form)
    reader.block("recorded").get_by_text("Đã ghi nhận là lần cập nhật").wait_for()
    reader.settle()


def recorded(url: str) -> Recorded:
    """What is in the database."""
    registry = open_registry(open_store(url), read_config().rules)
    texts = registry.texts("agencies")
    return Recorded(registry.newest, texts["contact"][texts["agency"].index(CODE)])
