"""A load killed at any moment leaves the registry before it or after it, never between."""

from __future__ import annotations

import os
import random
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.console import Office, Tables, new_processes, written

AGENCIES = 120
DAY = "2010-12-31"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX systems")


def version(owner: str, ended_on: str) -> Tables:
    """One of two versions of a registry: every row of one differs from that of the other."""
    codes = [f"A{n:03}" for n in range(AGENCIES)]
    attested = {"kind": "certificate", "edition": "2008", "issued_on": "2009-03-15", "ended_on": ended_on}
    return {
        "agencies": [{"agency": c, "name": f"Cơ quan {c}", "type": "ubnd_xa", "owner": owner} for c in codes],
        "adoptions": [{"agency": c, "applied_on": ended_on} for c in codes],
        "attestations": [{"agency": c, **attested} for c in codes],
    }


def load(url: str, folder: str) -> None:
    """What the killed process does."""
    os._exit(Office(url)("load", folder, "--apply").code)


def state(office: Office) -> str:
    """What the registry answers: the two versions differ in every row."""
    return office("status", "--day", DAY, "--format", "csv").out


def until_it_commits(process: BaseProcess, log: Path) -> None:
    """Wait until SQLite begins to write its log, as it does when a load commits."""
    while process.is_alive() and not (log.exists() and log.stat().st_size):
        time.sleep(0.0005)


@pytest.mark.parametrize(
    ("engine", "kills", "at_commit"), [("sqlite", 25, 15), ("postgres", 10, 0)], ids=["sqlite", "postgres"]
)
def test_a_load_killed_at_a_random_moment_is_before_or_after(
    engine: str, kills: int, at_commit: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url: str = request.getfixturevalue(f"{engine}_url")
    log = tmp_path / "registry.sqlite-wal"
    office, context, dice = Office(url), new_processes(__name__), random.Random(9001)
    versions = [version("Bà Hà", "2010-06-01"), version("Ông An", "2011-06-01")]
    folders = [written(tmp_path / f"v{n}", tables) for n, tables in enumerate(versions)]
    states = []
    for folder in folders:
        office.load(folder)
        states.append(state(office))
    assert states[0] != states[1]

    def begin() -> BaseProcess:
        process = context.Process(target=load, args=(url, str(folders[office.changes() % 2])))
        process.start()
        return process

    for _ in range(2):  # how long a load takes that nobody kills; the first one also warms up
        begun, process = time.monotonic(), begin()
        process.join()
        took = time.monotonic() - begun
        assert process.exitcode == 0

    outcomes = []
    for kill in range(kills + at_commit):
        change, process = office.changes(), begin()
        if kill < kills:
            process.join(took * 1.2 * (kill + dice.random()) / kills)  # spread over the whole run
        else:
            until_it_commits(process, log)
            time.sleep(dice.random() * 0.01)
        process.kill()
        process.join()
        now = office.changes()
        assert now in (change, change + 1)
        assert state(office) == states[(now - 1) % 2]
        assert office.verifies()
        outcomes.append(now - change)
    assert 0 in outcomes
    office.load(folders[now % 2])  # whoever was killed loads again
    assert office.changes() == now + 1
