"""Days as whole numbers counted from 1970-01-01, in arrays.

NEVER stands for a day that is not known or does not come; it is later than
every day. An agency is its position in the sorted agency codes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

Days = npt.NDArray[np.int32]
Positions = npt.NDArray[np.intp]  # the width that numpy looks up with
Flags = npt.NDArray[np.bool_]

NEVER = np.int32(2**31 - 1)
ALWAYS = np.int32(-(2**31))
NONE = -1

_EPOCH = date(1970, 1, 1).toordinal()


def number_of(day: date) -> np.int32:
    """`day` as a whole number."""
    return np.int32(day.toordinal() - _EPOCH)


def months_after(days: Days, months: int) -> Days:
    """The same day of the month so many months on, or the last of that month."""
    known = days != NEVER
    dates = np.where(known, days, 0).astype("datetime64[D]")
    start = dates.astype("datetime64[M]")
    within = (dates - start.astype("datetime64[D]")).astype(np.int64)
    later = start + np.timedelta64(months, "M")
    longest = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(np.int64) - 1
    moved = later.astype("datetime64[D]").astype(np.int64) + np.minimum(within, longest)
    return np.where(known, moved, NEVER).astype(np.int32)


def day_numbers(column: pd.Series, meaning: Callable[[str], date], blank: np.int32) -> Days:
    """A column of recorded dates as day numbers; a blank is `blank`."""
    codes = column.cat.codes.to_numpy()
    known = [_number(meaning, text) for text in column.cat.categories.tolist()]
    return np.array([*known, blank], dtype=np.int32)[codes]


@cache
def _number(meaning: Callable[[str], date], text: str) -> np.int32:
    """A recorded date as a day number; the same few thousand come back in every column."""
    return number_of(meaning(text))


def positions(column: pd.Series) -> Positions:
    """The position of each row's agency in the sorted agency codes; NONE for a blank."""
    return column.cat.codes.to_numpy().astype(np.intp)
