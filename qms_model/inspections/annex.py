"""The list as the annex of a decision: tables in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from qms_model.coverage import Filters
from qms_model.i18n import translate
from qms_model.inspections.done import done, planned_year
from qms_model.inspections.proposal import ON_SITE
from qms_model.inspections.score import PARTS
from qms_model.numbers import NOTHING, RecordedDate, fraction_text, number_text
from qms_model.registry import Registry
from qms_model.terms import INSPECTION_FORMS, SCORE_PARTS

_WHY = {
    "must": "On the list in any case",
    "quota": "For the balance of types and districts",
    "score": "For its score",
}
ASKED = (
    "Every mandatory agency is inspected each year, by file or on site; at least {share} of them"
    " on site, rounded up"
)
_COUNTED = {
    "since": "All points after {months} months without an inspection, or when there never was one",
    "majors": "All points for {most} open major nonconformities; an overdue one counts as two",
    "expiry": "All points when nothing is in force; fewer, the more of {months} months are left",
    "recurrence": "All points for {most} findings of a clause that was found before, within {months} months",
    "reports": "A third of the points for each of figures, internal audit and management review"
    " that was not renewed within {months} months",
}


def annex_rows(registry: Registry, listed: pd.DataFrame, language: str) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of the annex as text, for a document: number, agency, type,
    district, form, points, reason, last inspection. `listed` is that of `proposed`."""
    table = _list(registry, listed, language)
    rows = [[_text(cell, language) for cell in row] for row in table.itertuples(index=False)]
    return list(table.columns), rows


def annex(
    registry: Registry,
    day: date,
    listed: pd.DataFrame,
    said: Mapping[str, str],
    language: str,
    filters: Filters = Filters(),
) -> dict[str, pd.DataFrame]:
    """The sheets of the annex by name, for `spreadsheet.workbook`: the list with the points of
    each part and the facts behind them; how the parts are weighed; the rule and what was done
    of it in the year; where the numbers come from (`said`: by heading, as exports say it).
    `listed` is that of `proposed` with the same `filters`."""
    return {
        translate("Proposed list", language): _full_list(registry, listed, language),
        translate("Parts of the score", language): _parts(registry, language),
        translate("Rule", language): _rule(registry, day, listed, filters, language),
        translate("Source", language): _two(list(said.items()), language),
    }


def _list(registry: Registry, listed: pd.DataFrame, language: str) -> pd.DataFrame:
    types = {one.code: one.label(language) for one in registry.rules.types}
    districts = {one.code: one.label(language) for one in registry.rules.districts}
    rows: list[Any] = list(listed.itertuples())
    columns: dict[str, list[object]] = {
        translate("No.", language): [int(row.place) for row in rows],
        translate("Agency", language): [_name(row, language) for row in rows],
        translate("Type", language): [types.get(row.type, row.type) for row in rows],
        translate("District", language): [
            "" if pd.isna(row.district) else districts.get(row.district, row.district) for row in rows
        ],
        translate("Form of inspection", language): [
            translate(INSPECTION_FORMS[row.form], language) for row in rows
        ],
        translate("Points", language): [int(row.total) for row in rows],
        translate("Why proposed", language): [translate(_WHY[row.why], language) for row in rows],
        translate("Last inspection", language): [_date(row.last_inspected, language) for row in rows],
    }
    return pd.DataFrame(columns)


def _full_list(registry: Registry, listed: pd.DataFrame, language: str) -> pd.DataFrame:
    """The list with the code of the agency, the points of each part and the facts behind them."""
    table = _list(registry, listed, language)
    table.insert(1, translate("Code", language), listed["agency"].astype(str))
    for part in PARTS:
        table[translate(SCORE_PARTS[part], language)] = listed[part].astype("int64")
    facts = {
        translate("Open major nonconformities, number", language): listed["majors_open"],
        translate("of them overdue", language): listed["majors_overdue"],
        translate("In force until", language): [
            _until(row, language) for row in listed[["in_force", "valid_until"]].itertuples()
        ],
        translate("Findings that came back, number", language): listed["recurrences"],
        translate("Kinds of reports missing", language): listed["reports_missing"],
    }
    return pd.concat([table, pd.DataFrame(facts)], axis=1)


def _parts(registry: Registry, language: str) -> pd.DataFrame:
    rules = registry.rules.inspections
    rows = [
        (
            translate(SCORE_PARTS[part], language),
            int(getattr(rules.weights, part)),
            translate(
                _COUNTED[part],
                language,
                months=getattr(rules.months, part, ""),
                most=getattr(rules.most, part, ""),
            ),
        )
        for part in PARTS
    ]
    headings = ("Part of the score", "Most points", "How it is counted")
    return pd.DataFrame(rows, columns=[translate(heading, language) for heading in headings])


def _rule(
    registry: Registry, day: date, listed: pd.DataFrame, filters: Filters, language: str
) -> pd.DataFrame:
    year: Any = next(done(registry, day, filters).itertuples())
    total = int(year.agencies)
    on_site = int((listed["form"] == ON_SITE).sum())
    said = {
        "Mandatory agencies": number_text(total, language),
        "Inspected in {year}": fraction_text(_known(year.inspected), total, language),
        "of them on site": _count(year.on_site, language),
        "To be inspected on site in {year}": _count(year.required, language),
        "Planned year": str(planned_year(day)),
        "Agencies proposed": number_text(len(listed), language),
        "of them to be inspected on site": number_text(on_site, language),
        "What is asked": translate(ASKED, language, share=registry.rules.inspections.on_site_share),
        "How the list is made": translate(
            "First those that are on it in any case. Then each place goes to the type of which the smallest"
            " share is on the list, within the type to the highest score whose district has no more than"
            " its share of the list. With equal scores the code decides.",
            language,
        ),
        "Who is inspected on site": translate(
            "The highest scores of the list that were not inspected on site in the planned year, as many"
            " as that year lacks",
            language,
        ),
        "Basis": registry.rules.inspections.source,
    }
    return _two(
        [(translate(heading, language, year=day.year), text) for heading, text in said.items()], language
    )


def _two(rows: list[tuple[str, str]], language: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[translate("Item", language), translate("Value", language)])


def _name(row: Any, language: str) -> str:
    other = row.name_en
    return str(row.name if language == "vi" or pd.isna(other) or not other else other)


def _date(recorded: object, language: str) -> str:
    return NOTHING if not isinstance(recorded, str) else RecordedDate(recorded).text(language)


def _until(row: Any, language: str) -> str:
    """The last valid day; that there is no end, or nothing in force."""
    if not row.in_force:
        return translate("nothing in force", language)
    if not isinstance(row.valid_until, str):
        return translate("no end by date", language)
    return _date(row.valid_until, language)


def _known(count: Any) -> int | None:
    return None if pd.isna(count) else int(count)


def _count(count: Any, language: str) -> str:
    known = _known(count)
    return NOTHING if known is None else number_text(known, language)


def _text(cell: object, language: str) -> str:
    return number_text(cell, language) if isinstance(cell, int) else str(cell)
