"""What audits found, whether it is fixed and what came back: on every boundary and on random registries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model import findings as questions
from qms_model.config import Rules
from qms_model.coverage import Filters
from qms_model.findings import AGES, GRADES
from tests import plainly_findings, registries
from tests.build import registry_of
from tests.console import PROVINCE, Office, written
from tests.registries import RULES, Draw, Row, Tables, choose
from tests.test_plainly import agency, audit, certificate, exemption, finding, rules_with, tables

LISTED = [
    "finding", "agency", "name", "audit", "kind", "grade", "clause", "common", "cause", "held_on", "due_on",
    "closed_on", "status", "age", "days_overdue", "reopens", "recurs",
]  # fmt: skip
Answer = list[dict[str, Any]]


def plain(frame: pd.DataFrame, blank: Any = "") -> Answer:
    """The rows of a frame, what is missing as `blank`."""
    cells = frame.astype(object)
    rows = cells.where(cells.notna(), blank).to_dict("records")
    return [{str(name): cell for name, cell in row.items()} for row in rows]


def listed(rows: Tables, day: str, rules: Any = RULES, **filters: Any) -> Answer:
    registry = registry_of(rows, Rules.model_validate(rules))
    return plain(questions.listed(registry, date.fromisoformat(day), Filters(**filters)))


def counted(
    rows: Tables, day: str, by: Any = None, rules: Any = RULES, **filters: Any
) -> list[tuple[Any, ...]]:
    """group, open, overdue, closed."""
    registry = registry_of(rows, Rules.model_validate(rules))
    frame = questions.findings(registry, date.fromisoformat(day), Filters(**filters), by)
    assert list(frame) == ["group", "open", "overdue", "closed"]
    return [tuple(row.values()) for row in plain(frame)]


# One finding ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """How the finding of agency A stands on a day; None: it is not there yet."""

    name: str
    day: str
    tables: Tables
    status: str | None
    shows: dict[str, Any]


def stands(status: str | None, name: str, day: str, *rows: Row, **shows: Any) -> Case:
    return Case(name, day, tables(*rows), status, shows)


AUDIT = audit("internal", "2013-03-31")
VISIT = audit("inspection_onsite", "2013-12-31")
SIGNED = audit("inspection_file", "2013-12-15", signed_on="2013-12-31")
MAJOR = finding(AUDIT, "major")
MINOR = finding(AUDIT, "minor")
NOTE = finding(AUDIT, "observation")
ISSUE = finding(VISIT, "")
CLOSED = finding(AUDIT, "major", closed_on="2013-07-10")

# fmt: off
CASES = [
    stands(None, "the day before the audit", "2013-03-30", AUDIT, MAJOR),
    stands("open", "the day of the audit", "2013-03-31", AUDIT, MAJOR, held_on="2013-03-31",
           due_on="2013-06-29", days_overdue="", closed_on="", age="not_due"),
    stands("open", "a major, 90 days later: the due day", "2013-06-29", AUDIT, MAJOR, days_overdue=""),
    stands("overdue", "the day after the due day", "2013-06-30", AUDIT, MAJOR, days_overdue=1, age="d1_30"),
    stands("open", "a minor on its due day", "2013-06-29", AUDIT, MINOR),
    stands("overdue", "a minor the day after", "2013-06-30", AUDIT, MINOR),
    stands("overdue", "30 days after the due day", "2013-07-29", AUDIT, MAJOR, days_overdue=30, age="d1_30"),
    stands("overdue", "31 days", "2013-07-30", AUDIT, MAJOR, days_overdue=31, age="d31_60"),
    stands("overdue", "60 days", "2013-08-28", AUDIT, MAJOR, days_overdue=60, age="d31_60"),
    stands("overdue", "61 days", "2013-08-29", AUDIT, MAJOR, days_overdue=61, age="d61_90"),
    stands("overdue", "90 days", "2013-09-27", AUDIT, MAJOR, days_overdue=90, age="d61_90"),
    stands("overdue", "91 days", "2013-09-28", AUDIT, MAJOR, days_overdue=91, age="over_90"),
    stands("open", "a due day that is recorded counts, not the limit", "2013-12-31", AUDIT,
           {**MAJOR, "due_on": "2013-12-31"}, due_on="2013-12-31"),
    stands("overdue", "and the day after it", "2014-01-01", AUDIT, {**MAJOR, "due_on": "2013-12-31"},
           days_overdue=1),
    stands("overdue", "due on the day of the audit, the day after", "2013-04-01", AUDIT,
           {**MAJOR, "due_on": "2013-03-31"}, days_overdue=1),
    stands("overdue", "the day before it is closed", "2013-07-09", AUDIT, CLOSED, days_overdue=10,
           closed_on=""),
    stands("closed", "the day it is closed", "2013-07-10", AUDIT, CLOSED, closed_on="2013-07-10",
           days_overdue="", age=""),
    stands("closed", "closed on the day of the audit", "2013-03-31", AUDIT,
           {**MINOR, "closed_on": "2013-03-31"}, closed_on="2013-03-31"),
    stands("overdue", "a major corrected is still open", "2013-07-09", AUDIT,
           {**MAJOR, "corrected_on": "2013-04-10", "verified_on": "2013-04-20"}, closed_on=""),

    # an observation asks for nothing by a day
    stands("open", "an observation is never due", "2030-01-01", AUDIT, NOTE, due_on="", days_overdue="",
           grade="observation", age="not_due"),
    stands("overdue", "unless it names a day", "2014-01-01", AUDIT, {**NOTE, "due_on": "2013-12-31"}),

    # two months from 31 December are clamped
    stands("open", "an issue of 31/12, on 28/2", "2014-02-28", VISIT, ISSUE, grade="issue",
           due_on="2014-02-28"),
    stands("overdue", "an issue of 31/12, on 1/3", "2014-03-01", VISIT, ISSUE, days_overdue=1),
    stands("open", "counted from the day the minutes were signed", "2014-02-28", SIGNED, finding(SIGNED, ""),
           held_on="2013-12-15", due_on="2014-02-28"),
    stands("overdue", "an issue the day before it is corrected", "2014-03-19", VISIT,
           {**ISSUE, "corrected_on": "2014-03-20"}),
    stands("closed", "an ungraded issue is closed when it is corrected", "2014-03-20", VISIT,
           {**ISSUE, "corrected_on": "2014-03-20"}, closed_on="2014-03-20"),
    stands("closed", "or when it is closed, whichever is first", "2014-03-20", VISIT,
           {**ISSUE, "corrected_on": "2014-04-01", "closed_on": "2014-03-20"}, closed_on="2014-03-20"),

    # whose findings
    stands(None, "the first day without the agency", "2014-01-01", AUDIT, MAJOR,
           agency(dissolved_on="2014-01-01")),
    stands("overdue", "its last day", "2013-12-31", AUDIT, MAJOR, agency(dissolved_on="2014-01-01")),
    stands("overdue", "an exemption mends nothing", "2013-07-01", AUDIT, MAJOR,
           exemption("2013-01-01", "2013-12-31")),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_finding_stands_as_the_row_says(case: Case) -> None:
    day = date.fromisoformat(case.day)
    fast = listed(case.tables, case.day)
    slow = plainly_findings.listed(case.tables, RULES, day)
    for found in (fast, slow):
        assert [row["status"] for row in found] == ([] if case.status is None else [case.status])
    shown = {name: value for name, value in case.shows.items() if name != "age"}
    for name, value in shown.items():
        assert fast[0][name] == value, name
    if "age" in case.shows:
        assert [row[0] for row in counted(case.tables, case.day, "age")] == [case.shows["age"]]


def test_a_finding_belongs_to_the_agency_of_its_audit_and_to_no_guest() -> None:
    rows = tables(agency(shares_qms_of="H"), agency("H"), audit("internal", "2013-03-31", "H"))
    rows["findings"] = [finding(rows["audits"][0], "major")]
    assert [row["agency"] for row in listed(rows, "2013-12-31")] == ["H"]


def test_the_limits_are_those_of_the_rules() -> None:
    assert listed(tables(AUDIT, MAJOR), "2013-05-30", rules_with("limits.major_days", 60))[0]["due_on"] == (
        "2013-05-30"
    )


def test_the_list_says_what_is_recorded_and_who_it_is() -> None:
    old = finding(audit("internal", "2012-03-31"), "minor", clause="8.2.2", closed_on="2012-06-01")
    new = {**MINOR, "clause": "2008:8.2.2 a)", "cause": "R3", "reopens": old["finding"]}
    rows = tables(certificate(), audit("internal", "2012-03-31"), AUDIT, new, old)
    rows["agencies"] = [
        agency(dissolved_on="2013-05-01"),
        agency(name="Sở mới", established_on="2013-05-01"),
    ]
    frame = questions.listed(registry_of(rows), date(2013, 12, 31))
    assert list(frame) == LISTED
    first, second = plain(frame)
    assert first["finding"] == old["finding"], "the earlier audit first, as late as it was recorded"
    assert second == {
        "finding": MINOR["finding"],
        "agency": "A",
        "name": "Sở mới",
        "audit": AUDIT["audit"],
        "kind": "internal",
        "grade": "minor",
        "clause": "2008:8.2.2 a)",
        "common": "internal_audit",
        "cause": "R3",
        "held_on": "2013-03-31",
        "due_on": "2013-06-29",
        "closed_on": "",
        "status": "overdue",
        "age": "over_90",
        "days_overdue": 185,
        "reopens": old["finding"],
        "recurs": True,
    }


# Counts --------------------------------------------------------------------------------------------------


def found(held_on: str, grade: str, code: str = "A", **cells: str) -> list[Row]:
    """An audit (an inspection for an issue) and what it found."""
    raised_in = audit("internal" if grade else "inspection_onsite", held_on, code)
    return [raised_in, finding(raised_in, grade, **cells)]


SEVERAL = tables(
    *(agency(code) for code in "AB"),
    *found("2013-01-10", "", clause="2008:8.2.2", cause="R3"),
    *found("2013-02-10", "observation", clause="2015:9.2", cause="R0"),
    *found("2013-03-10", "minor", clause="2008:8.5.2", closed_on="2013-04-01"),
    *found("2013-04-10", "major", cause="R3", due_on="2013-12-01"),
    *found("2013-05-10", "major", "B", clause="xyz", closed_on="2013-12-31"),
    *found("2013-12-31", "minor", "B", clause="2008:8.5.2", cause="R1"),
)


def test_open_findings_have_the_overdue_among_them() -> None:
    assert counted(SEVERAL, "2013-12-31") == [("", 4, 2, 2)]
    assert counted(SEVERAL, "2013-12-30") == [("", 4, 3, 1)]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("clause", [("corrective_action", 1, 0, 1), ("internal_audit", 2, 1, 0), ("", 1, 1, 1)]),
        ("grade", [("major", 1, 1, 1), ("minor", 1, 0, 1), ("observation", 1, 0, 0), ("issue", 1, 1, 0)]),
        ("cause", [("R0", 1, 0, 0), ("R1", 1, 0, 0), ("R3", 2, 2, 0), ("", 0, 0, 2)]),
        ("age", [("not_due", 2, 0, 0), ("d1_30", 1, 1, 0), ("over_90", 1, 1, 0), ("", 0, 0, 2)]),
    ],
)
def test_groups_are_in_their_order_and_the_empty_one_is_last(by: str, groups: list[tuple[Any, ...]]) -> None:
    assert counted(SEVERAL, "2013-12-31", by) == groups


def test_without_a_finding_there_is_one_row_or_no_group() -> None:
    nothing: Tables = {"agencies": []}
    for rows in (tables(agency()), nothing):
        assert counted(rows, "2013-12-31") == [("", 0, 0, 0)]
        for by in get_args(questions.By):
            assert counted(rows, "2013-12-31", by) == []


def test_filters_choose_the_agencies_and_the_edition_chooses_none() -> None:
    rows = {**SEVERAL, "agencies": [agency("A", district="178"), agency("B", type="ubnd_xa")]}
    assert counted(rows, "2013-12-31", district="178") == [("", 3, 2, 1)]
    assert counted(rows, "2013-12-31", obligation="encouraged") == [("", 1, 0, 1)]
    assert counted(rows, "2013-12-31", edition="2015") == counted(rows, "2013-12-31")
    assert {row["agency"] for row in listed(rows, "2013-12-31", type="ubnd_xa")} == {"B"}


def test_the_ageing_has_every_grade_with_every_age_and_the_open_alone() -> None:
    frame = questions.ageing(registry_of(SEVERAL), date(2013, 12, 31))
    assert list(frame) == ["grade", "age", "open"]
    assert [(row["grade"], row["age"]) for row in plain(frame)] == [(g, a) for g in GRADES for a in AGES]
    assert [(row["grade"], row["age"], row["open"]) for row in plain(frame) if row["open"]] == [
        ("major", "d1_30", 1),
        ("minor", "not_due", 1),
        ("observation", "not_due", 1),
        ("issue", "over_90", 1),
    ]


# Flow ----------------------------------------------------------------------------------------------------


def flows(rows: Tables, day: str, **filters: Any) -> list[tuple[Any, ...]]:
    frame = questions.flow(registry_of(rows), date.fromisoformat(day), Filters(**filters))
    assert list(frame) == ["day", "opened", "closed", "stock"]
    return [(row["day"].isoformat(), row["opened"], row["closed"], row["stock"]) for row in plain(frame)]


def test_the_flow_goes_from_the_first_finding_to_the_day_through_quiet_quarters() -> None:
    assert flows(SEVERAL, "2014-01-15") == [
        ("2013-03-31", 3, 0, 3),
        ("2013-06-30", 2, 1, 4),
        ("2013-09-30", 0, 0, 4),
        ("2013-12-31", 1, 1, 4),
        ("2014-01-15", 0, 0, 4),
    ]


def test_the_last_day_of_a_quarter_is_in_it_and_the_first_of_the_next_is_not() -> None:
    rows = tables(
        *found("2013-03-31", "minor", closed_on="2013-06-30"),
        *found("2013-04-01", "minor", closed_on="2013-07-01"),
    )
    assert flows(rows, "2013-07-01") == [
        ("2013-03-31", 1, 0, 1),
        ("2013-06-30", 1, 1, 1),
        ("2013-07-01", 0, 1, 0),
    ]
    assert flows(rows, "2013-06-30") == [("2013-03-31", 1, 0, 1), ("2013-06-30", 1, 1, 1)]
    assert flows(rows, "2013-03-31") == [("2013-03-31", 1, 0, 1)]


def test_raised_and_closed_on_one_day_is_both_and_no_stock() -> None:
    rows = tables(*found("2013-03-31", "minor", closed_on="2013-03-31"))
    assert flows(rows, "2013-03-31") == [("2013-03-31", 1, 1, 0)]


def test_the_flow_of_nothing_has_no_quarters() -> None:
    assert flows(tables(AUDIT, MAJOR), "2013-03-30") == []
    assert flows({"agencies": []}, "2013-03-30") == []


def test_the_flow_is_of_the_agencies_of_the_day_in_every_quarter() -> None:
    rows = {**SEVERAL, "agencies": [agency("A", dissolved_on="2013-12-31"), agency("B")]}
    assert flows(rows, "2013-12-31") == [
        ("2013-06-30", 1, 0, 1),
        ("2013-09-30", 0, 0, 1),
        ("2013-12-31", 1, 1, 1),
    ]


# What came back ------------------------------------------------------------------------------------------

FIRST = found("2011-03-31", "minor", clause="2008:8.2.2", closed_on="2011-06-01")
LEAP = found("2012-02-29", "minor", clause="2008:8.2.2")


def again(held_on: str, clause: str = "2008:8.2.2", code: str = "A", grade: str = "minor") -> list[Row]:
    return found(held_on, grade, code, clause=clause)


@pytest.mark.parametrize(
    ("rows", "comes_back"),
    [
        pytest.param([*FIRST, *again("2011-04-01")], True, id="the day after, though it was not closed"),
        pytest.param([*FIRST, *again("2013-03-31")], True, id="24 months to the day"),
        pytest.param([*FIRST, *again("2013-04-01")], False, id="24 months and a day"),
        pytest.param([*LEAP, *again("2014-02-28")], True, id="from 29 February, 24 months end on the 28th"),
        pytest.param([*LEAP, *again("2014-03-01")], False, id="from 29 February, the day after"),
        pytest.param(
            [*FIRST, *again("2011-03-31", grade="major")], False, id="two of one audit's day are not twice"
        ),
        pytest.param([*FIRST, *again("2012-03-31", "2015:9.2.1")], True, id="the same by another number"),
        pytest.param([*FIRST, *again("2012-03-31", "2008:8.2.2 c)")], True, id="another item of the clause"),
        pytest.param([*FIRST, *again("2012-03-31", "2008:8.2.3")], False, id="another clause"),
        pytest.param([*FIRST, *again("2012-03-31", code="B")], False, id="another agency"),
        pytest.param([*FIRST, *again("2012-03-31", grade="observation")], True, id="of another grade"),
        pytest.param(
            [*again("2011-03-31", ""), *again("2012-03-31", "")], False, id="no clause is nothing in common"
        ),
        pytest.param(
            [*again("2011-03-31", "xyz"), *again("2012-03-31", "xyz")], False, id="nor is an unknown one"
        ),
    ],
)
def test_a_finding_comes_back_as_the_row_says(rows: list[Row], comes_back: bool) -> None:
    both = tables(agency("A"), agency("B"), *rows)
    for found_by in (
        [row["recurs"] for row in listed(both, "2020-01-01")],
        [row["recurs"] for row in plainly_findings.listed(both, RULES, date(2020, 1, 1))],
    ):
        assert found_by == [False, comes_back]


def test_what_came_back_names_the_last_of_its_kind_before() -> None:
    rows = tables(*FIRST, *again("2012-03-31"), *again("2013-03-30"))
    frame = questions.recurrence(registry_of(rows), date(2013, 12, 31))
    assert plain(frame) == [
        {
            "finding": f"A internal {day} minor",
            "agency": "A",
            "name": "Cơ quan A",
            "grade": "minor",
            "common": "internal_audit",
            "held_on": day,
            "earlier": f"A internal {before} minor",
            "earlier_on": before,
        }
        for day, before in (("2012-03-31", "2011-03-31"), ("2013-03-30", "2012-03-31"))
    ]
    only = questions.recurrence(registry_of(rows), date(2013, 3, 29))
    assert only["held_on"].tolist() == ["2012-03-31"], "what is found tomorrow has not come back"
    assert len(questions.recurrence(registry_of({"agencies": []}), date(2013, 3, 29))) == 0


def test_how_soon_is_a_matter_of_the_rules() -> None:
    rows = tables(*FIRST, *again("2012-04-01"))
    year = rules_with("limits.recurrence_months", 12)
    assert [row["recurs"] for row in listed(rows, "2013-01-01", year)] == [False, False]
    assert [row["recurs"] for row in listed(rows, "2013-01-01")] == [False, True]


# Days to fix ---------------------------------------------------------------------------------------------


def test_the_days_to_fix_are_the_median_of_those_closed_by_the_day() -> None:
    rows = tables(
        *found("2013-01-01", "minor", closed_on="2013-01-11"),
        *found("2013-01-02", "minor", closed_on="2013-01-23"),
        *found("2013-01-03", "minor", closed_on="2013-12-31"),
        *found("2013-01-04", "", corrected_on="2013-01-04", closed_on="2013-02-01"),
        *found("2013-01-05", "major"),
    )
    frame = questions.days_to_fix(registry_of(rows), date(2013, 12, 30))
    assert list(frame) == ["grade", "median_days", "n"]
    assert [tuple(row.values()) for row in plain(frame, None)] == [
        ("major", None, 0),
        ("minor", 15.5, 2),
        ("observation", None, 0),
        ("issue", 0.0, 1),
    ]


# On random registries ------------------------------------------------------------------------------------

CLAUSES = [
    "8.2.2", "8.2.2", "2008:8.2.2", "2008:8.2.2", "", "8.2.2 a)", "9.2", "2015:9.2.1", "2000:8.2.2", "4.2.3",
    "2008:4.2.4", "8.2.9", "10.2", "2012:8.2", "Mục 5", "99",
]  # fmt: skip
CAUSES = ["", "R0", "R1", "R8"]


@st.composite
def asked(draw: Draw) -> tuple[Tables, date]:
    """A registry and a day of `registries.questions`, its findings with clauses and causes, and some more:
    of each audit, about two years after it, and at a guest around the day on which its host was attested.
    Half of the days are late ones."""
    rows, day = draw(registries.questions())
    audits = [*rows.get("audits", [])]
    for row in rows.get("audits", []):
        later = registries.add_months(registries.last_day(row["held_on"]), 24)
        audits.append(held_near(draw, later, row["agency"], f"{row['audit']} again"))
    hosts = [row["agency"] for row in rows["agencies"] if "shares_qms_of" not in row][:1]
    rows["agencies"] += [agency("G", shares_qms_of=host) for host in hosts]
    for place, row in enumerate(rows.get("attestations", [])):
        if row["agency"] in hosts:
            audits.append(held_near(draw, registries.last_day(row["issued_on"]), "G", f"G{place}"))
    more = [finding(row, "minor") for row in audits if choose(draw, [True, True, False])]
    findings = [*rows.get("findings", []), *more]
    for row in findings:
        row |= {"clause": choose(draw, CLAUSES), "cause": choose(draw, CAUSES)}
    rows |= {"audits": audits, "findings": findings}
    return rows, choose(draw, [day, max(registries.dates_of(rows), default=day)])


def held_near(draw: Draw, day: date, code: str, name: str) -> Row:
    """An audit of the day, of the day before or of the day after."""
    held = day + choose(draw, [0, 1, -1]) * registries.ONE_DAY
    return {"audit": name, "agency": code, "kind": "internal", "held_on": held.isoformat()}


filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "edition": st.sampled_from(["2000", "2008", "2015"]),
        "district": st.just("178"),
        "par_index": st.just(True),
    },
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@MANY
@given(asked(), registries.rule_sets(), filters_)
def test_every_answer_is_that_of_the_slow_implementation(
    question: tuple[Tables, date], rules: dict[str, Any], filters: dict[str, Any]
) -> None:
    rows, day = question
    registry, chosen = registry_of(rows, Rules.model_validate(rules)), Filters(**filters)
    slow = plainly_findings.listed(rows, rules, day, **filters)
    for row in slow:
        row["days_overdue"] = row["days_overdue"] or ""
    assert plain(questions.listed(registry, day, chosen)) == slow

    for by in (None, *get_args(questions.By)):
        fast = questions.findings(registry, day, chosen, by)
        assert plain(fast) == plainly_findings.findings(rows, rules, day, by=by, **filters)
    back = questions.recurrence(registry, day, chosen)
    pairs = list(zip(back["finding"], back["earlier"], strict=True))
    assert pairs == plainly_findings.recurrence(rows, rules, day, **filters)
    ages = questions.ageing(registry, day, chosen)
    assert list(ages.itertuples(index=False, name=None)) == plainly_findings.ageing(
        rows, rules, day, **filters
    )
    days = plain(questions.days_to_fix(registry, day, chosen), None)
    assert days == plainly_findings.days_to_fix(rows, rules, day, **filters)
    quarters = questions.flow(registry, day, chosen).drop(columns="day")
    assert plain(quarters) == plainly_findings.flow(rows, rules, day, **filters)


@MANY
@given(asked(), filters_)
def test_nothing_is_lost_between_opened_closed_and_open(
    question: tuple[Tables, date], filters: dict[str, Any]
) -> None:
    rows, last = question
    registry, chosen = registry_of(rows), Filters(**filters)
    for day in {last, last + registries.ONE_DAY, *registries.dates_of(rows)[-2:]}:
        whole = questions.findings(registry, day, chosen).iloc[0]
        opened = len(questions.listed(registry, day, chosen))
        assert whole["open"] + whole["closed"] == opened
        assert 0 <= whole["overdue"] <= whole["open"]

        for by in get_args(questions.By):
            groups = questions.findings(registry, day, chosen, by)
            for name in ("open", "overdue", "closed"):
                assert groups[name].sum() == whole[name]
        assert questions.ageing(registry, day, chosen)["open"].sum() == whole["open"]

        quarters = questions.flow(registry, day, chosen)
        assert quarters["opened"].sum() == opened
        assert quarters["closed"].sum() == whole["closed"]
        assert (quarters["opened"].cumsum() == quarters["closed"].cumsum() + quarters["stock"]).all()
        assert (quarters["stock"].iloc[-1] if opened else 0) == whole["open"]
        assert questions.days_to_fix(registry, day, chosen)["n"].sum() == whole["closed"]


# The command ---------------------------------------------------------------------------------------------


@pytest.fixture
def office(sqlite_url: str, tmp_path: Path) -> Office:
    """An office that has loaded the small province."""
    office = Office(sqlite_url)
    office.load(written(tmp_path / "in", PROVINCE))
    return office


def test_the_command_answers_in_csv_to_the_last_character(office: Office) -> None:
    head = "group,open,overdue,closed\n"
    words = ("findings", "--day", "2013-12-31", "--format", "csv")
    assert office(*words).out == f"{head},1,1,0\n"
    for by, group in (("clause", "internal_audit"), ("grade", "issue"), ("cause", "R3"), ("age", "over_90")):
        assert office(*words, "--by", by).out == f"{head}{group},1,1,0\n"
    assert office(*words, "--by", "clause", "--type", "ubnd_xa").out == head
    assert office(*words, "--district", "184").out == f"{head},1,1,0\n"
    assert office("findings", "--day", "2013-02-28", "--format", "csv").out == f"{head},0,0,0\n"


def test_the_command_says_in_json_what_was_asked(office: Office) -> None:
    answer = office(
        "findings", "--day", "1/3/2013", "--by", "grade", "--obligation", "mandatory", "--format", "json"
    )
    assert answer.json == {
        "day": "2013-03-01",
        "known": 1,
        "filters": {"obligation": "mandatory", "by": "grade"},
        "rows": [{"group": "issue", "open": 1, "overdue": 0, "closed": 0}],
    }
    assert office("findings", "--day", "2013-12-31", "--known", "0", "--format", "csv").rows == [
        {"group": "", "open": "0", "overdue": "0", "closed": "0"}
    ]


def test_a_grouping_that_there_is_not_is_wrong_usage(office: Office) -> None:
    answer = office("findings", "--day", "2013-12-31", "--by", "district")
    assert (answer.code, answer.out) == (2, "")
    assert "clause, grade, cause, age" in answer.err


def test_todays_structure_is_refused_rather_than_answered_otherwise(office: Office) -> None:
    answer = office("findings", "--day", "2013-12-31", "--structure", "today")
    assert (answer.code, answer.out) == (1, "")
