"""How every agency stands on a day, warm, over several days, beside a column store.

    python -m benchmarks.state [--runs N]

Ours answers all columns of `state`; the column store only the rung and the
exemption. The script stops if these differ.
"""

from __future__ import annotations

import statistics
from datetime import date
from functools import partial

import numpy as np

from benchmarks.column_store import ColumnStore
from benchmarks.measure import NATION, conditions, in_turn, prepare, runs_wanted, say, say_ratio
from benchmarks.opened import opened
from qms_model.state import state

DAYS = [date(year, month, 15) for year in range(2008, 2025, 4) for month in (3, 9)]
BAR = 0.15


def main() -> None:
    """Measure, compare, print."""
    runs = runs_wanted(__doc__)
    prepare()
    registry = opened()
    store = ColumnStore(NATION, registry.rules)
    for day in DAYS:
        ours, theirs = state(registry, day), store.rungs(day)
        assert np.array_equal(ours["rung"].cat.codes.to_numpy(), theirs["rung"])
        assert np.array_equal(ours["exempt"].to_numpy(), theirs["exempt"])

    conditions()
    both = [in_turn(runs, partial(state, registry, day), partial(store.rungs, day)) for day in DAYS]
    own, their = ([statistics.median(pair[side]) for pair in both] for side in (0, 1))
    say(f"state of a day, medians of {len(DAYS)} days", own, bar=BAR)
    say("column store: the rung of every agency", their)
    say_ratio("ours / column store", own, their)


if __name__ == "__main__":
    main()
