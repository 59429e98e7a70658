"""Inspections done against the yearly rule, the score, and the list: boundaries and random registries."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.config import Rules
from qms_model.coverage import By, Filters
from qms_model.inspections import PARTS, done, history, proposed, score
from qms_model.inspections.score import months_left, months_since, points
from qms_model.inspections.sequence import Candidate, sequence
from qms_model.refusal import Refused
from qms_model.timeline import ALWAYS, NEVER, number_of
from tests import plainly_inspections as slowly
from tests import registries
from tests.build import registry_of
from tests.registries import RULES, Row, Tables, choose
from tests.test_plainly import adoption, agency, audit, certificate, commune, exemption, rules_with
from tests.test_plainly import finding as raised_in
from tests.test_plainly import tables as tabled

EVIDENCE = [
    "last_inspected", "majors_open", "majors_overdue", "in_force", "valid_until", "recurrences",
    "reports_missing",
]  # fmt: skip
thorough = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def cell(value: Any) -> Any:
    """A cell as the slow implementation writes it."""
    return None if pd.isna(value) else value.item() if hasattr(value, "item") else value


def fast_done(tables: Tables, day: date, rules: Any = RULES, by: By | None = None, **filters: Any) -> Any:
    frame = done(registry_of(tables, Rules.model_validate(rules)), day, Filters(**filters), by)
    rows = [{str(name): cell(value) for name, value in row.items()} for row in frame.to_dict("records")]
    return [row | {"group": row["group"] or ""} for row in rows]


def fast_score(
    tables: Tables, day: date, rules: Any = RULES, encouraged: bool = False, **filters: Any
) -> list[dict[str, Any]]:
    registry = registry_of(tables, Rules.model_validate(rules))
    frame = score(registry, day, Filters(**filters), encouraged)[["agency", *PARTS, "total", *EVIDENCE]]
    return [{str(name): cell(value) for name, value in row.items()} for row in frame.to_dict("records")]


def tables(*rows: Row) -> Tables:
    """Each row put in the table it belongs to; a count of procedures is told by its day."""
    counts = [row for row in rows if "counted_on" in row]
    found = tabled(*(row for row in rows if "counted_on" not in row))
    return {**found, "procedures": counts} if counts else found


def counted(on: str, code: str = "A") -> Row:
    return {"agency": code, "counted_on": on, "operational": "34", "system": "7"}


# Done ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """What was done in the year up to a day, the columns named."""

    name: str
    day: date
    tables: Tables
    expected: Mapping[str, int | None]
    rules: Any = field(default_factory=lambda: RULES)
    filters: Mapping[str, Any] = field(default_factory=dict)


def case(name: str, day: str, *rows: Row, rules: Any = RULES, **expected: Any) -> Done:
    return Done(name, date.fromisoformat(day), tables(*rows), expected, rules)


def departments(number: int) -> list[Row]:
    return [agency(f"A{n}" if n else "A") for n in range(number)]


VISIT = audit("inspection_onsite", "2016-06-30")
READ = audit("inspection_file", "2016-03-31")
ELSEWHERE = audit("internal", "2016-01-01", "X")  # so that audits are recorded
OTHER = agency("X", type="ubnd_xa")
GUEST = agency("A", shares_qms_of="H")
HALF = rules_with("inspections.on_site_share", "1/2")

DONE = [
    # The share, rounded up
    case("nobody is asked", "2016-12-31", commune(), VISIT, agencies=0, inspected=0, required=0, lacking=0,
         lacking_on_site=0),
    case("one: one on site", "2016-12-31", VISIT, agencies=1, required=1, lacking=0, lacking_on_site=0),
    case("two: still one", "2016-12-31", *departments(2), VISIT, agencies=2, required=1, lacking=1),
    case("three: one", "2016-12-31", *departments(3), VISIT, agencies=3, required=1, lacking=2),
    case("four: two", "2016-12-31", *departments(4), VISIT, agencies=4, required=2, lacking_on_site=1),
    case("a province may ask for half", "2016-12-31", *departments(3), VISIT, rules=HALF, required=2,
         lacking_on_site=1),
    # The year
    case("on 1 January", "2016-01-01", audit("inspection_onsite", "2016-01-01"), inspected=1, on_site=1),
    case("on 31 December of the year before", "2016-01-01", audit("inspection_onsite", "2015-12-31"),
         inspected=0, on_site=0, lacking=1, lacking_on_site=1),
    case("on 31 December", "2016-12-31", audit("inspection_file", "2016-12-31"), inspected=1, file_only=1),
    case("tomorrow", "2016-06-29", VISIT, audit("internal", "2016-01-01"), inspected=0, lacking=1),
    case("today", "2016-06-30", VISIT, inspected=1, lacking=0),
    # Forms
    case("by file alone", "2016-12-31", READ, inspected=1, file_only=1, on_site=0, lacking=0,
         lacking_on_site=1),
    case("both count once, on site", "2016-12-31", READ, VISIT, inspected=1, file_only=0, on_site=1),
    case("on site alone", "2016-12-31", VISIT, inspected=1, file_only=0, on_site=1),
    case("twice is once", "2016-12-31", VISIT, audit("inspection_onsite", "2016-07-01"), on_site=1),
    case("an audit is no inspection", "2016-12-31", audit("surveillance", "2016-06-30"), inspected=0),
    # Who counts
    case("exempt on the day", "2016-12-31", exemption("2016-12-31", "2016-12-31"), VISIT, agencies=0,
         inspected=0, required=0),
    case("exempt until yesterday", "2016-12-31", exemption("2016-01-01", "2016-12-30"), VISIT, agencies=1,
         inspected=1),
    case("dissolved on the day", "2016-12-31", agency(dissolved_on="2016-12-31"), VISIT, agencies=0),
    case("established on the day", "2016-12-31", agency(established_on="2016-12-31"), ELSEWHERE, OTHER,
         agencies=1, inspected=0),
    case("a commune made mandatory", "2016-12-31", commune(obligation="mandatory"), VISIT, agencies=1,
         inspected=1),
    case("a department made encouraged", "2016-12-31", agency(obligation="encouraged"), VISIT, agencies=0),
    # A shared QMS
    case("the host's inspection serves both", "2016-12-31", agency("H"), GUEST,
         audit("inspection_onsite", "2016-06-30", "H"), agencies=2, inspected=2, on_site=2),
    case("the guest's does not serve its host", "2016-12-31", agency("H"), GUEST, VISIT, agencies=2,
         inspected=1),
    case("the host by file, the guest on site", "2016-12-31", agency("H"), GUEST, VISIT,
         audit("inspection_file", "2016-06-30", "H"), inspected=2, file_only=1, on_site=1),
    case("a host that is gone lends nothing", "2016-12-31", agency("H", dissolved_on="2016-12-31"), GUEST,
         audit("inspection_onsite", "2016-06-30", "H"), agencies=1, inspected=0),
    # When the rule is silent, and what is not known
    case("2014: nothing is asked yet", "2014-12-31", audit("inspection_onsite", "2014-06-30"), inspected=1,
         on_site=1, required=None, lacking=None, lacking_on_site=None),
    case("2015: asked at its end, so all year", "2015-01-01", ELSEWHERE | {"held_on": "2015-01-01"}, OTHER,
         required=1, lacking=1),
    case("no audit is recorded by the day", "2016-06-29", VISIT, agencies=1, inspected=None, file_only=None,
         on_site=None, required=1, lacking=None, lacking_on_site=None),
    case("another agency's audits are: none is known", "2016-12-31", ELSEWHERE, OTHER, inspected=0,
         lacking=1),
]  # fmt: skip


@pytest.mark.parametrize("row", DONE, ids=[row.name for row in DONE])
def test_what_was_done_is_as_the_row_says(row: Done) -> None:
    for found in (
        fast_done(row.tables, row.day, row.rules),
        slowly.done(row.tables, row.rules, row.day),
    ):
        (only,) = found
        assert {name: only[name] for name in row.expected} == row.expected


def test_every_type_has_a_third_of_its_own() -> None:
    rows = tables(*departments(4), agency("B", type="ubnd_huyen"), VISIT)
    found = {row["group"]: row for row in fast_done(rows, date(2016, 12, 31), by="type")}
    assert [found[kind]["required"] for kind in ("so_ban_nganh", "ubnd_huyen")] == [2, 1]
    assert fast_done(rows, date(2016, 12, 31))[0]["required"] == 2, "of five, for the whole"


def test_the_edition_asked_for_changes_nothing() -> None:
    encouraged = [commune("C"), certificate("C", issued_on="2016-01-05", expires_on="2019-01-04")]
    rows = tables(certificate(issued_on="2016-01-05", expires_on="2019-01-04"), VISIT, *encouraged)
    day = date(2016, 12, 31)
    assert fast_done(rows, day, edition="2000") == fast_done(rows, day)
    assert fast_score(rows, day, encouraged=True, edition="2000") == fast_score(rows, day, encouraged=True)
    registry = registry_of(rows)
    assert proposed(registry, day, 1, Filters(edition="2000")).equals(proposed(registry, day, 1))


def test_the_history_is_what_was_done_on_each_day() -> None:
    registry = registry_of(tables(*departments(3), VISIT, READ))
    days = [date(2014, 12, 31), date(2015, 12, 31), date(2016, 12, 31)]
    whole = history(registry, days, by="type")
    for day in days:
        part = whole[whole["day"] == day].drop(columns="day").reset_index(drop=True)
        pd.testing.assert_frame_equal(part, done(registry, day, by="type"))
    assert history(registry, []).columns.tolist() == ["day", *done(registry, days[0]).columns]


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


@st.composite
def rule_sets(draw: registries.Draw) -> dict[str, Any]:
    """The rules, sometimes with what a province may change in those of inspections."""
    rules = deepcopy(draw(registries.rule_sets()))
    if draw(st.booleans()):
        weights, months, most = (rules["inspections"][name] for name in ("weights", "months", "most"))
        weights |= {part: draw(st.integers(0, 60)) for part in PARTS}
        months |= {name: draw(st.integers(1, 40)) for name in months}
        most |= {name: draw(st.integers(1, 5)) for name in most}
        rules["inspections"]["on_site_share"] = draw(st.sampled_from(["1/3", "1/2", "0", "1", "0.25"]))
    return rules


@st.composite
def questions(draw: registries.Draw) -> tuple[Tables, date]:
    """A registry with clauses and counts of procedures, and a day next to one of its own."""
    found, day = draw(registries.questions())
    for one in found.get("findings", []):
        one["clause"] = choose(draw, ["", "8.2.2", "8.2.2", "2008:6.2"])
    codes = sorted({row["agency"] for row in found["agencies"]})
    found["procedures"] = [
        counted(choose(draw, registries.dates_of(found) or [day]).isoformat(), code)
        for code in codes
        if draw(st.booleans())
    ]
    return found, day


@thorough
@given(questions(), rule_sets(), st.sampled_from([None, *get_args(By)]), filters_)
def test_what_was_done_is_that_of_the_slow_implementation(
    question: tuple[Tables, date], rules: dict[str, Any], by: By | None, filters: dict[str, Any]
) -> None:
    found, day = question
    assert fast_done(found, day, rules, by, **filters) == slowly.done(found, rules, day, by=by, **filters)


@thorough
@given(questions(), rule_sets(), filters_, st.booleans())
def test_every_score_is_that_of_the_slow_implementation(
    question: tuple[Tables, date], rules: dict[str, Any], filters: dict[str, Any], encouraged: bool
) -> None:
    found, day = question
    fast = fast_score(found, day, rules, encouraged, **filters)
    assert fast == slowly.score(found, rules, day, encouraged=encouraged, **filters)


# The score -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scored:
    """What agency A's score says on a day, the columns named."""

    name: str
    day: date
    tables: Tables
    expected: Mapping[str, Any]


