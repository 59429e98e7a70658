"""Dates known to the day, the month or the year, and calendar months.

A date is ISO text of the precision it was recorded with: "2009-03-15",
"2009-03" or "2009". A partial date counts as the last day of its period, but
a partial establishment as the first (domain §5).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def first_day(text: str) -> date:
    """The first day that `text` may mean."""
    return date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])


def last_day(text: str) -> date:
    """The last day that `text` may mean."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(text)


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where there is none."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_end(day: date) -> date:
    """The last end of a quarter on or before `day`."""
    start = date(day.year, day.month - (day.month - 1) % 3, 1)
    end = add_months(start, 3) - timedelta(days=1)
    return end if end <= day else start - timedelta(days=1)


def period_ends(start: date, end: date, months: int) -> list[date]:
    """The last days of the periods of 1, 3 or 12 months from `start` to `end`, and `end`."""
    first = date(start.year, start.month - (start.month - 1) % months, 1)
    days = []
    while (last := add_months(first, months) - timedelta(days=1)) < end:
        if last >= start:
            days.append(last)
        first = add_months(first, months)
    return [*days, end]


def earliest_within(day: date, months: int) -> date:
    """The first day from which so many months reach `day`."""
    first = add_months(day, -months)
    while add_months(first, months) < day:
        first += timedelta(days=1)
    return first
