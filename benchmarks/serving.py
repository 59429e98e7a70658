"""Servers to measure: the dashboard on a database, and a bare Streamlit page with stock settings."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import CONFIG, DATABASE, ROOT, prepare, process

SAMPLE = ROOT / "data" / "registry"
_TICKS = os.sysconf("SC_CLK_TCK")
_UP = 60  # seconds until a server must answer


@dataclass(frozen=True)
class Served:
    """A running server: its address, and what its process uses."""

    base: str
    process: int

    def cpu(self) -> float:
        """Seconds of CPU that the process has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """MB of memory that the process holds."""
        lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def descriptors(self) -> int:
        """Files and connections that the process holds open."""
        return len(list(Path(f"/proc/{self.process}/fd").iterdir()))


@contextmanager
def sample_served() -> Iterator[Served]:
    """The dashboard with the sample registry."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/sample.sqlite"
        process([sys.executable, "-m", "qms_model", "--database", url, "load", str(SAMPLE), "--apply"])
        with _dashboard(url, ROOT / "config.yaml") as served:
            yield served


@contextmanager
def nation_served() -> Iterator[Served]:
    """The dashboard with the registry of a nation."""
    prepare()
    with _dashboard(f"sqlite:///{DATABASE.as_posix()}", CONFIG) as served:
        yield served


@contextmanager
def stock_served(script: str) -> Iterator[Served]:
    """`streamlit run` of a script, with the settings that Streamlit comes with (it may only
    not open a browser here, nor report its use to the internet)."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.py")
        page.write_text(script, "utf-8")
        options = ["--server.headless=true", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
        command = [sys.executable, "-m", "streamlit", "run", str(page), *options]
        with _running(command, "--server.port", Path(folder), {}) as served:
            yield served


def _dashboard(url: str, config: Path) -> AbstractContextManager[Served]:
    command = [sys.executable, "-m", "qms_model.server"]
    return _running(command, "--port", ROOT, {"QMS_DATABASE_URL": url, "QMS_CONFIG": str(config)})


@contextmanager
def _running(
    command: Sequence[str], port_option: str, folder: Path, environment: Mapping[str, str]
) -> Iterator[Served]:
    """The server that the command starts on a free port of this machine; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(
            [*command, port_option, str(port)],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _is_up(base, server):
                said.seek(0)
                raise SystemExit(f"{said.read()}the server did not start: {' '.join(command)}")
            yield Served(base, server.pid)
        finally:
            server.terminate()
            try:
                server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _is_up(base: str, server: subprocess.Popen[bytes]) -> bool:
    """Whether the server answered its health check in time; no page is opened."""
    deadline = time.monotonic() + _UP
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=5):
                return True
        except OSError:
            time.sleep(0.1)
    return False