def scored(name: str, day: str, *rows: Row, **expected: Any) -> Scored:
    return Scored(name, date.fromisoformat(day), tables(*rows), expected)


def major(found_in: Row, number: int, **cells: str) -> Row:
    return raised_in(found_in, "major", **cells) | {"finding": f"M{number}"}


def clause(found_in: Row, number: int, text: str = "8.2.2") -> Row:
    return raised_in(found_in, "minor", clause=text) | {"finding": f"C{number}"}


INTERNAL = audit("internal", "2013-03-01")
CERTIFYING = audit("certification", "2012-01-10")
SECOND = audit("surveillance", "2013-01-10")
EVER = certificate(issued_on="2012-03-15", expires_on="2014-12-31")

SCORES = [
    # Time since: 30 points over 36 months
    scored("never inspected", "2014-12-31", INTERNAL, since=30, last_inspected=None),
    scored("36 months to the day", "2014-12-31", audit("inspection_file", "2011-12-31"), since=30),
    scored("a day less is 35 months", "2014-12-30", audit("inspection_file", "2011-12-31"), since=29),
    scored("longer gives no more", "2014-12-31", audit("inspection_onsite", "2001-01-01"), since=30),
    scored("today", "2014-12-31", audit("inspection_onsite", "2014-12-31"), since=0,
           last_inspected="2014-12-31"),
    scored("a month from the 31st is over on the 28th", "2014-02-28", audit("inspection_file", "2014-01-31"),
           since=1),
    scored("and not on the 27th", "2014-02-27", audit("inspection_file", "2014-01-31"), since=0),
    scored("the host was inspected", "2014-12-31", agency("H"), GUEST,
           audit("inspection_file", "2014-12-01", "H"), since=0),
    scored("tomorrow is not known", "2014-12-31", audit("inspection_file", "2015-01-01"), since=30),
    # Open majors: 25 points for 4, an overdue one counts as two
    scored("one that is not due yet", "2013-05-30", INTERNAL, major(INTERNAL, 1), majors=6, majors_open=1,
           majors_overdue=0),
    scored("on the day after it is due", "2013-05-31", INTERNAL, major(INTERNAL, 1), majors=13,
           majors_open=1, majors_overdue=1),
    scored("two overdue are all points", "2013-12-31", INTERNAL, major(INTERNAL, 1), major(INTERNAL, 2),
           majors=25),
    scored("three overdue are no more", "2013-12-31", INTERNAL,
           *(major(INTERNAL, n) for n in range(3)), majors=25, majors_overdue=3),
    scored("closed on the day", "2013-12-31", INTERNAL, major(INTERNAL, 1, closed_on="2013-12-31",
           verified_on="2013-12-31", verified_by_evidence="x"), majors=0, majors_open=0),
    scored("closed tomorrow", "2013-12-30", INTERNAL, major(INTERNAL, 1, closed_on="2013-12-31",
           verified_on="2013-12-31", verified_by_evidence="x"), majors=13),
    scored("a minor is none", "2013-12-31", INTERNAL, raised_in(INTERNAL, "minor"), majors=0),
    scored("found on the day", "2013-03-01", INTERNAL, major(INTERNAL, 1), majors=6),
    scored("the day before it was found", "2013-02-28", INTERNAL, major(INTERNAL, 1), majors=0),
    scored("the host's count too", "2013-12-31", agency("H"), GUEST,
           audit("internal", "2013-03-01", "H"), major(audit("internal", "2013-03-01", "H"), 1), majors=13),
    # Expiry: 15 points over 12 months
    scored("twelve months left", "2013-12-31", EVER, expiry=0, in_force=True, valid_until="2014-12-31"),
    scored("a day less", "2014-01-01", EVER, expiry=1),
    scored("the last valid day", "2014-12-31", EVER, expiry=15, in_force=True),
    scored("lapsed", "2015-01-01", EVER, expiry=15, in_force=False, valid_until=None),
    scored("never attested", "2014-12-31", INTERNAL, expiry=15, in_force=False),
    scored("no end by date", "2014-12-31", certificate(kind="declaration", issued_on="2014-06-02"),
           expiry=0, in_force=True, valid_until=None),
    scored("the one that lasts longest decides", "2014-12-31", EVER,
           certificate(issued_on="2013-01-01", expires_on="2015-12-31"), expiry=0),
    scored("an assumed expiry counts as it does for rung 3", "2014-12-31",
           certificate(issued_on="2012-02-01"), expiry=14, valid_until="2015-01-31"),
    scored("suspended", "2014-01-01", {**EVER, "suspended_on": "2013-06-01"}, expiry=15, in_force=False),
    scored("the host's is in force", "2013-12-31", agency("H"), GUEST, {**EVER, "agency": "H"}, expiry=0),
    # Recurrence: 15 points for 3 within 24 months
    scored("the same clause a year later", "2013-12-31", CERTIFYING, SECOND, clause(CERTIFYING, 1),
           clause(SECOND, 2), recurrence=5, recurrences=1),
    scored("another clause", "2013-12-31", CERTIFYING, SECOND, clause(CERTIFYING, 1),
           clause(SECOND, 2, "6.2"), recurrence=0),
    scored("no clause", "2013-12-31", CERTIFYING, SECOND, clause(CERTIFYING, 1, ""), clause(SECOND, 2, ""),
           recurrence=0),
    scored("twice on one day", "2013-12-31", SECOND, clause(SECOND, 1), clause(SECOND, 2), recurrence=0),
    scored("24 months apart to the day", "2014-12-31", CERTIFYING, audit("surveillance", "2014-01-10"),
           clause(CERTIFYING, 1), clause(audit("surveillance", "2014-01-10"), 2), recurrence=5),
    scored("a day more apart", "2014-12-31", CERTIFYING, audit("surveillance", "2014-01-11"),
           clause(CERTIFYING, 1), clause(audit("surveillance", "2014-01-11"), 2), recurrence=0),
    scored("came back 24 months ago", "2015-01-10", CERTIFYING, SECOND, clause(CERTIFYING, 1),
           clause(SECOND, 2), recurrence=5),
    scored("came back longer ago", "2015-01-11", CERTIFYING, SECOND, clause(CERTIFYING, 1),
           clause(SECOND, 2), recurrence=0),
    scored("not of another agency", "2013-12-31", agency("B"), CERTIFYING, audit("surveillance",
           "2013-01-10", "B"), clause(CERTIFYING, 1), clause(audit("surveillance", "2013-01-10", "B"), 2),
           recurrence=0),
    # Reports: 15 points, a third for each kind
    scored("has not applied", "2014-12-31", INTERNAL, counted("2010-01-01"), reports=0),
    scored("applied twelve months ago", "2014-12-31", adoption(applied_on="2013-12-31"), CERTIFYING,
           counted("2010-01-01"), reports=0),
    scored("applied a day longer ago", "2015-01-01", adoption(applied_on="2013-12-31"), CERTIFYING,
           counted("2010-01-01"), reports=15, reports_missing=3),
    scored("audits are not recorded", "2015-01-01", adoption(applied_on="2013-12-31"),
           counted("2010-01-01"), reports=5, reports_missing=1),
    scored("nor are counts", "2015-01-01", adoption(applied_on="2013-12-31"), reports=0),
    scored("an internal audit twelve months ago", "2014-03-01", adoption(applied_on="2012-01-01"), INTERNAL,
           reports=5, reports_missing=1),
    scored("a day longer ago", "2014-03-02", adoption(applied_on="2012-01-01"), INTERNAL, reports=10),
    scored("the host's figures serve", "2014-12-31", agency("H"), GUEST, adoption(applied_on="2012-01-01"),
           counted("2014-12-01", "H"), CERTIFYING, reports=10),
]  # fmt: skip


