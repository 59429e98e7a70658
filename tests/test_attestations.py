"""What lapses soon (rule L3 of domain §7), on every boundary and on random registries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.attestations import WITHIN_DAYS, expiring, expiring_count
from qms_model.config import Rules
from qms_model.coverage import Filters
from tests import plainly, registries
from tests.build import registry_of
from tests.registries import RULES, Row, Tables
from tests.test_plainly import agency, certificate, declaration, exemption, rules_with, tables

COLUMNS = [
    "agency", "name", "name_en", "type", "district", "kind", "edition", "number", "last_day", "days_left",
]  # fmt: skip


def listed(
    registry: Tables, day: date, rules: Any = RULES, within_days: int = WITHIN_DAYS, **filters: Any
) -> list[dict[str, Any]]:
    """What lapses soon as plain rows."""
    return plain(
        expiring(registry_of(registry, Rules.model_validate(rules)), day, Filters(**filters), within_days)
    )


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    assert list(frame.columns) == COLUMNS
    rows = frame.drop(columns="name_en").to_dict("records")
    return [{str(name): cell for name, cell in row.items()} for row in rows]


@dataclass(frozen=True)
class Case:
    """How many days agency A has left on a day; None: it is not listed."""

    name: str
    day: date
    tables: Tables
    days_left: int | None
    shows: Mapping[str, str] = field(default_factory=dict)
    rules: Any = field(default_factory=lambda: RULES)
    filters: Mapping[str, Any] = field(default_factory=dict)


def left(days_left: int, name: str, day: str, *rows: Row, rules: Any = RULES, **shows: str) -> Case:
    return Case(name, date.fromisoformat(day), tables(*rows), days_left, shows, rules)


def silent(name: str, day: str, *rows: Row, rules: Any = RULES) -> Case:
    return Case(name, date.fromisoformat(day), tables(*rows), None, {}, rules)


YEAR_END = certificate(issued_on="2010-03-15", expires_on="2012-12-31", number="1")
LATER = certificate(issued_on="2011-03-15", expires_on="2013-12-31", number="2")
ASSUMED = certificate(issued_on="2010-01-01", number="3")  # taken to run to 2012-12-31
LASTING = declaration(issued_on="2010-06-01", number="4")
HOST = agency("H")
GUEST = agency("A", shares_qms_of="H")
EDITION_END = certificate(issued_on="2016-05-05", expires_on="2019-05-04")  # 2008: invalid from 2018-09-15
DECLARED = declaration(issued_on="2014-06-02")
LAPSING = rules_with("editions.2008.declarations_invalid_from", date(2018, 9, 15))
ASSUMED_LATE = certificate(issued_on="2015-09-15")  # assumed to run to the day before its edition ends
ASSUMED_LATER = certificate(issued_on="2015-09-16")  # assumed to run to the day on which it is invalid

CASES = [
    # Days left
    silent("91 days left, not yet", "2012-10-01", YEAR_END),
    left(90, "90 days left, listed", "2012-10-02", YEAR_END, kind="certificate", edition="2008", number="1"),
    left(1, "one day left", "2012-12-30", YEAR_END),
    left(0, "the last valid day, none left", "2012-12-31", YEAR_END),
    silent("expired yesterday: lapsed, no warning", "2013-01-01", YEAR_END),
    silent("not issued yet", "2012-12-30", certificate(issued_on="2012-12-31", expires_on="2012-12-31")),
    left(0, "issued and expiring on the day", "2012-12-31", certificate(expires_on="2012-12-31")),
    left(31, "an expiry in a month counts as its last day", "2012-12-31", certificate(expires_on="2013-01")),
    left(90, "an expiry in a year counts as 31 December", "2012-10-02", certificate(expires_on="2012")),
    # What decides the last day
    left(90, "the edition ends before the expiry", "2018-06-16", EDITION_END),
    left(0, "the last day of the edition", "2018-09-14", EDITION_END),
    silent("91 days before the edition ends", "2018-06-15", EDITION_END),
    silent("the edition is invalid", "2018-09-15", EDITION_END),
    silent("a declaration has no expiry", "2018-09-14", DECLARED),
    left(0, "a declaration whose edition gets an end", "2018-09-14", DECLARED, rules=LAPSING,
         kind="declaration"),
    left(9, "a declaration with a term", "2016-05-23", declaration(expires_on="2016-06-01")),
    silent("an assumed expiry is silent", "2012-12-31", ASSUMED),
    silent("assumed to run to the day before its edition ends: still assumed", "2018-09-14", ASSUMED_LATE),
    left(0, "an edition that ends before an assumed expiry is known", "2018-09-14", ASSUMED_LATER),
    # Several
    silent("a later one in force decides", "2012-12-31", YEAR_END, LATER),
    left(0, "the later one in its turn", "2013-12-31", YEAR_END, LATER, number="2"),
    left(0, "the earlier issue may last longer", "2013-12-31", LATER,
         certificate(issued_on="2013-01-01", expires_on="2013-12-01"), number="2"),
    silent("a declaration without expiry beside it", "2012-12-31", YEAR_END, LASTING),
    left(0, "a declaration of a later day does not help yet", "2012-12-31", YEAR_END,
         declaration(issued_on="2013-01-01"), number="1"),
    left(31, "an assumed expiry before the written one", "2012-12-31", ASSUMED,
         certificate(expires_on="2013-01-31", number="5"), number="5"),
    silent("an assumed expiry after the written one decides, and is silent", "2012-12-30", ASSUMED,
           certificate(expires_on="2012-12-30")),
    left(0, "both on one day: the written one", "2012-12-31", ASSUMED, YEAR_END, number="1"),
    left(0, "both on one day, in the other order", "2012-12-31", YEAR_END, ASSUMED, number="1"),
    # Suspended and ended
    silent("suspended: not in force", "2012-12-31", {**YEAR_END, "suspended_on": "2012-12-31"}),
    left(1, "the day before its suspension", "2012-12-30", {**YEAR_END, "suspended_on": "2012-12-31"}),
    left(0, "restored", "2012-12-31",
         {**YEAR_END, "suspended_on": "2012-05-01", "restored_on": "2012-12-31"}),
    left(0, "a later one that is suspended does not count", "2012-12-31", YEAR_END,
         {**LATER, "suspended_on": "2012-06-01"}, number="1"),
    silent("ended", "2012-12-01", {**YEAR_END, "ended_on": "2012-12-01"}),
    left(31, "an end announced for tomorrow is not known", "2012-11-30",
         {**YEAR_END, "ended_on": "2012-12-01"}),
    silent("an end announced for soon does not make a long one lapse", "2013-06-30",
           {**LATER, "ended_on": "2013-07-31"}),
    left(0, "a later one that has ended does not count", "2012-12-31", YEAR_END,
         {**LATER, "ended_on": "2012-12-31"}, number="1"),
    # Its own and its host's
    left(0, "the host's alone", "2012-12-31", GUEST, HOST, {**YEAR_END, "agency": "H"}, number="1"),
    silent("the host's lasts longer", "2012-12-31", GUEST, HOST, YEAR_END, {**LATER, "agency": "H"}),
    silent("its own lasts longer", "2012-12-31", GUEST, HOST, LATER, {**YEAR_END, "agency": "H"}),
    left(0, "the host's runs out last of all", "2013-12-31", GUEST, HOST, {**LATER, "agency": "H"},
         certificate(issued_on="2013-01-15", expires_on="2013-12-30"), number="2"),
    silent("the host's declaration has no expiry", "2012-12-31", GUEST, HOST, YEAR_END,
           {**LASTING, "agency": "H"}),
    left(0, "its own written, the host's assumed, on one day", "2012-12-31", GUEST, HOST, YEAR_END,
         {**ASSUMED, "agency": "H"}, number="1"),
    left(0, "its own assumed, the host's written, on one day", "2012-12-31", GUEST, HOST, ASSUMED,
         {**YEAR_END, "agency": "H"}, number="1"),
    left(0, "a host that is gone lends nothing", "2012-12-31", GUEST, agency("H", dissolved_on="2012-12-31"),
         YEAR_END, {**LATER, "agency": "H"}, number="1"),
    # Who is looked at
    silent("exempt", "2012-12-31", YEAR_END, exemption("2012-12-01", "2012-12-31")),
    left(0, "exempt until yesterday", "2012-12-31", YEAR_END, exemption("2012-12-01", "2012-12-30")),
    left(0, "its host is exempt, it is not", "2012-12-31", GUEST, HOST, {**YEAR_END, "agency": "H"},
         exemption("2012-01-01", "2013-12-31", "H")),
    silent("dissolved on the day", "2012-12-31", agency("A", dissolved_on="2012-12-31"), YEAR_END),
    silent("nothing attested", "2012-12-31", agency("A")),
]  # fmt: skip


@pytest.mark.parametrize("row", CASES, ids=[row.name for row in CASES])
def test_an_agency_lapses_soon_as_the_row_says(row: Case) -> None:
    fast = {one["agency"]: one for one in listed(row.tables, row.day, row.rules)}
    slow = {one["agency"]: one for one in plainly.expiring(row.tables, row.rules, row.day)}
    for found in (fast, slow):
        assert (found["A"]["days_left"] if "A" in found else None) == row.days_left
    if row.days_left is not None:
        assert fast["A"]["last_day"] == row.day + timedelta(days=row.days_left)
        assert {name: fast["A"][name] for name in row.shows} == row.shows


def test_the_soonest_comes_first_then_the_code() -> None:
    rows = tables(
        *(agency(code) for code in "ABC"),
        certificate("A", expires_on="2012-12-31"),
        certificate("C", expires_on="2012-12-01"),
        certificate("B", expires_on="2012-12-01"),
    )
    found = listed(rows, date(2012, 11, 30))
    assert [(row["agency"], row["days_left"]) for row in found] == [("B", 1), ("C", 1), ("A", 31)]
    assert found[0]["name"] == "Cơ quan B"


def test_the_edition_asked_for_is_the_only_one_that_counts() -> None:
    rows = tables(YEAR_END, certificate(edition="2000", issued_on="2009-01-01", expires_on="2009-03-31"))
    day = date(2009, 3, 1)
    assert [row["days_left"] for row in listed(rows, day, edition="2000")] == [30]
    assert listed(rows, day, edition="2008") == []
    both = tables(LATER, {**YEAR_END, "edition": "2015"})
    assert [row["edition"] for row in listed(both, date(2012, 12, 31), edition="2015")] == ["2015"]
    assert listed(both, date(2012, 12, 31)) == [], "another edition lasts longer"


def test_the_limit_may_be_another_number_of_days() -> None:
    assert listed(tables(YEAR_END), date(2012, 12, 1), within_days=29) == []
    assert len(listed(tables(YEAR_END), date(2012, 12, 1), within_days=30)) == 1


def test_a_registry_without_attestations_has_a_list_of_no_rows() -> None:
    assert listed(tables(agency()), date(2012, 12, 31)) == []
    assert listed({"agencies": []}, date(2012, 12, 31)) == []


# On random registries ------------------------------------------------------------------------------------

filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "edition": st.sampled_from(["2000", "2008", "2015"]),
        "district": st.just("178"),
        "par_index": st.just(True),
    },
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    registries.questions_of_days(most=3),
    registries.rule_sets(),
    filters_,
    st.sampled_from([WITHIN_DAYS, 0, 400]),
)
def test_what_lapses_soon_is_that_of_the_slow_implementation(
    question: tuple[Tables, list[date]], rules: dict[str, Any], filters: dict[str, Any], within_days: int
) -> None:
    rows, days = question
    registry = registry_of(rows, Rules.model_validate(rules))
    for day in days:
        fast = [
            {name: row[name] for name in ("agency", "last_day", "days_left")}
            for row in plain(expiring(registry, day, Filters(**filters), within_days))
        ]
        assert fast == plainly.expiring(rows, rules, day, within_days=within_days, **filters)
        assert expiring_count(registry, day, Filters(**filters), within_days) == len(fast)
