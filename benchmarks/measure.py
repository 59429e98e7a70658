"""What the measurements share: the prepared nation, fresh processes, medians.

Nothing of ours or of others is imported here: a fresh process counts its imports.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"  # ignored by git
NATION = DATA / "nation"
CONFIG = DATA / "config.yaml"
DATABASE = DATA / "nation.sqlite"
CACHE = DATA / "cache"
RUNS = 5
LIBRARIES = ("numpy", "pandas", "pyarrow", "sqlalchemy", "duckdb")


def runs_wanted(about: str | None) -> int:
    """The only option of every script: how many runs are counted."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs: int = parser.parse_args().runs
    return runs


def command(*arguments: str, database: Path = DATABASE) -> list[str]:
    """`python -m qms_model …` on the nation."""
    url = f"sqlite:///{database.as_posix()}"
    return [sys.executable, "-m", "qms_model", "--config", str(CONFIG), "--database", url, *arguments]


def prepare() -> None:
    """Write the nation and record it as change 1, where that is not done yet."""
    if not (NATION / "agencies.csv").exists():
        process([sys.executable, "-m", "benchmarks.nation"])
    if not DATABASE.exists():
        unfinished = DATABASE.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        process(command("load", str(NATION), "--apply", database=unfinished))
        unfinished.rename(DATABASE)


def process(arguments: Sequence[str]) -> dict[str, Any]:
    """Run a fresh process: seconds of wall clock, CPU seconds, peak memory in MB, and what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile("w+") as said:
        start = time.perf_counter()
        child = subprocess.Popen(
            arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=said, text=True
        )
        assert child.stdout is not None
        printed = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise SystemExit(f"{said.read()}{' '.join(arguments)}: exit code {child.returncode}")
    return {
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
        "printed": printed,
    }


def fresh_opening(cache: Path) -> dict[str, float]:
    """Open the registry and ask it in a fresh process (benchmarks.opened): its figures, and the whole's."""
    done = process([sys.executable, "-m", "benchmarks.opened", str(cache)])
    figures: dict[str, float] = json.loads(done["printed"])
    return figures | {"whole": done["seconds"], "peak": done["peak"]}


def in_turn(runs: int, *functions: Callable[[], object]) -> list[list[float]]:
    """Seconds of so many runs of each function, after one that is not counted.

    They take turns, so that a machine that is slow for a while is slow for all.
    """
    seconds: list[list[float]] = [[] for _ in functions]
    for run in range(runs + 1):
        for taken, function in zip(seconds, functions, strict=True):
            start = time.perf_counter()
            function()
            if run:
                taken.append(time.perf_counter() - start)
    return seconds


def say(what: str, figures: Sequence[float], unit: str = "s", bar: float | None = None) -> None:
    """Print a median with its spread, and the bar it is held against."""
    middle, least, most = statistics.median(figures), min(figures), max(figures)
    digits = 0 if unit == "MB" else 3
    held = "" if bar is None else f"   bar {bar:g} {unit}: {middle / bar:.2f} of it"
    print(f"{what:<58} {middle:9.{digits}f} {unit}  ({least:.{digits}f} to {most:.{digits}f}){held}")


def say_ratio(what: str, ours: Sequence[float], theirs: Sequence[float]) -> None:
    """Print how long ours takes for each second of theirs: the median of the turns."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    print(f"{what:<58} {statistics.median(ratios):9.2f}    ({min(ratios):.2f} to {max(ratios):.2f})")


def conditions() -> None:
    """Print what the figures depend on: machine, versions, and how busy the machine was."""
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    print(f"{cores} cores, {memory:.0f} GB, Python {platform.python_version()}, {libraries}")
    start = time.perf_counter()
    sum(range(20_000_000))
    loop = time.perf_counter() - start
    print(f"load average {os.getloadavg()[0]:.1f}; adding up 20,000,000 numbers takes {loop:.2f} s now\n")
