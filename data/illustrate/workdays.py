"""Days of the calendar that an office of Việt Nam works."""

from __future__ import annotations

import calendar
import random
from datetime import date, timedelta

from data.illustrate.dice import whole

# the first day of the lunar year
TET = {
    day.year: day
    for day in map(
        date.fromisoformat,
        ("2007-02-17", "2008-02-07", "2009-01-26", "2010-02-14", "2011-02-03", "2012-01-23",
         "2013-02-10", "2014-01-31"),
    )
}  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_holiday(day: date) -> bool:
    """A weekend, a holiday of fixed date, or Tết with two days before it."""
    fixed = (day.month, day.day) in {(1, 1), (4, 30), (5, 1), (9, 2)}
    tet = TET.get(day.year)
    return fixed or day.weekday() >= 5 or (tet is not None and -2 <= (day - tet).days <= 5)


def workday(day: date, step: int = 1) -> date:
    """The day itself, or a worked one soon after (step -1: before); not always a Monday."""
    while is_holiday(day):
        day += timedelta(step * (3 if day.weekday() >= 5 else 1))
    return day


def after(day: date, throw: random.Random, low: int, high: int) -> date:
    """A working day from low to high days later, or soon after that."""
    return workday(day + timedelta(whole(throw, low, high)))


def in_month(throw: random.Random, month: str) -> date:
    """A working day of a month written 2010-09."""
    year, number = map(int, month.split("-"))
    day = workday(date(year, number, whole(throw, 1, 28)))
    return day if day.month == number else workday(date(year, number, 28), -1)
