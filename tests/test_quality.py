"""What raises a doubt and what does not, on the day before, on and after every limit."""

from __future__ import annotations

import csv
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model import quality
from qms_model.config import Rules, read_config, read_rules
from qms_model.facts import SPECS
from qms_model.i18n import LANGUAGES
from qms_model.registry import Registry, open_registry
from tests import plainly_quality, registries
from tests.build import loaded, registry_of
from tests.registries import RULES, Draw, Row, Tables, choose, several, whole
from tests.test_plainly import adoption, agency, audit, certificate, commune, declaration, finding

Found = list[dict[str, Any]]


def found(registry: Registry, day: date) -> Found:
    """The issues as plain rows, what is missing left out."""
    rows = quality.issues(registry, day).to_dict("records")
    return [
        {"agency": ""} | {str(name): cell for name, cell in row.items() if cell == cell and cell is not None}
        for row in rows
    ]


@dataclass(frozen=True)
class Case:
    """What a rule shows on a day; `shows` None: it finds nothing."""

    name: str
    rule: str
    day: str
    tables: Tables
    shows: dict[str, Any] | None
    rules: registries.Rules = field(default_factory=lambda: RULES)


def doubt(rule: str, name: str, day: str, /, rules: Any = RULES, *, of: Tables, **shows: Any) -> Case:
    return Case(name, rule, day, of, shows, rules)


def fine(rule: str, name: str, day: str, /, rules: Any = RULES, *, of: Tables) -> Case:
    return Case(name, rule, day, of, None, rules)


def rows(*records: Row, **tables: list[Row]) -> Tables:
    """Agency A, a department, unless agencies are given; the rows by table."""
    attested = [row for row in records if row.get("kind") in ("certificate", "declaration")]
    audits = [row for row in records if "held_on" in row]
    findings = [row for row in records if "finding" in row]
    named = [row for row in records if "type" in row] or [agency()]
    given = {"agencies": named, "attestations": attested, "audits": audits, "findings": findings}
    return {name: rows for name, rows in {**given, **tables}.items() if rows}


def changed(section: str, **values: Any) -> registries.Rules:
    """The rules of config.yaml with other values in a section."""
    rules = deepcopy(RULES)
    rules.setdefault(section, {}).update(values)
    return rules


INTERNAL = audit("internal", "2013-03-31")
MINOR = finding(INTERNAL, "minor", closed_on="2013-06-30")
SCHOOL = agency(type="truong_cd")
APPLIED = [adoption(applied_on="2010-03-15")]
MEETING = audit("management_review", "2013-12-31")
HOSTED = [agency(shares_qms_of="H"), agency("H")]
PARENT = agency("P", established_on="2008-01-01", dissolved_on="2013-01-01")
CHILD = agency(parent="P")
TWIN = agency("B", name="  cơ quan Á".strip())
PLAN = [{"agency": "A", "planned_year": "2030"}]


SAMPLE = Path(__file__).parent.parent / "data" / "registry"


def naming(clause: str, *records: Row) -> Tables:
    """A finding that names a clause, of an audit held when A was certified to 2008."""
    return rows(certificate(), INTERNAL, finding(INTERNAL, "minor", clause=clause), *records)


def target(due_on: str, **cells: str) -> Row:
    return {"type": "ubnd_xa", "due_on": due_on, **cells}


