"""Packs: how long one takes, cold and warm, what it holds, and whether readers feel it.

    python -m benchmarks.packs [--runs N] [--seconds 60]

The sample registry on 31/12/2014, all formats, on two cores. Cold: the command `brief`
from its start to its end. Warm: a pool that has made one before. Then eight readers look
at Tổng quan and Độ phủ while two packs are made again and again beside the server.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from benchmarks.measure import RUNS, conditions, process, say
from benchmarks.serving import SAMPLE, Served, sample_served
from benchmarks.sessions import reader
from qms_model.briefing.compose import report_of
from qms_model.briefing.formats import FORMATS
from qms_model.briefing.inputs import WHOLE
from qms_model.briefing.making import Makers, Order, makers, opened
from qms_model.briefing.pdf import note_pdf
from qms_model.briefing.template import template_of
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.views import At, View

COLD_BAR, WARM_BAR, NOTE_BAR, READERS_BAR, MEMORY_BAR = 6.0, 3.0, 0.5, 0.5, 500
READERS, AT_ONCE = 8, 2
DAY, COMPARE = date(2014, 12, 31), date(2013, 12, 31)


@contextmanager
def sample() -> Iterator[str]:
    """A database with the sample registry: its URL."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/sample.sqlite"
        process([sys.executable, "-m", "qms_model", "--database", url, "load", str(SAMPLE), "--apply"])
        yield url


def order(url: str, compare: date = COMPARE) -> Order:
    """A pack of everything; another `compare` is another pack."""
    return Order(url, 1, View("vi", DAY, compare, Filters()), "briefing", WHOLE, read_config())


def cold(url: str, runs: int) -> None:
    """Print how long the command takes, start to end."""
    taken = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "pack")
            start = time.perf_counter()
            words = ["brief", "--day", DAY.isoformat(), "--out", str(out)]
            process([sys.executable, "-m", "qms_model", "--database", url, *words])
            taken.append(time.perf_counter() - start)
    say("a pack, cold: the command brief", taken, bar=COLD_BAR)


def warm(url: str, runs: int) -> None:
    """Print how long a pool that has made packs before takes for another one, and what it holds."""
    taken = []
    with makers() as pool:
        pool.start(order(url), tuple(FORMATS)).pack()
        for run in range(runs):
            start = time.perf_counter()
            pool.start(order(url, date(2013, 12, 30 - run)), tuple(FORMATS)).pack()
            taken.append(time.perf_counter() - start)
        held = max(Served("", one).memory() for one in pool.processes())
    say("a pack, warm: another view of the same registry", taken, bar=WARM_BAR)
    print(f"memory of a process that makes packs: {held:.0f} MB (bar {MEMORY_BAR})")


def note(url: str, runs: int) -> None:
    """Print how long the one page takes."""
    asked = order(url)
    registry, template = opened(asked), template_of("briefing", asked.config)
    report = report_of(At(registry, asked.view), template, asked.config)
    note_pdf(report)
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        note_pdf(report)
        taken.append(time.perf_counter() - start)
    say("the one page as PDF, warm", taken, bar=NOTE_BAR)


async def beside(url: str, pool: Makers, seconds: int) -> tuple[list[float], int]:
    """The seconds that readers waited for each answer while packs were made, and how many packs."""
    with sample_served() as served:
        until = time.perf_counter() + seconds
        made = asyncio.to_thread(_made_until, url, pool, until)
        reading = asyncio.gather(*(reader(served, number, until) for number in range(READERS)))
        packs, waited = await asyncio.gather(made, reading)
    return [one for waits in waited for one in waits], packs


def _made_until(url: str, pool: Makers, until: float) -> int:
    """Make two packs at a time until then; how many."""
    made = 0
    while time.perf_counter() < until:
        making = [pool.start(order(url, date(2013, 12, 1 + n)), tuple(FORMATS)) for n in range(AT_ONCE)]
        made += len([one.pack() for one in making])
    return made


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seconds", type=int, default=60)
    chosen = parser.parse_args()
    conditions()
    with sample() as url:
        cold(url, chosen.runs)
        warm(url, chosen.runs)
        note(url, chosen.runs)
        with makers() as pool:
            waited, packs = asyncio.run(beside(url, pool, chosen.seconds))
    p95 = statistics.quantiles(sorted(waited), n=20)[-1]
    print(
        f"{READERS} readers while {packs} packs were made, {AT_ONCE} at a time:"
        f" median {statistics.median(waited):.3f} s, p95 {p95:.3f} s (bar {READERS_BAR:g} s)"
    )


if __name__ == "__main__":
    main()
