"""Which agencies are looked at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from qms_model.registry import Registry
from qms_model.state import state


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
    frame = state(registry, day, filters.edition, columns and {*columns, *chosen})
    for name, wanted in chosen.items():
        frame = frame[(frame[name] == wanted).to_numpy(np.bool_, na_value=False)]
    return frame
