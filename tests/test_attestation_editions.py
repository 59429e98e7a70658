"""Editions, the months ahead and what lapses by a date, on every boundary and on random registries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.attestations import (
    MONTHS,
    by_edition,
    calendar,
    deadlines,
    expiring,
    lapsing_in,
    lapsing_until,
    transition,
)
from qms_model.config import Rules
from qms_model.coverage import Filters, coverage
from qms_model.registry import Registry
from tests import plainly_attestations, registries
from tests.build import registry_of
from tests.registries import RULES, Row, Tables
from tests.test_attestations import filters_
from tests.test_plainly import agency, certificate, commune, declaration, exemption, rules_with, tables

OF_2000 = certificate(edition="2000", issued_on="2009-03-01", expires_on="2012-02-29")  # invalid 15/11/2010
OF_2008 = certificate(issued_on="2010-05-01", expires_on="2013-04-30")
DECLARED = declaration(issued_on="2014-06-02")
ASSUMED = certificate(issued_on="2010-05-01")  # taken to run to 30/04/2013
HOST, GUEST = agency("H"), agency("A", shares_qms_of="H")


def built(rows: Tables, rules: Any = RULES) -> Registry:
    return registry_of(rows, Rules.model_validate(rules))


def held(rows: Tables, day: str, **filters: Any) -> list[tuple[str, str, str, int]]:
    frame = by_edition(registry_of(rows), date.fromisoformat(day), Filters(**filters))
    assert list(frame.columns) == ["type", "edition", "state", "agencies"]
    return [*frame.itertuples(index=False, name=None)]


def months(rows: Tables, day: str, ahead: int = MONTHS, rules: Any = RULES, **filters: Any) -> dict[str, Any]:
    """By month ("2013-04", "later", "no_end") what lapses then, as (kind, edition, agencies, assumed)."""
    frame = calendar(built(rows, rules), date.fromisoformat(day), Filters(**filters), ahead)
    return listed(frame)


def listed(frame: pd.DataFrame) -> dict[str, Any]:
    assert list(frame.columns) == ["lapses", "month", "kind", "edition", "agencies", "assumed"]
    found: dict[str, Any] = {}
    for lapses, month, *what in frame.itertuples(index=False, name=None):
        assert (month is None) == (lapses != "month")
        assert lapses != "month" or month.day == 1
        found.setdefault(lapses if month is None else month.isoformat()[:7], []).append(tuple(what))
    return found


def some(found: Mapping[str, Any]) -> dict[str, Any]:
    """Without the months in which nobody lapses."""
    return {month: rows for month, rows in found.items() if rows != [("", "", 0, 0)]}


# By edition and state ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "rows", "edition", "state"),
    [
        ("2010-11-14", [OF_2000], "2000", "in_force"),  # its edition's last day
        ("2010-11-15", [OF_2000], "2000", "lapsed"),
        ("2010-11-15", [OF_2000, OF_2008], "2008", "in_force"),
        ("2010-04-30", [OF_2000, OF_2008], "2000", "in_force"),  # the day before the change
        ("2010-05-01", [OF_2000, OF_2008], "2008", "in_force"),  # both in force: the later issue
        ("2013-05-01", [OF_2000, OF_2008], "2008", "lapsed"),
        ("2012-01-01", [{**OF_2008, "suspended_on": "2012-01-01"}], "2008", "suspended"),
        (
            "2012-01-01",
            [{**OF_2008, "suspended_on": "2011-01-01", "restored_on": "2012-01-01"}],
            "2008",
            "in_force",
        ),
        (
            "2012-01-01",
            [{**OF_2008, "ended_on": "2012-01-01", "ended_because": "withdrawn"}],
            "2008",
            "withdrawn",
        ),
        ("2010-04-30", [OF_2008], "", "not_started"),  # not issued yet
        ("2012-01-01", [agency()], "", "not_started"),
        ("2012-01-01", [commune()], "", "no_plan"),
        ("2012-01-01", [HOST, GUEST, {**OF_2008, "agency": "H"}], "2008", "in_force"),  # the host's
        ("2012-01-01", [HOST, GUEST, OF_2000, {**OF_2008, "agency": "H"}], "2008", "in_force"),
        ("2013-05-01", [HOST, GUEST, OF_2000, {**OF_2008, "agency": "H"}], "2000", "lapsed"),  # its own past
    ],
)
def test_the_edition_is_that_of_the_attestation_shown(
    day: str, rows: list[Row], edition: str, state: str
) -> None:
    found = by_edition(registry_of(tables(*rows)), date.fromisoformat(day))
    assert found["agencies"].sum() == len({row["agency"] for row in tables(*rows)["agencies"]})
    assert (edition, state) in [*zip(found["edition"], found["state"], strict=True)]
    slow = plainly_attestations.by_edition(tables(*rows), RULES, date.fromisoformat(day))
    assert {(row.type, row.edition, row.state): row.agencies for row in found.itertuples()} == slow


def test_editions_stand_in_their_order_and_those_never_attested_last() -> None:
    rows = tables(*(agency(code) for code in "ABC"), OF_2000, {**OF_2008, "agency": "B"}, commune("X"))
    assert held(rows, "2010-11-15") == [
        ("so_ban_nganh", "2000", "lapsed", 1),
        ("so_ban_nganh", "2008", "in_force", 1),
        ("so_ban_nganh", "", "not_started", 1),
        ("ubnd_xa", "", "no_plan", 1),
    ]
    order = by_edition(registry_of(rows), date(2010, 11, 15))["edition"].cat.categories
    assert [*order] == ["2000", "2008", "2015", "2026", ""]


def test_the_exempt_are_counted_nowhere() -> None:
    rows = tables(OF_2008, exemption("2012-01-01", "2012-12-31"))
    for day, agencies in (("2011-12-31", 1), ("2012-01-01", 0), ("2012-12-31", 0), ("2013-01-01", 1)):
        at = date.fromisoformat(day)
        assert sum(row[-1] for row in held(rows, day)) == agencies
        assert calendar(registry_of(rows), at)["agencies"].sum() == agencies
        assert transition(registry_of(rows), [at])["agencies"].sum() == agencies


def test_under_an_edition_the_others_count_for_nothing() -> None:
    rows = tables(OF_2000, OF_2008)
    assert held(rows, "2012-01-01", edition="2000") == [("so_ban_nganh", "2000", "lapsed", 1)]
    assert held(rows, "2012-01-01", edition="2015") == [("so_ban_nganh", "", "not_started", 1)]


# Over time -----------------------------------------------------------------------------------------------


def test_every_day_has_every_edition_that_is_held_on_one_of_them() -> None:
    days = [date(2009, 12, 31), date(2010, 12, 31), date(2013, 12, 31)]
    frame = transition(registry_of(tables(agency("B"), OF_2000, {**OF_2008, "agency": "B"})), days)
    assert list(frame.columns) == ["day", "edition", "agencies"]
    assert [*frame.itertuples(index=False, name=None)] == [
        (days[0], "2000", 1),
        (days[0], "2008", 0),
        (days[1], "2000", 0),
        (days[1], "2008", 1),
        (days[2], "2000", 0),
        (days[2], "2008", 0),
    ]
    assert [*frame["edition"].cat.categories] == ["2000", "2008"]


def test_where_nothing_is_held_there_is_no_line() -> None:
    assert len(transition(registry_of(tables(agency())), [date(2012, 12, 31)])) == 0
    assert len(transition(registry_of(tables(OF_2008)), [])) == 0


def test_deadlines_are_those_that_are_set_the_first_one_first() -> None:
    rules = Rules.model_validate(rules_with("editions.2000.declarations_invalid_from", date(2018, 5, 1)))
    frame = deadlines(rules)
    assert list(frame.columns) == ["edition", "what", "day", "source"]
    assert [*frame[["edition", "what", "day"]].itertuples(index=False, name=None)] == [
        ("2000", "no_new_from", date(2009, 11, 15)),
        ("2000", "invalid_from", date(2010, 11, 15)),
        ("2008", "no_new_from", date(2018, 3, 15)),
        ("2000", "declarations_invalid_from", date(2018, 5, 1)),
        ("2008", "invalid_from", date(2018, 9, 15)),
    ]
    assert frame["source"].str.contains("unverified").all()


def test_an_edition_that_is_not_in_use_has_no_deadline() -> None:
    rules = Rules.model_validate(rules_with("editions.2026.no_new_from", date(2030, 1, 1)))
    assert "2026" not in set(deadlines(rules)["edition"])


# The months ahead ----------------------------------------------------------------------------------------


def test_every_month_is_there_also_when_nobody_lapses() -> None:
    found = months(tables(OF_2008), "2012-11-30", 3)
    assert [*found] == ["2012-11", "2012-12", "2013-01", "2013-02", "later", "no_end"]
    assert some(found) == {"later": [("certificate", "2008", 1, 0)]}
    assert len(months(tables(OF_2008), "2012-11-30")) == 1 + 24 + 2


@pytest.mark.parametrize(
    ("name", "day", "rows", "month", "what"),
    [
        ("its month", "2012-12-31", [OF_2008], "2013-04", ("certificate", "2008", 1, 0)),
        ("on its last day", "2013-04-30", [OF_2008], "2013-04", ("certificate", "2008", 1, 0)),
        ("the last month of the calendar", "2011-04-01", [OF_2008], "2013-04", ("certificate", "2008", 1, 0)),
        ("a month too far", "2011-03-31", [OF_2008], "later", ("certificate", "2008", 1, 0)),
        ("assumed", "2012-12-31", [ASSUMED], "2013-04", ("certificate", "2008", 1, 1)),
        ("assumed and written", "2012-12-31", [ASSUMED, {**OF_2008, "number": "1"}], "2013-04",
         ("certificate", "2008", 1, 0)),
        ("written and assumed", "2012-12-31", [{**OF_2008, "number": "1"}, ASSUMED], "2013-04",
         ("certificate", "2008", 1, 0)),
        ("the edition ends first", "2010-10-01", [OF_2000], "2010-11", ("certificate", "2000", 1, 0)),
        ("the later of two", "2010-06-01", [OF_2000, OF_2008], "later", ("certificate", "2008", 1, 0)),
        ("no end", "2014-12-31", [DECLARED], "no_end", ("declaration", "2008", 1, 0)),
        ("no end beside one", "2014-12-31", [DECLARED, {**OF_2008, "expires_on": "2015-04-30"}], "no_end",
         ("declaration", "2008", 1, 0)),
        ("the host's lasts longer", "2012-12-31",
         [HOST, GUEST, {**OF_2008, "expires_on": "2013-02-28"}, {**OF_2008, "agency": "H"}], "2013-04",
         ("certificate", "2008", 2, 0)),
        ("restored", "2012-12-31",
         [{**OF_2008, "suspended_on": "2012-11-01", "restored_on": "2012-12-31"}], "2013-04",
         ("certificate", "2008", 1, 0)),
    ],
)  # fmt: skip
def test_an_agency_lapses_in_the_month_of_its_last_valid_day(
    name: str, day: str, rows: list[Row], month: str, what: tuple[str, str, int, int]
) -> None:
    assert some(months(tables(*rows), day)) == {month: [what]}


@pytest.mark.parametrize(
    ("day", "row"),
    [
        ("2013-05-01", OF_2008),  # lapsed yesterday
        ("2012-01-01", {**OF_2008, "suspended_on": "2012-01-01"}),
        ("2012-01-01", {**OF_2008, "ended_on": "2012-01-01"}),
        ("2010-11-15", OF_2000),
    ],
)
def test_what_is_not_in_force_lapses_in_no_month(day: str, row: Row) -> None:
    assert some(months(tables(row), day)) == {}


def test_of_equals_its_own_decides_before_its_hosts() -> None:
    of_host = declaration("H", issued_on="2012-01-01", expires_on="2013-04-30")
    found = some(months(tables(HOST, GUEST, OF_2008, of_host), "2012-12-31"))
    assert found == {"2013-04": [("certificate", "2008", 1, 0), ("declaration", "2008", 1, 0)]}


def test_a_declaration_lapses_when_its_edition_gets_an_end() -> None:
    rules = rules_with("editions.2008.declarations_invalid_from", date(2018, 9, 15))
    found = some(months(tables(DECLARED), "2018-01-31", rules=rules))
    assert found == {"2018-09": [("declaration", "2008", 1, 0)]}


# By a date -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "agencies"),
    [
        ("2013-04-29", []),  # the day before
        ("2013-04-30", ["A"]),  # its last valid day
        ("2013-12-31", ["A"]),
        ("2012-12-31", []),  # the day itself
        ("2012-12-30", []),  # before the day
        ("9999-12-31", ["A"]),
    ],
)
def test_what_lapses_by_a_date(until: str, agencies: list[str]) -> None:
    rows = tables(agency("B"), OF_2008, {**ASSUMED, "agency": "B"})
    found = lapsing_until(registry_of(rows), date(2012, 12, 31), date.fromisoformat(until))
    assert found["agency"].tolist() == agencies


def test_what_lapses_by_a_date_is_told_as_what_lapses_soon() -> None:
    registry, day = registry_of(tables(OF_2008)), date(2013, 1, 30)
    by_date = lapsing_until(registry, day, date(2013, 4, 30))
    assert by_date.to_dict("records") == expiring(registry, day, within_days=90).to_dict("records")


# On random registries ------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(registries.questions_of_days(most=3), registries.rule_sets(), filters_, st.sampled_from([24, 0, 6]))
def test_the_counts_are_those_of_the_slow_implementation_and_add_up(
    question: tuple[Tables, list[date]], rules: dict[str, Any], filters: dict[str, Any], ahead: int
) -> None:
    rows, days = question
    registry, chosen = built(rows, rules), Filters(**filters)
    for day in days:
        whole = coverage(registry, day, filters=chosen).iloc[0]
        editions = by_edition(registry, day, chosen)
        slow = plainly_attestations.by_edition(rows, rules, day, **filters)
        assert {(row.type, row.edition, row.state): row.agencies for row in editions.itertuples()} == slow
        assert editions["agencies"].sum() == whole["agencies"], "adds up to N"

        lapsing = calendar(registry, day, chosen, ahead)
        found = {
            (month, kind, edition): [n, assumed]
            for month, parts in some(listed(lapsing)).items()
            for kind, edition, n, assumed in parts
        }
        assert found == plainly_attestations.calendar(rows, rules, day, ahead, **filters)
        assert lapsing["agencies"].sum() == whole["in_force"], "adds up to those in force"
        months = lapsing[lapsing["lapses"] == "month"]
        for month in dict.fromkeys(months["month"]):
            of_month, counts = lapsing_in(registry, day, month, chosen), months[months["month"] == month]
            written = counts["agencies"].sum() - counts["assumed"].sum()
            assert len(of_month) == written, "all but those whose day is only assumed"
            assert {last.replace(day=1) for last in of_month["last_day"]} <= {month}

    over_time = transition(registry, days, chosen)
    counts = {(row.day, row.edition): row.agencies for row in over_time.itertuples() if row.agencies}
    assert counts == plainly_attestations.transition(rows, rules, days, **filters)
    in_force = sum(coverage(registry, day, filters=chosen).iloc[0]["in_force"] for day in days)
    assert over_time["agencies"].sum() == in_force