@pytest.mark.parametrize("row", SCORES, ids=[row.name for row in SCORES])
def test_a_score_is_as_the_row_says(row: Scored) -> None:
    for found in (fast_score(row.tables, row.day), slowly.score(row.tables, RULES, row.day)):
        one = next(one for one in found if one["agency"] == "A")
        assert {name: one[name] for name in row.expected} == row.expected
        assert one["total"] == sum(one[part] for part in PARTS)


def test_who_may_be_inspected() -> None:
    day = date(2014, 12, 31)
    attested = {**EVER, "agency": "C"}
    rows = tables(
        agency("A"),
        agency("B"),
        commune("C"),
        commune("D"),
        attested,
        exemption("2014-01-01", "2014-12-31", "B"),
    )
    assert [row["agency"] for row in fast_score(rows, day)] == ["A"], "B is exempt"
    assert sorted(row["agency"] for row in fast_score(rows, day, encouraged=True)) == ["A", "C"]
    assert fast_score(rows, day, obligation="encouraged") == []
    assert fast_score({"agencies": []}, day) == []


def test_the_highest_score_comes_first_then_the_code() -> None:
    rows = tables(*(agency(code) for code in "CBA"), {**EVER, "agency": "B"})
    assert [row["agency"] for row in fast_score(rows, date(2013, 12, 31))] == ["A", "C", "B"]


