"""Texts of a registry that would do something as markup: on every page they are read as they were written.

The window lets every script run (our policy would block it): so what does not run is not there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator

from qms_model.csvfile import unguarded
from tests.browser.conftest import serving
from tests.browser.reader import Reader, open_window
from tests.hostile import EDITS, PAYLOADS, TEXTS, fill, hostile_rules

# Elements that only a text taken for markup makes: no page has one of its own. Links in
# lists of ours lead to the page of an agency; strong and li stand in texts of ours.
MADE_OF_TEXT = (
    "img, image, iframe, object, embed, form[action], em, del, sub, sup, mark, code, pre, blockquote, ol, "
    "hr, h4, h5, h6, math, .katex, [data-testid=stMarkdownContainer] :is(script, style, table, "
    "a:not([href^='agency?']), input, [role=img], [data-testid=stIconMaterial]), "
    ".js-plotly-plot :is(a, foreignObject)"
)
TYPES = list(islice(cycle(PAYLOADS), 12))  # as hostile_rules calls them
DISTRICTS = list(islice(cycle(PAYLOADS), 12, 23))


@pytest.fixture(scope="module")
def hostile(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A window without our policy on a registry in which every text is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    url, config = f"sqlite:///{(folder / 'h.sqlite').as_posix()}", hostile_rules(folder / "config.yaml")
    fill(url, folder / "registry", config)
    with serving(url, config) as base:
        reader = open_window(chromium, base, bypass_csp=True)
        yield reader
        reader.page.context.close()


def test_there_are_at_least_forty_and_they_differ() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 40


def test_on_the_overview(hostile: Reader) -> None:
    hostile.open("/")
    hostile.unfold()
    assert_inert(hostile)
    read = spaced(hostile.main.inner_text())
    assert spaced(" ".join(PAYLOADS[:20])) in read, "the title"
    assert spaced(" ".join(TEXTS)) in read, "the source"
    assert set(TYPES) <= set(cells(hostile.block("coverage-by-type-table")))
    assert {joined(name) for name in TYPES} <= drawn(hostile)
    rows = download(hostile, hostile.block("coverage-by-type-rows-csv"))
    assert {row[2] for row in rows[1:]} == set(PAYLOADS), "the agencies behind a figure"
    assert {row[5] for row in rows[1:]} == set(PAYLOADS), "their supervising bodies"
    lapsing = download(hostile, hostile.block("expiring-csv"))
    assert {row[0] for row in lapsing[1:]} == set(PAYLOADS)
    assert {row[1].partition(": ")[2] for row in lapsing[1:]} == set(PAYLOADS), "numbers of certificates"
    assert options(hostile, box_of(hostile, "Nhóm")) >= set(TYPES)


def test_where_the_mouse_stands(hostile: Reader) -> None:
    hostile.open("/")
    bars = hostile.block("coverage-by-type-figure").locator(".barlayer .point path")
    said = [hover(hostile, bars.nth(place)) for place in range(bars.count())]
    assert {joined(name) for name in TYPES} <= {text.partition("●")[0] for text in said}
    assert_inert(hostile)


def test_in_the_filters_and_what_is_filtered(hostile: Reader) -> None:
    hostile.open("/")
    hostile.page.get_by_text("Bộ lọc khác, nâng cao").click()
    box_of(hostile, "Cơ quan chủ quản").wait_for()
    hostile.settle()
    for label, names in (("Loại cơ quan", TYPES), ("Địa bàn", DISTRICTS), ("Cơ quan chủ quản", PAYLOADS)):
        assert options(hostile, box_of(hostile, label)) >= set(names), label
    hostile.open("/", type="ubnd_xa", parent=PAYLOADS[11])
    assert {TYPES[11], PAYLOADS[11]} <= set(hostile.page.locator(".stMarkdownBadge").all_inner_texts())
    assert spaced(hostile.main.get_by_role("heading", level=2).first.inner_text())
    hostile.page.get_by_role("button", name="Sao chép liên kết").click()
    hostile.page.locator("[data-testid=stCode]").first.wait_for()
    assert_inert(hostile, but="code, pre")


def test_on_the_coverage_page(hostile: Reader) -> None:
    hostile.open("/coverage")
    hostile.unfold()
    assert_inert(hostile)
    assert {joined(name) for name in TYPES} <= drawn(hostile)
    for block in ("coverage-by-year", "rungs-by-type", "paths-by-type"):
        assert set(TYPES) <= set(cells(hostile.block(f"{block}-table"))), block
    hostile.choose("Hàng", "Cơ quan chủ quản")
    with hostile.page.expect_download() as started:
        hostile.block("pivot-xlsx").get_by_role("button").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(started.value.path()).read_bytes()))
    for sheet in book.worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert {cell.value for cell in book.worksheets[0]["A"]} >= set(PAYLOADS)
    assert_inert(hostile)


def test_in_the_story_of_an_agency(hostile: Reader) -> None:
    hostile.open("/agency", agency="A0")
    hostile.unfold()
    assert_inert(hostile)
    assert hostile.main.get_by_role("heading", name=PAYLOADS[0], exact=True).is_visible()
    numbers = cells(hostile.block("papers"))
    assert {f"giấy chứng nhận {text}" for text in TEXTS[:30]} <= set(numbers)
    assert set(TEXTS[:30]) <= set(numbers), "certification bodies"
    assert set(TEXTS[5:30]) <= set(cells(hostile.block("names"))), "decisions"
    assert set(TEXTS[-35:]) <= set(cells(hostile.block("objectives")))
    findings = download(hostile, hostile.block("findings-csv"))
    assert {row[3] for row in findings[1:]} == set(TEXTS)
    told = "\n".join(cells(hostile.block("story-A0-table")))
    assert all(f"; {text})" in told for text in TEXTS), "findings in the time line"
    journal = cells(hostile.block("history"))
    assert {*TEXTS[-EDITS:], PAYLOADS[0], PAYLOADS[1]} <= set(journal), "authors and reasons"
    assert any(cell.endswith(f"{TEXTS[-2]} → {TEXTS[-1]}") for cell in journal), "what was changed"
    points = hostile.block("story-A0-figure").locator(".scatterlayer .point")
    for place, text in enumerate(TEXTS[:30]):
        assert f"({joined(text)};{joined(text)})" in hover(hostile, points.nth(place)), "number, body"
    assert options(
        hostile, box_of(hostile, "Cơ quan (tìm thấy 50, kể cả cơ quan đã chấm dứt hoạt động)")
    ) >= {f"{name} (A{place})" for place, name in enumerate(PAYLOADS)}


@pytest.mark.parametrize(
    "place", [5, 33, PAYLOADS.index("W" * 120), PAYLOADS.index("Ủy ban nhân dân " * 31 + "xã")]
)
def test_as_the_name_of_an_agency_with_its_story(hostile: Reader, place: int) -> None:
    hostile.open("/agency", agency=f"A{place}")
    assert_inert(hostile)
    assert hostile.overflow() <= 0
    headings = hostile.main.get_by_role("heading", level=2).all_inner_texts()
    assert spaced(PAYLOADS[place]) in map(spaced, headings)


def test_among_the_records_and_in_their_forms(hostile: Reader) -> None:
    hostile.open("/records")
    listed = download(hostile, hostile.block("records-csv"))
    assert {row[1] for row in listed[1:]} == set(PAYLOADS)
    assert options(hostile, box_of(hostile, "Tên cơ quan")) >= {
        f"{name} (A{place})" for place, name in enumerate(PAYLOADS)
    }
    hostile.choose("Tên cơ quan", f"{PAYLOADS[5]} (A5)")
    assert hostile.main.get_by_role("heading", name=PAYLOADS[5]).is_visible()
    assert hostile.main.get_by_role("link", name=PAYLOADS[5]).is_visible()
    hostile.choose("Bảng", "Chứng nhận")
    assert_inert(hostile)
    record = next(name for name in options(hostile, box_of(hostile, "Bản ghi (1)")) if PAYLOADS[5] in name)
    hostile.choose("Bản ghi (1)", record)
    hostile.block("correct").get_by_role("button", name="Sửa", exact=True).click()
    dialog = hostile.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Số").first.wait_for()
    values = [box.input_value() for box in dialog.get_by_role("textbox").all()]
    assert values.count(PAYLOADS[5]) == 3, "number, body, scope"
    dialog.get_by_role("textbox", name="Ngày cấp").fill(PAYLOADS[0])
    dialog.get_by_role("button", name="Ghi nhận", exact=True).click()
    dialog.get_by_text(f"“{PAYLOADS[0]}”").wait_for()
    assert_inert(hostile)


@pytest.mark.parametrize("path", ["/attestations", "/laggards", "/findings", "/inspections"])
def test_on_the_pages_that_follow_up(hostile: Reader, path: str) -> None:
    hostile.open(path)
    hostile.unfold()
    assert_inert(hostile)


def test_in_packs_and_in_the_list_of_them(hostile: Reader) -> None:
    hostile.open("/snapshots", type="ubnd_xa", parent=PAYLOADS[11])
    hostile.page.get_by_text("Xem trước báo cáo một trang").click()
    hostile.block("make-pack").get_by_role("img", name="Báo cáo một trang").wait_for()
    hostile.block("pack-reason").get_by_role("textbox").fill(PAYLOADS[0])
    hostile.block("pack-make").get_by_role("button").click()
    hostile.block("pack-download").get_by_role("button").wait_for()
    hostile.settle()
    [chosen] = [said for said in options(hostile, box_of(hostile, "Bản chốt")) if PAYLOADS[0] in said]
    hostile.choose("Bản chốt", chosen)
    assert_inert(hostile, but="[data-testid=stImage] img")


def assert_inert(reader: Reader, but: str = ":not(*)") -> None:
    """Nothing ran, nothing was asked of another host, and no element was made of a text."""
    assert reader.complaints == []
    assert reader.asked_elsewhere == []
    made = reader.page.locator(MADE_OF_TEXT).and_(reader.page.locator(f":not({but})"))
    assert made.evaluate_all("all => all.map(e => e.outerHTML.slice(0, 200))") == []


def cells(part: Locator) -> list[str]:
    """The texts of the cells of the tables in a part."""
    return [spaced(text) for text in part.locator("[data-testid=stTable] :is(td, th)").all_inner_texts()]


def drawn(reader: Reader) -> set[str]:
    """The texts of the figures, without their spaces: a long name stands on two lines."""
    return {joined(text) for text in reader.drawn_text().split("\n")}


def hover(reader: Reader, mark: Locator) -> str:
    """What is said where the mouse stands on a mark, without its spaces."""
    reader.page.mouse.move(0, 0)
    reader.page.locator(".hoverlayer .hovertext").first.wait_for(state="detached")
    mark.hover(force=True)
    label = reader.page.locator(".hoverlayer .hovertext").first
    label.wait_for(state="attached")
    return joined("".join(label.locator("text").all_text_contents()))


def box_of(reader: Reader, label: str) -> Locator:
    return reader.page.get_by_role("combobox", name=label, exact=True).first


def options(reader: Reader, box: Locator) -> set[str]:
    """The options of a select box, by scrolling through them; the box is left as it was."""
    reader.unroll(box)
    listed = reader.page.get_by_role("listbox")
    seen: set[str] = set()
    for _ in range(200):
        seen |= {spaced(text) for text in listed.get_by_role("option").all_inner_texts()}
        if listed.evaluate(
            """async e => { const last = e.scrollTop; e.scrollTop += e.clientHeight / 2
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
              return e.scrollTop === last }"""
        ):
            break
    reader.page.keyboard.press("Escape")
    return seen


def download(reader: Reader, part: Locator) -> list[list[str]]:
    """The lines of the CSV file behind a button, as a reader of our files takes them."""
    with reader.page.expect_download() as started:
        part.get_by_role("button").click()
    text = Path(started.value.path()).read_bytes().decode("utf-8-sig")
    return [[unguarded(cell) for cell in line] for line in csv.reader(io.StringIO(text))]


def spaced(text: str) -> str:
    """The text with single spaces, as a browser shows it."""
    return " ".join(text.split())


def joined(text: str) -> str:
    return "".join(text.split())