# fmt: off
CASES = [
    # the last day for a new 2000 certificate is 14/11/2009, that of 2008 14/03/2018
    fine("certificate_too_late", "issued the day before its edition closed", "2020-01-01",
         of=rows(certificate(edition="2000", issued_on="2009-11-14"))),
    doubt("certificate_too_late", "issued on the day it closed", "2020-01-01",
          of=rows(certificate(edition="2000", issued_on="2009-11-15", number="7")),
          document="7", edition="2000", dated_on="2009-11-15", limit_on="2009-11-15"),
    doubt("certificate_too_late", "issued the day after, asked on that day", "2009-11-16",
          of=rows(certificate(edition="2000", issued_on="2009-11-16")), dated_on="2009-11-16"),
    fine("certificate_too_late", "issued tomorrow", "2009-11-15",
         of=rows(certificate(edition="2000", issued_on="2009-11-16"))),
    fine("certificate_too_late", "a month of which one day would do", "2020-01-01",
         of=rows(certificate(edition="2000", issued_on="2009-11"))),
    doubt("certificate_too_late", "a month of which no day would do", "2020-01-01",
          of=rows(certificate(edition="2000", issued_on="2009-12")), dated_on="2009-12"),
    fine("certificate_too_late", "a declaration has no such day", "2020-01-01",
         of=rows(declaration(edition="2000", issued_on="2015-01-01"))),
    fine("certificate_too_late", "an edition that is not closed", "2020-01-01",
         of=rows(certificate(edition="2015", issued_on="2019-01-01"))),
    fine("certificate_too_late", "an agency that no longer exists", "2020-01-01",
         of=rows(certificate(edition="2000", issued_on="2010-01-01"), agency(dissolved_on="2020-01-01"))),
    doubt("certificate_too_late", "the last day of an agency", "2019-12-31",
          of=rows(certificate(edition="2000", issued_on="2010-01-01"), agency(dissolved_on="2020-01-01"))),

    fine("certificate_of_state_agency", "issued the day before declarations began", "2016-01-01",
         of=rows(certificate(issued_on="2014-05-17"))),
    fine("certificate_of_state_agency", "issued on the day they began", "2016-01-01",
         of=rows(certificate(issued_on="2014-05-18"))),
    doubt("certificate_of_state_agency", "issued the day after", "2014-05-19",
          of=rows(certificate(issued_on="2014-05-19")), limit_on="2014-05-18"),
    fine("certificate_of_state_agency", "issued tomorrow", "2014-05-18",
         of=rows(certificate(issued_on="2014-05-19"))),
    fine("certificate_of_state_agency", "a service unit may still certify", "2016-01-01",
         of=rows(certificate(issued_on="2015-05-19"), SCHOOL)),
    fine("certificate_of_state_agency", "a declaration", "2016-01-01",
         of=rows(declaration(issued_on="2015-05-19"))),
    fine("certificate_of_state_agency", "the year they began, of which some days would do", "2016-01-01",
         of=rows(certificate(issued_on="2014"))),
    fine("certificate_of_state_agency", "another day in config.yaml", "2016-01-01",
         changed("regimes", declarations_from=date(2015, 5, 19)),
         of=rows(certificate(issued_on="2015-05-19"))),

    fine("certificate_too_long", "three years and six months, to the day before", "2016-01-01",
         of=rows(certificate(expires_on="2013-09-14"))),
    doubt("certificate_too_long", "a day more", "2010-03-15", of=rows(certificate(expires_on="2013-09-15")),
          dated_on="2010-03-15", expires_on="2013-09-15", limit_on="2013-09-14"),
    fine("certificate_too_long", "not issued yet", "2010-03-14",
         of=rows(certificate(expires_on="2019-09-15"))),
    fine("certificate_too_long", "a month of which its first day would do", "2016-01-01",
         of=rows(certificate(issued_on="2010-02", expires_on="2013-08"))),
    doubt("certificate_too_long", "a month of which no day would do", "2016-01-01",
          of=rows(certificate(issued_on="2010-02", expires_on="2013-09")), limit_on="2013-08-27"),
    fine("certificate_too_long", "seven months in config.yaml", "2016-01-01",
         changed("quality", certificate_extra_months=7, figures_months=12),
         of=rows(certificate(expires_on="2013-09-15"))),
    fine("certificate_too_long", "a declaration may name any day", "2016-01-01",
         of=rows(declaration(expires_on="2030-01-01"))),

    fine("certificate_without_expiry", "the day before it is issued", "2010-03-14", of=rows(certificate())),
    doubt("certificate_without_expiry", "the day it is issued", "2010-03-15", of=rows(certificate()),
          limit_on="2013-03-14"),
    fine("certificate_without_expiry", "with one", "2010-03-15", of=rows(certificate(expires_on="2013"))),
    fine("certificate_without_expiry", "a declaration needs none", "2016-01-01", of=rows(declaration())),

    doubt("attested_before_applied", "the day before it applied", "2010-03-15",
          of=rows(certificate(issued_on="2010-03-14"), adoptions=APPLIED),
          kind="certificate", dated_on="2010-03-14", limit_on="2010-03-15"),
    fine("attested_before_applied", "the day it applied", "2016-01-01",
         of=rows(certificate(issued_on="2010-03-15"), adoptions=APPLIED)),
    fine("attested_before_applied", "the application is not known to come", "2010-03-14",
         of=rows(certificate(issued_on="2010-03-14"), adoptions=APPLIED)),
    doubt("attested_before_applied", "a declaration too", "2016-01-01",
          of=rows(declaration(issued_on="2010-02"), adoptions=APPLIED), kind="declaration"),
    fine("attested_before_applied", "in the same year", "2016-01-01",
         of=rows(certificate(issued_on="2010-01-01"), adoptions=[adoption(applied_on="2010")])),
    fine("attested_before_applied", "nobody says when it applied", "2016-01-01", of=rows(certificate())),
    fine("attested_before_applied", "the host's application is the host's", "2016-01-01",
         of=rows(*HOSTED, certificate(), adoptions=[adoption("H", applied_on="2011-01-01")])),

    fine("minor_unverified", "the day before it is closed", "2013-06-29", of=rows(INTERNAL, MINOR)),
    doubt("minor_unverified", "the day it is closed", "2013-06-30", of=rows(INTERNAL, MINOR),
          document=MINOR["finding"], other=INTERNAL["audit"], dated_on="2013-06-30"),
    doubt("minor_unverified", "verified, and no evidence", "2013-06-30",
          of=rows(INTERNAL, {**MINOR, "verified_on": "2013-06-30"})),
    doubt("minor_unverified", "evidence, and no day", "2013-06-30",
          of=rows(INTERNAL, {**MINOR, "verified_by_evidence": "Biên bản"})),
    fine("minor_unverified", "verified with evidence", "2013-06-30",
         of=rows(INTERNAL, {**MINOR, "verified_on": "2013-06-30", "verified_by_evidence": "Biên bản"})),
    fine("minor_unverified", "an observation", "2013-06-30",
         of=rows(INTERNAL, {**MINOR, "grade": "observation"})),

    # certified to 2008 when the audit was held
    fine("clause_not_listed", "a clause of its edition", "2013-03-31", of=naming("8.2.2")),
    fine("clause_not_listed", "a lettered item of one", "2013-03-31", of=naming("8.2.2 a)")),
    fine("clause_not_listed", "no clause at all", "2013-03-31", of=naming("")),
    fine("clause_not_listed", "the day before it is raised", "2013-03-30", of=naming("10.2")),
    doubt("clause_not_listed", "a clause of a later edition", "2013-03-31", of=naming("10.2"),
          table="findings", document=MINOR["finding"], other="10.2", edition="2008", dated_on="2013-03-31"),
    fine("clause_not_listed", "with that edition written before it", "2013-03-31",
         of=naming("2015:10.2")),
    doubt("clause_not_listed", "a number that no edition has", "2013-03-31", of=naming("8.2.5"),
          other="8.2.5"),
    doubt("clause_not_listed", "an edition that there is not", "2013-03-31", of=naming("2012:8.2.2"),
          other="2012:8.2.2", edition="2012"),
    doubt("clause_not_listed", "words", "2013-03-31", of=naming("Mục 8.2.2"), other="Mục 8.2.2"),
    fine("clause_not_listed", "an edition without a table says nothing", "2013-03-31",
         {**RULES, "clauses": [one for one in RULES["clauses"] if one["code"] == "knowledge"]},
         of=naming("10.2")),
    fine("clause_not_listed", "rules without a table say nothing", "2013-03-31", {**RULES, "clauses": []},
         of=naming("2012:8.2.2")),
    fine("clause_not_listed", "an agency that no longer exists", "2014-01-01",
         of=naming("10.2", agency(dissolved_on="2014-01-01"))),

    fine("audit_without_findings", "the day before it is held", "2013-03-30", of=rows(INTERNAL)),
    doubt("audit_without_findings", "the day it is held", "2013-03-31", of=rows(INTERNAL),
          document=INTERNAL["audit"], kind="internal", dated_on="2013-03-31"),
    fine("audit_without_findings", "one that was closed long ago", "2016-01-01", of=rows(INTERNAL, MINOR)),
    *(doubt("audit_without_findings", f"{kind} finds", "2016-01-01", of=rows(audit(kind, "2013-03-31")))
      for kind in ("certification", "surveillance", "recertification", "inspection_file",
                   "inspection_onsite")),
    fine("audit_without_findings", "a review decides", "2016-01-01", of=rows(MEETING)),

    fine("figures_too_old", "twelve months later", "2014-12-31", of=rows(MEETING, adoptions=APPLIED)),
    doubt("figures_too_old", "and a day", "2015-01-01", of=rows(MEETING, adoptions=APPLIED),
          table="agencies", dated_on="2013-12-31", limit_on="2014-12-31"),
    fine("figures_too_old", "counted since", "2015-01-01",
         of=rows(MEETING, adoptions=APPLIED, procedures=[{"agency": "A", "counted_on": "2014-01-01"}])),
    doubt("figures_too_old", "what is counted tomorrow is not known", "2015-01-01",
          of=rows(MEETING, adoptions=APPLIED, procedures=[{"agency": "A", "counted_on": "2015-01-02"}])),
    fine("figures_too_old", "audited since", "2015-01-01",
         of=rows(MEETING, audit("surveillance", "2014-01-01"), adoptions=APPLIED)),
    fine("figures_too_old", "its host's serve it", "2015-01-01",
         of=rows(*HOSTED, MEETING, audit("internal", "2014-01-01", "H"), adoptions=APPLIED)),
    fine("figures_too_old", "it has never applied", "2015-01-01", of=rows(MEETING)),
    fine("figures_too_old", "it applies tomorrow", "2015-01-01",
         of=rows(MEETING, adoptions=[adoption(applied_on="2015-01-02")])),
    fine("figures_too_old", "none are not old", "2015-01-01", of=rows(adoptions=APPLIED)),
    fine("figures_too_old", "thirteen months in config.yaml", "2015-01-01",
         changed("quality", certificate_extra_months=6, figures_months=13),
         of=rows(MEETING, adoptions=APPLIED)),

    doubt("before_first_day", "held the day before it was established", "2016-01-01",
          of=rows(agency(established_on="2013-04-01"), INTERNAL),
          table="audits", dated_on="2013-03-31", limit_on="2013-04-01"),
    fine("before_first_day", "on the day", "2016-01-01",
         of=rows(agency(established_on="2013-03-31"), INTERNAL)),
    fine("before_first_day", "a year that counts from its first day", "2016-01-01",
         of=rows(agency(established_on="2013"), INTERNAL)),
    fine("before_first_day", "established on a day that nobody knows", "2016-01-01", of=rows(INTERNAL)),
    fine("before_first_day", "before its second row", "2016-01-01",
         of=rows(agency(dissolved_on="2014-01-01"), agency(established_on="2014-01-01"), INTERNAL)),
    doubt("before_first_day", "of several milestones the earliest", "2016-01-01",
          of=rows(agency(established_on="2014-01-01"),
                  adoptions=[adoption(started_on="2013-02", applied_on="2013-03-01")]),
          table="adoptions", dated_on="2013-02", limit_on="2014-01-01"),
    doubt("before_first_day", "an objective of the year before", "2016-01-01",
          of=rows(agency(established_on="2014-01-01"),
                  objectives=[{"agency": "A", "year": "2013", "objective": "x", "target": "1"}]),
          table="objectives", dated_on="2013"),
    fine("before_first_day", "an objective of its first year", "2016-01-01",
         of=rows(agency(established_on="2013-12-31"),
                 objectives=[{"agency": "A", "year": "2013", "objective": "x", "target": "1"}])),
    doubt("before_first_day", "a successor that came after the event", "2016-01-01",
          of=rows(agency(established_on="2014-01-02"),
                  reorganisations=[{"event": "1", "kind": "create", "effective_on": "2014-01-01",
                                    "successor": "A"}]), table="reorganisations"),

    doubt("before_first_day", "a rename names it twice and is one row", "2016-01-01",
          of=rows(agency(established_on="2014-01-02"),
                  reorganisations=[{"event": "1", "kind": "rename", "effective_on": "2014-01-01",
                                    "predecessor": "A", "successor": "A"}]), table="reorganisations"),

    fine("parent_gone", "the parent's last day", "2012-12-31", of=rows(CHILD, PARENT)),
    doubt("parent_gone", "the first day without it", "2013-01-01", of=rows(CHILD, PARENT),
          other="P", limit_on="2013-01-01"),
    fine("parent_gone", "a parent that does not exist yet", "2007-12-31", of=rows(CHILD, PARENT)),
    fine("parent_gone", "a body outside the registry", "2016-01-01", of=rows(agency(parent="UBND tỉnh"))),
    fine("parent_gone", "a parent that was renamed", "2013-01-01",
         of=rows(CHILD, PARENT, agency("P", established_on="2013-01-01"))),
    fine("parent_gone", "one that moved on that day", "2013-01-01",
         of=rows({**CHILD, "dissolved_on": "2013-01-01"}, agency(established_on="2013-01-01"), PARENT)),

    doubt("same_name", "the same but for case and diacritics", "2016-01-01", of=rows(agency(), TWIN),
          other="B"),
    fine("same_name", "before the other existed", "2015-12-31",
         of=rows(agency(), {**TWIN, "established_on": "2016-01-01"})),
    fine("same_name", "the other has ended", "2016-01-01",
         of=rows(agency(), {**TWIN, "dissolved_on": "2016-01-01"})),
    fine("same_name", "another type", "2016-01-01", of=rows(agency(), {**TWIN, "type": "chi_cuc"})),
    fine("same_name", "another district", "2016-01-01", of=rows(agency(), {**TWIN, "district": "180"})),
    fine("same_name", "another name", "2016-01-01", of=rows(agency(), agency("B"))),

    fine("mandatory_without_plan", "the day before divisions are obliged", "2014-05-17",
         of=rows(agency(type="phong_khac"))),
    doubt("mandatory_without_plan", "the day they are", "2014-05-18", of=rows(agency(type="phong_khac")),
          table="agencies"),
    fine("mandatory_without_plan", "a plan for later", "2014-05-18", of=rows(adoptions=PLAN)),
    fine("mandatory_without_plan", "the host's plan", "2014-05-18",
         of=rows(*HOSTED, adoptions=[{"agency": "H", "planned_year": "2030"}])),
    fine("mandatory_without_plan", "encouraged by override", "2016-01-01",
         of=rows(agency(obligation="encouraged"))),
    doubt("mandatory_without_plan", "mandatory by override", "2016-01-01",
          of=rows(commune(obligation="mandatory"))),

    doubt("smaller_target", "less than before", "2007-01-01",
          of=rows(targets=[target("2014-12-31", share="49.5"), target("2013-12-31", share="50")]),
          id=1, unit="share", value=49.5, earlier=50.0, dated_on="2014-12-31", limit_on="2013-12-31"),
    fine("smaller_target", "as much as before", "2016-01-01",
         of=rows(targets=[target("2013-12-31", agencies="50"), target("2014-12-31", agencies="50")])),
    fine("smaller_target", "a share and a count", "2016-01-01",
         of=rows(targets=[target("2013-12-31", share="50"), target("2014-12-31", agencies="5")])),
    fine("smaller_target", "of another edition", "2016-01-01",
         of=rows(targets=[target("2013-12-31", share="50"),
                          target("2014-12-31", share="5", edition="2015")])),
    doubt("smaller_target", "the rung attested is the one that is meant", "2016-01-01",
          of=rows(targets=[target("2013-12-31", share="50", rung="attested"),
                           target("2014-12-31", share="5")])),
    fine("smaller_target", "of another rung", "2016-01-01",
         of=rows(targets=[target("2013-12-31", share="50"),
                          target("2014-12-31", share="5", rung="effective")])),
    fine("smaller_target", "of the mandatory only", "2016-01-01",
         of=rows(targets=[target("2013-12-31", share="50"),
                          target("2014-12-31", share="5", obligation="mandatory")])),
    doubt("smaller_target", "less than the largest before, not only than the last", "2016-01-01",
          of=rows(targets=[target("2012-12-31", agencies="50"), target("2013-12-31", agencies="60"),
                           target("2014-12-31", agencies="55")]),
          earlier=60.0, value=55.0),
]
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=[f"{case.rule}: {case.name}" for case in CASES])
def test_a_fact_is_doubtful_as_the_row_says(case: Case) -> None:
    day = date.fromisoformat(case.day)
    registry = registry_of(case.tables, Rules.model_validate(case.rules))
    of_rule = [row for row in found(registry, day) if row["rule"] == case.rule]
    assert len({(row["agency"], row["table"], row["id"]) for row in of_rule}) == len(of_rule)
    if case.shows is None:
        assert of_rule == []
    else:
        assert of_rule
        assert {name: of_rule[0][name] for name in case.shows} == case.shows


