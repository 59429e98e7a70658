"""Many readers at once: how long they wait, and what the server keeps when they have gone.

    python -m benchmarks.sessions [--seconds 60] [--visitors 1000]

Each reader looks at Tổng quan or Độ phủ, thinks for two seconds on average
(exponentially: people who think for exactly two seconds would soon all ask at
the same moment), chooses another agency type, and waits for the whole answer;
the sample registry. Then so many
visitors open a page, choose once and leave; what the server holds is compared
with what it held after a hundred of them. Streamlit keeps the sessions of lost
connections for two minutes (128 of them), and drops them when the next one
ends: so it is looked at after two minutes and one more visitor.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Sequence

from benchmarks.measure import conditions
from benchmarks.serving import Served, sample_served
from benchmarks.visitor import PAGES, Visitor

THINKING = 2.0  # seconds between an answer and the next choice, on average
LOOKED_AT = [PAGES["Tổng quan"], PAGES["Độ phủ"]]
BARS = {25: 0.5, 50: 2.0}  # readers -> seconds, 95 of 100 answers
AT_ONCE = 20  # of the visitors that come and go
WARM = 100  # visitors before the first look at memory
MEMORY_BAR = 100  # MB more
FORGOTTEN = 130  # seconds until the session of a lost connection may be dropped


async def reader(served: Served, number: int, until: float) -> list[float]:
    """The seconds of every answer that a reader waited for."""
    chance = random.Random(number)
    waited: list[float] = []
    async with Visitor(served.base) as visitor:
        await visitor.open(LOOKED_AT[number % len(LOOKED_AT)])
        while time.perf_counter() < until:
            await asyncio.sleep(chance.expovariate(1 / THINKING))
            start = time.perf_counter()
            await visitor.choose("type", chance.randrange(12))
            waited.append(time.perf_counter() - start)
    return waited


async def readers(served: Served, count: int, seconds: int) -> None:
    """Print how long so many readers at once waited."""
    until, cpu, start = time.perf_counter() + seconds, served.cpu(), time.perf_counter()
    all_waited = await asyncio.gather(*(reader(served, number, until) for number in range(count)))
    waited = sorted(one for waits in all_waited for one in waits)
    ninety_fifth = statistics.quantiles(waited, n=20)[-1]
    used = (served.cpu() - cpu) / (time.perf_counter() - start)
    print(
        f"{count} readers: median {statistics.median(waited):.3f} s, p95 {ninety_fifth:.3f} s"
        f" (bar {BARS[count]:g} s: {ninety_fifth / BARS[count]:.2f} of it), most {waited[-1]:.3f} s;"
        f" {len(waited)} answers, {used:.0%} of a core, {served.memory():.0f} MB"
    )


async def come_and_go(served: Served, numbers: Sequence[int]) -> None:
    """Visitors who open a page, choose once and leave, a few at a time."""
    places = asyncio.Semaphore(AT_ONCE)

    async def visit(number: int) -> None:
        async with places, Visitor(served.base) as visitor:
            await visitor.open(LOOKED_AT[number % len(LOOKED_AT)])
            await visitor.choose("type", number // len(LOOKED_AT))

    await asyncio.gather(*(visit(number) for number in numbers))


async def forgotten(served: Served) -> None:
    """Wait until the server has dropped the sessions of those who left."""
    await asyncio.sleep(FORGOTTEN)
    await come_and_go(served, range(1))
    await asyncio.sleep(1)


async def leaving(served: Served, visitors: int) -> None:
    """Print what the server holds more after so many visitors have come and gone."""
    await come_and_go(served, range(WARM))
    await forgotten(served)
    memory, descriptors = served.memory(), served.descriptors()
    await come_and_go(served, range(visitors))
    at_once = served.memory() - memory
    await forgotten(served)
    print(
        f"{visitors} visitors came and went: {served.memory() - memory:+.0f} MB (bar +{MEMORY_BAR} MB;"
        f" {at_once:+.0f} MB at once), descriptors {descriptors} -> {served.descriptors()}"
    )


async def measure(served: Served, seconds: int, visitors: int) -> None:
    """All of it on one server, one after the other."""
    await come_and_go(served, range(24))  # every answer is asked for once
    for count in BARS:
        await readers(served, count, seconds)
    await leaving(served, visitors)


def main() -> None:
    """Measure the dashboard with the sample."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--visitors", type=int, default=1000)
    chosen = parser.parse_args()
    conditions()
    with sample_served() as served:
        asyncio.run(measure(served, chosen.seconds, chosen.visitors))


if __name__ == "__main__":
    main()
