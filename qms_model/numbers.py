"""How counts, shares and days are written: the rules of domain §9.

Screen, export, briefing and API all write a number through this module.
"""

from __future__ import annotations

from datetime import date

NOTHING = "—"  # there is nothing to count, or the count is not known

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number_text(value: int, language: str) -> str:
    """A count with thousands grouped: 1.234 (vi), 1,234 (en)."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def day_text(day: date, language: str) -> str:
    """A day: 05/03/2015 (vi), 5 Mar 2015 (en)."""
    if language == "vi":
        return f"{day:%d/%m/%Y}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def recorded_text(text: str, language: str) -> str:
    """A date as it was recorded, to the day, the month or the year: 03/2015 (vi), Mar 2015 (en)."""
    if len(text) == 4:
        return text
    if len(text) == 7:
        year, month = text.split("-")
        return f"{month}/{year}" if language == "vi" else f"{_MONTHS[int(month) - 1]} {year}"
    return day_text(date.fromisoformat(text), language)


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