def test_every_rule_has_rows_that_raise_a_doubt_and_rows_that_do_not() -> None:
    for shows in (True, False):
        assert {case.rule for case in CASES if (case.shows is not None) is shows} == set(quality.RULES)


# On random registries -----------------------------------------------------------------------------------


@st.composite
def questions(draw: Draw) -> tuple[Tables, date]:
    """A registry of `registries.questions` with what that has no need of: clauses, names that are alike,
    counts, objectives, targets, events. Half of the days are late ones, on which most has happened."""
    drawn, day = draw(registries.questions())
    named = registries.dates_of(drawn)
    day = choose(draw, [day, max(named, default=day)])
    codes = sorted({row["agency"] for row in drawn["agencies"]})
    texts = ["Phòng Nội vụ", "PHONG NOI VU", "phòng nội vụ", "Đội"]

    def on() -> str:
        return whole(choose(draw, named))

    for row in drawn["agencies"]:
        row["name"] = choose(draw, [row["name"], *texts])
        row["type"] = choose(draw, [row["type"], "chi_cuc", "chi_cuc"])
        row["district"] = choose(draw, [row.get("district", ""), "178", "178"])
    for row in drawn.get("findings", []):
        row["clause"] = choose(draw, ["8.2.2", "9.2", "2015:9.2 a)", "10.2", "2008:7.5.6", "2012:8.3", ""])
    counts = several(draw, 3, lambda draw: {"agency": choose(draw, codes), "counted_on": on()})
    aims = several(
        draw,
        3,
        lambda draw: {
            "agency": choose(draw, codes),
            "year": str(choose(draw, named).year),
            "objective": "x",
            "target": "1",
        },
    )
    events = several(
        draw,
        2,
        lambda draw: {
            "event": "1",
            "kind": "transfer",
            "effective_on": on(),
            "predecessor": choose(draw, ["", *codes]),
            "successor": choose(draw, ["", *codes]),
        },
    )
    plans = several(
        draw,
        5,
        lambda draw: {
            "type": choose(draw, ["ubnd_xa", "chi_cuc"]),
            "due_on": on(),
            "edition": choose(draw, ["", "", "2008"]),
            "rung": choose(draw, ["", "attested", "effective"]),
            choose(draw, ["share", "agencies"]): choose(draw, ["10", "20", "30"]),
        },
    )
    once = {(row["type"], row["due_on"], row["edition"]): row for row in plans}
    more = {"procedures": counts, "objectives": aims, "reorganisations": events}
    return {**drawn, **more, "targets": list(once.values())}, day


