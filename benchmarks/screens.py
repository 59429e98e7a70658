"""What a reader waits for in the browser, beside a bare Streamlit page in the same run.

    python -m benchmarks.screens [--runs N]             the sample
    python -m benchmarks.screens --nation [--runs N]    every page at the size of a nation

First paint: a browser that has never been here opens Tổng quan; the stock page
has one Plotly chart. A change of filter: from choosing an agency type until
every figure is drawn anew; the stock page has as many figures and widgets of
the same kinds, asks nothing of a database and counts a small table. Both pages
take turns. Times are taken by the browser's own clock and end when the page
says so: nothing runs, nothing is stale, every figure has its texts, and one at
least has others than before.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.measure import RUNS, conditions, say, say_ratio
from benchmarks.serving import nation_served, sample_served, stock_served
from benchmarks.visitor import PAGES

PAINT_BAR = 1.8  # of the stock page
# Page -> how many figures it has, and how long a change may take, of the stock page.
CHANGE_BARS = {
    "Tổng quan": (2, 1.5),
    "Độ phủ": (4, 1.5),
    "Chứng nhận": (3, 2.0),
    "Đơn vị chậm tiến độ": (3, 2.0),
    "Phát hiện": (4, 2.0),
    "Kế hoạch kiểm tra": (2, 2.0),
}
SECONDS_BAR, NATION_BAR = 0.8, 1.5
CHOSEN = 6  # agency types chosen one after the other
AGENCY = "province-01-so_ban_nganh-01"
TYPE_BOX = "Loại cơ quan"
KINDS = {  # what a page is counted by, to make a stock page with as many
    "figures": "[data-testid=stPlotlyChart]",
    "boxes": "[data-testid=stSelectbox]",
    "switches": "[data-testid=stButtonGroup], [data-testid=stCheckbox]",
    "parts": "[data-testid=stExpander]",
    "tiles": "[data-testid=stMetric]",
    "buttons": "[data-testid=stDownloadButton]",
    "tables": "[data-testid=stTable], [data-testid=stDataFrame]",
}

# The texts of all figures and of the page; nothing while anything is still to come.
_LOOK = """() => {
  const all = selector => [...document.querySelectorAll(selector)]
  const figures = all('[data-testid=stPlotlyChart]').map(
    figure => [...figure.querySelectorAll('.main-svg text')].map(text => text.textContent).join('|'))
  const still = all('[data-testid=stApp][data-test-script-state=notRunning]').length === 1
    && all('[data-testid=stMain] h1').length > 0
    && all('[data-testid=stSkeleton], [data-stale=true]').length === 0
    && figures.every(text => text)
  return still ? {figures, page: document.querySelector('[data-testid=stMain]').innerText} : null }"""
_PAINTED = f"""wanted => {{
  const seen = ({_LOOK})()
  return seen && seen.figures.length >= wanted && performance.now() }}"""
_CHANGED = f"""before => {{
  const seen = ({_LOOK})()
  const [now, then] = [seen && seen.figures.length, before.figures.length]
  return seen && seen.page !== before.page && (now !== then || !now
    || seen.figures.some((text, place) => text !== before.figures[place]))
    && performance.now() - window.chosenAt }}"""
_WATCH = """document.addEventListener(
  'click', () => { window.chosenAt = performance.now() }, {capture: true, once: true})"""

_STOCK = """
import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

COUNTS = {counts!r}
TYPES = ["Tất cả", *(f"Loại {{n}}" for n in range(1, 13))]

st.title("Stock")
chance = np.random.default_rng(1)
table = pd.DataFrame({{"type": chance.integers(1, 13, 500), "year": chance.integers(2005, 2015, 500)}})
chosen = st.sidebar.selectbox("Loại cơ quan", TYPES)
if chosen != TYPES[0]:
    table = table[table["type"] == TYPES.index(chosen)]
for n in range(COUNTS["boxes"] - 1):
    st.sidebar.selectbox(f"Chọn {{n}}", [f"{{m}}" for m in range(12)])
for n in range(COUNTS["switches"]):
    st.sidebar.toggle(f"Bật {{n}}")
by_year = table.groupby("year").size()
for n in range(COUNTS["tiles"]):
    st.metric(f"Số {{n}}", len(table) + n, chart_data=by_year.to_list())
for n in range(COUNTS["figures"]):
    st.header(f"Hình {{n}}: {{len(table)}}")
    st.plotly_chart(go.Figure(go.Bar(x=by_year.index, y=by_year + n, text=by_year + n)), key=f"figure-{{n}}")
for n in range(COUNTS["parts"]):
    st.expander(f"Xem {{n}}").write("…")
