"""A real Chromium, and a real server on a free port of this machine, for each test that asks."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.reader import Reader, open_window
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
    # Nothing but this machine is found. (Routing would do too, but turns the browser's cache off.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
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


@pytest.fixture(scope="module")
def own_database(sample_database: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a copy of the sample that the tests of a file may change."""
    copy = tmp_path_factory.mktemp("own") / "sample.sqlite"
    with (
        closing(sqlite3.connect(sample_database.removeprefix("sqlite:///"))) as sample,
        closing(sqlite3.connect(copy)) as own,
    ):
        sample.backup(own)
    return f"sqlite:///{copy.as_posix()}"


@pytest.fixture(scope="module")
def own_server(own_database: str) -> Iterator[str]:
    """The base address of a server that shows the copy."""
    with serving(own_database) as base:
        yield base


@pytest.fixture(scope="module")
def own_window(chromium: Browser, own_server: str) -> Iterator[Reader]:
    """A window on a registry that may be changed."""
    own = open_window(chromium, own_server)
    yield own
    own.page.context.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server on a database of the test's own; it stops with the test."""
    with ExitStack() as servers:
        yield lambda url, config=CONFIG: servers.enter_context(serving(url, config))


@pytest.fixture
def read(chromium: Browser) -> Iterator[Read]:
    """Opens windows that are closed with the test."""
    readers: list[Reader] = []

    def opened(base: str, width: int = 1280, dark: bool = False) -> Reader:
        readers.append(open_window(chromium, base, width, dark))
        return readers[-1]

    yield opened
    for reader in readers:
        reader.page.context.close()


@pytest.fixture(scope="module")
def window(chromium: Browser, sample_server: str) -> Iterator[Reader]:
    """One window on the sample for the tests of a file: what the browser has read, it keeps."""
    reader = open_window(chromium, sample_server)
    yield reader
    reader.page.context.close()


@pytest.fixture
def reader(window: Reader) -> Reader:
    """The window of the file, 1280 pixels wide and light, with nothing asked or complained about yet."""
    window.asked_elsewhere.clear()
    window.complaints.clear()
    window.page.set_viewport_size({"width": 1280, "height": 900})
    window.page.emulate_media(media="screen", color_scheme="light")
    return window


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
