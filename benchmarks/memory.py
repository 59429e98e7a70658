"""The memory of a process that opens the registry, asks coverage by type and a 20-year trend.

python -m benchmarks.memory [--runs N]
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import CACHE, DATA, conditions, fresh_opening, prepare, runs_wanted, say

BAR = 1024.0


def main() -> None:
    """Measure and print."""
    runs = runs_wanted(__doc__)
    prepare()
    fresh_opening(CACHE)  # writes the cache
    conditions()
    for source in ("database", "cache"):
        figures = []
        for _ in range(runs):
            with tempfile.TemporaryDirectory(dir=DATA) as empty:
                figures.append(fresh_opening(CACHE if source == "cache" else Path(empty)))
        say(f"opened from the {source}: peak", [f["peak"] for f in figures], "MB", BAR)
        say(f"opened from the {source}: held afterwards", [f["resident"] for f in figures], "MB", BAR)


if __name__ == "__main__":
    main()
