"""What a rerun costs the server when its answers are kept, and what it holds in memory.

    python -m benchmarks.reruns [--runs 5]

One session chooses an agency type again and again: CPU of the whole server
process a rerun, in rounds of twenty. Memory is that after every page was
opened with every type.
"""

from __future__ import annotations

import asyncio
import time

from benchmarks.measure import conditions, runs_wanted, say
from benchmarks.serving import Served, sample_served
from benchmarks.visitor import PAGES, Visitor

CPU_BAR, MEMORY_BAR = 0.040, 250
RERUNS = 20  # of a round
KINDS = 5  # agency types chosen in turn


async def measure(served: Served, runs: int) -> None:
    """Print the CPU of a rerun on each page, and the memory afterwards."""
    for name, page in PAGES.items():
        async with Visitor(served.base) as visitor:
            await visitor.open(page)
            for kind in range(KINDS):
                await visitor.choose("type", kind)
            used, taken = [], []
            for _ in range(runs):
                cpu, start = served.cpu(), time.perf_counter()
                for rerun in range(RERUNS):
                    await visitor.choose("type", rerun % KINDS)
                used.append((served.cpu() - cpu) / RERUNS)
                taken.append((time.perf_counter() - start) / RERUNS)
            say(f"{name}: CPU a rerun", used, bar=CPU_BAR)
            say(f"{name}: answered in", taken)
    say("memory after all pages", [served.memory()], "MB", MEMORY_BAR)


def main() -> None:
    """Measure the dashboard with the sample."""
    runs = runs_wanted(__doc__)
    conditions()
    with sample_served() as served:
        asyncio.run(measure(served, runs))


if __name__ == "__main__":
    main()