RECORDED_RULES = {**RULES, "quality": {"certificate_extra_months": 6, "figures_months": 12}}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(questions())
def test_the_doubts_are_those_of_the_slow_implementation_and_each_has_a_sentence(
    question: tuple[Tables, date],
) -> None:
    rows, day = question
    registry = registry_of(rows)
    slow = plainly_quality.issues(rows, RECORDED_RULES, day)
    places = {name: place for place, name in enumerate(quality.RULES)}
    tables = list(SPECS)

    def listed(row: dict[str, Any]) -> tuple[Any, ...]:
        return places[row["rule"]], row["agency"], tables.index(row["table"]), row["id"]

    shown = [
        {name: cell for name, cell in row.items() if name not in ("name", "name_en")}
        for row in found(registry, day)
    ]
    assert shown == sorted(slow, key=listed)
    assert len({listed(row) for row in shown}) == len(shown) == quality.count(registry, day)
    for row in quality.issues(registry, day).itertuples():
        for language in LANGUAGES:
            text = quality.sentence(row).text(language)
            assert "nan" not in text.split()
            assert str(row.name) in text or row.table == "targets"


# The sample ----------------------------------------------------------------------------------------------


def sample() -> Registry:
    """The registry in data/registry, whose cells are canonical text."""
    tables = {}
    for name in SPECS:
        with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            tables[name] = list(csv.DictReader(stream))
    return registry_of(tables)


