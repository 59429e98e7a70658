"""A real Chromium, and a real server on a free port of this machine, for each test that asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Route,
    WebSocket,
    sync_playwright,
)

from tests.screens import ROOT, SAMPLE

CONFIG = ROOT / "config.yaml"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTLED = """() => {
  const count = selector => document.querySelectorAll(selector).length
  return count('[data-testid=stApp][data-test-script-state=notRunning]') === 1
    && count('[data-testid=stMain] h1, [data-testid=stMain] [data-testid=stAlert]') > 0
    && count('[data-testid=stSkeleton]') === 0
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(
      figure => figure.querySelector('.annotation-text')) }"""


@dataclass
class Reader:
    """Somebody who looks at the dashboard: a page, and what the browser asked and complained about."""

    page: Page
    base: str
    asked_elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/", **address: str) -> None:
        """Open the page, and wait until it stands still."""
        self.page.goto(f"{self.base}{path}" + (f"?{urlencode(address)}" if address else ""))
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs and every figure is drawn."""
        self.page.wait_for_function(SETTLED, timeout=60_000)
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(SETTLED, timeout=60_000)

    def unfold(self) -> None:
        """Open all that is folded under the figures, and wait for it."""
        for _ in range(20):
            folded = self.page.locator(
                "[data-testid=stMain] [data-testid=stExpander] details:not([open]) summary"
            )
            if not folded.count():
                break
            folded.first.click()
            self.settle()

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


Serve = Callable[..., str]
Read = Callable[..., Reader]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium (or the one that CHROMIUM names); nothing is downloaded."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed (nothing named chromium in PATH, and CHROMIUM is not set)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database with the sample, loaded by the command line."""
    url = f"sqlite:///{(tmp_path_factory.mktemp('browser') / 'sample.sqlite').as_posix()}"
    load_by_command(url, SAMPLE)
    return url


@pytest.fixture(scope="session")
def sample_server(sample_database: str) -> Iterator[str]:
    """The base address of a server that shows the sample."""
    with serving(sample_database) as base:
        yield base


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server on a database of the test's own; it stops with the test."""
    with ExitStack() as servers:
        yield lambda url, config=CONFIG: servers.enter_context(serving(url, config))


@pytest.fixture
def read(chromium: Browser) -> Iterator[Read]:
    """Opens windows in which every request outside this machine is blocked and noted."""
    windows: list[BrowserContext] = []

    def opened(base: str, width: int = 1280, dark: bool = False) -> Reader:
        window = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", locale="vi-VN"
        )
        windows.append(window)
        page = window.new_page()
        page.set_default_timeout(90_000)  # a loaded machine is slow, not wrong
        reader = Reader(page, base)

        def guard(route: Route) -> None:
            if urlsplit(route.request.url).hostname == "127.0.0.1":
                route.continue_()
            else:
                reader.asked_elsewhere.append(route.request.url)
                route.abort()

        window.route(lambda url: not url.startswith(("data:", "blob:")), guard)

        def connected(socket: WebSocket) -> None:
            if urlsplit(socket.url).hostname != "127.0.0.1":
                reader.asked_elsewhere.append(socket.url)

        def asked(dialog: Dialog) -> None:
            reader.complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        def said(message: ConsoleMessage) -> None:
            # Streamlit looks for its own health check under the page's path first.
            if message.type == "error" and "/_stcore/" not in message.location["url"]:
                reader.complaints.append(message.text)

        reader.page.on("websocket", connected)
        reader.page.on("dialog", asked)
        reader.page.on("console", said)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        return reader

    yield opened
    for window in windows:
        window.close()


def load_by_command(url: str, folder: Path, config: Path = CONFIG) -> None:
    """Load a registry folder as an office does."""
    options = ["--database", url, "--config", str(config)]
    command = [sys.executable, "-m", "qms_model", *options, "load", str(folder), "--apply"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr


@contextmanager
def serving(url: str, config: Path = CONFIG) -> Iterator[str]:
    """The base address of a server process on the database; it is stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "qms_model.server", "--port", str(port)]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "QMS_DATABASE_URL": url, "QMS_CONFIG": str(config)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_until_up(base, server)
        yield base
    finally:
        server.terminate()
        try:
            server.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.communicate()


def _wait_until_up(base: str, server: subprocess.Popen[str]) -> None:
    """Until the server answers its health check; no page is opened."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=5):
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > deadline:
                server.kill()
                raise RuntimeError(f"the server did not start:\n{server.communicate()[0]}") from None
            time.sleep(0.1)
