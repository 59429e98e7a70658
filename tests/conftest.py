"""What several tests share: an empty database, in SQLite and in a real PostgreSQL.

With QMS_REQUIRE_ALL=1 (as in .ci/run) a skipped test is a failed test, so that a
missing PostgreSQL or browser cannot pass unnoticed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

ALL_REQUIRED = os.environ.get("QMS_REQUIRE_ALL") == "1"


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL of this test run only, reached through a socket in a private folder."""

    socket: Path

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection to its maintenance database, each statement its own transaction."""
        return psycopg.connect(
            host=str(self.socket), user="postgres", dbname="postgres", autocommit=True, connect_timeout=5
        )

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket}"


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A new PostgreSQL, one per worker, gone with its files at the end."""
    programs = postgres_programs()
    if os.name == "nt" or programs is None:
        pytest.skip("PostgreSQL is not installed (no initdb in PATH or /usr/lib/postgresql/*/bin)")
    # The folder is not under pytest's own: PostgreSQL's user could not reach it
    # there, and a socket's path may be 107 bytes long at most.
    home = Path(tempfile.mkdtemp(prefix="qms-pg-", dir="/tmp"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(home, user)
    data = home / "data"
    cluster = Cluster(home)
    with (home / "log").open("wb") as log:
        try:
            subprocess.run(
                [programs / "initdb", "-ND", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
                cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=user, group=user, check=True,
                env={**os.environ, "LC_ALL": "C"},
            )  # fmt: skip
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", home, *_settings(
                    listen_addresses="", fsync="off", synchronous_commit="off", full_page_writes="off",
                    unix_socket_permissions="0700", max_connections="60",
                )],
                cwd=home, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=user, group=user,
            )  # fmt: skip
            try:
                _wait_until_up(cluster, server)
                yield cluster
            finally:
                _stop(server)
        finally:
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """The SQLAlchemy URL of a PostgreSQL database of this test's own, empty."""
    name = f"test_{uuid.uuid4().hex}"
    with postgres_cluster.connect() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield postgres_cluster.url(name)
    with postgres_cluster.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The SQLAlchemy URL of a SQLite database of this test's own that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'registry.sqlite').as_posix()}"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The SQLAlchemy URL of an empty database: the test runs on SQLite and on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs: that of initdb in PATH, else the newest that Debian has."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    installed = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(installed, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0), default=None)


def _settings(**settings: str) -> list[str]:
    return [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]


def _wait_until_up(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            cluster.connect().close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (cluster.socket / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            time.sleep(0.05)
        else:
            return


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(2)  # SIGINT: drop the clients and shut down
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing is skipped where everything is required; an expected failure is no skip."""
    report = yield
    if report.skipped and ALL_REQUIRED and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = _refusal(item.nodeid, report.longrepr)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    report = yield
    if report.skipped and ALL_REQUIRED:
        report.outcome = "failed"
        report.longrepr = _refusal(collector.nodeid, report.longrepr)
    return report


def _refusal(name: str, skipped: object) -> str:
    reason = skipped[2] if isinstance(skipped, tuple) else skipped
    return f"{name} was skipped, but QMS_REQUIRE_ALL=1 requires every test to run. {reason}"
