"""The evidence of a row: one sentence with the days and documents that prove it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from qms_model.i18n import Bilingual, Message, Spoken, message
from qms_model.laggards.register import NUMBERS, RULES
from qms_model.numbers import dated, number_text
from qms_model.story import paper_name

_PAPERS = ("certificate", "declaration")
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
    said = message(RULES[row.rule].says[_text(row.case)].msgid, **_values(row))
    if host := _text(row.host):
        return message("{reason} (QMS shared with {host}).", reason=said, host=host)
    return message("{reason}.", reason=said)


def _values(row: Any) -> dict[str, object]:
    """Everything that the sentences name."""
    deadline: date = row.deadline
    values: dict[str, object] = {
        "deadline": dated(deadline),
        "deadline_year": str(deadline.year),
        "until": dated(deadline),
        "since": dated(_text(row.limit_on) or deadline + timedelta(days=1)),
        "edition": _text(row.edition),
        "document": _text(row.document),
        "other": _text(row.other),
        "progress": _progress(row),
    }
    if _text(row.kind) in _PAPERS:
        values["paper"] = paper_name(row.kind, row.edition, _text(row.document), row.dated_on)
    elif _text(row.kind) in _AUDITS:
        values["kind"] = _AUDITS[row.kind]
    if on := _text(row.dated_on):
        values["on"] = dated(on)
    numbers = {name: getattr(row, name) for name in NUMBERS}
    return values | {name: _number(value) for name, value in numbers.items() if not pd.isna(value)}


def _progress(row: Any) -> Message:
    """How far one is that is behind plan."""
    if _text(row.kind) in _PROGRESS:
        return message(_PROGRESS[row.kind], on=dated(row.dated_on))
    return message("nothing begun")


def _text(cell: Any) -> str:
    """The cell; "" where it is missing."""
    return "" if pd.isna(cell) else str(cell)


def _number(value: int) -> Spoken:
    return Bilingual(vi=number_text(int(value), "vi"), en=number_text(int(value), "en"))
