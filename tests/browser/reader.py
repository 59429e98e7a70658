"""Somebody who looks at the dashboard: a window, and what the browser asked and complained about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, WebSocket

# The pages by their path, each with an address that fills it.
PAGES: dict[str, dict[str, str]] = {
    "/": {},
    "/coverage": {},
    "/attestations": {},
    "/laggards": {},
    "/findings": {},
    "/inspections": {},
    "/agency": {"agency": "SKHDT"},
    "/snapshots": {},
    "/records": {},
}
SETTLED = """() => {
  const count = selector => document.querySelectorAll(selector).length
  return count('[data-testid=stApp][data-test-script-state=notRunning]') === 1
    && count('[data-testid=stMain] h1, [data-testid=stMain] [data-testid=stAlert]') > 0
    && count('[data-testid=stSkeleton]') === 0
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(
      figure => figure.querySelector('.annotation-text')) }"""
# What unfolds runs its part of the page; its files are its last line.
UNFOLDED = """() => [...document.querySelectorAll('[data-testid=stMain] details')].every(
  part => part.open && part.querySelector('[data-testid=stDownloadButton]')
    && part.querySelector('[data-testid=stTable] td, [data-testid=stDataFrame] canvas'))"""
LONGEST = 90_000  # milliseconds; a loaded machine is slow, not wrong


@dataclass
class Reader:
    """A page in a window of its own."""

    page: Page
    base: str
    asked_elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def main(self) -> Locator:
        """The page beside the filters."""
        return self.page.locator("[data-testid=stMain]")

    def block(self, key: str) -> Locator:
        """A part of the page by its key."""
        return self.page.locator(f".st-key-{key}")

    def open(self, path: str = "/", **address: str) -> None:
        """Open the page, and wait until it stands still."""
        self.page.goto(f"{self.base}{path}" + (f"?{urlencode(address)}" if address else ""))
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs and every figure is drawn."""
        self.page.wait_for_function(SETTLED, timeout=LONGEST)
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(SETTLED, timeout=LONGEST)

    def unfold(self) -> None:
        """Open the agencies and the table under every figure, and wait until they are there."""
        for part in self.main.locator("details:not([open]) summary").all()[::-1]:
            part.click()
            self.page.wait_for_function(SETTLED, timeout=LONGEST)
        self.page.wait_for_function(UNFOLDED, timeout=LONGEST)
        self.settle()

    def choose(self, label: str, option: str) -> None:
        """Pick an option of a select box; a long list holds only what is seen of it."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        self.unroll(box)
        box.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        self.settle()

    def unroll(self, box: Locator) -> None:
        """Open the list of a select box; it closes by itself while the page still scrolls to it."""
        box.scroll_into_view_if_needed()
        self.page.wait_for_timeout(200)
        box.click()
        self.page.get_by_role("option").first.wait_for()

    def click_mark(self, mark: Locator) -> None:
        """Click in the middle of a mark of a figure."""
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def text(self) -> str:
        """What can be read on the page, figures included."""
        return self.page.locator("body").inner_text() + "\n" + self.drawn_text()

    def drawn_text(self) -> str:
        """The texts of the figures."""
        return "\n".join(self.page.locator(".js-plotly-plot text").all_text_contents())

    def address(self) -> dict[str, str]:
        """The parts of the address."""
        return dict(part.split("=", 1) for part in urlsplit(self.page.url).query.split("&") if part)

    def overflow(self) -> int:
        """How many pixels anything of the page is wider than the window."""
        script = """() => Math.max(...['html', '[data-testid=stMain]', '[data-testid=stApp]'].map(
            s => { const e = document.querySelector(s); return e.scrollWidth - e.clientWidth }))"""
        return int(self.page.evaluate(script))


def open_window(browser: Browser, base: str, width: int = 1280, dark: bool = False, **options: Any) -> Reader:
    """A window that notes every request outside this machine (the browser finds no other host)."""
    window = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        **options,
    )
    page = window.new_page()
    page.set_default_timeout(LONGEST)
    reader = Reader(page, base)

    def requested(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")) and urlsplit(request.url).hostname != "127.0.0.1":
            reader.asked_elsewhere.append(request.url)

    def connected(socket: WebSocket) -> None:
        if urlsplit(socket.url).hostname != "127.0.0.1":
            reader.asked_elsewhere.append(socket.url)

    def asked(dialog: Dialog) -> None:
        reader.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            reader.complaints.append(message.text)

    window.on("request", requested)
    reader.page.on("websocket", connected)
    reader.page.on("dialog", asked)
    reader.page.on("console", said)
    reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
    return reader
