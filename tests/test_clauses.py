"""The table of clauses, and in which edition a clause is read."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from qms_model.clauses import clauses_of
from qms_model.config import Rules, read_config, read_rules
from qms_model.timeline import NONE
from tests import plainly_findings
from tests.build import registry_of
from tests.registries import RULES, Row, Tables
from tests.test_plainly import agency, audit, certificate, declaration, finding, rules_with, tables

# Written down from the contents of the standards, section by section.
UNTIL_2008 = """
    4.1 4.2 4.2.1 4.2.2 4.2.3 4.2.4
    5.1 5.2 5.3 5.4 5.4.1 5.4.2 5.5 5.5.1 5.5.2 5.5.3 5.6 5.6.1 5.6.2 5.6.3
    6.1 6.2 6.2.1 6.2.2 6.3 6.4
    7.1 7.2 7.2.1 7.2.2 7.2.3 7.3 7.3.1 7.3.2 7.3.3 7.3.4 7.3.5 7.3.6 7.3.7
    7.4 7.4.1 7.4.2 7.4.3 7.5 7.5.1 7.5.2 7.5.3 7.5.4 7.5.5 7.6
    8.1 8.2 8.2.1 8.2.2 8.2.3 8.2.4 8.3 8.4 8.5 8.5.1 8.5.2 8.5.3
"""
SINCE_2015 = """
    4.1 4.2 4.3 4.4 4.4.1 4.4.2
    5.1 5.1.1 5.1.2 5.2 5.2.1 5.2.2 5.3
    6.1 6.1.1 6.1.2 6.2 6.2.1 6.2.2 6.3
    7.1 7.1.1 7.1.2 7.1.3 7.1.4 7.1.5 7.1.5.1 7.1.5.2 7.1.6 7.2 7.3 7.4 7.5 7.5.1 7.5.2 7.5.3 7.5.3.1 7.5.3.2
    8.1 8.2 8.2.1 8.2.2 8.2.3 8.2.3.1 8.2.3.2 8.2.4 8.3 8.3.1 8.3.2 8.3.3 8.3.4 8.3.5 8.3.6
    8.4 8.4.1 8.4.2 8.4.3 8.5 8.5.1 8.5.2 8.5.3 8.5.4 8.5.5 8.5.6 8.6 8.7 8.7.1 8.7.2
    9.1 9.1.1 9.1.2 9.1.3 9.2 9.2.1 9.2.2 9.3 9.3.1 9.3.2 9.3.3
    10.1 10.2 10.2.1 10.2.2 10.3