# No part falls when its risk rises -----------------------------------------------------------------------


@given(st.integers(0, 1000), st.integers(1, 120), st.integers(0, 500), st.integers(0, 500))
def test_points_never_fall_and_stay_within_their_weight(
    weight: int, whole: int, one: int, other: int
) -> None:
    low, high = points(weight, np.array([min(one, other), max(one, other)]), whole)
    assert 0 <= low <= high <= weight
    assert points(weight, np.array([whole]), whole) == weight
    assert points(weight, np.array([0]), whole) == 0


months_ = st.integers(1, 120)
days_ = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(days_, st.lists(days_, min_size=1, max_size=9), months_)
def test_months_are_those_of_the_calendar_and_grow_with_the_distance(
    day: date, others: list[date], most: int
) -> None:
    near_ends = [day - timedelta(days=30 * most), day, day + timedelta(days=30 * most)]
    in_order = sorted([*others, *near_ends])
    numbers = np.array([number_of(one) for one in in_order], dtype=np.int32)
    since, left = months_since(numbers, day, most).tolist(), months_left(numbers, day, most).tolist()
    assert since == sorted(since, reverse=True)
    assert left == sorted(left)
    assert since == [slowly.months_since(one, day, most) if one <= day else 0 for one in in_order]
    assert left == [slowly.months_left(one, day, most) if one >= day else 0 for one in in_order]


