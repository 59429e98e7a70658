"""The table of adoptions: those with a system, those that share one, those on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from data.illustrate.agencies import sharing
from data.illustrate.dice import chance, dice, whole
from data.illustrate.files import Row, invented
from data.illustrate.model import System
from data.illustrate.workdays import add_months, in_month, workday

STATES = ("planned", "building", "applying", "confirmed")
# Besides those of `unfinished.csv`, so many more of these types are drawn, with
# these plans: the planned year ("-" none) and how far.
DRAWN = {"phong_khac": 28, "ubnd_xa": 30}
DRAWN_PLANS = (
    "2013 planned", "2013 building", "2013 applying", "2014 planned", "2014 planned",
    "2014 building", "2014 building", "2014 applying", "2014 applying", "2014 confirmed",
    "- building", "- applying", *("2015 planned",) * 11, "2015 building",
)  # fmt: skip


def adoption_rows(systems: list[System], agencies: dict[str, Row], begun: list[Row]) -> Iterator[Row]:
    for owner in systems:
        row = adoption_row(owner.agency, owner)
        if chance(owner.dice("started"), 0.2):
            row["started_on"] = f"{owner.started:%Y-%m}"
        yield row
    for code, host in sharing(systems, agencies):
        yield adoption_row(code, host)
    yield from begun


def adoption_row(agency: str, owner: System) -> Row:
    return {
        "agency": agency,
        "planned_year": str(owner.planned),
        "started_on": str(owner.started),
        "applied_on": str(owner.applied),
        "confirmed_on": str(owner.confirmed),
    }


def begun_rows(systems: list[System], agencies: dict[str, Row], exempt: set[str]) -> list[Row]:
    """Those that planned or began and are not attested."""
    busy = {owner.agency for owner in systems} | {code for code, _ in sharing(systems, agencies)}
    found = [(row["agency"], row["planned_year"], row["state"]) for row in invented("unfinished")]
    for kind, count in DRAWN.items():
        free = [c for c, row in agencies.items() if row["type"] == kind and c not in busy | exempt]
        found += drawn(free, count)
    return [unfinished_row(*each) for each in sorted(found)]


def drawn(free: Iterable[str], count: int) -> Iterator[tuple[str, str, str]]:
    """Agency, planned year ("" none) and how far, of so many of the free ones."""
    codes = sorted(free, key=lambda code: dice(code, "drawn").random())[:count]
    for code, plan in zip(codes, (DRAWN_PLANS * 2)[:count], strict=True):
        year, state = plan.split()
        yield code, year.replace("-", ""), state


def unfinished_row(code: str, planned: str, state: str) -> Row:
    """The steps as far as the state says, in time for the planned year."""
    throw = dice(code, "unfinished")
    year = min(int(planned or 2014), 2014)
    started = in_month(throw, f"{year - (state != 'building')}-{whole(throw, 2, 9):02d}")
    applied = workday(add_months(started, whole(throw, 5, 8)))
    confirmed = workday(add_months(applied, whole(throw, 3, 5)))
    reached = STATES.index(state)
    started_text = f"{started:%Y-%m}" if chance(throw, 0.25) else str(started)
    return {
        "agency": code,
        "planned_year": planned,
        "started_on": started_text if reached >= 1 else "",
        "applied_on": str(applied) if reached >= 2 else "",
        "confirmed_on": str(confirmed) if reached >= 3 else "",
    }