def test_the_sample_raises_the_doubts_of_a_registry_in_good_order() -> None:
    """Two certificates just after declarations began and one without expiry are there to be seen;
    nothing is wrong with agencies, plans and the order of dates."""
    registry = sample()
    day = registry.default_day
    assert day is not None
    counted = quality.issues(registry, day)["rule"].value_counts(sort=False)
    assert {str(rule): int(count) for rule, count in counted.items() if count} == {
        "certificate_of_state_agency": 2,
        "certificate_without_expiry": 1,
        "minor_unverified": 19,
        "audit_without_findings": 190,
        "figures_too_old": 6,
    }


# Sentences and rules ------------------------------------------------------------------------------------


def said(tables: Tables, day: str, language: str) -> list[str]:
    frame = quality.issues(registry_of(tables), date.fromisoformat(day))
    return [quality.sentence(row).text(language) for row in frame.itertuples()]


def test_a_sentence_names_agency_paper_and_day_and_says_what_to_do() -> None:
    paper = rows(certificate(edition="2000", issued_on="2010-03", expires_on="2013"), adoptions=PLAN)
    assert said(paper, "2012-01-01", "en") == [
        "Cơ quan A (A): certificate without a number of edition 2000 was issued in Mar 2010, although no new"
        " ones were allowed from 15 Nov 2009 on. Compare edition and day of issue with the paper."
    ]
    assert said(paper, "2012-01-01", "vi") == [
        "Cơ quan A (A): giấy chứng nhận không ghi số theo phiên bản 2000 được cấp tháng 03/2010, trong khi"
        " phiên bản này đã ngừng cấp mới từ ngày 15/11/2009. Đề nghị đối chiếu phiên bản và ngày cấp với bản"
        " gốc."
    ]


