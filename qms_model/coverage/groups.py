"""The groups that agencies are counted by."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from qms_model.coverage.filters import Filters
from qms_model.registry import Registry
from qms_model.state import state

By = Literal["type", "district", "adoption_year", "edition", "obligation", "parent", "province"]
_WHOLE = pd.CategoricalDtype([""])


def groups_of(registry: Registry, day: date, frame: pd.DataFrame, by: By, filters: Filters) -> pd.Categorical:
    """The group of every row. The edition filter moves no agency to another group."""
    if by == "edition" and filters.edition is not None:
        everything = state(registry, day).set_index("agency")["edition"]
        return pd.Categorical(everything.loc[frame["agency"]].array)
    groups = pd.Categorical(frame[by].array)
    return groups.reorder_categories(sorted(groups.categories), ordered=False)


def spelled(groups: pd.Categorical) -> pd.Categorical:
    """The groups with "" for the group that is not set, last."""
    spelled = groups.rename_categories(str)
    if groups.isna().any():
        spelled = spelled.add_categories([""]).fillna("")
    return spelled.remove_unused_categories()


def one_group(rows: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.zeros(rows, np.int8), dtype=_WHOLE, validate=False)
