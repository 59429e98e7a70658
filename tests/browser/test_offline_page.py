"""The briefing as one file in a real browser that reaches no network: figures, tables, keyboard, paper."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qms_model.briefing.offline import page_html
from qms_model.config import read_config
from qms_model.registry import open_registry
from qms_model.store import open_store
from qms_model.vietnamese import order
from tests.browser.reader import LONGEST
from tests.hostile import fill, hostile_rules
from tests.offline import report, sample

LATE = "#table-late tbody tr"
LABELS = ".js-plotly-plot :is(.annotation-text, .legendtext, .xtick text)"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of the sample, in both languages."""
    folder = tmp_path_factory.mktemp("offline")
    registry = sample(folder)
    written = {language: folder / f"{language}.html" for language in ("vi", "en")}
    for language, file in written.items():
        file.write_bytes(page_html(report(registry, language)))
    return written


class Window:
    """A page opened from a file, without a network; what it asked and complained of."""

    def __init__(self, browser: Browser, file: Path, **options: Any) -> None:
        settings: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "offline": True, **options}
        self.context = browser.new_context(**settings)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(LONGEST)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("body[data-drawn]")

    def sheets(self, folder: Path) -> list[str]:
        """The text of each sheet when printed."""
        file = folder / "printed.pdf"
        file.write_bytes(self.page.pdf(prefer_css_page_size=True, print_background=True))
        done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
        return done.stdout.removesuffix("\f").split("\f")

    def column(self, place: int) -> list[str]:
        """The texts of a column of the late agencies, as they stand."""
        return self.page.locator(f"{LATE}:not([hidden]) td:nth-child({place})").all_inner_texts()


@pytest.fixture
def window(chromium: Browser, files: dict[str, Path]) -> Iterator[Window]:
    opened = Window(chromium, files["vi"])
    yield opened
    opened.context.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_asks_for_nothing_but_itself_and_draws_every_figure(
    chromium: Browser, files: dict[str, Path], language: str
) -> None:
    window = Window(chromium, files[language])
    assert [url for url in window.asked if not url.startswith("data:")] == [files[language].as_uri()]
    assert window.complaints == []
    drawn = window.page.locator("[data-figure]")
    assert drawn.count() >= 14
    assert window.page.locator("[data-figure] .main-svg:first-child").count() == drawn.count()
    assert window.page.locator(".modebar-btn, .modebar a").count() == 0
    window.context.close()


def test_a_bar_says_what_it_is_where_the_mouse_stands(window: Window) -> None:
    window.page.locator("#figure-causes .barlayer .point path").last.hover(force=True)
    expect(window.page.locator("#figure-causes .hoverlayer .hovertext")).to_contain_text(
        "Chưa rõ nguyên nhân"
    )


def test_a_search_without_diacritics_finds_and_says_how_many(window: Window) -> None:
    rows = window.page.locator(f"{LATE}:not([hidden])")
    assert rows.count() == 53
    box = window.page.locator("#part-late").get_by_role("searchbox")
    box.fill("thanh tra TINH")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Thanh tra tỉnh")
    expect(window.page.locator("#found-table-late")).to_have_text("1/53 dòng")
    box.fill("đôn đốc không có gì")
    expect(rows).to_have_count(0)
    box.fill("")
    expect(rows).to_have_count(53)


def test_a_table_is_sorted_by_keyboard_by_number_day_and_letter(window: Window) -> None:
    heading = window.page.locator("#table-late th")
    recorded = window.column(3)
    heading.nth(2).get_by_role("button").focus()
    window.page.keyboard.press("Enter")
    expect(heading.nth(2)).to_have_attribute("aria-sort", "ascending")
    days = [int(text) for text in window.column(3)]
    assert days == sorted(days)
    assert days != [int(text) for text in recorded]
    window.page.keyboard.press("Space")
    expect(heading.nth(2)).to_have_attribute("aria-sort", "descending")
    assert [int(text) for text in window.column(3)] == days[::-1]
    window.page.keyboard.press("Enter")
    assert window.column(3) == recorded, "the third time it is as it was"
    heading.nth(4).get_by_role("button").press("Enter")
    promised = window.column(5)
    known = [text.split("/")[::-1] for text in promised if text != "—"]
    assert len(known) > 2
    assert known == sorted(known)
    assert set(promised[len(known) :]) == {"—"}, "what is not known stands last"
    heading.nth(0).get_by_role("button").press("Enter")
    letters: list[Any] = [order(name)[0] for name in window.column(1)]
    assert [first for first, *_ in letters] == sorted(first for first, *_ in letters)


