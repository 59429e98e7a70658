"""The register of certificates and declarations: the state of each and why, on every boundary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.attestations import STATES, register
from qms_model.config import Rules
from qms_model.coverage import Filters, status
from qms_model.i18n import LANGUAGES
from qms_model.story import attestations_of
from tests import plainly_attestations, registries
from tests.build import registry_of
from tests.registries import RULES, Row, Tables
from tests.test_attestations import filters_
from tests.test_plainly import agency, certificate, commune, declaration, exemption, rules_with, tables

COLUMNS = [
    "agency", "name", "name_en", "type", "district", "kind", "edition", "number", "body", "issued_on",
    "expires_on", "last_day", "days_left", "state", "shown", "why",
]  # fmt: skip


def lines(
    rows: Tables, day: date, rules: Any = RULES, past: bool = True, language: str = "en", **filters: Any
) -> list[dict[str, Any]]:
    """The register as plain rows, the sentences in a language; blanks are ""."""
    frame = register(registry_of(rows, Rules.model_validate(rules)), day, Filters(**filters), past)
    assert list(frame.columns) == COLUMNS
    assert set(frame["state"].cat.categories) == set(STATES)
    return [
        {str(name): cell_of(str(name), cell) for name, cell in row.items()}
        | {"why": row["why"].text(language)}
        for row in frame.to_dict("records")
    ]


def cell_of(name: str, cell: Any) -> Any:
    """A cell as the slow implementation writes it: no text is "", no day and no number None."""
    if pd.isna(cell):
        return None if name in ("last_day", "days_left") else ""
    return cell


@dataclass(frozen=True)
class Case:
    """What the register says on a day of the first attestation of the tables."""

    name: str
    day: date
    state: str
    days_left: int | None
    vi: str
    tables: Tables
    rules: Any = field(default_factory=lambda: RULES)


def case(
    name: str, day: str, state: str, days_left: int | None, vi: str, *rows: Row, rules: Any = RULES
) -> Case:
    return Case(name, date.fromisoformat(day), state, days_left, vi, tables(*rows), rules)


FULL = certificate(issued_on="2011-02-15", expires_on="2014-02-14", number="1")
BARE = certificate(issued_on="2011-02-15", number="2")  # taken to run to 14/02/2014
OF_2000 = certificate(edition="2000", issued_on="2009-03-01", expires_on="2012-02-29")  # invalid 15/11/2010
DECLARED = declaration(issued_on="2014-06-02", number="3")
HELD = {**FULL, "suspended_on": "2012-05-10", "restored_on": "2012-06-10"}
ENDED = {**FULL, "ended_on": "2013-07-01"}
TERMED = rules_with("editions.2008.declarations_invalid_from", date(2018, 9, 15))
NEXT = certificate(issued_on="2013-07-01", expires_on="2016-06-30", number="9")

CASES = [
    case("the last valid day", "2014-02-14", "in_force", 0, "Còn hiệu lực đến hết ngày 14/02/2014", FULL),
    case("the day after", "2014-02-15", "lapsed", None,
         "Hết thời hạn, chỉ có hiệu lực đến hết ngày 14/02/2014", FULL),
    case("the day of issue", "2011-02-15", "in_force", 1095, "Còn hiệu lực đến hết ngày 14/02/2014", FULL),
    case("an expiry known to the month", "2014-02-28", "in_force", 0,
         "Còn hiệu lực đến hết ngày 28/02/2014", {**FULL, "expires_on": "2014-02"}),
    case("an assumed expiry, its last day", "2014-02-14", "in_force", 0,
         "Không ghi thời hạn, tạm tính còn hiệu lực đến hết ngày 14/02/2014", BARE),
    case("an assumed expiry, the day after", "2014-02-15", "lapsed", None,
         "Không ghi thời hạn, tạm tính chỉ có hiệu lực đến hết ngày 14/02/2014", BARE),
    case("the edition's last day", "2010-11-14", "in_force", 0,
         "Còn hiệu lực đến hết ngày 14/11/2010, khi phiên bản 2000 hết giá trị", OF_2000),
    case("the edition's first invalid day", "2010-11-15", "lapsed", None,
         "Phiên bản 2000 hết giá trị từ ngày 15/11/2010", OF_2000),
    case("expiry and edition end on one day: the expiry", "2010-11-15", "lapsed", None,
         "Hết thời hạn, chỉ có hiệu lực đến hết ngày 14/11/2010", {**OF_2000, "expires_on": "2010-11-14"}),
    case("the edition ends before an assumed expiry", "2010-11-15", "lapsed", None,
         "Phiên bản 2000 hết giá trị từ ngày 15/11/2010", {**OF_2000, "expires_on": ""}),
    case("a declaration has no end", "2018-09-15", "in_force", None,
         "Đang có hiệu lực, không quy định thời hạn", DECLARED),
    case("a declaration whose edition gets an end", "2018-09-14", "in_force", 0,
         "Còn hiệu lực đến hết ngày 14/09/2018, khi phiên bản 2008 hết giá trị", DECLARED, rules=TERMED),
    case("the day before its suspension", "2012-05-09", "in_force", 646,
         "Còn hiệu lực đến hết ngày 14/02/2014", HELD),
    case("suspended", "2012-05-10", "suspended", 645,
         "Bị đình chỉ từ ngày 10/05/2012, chưa được khôi phục", HELD),
    case("the last day of its suspension", "2012-06-09", "suspended", 615,
         "Bị đình chỉ từ ngày 10/05/2012, chưa được khôi phục", HELD),
    case("restored", "2012-06-10", "in_force", 614, "Còn hiệu lực đến hết ngày 14/02/2014", HELD),
    case("suspended and expired: expired", "2014-02-15", "lapsed", None,
         "Hết thời hạn, chỉ có hiệu lực đến hết ngày 14/02/2014", {**HELD, "restored_on": ""}),
    case("an end announced for tomorrow is not known", "2013-06-30", "in_force", 229,
         "Còn hiệu lực đến hết ngày 14/02/2014", {**ENDED, "ended_because": "withdrawn"}),
    case("withdrawn", "2013-07-01", "withdrawn", None, "Bị thu hồi từ ngày 01/07/2013",
         {**ENDED, "ended_because": "withdrawn"}),
    case("cancelled", "2013-07-01", "withdrawn", None, "Bị hủy bỏ từ ngày 01/07/2013",
         {**ENDED, "ended_because": "cancelled"}),
    case("withdrawn on the day after its expiry: the withdrawal", "2014-02-15", "withdrawn", None,
         "Bị thu hồi từ ngày 15/02/2014", {**FULL, "ended_on": "2014-02-15", "ended_because": "withdrawn"}),
    case("withdrawn when it had expired: expired", "2014-02-16", "lapsed", None,
         "Hết thời hạn, chỉ có hiệu lực đến hết ngày 14/02/2014",
         {**FULL, "ended_on": "2014-02-16", "ended_because": "withdrawn"}),
    case("ended for no reason", "2013-07-01", "lapsed", None,
         "Chấm dứt hiệu lực từ ngày 01/07/2013, không ghi lý do", ENDED),
    case("replaced by nothing that is known", "2013-07-01", "lapsed", None,
         "Được thay thế từ ngày 01/07/2013", {**ENDED, "ended_because": "replaced"}),
    case("replaced by one issued on the day", "2013-07-01", "lapsed", None,
         "Được thay thế từ ngày 01/07/2013 bằng: Giấy chứng nhận số 9 cấp ngày 01/07/2013"
         " (TCVN ISO 9001:2008)", {**ENDED, "ended_because": "replaced"}, NEXT),
    case("replaced, the next one issued the day after", "2013-07-02", "lapsed", None,
         "Được thay thế từ ngày 01/07/2013", {**ENDED, "ended_because": "replaced"},
         {**NEXT, "issued_on": "2013-07-02"}),
    case("replaced, the later one over by then", "2013-07-01", "lapsed", None,
         "Được thay thế từ ngày 01/07/2013", {**ENDED, "ended_because": "replaced"},
         {**NEXT, "issued_on": "2012-07-01", "expires_on": "2013-06-30"}),
]  # fmt: skip


@pytest.mark.parametrize("row", CASES, ids=[row.name for row in CASES])
def test_a_paper_stands_as_the_row_says(row: Case) -> None:
    first = row.tables["attestations"][0]
    found = [
        line for line in lines(row.tables, row.day, row.rules, language="vi")
        if (line["number"], line["issued_on"]) == (first.get("number", ""), first["issued_on"])
    ]  # fmt: skip
    assert [(line["state"], line["days_left"], line["why"]) for line in found] == [
        (row.state, row.days_left, row.vi)
    ]
    slow = plainly_attestations.register(row.tables, row.rules, row.day, past=True)
    assert lines(row.tables, row.day, row.rules) == slow


@pytest.mark.parametrize("row", CASES, ids=[row.name for row in CASES])
def test_the_story_of_the_agency_tells_the_same_state_and_last_day(row: Case) -> None:
    told = attestations_of(registry_of(row.tables, Rules.model_validate(row.rules)), "A", row.day)
    found = [
        (line["issued_on"], line["state"], line["last_day"]) for line in lines(row.tables, row.day, row.rules)
    ]
    assert sorted(found) == sorted((one.paper.issued_on, one.state, one.last_day) for one in told)


def test_a_paper_of_another_agency_replaces_nothing() -> None:
    # Issued in the year 2013, so on its last day, and replaced before: nothing was issued by then.
    early = {**ENDED, "agency": "B", "issued_on": "2013", "ended_because": "replaced"}
    rows = tables(agency("A"), agency("B"), NEXT, early)
    day = date(2013, 12, 31)
    assert [line["why"] for line in lines(rows, day) if line["agency"] == "B"] == [
        "Replaced with effect from 1 Jul 2013"
    ]
    assert lines(rows, day) == plainly_attestations.register(rows, RULES, day, past=True)


def test_agencies_stand_in_code_order_and_the_latest_issue_first() -> None:
    rows = tables(
        agency("B"), agency("A"), OF_2000, FULL, {**FULL, "agency": "B", "number": "7"},
        certificate(edition="2000", issued_on="2011-02-15", number="8"),
    )  # fmt: skip
    found = [(line["agency"], line["edition"], line["number"]) for line in lines(rows, date(2012, 1, 1))]
    assert found == [("A", "2008", "1"), ("A", "2000", "8"), ("A", "2000", ""), ("B", "2008", "7")]


def test_without_the_past_an_agency_has_what_is_in_force_and_the_one_that_is_shown() -> None:
    lapsed = {**FULL, "agency": "B"}
    older = {**lapsed, "issued_on": "2008-12-01", "expires_on": "2011-11-30", "number": "0"}
    rows = tables(agency("A"), agency("B"), agency("C"), FULL, NEXT, DECLARED, lapsed, older)
    found = lines(rows, date(2014, 12, 31), past=False)
    assert [(line["agency"], line["number"], line["shown"]) for line in found] == [
        ("A", "3", True),  # the latest in force
        ("A", "9", False),  # in force too
        ("B", "1", True),  # the one that stopped last
    ]
    assert len(lines(rows, date(2014, 12, 31))) == 5


def test_what_is_issued_later_is_not_there_yet() -> None:
    assert lines(tables(FULL), date(2011, 2, 14)) == []
    assert len(lines(tables(FULL), date(2011, 2, 15))) == 1


def test_the_paper_of_a_host_stands_once_at_the_host() -> None:
    rows = tables(agency("A", shares_qms_of="H"), agency("H"), OF_2000, {**FULL, "agency": "H"})
    found = [(line["agency"], line["state"], line["shown"]) for line in lines(rows, date(2012, 1, 1))]
    assert found == [
        ("A", "lapsed", False),  # the host's is in force, and shown of A
        ("H", "in_force", True),
    ]
    assert [line["agency"] for line in lines(rows, date(2012, 1, 1), past=False)] == ["H"]


def test_the_exempt_are_in_the_register_and_the_closed_are_not() -> None:
    rows = tables(FULL, exemption("2012-01-01", "2012-12-31"))
    assert len(lines(rows, date(2012, 6, 30))) == 1
    gone = tables(agency("A", dissolved_on="2012-06-30"), FULL)
    assert lines(gone, date(2012, 6, 30)) == []


def test_filters_choose_agencies_and_the_edition_chooses_papers() -> None:
    rows = tables(agency("A"), commune("B"), FULL, OF_2000, {**FULL, "agency": "B"})
    day = date(2012, 1, 1)
    assert {line["agency"] for line in lines(rows, day, type="ubnd_xa")} == {"B"}
    assert [line["edition"] for line in lines(rows, day, edition="2000")] == ["2000"]
    assert [line["shown"] for line in lines(rows, day, edition="2000", past=False)] == [True]


def test_a_name_is_that_of_the_day() -> None:
    rows = tables(
        agency("A", name="Sở Cũ", dissolved_on="2012-01-01"),
        agency("A", name="Sở Mới", name_en="New", established_on="2012-01-01"),
        FULL,
    )
    assert [line["name"] for line in lines(rows, date(2011, 12, 31))] == ["Sở Cũ"]
    assert [(line["name"], line["name_en"]) for line in lines(rows, date(2012, 1, 1))] == [("Sở Mới", "New")]


def test_the_same_reason_is_the_same_sentence() -> None:
    rows = tables(agency("A"), agency("B"), FULL, {**FULL, "agency": "B"})
    why = register(registry_of(rows), date(2012, 1, 1))["why"]
    assert why.iloc[0] is why.iloc[1]


def test_a_registry_without_papers_has_a_register_without_rows() -> None:
    assert lines(tables(agency()), date(2012, 12, 31)) == []
    assert lines({"agencies": []}, date(2012, 12, 31)) == []


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(registries.questions_of_days(most=3), registries.rule_sets(), filters_, st.booleans())
def test_the_register_is_that_of_the_slow_implementation(
    question: tuple[Tables, list[date]], rules: dict[str, Any], filters: Mapping[str, Any], past: bool
) -> None:
    rows, days = question
    for day in days:
        slow = plainly_attestations.register(rows, rules, day, past, **filters)
        assert lines(rows, day, rules, past, **filters) == slow


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(registries.questions_of_days(most=3), registries.rule_sets())
def test_what_is_shown_is_what_the_status_of_the_agency_names(
    question: tuple[Tables, list[date]], rules: dict[str, Any]
) -> None:
    rows, days = question
    registry = registry_of(rows, Rules.model_validate(rules))
    for day in days:
        named = {row["agency"]: row for row in status(registry, day).to_dict("records")}
        shown = register(registry, day)
        shown = shown[shown["shown"]]
        assert shown["agency"].is_unique
        for line in shown.itertuples():
            said = named[line.agency]
            assert (line.kind, line.edition, line.issued_on) == (
                said["kind"],
                said["edition"],
                said["issued_on"],
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_not_read_as_a_format(language: str) -> None:
    rows = tables({**ENDED, "ended_because": "replaced"}, {**NEXT, "number": "{0} %s {name}"})
    assert "{0} %s {name}" in lines(rows, date(2013, 7, 1), language=language)[1]["why"]
