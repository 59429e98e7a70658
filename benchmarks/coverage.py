"""Coverage by type on a day and a 20-year trend, nothing cached, beside a column store.

    python -m benchmarks.coverage [--runs N]

Both give the same numbers; the script stops if they do not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median

import pandas as pd

from benchmarks.column_store import RUNGS, ColumnStore
from benchmarks.measure import NATION, conditions, in_turn, prepare, runs_wanted, say, say_ratio
from benchmarks.opened import DAY, FIRST, LAST, opened
from qms_model.coverage import coverage, filters, trend

DAYS = [date(year, 12, 31) for year in range(FIRST.year, LAST.year + 1)]
BAR = 1.0


def _anew(question: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The answer with no state of a day kept from before."""
    filters._DAYS.clear()
    return question()


def main() -> None:
    """Measure, compare, print."""
    runs = runs_wanted(__doc__)
    prepare()
    registry = opened()
    store = ColumnStore(NATION, registry.rules)
    ours = coverage(registry, DAY, "type")[["group", *RUNGS]]
    assert store.coverage(DAY) == _rows(ours)
    ours = trend(registry, FIRST, LAST)[["day", *RUNGS]]
    assert store.trend(DAYS) == store.trend_by_day(DAYS) == _rows(ours)

    conditions()
    by_type, their_type = in_turn(
        runs, lambda: _anew(lambda: coverage(registry, DAY, "type")), lambda: store.coverage(DAY)
    )
    years, one_query, by_day = in_turn(
        runs,
        lambda: _anew(lambda: trend(registry, FIRST, LAST)),
        lambda: store.trend(DAYS),
        lambda: store.trend_by_day(DAYS),
    )
    say("coverage by type on a day", by_type)
    say("trend over 20 year-ends", years)
    say("both", [one + other for one, other in zip(by_type, years, strict=True)], bar=BAR)
    say("column store: coverage by type on a day", their_type)
    say("column store: trend, one query for all days", one_query)
    say("column store: trend, one query a day", by_day)
    say_ratio("ours / column store: coverage by type", by_type, their_type)
    say_ratio("ours / column store: trend, the faster of its two", years, min(one_query, by_day, key=median))


def _rows(frame: object) -> list[tuple[object, ...]]:
    cells = frame.astype(object)  # type: ignore[attr-defined]
    rows: list[tuple[object, ...]] = list(cells.where(cells.notna(), None).itertuples(index=False, name=None))
    return rows


if __name__ == "__main__":
    main()