for n in range(COUNTS["tables"]):
    st.dataframe(by_year, key=f"table-{{n}}")
for n in range(COUNTS["buttons"]):
    st.download_button(f"Tải {{n}}", by_year.to_csv(), key=f"file-{{n}}")
"""
_ONE_CHART = """
import plotly.graph_objects as go
import streamlit as st

st.title("Stock")
st.plotly_chart(go.Figure(go.Bar(x=[2005, 2006, 2007], y=[1, 3, 2], text=[1, 3, 2])))
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that CHROMIUM names."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is not installed (nothing named chromium in PATH; CHROMIUM is not set)")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, figures: int) -> Iterator[tuple[Page, float]]:
    """The page in a browser without a memory, and the seconds until it was painted."""
    window = browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    page = window.new_page()
    page.set_default_timeout(120_000)
    page.goto(address, wait_until="commit")
    painted = page.wait_for_function(_PAINTED, arg=figures).json_value()
    yield page, float(painted) / 1000
    window.close()


def change(page: Page, place: int) -> float:
    """Choose the agency type at this place of the list: seconds until every figure is drawn anew."""
    box = page.locator("[data-testid=stSelectbox]", has_text=TYPE_BOX).first
    box.locator("[data-baseweb=select], input").first.click()
    option = page.locator("[role=option]").nth(place)
    option.wait_for()
    before = page.evaluate(_LOOK)
    page.evaluate(_WATCH)
    option.click()
    return float(page.wait_for_function(_CHANGED, arg=before).json_value()) / 1000


def first_paint(browser: Browser, ours: str, stock: str, runs: int) -> None:
    """Print the first paint of Tổng quan beside that of the stock page with one chart."""
    own: list[float] = []
    their: list[float] = []
    for run in range(runs + 1):
        for taken, address, figures in ((own, ours, 2), (their, stock, 1)):
            with opened(browser, address, figures) as (_, seconds):
                if run:  # the server is warm from the second time on
                    taken.append(seconds)
    say("first paint: Tổng quan", own)
    say("first paint: stock page, one chart", their)
    say_ratio(f"first paint: ours / stock (bar {PAINT_BAR:g})", own, their)


def changes(browser: Browser, name: str, address: str, runs: int) -> None:
    """Print how long a change of filter takes on a page of ours, first asked and kept, beside stock."""
    figures, bar = CHANGE_BARS[name]
    with opened(browser, address, figures) as (page, _):
        counts: dict[str, Any] = {kind: page.locator(where).count() for kind, where in KINDS.items()}
        print(f"{name}: {', '.join(f'{n} {kind}' for kind, n in counts.items())}")
        with (
            stock_served(_STOCK.format(counts=counts)) as served,
            opened(browser, served.base, figures) as (bare, _),
        ):
            change(bare, 1)
            rounds = [
                [(change(page, place), change(bare, place)) for place in _places()] for _ in range(runs + 1)
            ]
    _say_changes(f"{name}: first asked", rounds[0], bar)
    _say_changes(f"{name}: kept", [pair for pairs in rounds[1:] for pair in pairs], bar)


def _places() -> range:
    """The places in the list of types that are chosen in turn; 0 is all types."""
    return range(2, 2 + CHOSEN)


def _say_changes(what: str, pairs: list[tuple[float, float]], bar: float) -> None:
    own, their = ([pair[side] for pair in pairs] for side in (0, 1))
    say(what, own, bar=SECONDS_BAR)
    say("   stock page", their)
    say_ratio(f"   ours / stock (bar {bar:g})", own, their)


def nation(browser: Browser, runs: int) -> None:
    """Print how long a change of filter takes on every page at the size of a nation."""
    with nation_served() as served:
        for name, path in PAGES.items():
            with opened(browser, f"{served.base}/{path}", 0) as (page, _):
                change(page, 1)
                first, *others = [[change(page, place) for place in _places()] for _ in range(runs + 1)]
            say(f"nation, {name}: first asked", first, bar=NATION_BAR)
            say(f"nation, {name}: kept", [one for times in others for one in times], bar=NATION_BAR)
        print(f"memory of the server: {served.memory():.0f} MB")


def main() -> None:
    """Measure the sample beside stock pages, or the nation."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--nation", action="store_true")
    chosen = parser.parse_args()
    conditions()
    with chromium() as browser:
        if chosen.nation:
            nation(browser, chosen.runs)
            return
        with sample_served() as served:
            with stock_served(_ONE_CHART) as stock:
                first_paint(browser, served.base, stock.base, chosen.runs)
            for name in CHANGE_BARS:
                changes(browser, name, f"{served.base}/{PAGES[name]}", chosen.runs)


if __name__ == "__main__":
    main()