def test_the_contents_lead_to_every_section_by_keyboard(window: Window) -> None:
    window.page.keyboard.press("Tab")
    expect(window.page.locator(".skip")).to_be_focused()
    link = window.page.get_by_role("navigation").get_by_role("link", name="Phụ lục 3")
    link.focus()
    window.page.keyboard.press("Enter")
    expect(window.page.get_by_role("heading", level=2, name="Phụ lục 3")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1280])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_fits_its_window_and_nothing_leaves_its_figure(
    chromium: Browser, files: dict[str, Path], language: str, width: int, scheme: str
) -> None:
    window = Window(chromium, files[language], viewport={"width": width, "height": 900}, color_scheme=scheme)
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    window.page.evaluate("() => document.querySelectorAll('details').forEach(part => part.open = true)")
    assert window.page.evaluate(wide) <= 0
    outside = window.page.locator(LABELS).evaluate_all(
        """all => all.filter(text => {
          const frame = text.closest('.js-plotly-plot').getBoundingClientRect()
          const box = text.getBoundingClientRect()
          return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1)
        }).map(text => text.textContent)"""
    )
    assert outside == []
    window.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(chromium: Browser, files: dict[str, Path], width: int, scheme: str) -> None:
    window = Window(
        chromium,
        files["vi"],
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,  # our policy would keep the checker out
    )
    window.page.evaluate("() => document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(window.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found] == []
    window.context.close()


def test_every_sheet_says_where_its_numbers_come_from(window: Window, tmp_path: Path) -> None:
    sheets = window.sheets(tmp_path)
    assert len(sheets) > 10
    for place, sheet in enumerate(sheets, start=1):
        foot = " ".join(sheet.split())
        assert "Tính đến ngày 31/12/2014 · lần cập nhật 1, mã băm" in foot, place
        assert "Bản chốt số liệu" in foot, place
        assert f"{place}/{len(sheets)}" in foot
    assert not [sheet for sheet in sheets if "Tìm trong bảng" in sheet], "what was worked with"


def test_long_tables_repeat_their_heads_on_paper(window: Window, tmp_path: Path) -> None:
    first_cell = re.compile(r"^ *PH-", re.M)
    sheets = [sheet for sheet in window.sheets(tmp_path) if first_cell.search(sheet)]
    assert len(sheets) > 1
    assert not [sheet for sheet in sheets if "Tên cơ quan" not in sheet]


def test_figures_fit_a_sheet_in_light_colours_and_are_as_before_afterwards(
    chromium: Browser, files: dict[str, Path], tmp_path: Path
) -> None:
    window = Window(chromium, files["vi"], color_scheme="dark")
    window.page.evaluate(
        """() => addEventListener('beforeprint', () => {
          window.printed = [...document.querySelectorAll('[data-figure]')].map(place => [
            place.querySelector('.main-svg').getBoundingClientRect().width,
            place.querySelector('.main-svg').getBoundingClientRect().height, place.layout.font.color]) })"""
    )
    inks = "() => [...new Set([...document.querySelectorAll('[data-figure]')].map(p => p.layout.font.color))]"
    before = window.page.evaluate(inks)
    window.sheets(tmp_path)
    printed: list[tuple[float, float, str]] = window.page.evaluate("() => window.printed")
    assert len(printed) >= 14
    assert max(width for width, _, _ in printed) <= 650
    assert max(height for _, height, _ in printed) <= 780
    assert {ink for *_, ink in printed} == {"#1B2430"}
    assert window.page.evaluate(inks) == before == ["#E8ECF1"]
    assert window.page.locator("[data-figure][style*=zoom]").count() == 0
    window.context.close()


def test_hostile_texts_run_nothing_even_without_the_policy(chromium: Browser, tmp_path: Path) -> None:
    url, config = f"sqlite:///{(tmp_path / 'h.sqlite').as_posix()}", hostile_rules(tmp_path / "config.yaml")
    fill(url, tmp_path / "registry", config)
    file = tmp_path / "hostile.html"
    file.write_bytes(page_html(report(open_registry(open_store(url), read_config(config).rules))))
    window = Window(chromium, file, bypass_csp=True, viewport={"width": 390, "height": 900})
    assert window.complaints == []
    assert [asked for asked in window.asked if not asked.startswith("data:")] == [file.as_uri()]
    assert (
        window.page.locator("img, iframe, main :is(script, style, em, code), .js-plotly-plot a").count() == 0
    )
    window.page.set_viewport_size({"width": 390, "height": 900})
    assert window.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    window.context.close()