def test_the_sentence_of_a_clause_names_the_edition_that_it_was_read_in() -> None:
    named = naming("10.2")
    code = MINOR["finding"]
    assert (
        f"Cơ quan A (A): finding {code}, raised on 31 Mar 2013, names clause 10.2, which edition 2008 does"
        " not have. Compare the clause with the minutes; where it is of another edition, write that"
        " edition before it, as in 2008:8.2.2."
    ) in said(named, "2013-03-31", "en")
    assert (
        f"Cơ quan A (A): phát hiện {code} lập ngày 31/03/2013 ghi điều khoản 10.2, nhưng phiên bản 2008 không"
        " có điều khoản này. Đề nghị đối chiếu với biên bản; nếu là điều khoản của phiên bản khác thì ghi"
        " phiên bản đó ở phía trước, ví dụ 2008:8.2.2."
    ) in said(named, "2013-03-31", "vi")


def test_the_sentence_of_a_target_names_its_type_in_the_language_of_the_reader() -> None:
    plan = rows(commune(), targets=[target("2013-12-31", share="62.5"), target("2014-12-31", share="40")])
    assert said(plan, "2012-01-01", "en") == [
        "Commune People's Committees: the target of 40% due on 31 Dec 2014 is smaller than the 62.5% already"
        " due on 31 Dec 2013. Compare both with the decision."
    ]
    assert said(plan, "2012-01-01", "vi") == [
        "UBND xã, phường, thị trấn: chỉ tiêu 40%, thời hạn ngày 31/12/2014, thấp hơn chỉ tiêu 62,5% đã đặt"
        " cho ngày 31/12/2013. Đề nghị đối chiếu cả hai với quyết định giao chỉ tiêu."
    ]


