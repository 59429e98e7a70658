"""In which order agencies get the places of a list, spread over types and districts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

MUST, QUOTA, SCORE = "must", "quota", "score"


@dataclass(frozen=True)
class Candidate:
    """An agency that may get a place; its district "" where it is in none."""

    type: str
    district: str
    total: int


def sequence(candidates: Sequence[Candidate], must: Collection[int], places: int) -> list[tuple[int, str]]:
    """Who gets the first places of the one order there is: the candidate (its position) and why.

    `candidates` come highest total first. Those of `must` come first, however many places there
    are. Then each place goes to the type of which the smallest share is on the list so far (so
    each type gets one before any gets its second), of equal ones to that whose next candidate
    stands higher; within the type to the highest whose district then has no more than its share
    of the list, rounded up, and where there is none to the highest. Since every place is given
    without looking at how many follow, a longer list begins with the shorter one.

    why: must; score, when nobody left had a higher total; else quota.
    """
    draw = _Draw(candidates)
    picked = [(position, MUST) for position in sorted(must)]
    for position, _ in picked:
        draw.take(position)
    while len(picked) < places and (highest := draw.highest()) is not None:
        position = draw.next()
        equal = candidates[position].total == candidates[highest].total
        picked.append((position, SCORE if equal else QUOTA))
        draw.take(position)
    return picked


class _Draw:
    """The candidates that have no place yet, and how many of each type and district have one."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        """Nobody has a place yet."""
        self._candidates = candidates
        self._taken = [False] * len(candidates)
        self._types = Counter(one.type for one in candidates)
        self._districts = Counter(one.district for one in candidates)
        self._of_type: Counter[str] = Counter()
        self._of_district: Counter[str] = Counter()
        # Piles with the highest on top.
        self._all = list(range(len(candidates)))[::-1]
        self._by_type: dict[str, list[int]] = defaultdict(list)
        self._by_both: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for position in self._all:
            one = candidates[position]
            self._by_type[one.type].append(position)
            self._by_both[one.type][one.district].append(position)

    def highest(self) -> int | None:
        """The highest that has no place yet; None when all have one."""
        return self._top(self._all)

    def take(self, position: int) -> None:
        """It has a place now."""
        self._taken[position] = True
        self._of_type[self._candidates[position].type] += 1
        self._of_district[self._candidates[position].district] += 1

    def next(self) -> int:
        """Who gets the next place; somebody has none yet."""
        tops = {kind: top for kind, pile in self._by_type.items() if (top := self._top(pile)) is not None}
        kind = min(tops, key=lambda name: (self._of_type[name] / self._types[name], tops[name]))
        fitting = [
            top
            for district, pile in self._by_both[kind].items()
            if (top := self._top(pile)) is not None and self._has_room(district)
        ]
        return min(fitting, default=tops[kind])

    def _top(self, pile: list[int]) -> int | None:
        while pile and self._taken[pile[-1]]:
            pile.pop()
        return pile[-1] if pile else None

    def _has_room(self, district: str) -> bool:
        """Whether one more leaves the district within its share of the list, rounded up."""
        share = self._districts[district] * (self._of_district.total() + 1)
        return self._of_district[district] < -(-share // len(self._candidates))
