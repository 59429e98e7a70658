"""The fast answers against the slow, obvious ones, on random registries and on every boundary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.config import Rules
from qms_model.coverage import By, Every, Filters, coverage, status, trend
from tests import plainly
from tests.build import registry_of
from tests.registries import RULES, Tables, days, questions, rule_sets
from tests.test_plainly import CASES, COVERAGES, TRENDS, Case, Coverage, Trend, described, of_columns

COLUMNS = ("agencies", "exempt", "applied", "attested", "in_force", "effective", "systems")

filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "type": st.sampled_from([entry["code"] for entry in RULES["types"]]),
        "district": st.sampled_from([entry["code"] for entry in RULES["districts"]]),
        "edition": st.sampled_from(["2000", "2008", "2015"]),
        "parent": st.sampled_from(["UBND tỉnh", "A0"]),
    },
)
thorough = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def _plain(value: Any) -> Any:
    """A cell as the slow implementation writes it: blank is "", numbers are int."""
    if value is None or value is pd.NA or value != value:
        return None
    return value.item() if hasattr(value, "item") else value


def fast_status(rows: Tables, rules: dict[str, Any], day: date, **filters: Any) -> list[dict[str, Any]]:
    frame = status(registry_of(rows, Rules.model_validate(rules)), day, Filters(**filters))
    found = []
    for row in frame.to_dict("records"):
        plain = {str(name): _plain(value) for name, value in row.items()}
        conditions = plain["failed_conditions"]
        year = plain.pop("adoption_year")
        found.append(
            {name: "" if value is None else value for name, value in plain.items()}
            | {"adoption_year": year, "failed_conditions": tuple(conditions.split(";") if conditions else ())}
        )
    return found


def _rungs(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = [name for name in ("day", "group", *COLUMNS) if name in frame]
    return _spelled([{name: _plain(row[name]) for name in names} for row in frame.to_dict("records")])


@thorough
@given(questions(), rule_sets(), filters_)
def test_every_agency_stands_where_the_slow_implementation_puts_it(
    question: tuple[Tables, date], rules: dict[str, Any], filters: dict[str, Any]
) -> None:
    rows, day = question
    assert fast_status(rows, rules, day, **filters) == plainly.status(rows, rules, day, **filters)


@thorough
@given(questions(), rule_sets(), st.sampled_from([None, *get_args(By)]), filters_)
def test_every_rung_of_every_group_counts_what_the_slow_implementation_counts(
    question: tuple[Tables, date], rules: dict[str, Any], by: By | None, filters: dict[str, Any]
) -> None:
    rows, day = question
    fast = coverage(registry_of(rows, Rules.model_validate(rules)), day, by, Filters(**filters))
    assert _rungs(fast) == _spelled(plainly.coverage(rows, rules, day, by=by, **filters))


@settings(thorough, max_examples=60)
@given(questions(), days(), st.sampled_from(get_args(Every)), st.sampled_from([None, "type"]))
def test_the_trend_has_the_days_and_counts_of_the_slow_implementation(
    question: tuple[Tables, date], other: date, every: Every, by: By | None
) -> None:
    rows, one = question
    start, end = min(one, other), max(one, other)
    fast = trend(registry_of(rows), start, end, every, by)
    slow = plainly.trend(rows, RULES, start, end, every=every, by=by)
    assert _rungs(fast) == _spelled(slow)


@pytest.mark.parametrize("row", CASES, ids=described(CASES))
def test_an_agency_stands_as_the_row_says(row: Case) -> None:
    found = {one["agency"]: one for one in fast_status(row.tables, row.rules, row.day, **row.filters)}
    if row.expected is None:
        assert row.agency not in found
    else:
        assert {column: found[row.agency][column] for column in row.expected} == row.expected


@pytest.mark.parametrize("row", COVERAGES, ids=described(COVERAGES))
def test_the_rungs_are_counted_as_the_row_says(row: Coverage) -> None:
    by, filters = _options(row.options)
    found = _rungs(coverage(registry_of(row.tables), row.day, by, filters))
    assert of_columns(found, _spelled(row.expected)) == _spelled(row.expected)


@pytest.mark.parametrize("row", TRENDS, ids=described(TRENDS))
def test_the_trend_has_the_days_the_row_says(row: Trend) -> None:
    options = dict(row.options)
    every: Any = options.pop("every", "year")
    by, filters = _options(options)
    found = _rungs(trend(registry_of(row.tables), row.start, row.end, every, by, filters))
    assert of_columns(found, _spelled(row.expected)) == _spelled(row.expected)


def _options(options: Mapping[str, Any]) -> tuple[Any, Filters]:
    rest = {name: value for name, value in options.items() if name != "by" and value != "all"}
    return options.get("by"), Filters(**rest)


def _spelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {name: str(row[name] or "") for name in ("group", "day") if name in row} for row in rows]