"""
SHIPPED = read_config().rules


@pytest.mark.parametrize(
    ("edition", "contents"), [("2000", UNTIL_2008), ("2008", UNTIL_2008), ("2015", SINCE_2015)]
)
def test_every_numbered_clause_of_an_edition_has_exactly_one_common_clause(
    edition: str, contents: str
) -> None:
    of_edition = [
        number.partition(":")[2]
        for clause in SHIPPED.clauses
        for number in clause.numbers
        if number.startswith(f"{edition}:")
    ]
    assert Counter(of_edition) == Counter(contents.split())


def test_no_common_clause_is_of_an_edition_that_has_no_contents_here() -> None:
    editions = {number.partition(":")[0] for clause in SHIPPED.clauses for number in clause.numbers}
    assert editions == {"2000", "2008", "2015"}


def test_every_common_clause_has_a_title_of_its_own_in_both_languages() -> None:
    for language in ("vi", "en"):
        titles = [clause.label(language) for clause in SHIPPED.clauses]
        assert len(set(titles)) == len(titles)
        assert all(title == title.strip() != "" for title in titles)
    for clause in SHIPPED.clauses:
        assert clause.code.isidentifier()
        assert clause.vi != clause.en


@pytest.mark.parametrize(
    ("code", "vi", "numbers"),
    [
        ("internal_audit", "Đánh giá nội bộ", ["2000:8.2.2", "2008:8.2.2", "2015:9.2"]),
        ("document_control", "Kiểm soát tài liệu", ["2000:4.2.3", "2008:4.2.3", "2015:7.5.3"]),
        ("management_review", "Xem xét của lãnh đạo", ["2000:5.6", "2008:5.6", "2015:9.3"]),
        ("corrective_action", "Hành động khắc phục", ["2000:8.5.2", "2008:8.5.2", "2015:10.2"]),
        ("quality_objectives", "Mục tiêu chất lượng", ["2000:5.4.1", "2008:5.4.1", "2015:6.2"]),
        ("nonconforming_product", "Kiểm soát sản phẩm không phù hợp", ["2000:8.3", "2008:8.3", "2015:8.7"]),
    ],
)
def test_a_clause_has_the_title_of_the_standard_and_its_number_in_each_edition(
    code: str, vi: str, numbers: list[str]
) -> None:
    (clause,) = (one for one in SHIPPED.clauses if one.code == code)
    assert clause.vi == vi
    assert set(numbers) <= set(clause.numbers)


def test_rules_recorded_before_there_was_a_table_have_none_and_the_usual_months() -> None:
    old = json.loads(SHIPPED.canonical())
    del old["clauses"], old["limits"]["recurrence_months"]
    rules = read_rules(json.dumps(old))
    assert rules.clauses == ()
    assert rules.limits.recurrence_months == 24
    assert rules.model_copy(update={"clauses": SHIPPED.clauses}) == SHIPPED


# Which clause is meant -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """In which edition the clause of a finding of agency A is read, and what it is; "" is none."""

    name: str
    clause: str
    held_on: str
    tables: Tables
    edition: str
    common: str
    rules: Any = field(default_factory=lambda: RULES)


def reads(
    clause: str,
    name: str,
    edition: str,
    common: str,
    /,
    *rows: Row,
    on: str = "2013-03-31",
    rules: Any = RULES,
) -> Case:
    raised_in = audit("internal", on)
    given = tables(*rows, raised_in, finding(raised_in, "minor", clause=clause))
    return Case(name, clause, on, given, edition, common, rules)


OF_2000 = certificate(edition="2000", issued_on="2008-01-01")
OF_2008 = certificate(issued_on="2010-03-15", expires_on="2012-03-14")
OF_2015 = certificate(edition="2015", issued_on="2016-05-01")
GUEST = agency("A", shares_qms_of="H")
HOST = agency("H")
HOSTS = declaration("H", edition="2015", issued_on="2016-05-01")

# fmt: off
CASES = [
    # 9.2 is the internal audit of 2015; the editions before have no section 9
    reads("8.2.2", "attested to 2008", "2008", "internal_audit", OF_2008),
    reads("9.2", "attested to 2015 on the day of the audit", "2015", "internal_audit", OF_2015,
          on="2016-05-01"),
    reads("8.2.2", "attested to 2015 the day after", "2008", "internal_audit", OF_2008, OF_2015,
          on="2016-04-30"),
    reads("9.2", "attested to 2015 within the month, which counts from its last day", "2008", "", OF_2008,
          {**OF_2015, "issued_on": "2016-05"}, on="2016-05-30"),
    reads("9.2", "the newest edition, not the latest paper", "2015", "internal_audit", OF_2015,
          certificate(issued_on="2016-09-01"), on="2017-01-01"),
    reads("8.2.2", "an edition attested once, although it has lapsed", "2000", "internal_audit", OF_2000,
          on="2012-01-01"),
    reads("9.2", "another agency's certificate says nothing", "2008", "", OF_2008, HOST, HOSTS,
          on="2017-01-01"),
    reads("9.2", "its host's serves it", "2015", "internal_audit", OF_2008, GUEST, HOST, HOSTS,
          on="2016-05-01"),
    reads("9.2", "its host's of the day after does not", "2008", "", OF_2008, GUEST, HOST, HOSTS,
          on="2016-04-30"),
    reads("9.2", "its own is newer than its host's", "2015", "internal_audit", OF_2015, GUEST, HOST,
          certificate("H", issued_on="2016-09-01"), on="2017-01-01"),
    reads("9.2", "a host that is gone lends nothing", "2008", "", OF_2008, GUEST,
          agency("H", dissolved_on="2017-01-01"), HOSTS, on="2017-01-01"),
    reads("9.2", "on the last day of its host", "2015", "internal_audit", OF_2008, GUEST,
          agency("H", dissolved_on="2017-01-02"), HOSTS, on="2017-01-01"),
    reads("9.2", "it shares from that day on", "2015", "internal_audit", OF_2008,
          agency("A", dissolved_on="2017-01-01"), {**GUEST, "established_on": "2017-01-01"}, HOST, HOSTS,
          on="2017-01-01"),
    reads("9.2", "the day before it shares", "2008", "", OF_2008, agency("A", dissolved_on="2017-01-01"),
          {**GUEST, "established_on": "2017-01-01"}, HOST, HOSTS, on="2016-12-31"),
    reads("9.2", "before the agency was founded it had no host", "2015", "internal_audit",
          {**GUEST, "established_on": "2018-01-01"}, HOST, certificate("H", issued_on="2016-09-01"),
          on="2017-01-01"),

    # nothing attested: what is published
    reads("9.2", "nothing attested, the day before 2015 is published", "2008", "", on="2015-09-14"),
    reads("9.2", "nothing attested, the day it is published", "2015", "internal_audit", on="2015-09-15"),
    reads("8.2.2", "the day before 2008 is published", "2000", "internal_audit", on="2008-11-14"),
    reads("8.2.2", "before any edition", "", "", on="2000-12-14"),
    reads("9.2", "an edition that is switched off is not read", "2015", "internal_audit", on="2027-01-01"),
    reads("9.2", "switched on it is, and has no table yet", "2026", "", on="2027-01-01",
          rules=rules_with("editions.2026.enabled", True)),

    # the edition is written before the clause
    reads("2015:9.2", "the edition that is written counts", "2015", "internal_audit", OF_2008),
    reads("2015: 9.2", "with a space", "2015", "internal_audit", OF_2008),
    reads("2008:9.2", "a clause that the written edition does not have", "2008", "", OF_2015,
          on="2017-01-01"),
    reads("2012:8.2.2", "an edition that there is not", "2012", "", OF_2008),

    # what is finer than the table
    reads("8.2.2 a)", "a lettered item", "2008", "internal_audit", OF_2008),
    reads("8.2.2a", "a lettered item written close", "2008", "internal_audit", OF_2008),
    reads("2008:8.2.2.b", "a lettered item with a point", "2008", "internal_audit", OF_2008),
    reads("8.2.2.1", "a number below it", "2008", "internal_audit", OF_2008),
    reads("8.2.2; 8.3", "of two the first", "2008", "internal_audit", OF_2008),
    reads("8.2.9", "a number that does not exist, read as the one above", "2008", "process_monitoring",
          OF_2008),
    reads("8.22", "no prefix of letters, but of numbers", "2008", "", OF_2008),
    reads("10.2.1 b) 2)", "two figures", "2015", "corrective_action", OF_2015, on="2017-01-01"),

    # what the table does not know
    reads("8", "a section is no clause", "2008", "", OF_2008),
    reads("1.2", "a section without clauses", "2008", "", OF_2008),
    reads("Mục 8.2.2", "words", "2008", "", OF_2008),
    reads("8.2.2", "rules without a table", "2008", "", OF_2008, rules={**RULES, "clauses": []}),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=[f"{case.clause}: {case.name}" for case in CASES])
def test_a_clause_is_read_as_the_row_says(case: Case) -> None:
    rules = Rules.model_validate(case.rules)
    said = clauses_of(registry_of(case.tables, rules))
    common = "" if said.common[0] == NONE else rules.clauses[said.common[0]].code
    edition = "" if said.edition.codes[0] == NONE else said.edition[0]
    assert (edition, common) == (case.edition, case.common)

    row, held = case.tables["findings"][0], case.tables["audits"][0]
    assert plainly_findings.clause_of(case.tables, row, held, case.rules)[0] == case.edition
    assert plainly_findings.common_clause(case.tables, row, held, case.rules) == case.common


def test_a_finding_without_a_clause_is_of_none() -> None:
    raised_in = audit("internal", "2013-03-31")
    said = clauses_of(registry_of(tables(OF_2008, raised_in, finding(raised_in, "minor"))))
    assert said.common.tolist() == [NONE]
    assert said.unlisted.tolist() == [False]


def test_the_clauses_of_a_registry_without_findings_are_none() -> None:
    nothing: Tables = {"agencies": []}
    for rows in (tables(agency()), nothing):
        said = clauses_of(registry_of(rows))
        assert len(said.edition) == len(said.common) == len(said.unlisted) == 0


def test_each_finding_is_read_for_the_day_and_agency_of_its_own_audit() -> None:
    early, late = audit("internal", "2016-04-30"), audit("internal", "2016-05-01")
    other = audit("internal", "2017-01-01", "B")
    rows = tables(
        *(agency(code) for code in "AB"),
        OF_2008,
        OF_2015,
        certificate("B", issued_on="2010-01-01"),
        *(late, early, other),
        *(finding(one, "minor", clause="9.2.1") for one in (early, late, other)),
    )
    said = clauses_of(registry_of(rows))
    assert said.edition.tolist() == ["2008", "2015", "2008"]
    assert said.common.tolist() == [
        NONE,
        [clause.code for clause in SHIPPED.clauses].index("internal_audit"),
        NONE,
    ]
    assert said.unlisted.tolist() == [True, False, True]


def test_the_newest_edition_is_the_one_published_last_wherever_it_stands_in_the_list() -> None:
    rules = {**RULES, "editions": RULES["editions"][::-1]}
    raised_in = audit("internal", "2017-01-01")
    for papers, edition in (([OF_2015, OF_2000], "2015"), ([OF_2000], "2000"), ([], "2015")):
        rows = tables(*papers, raised_in, finding(raised_in, "minor", clause="9.2"))
        said = clauses_of(registry_of(rows, Rules.model_validate(rules)))
        assert said.edition.tolist() == [edition]
