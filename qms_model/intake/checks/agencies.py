"""Agencies: their periods, whose system they share, what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from qms_model.config import Rules
from qms_model.dates import first_day, last_day
from qms_model.i18n import message
from qms_model.intake.book import Book, Page
from qms_model.intake.checks.rows import is_bad
from qms_model.intake.problems import Problem, shown

_NO_LINEAGE = ("rename", "transfer")  # an agency may become itself by these
_PERIOD = ("agency", "established_on", "dissolved_on")
_Edge = tuple[str, str, int]  # predecessor, successor, position


class _Row(NamedTuple):
    """The days on which a row surely holds: from `start`, before `end`."""

    start: date
    end: date
    position: int
    host: str

    def meets(self, other: _Row) -> bool:
        """Whether both hold on the same days, whatever days partial dates mean."""
        return self.start < other.end and other.start < self.end


def periods_do_not_overlap(book: Book, _rules: Rules) -> Iterator[Problem]:
    """An agency has one name, type and place on a day."""
    page = book["agencies"]
    for code, rows in _rows(page).items():
        sound = sorted(row for row in rows if not is_bad(page, row.position, *_PERIOD))
        for longest, row in _neighbours(sound):
            if row.meets(longest):
                position, column = row.position, "established_on"
                if not page.in_file(position):
                    position, column = longest.position, "dissolved_on"
                if page.in_file(position):
                    why = message("two rows of agency “{code}” hold on the same days", code=shown(code))
                    yield page.problem(position, column, why)


def _neighbours(rows: list[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Each row but the first, after the one before it that lasts longest."""
    return zip(accumulate(rows, _longer), rows[1:], strict=False)


def _longer(one: _Row, other: _Row) -> _Row:
    return other if other.end > one.end else one


def hosts_run_their_own_system(book: Book, _rules: Rules) -> Iterator[Problem]:
    """A quality management system is shared with the agency that runs it, in one step."""
    page = book["agencies"]
    every = _rows(page)
    for code, rows in every.items():
        for row in filter(lambda row: row.host, rows):
            chain = [r for r in every.get(row.host, []) if r.host and r.meets(row)]
            if row.host == code:
                why = message("“{value}” cannot share its own system", value=shown(code))
            elif chain:
                why = message("“{value}” itself shares the system of another agency", value=shown(row.host))
            else:
                continue
            places = [row.position, *(r.position for r in chain)]
            fault = next(filter(page.in_file, places), None)
            if fault is not None:
                yield page.problem(fault, "shares_qms_of", why)


def _rows(page: Page) -> dict[str, list[_Row]]:
    names = ("agency", "shares_qms_of", "established_on", "dissolved_on")
    rows: dict[str, list[_Row]] = defaultdict(list)
    for position, (code, host, start, end) in enumerate(page.rows(*names)):
        first = last_day(start) if start else date.min
        rows[code].append(_Row(first, first_day(end) if end else date.max, position, host))
    return rows


def lineage_has_no_cycle(book: Book, _rules: Rules) -> Iterator[Problem]:
    """Nothing descends from itself."""
    page = book["reorganisations"]
    edges = [
        (predecessor, successor, position)
        for position, (kind, predecessor, successor) in enumerate(
            page.rows("kind", "predecessor", "successor")
        )
        if predecessor and successor and not (predecessor == successor and kind in _NO_LINEAGE)
    ]
    circle = _circles(edges)
    for predecessor, successor, position in edges:
        if circle[predecessor] == circle[successor] and page.in_file(position):
            why = message(
                "“{successor}” would be its own predecessor, by way of “{predecessor}”",
                successor=shown(successor),
                predecessor=shown(predecessor),
            )
            yield page.problem(position, "successor", why)


def _circles(edges: list[_Edge]) -> dict[str, str]:
    """Each agency with one that stands for all from which it descends and that descend from it.

    Kosaraju's algorithm: what is finished last is looked at first, backwards.
    """
    after: dict[str, list[str]] = defaultdict(list)
    before: dict[str, list[str]] = defaultdict(list)
    for predecessor, successor, _ in edges:
        after[predecessor].append(successor)
        before[successor].append(predecessor)
    finished: list[str] = []
    seen: set[str] = set()
    for code in [*after, *before]:
        finished += _finished(code, after, seen)
    circle: dict[str, str] = {}
    found: set[str] = set()
    for code in reversed(finished):
        circle |= dict.fromkeys(_finished(code, before, found), code)
    return circle


def _finished(start: str, following: dict[str, list[str]], seen: set[str]) -> list[str]:
    """What is reached from `start` and was not seen before, each after all that follow it."""
    if start in seen:
        return []
    seen.add(start)
    order = []
    path = [(start, iter(following.get(start, ())))]
    while path:
        code, left = path[-1]
        for follower in left:
            if follower not in seen:
                seen.add(follower)
                path.append((follower, iter(following.get(follower, ()))))
                break
        else:
            order.append(code)
            path.pop()
    return order
