"""How counts, shares and days are written: the rules of domain §9.

Screen, export, briefing and API all write a number through this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from qms_model.i18n import Message, Spoken, message

NOTHING = "—"  # there is nothing to count, or the count is not known

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number_text(value: int, language: str) -> str:
    """A count with thousands grouped: 1.234 (vi), 1,234 (en)."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def day_text(day: date, language: str) -> str:
    """A day: 05/03/2015 (vi), 5 Mar 2015 (en)."""
    if language == "vi":
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_of(text: str, language: str) -> date | None:
    """The day that `day_text` wrote so; None for every other text."""
    parts = text.split("/" if language == "vi" else " ")
    try:
        number, month, year = parts
        counted = int(month) if language == "vi" else 1 + _MONTHS.index(month)
        day = date(int(year), counted, int(number))
    except ValueError:
        return None
    return day if day_text(day, language) == text else None


def month_text(day: date, language: str) -> str:
    """The month of a day: 03/2015 (vi), Mar 2015 (en)."""
    return f"{day:%m/%Y}" if language == "vi" else f"{_MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True)
class RecordedDate(Spoken):
    """A date as it was recorded, ISO text to the day, the month or the year."""

    recorded: str

    def text(self, language: str) -> str:
        """05/03/2015, 03/2015 or 2015 (vi); 5 Mar 2015, Mar 2015 or 2015 (en)."""
        if len(self.recorded) == 10:
            return day_text(date.fromisoformat(self.recorded), language)
        if len(self.recorded) == 7:
            return month_text(date.fromisoformat(f"{self.recorded}-01"), language)
        return self.recorded


@dataclass(frozen=True)
class Moment(Spoken):
    """An instant of the journal (UTC, ISO 8601) as the clocks of a time zone showed it."""

    instant: str
    timezone: str

    def text(self, language: str) -> str:
        """05/03/2015, 08:16 (vi); 5 Mar 2015, 08:16 (en)."""
        local = datetime.fromisoformat(self.instant).astimezone(ZoneInfo(self.timezone))
        return f"{day_text(local.date(), language)}, {local:%H:%M}"


def dated(recorded: str | date) -> Message:
    """A date within a sentence, such as "ngày 05/03/2015", "tháng 03/2015", "năm 2015" (vi)."""
    when = RecordedDate(str(recorded))
    if len(when.recorded) == 10:
        return message("{day}", day=when)
    return message("{month}", month=when) if len(when.recorded) == 7 else message("{year}", year=when)


def fraction_text(n: int | None, total: int, language: str) -> str:
    """n/N, such as 1.022/1.234; "—" where N is 0 or n is not known."""
    if n is None or total == 0:
        return NOTHING
    return f"{number_text(n, language)}/{number_text(total, language)}"


def percentage_text(n: int | None, total: int, language: str) -> str:
    """The share of n in N in percent, rounded half up; "—" as in `fraction_text`.

    No decimals when N is below 100, one otherwise. Never "100%" or "0%" unless
    exactly that: 199 of 200 is 99,5%, 1999 of 2000 is >99,9%, 1 of 300 is 0,3%.
    """
    if n is None or total == 0:
        return NOTHING
    if not 0 <= n <= total:
        raise ValueError(f"{n} of {total} is not a share")
    if n in (0, total):
        return "0%" if n == 0 else "100%"
    per_percent = 1 if total < 100 else 10
    steps = (2 * 100 * per_percent * n + total) // (2 * total)  # half up, in integers
    sign = "<" if steps == 0 else ">" if steps == 100 * per_percent else ""
    steps = min(max(steps, 1), 100 * per_percent - 1)
    if per_percent == 1:
        return f"{sign}{steps}%"
    point = "," if language == "vi" else "."
    return f"{sign}{steps // 10}{point}{steps % 10}%"
