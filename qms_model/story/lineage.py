"""What became of an agency, and from what it came (domain §8)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from qms_model.registry import Registry
from qms_model.story.naming import name_near, names
from qms_model.story.subject import position_of, texts

_COLUMNS = ("event", "kind", "effective_on", "predecessor", "successor", "decision")


class Edge(NamedTuple):
    """One line of a reorganisation, seen from the agency."""

    role: str  # of the other: "predecessor", "successor", or "itself" (renamed, transferred)
    agency: str  # the other; "" where there is none: created, dissolved
    name: str  # the other's on the day of the event
    event: str
    kind: str
    effective_on: date
    decision: str


def lineage(registry: Registry, agency: str, day: date) -> tuple[Edge, ...]:
    """The reorganisations that concerned the agency up to `day`, by day.

    Raises Refused when the registry has no such agency.
    """
    position_of(registry, agency)
    table = registry.tables["reorganisations"]
    rows = np.flatnonzero(
        ((table["predecessor"] == agency) | (table["successor"] == agency)).to_numpy(np.bool_)
    )
    edges = []
    for event, kind, effective, before, after, decision in texts(table, _COLUMNS, rows):
        on = date.fromisoformat(effective)
        if on > day:
            continue
        role = "itself" if before == after else "successor" if before == agency else "predecessor"
        other = before if role == "predecessor" else after
        name = name_near(registry, other, on) if other else ""
        edges.append(Edge(role, other, name, event, kind, on, decision))
    return tuple(sorted(edges, key=lambda edge: (edge.effective_on, edge.event, edge.role, edge.agency)))


def successors_now(registry: Registry, agency: str) -> tuple[str, ...]:
    """The agencies that are today, as far as is known, what it was: the last of every
    line of successors, itself among them where it goes on. Sorted by code; none
    when it was dissolved without a successor.

    A line follows only what happened after it came to an agency: what that one
    gave away before is not an heir.
    """
    position_of(registry, agency)
    arrived: dict[str, str] = {}
    waiting = [(agency, "")]
    edges = _edges(registry)
    while waiting:
        code, since = waiting.pop()
        if code in arrived and arrived[code] <= since:
            continue
        arrived[code] = since
        waiting += [(after, on) for on, after in edges.get(code, []) if on >= since]
    return tuple(sorted(code for code in arrived if not names(registry, code)[-1].dissolved_on))


def _edges(registry: Registry) -> dict[str, list[tuple[str, str]]]:
    """By predecessor the day and the successor of every line that leads to another agency."""
    table = registry.tables["reorganisations"]
    found: dict[str, list[tuple[str, str]]] = {}
    every = np.arange(len(table), dtype=np.intp)
    for on, before, after in texts(table, ("effective_on", "predecessor", "successor"), every):
        if before and after and before != after:
            found.setdefault(before, []).append((on, after))
    return found