def test_never_and_always_are_the_ends_of_the_scale() -> None:
    ends = np.array([ALWAYS, NEVER], dtype=np.int32)
    assert months_since(ends, date(2014, 12, 31), 36).tolist() == [36, 0]
    assert months_left(ends, date(2014, 12, 31), 12).tolist() == [0, 12]


def dates_at_risk(found: Tables, part: str) -> list[tuple[Row, str]]:
    """The dates that make a part of a score higher when they come earlier, and nothing else lower:
    of audits that found nothing, of counts, of expiries."""
    if part == "expiry":
        return [
            (row, "expires_on")
            for row in found.get("attestations", [])
            if len(row.get("expires_on", "")) == len(row["issued_on"]) == 10
        ]
    kinds = ["inspection_file", "inspection_onsite"] if part == "since" else ["internal", "management_review"]
    at_fault = {row["audit"] for row in found.get("findings", [])}
    audits = [row for row in found.get("audits", []) if row["kind"] in kinds]
    counts = found["procedures"] if part == "reports" else []
    return [(row, "held_on") for row in audits if row["audit"] not in at_fault] + [
        (row, "counted_on") for row in counts
    ]


@st.composite
def worse(draw: registries.Draw) -> tuple[Tables, Tables, date]:
    """A registry, the same with one risk raised, and a day."""
    before, day = draw(questions())
    after = deepcopy(before)
    dated = [one for part in ("since", "expiry", "reports") for one in dates_at_risk(after, part)]
    audits = after.get("audits", [])
    if dated and (not audits or draw(st.booleans())):
        row, column = choose(draw, dated)
        row.pop("signed_on", None)
        earlier = date.fromisoformat(row[column]) - timedelta(days=choose(draw, [1, 31, 365, 4000]))
        row[column] = max(earlier.isoformat(), row.get("issued_on", ""))
    elif audits:
        found_in, grade = choose(draw, audits)["audit"], choose(draw, ["major", "minor"])
        new = {"finding": "new", "audit": found_in, "grade": grade, "clause": "8.2.2"}
        after.setdefault("findings", []).append(new)
    return before, after, day