def test_every_rule_has_a_name_and_a_sentence_in_both_languages() -> None:
    for code, rule in quality.RULES.items():
        assert code.isidentifier()
        for text in (quality.rule_name(code), rule.says):
            assert dict(text.values) == {}
        assert quality.rule_name(code).text("vi") != quality.rule_name(code).text("en")


def test_rules_recorded_before_there_were_limits_of_quality_have_the_usual_ones() -> None:
    rules = read_config().rules
    old = rules.canonical().replace('"quality":{"certificate_extra_months":6,"figures_months":12},', "")
    assert '"quality":' not in old
    assert read_rules(old) == rules


def test_an_empty_registry_raises_no_doubt() -> None:
    frame = quality.issues(registry_of({}), date(2014, 12, 31))
    assert len(frame) == quality.count(registry_of({}), date(2014, 12, 31)) == 0
    assert list(frame)[:6] == ["rule", "agency", "name", "name_en", "table", "id"]
    assert list(frame)[6:] == list(quality.EVIDENCE)


def test_the_ids_are_those_of_the_rows_in_the_database(sqlite_url: str) -> None:
    store = loaded(sqlite_url, {"agencies": [agency()], "adoptions": PLAN, "attestations": [certificate()]})
    registry = open_registry(store, read_config().rules)
    [issue] = quality.issues(registry, date(2012, 1, 1)).itertuples()
    assert (issue.rule, issue.table, issue.id) == (
        "certificate_without_expiry",
        "attestations",
        registry.ids("attestations")[0],
    )
