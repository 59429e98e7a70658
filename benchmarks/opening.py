"""Opening the registry in a fresh process: from the database, and from its cache.

    python -m benchmarks.opening [--runs N]

From the database includes writing the cache. The first `state` makes the
timeline; it is counted with the opening in the second line of each.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import CACHE, DATA, conditions, fresh_opening, prepare, runs_wanted, say

BARS = {"database": 6.0, "cache": 0.5}


def main() -> None:
    """Measure and print."""
    runs = runs_wanted(__doc__)
    prepare()
    fresh_opening(CACHE)  # writes the cache
    conditions()
    taken: dict[str, list[dict[str, float]]] = {"database": [], "cache": []}
    for _ in range(runs):
        with tempfile.TemporaryDirectory(dir=DATA) as empty:
            taken["database"].append(fresh_opening(Path(empty)))
        taken["cache"].append(fresh_opening(CACHE))
    for source, figures in taken.items():
        say(f"opening from the {source}", [f["opening"] for f in figures], bar=BARS[source])
        first = [f["opening"] + f["first_state"] for f in figures]
        say(f"opening from the {source} and the first state", first, bar=BARS[source])
        whole = [f["whole"] - f["questions"] for f in figures]
        say("the same, whole process: imports and config.yaml too", whole)
    both = taken["database"] + taken["cache"]
    say("of that: imports", [f["imports"] for f in both])
    say("of that: config.yaml with 693 districts", [f["config"] for f in both])


if __name__ == "__main__":
    main()