@settings(thorough, max_examples=100)
@given(worse(), rule_sets())
def test_no_score_falls_when_a_risk_rises(raised: tuple[Tables, Tables, date], rules: dict[str, Any]) -> None:
    before, after, day = raised
    low = {row["agency"]: row for row in fast_score(before, day, rules)}
    high = {row["agency"]: row for row in fast_score(after, day, rules)}
    assert low.keys() == high.keys()
    for code, row in low.items():
        for name in (*PARTS, "total"):
            assert high[code][name] >= row[name], (code, name)


RAISED = [
    ("since", [audit("inspection_file", "2014-06-01")], [audit("inspection_file", "2013-06-01")]),
    ("majors", [INTERNAL], [INTERNAL, major(INTERNAL, 1)]),
    ("expiry", [EVER], [{**EVER, "expires_on": "2014-06-30"}]),
    ("recurrence", [CERTIFYING, SECOND, clause(SECOND, 1)],
     [CERTIFYING, SECOND, clause(SECOND, 1), clause(CERTIFYING, 2)]),
    ("reports", [adoption(applied_on="2010-01-01"), counted("2013-06-01")],
     [adoption(applied_on="2010-01-01"), counted("2012-06-01")]),
]  # fmt: skip


@pytest.mark.parametrize(("part", "before", "after"), RAISED, ids=[row[0] for row in RAISED])
def test_a_score_rises_with_its_risk(part: str, before: list[Row], after: list[Row]) -> None:
    day = date(2014, 3, 31) if part == "expiry" else date(2014, 6, 1)
    (low,), (high,) = fast_score(tables(*before), day), fast_score(tables(*after), day)
    assert high[part] > low[part]
    assert high["total"] > low["total"]


