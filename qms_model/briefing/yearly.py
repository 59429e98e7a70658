"""The yearly report of the province (QĐ 19/2014/QĐ-TTg, Phụ lục II): one row an agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qms_model import narrative
from qms_model.briefing.report import Listed
from qms_model.briefing.yearly_facts import yearly_facts
from qms_model.coverage import standing
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, number_text
from qms_model.state import STATES
from qms_model.terms import INSPECTION_FORMS
from qms_model.views import At, names_of

_FORMS = {"certificate": "By certificate", "declaration": "By declaration", "none": "Not begun"}
_IN_ORDER = ("certificate", "declaration", *reversed(STATES), "none")
_INSPECTED = {"inspection_onsite": "on_site", "inspection_file": "by_file"}


@dataclass(frozen=True, eq=False)
class _Column:
    """Cells under a heading, in the language; `total` stands below them."""

    heading: str
    cells: Any
    total: Any = ""


Make = Callable[[At, pd.DataFrame], tuple[_Column, ...]]


def yearly(at: At, columns: Sequence[str]) -> Listed:
    """The report of the year of the day: one row an agency of the view, by type in the order of
    config.yaml and in Vietnamese order within it; `columns` of YEARLY_COLUMNS as the template has them.

    "—" is not known, 0 is none; a blank cell asks nothing of that agency. Under the counts stand their
    totals, where a count that a host lends to others counts once.
    """
    rows = yearly_facts(at.registry, at.view.day, at.view.filters)
    made = [column for name in columns for column in YEARLY_COLUMNS[name](at, rows)]
    title = at.say("Yearly report on the quality management system, {year}", year=at.view.day.year)
    return Listed(
        "yearly",
        title,
        pd.DataFrame({column.heading: column.cells for column in made}, index=range(len(rows))),
        note=_note(at, rows),
        group=at.say("Type") if "type" in columns else "",
        total=tuple(column.total for column in made),
    )


def _note(at: At, rows: pd.DataFrame) -> str:
    """How many agencies, how many of them are exempt, and how many in each form, the exempt among them."""
    counts = rows["form"].value_counts()
    found = {_form_name(at, form): int(counts[form]) for form in _IN_ORDER if form in counts}
    parts = [f"{name[:1].lower()}{name[1:]}: {number_text(n, at.language)}" for name, n in found.items()]
    number = number_text(len(rows), at.language)
    whole = at.say("{n} agency" if len(rows) == 1 else "{n} agencies", n=number)
    if exempt := int(rows["exempt_until"].notna().sum()):
        n = number_text(exempt, at.language)
        whole = at.say("{agencies}, of them {n} exempt", agencies=whole, n=n)
    return f"{'; '.join([whole, *parts])}."


def _form_name(at: At, form: str) -> str:
    return at.say(_FORMS[form]) if form in _FORMS else narrative.state_name(form, at.language)


def _number(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    return (_Column(at.say("No."), pd.array(range(1, len(rows) + 1), dtype="Int64")),)


def _name(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    """The names; agencies of one name are told apart by their district."""
    cells = names_of(rows, at.language)
    alike, districts = Counter(cells), at.labels("district")
    where = standing(at.registry, at.view.day, at.view.filters, ("agency", "district"))
    there = dict(zip(where["agency"], where["district"], strict=True))
    told = [
        f"{name} ({districts.get(there[code], there[code])})"
        if alike[name] > 1 and _there(there[code])
        else name
        for name, code in zip(cells, rows["agency"], strict=True)
    ]
    return (_Column(at.say("Agency"), told, at.say("Total")),)


def _type(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    labels = at.labels("type")
    return (_Column(at.say("Type"), [labels.get(code, code) for code in rows["type"]]),)


def _form(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    return (_Column(at.say("Form of application"), [_form_name(at, form) for form in rows["form"]]),)


def _paper(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    pairs = zip(rows["number"], rows["issued_on"], strict=True)
    cells = [_joined(", ", [_there(number), _recorded(at, day)]) or NOTHING for number, day in pairs]
    return (_Column(at.say("Number and day of the certificate or declaration"), cells),)


def _edition(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    return (_Column(at.say("Edition"), [_there(edition) or NOTHING for edition in rows["edition"]]),)


def _procedures(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    once = rows.drop_duplicates("count")
    headings = {
        "tthc_in_scope": at.say("Procedures in scope"),
        "tthc_total": at.say("Procedures in total"),
    }
    return tuple(_Column(text, rows[name].array, _sum(once[name])) for name, text in headings.items())


def _held(name: str, heading: Callable[[At], str]) -> Make:
    """The day of the last such audit: not yet, where one is expected of whoever has applied."""

    def make(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
        days = [_recorded(at, day) for day in rows[name]]
        return (_Column(heading(at), _or_not_yet(at, rows, days, rows["applied"])),)

    return make


def _inspection(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    pairs = zip(rows["inspection"], rows["inspected_on"], strict=True)
    held = [
        f"{at.say(INSPECTION_FORMS[_INSPECTED[kind]])}, {_recorded(at, day)}" if _there(kind) else ""
        for kind, day in pairs
    ]
    total = sum(map(bool, held)) if rows.attrs["audits_collected"] else NOTHING
    return (_Column(at.say("Inspected in the year"), _or_not_yet(at, rows, held, rows["asked"]), total),)


def _remedy(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    headings = {
        "open": at.say("Open findings"),
        "overdue": at.say("of them overdue"),
        "closed": at.say("Closed in the year"),
    }
    return tuple(_Column(text, rows[name].array, _sum(rows[name])) for name, text in headings.items())


def _remark(at: At, rows: pd.DataFrame) -> tuple[_Column, ...]:
    """Whose system it shares, and until when it is exempt."""
    pick = "host" if at.language == "vi" else "host_en"
    hosts = rows[pick].fillna(rows["host"])
    cells = []
    for host, until, basis in zip(hosts, rows["exempt_until"], rows["exempt_basis"], strict=True):
        shares = at.say("Shares the system of {host}", host=host) if _there(host) else ""
        day = _recorded(at, until)
        exempt = at.say("Exempt until {day} ({basis})", day=day, basis=_there(basis)) if day else ""
        cells.append(_joined("; ", [shares, exempt]))
    return (_Column(at.say("Note"), cells),)


def _or_not_yet(at: At, rows: pd.DataFrame, held: Iterable[str], asked: pd.Series) -> list[str]:
    """What was held; without it not yet where it is asked, and not known where nobody records audits."""
    if not rows.attrs["audits_collected"]:
        return [NOTHING] * len(rows)
    not_yet = at.say("Not yet")
    return [cell or (not_yet if due else "") for cell, due in zip(held, asked, strict=True)]


def _recorded(at: At, day: object) -> str:
    return said.recorded(day, at.language) if isinstance(day, str) and day else ""


def _there(value: object) -> str:
    return value if isinstance(value, str) else ""


def _joined(between: str, parts: Iterable[str]) -> str:
    return between.join(part for part in parts if part)


def _sum(counts: pd.Series) -> Any:
    """The sum of what is known; "—" where nothing is."""
    return int(counts.sum()) if counts.notna().any() else NOTHING


YEARLY_COLUMNS: Mapping[str, Make] = {
    "number": _number,
    "name": _name,
    "type": _type,
    "form": _form,
    "paper": _paper,
    "edition": _edition,
    "procedures": _procedures,
    "internal_audit": _held("internal_audit", lambda at: at.say("Last internal audit")),
    "management_review": _held("management_review", lambda at: at.say("Last management review")),
    "inspection": _inspection,
    "remedy": _remedy,
    "note": _remark,
}
