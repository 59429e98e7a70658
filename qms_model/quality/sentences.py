"""The sentence of a doubtful fact: whose it is, what it says, and what to do."""

from __future__ import annotations

from typing import Any

import pandas as pd

from qms_model.facts import LABELS_VI
from qms_model.i18n import Bilingual, Message, Spoken, message
from qms_model.numbers import RecordedDate, number_text
from qms_model.quality.issues import RULES

_KINDS = {
    "certificate": message("certificate"),
    "declaration": message("declaration"),
    "internal": message("internal audit"),
    "certification": message("certification audit"),
    "surveillance": message("surveillance audit"),
    "recertification": message("recertification audit"),
    "inspection_file": message("inspection by file"),
    "inspection_onsite": message("inspection on site"),
}


def sentence(row: Any) -> Message:
    """What is doubtful about one row of `issues` (as `itertuples` gives it), and what to do.

    It names the agency with its code, or the type of a target, the paper and its day.
    """
    values: dict[str, object] = {
        "agency": _whose(row),
        "table": Bilingual(vi=LABELS_VI[row.table], en=row.table),
        "document": message("no. {number}", number=row.document)
        if _there(row.document)
        else message("without a number"),
        "code": row.document,
        "edition": row.edition,
        "other": row.other,
    }
    if _there(row.kind):
        values["kind"] = _KINDS[row.kind]
    for bare, name in (("dated", "dated_on"), ("limit", "limit_on"), ("expires", "expires_on")):
        if _there(recorded := getattr(row, name)):
            values |= {bare: _date(recorded), name: _when(recorded)}
    for name in ("value", "earlier"):
        if _there(amount := getattr(row, name)):
            values[name] = _amount(amount, row.unit)
    return message(RULES[row.rule].says.msgid, **values)


def _there(value: Any) -> bool:
    return not pd.isna(value)


def _whose(row: Any) -> object:
    if not _there(row.agency):
        return Bilingual(vi=row.name, en=row.name_en)
    return f"{row.name} ({row.agency})"


def _date(recorded: str) -> RecordedDate:
    """The date alone."""
    return RecordedDate(recorded)


def _when(recorded: str) -> Message:
    """The date with the word before it, which Vietnamese has for day, month and year each."""
    if len(recorded) == len("2009"):
        return message("in {year}", year=recorded)
    if len(recorded) == len("2009-03"):
        return message("in {month}", month=_date(recorded))
    return message("on {day}", day=_date(recorded))


def _amount(amount: float, unit: str) -> Spoken:
    if unit == "agencies":
        whole = int(amount)
        number = Bilingual(vi=number_text(whole, "vi"), en=number_text(whole, "en"))
        return message("{number} agencies", number=number)
    share = f"{amount:.15g}%"
    return Bilingual(vi=share.replace(".", ","), en=share)