# The list ------------------------------------------------------------------------------------------------

candidates_ = st.lists(
    st.builds(Candidate, st.sampled_from("abc"), st.sampled_from(["", "x", "y"]), st.integers(0, 9)),
    max_size=25,
).map(lambda some: sorted(some, key=lambda one: -one.total))


@given(candidates_, st.sets(st.integers(0, 24), max_size=4), st.integers(0, 30))
def test_a_longer_list_begins_with_the_shorter_one(
    candidates: list[Candidate], must: set[int], places: int
) -> None:
    must = {position for position in must if position < len(candidates)}
    whole = sequence(candidates, must, len(candidates))
    assert sorted(position for position, _ in whole) == [*range(len(candidates))], "each once"
    in_any_order = sorted(must, reverse=True)
    assert sequence(candidates, in_any_order, places) == whole[: max(places, len(must))]
    assert whole[: len(must)] == [(position, "must") for position in sorted(must)]


@given(candidates_)
def test_no_type_gets_ahead_of_another_by_more_than_one_place(candidates: list[Candidate]) -> None:
    of = {kind: sum(one.type == kind for one in candidates) for kind in "abc"}
    order = [candidates[position].type for position, _ in sequence(candidates, (), len(candidates))]
    for places in range(len(order) + 1):
        got = {kind: order[:places].count(kind) for kind in of if of[kind]}
        for kind, other in [(one, two) for one in got for two in got if got[two] < of[two]]:
            assert (got[kind] - 1) / of[kind] <= got[other] / of[other]
        if places >= len(got):
            assert all(got.values()), "every type has a place as soon as there are enough"


