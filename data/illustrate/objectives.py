"""The table of objectives, a few of each system, every year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from data.illustrate.agencies import TYPES
from data.illustrate.dice import chance, whole
from data.illustrate.files import Row, invented
from data.illustrate.model import System

# kind: common, health, school, service; or the one agency that has it
OBJECTIVES = invented("objectives")


def objective_rows(owner: System, last: date) -> Iterator[Row]:
    choices = [row for row in OBJECTIVES if row["kind"] == TYPES[owner.type]["objectives"]]
    throw = owner.dice("objectives")
    chosen = sorted(choices, key=lambda _: throw.random())[: 3 if owner.care == "good" else 2]
    chosen = [row for row in OBJECTIVES if row["kind"] == owner.agency] + chosen
    for year in range(owner.first.year, last.year + 1):
        rolled = owner.dice("objectives", year)
        if chance(rolled, owner.by_care(1.0, 0.9, 0.55)):
            for objective in chosen:
                yield objective_row(owner, objective, year, rolled)


def objective_row(owner: System, objective: Row, year: int, rolled: random.Random) -> Row:
    """Target and result of a year; no result where nobody assessed it."""
    unit, better = objective["unit"], objective["better"]
    target = int(objective["target_2008"]) + int(objective["step"]) * (year - 2008)
    target = min(target, 98) if unit == "%" else max(target, 1)
    met = chance(rolled, owner.by_care(0.85, 0.7, 0.5))
    gain = whole(rolled, 0, 3) if met else -whole(rolled, 1, 6)
    result = target + gain if better == "higher" else target - gain
    result = max(min(result, 100) if unit == "%" else result, 0)
    tenth = whole(rolled, 0, 9) if unit == "%" and met and result < 100 else 0
    assessed = chance(rolled, owner.by_care(1.0, 0.93, 0.7))
    return {
        "agency": owner.agency,
        "year": str(year),
        "objective": objective["objective"],
        "unit": unit,
        "target": str(target),
        "actual": (f"{result}.{tenth}" if tenth else str(result)) if assessed else "",
        "better": better,
    }
