"""The evidence of a row: one sentence with the days and documents that prove it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from string import Formatter
from typing import Any

from qms_model.i18n import Bilingual, Message, Spoken, message
from qms_model.laggards.register import RULES
from qms_model.numbers import dated, number_text
from qms_model.story import paper_name

_AUDITS = {
    "internal": message("internal audit"),
    "certification": message("certification audit"),
    "surveillance": message("surveillance audit"),
    "recertification": message("recertification audit"),
    "inspection_file": message("inspection by file"),
    "inspection_onsite": message("inspection on site"),
    "management_review": message("management review"),
}
_PROGRESS = {
    "started_on": "being built since {on}",
    "applied_on": "documents issued and applied since {on}",
    "confirmed_on": "effectiveness confirmed {on}",
}


def evidence(row: Any) -> Message:
    """What proves one row of `laggards` (as `itertuples` gives it), to be said in either language."""
    says = RULES[row.rule].says[_text(row.case)].msgid
    said = message(says, **{name: _VALUES[name](row) for name in _named(says)})
    if host := _text(row.host):
        return message("{reason} (QMS shared with {host}).", reason=said, host=host)
    return message("{reason}.", reason=said)


@cache
def _named(msgid: str) -> tuple[str, ...]:
    """What a sentence names in braces."""
    return tuple(name for _, name, _, _ in Formatter().parse(msgid) if name)


def _since(row: Any) -> Message:
    """From when it is so: the day of the evidence, else the day after the last day in time."""
    return dated(_text(row.limit_on) or row.deadline + timedelta(days=1))


def _paper(row: Any) -> Message:
    return paper_name(row.kind, row.edition, _text(row.document), row.dated_on)


def _progress(row: Any) -> Message:
    """How far one is that is behind plan."""
    if row.kind in _PROGRESS:
        return message(_PROGRESS[row.kind], on=dated(row.dated_on))
    return message("nothing begun")


def _text(cell: Any) -> str:
    """The cell; "" where it is missing."""
    return cell if isinstance(cell, str) else ""


def _number(value: float) -> Spoken:
    return Bilingual(vi=number_text(int(value), "vi"), en=number_text(int(value), "en"))


# What the sentences name, and what each is made of.
_VALUES: Mapping[str, Callable[[Any], object]] = {
    "deadline": lambda row: dated(row.deadline),
    "deadline_year": lambda row: str(row.deadline.year),
    "until": lambda row: dated(row.deadline),
    "since": _since,
    "on": lambda row: dated(row.dated_on),
    "paper": _paper,
    "progress": _progress,
    "kind": lambda row: _AUDITS[row.kind],
    "edition": lambda row: row.edition,
    "document": lambda row: row.document,
    "other": lambda row: row.other,
    "value": lambda row: _number(row.value),
    "on_site": lambda row: _number(row.on_site),
    "total": lambda row: _number(row.total),
    "least": lambda row: _number(row.least),
}
