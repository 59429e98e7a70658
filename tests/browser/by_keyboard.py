"""What somebody does who has no mouse: Tab to a part, Enter, the arrows, and typing."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.reader import LONGEST, Reader

MOST_TABS = 120
# How an element and what holds it look: a ring of focus is an outline, a shadow, a border or a fill.
LOOK = """e => { const looks = []
  for (let n = 0; e && n < 4; n++, e = e.parentElement) {
    const s = getComputedStyle(e)
    looks.push([s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderColor, s.backgroundColor].join()) }
  return looks.join(' | ') }"""
IS_FOCUSED = "e => e === document.activeElement || e.contains(document.activeElement)"


def go_to(reader: Reader, wanted: Locator) -> None:
    """Press Tab until the part has the focus, and can be seen to have it."""
    wanted = wanted.first
    before = wanted.evaluate(LOOK)
    for _ in range(MOST_TABS):
        if wanted.evaluate(IS_FOCUSED):
            break
        reader.page.keyboard.press("Tab")
    assert wanted.evaluate(IS_FOCUSED), f"{MOST_TABS} times Tab do not reach {wanted}"
    inside = wanted.evaluate_handle("e => e.contains(document.activeElement) ? document.activeElement : e")
    reader.page.wait_for_timeout(200)  # rings fade in
    assert inside.evaluate(LOOK) != before or wanted.evaluate(LOOK) != before, "no ring of focus"


def press(reader: Reader, key: str) -> None:
    reader.page.keyboard.press(key)


def pick(reader: Reader, box: Locator, option: str) -> None:
    """Go to a select box, type the name of an option, and take it."""
    go_to(reader, box)
    reader.page.keyboard.press("Control+a")
    reader.page.keyboard.type(option)
    reader.page.get_by_role("option", name=option, exact=True).wait_for()
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Enter")
    expect(box).to_have_value(option, timeout=LONGEST)
    reader.settle()
