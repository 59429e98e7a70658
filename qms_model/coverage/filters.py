"""Which agencies are looked at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from qms_model.registry import Registry
from qms_model.state import state

# The columns that take a few bytes an agency: 2 MB a day for a nation.
_SMALL = frozenset(
    {"agency", "type", "district", "parent", "province", "in_par_index", "obligation", "exempt", "state"}
    | {"rung", "adoption_year", "edition", "qms"}
)
_KEPT = 48  # days: the ends of twenty years, and of others that are compared or looked at

_days: WeakKeyDictionary[Registry, dict[tuple[date, str | None], pd.DataFrame]] = WeakKeyDictionary()
_lock = Lock()


@dataclass(frozen=True)
class Filters:
    """Which agencies are looked at; None looks at all. `par_index` looks only at those
    in the list of the administrative reform index. `edition` restricts which
    attestations count, never which agencies."""

    obligation: str | None = None
    type: str | None = None
    district: str | None = None
    parent: str | None = None
    province: str | None = None
    edition: str | None = None
    par_index: bool = False


def standing(
    registry: Registry, day: date, filters: Filters = Filters(), columns: Collection[str] | None = None
) -> pd.DataFrame:
    """The state of the agencies that match the filters, columns as `state.state`;
    with `columns` only those and what is filtered by."""
    places = ("obligation", "type", "district", "parent", "province")
    chosen: dict[str, object] = {
        name: wanted for name in places if (wanted := getattr(filters, name)) is not None
    }
    if filters.par_index:
        chosen["in_par_index"] = True
    frame = _state(registry, day, filters.edition, columns and {*columns, *chosen})
    if not chosen:
        return frame
    matches = [(frame[name] == wanted).to_numpy(np.bool_, na_value=False) for name, wanted in chosen.items()]
    return frame[np.logical_and.reduce(matches)]


def _state(
    registry: Registry, day: date, edition: str | None, columns: Collection[str] | None
) -> pd.DataFrame:
    """`state.state`. What most questions need of a day is kept: a page asks many of them,
    of the same days, and under every filter the state is the same."""
    if columns is None or not _SMALL.issuperset(columns):
        return state(registry, day, edition, columns)
    with _lock:
        days = _days.setdefault(registry, {})
        frame = days.pop((day, edition), None)
    if frame is None:
        frame = state(registry, day, edition, _SMALL)
    with _lock:
        days[day, edition] = frame  # the last to go
        while len(days) > _KEPT:
            del days[next(iter(days))]
    return frame[[name for name in frame if name in columns]]
