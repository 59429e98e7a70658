"""What every sentence shares: shares, names and alternative texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from qms_model.i18n import translate
from qms_model.numbers import NOTHING, day_text, fraction_text, number_text, percentage_text
from qms_model.terms import RUNG_NAMES, STATE_NAMES

ALT_LENGTH = 250
NAMED = 3  # that share the first place; of more none stands out


class Words(NamedTuple):
    """What a figure shows: the title over it, and the text for those who cannot see it."""

    title: str
    alt: str


def measure(coverage: pd.DataFrame, rung: str, language: str) -> str:
    """n/N and percent of a rung, such as "Còn hiệu lực: 115/609 (18,9%)"."""
    row = only_row(coverage)
    share = share_of(row, rung, language)
    percentage = percentage_text(count_of(row, rung), int(row.agencies), language)
    return f"{rung_name(rung, language)}: " + (share if share == NOTHING else f"{share} ({percentage})")


def as_of(day: date, known: int, language: str) -> str:
    """The two clocks of a number: the day, and the change it was known at."""
    return translate(
        "as of {day}, change {known}",
        language,
        day=day_text(day, language),
        known=number_text(known, language),
    )


def agency_name(row: Any, language: str) -> str:
    """The agency's name of the day in `language`; the Vietnamese one where no other is recorded."""
    return str(row.name if language == "vi" or pd.isna(row.name_en) or not row.name_en else row.name_en)


def rung_name(rung: str, language: str) -> str:
    """The name of one of the four rungs of domain §5."""
    return translate(RUNG_NAMES[rung], language)


def rung_definition(rung: str, language: str) -> str:
    """What an agency must have to stand on the rung."""
    return translate(_DEFINITIONS[rung], language)


_DEFINITIONS = {
    "applied": (
        "The documents were issued, or effectiveness confirmed, or a certificate or declaration given,"
        " by the day."
    ),
    "attested": "Has had a certificate or a declaration by the day, whether or not it is still in force.",
    "in_force": (
        "A certificate or declaration, its own or of the agency whose system it shares,"
        " is in force on the day."
    ),
    "effective": (
        "In force, with an internal audit and a management review within 12 months, no major nonconformity"
        " or inspection issue overdue, and inspected where that is asked."
    ),
}


def leading(counts: Mapping[str, int]) -> list[str]:
    """The codes that share the greatest count, in their order."""
    most = max(counts.values(), default=0)
    return sorted(code for code, count in counts.items() if count == most)


def only_row(coverage: pd.DataFrame) -> Any:
    """The one row of the question without `by`."""
    return rows_of(coverage)[0]


def rows_of(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples())


def group_name(group: object, labels: Mapping[str, str]) -> str:
    """The label of a group, else its code; "—" where it is not set."""
    return labels.get(group, group) if isinstance(group, str) and group else NOTHING


def first_of(counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """The group with most, of equal ones the first of `labels`, then by code; "" where there is none."""
    order = {code: place for place, code in enumerate(labels)}
    return min(counts, key=lambda code: (-counts[code], order.get(code, len(order)), code), default="")


def days_text(n: int, language: str) -> str:
    """ "1 day", "12 days"."""
    return translate("{n} day" if n == 1 else "{n} days", language, n=number_text(n, language))


def agencies_text(n: int, language: str) -> str:
    """ "1 agency", "12 agencies"."""
    return translate("{n} agency" if n == 1 else "{n} agencies", language, n=number_text(n, language))


def count_of(row: Any, rung: str) -> int | None:
    n = getattr(row, rung)
    return None if pd.isna(n) else int(n)


def share_of(row: Any, rung: str, language: str) -> str:
    return fraction_text(count_of(row, rung), int(row.agencies), language)


def alt_of(kind: str, finding: str, language: str) -> str:
    """ "[kind of chart] of [data], [finding]", cut at 250 characters."""
    text = f"{translate(kind, language)}. {finding}."
    return text if len(text) <= ALT_LENGTH else text[: ALT_LENGTH - 1] + "…"


def state_name(state: str, language: str) -> str:
    """The name of one of the states of domain §5."""
    return translate(STATE_NAMES[state], language)
