"""The plan on a day: which target speaks, what it asks for, and how far it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.config import Rules
from qms_model.coverage import Filters
from qms_model.progress import COLUMNS, is_planned_for, path, plan
from qms_model.registry import Registry
from tests import plainly, registries
from tests.build import registry_of
from tests.registries import Row, Tables
from tests.test_plainly import audit, certificate, commune, exemption, tables

Plan = list[dict[str, Any]]


def communes(agencies: int, attested: int = 0, **cells: str) -> list[Row]:
    """So many communes, C0 and on, the first of them certified."""
    codes = [f"C{n}" for n in range(agencies)]
    return [commune(code, **cells) for code in codes] + [
        certificate(code, issued_on="2010-03-15", expires_on="2013-03-14") for code in codes[:attested]
    ]


def target(due_on: str = "2012-06-30", **cells: str) -> Row:
    """A target of the communes, all of them unless said otherwise."""
    measure = {} if "agencies" in cells else {"share": "100"}
    return {"type": "ubnd_xa", "due_on": due_on, **measure, **cells}


def planned(registry: Registry, day: date, **filters: Any) -> Plan:
    """The plan as plain rows, without the decision."""
    fast = plan(registry, day, Filters(**filters))
    assert list(fast.columns) == COLUMNS
    return [
        {str(name): cell for name, cell in row.items() if name != "decision"}
        for row in fast.to_dict("records")
    ]


@dataclass(frozen=True)
class Case:
    """What the plan says of the communes on a day; `says` None: they have no plan."""

    name: str
    day: date
    records: list[Row]
    targets: list[Row]
    says: Mapping[str, Any] | None
    filters: Mapping[str, Any] = field(default_factory=dict)


def says(
    name: str,
    day: str,
    records: list[Row],
    *targets: Row,
    filters: Mapping[str, Any] | None = None,
    **cells: Any,
) -> Case:
    return Case(name, date.fromisoformat(day), records, list(targets), cells, filters or {})


def silent(
    name: str, day: str, records: list[Row], *targets: Row, filters: Mapping[str, Any] | None = None
) -> Case:
    return Case(name, date.fromisoformat(day), records, list(targets), None, filters or {})


ON = "2012-06-30"
MANDATORY = {"obligation": "mandatory"}
ENCOURAGED = {"obligation": "encouraged"}
ONE_MANDATORY = [commune("M", obligation="mandatory"), *communes(3, attested=1)]
AUDITED = [
    *communes(2, attested=2),
    audit("internal", "2012-01-10", "C0"),
    audit("management_review", "2012-01-10", "C0"),
]

CASES = [
    # When a target is due
    silent("day before it is due", "2012-06-29", communes(4, 1), target()),
    says("on the day it is due", ON, communes(4, 1), target(), due_on=ON, planned=4, reached=1, agencies=4),
    says(
        "day after it was due, still the plan", "2012-07-01", communes(4, 1), target(), due_on=ON, planned=4
    ),
    says("years later, still the plan", "2019-01-01", communes(4, 1), target(), due_on=ON),
    says(
        "the latest due stands",
        "2012-12-31",
        communes(4),
        target("2011-12-31", share="25"),
        target("2012-12-31", share="75"),
        due_on="2012-12-31",
        planned=3,
    ),
    says(
        "the day before the later is due, the earlier stands",
        "2012-12-30",
        communes(4),
        target("2012-12-31", share="75"),
        target("2011-12-31", share="25"),
        due_on="2011-12-31",
        planned=1,
    ),
    says(
        "a smaller later target stands too",
        "2012-12-31",
        communes(4),
        target("2011-12-31", share="75"),
        target("2012-12-31", share="25"),
        planned=1,
    ),
    silent("due in a month only: not before its last day", "2012-02-28", communes(1), target("2012-02")),
    says(
        "due in a month only: on its last day", "2012-02-29", communes(1), target("2012-02"), due_on="2012-02"
    ),
    silent("due in a year only: not on 30 December", "2012-12-30", communes(1), target("2012")),
    says(
        "due in a year only is later than a day of that year",
        "2012-12-31",
        communes(4),
        target("2012", share="75"),
        target("2012-06-30", share="25"),
        due_on="2012",
        planned=3,
    ),
    # What it asks for
    says(
        "a share asks for the least count that reaches it", ON, communes(10), target(share="33.3"), planned=4
    ),
    says("a share that is whole asks for no more", ON, communes(10), target(share="30"), planned=3),
    says("33.3 % of three is one: 0.999", ON, communes(3), target(share="33.3"), planned=1),
    says("33.4 % of three is two: 1.002", ON, communes(3), target(share="33.4"), planned=2),
    says(
        "a decimal share is exact: 14 % of 50 is 7, in binary a little more",
        ON,
        communes(50),
        target(share="14"),
        planned=7,
    ),
    says("16.1 % of ten is two: 1.61", ON, communes(10), target(share="16.1"), planned=2),
    says("0.1 % of one is one", ON, communes(1), target(share="0.1"), planned=1),
    says("0 % asks for none", ON, communes(4), target(share="0"), planned=0),
    says(
        "a count asks for itself", ON, communes(4, 2), target(agencies="3"), planned=3, reached=2, agencies=4
    ),
    says(
        "a count above N stays as decided",
        ON,
        communes(4, 4),
        target(agencies="9"),
        planned=9,
        reached=4,
        agencies=4,
    ),
    says("a count of none", ON, communes(4, 1), target(agencies="0"), planned=0, reached=1),
    # Which rung
    says(
        "attested unless said otherwise, also when lapsed",
        "2014-01-01",
        communes(4, 2),
        target(),
        rung="attested",
        reached=2,
    ),
    says(
        "in force on the last valid day",
        "2013-03-14",
        communes(4, 2),
        target(rung="in_force"),
        rung="in_force",
        reached=2,
    ),
    says("in force, the day after", "2013-03-15", communes(4, 2), target(rung="in_force"), reached=0),
    says(
        "applied counts who issued the documents",
        ON,
        [*communes(4, 1), {"agency": "C3", "applied_on": ON}],
        target(rung="applied"),
        reached=2,
    ),
    silent(
        "effective, where no audit is recorded: not known, so not short",
        ON,
        communes(2, 2),
        target(rung="effective"),
    ),
    says(
        "effective, where audits are collected", ON, AUDITED, target(rung="effective"), reached=1, planned=2
    ),
    silent(
        "effective and not known does not bring an older target back",
        ON,
        communes(2, 2),
        target("2011-12-31"),
        target(rung="effective"),
    ),
    # Who is counted
    says(
        "the exempt are left out of N, planned and reached",
        ON,
        [*communes(4, 2), exemption("2012-06-30", "2012-06-30", "C0")],
        target(),
        planned=3,
        reached=1,
        agencies=3,
    ),
    says(
        "the day after the exemption it counts again",
        "2012-07-01",
        [*communes(4, 2), exemption("2012-06-30", "2012-06-30", "C0")],
        target(),
        planned=4,
        reached=2,
    ),
    silent(
        "a type whose agencies are all exempt has no plan",
        ON,
        [*communes(1), exemption("2012-01-01", "2012-12-31", "C0")],
        target(),
    ),
    silent(
        "a type without an agency on the day has no plan",
        ON,
        communes(1, established_on="2012-07-01"),
        target(),
    ),
    silent("a target of another type", ON, communes(1), target(type="chi_cuc")),
    silent("another type asked for", ON, communes(1), target(), filters={"type": "chi_cuc"}),
    says("this type asked for", ON, communes(2), target(), filters={"type": "ubnd_xa"}, planned=2),
    # Obligation
    silent("a target of one obligation, all asked for", ON, ONE_MANDATORY, target(obligation="mandatory")),
    says(
        "a target of one obligation, that one asked for",
        ON,
        ONE_MANDATORY,
        target(obligation="mandatory"),
        filters=MANDATORY,
        obligation="mandatory",
        planned=1,
        reached=0,
        agencies=1,
    ),
    silent(
        "a target of one obligation, the other asked for",
        ON,
        ONE_MANDATORY,
        target(obligation="mandatory"),
        filters=ENCOURAGED,
    ),
    silent(
        "a target for all, only some of the type are mandatory",
        ON,
        ONE_MANDATORY,
        target(),
        filters=MANDATORY,
    ),
    says(
        "a target for all, every one of the type is encouraged",
        ON,
        communes(3, 1),
        target(),
        filters=ENCOURAGED,
        obligation="all",
        planned=3,
        reached=1,
    ),
    says(
        "a target for all, the only other one is exempt",
        ON,
        [*ONE_MANDATORY, exemption("2012-01-01", "2012-12-31", "M")],
        target(),
        filters=ENCOURAGED,
        planned=3,
    ),
    says(
        "a later target for all that does not say how many mandatory leaves theirs standing",
        "2013-12-31",
        ONE_MANDATORY,
        target("2010-12-31", obligation="mandatory"),
        target("2013-12-31", share="50"),
        filters=MANDATORY,
        due_on="2010-12-31",
        planned=1,
    ),
    says(
        "of one day, the one that names the obligation",
        ON,
        communes(4),
        target(obligation="encouraged", share="25"),
        target(share="50"),
        filters=ENCOURAGED,
        planned=1,
    ),
    says(
        "of one day, the one for all where all are asked for",
        ON,
        communes(4),
        target(share="50"),
        target(obligation="encouraged", share="25"),
        planned=2,
    ),
    # Edition
    silent("a target of one edition, none asked for", ON, communes(2, 1), target(edition="2008")),
    says(
        "a target of one edition, that one asked for",
        ON,
        communes(2, 1),
        target(edition="2008"),
        filters={"edition": "2008"},
        planned=2,
        reached=1,
    ),
    silent(
        "a target of one edition, another asked for",
        ON,
        communes(2, 1),
        target(edition="2008"),
        filters={"edition": "2000"},
    ),
    silent(
        "a target of no edition, one asked for", ON, communes(2, 1), target(), filters={"edition": "2008"}
    ),
    says(
        "of one day, the one of no edition where none is asked for",
        ON,
        communes(4),
        target(edition="2008", share="25"),
        target(share="50"),
        target(edition="2000", share="75"),
        planned=2,
    ),
    says(
        "of one day, the one of the edition asked for",
        ON,
        communes(4, 1),
        target(edition="2000", share="25"),
        target(share="50"),
        target(edition="2008", share="75"),
        filters={"edition": "2008"},
        planned=3,
        reached=1,
    ),
    # Parts of the province
    *(
        silent(
            f"no plan for a part of the province: {name}",
            ON,
            communes(2, district="178", parent="UBND tỉnh", province="Lạng Sơn", in_par_index="yes"),
            target(),
            filters={name: value},
        )
        for name, value in (
            ("district", "178"),
            ("parent", "UBND tỉnh"),
            ("province", "Lạng Sơn"),
            ("par_index", True),
        )
    ),
]


@pytest.mark.parametrize("row", CASES, ids=[row.name for row in CASES])
def test_the_plan_says_what_the_row_says(row: Case) -> None:
    registry = {**tables(*row.records), "targets": row.targets}
    (fast, slow) = (
        planned(registry_of(registry), row.day, **row.filters),
        plainly.plan(registry, registries.RULES, row.day, **row.filters),
    )
    for found in (fast, slow):
        of_communes = [one for one in found if one["type"] == "ubnd_xa"]
        assert len(of_communes) == (0 if row.says is None else 1)
        for one in of_communes:
            assert {name: one[name] for name in row.says or {}} == row.says


def test_a_registry_without_targets_has_a_plan_of_no_rows() -> None:
    assert planned(registry_of(tables(commune("C"))), date(2012, 6, 30)) == []


def test_types_stand_in_code_order_with_their_decision() -> None:
    rows = tables(commune("C"), {**commune("B"), "type": "chi_cuc"}, {**commune("D"), "type": "benh_vien"})
    targets = [target(), target(type="chi_cuc", decision="QĐ 1"), target("2010-12-31", type="benh_vien")]
    found = plan(registry_of({**rows, "targets": targets}), date(2012, 6, 30))
    assert list(found["type"]) == ["benh_vien", "chi_cuc", "ubnd_xa"]
    assert found["decision"].fillna("").tolist() == ["", "QĐ 1", ""]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, True),
        ({"type": "ubnd_xa", "obligation": "mandatory", "edition": "2008"}, True),
        ({"district": "178"}, False),
        ({"parent": "UBND tỉnh"}, False),
        ({"province": "Lạng Sơn"}, False),
        ({"par_index": True}, False),
    ],
)
def test_a_plan_is_set_for_types_and_not_for_parts(filters: dict[str, Any], expected: bool) -> None:
    assert is_planned_for(Filters(**filters)) is expected


def test_the_path_sums_the_plans_of_each_day_over_the_types_that_have_one() -> None:
    rows = tables(*communes(4, 1), {**commune("B"), "type": "chi_cuc"})
    targets = [target(share="50"), target("2012-12-31", type="chi_cuc")]
    days = [date(2012, 6, 29), date(2012, 6, 30), date(2012, 12, 31)]
    found = path(registry_of({**rows, "targets": targets}), days)
    assert found.to_numpy().tolist() == [[days[0], 0, 0, 0], [days[1], 2, 1, 1], [days[2], 3, 1, 2]]
    assert path(registry_of(rows), []).empty


# On random registries ------------------------------------------------------------------------------------


@st.composite
def plans(draw: registries.Draw) -> tuple[Tables, date]:
    """A registry of few types, so that several agencies share a target, and a day."""
    rows, day = draw(registries.questions())
    for name in ("agencies", "targets"):
        for row in rows.get(name, []):
            row["type"] = registries.choose(draw, ["ubnd_xa", "phong_noi_vu", "ubnd_xa", row["type"]])
    return rows, registries.choose(draw, [day, day, max(registries.dates_of(rows), default=day)])


filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "type": st.sampled_from(["ubnd_xa", "phong_noi_vu"]),
        "edition": st.sampled_from(["2000", "2008"]),
    },
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(), registries.rule_sets(), filters_)
def test_the_plan_is_that_of_the_slow_implementation(
    question: tuple[Tables, date], rules: dict[str, Any], filters: dict[str, Any]
) -> None:
    rows, day = question
    registry = registry_of(rows, Rules.model_validate(rules))
    fast = planned(registry, day, **filters)
    assert fast == plainly.plan(rows, rules, day, **filters)
    found = path(registry, [day], Filters(**filters)).iloc[0]
    sums = [sum(one[name] for one in fast) for name in ("planned", "reached")]
    assert [found["planned"], found["reached"], found["types"]] == [*sums, len(fast)]
    assert all(0 <= one["reached"] <= one["agencies"] and one["agencies"] > 0 for one in fast)
