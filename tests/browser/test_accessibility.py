"""Every page by the rules of WCAG that a program can check (axe), with everything unfolded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, expect

from tests.browser.reader import LONGEST, PAGES, Reader, open_window

# What Streamlit draws and we cannot mend: the rule, and the only place where it is excused.
STREAMLITS_OWN = {
    "svg-img-alt": "[data-testid=stMetricChart]",  # the sparkline of a metric has no alternative text
    "color-contrast": "[data-testid=stCaptionContainer]",  # captions are pale
    "presentation-role-conflict": "[data-testid=stFileUploader]",  # a label on what is said to be no part
    "empty-table-header": "[data-testid=stTable]",  # the blank head over the index of a wide table
}


@pytest.fixture(scope="module")
def open_to_scripts(chromium: Browser, sample_server: str) -> Iterator[Reader]:
    """A window that lets a checker be put into the page: our policy would block it."""
    reader = open_window(chromium, sample_server, bypass_csp=True)
    yield reader
    reader.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_finding_of_ours(open_to_scripts: Reader, path: str, scheme: str) -> None:
    reader = open_to_scripts
    reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    reader.open(path, **PAGES[path])
    reader.unfold()
    reader.page.locator("[data-testid=stSidebar] summary").click()
    reader.page.get_by_role("combobox", name="Số liệu theo lần cập nhật").wait_for()
    assert findings(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_a_page_has_no_finding_of_ours(open_to_scripts: Reader, scheme: str) -> None:
    reader = open_to_scripts
    reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    reader.open("/records")
    reader.page.get_by_role("button", name="Sao chép liên kết").click()
    reader.page.locator("[data-testid=stCode]").first.wait_for()
    assert findings(reader) == [], "the link"
    reader.page.keyboard.press("Escape")
    reader.page.get_by_role("button", name="Thêm", exact=True).click()
    dialog = reader.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Ghi nhận", exact=True).click()
    dialog.get_by_text("phải ghi lý do").wait_for()
    at_rest(dialog)
    assert findings(reader) == [], "a form that was refused"


def findings(reader: Reader) -> list[str]:
    """What axe finds, but for what is Streamlit's own: the rule, the reason and the place."""
    reader.page.mouse.move(0, 0)  # what the mouse is over fades
    reader.settle()
    found = []
    for fault in Axe().run(reader.page, options={"resultTypes": ["violations"]}).response["violations"]:
        for node in fault["nodes"]:
            place = STREAMLITS_OWN.get(fault["id"])
            target = reader.page.locator(node["target"][0]).first
            if not place or not target.evaluate("(e, place) => Boolean(e.closest(place))", place):
                found.append(f"{fault['id']}: {node['html'][:120]} {node['failureSummary'][:200]}")
    return found


def at_rest(part: Locator) -> None:
    """Wait until a part that opens has come to its place."""
    expect(part).to_be_visible(timeout=LONGEST)
    part.evaluate("e => Promise.all(e.getAnimations({subtree: true}).map(a => a.finished))")
