"""Days as whole numbers counted from 1970-01-01, in arrays.

NEVER stands for a day that is not known or does not come; it is later than
every day. An agency is its position in the sorted agency codes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Days = npt.NDArray[np.int32]
Positions = npt.NDArray[np.intp]  # the width that numpy looks up with
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
Dates = npt.NDArray[np.datetime64]

NEVER = np.int32(2**31 - 1)
ALWAYS = np.int32(-(2**31))
NONE = -1

_DAYS_THERE_ARE = np.int64(1) << 32
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


def end_of_next_year(days: Days) -> Days:
    """31 December of the year after each day; ALWAYS for ALWAYS."""
    known = days != ALWAYS
    years = np.where(known, days, 0).astype("datetime64[D]").astype("datetime64[Y]")
    ends = (years + np.timedelta64(2, "Y")).astype("datetime64[D]").astype(np.int64) - 1
    return np.where(known, ends, ALWAYS).astype(np.int32)


def in_one(agency: Positions, days: Days | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """An agency and a day as one number, in the order of both, to search many at once."""
    return agency.astype(np.int64) * _DAYS_THERE_ARE + (days.astype(np.int64) - ALWAYS)


def last_rows(agency: Positions, rows: Positions, agencies: int) -> Positions:
    """Of every agency the last of these rows (places in `agency`); NONE where it has none, and at NONE."""
    last = np.full(agencies + 1, NONE, dtype=np.intp)
    last[agency[rows]] = rows
    last[NONE] = NONE
    return last


def day_numbers(column: pd.Series, meaning: Callable[[Texts], Dates], blank: np.int32) -> Days:
    """A column of recorded dates as day numbers; a blank is `blank`."""
    texts = column.cat.categories.to_numpy(dtype="U10")
    return np.append(meaning(texts).astype(np.int32), blank)[column.cat.codes.to_numpy()]


def first_days(texts: Texts) -> Dates:
    """`dates.first_day` of many: a month or a year is read as its first day."""
    return texts.astype("datetime64[D]")


def last_days(texts: Texts) -> Dates:
    """`dates.last_day` of many."""
    days, length = first_days(texts), np.char.str_len(texts)
    for precision, code in ((4, "Y"), (7, "M")):
        ends = (days.astype(f"datetime64[{code}]") + 1).astype("datetime64[D]") - 1
        days = np.where(length == precision, ends, days)
    return days


def positions(column: pd.Series) -> Positions:
    """The position of each row's agency in the sorted agency codes; NONE for a blank."""
    return column.cat.codes.to_numpy().astype(np.intp)
