"""Every page on a phone, a tablet, an office screen and A4: nothing is cut, nothing overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.reader import PAGES, Reader

PHONE, TABLET, OFFICE = 390, 820, 1280
A4 = 703  # pixels between the margins of the sheet
# Line by line: a name on two lines may have the number of its row beside the second.
LABELS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((plot, i) => {
  const frame = plot.getBoundingClientRect()
  const lines = t => t.querySelector('tspan.line') ? [...t.querySelectorAll('tspan.line')] : [t]
  return [...plot.querySelectorAll('.annotation-text, .legendtext, .xtick text')].flatMap(lines).map(t => {
    const b = t.getBoundingClientRect()
    return {text: t.textContent, plot: i, x: b.x, y: b.y, r: b.right, b: b.bottom,
            inside: b.x >= frame.x - 1 && b.right <= frame.right + 1
                 && b.y >= frame.y - 1 && b.bottom <= frame.bottom + 1}
  }).filter(b => b.r > b.x)})"""
# Texts that end in "…" or before their box does, and parts beyond the edge of what holds them.
CUT = """() => {
  const scrolls = e => e.closest('[data-testid=stDataFrame], [data-testid=stTable]')
  const cut = [...document.querySelectorAll(
      '[data-testid=stMain] :is(h1, h2, h3, p, label, [data-testid=stMetricValue] *)')]
    .filter(e => e.clientWidth && !scrolls(e) && e.scrollWidth > e.clientWidth + 1)
    .filter(e => getComputedStyle(e).overflowX !== 'visible')
  const out = [...document.querySelectorAll('[data-testid=stMain] :is(button, input, p, table, .main-svg)')]
    .filter(e => e.getBoundingClientRect().width > 1)
    .filter(e => !scrolls(e) && !e.closest('[data-testid=stMultiSelect]'))
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  return [...cut, ...out].map(e => e.innerText || e.outerHTML.slice(0, 90)) }"""


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("language", "scheme"),
    [pytest.param("vi", "light", id="vi-light"), pytest.param("en", "dark", id="en-dark")],
)
def test_nothing_is_wider_than_the_window_cut_or_overlapping(
    reader: Reader, path: str, language: str, scheme: str
) -> None:
    reader.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width in (PHONE, TABLET, OFFICE):
        reader.page.set_viewport_size({"width": width, "height": 900})
        reader.open(path, lang=language, **PAGES[path])
        assert reader.overflow() <= 0, width
        assert reader.page.evaluate(CUT) == [], width
        assert faults_of_labels(reader) == [], width
        if width == PHONE:
            reader.unfold()
            assert reader.overflow() <= 0, "unfolded, on a phone"
            assert reader.page.evaluate(CUT) == [], "unfolded, on a phone"


@pytest.fixture
def on_paper(reader: Reader) -> Iterator[Reader]:
    """The reader, whose pages look as they are printed, on an A4 sheet."""
    reader.page.emulate_media(media="print")
    reader.page.set_viewport_size({"width": A4, "height": 1032})
    yield reader
    reader.page.emulate_media(media="screen")


@pytest.mark.parametrize("path", PAGES)
def test_paper_has_what_was_read_without_what_was_worked_with(on_paper: Reader, path: str) -> None:
    on_paper.open(path, **PAGES[path])
    assert on_paper.page.get_by_role("heading", level=1).is_visible()
    assert on_paper.page.get_by_text("Số liệu minh họa", exact=True).is_visible()
    assert on_paper.page.get_by_text("tính đến 31/12/2014, lần cập nhật 1").first.is_visible()
    worked_with = "button, input, summary, nav, [data-testid=stSidebar], [data-testid=stHeader]"
    assert on_paper.page.locator(worked_with).filter(visible=True).all_inner_texts() == []
    assert on_paper.overflow() <= 0
    assert on_paper.page.evaluate(CUT) == []
    assert hidden_lines(on_paper) == []


def test_paper_shows_what_is_unfolded_in_full(reader: Reader, on_paper: Reader) -> None:
    reader.page.emulate_media(media="screen")
    reader.open()
    reader.unfold()
    reader.page.emulate_media(media="print")
    assert reader.page.locator("[data-testid=stTable] table").first.is_visible()
    assert reader.overflow() <= 0
    assert hidden_lines(reader) == []


@pytest.mark.parametrize("width", [OFFICE, 1920])
def test_figures_as_wide_as_the_window_are_brought_to_the_width_of_the_sheet(
    reader: Reader, width: int
) -> None:
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.open("/coverage")
    reader.page.evaluate(
        """() => addEventListener('beforeprint', () => {
          window.printed = [...document.querySelectorAll(
              '.js-plotly-plot .main-svg:first-child, [data-testid=stMain] canvas')]
            .map(e => e.getBoundingClientRect().width) })"""
    )
    sheets = reader.page.pdf(prefer_css_page_size=True, print_background=True)
    assert {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox \[([^]]+)]", sheets)} == {
        (0.0, 0.0, 594.95996, 841.91998)
    }
    widths: list[float] = reader.page.evaluate("() => window.printed")
    assert len(widths) == 6, "four figures, and a grid of two layers"
    assert max(widths) * 0.8 <= A4, "a sheet is printed at four fifths"
    assert reader.page.locator("[style*=zoom]").count() == 0, "the screen is as it was"


def faults_of_labels(reader: Reader) -> list[Any]:
    """The labels of figures that leave their figure, and the pairs that overlap."""
    boxes = reader.page.evaluate(LABELS)
    assert len(boxes) >= 10 * reader.page.locator(".js-plotly-plot").count()
    outside = [box["text"] for box in boxes if not box["inside"]]
    overlapping = [
        (one["text"], other["text"])
        for place, one in enumerate(boxes)
        for other in boxes[place + 1 :]
        if one["plot"] == other["plot"]
        and min(one["r"], other["r"]) - max(one["x"], other["x"]) > 1
        and min(one["b"], other["b"]) - max(one["y"], other["y"]) > 3
    ]
    return outside + overlapping


def hidden_lines(reader: Reader) -> list[str]:
    """The parts of the page that hide lines behind a scroll bar (a grid does, and says how many it has)."""
    script = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
      .filter(e => !e.closest('[data-testid=stDataFrame], svg') && e.scrollHeight > e.clientHeight + 2)
      .filter(e => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(e).overflowY))
      .filter(e => e.clientHeight > 1).map(e => e.className)"""
    hidden: list[str] = reader.page.evaluate(script)
    return hidden
