"""Which agencies are looked at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from qms_model.once import OncePer
from qms_model.registry import Registry
from qms_model.state import state

# The columns that take a few bytes an agency: 2 MB a day for a nation.
_SMALL = frozenset(
    {"agency", "type", "district", "parent", "province", "in_par_index", "obligation", "exempt", "state"}
    | {"rung", "adoption_year", "edition", "qms"}
)


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


_DAYS = OncePer(most=64)  # the ends of twenty years, and of others that are compared, under some filter


def standing(
    registry: Registry, day: date, filters: Filters = Filters(), columns: Collection[str] | None = None
) -> pd.DataFrame:
    """The state of the agencies that match the filters, columns as `state.state`;
    with `columns` only those and what is filtered by."""
    chosen = _chosen(filters)
    if columns is None or not _SMALL.issuperset(columns):
        wanted = columns and {*columns, *chosen}
        return _matching(state(registry, day, filters.edition, wanted), chosen)
    frame = _kept(registry, day, filters)
    return frame[[name for name in frame if name in columns or name in chosen]]


def _chosen(filters: Filters) -> dict[str, object]:
    """What is filtered by: the column, and its value."""
    places = ("obligation", "type", "district", "parent", "province")
    chosen = {name: wanted for name in places if (wanted := getattr(filters, name)) is not None}
    return {**chosen, "in_par_index": True} if filters.par_index else chosen


def _matching(frame: pd.DataFrame, chosen: Mapping[str, object]) -> pd.DataFrame:
    if not chosen:
        return frame
    matches = [(frame[name] == wanted).to_numpy(np.bool_, na_value=False) for name, wanted in chosen.items()]
    return frame[np.logical_and.reduce(matches)]


def _kept(registry: Registry, day: date, filters: Filters) -> pd.DataFrame:
    """What most questions need of a day under these filters: a page asks many of them of
    the same days, and under every filter the state is the same."""
    everybody = Filters(edition=filters.edition)

    def made() -> pd.DataFrame:
        if filters == everybody:
            return state(registry, day, filters.edition, _SMALL)
        return _matching(_kept(registry, day, everybody), _chosen(filters))

    return _DAYS.get(registry, (day, filters), made)