@given(candidates_)
def test_a_district_gets_more_than_its_share_only_when_its_type_has_nobody_else(
    candidates: list[Candidate],
) -> None:
    of = {name: sum(one.district == name for one in candidates) for name in ("", "x", "y")}
    order = [position for position, _ in sequence(candidates, (), len(candidates))]
    for place, position in enumerate(order, start=1):
        given_ = [candidates[one].district for one in order[: place - 1]]
        room = {name for name in of if given_.count(name) + 1 <= -(-of[name] * place // len(candidates))}
        kind = candidates[position].type
        left = [one for one in range(len(candidates)) if candidates[one].type == kind]
        left = [one for one in left if one not in order[: place - 1]]
        fitting = [one for one in left if candidates[one].district in room]
        assert position == min(fitting or left)


def two_types() -> Tables:
    """Six departments without a certificate; a district committee and its twin that have one."""
    rows: list[Row] = [agency(f"S{n}") for n in range(6)]
    for code in ("U1", "U2"):
        rows += [agency(code, type="ubnd_huyen"), {**EVER, "agency": code}]
    return {**tables(*rows), "agencies": [row for row in rows if "type" in row]}


def listed(rows: Tables, day: str = "2013-12-31", capacity: int = 3, **choices: Any) -> pd.DataFrame:
    return proposed(registry_of(rows), date.fromisoformat(day), capacity, **choices)


def test_each_type_gets_a_place_before_any_gets_its_second() -> None:
    found = listed(two_types())
    assert found["agency"].tolist() == ["S0", "U1", "S1"]
    assert found["why"].tolist() == ["score", "quota", "score"]
    assert found["place"].tolist() == [1, 2, 3]


def test_what_must_be_on_the_list_comes_first_and_even_beyond_the_capacity() -> None:
    found = listed(two_types(), must=["U2", "S5"])
    assert found[["agency", "why"]].to_numpy().tolist() == [["S5", "must"], ["U2", "must"], ["S0", "score"]]
    assert listed(two_types(), capacity=0, must=["U2", "S5"])["agency"].tolist() == ["S5", "U2"]
    assert listed(two_types(), capacity=0).empty
    assert len(listed(two_types(), capacity=99)) == 8, "nobody else is there"


def test_an_encouraged_agency_may_be_asked_for_by_name() -> None:
    rows = two_types()
    rows["agencies"] = [*rows["agencies"], commune("X")]
    assert "X" not in listed(rows, capacity=99)["agency"].tolist()
    assert listed(rows, capacity=1, must=["X"])["agency"].tolist() == ["X"]


@pytest.mark.parametrize("strange", ["NOBODY", "S0", "U1"])
def test_who_cannot_be_inspected_is_refused_by_name(strange: str) -> None:
    rows = two_types() | {"exemptions": [exemption("2013-01-01", "2013-12-31", "S0")]}
    with pytest.raises(Refused, match=strange) as refused:
        listed(rows, must=["S1", strange], filters=Filters(type="so_ban_nganh"))
    assert "S1" not in str(refused.value)
    assert refused.value.reason.text("vi").startswith(f"Không thể đưa {strange} vào danh sách")


def forms(found: pd.DataFrame) -> str:
    return "".join("T" if form == "on_site" else "h" for form in found["form"])


def test_the_highest_scores_are_visited_until_the_third_is_reached() -> None:
    assert forms(listed(two_types(), capacity=8)) == "ThTTh" + "hhh", "three of eight"
    assert forms(listed(two_types(), capacity=1)) == "T"
    assert forms(listed(two_types(), capacity=8, on_site=0)) == "h" * 8
    assert forms(listed(two_types(), capacity=4, on_site=99)) == "TTTT"


def test_those_already_visited_in_the_year_are_counted_and_not_visited_again() -> None:
    visited = audit("inspection_onsite", "2013-02-01", "S0")
    rows = two_types() | {"audits": [visited], "findings": [major(visited, 1), major(visited, 2)]}
    found = listed(rows, "2013-12-30", capacity=8).set_index("agency")
    assert found["total"].idxmax() == "S0"
    assert found["form"]["S0"] == "by_file"
    assert (found["form"] == "on_site").sum() == 2, "of the three one was"
    next_year = listed(rows, "2013-12-31", capacity=8)["form"]
    assert (next_year == "on_site").sum() == 3, "what is planned on 31 December is the next year"


@settings(thorough, max_examples=40)
@given(questions(), st.data())
def test_one_more_place_adds_one_agency_and_drops_none(question: tuple[Tables, date], data: Any) -> None:
    found, day = question
    registry = registry_of(found)
    pool = score(registry, day, encouraged=True)["agency"].tolist()
    must = data.draw(st.lists(st.sampled_from(pool), max_size=2, unique=True)) if pool else []
    lists = [proposed(registry, day, n, must=must, encouraged=True) for n in range(len(pool) + 2)]
    for shorter, longer in pairwise(lists):
        columns = ["place", "agency", "total", "why"]
        assert longer[columns].head(len(shorter)).equals(shorter[columns])
        assert len(longer) - len(shorter) in (0, 1)
    assert len(lists[-1]) == len(pool)


@settings(thorough, max_examples=40)
@given(questions(), st.randoms(use_true_random=False), st.integers(0, 9))
def test_the_order_in_which_facts_were_recorded_does_not_change_the_list(
    question: tuple[Tables, date], shuffle: Any, capacity: int
) -> None:
    found, day = question
    shuffled = {name: shuffle.sample(rows, len(rows)) for name, rows in found.items()}
    one, other = (proposed(registry_of(rows), day, capacity) for rows in (found, shuffled))
    pd.testing.assert_frame_equal(one.astype(object), other.astype(object))


def test_the_columns_are_those_that_the_docstring_names() -> None:
    found = listed(two_types())
    assert found.columns.tolist() == [
        "place", "agency", "name", "name_en", "type", "district", "obligation", *PARTS, "total", *EVIDENCE,
        "form", "why",
    ]  # fmt: skip
    assert (
        score(registry_of(two_types()), date(2013, 12, 31)).columns.tolist() == found.columns.tolist()[1:-2]
    )
