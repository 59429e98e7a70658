"""The table of procedures: how many a system has, and how many of them are TTHC."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from data.illustrate.agencies import TYPES
from data.illustrate.dice import chance, whole
from data.illustrate.files import Row
from data.illustrate.model import System

SMALL = {
    "BDT": 9,
    "TTT": 14,
    "SNgV": 14,
    "VPUB": 16,
}  # departments with few TTHC
PUBLISHED_SIZE = {"SKHDT": (34, 7)}  # operational, system: as the province published


def procedure_rows(owner: System, last: date) -> Iterator[Row]:
    """Counts at the end of November, for the yearly summary to the province."""
    throw = owner.dice("size")
    operational, system, total = size_of(owner, throw)
    final_share = 1.0 if chance(throw, 0.72) else 0.78 + 0.2 * throw.random()
    for year in range(owner.first.year, last.year + 1):
        counted = date(year, 11, 30)
        if counted < owner.first or counted > last:
            continue
        rolled = owner.dice("count", year)
        reported = year == last.year and owner.care != "poor"
        if not (reported or chance(rolled, owner.by_care(1.0, 0.92, 0.6))):
            continue
        behind = last.year - year
        share = max(final_share - 0.11 * behind, 0.3)
        yield {
            "agency": owner.agency,
            "counted_on": str(counted),
            "operational": str(max(round(operational * (1 - 0.05 * behind)), 5)),
            "system": str(system if behind < 4 else min(system, 6)),
            **tthc(rolled, total + whole(rolled, 0, 2) * behind, share),
        }


def size_of(owner: System, throw: random.Random) -> tuple[int, int, int]:
    """Operational and system procedures and TTHC (0: none) in the last year."""

    def drawn(what: str) -> int:
        return whole(throw, int(usual[f"{what}_from"]), int(usual[f"{what}_to"]))

    usual = TYPES[owner.type]
    operational, system = drawn("operational"), drawn("system")
    operational, system = PUBLISHED_SIZE.get(owner.agency, (operational, system))
    total = drawn("tthc") if usual["tthc_to"] else 0
    if owner.agency in SMALL:
        total, operational = SMALL[owner.agency], min(operational, SMALL[owner.agency] + 6)
    return operational, system, total


def tthc(rolled: random.Random, total: int, share: float) -> Row:
    """Administrative procedures: all, in scope, posted; none in service units."""
    if total < 6:
        return {"tthc_total": "", "tthc_in_scope": "", "tthc_posted": ""}
    missing = 0 if chance(rolled, 0.6) else whole(rolled, 1, max(total // 40, 1))
    return {
        "tthc_total": str(total),
        "tthc_in_scope": str(min(round(total * share), total)),
        "tthc_posted": str(total - missing),
    }
