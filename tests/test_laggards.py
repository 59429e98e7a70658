"""Who is late, on the day before, on and after every deadline; and on random registries."""

from __future__ import annotations

import csv
import json
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from qms_model import attestations, laggards
from qms_model.config import ConfigError, Rules, read_config, read_rules
from qms_model.coverage import Filters
from qms_model.facts import SPECS
from qms_model.i18n import LANGUAGES
from qms_model.registry import Registry
from tests import plainly, plainly_laggards, registries
from tests.build import registry_of
from tests.console import CONFIG, Office
from tests.registries import RULES, Draw, Row, Tables, choose, several, whole
from tests.test_plainly import (
    adoption,
    agency,
    audit,
    certificate,
    commune,
    declaration,
    exemption,
    finding,
    rules_with,
)

ONE_DAY = timedelta(days=1)
SAMPLE = Path(__file__).parent.parent / "data" / "registry"


def tables(*records: Row, **more: list[Row]) -> Tables:
    """Each record in the table that its columns tell; a department A where no agency A is given."""
    result: dict[str, list[Row]] = {"agencies": []}
    for record in records:
        result.setdefault(_table_of(record), []).append(record)
    if not any(row["agency"] == "A" for row in result["agencies"]):
        result["agencies"].insert(0, agency())
    return {**result, **more}


def _table_of(record: Row) -> str:
    for column, table in (
        ("finding", "findings"),
        ("audit", "audits"),
        ("basis", "exemptions"),
        ("counted_on", "procedures"),
        ("effective_on", "reorganisations"),
        ("on", "followups"),
        ("issued_on", "attestations"),
        ("type", "agencies"),
    ):
        if column in record:
            return table
    return "adoptions"


def event(kind: str, effective_on: str, successor: str = "A", **cells: str) -> Row:
    return {"event": "QĐ 1", "kind": kind, "effective_on": effective_on, "successor": successor, **cells}


def followup(on: str, code: str = "A", **cells: str) -> Row:
    return {"agency": code, "on": on, **cells}


def count(counted_on: str, in_scope: str, total: str, code: str = "A") -> Row:
    return {"agency": code, "counted_on": counted_on, "tthc_in_scope": in_scope, "tthc_total": total}


def of_agencies(registry: Registry, day: date, filters: Filters = Filters()) -> dict[tuple[str, str], Any]:
    """The rows by agency ("" for P1) and rule."""
    frame = laggards.laggards(registry, day, filters)
    codes = frame["agency"].astype(object).fillna("")
    return {(str(code), str(row.rule)): row for code, row in zip(codes, frame.itertuples(), strict=True)}


@dataclass(frozen=True)
class Case:
    """Whether a rule has a row of agency A on a day; `late` None: it has none, and `deadline` may then
    say what comes (`ahead`)."""

    rule: str
    name: str
    day: date
    tables: Tables
    late: int | None
    deadline: date | None
    rules: Any = field(default_factory=lambda: RULES)
    agency: str = "A"


def row(
    rule: str, name: str, day: str, deadline: str, late: int, /, *rows: Row, rules: Any = RULES, **more: Any
) -> Case:
    """A row that is late: its deadline and days late."""
    on = date.fromisoformat(day)
    return Case(rule, name, on, tables(*rows, **more), late, date.fromisoformat(deadline), rules)


def soon(
    rule: str, name: str, day: str, deadline: str, /, *rows: Row, rules: Any = RULES, **more: Any
) -> Case:
    """No row yet, but a milestone ahead."""
    on = date.fromisoformat(day)
    return Case(rule, name, on, tables(*rows, **more), None, date.fromisoformat(deadline), rules)


def none(rule: str, name: str, day: str, /, *rows: Row, rules: Any = RULES, **more: Any) -> Case:
    """Neither late nor ahead."""
    return Case(rule, name, date.fromisoformat(day), tables(*rows, **more), None, None, rules)


SCHOOL = agency(type="truong_cd")
DIVISION = agency(type="phong_khac")
PLAN_2009 = adoption(planned_year="2009")
GUEST, HOST = agency(shares_qms_of="H"), agency("H")
LEFT = agency("H", dissolved_on="2012-01-01")
THREE_YEARS = certificate(expires_on="2013-03-14", number="1")
OF_2000 = certificate(edition="2000", issued_on="2008-01-05", expires_on="2011-01-04")
AUDITED = audit("internal", "2010-09-30")
REVIEWED = audit("management_review", "2010-09-30")
OTHERS = [agency("Z"), audit("internal", "2008-01-01", "Z")]  # audits are collected from 2008 on
LONG = certificate(issued_on="2010-03-15", expires_on="2019-12-31")
SCHOOL_LONG = certificate(issued_on="2015-03-15", expires_on="2019-12-31")
CERTIFIED = audit("certification", "2010-03-01")
INSPECTED = audit("inspection_onsite", "2013-01-15", signed_on="2013-01-20")
ISSUE = finding(INSPECTED, "", cause="R4")
MAJOR = finding(AUDITED, "major", cause="R3")
DECLARED = declaration(issued_on="2015-09-01")
APPLIED = adoption(applied_on="2010-02-28")
PAST_PLAN = adoption(planned_year="2020")

# fmt: off
CASES = [
    # L1: planned year, or the legal deadline
    soon("L1", "31 December of the planned year: in time", "2009-12-31", "2009-12-31", PLAN_2009),
    row("L1", "the day after", "2010-01-01", "2009-12-31", 1, PLAN_2009),
    none("L1", "attested by then", "2010-01-01", PLAN_2009, certificate(issued_on="2009-12-31")),
    row("L1", "attested tomorrow", "2010-01-01", "2009-12-31", 1, PLAN_2009,
        certificate(issued_on="2010-01-02")),
    none("L1", "attested once, lapsed since: not behind the plan", "2020-01-01", PLAN_2009, THREE_YEARS),
    row("L1", "the plan of an encouraged agency counts too", "2010-01-01", "2009-12-31", 1, commune(),
        PLAN_2009),
    none("L1", "encouraged and unplanned: never", "2030-01-01", commune()),
    none("L1", "encouraged, unplanned, applying: no deadline", "2030-01-01", commune(), APPLIED),
    row("L1", "the host's plan", "2010-01-01", "2009-12-31", 1, GUEST, HOST,
        adoption("H", planned_year="2009")),
    row("L1", "its own plan before its host's", "2013-01-01", "2012-12-31", 1, GUEST, HOST,
        adoption(planned_year="2012"), adoption("H", planned_year="2009")),
    none("L1", "the host is attested", "2010-01-01", GUEST, HOST, PLAN_2009,
         certificate("H", issued_on="2009-01-01")),
    soon("L1", "by law: the last day", "2010-12-31", "2010-12-31"),
    row("L1", "by law: the day after", "2011-01-01", "2010-12-31", 1),
    row("L1", "by law: a district committee", "2011-01-01", "2010-12-31", 1, agency(type="ubnd_huyen")),
    soon("L1", "established 2010: until the end of 2011", "2011-12-31", "2011-12-31",
         agency(established_on="2010-06-01")),
    row("L1", "established 2010: late the day after", "2012-01-01", "2011-12-31", 1,
        agency(established_on="2010-06-01")),
    row("L1", "established 2009: the law's day is later", "2011-01-01", "2010-12-31", 1,
        agency(established_on="2009")),
    row("L1", "its establishment is its first row's", "2014-01-01", "2010-12-31", 1097,
        agency(established_on="2005", dissolved_on="2013-01-01"), agency(established_on="2013-01-01")),
    none("L1", "a division is obliged, but by no day", "2030-01-01", DIVISION),
    none("L1", "mandatory by override alone: no legal deadline", "2030-01-01",
         commune(obligation="mandatory")),
    none("L1", "encouraged by override: no legal deadline", "2030-01-01", agency(obligation="encouraged")),
    none("L1", "encouraged by override and applying: no legal deadline either", "2030-01-01",
         agency(obligation="encouraged"), APPLIED),
    row("L1", "a plan comes before the law", "2021-01-01", "2020-12-31", 1, PAST_PLAN),
    none("L1", "switched off", "2011-01-01", rules=rules_with("laggards.L1.enabled", False)),

    # L2: expired, ended, withdrawn
    soon("L2", "the last valid day", "2013-03-14", "2013-03-14", THREE_YEARS),
    row("L2", "the day after", "2013-03-15", "2013-03-14", 1, THREE_YEARS),
    none("L2", "another in force", "2013-03-15", THREE_YEARS, declaration(issued_on="2013-01-01")),
    none("L2", "the host's in force", "2013-03-15", GUEST, HOST, THREE_YEARS,
         declaration("H", issued_on="2013-01-01")),
    row("L2", "a host that is gone lends nothing", "2013-03-15", "2013-03-14", 1, GUEST, LEFT, THREE_YEARS,
        declaration("H", issued_on="2011-01-01")),
    row("L2", "the one that stopped last", "2014-01-01", "2013-03-14", 293, THREE_YEARS,
        certificate(issued_on="2012-01-01", expires_on="2012-12-31")),
    row("L2", "the host's stopped last", "2014-01-01", "2013-03-14", 293, GUEST, HOST,
        {**THREE_YEARS, "agency": "H"}, certificate(issued_on="2008-01-01", expires_on="2010-12-31")),
    row("L2", "withdrawn: the first day without it", "2012-06-01", "2012-05-31", 1,
        {**THREE_YEARS, "ended_on": "2012-06-01", "ended_because": "withdrawn"}),
    soon("L2", "withdrawn later: not known, only the expiry is", "2013-01-01", "2013-03-14",
         {**THREE_YEARS, "ended_on": "2013-02-01", "ended_because": "withdrawn"}),
    none("L2", "suspended: it has not stopped", "2012-06-01", {**THREE_YEARS, "suspended_on": "2012-06-01"}),
    row("L2", "suspended, then expired", "2013-03-15", "2013-03-14", 1,
        {**THREE_YEARS, "suspended_on": "2012-06-01"}),
    none("L2", "a suspended one would last longer", "2013-03-14", THREE_YEARS,
         {**LONG, "suspended_on": "2012-06-01"}),
    none("L2", "assumed to have expired", "2013-03-15", certificate()),
    row("L2", "ended within the assumed term", "2012-06-01", "2012-05-31", 1,
        certificate(ended_on="2012-06-01")),
    none("L2", "the assumed one stopped last", "2014-01-01", certificate(),
         certificate(issued_on="2009-01-01", expires_on="2011-12-31")),
    row("L2", "expired on the last day of its edition: not by it", "2010-11-15", "2010-11-14", 1,
        {**OF_2000, "expires_on": "2010-11-14"}),
    none("L2", "its edition ended first", "2011-01-05", OF_2000),
    row("L2", "declared with a term", "2016-06-02", "2016-06-01", 1, declaration(expires_on="2016-06-01")),

    # L4: the edition
    soon("L4", "the last day of the edition", "2010-11-14", "2010-11-14", OF_2000),
    row("L4", "its first invalid day", "2010-11-15", "2010-11-14", 1, OF_2000),
    row("L4", "still so after the expiry it would have had", "2011-01-05", "2010-11-14", 52, OF_2000),
    none("L4", "a newer one in force", "2010-11-15", OF_2000, LONG),
    none("L4", "expired on the last day of its edition", "2010-11-15",
         {**OF_2000, "expires_on": "2010-11-14"}),
    row("L4", "would expire a day later", "2010-11-15", "2010-11-14", 1,
        {**OF_2000, "expires_on": "2010-11-15"}),
    none("L4", "ended the day the edition ended", "2010-11-15", {**OF_2000, "ended_on": "2010-11-15"}),
    row("L4", "the expiry is assumed, and later than the edition", "2018-09-15", "2018-09-14", 1,
        certificate(issued_on="2017-01-01")),
    row("L4", "of declarations, where the ministry sets a day", "2019-01-01", "2018-12-31", 1, declaration(),
        rules=rules_with("editions.2008.declarations_invalid_from", date(2019, 1, 1))),

    # L5: internal audit within twelve months
    soon("L5", "twelve months after the last", "2011-09-30", "2011-09-30", LONG, AUDITED),
    row("L5", "and a day", "2011-10-01", "2011-09-30", 1, LONG, AUDITED),
    row("L5", "29 February is clamped to the 28th", "2013-03-01", "2013-02-28", 1, LONG,
        audit("internal", "2012-02-29")),
    none("L5", "switched off", "2011-10-01", LONG, AUDITED,
         rules=rules_with("laggards.L5.enabled", False)),
    soon("L5", "held again on that day", "2012-09-29", "2012-10-01", LONG, AUDITED,
         audit("internal", "2011-10-01")),
    row("L5", "never audited: from the first day on rung 1", "2011-03-01", "2011-02-28", 1, APPLIED, LONG,
        *OTHERS),
    row("L5", "never audited, never applied but attested", "2011-03-16", "2011-03-15", 1, LONG, *OTHERS),
    soon("L5", "the host's audit serves", "2011-09-30", "2011-09-30", GUEST, HOST, LONG,
         {**AUDITED, "agency": "H"}),
    row("L5", "the host's is too old as well", "2011-10-01", "2011-09-30", 1, GUEST, HOST, LONG,
        {**AUDITED, "agency": "H"}),
    none("L5", "no audit of anybody is held yet: silent", "2012-01-01", LONG),
    none("L5", "not in force", "2013-03-15", THREE_YEARS, AUDITED),
    none("L5", "in force no longer when it would be late", "2013-03-14", THREE_YEARS,
         audit("internal", "2012-03-14")),
    row("L5", "an agency that is encouraged and in force", "2011-10-01", "2011-09-30", 1, commune(),
        LONG, AUDITED),
    none("L5", "before the duty begins", "2011-10-01", LONG, AUDITED,
         rules=rules_with("periods.internal_audit.from", date(2011, 10, 2))),
    row("L5", "another number of months", "2011-03-31", "2011-03-30", 1, LONG, AUDITED,
        rules=rules_with("periods.internal_audit.months", 6)),

    # L6: management review
    soon("L6", "twelve months after the last", "2011-09-30", "2011-09-30", LONG, REVIEWED),
    row("L6", "and a day", "2011-10-01", "2011-09-30", 1, LONG, REVIEWED),
    row("L6", "an internal audit is no review", "2011-10-01", "2011-03-15", 200, LONG, AUDITED),
    none("L6", "no audit of anybody is held yet: silent", "2012-01-01", LONG),

    # L7: surveillance of certificates
    soon("L7", "twelve months after the first certificate", "2011-03-15", "2011-03-15", LONG, CERTIFIED),
    row("L7", "and a day", "2011-03-16", "2011-03-15", 1, LONG, CERTIFIED),
    none("L7", "held in time: then a calendar year", "2011-03-16", LONG, CERTIFIED,
         audit("surveillance", "2011-03-15")),
    soon("L7", "31 December of the year after", "2012-12-31", "2012-12-31", LONG, CERTIFIED,
         audit("surveillance", "2011-03-15")),
    row("L7", "the day after", "2013-01-01", "2012-12-31", 1, LONG, CERTIFIED,
        audit("surveillance", "2011-03-15")),
    row("L7", "a recertification counts", "2014-01-01", "2013-12-31", 1, LONG,
        audit("recertification", "2012-02-15")),
    row("L7", "no audit of its own at all", "2011-03-16", "2011-03-15", 1, LONG, *OTHERS),
    row("L7", "an internal audit is no surveillance", "2011-03-16", "2011-03-15", 1, LONG, AUDITED),
    row("L7", "the host's certificate and audits", "2013-01-01", "2012-12-31", 1, GUEST, HOST,
        {**LONG, "agency": "H"}, audit("surveillance", "2011-03-15", "H")),
    row("L7", "a department, the day before declarations began", "2014-05-17", "2011-03-15", 1159, LONG,
        CERTIFIED),
    none("L7", "a department from that day on", "2014-05-18", LONG, CERTIFIED),
    none("L7", "a department whose year ends after it", "2014-03-01", LONG,
         audit("surveillance", "2013-03-01")),
    row("L7", "a service unit goes on", "2016-03-16", "2016-03-15", 1, SCHOOL, SCHOOL_LONG, *OTHERS),
    none("L7", "a service unit that declared", "2016-09-02", SCHOOL, DECLARED, *OTHERS),
    none("L7", "not in force", "2013-03-15", THREE_YEARS, CERTIFIED),
    none("L7", "no audit of anybody is held yet: silent", "2012-01-01", LONG),

    # L8: inspection issues
    soon("L8", "two months after the signing", "2013-03-20", "2013-03-20", INSPECTED, ISSUE),
    row("L8", "and a day", "2013-03-21", "2013-03-20", 1, INSPECTED, ISSUE),
    none("L8", "corrected on the day", "2013-03-21", INSPECTED, {**ISSUE, "corrected_on": "2013-03-21"}),
    row("L8", "corrected tomorrow", "2013-03-21", "2013-03-20", 1, INSPECTED,
        {**ISSUE, "corrected_on": "2013-03-22"}),
    row("L8", "a due day of its own", "2013-02-11", "2013-02-10", 1, INSPECTED,
        {**ISSUE, "due_on": "2013-02-10"}),
    none("L8", "the host's is the host's", "2013-03-21", GUEST, HOST, {**INSPECTED, "agency": "H"}, ISSUE),
    none("L8", "encouraged, unplanned and never applied: never late", "2013-03-21", commune(),
         INSPECTED, ISSUE),
    row("L8", "the earliest of several", "2013-05-01", "2013-02-10", 80, INSPECTED, ISSUE,
        {**ISSUE, "finding": "2", "due_on": "2013-02-10"}),

    # L9: major nonconformities
    soon("L9", "ninety days after the audit", "2010-12-29", "2010-12-29", AUDITED, MAJOR),
    row("L9", "and a day", "2010-12-30", "2010-12-29", 1, AUDITED, MAJOR),
    row("L9", "corrected is not closed", "2010-12-30", "2010-12-29", 1, AUDITED,
        {**MAJOR, "corrected_on": "2010-10-30"}),
    none("L9", "closed on the day", "2010-12-30", AUDITED,
         {**MAJOR, "verified_on": "2010-12-30", "verified_by_evidence": "BB", "closed_on": "2010-12-30"}),
    none("L9", "a minor raises no rule", "2012-12-30", AUDITED, {**MAJOR, "grade": "minor"}),
    none("L9", "the host's is the host's", "2010-12-30", GUEST, HOST, {**AUDITED, "agency": "H"}, MAJOR),

    # Of successors, and of changed scopes: L10
    soon("L10", "three months after a merge", "2015-08-31", "2015-08-31", event("merge", "2015-05-31")),
    row("L10", "and a day", "2015-09-01", "2015-08-31", 1, event("merge", "2015-05-31")),
    *(row("L10", f"successor by {kind}", "2015-09-01", "2015-08-31", 1, event(kind, "2015-05-31"))
      for kind in ("absorb", "divide", "separate", "transfer")),
    *(none("L10", f"{kind} asks for no declaration", "2015-09-01", event(kind, "2015-05-31"))
      for kind in ("rename", "create", "dissolve")),
    none("L10", "the predecessor is not asked", "2015-09-01", agency("B"),
         event("separate", "2015-05-31", "B", predecessor="A")),
    none("L10", "declared on the day of the change", "2015-09-01", event("merge", "2015-05-31"),
         declaration(issued_on="2015-05-31")),
    row("L10", "declared the day before it", "2015-09-01", "2015-08-31", 1, event("merge", "2015-05-31"),
        declaration(issued_on="2015-05-30")),
    row("L10", "declared tomorrow", "2015-09-01", "2015-08-31", 1, event("merge", "2015-05-31"),
        declaration(issued_on="2015-09-02")),
    row("L10", "the host's declaration is not its own", "2015-09-01", "2015-08-31", 1, GUEST, HOST,
        event("merge", "2015-05-31"), declaration("H", issued_on="2015-06-30")),
    row("L10", "a certificate is no declaration", "2015-09-01", "2015-08-31", 1, event("merge", "2015-05-31"),
        certificate(issued_on="2015-06-30")),
    row("L10", "the earliest of two changes", "2015-11-01", "2015-08-31", 62, event("merge", "2015-05-31"),
        event("transfer", "2015-06-30", event="2")),
    row("L10", "the first was answered, the second not", "2015-11-01", "2015-09-30", 32,
        event("merge", "2015-05-31"), declaration(issued_on="2015-06-01"),
        event("transfer", "2015-06-30", event="2")),
    row("L10", "the scope changed", "2015-09-01", "2015-08-31", 1,
        declaration(issued_on="2014-06-02", scope_changed_on="2015-05-31")),
    none("L10", "the scope will change", "2015-05-30",
         declaration(issued_on="2014-06-02", scope_changed_on="2015-05-31")),
    none("L10", "the host's scope changed", "2015-09-01", GUEST, HOST,
         declaration("H", issued_on="2014-06-02", scope_changed_on="2015-05-31")),
    none("L10", "changed before declarations began", "2014-09-01", event("merge", "2014-05-17")),
    row("L10", "changed on the day they began", "2014-08-19", "2014-08-18", 1, event("merge", "2014-05-18")),
    none("L10", "encouraged, unplanned and never applied: never late", "2015-09-01", commune(),
         event("merge", "2015-05-31")),
    row("L10", "another number of months", "2015-07-31", "2015-07-30", 1, event("merge", "2015-05-30"),
        rules=rules_with("laggards.L10.months", 2)),

    # L12: no figures
    soon("L12", "twelve months after the last count", "2013-06-30", "2013-06-30", APPLIED,
         count("2012-06-30", "5", "5"), *OTHERS),
    row("L12", "and a day", "2013-07-01", "2013-06-30", 1, APPLIED, count("2012-06-30", "5", "5"), *OTHERS),
    row("L12", "a review is a figure", "2011-10-01", "2011-09-30", 1, APPLIED, REVIEWED),
    row("L12", "never anything: from the first day on rung 1", "2011-03-01", "2011-02-28", 1, APPLIED,
        *OTHERS),
    none("L12", "has never applied", "2013-07-01", count("2012-06-30", "5", "5"), *OTHERS),
    none("L12", "no audit of anybody is held yet: silent", "2013-07-01", APPLIED,
         count("2012-06-30", "5", "5")),
    soon("L12", "the host's count serves", "2013-06-30", "2013-06-30", GUEST, HOST, APPLIED,
         count("2012-06-30", "5", "5", "H"), *OTHERS),
]

# L3 and L11 hold on other days than after their deadline, and never make anybody late.
WARNINGS = [
    none("L3", "91 days left", "2012-12-13", THREE_YEARS),
    row("L3", "90 days left", "2012-12-14", "2013-03-14", -90, THREE_YEARS),
    row("L3", "the last valid day", "2013-03-14", "2013-03-14", 0, THREE_YEARS),
    none("L3", "expired", "2013-03-15", THREE_YEARS),
    none("L3", "assumed", "2013-03-14", certificate()),
    none("L3", "the host's lasts longer", "2013-03-14", GUEST, HOST, THREE_YEARS, {**LONG, "agency": "H"}),
    row("L3", "the edition ends first", "2010-11-14", "2010-11-14", 0, OF_2000),
    none("L3", "60 days in config.yaml", "2012-12-14", THREE_YEARS, rules=rules_with("laggards.L3.days", 60)),

    none("L11", "the day before the count", "2013-06-29", APPLIED, count("2013-06-30", "4", "5")),
    row("L11", "the day of the count: one day", "2013-06-30", "2013-06-30", 1, APPLIED,
        count("2013-06-30", "4", "5")),
    row("L11", "the day after: one day", "2013-07-01", "2013-06-30", 1, APPLIED,
        count("2013-06-30", "4", "5")),
    row("L11", "two days after", "2013-07-02", "2013-06-30", 2, APPLIED, count("2013-06-30", "4", "5")),
    none("L11", "all in scope", "2013-07-02", APPLIED, count("2013-06-30", "5", "5")),
    row("L11", "the first of an unbroken run", "2014-07-01", "2012-06-30", 731, APPLIED,
        count("2012-06-30", "4", "5"), count("2013-06-30", "4", "5")),
    row("L11", "a count of all breaks the run", "2014-07-01", "2014-06-30", 1, APPLIED,
        count("2012-06-30", "4", "5"), count("2013-06-30", "5", "5"), count("2014-06-30", "4", "5")),
    row("L11", "a count that does not say breaks nothing", "2014-07-01", "2012-06-30", 731, APPLIED,
        count("2012-06-30", "4", "5"), count("2013-06-30", "", "5"), count("2014-06-30", "4", "5")),
    row("L11", "the host's counts", "2013-07-02", "2013-06-30", 2, GUEST, HOST, APPLIED,
        count("2013-06-30", "4", "5", "H")),
    none("L11", "the host counted all since", "2013-08-02", GUEST, HOST, APPLIED,
         count("2013-06-30", "4", "5"), count("2013-07-30", "5", "5", "H")),
    none("L11", "the host counted all on the same day", "2013-07-02", GUEST, HOST, APPLIED,
         count("2013-06-30", "4", "5"), count("2013-06-30", "5", "5", "H")),
    none("L11", "no counts", "2013-07-02", APPLIED),
    none("L11", "encouraged, unplanned and never applied", "2013-07-02", commune(),
         count("2013-06-30", "4", "5")),
]
# fmt: on


def rules_of(case: Case) -> Rules:
    return Rules.model_validate(case.rules)


@pytest.mark.parametrize("case", CASES + WARNINGS, ids=[f"{c.rule}: {c.name}" for c in CASES + WARNINGS])
def test_a_rule_has_a_row_as_the_case_says(case: Case) -> None:
    fast = of_agencies(registry_of(case.tables, rules_of(case)), case.day).get((case.agency, case.rule))
    slow = {
        (one["agency"], one["rule"]): one
        for one in plainly_laggards.laggards(case.tables, case.rules, case.day)
    }.get((case.agency, case.rule))
    if case.late is None:
        assert fast is None
        assert slow is None
    else:
        assert fast is not None
        assert slow is not None
        assert (fast.deadline, fast.days_late) == (case.deadline, case.late)
        assert (slow["deadline"], slow["days_late"]) == (case.deadline, case.late)
        assert fast.severity == RULES["laggards"][case.rule]["severity"]


NOT_LATE = [case for case in CASES if case.late is None]


@pytest.mark.parametrize("case", NOT_LATE, ids=[f"{c.rule}: {c.name}" for c in NOT_LATE])
def test_what_is_not_late_yet_is_ahead_until_its_deadline(case: Case) -> None:
    coming = laggards.ahead(registry_of(case.tables, rules_of(case)), case.day)
    found = coming[(coming["agency"] == case.agency) & (coming["rule"] == case.rule)]
    assert found["deadline"].tolist() == ([case.deadline] if case.deadline else [])
    assert found["days_left"].tolist() == ([(case.deadline - case.day).days] if case.deadline else [])


def test_every_rule_has_cases_that_are_late_and_cases_that_are_not() -> None:
    agencies = set(laggards.RULES) - {"P1"}
    for late in (True, False):
        assert {case.rule for case in CASES + WARNINGS if (case.late is not None) is late} == agencies


def test_a_warning_makes_no_agency_late() -> None:
    for case in WARNINGS:
        registry = registry_of(case.tables, rules_of(case))
        rows = of_agencies(registry, case.day)
        severe = {code for (code, rule) in rows if rule not in ("L3", "L11")}
        assert laggards.late(registry, case.day) == (
            len(severe),
            len(plainly.existing(case.tables, case.day)),
        )


def test_a_lapse_is_of_the_edition_or_of_its_own_and_never_both() -> None:
    ends = [("2010-11-13", ""), ("2010-11-14", ""), ("2010-11-15", ""), ("2011-01-04", "2010-11-15")]
    for expires, ended in ends:
        paper = {**OF_2000, "expires_on": expires, "ended_on": ended}
        registry = registry_of(tables(paper))
        for shift in range(-3, 4):
            rows = of_agencies(registry, date(2010, 11, 15) + timedelta(days=shift))
            assert not {("A", "L2"), ("A", "L4")} <= rows.keys()


# Exempt ---------------------------------------------------------------------------------------------------


def test_an_exempt_agency_is_no_laggard_on_the_last_day_and_is_again_the_day_after() -> None:
    registry = registry_of(tables(PLAN_2009, exemption("2010-05-01", "2010-06-30")))
    assert ("A", "L1") in of_agencies(registry, date(2010, 4, 30))
    assert of_agencies(registry, date(2010, 5, 1)) == {}
    assert of_agencies(registry, date(2010, 6, 30)) == {}
    assert laggards.late(registry, date(2010, 6, 30)) == (0, 0)
    assert of_agencies(registry, date(2010, 7, 1))["A", "L1"].days_late == 182
    assert laggards.late(registry, date(2010, 7, 1)) == (1, 1)


# What was agreed ------------------------------------------------------------------------------------------


def told(day: str, *rows: Row, rule: str = "L1") -> Any:
    return of_agencies(registry_of(tables(*rows)), date.fromisoformat(day))["A", rule]


def test_the_cause_is_of_the_latest_followup_that_names_one() -> None:
    asked = [followup("2010-02-01", cause="R4"), followup("2010-03-01", cause="R5"), followup("2010-04-01")]
    assert told("2010-01-31", PLAN_2009, *asked).cause == "R0"
    assert told("2010-02-01", PLAN_2009, *asked).cause == "R4"
    assert told("2010-03-01", PLAN_2009, *asked).cause == "R5"
    assert told("2010-04-01", PLAN_2009, *asked).cause == "R5"


def test_the_cause_of_the_finding_stands_in_until_a_followup_names_one() -> None:
    later = followup("2013-05-01", cause="R6")
    assert told("2013-04-30", INSPECTED, ISSUE, later, rule="L8").cause == "R4"
    assert told("2013-05-01", INSPECTED, ISSUE, later, rule="L8").cause == "R6"
    assert told("2013-04-30", INSPECTED, {**ISSUE, "cause": ""}, rule="L8").cause == "R0"
    assert told("2013-04-30", INSPECTED, ISSUE, PLAN_2009, rule="L1").cause == "R0", "not about the finding"


def test_a_promise_is_in_force_until_the_next_and_broken_from_the_day_after_it() -> None:
    asked = [
        followup("2010-02-01", promised_on="2010-03-31"),
        followup("2010-03-01"),
        followup("2010-04-15", promised_on="2010-06-30"),
    ]
    days = ("2010-01-31", "2010-02-01", "2010-03-31", "2010-04-01", "2010-04-15", "2010-07-01")
    found = [told(day, PLAN_2009, *asked) for day in days]
    first, second = date(2010, 3, 31), date(2010, 6, 30)
    assert [one.promised_on for one in found] == [None, first, first, first, second, second]
    assert [one.broken for one in found] == [0, 0, 0, 1, 1, 2]
    contacts = [date(2010, 2, 1), date(2010, 3, 1), date(2010, 3, 1), date(2010, 4, 15), date(2010, 4, 15)]
    assert [one.last_contact for one in found] == [None, *contacts]


def test_a_promise_for_a_day_before_the_deadline_was_about_another_lateness() -> None:
    old = followup("2009-01-15", promised_on="2009-12-30")
    assert told("2010-02-01", PLAN_2009, old).broken == 0
    assert told("2010-02-01", PLAN_2009, {**old, "promised_on": "2009-12-31"}).broken == 1


def test_a_warning_breaks_no_promise() -> None:
    old = [followup("2013-07-15", promised_on="2013-08-31"), count("2013-06-30", "4", "5"), PAST_PLAN]
    assert told("2013-12-31", *old, rule="L11").broken == 0


def test_a_followup_with_the_host_is_the_hosts_and_the_owner_is_that_of_the_day() -> None:
    rows = [
        agency(owner="Ông An", shares_qms_of="H", dissolved_on="2010-06-01"),
        agency(owner="Bà Bình", shares_qms_of="H", established_on="2010-06-01"),
        HOST, PLAN_2009, followup("2010-02-01", "H", cause="R4", promised_on="2010-03-31"),
    ]  # fmt: skip
    before, after = told("2010-05-31", *rows), told("2010-06-01", *rows)
    assert (before.owner, after.owner) == ("Ông An", "Bà Bình")
    assert (before.cause, before.promised_on, before.last_contact) == ("R0", None, None)


# Rank -----------------------------------------------------------------------------------------------------


def test_mandatory_comes_before_encouraged_then_severity_days_late_code_and_rule() -> None:
    rows = tables(
        *(agency(code) for code in "ABCD"), commune("E"), *OTHERS,
        adoption("A", planned_year="2011", applied_on="2010-01-01"),
        adoption("B", planned_year="2011", applied_on="2010-01-01"),
        adoption("C", planned_year="2010"), adoption("D", planned_year="2030"),
        adoption("E", planned_year="2007"),
        certificate("D", issued_on="2010-06-01", expires_on="2012-03-01"),
    )  # fmt: skip
    found = laggards.laggards(registry_of(rows), date(2012, 2, 1))
    assert list(zip(found["agency"], found["rule"], strict=True)) == [
        ("C", "L1"), ("Z", "L1"),  # one day of 2010 for both, by code
        ("A", "L1"), ("B", "L1"),
        ("A", "L12"), ("B", "L12"), ("D", "L5"), ("D", "L6"), ("D", "L7"), ("D", "L12"),
        ("D", "L3"), ("E", "L1"),
    ]  # fmt: skip
    primary = found[found["primary"]]
    assert list(zip(primary["agency"], primary["rule"], strict=True)) == [
        ("C", "L1"), ("Z", "L1"), ("A", "L1"), ("B", "L1"), ("D", "L5"), ("E", "L1"),
    ]  # fmt: skip


# The province ---------------------------------------------------------------------------------------------

FOUR = [agency(code) for code in "BCDE"]


def inspected(*codes: str, on_site: str = "") -> list[Row]:
    """These inspected in 2016 by file, those of `on_site` on site."""
    by_file = [audit("inspection_file", "2016-01-01", code) for code in codes]
    return by_file + [audit("inspection_onsite", "2016-12-31", code) for code in on_site]


def province(day: str, *rows: Row, filters: Filters = Filters(), rules: Any = RULES) -> Any:
    found = tables(agency(obligation="encouraged"), *FOUR, *OTHERS[1:], agency("Z", type="ubnd_xa"), *rows)
    return of_agencies(registry_of(found, Rules.model_validate(rules)), date.fromisoformat(day), filters).get(
        ("", "P1")
    )


def test_the_province_is_late_when_not_all_or_too_few_on_site_were_inspected() -> None:
    enough = inspected("B", "C", on_site="DE")
    assert province("2016-12-31", *enough) is None
    short = province("2016-12-31", *enough[:-1])
    assert (short.value, short.on_site, short.total, short.least) == (3, 1, 4, 2), "one was not inspected"
    file_only = province("2016-12-31", *inspected("B", "C", "D", on_site="E"))
    assert (file_only.value, file_only.on_site, file_only.least) == (4, 1, 2), "a third of 4 is 2"


def test_the_share_on_site_is_the_one_of_the_inspections() -> None:
    half = rules_with("inspections.on_site_share", "1/2")
    assert province("2016-12-31", *inspected("B", "C", on_site="DE"), rules=half) is None, "2 of 4"
    all_ = rules_with("inspections.on_site_share", "1")
    assert province("2016-12-31", *inspected("B", "C", on_site="DE"), rules=all_).least == 4


def test_the_provinces_row_is_of_the_last_year_that_ended() -> None:
    rows = [("2016-12-30", date(2015, 12, 31), 365), ("2016-12-31", date(2016, 12, 31), 1)]
    rows += [("2017-01-01", date(2016, 12, 31), 1), ("2017-01-02", date(2016, 12, 31), 2)]
    for day, deadline, late in rows:
        one = province(day)
        assert (one.deadline, one.days_late, one.severity) == (deadline, late, "medium")
        assert not one.primary
        assert pd.isna(one.agency)
        assert pd.isna(one.cause)


def test_the_province_is_asked_from_the_end_of_the_first_full_year() -> None:
    assert province("2015-12-30") is None
    assert province("2015-12-31") is not None
    assert province("2016-12-30", rules=rules_with("periods.inspection.until", date(2016, 12, 29))) is None


def test_an_exempt_agency_of_31_december_and_one_gone_by_then_are_not_asked() -> None:
    most = inspected("B", "C", on_site="D")
    gone = {**agency("E"), "dissolved_on": "2016-12-31"}
    assert province("2017-01-01", *most, exemption("2016-12-31", "2017-01-31", "E")) is None
    rows = tables(agency(obligation="encouraged"), *FOUR[:-1], gone, *most)
    assert ("", "P1") not in of_agencies(registry_of(rows), date(2017, 1, 1))


def test_an_inspection_of_the_host_serves_and_one_of_another_year_does_not() -> None:
    rows = tables(GUEST, HOST, audit("inspection_onsite", "2016-01-01", "H"))
    assert ("", "P1") not in of_agencies(registry_of(rows), date(2016, 12, 31))
    for other in ("2015-12-31", "2017-01-01"):
        rows = tables(GUEST, HOST, audit("inspection_onsite", other, "H"))
        assert ("", "P1") in of_agencies(registry_of(rows), date(2017, 1, 1))


def test_the_provinces_row_is_silent_where_only_some_agencies_are_looked_at() -> None:
    day = "2017-01-01"
    for filters in (Filters(), Filters(obligation="mandatory"), Filters(edition="2008")):
        assert province(day, filters=filters) is not None
    silent = {"type": "so_ban_nganh", "district": "178", "parent": "X", "obligation": "encouraged"}
    for name, value in silent.items():
        assert province(day, filters=Filters(**{name: value})) is None  # type: ignore[arg-type]
    assert province(day, filters=Filters(par_index=True)) is None
    assert province(day, filters=Filters(province="Cao Bằng")) is None, "no mandatory agency there"


# What is not known ----------------------------------------------------------------------------------------


def silent(day: str, *rows: Row) -> dict[str, int]:
    found = laggards.missing(registry_of(tables(*rows)), date.fromisoformat(day))
    return dict(zip(found["rule"].astype(str), found["agencies"].tolist(), strict=True))


def test_what_is_not_known_is_counted_and_held_against_nobody() -> None:
    assert silent("2010-01-01", commune()) == {"L1": 1}
    assert silent("2012-01-01", certificate()) == {
        "L3": 1, "L5": 1, "L6": 1, "L7": 1, "L8": 1, "L9": 1, "L11": 1, "L12": 1,
    }  # fmt: skip
    assert silent("2013-03-15", certificate(), *OTHERS) == {"L2": 1, "L11": 1}
    assert silent("2012-01-01", LONG, *OTHERS, count("2011-12-31", "4", "5")) == {}
    assert silent("2012-01-01", LONG, *OTHERS, count("2011-12-31", "", "5")) == {"L11": 1}
    assert silent("2016-12-31", agency(), agency("B"))["P1"] == 2


def test_every_silence_has_a_reason_in_both_languages() -> None:
    named = {code for code in laggards.RULES if laggards.lacking(code)}
    assert named == {"L1", "L2", "L3", "L5", "L6", "L7", "L8", "L9", "L11", "L12", "P1"}
    for code in named:
        reason = laggards.lacking(code)
        assert reason is not None
        assert reason.text("vi") != reason.text("en")


# On random registries -------------------------------------------------------------------------------------


@st.composite
def questions(draw: Draw) -> tuple[Tables, date]:
    """A registry of `registries.questions` with what it has no need of: owners, causes, counts, events,
    changed scopes, follow-ups."""
    drawn, day = draw(registries.questions())
    named = registries.dates_of(drawn)
    day = choose(draw, [day, day, max(named, default=day)])
    codes = sorted({one["agency"] for one in drawn["agencies"]})
    near = sorted({*named, *(one + timedelta(days=40) for one in named), day})

    def on() -> str:
        return whole(choose(draw, near))

    for one in drawn["agencies"]:
        one["owner"] = choose(draw, ["", "Ông An"])
    for one in drawn.get("findings", []):
        one["cause"] = choose(draw, ["", "R1", "R2"])
    for one in drawn.get("attestations", []):
        later = [other for other in near if other >= plainly.last_day(one["issued_on"])]
        one["scope_changed_on"] = whole(choose(draw, [None, None, *later]))
    more = {
        "procedures": several(draw, 5, lambda draw: count(on(), *choose(draw, SCOPES), choose(draw, codes))),
        "reorganisations": several(
            draw, 3, lambda draw: event(choose(draw, KINDS), on(), choose(draw, codes), event=on())
        ),
        "followups": several(draw, 5, lambda draw: _asked(draw, choose(draw, codes), near)),
    }
    return {**drawn, **{name: rows for name, rows in more.items() if rows}}, day


SCOPES = [("4", "5"), ("5", "5"), ("4", "5"), ("", "5"), ("3", "")]
KINDS = ["merge", "absorb", "divide", "separate", "transfer", "rename", "create"]


def _asked(draw: Draw, code: str, near: list[date]) -> Row:
    on = choose(draw, near)
    promised = choose(draw, [None, *(day for day in near if day >= on)])
    cells = {"promised_on": whole(promised), "cause": choose(draw, ["", "R0", "R5"])}
    return followup(whole(on), code, **cells)


@st.composite
def rule_sets(draw: Draw) -> dict[str, Any]:
    """The rules of `registries.rule_sets`, with other limits and some rules switched off."""
    rules = deepcopy(draw(registries.rule_sets()))
    for code, one in rules["laggards"].items():
        one["enabled"] = choose(draw, [True, True, True, False])
        if "months" in one:
            one["months"] = choose(draw, [one["months"], 6])
        if code not in ("L3", "L11"):
            one["severity"] = choose(draw, [one["severity"], "medium", "low"])
    return rules


filters_ = st.fixed_dictionaries(
    {},
    optional={
        "obligation": st.sampled_from(["mandatory", "encouraged"]),
        "edition": st.sampled_from(["2000", "2008", "2015"]),
        "district": st.just("178"),
        "province": st.just("Lạng Sơn"),
        "par_index": st.just(True),
    },
)
MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=20)


def plain(frame: pd.DataFrame, names: list[str]) -> list[dict[str, Any]]:
    """The rows of these columns, what is missing as None."""
    cells = frame[names].astype(object)
    return [
        {str(name): cell for name, cell in one.items()}
        for one in cells.where(cells.notna(), None).to_dict("records")
    ]


@MANY
@given(questions(), rule_sets(), filters_)
def test_the_laggards_are_those_of_the_slow_implementation(
    question: tuple[Tables, date], rules: dict[str, Any], filters: dict[str, Any]
) -> None:
    rows, day = question
    registry = registry_of(rows, Rules.model_validate(rules))
    looked = Filters(**filters)
    frame = laggards.laggards(registry, day, looked)
    slow = plainly_laggards.laggards(rows, rules, day, **filters)
    names = ["agency", "name", "obligation", "rule", "severity", "deadline", "days_late", "cause", "owner",
             "promised_on", "broken", "last_contact", "primary"]  # fmt: skip
    fast = plain(frame, names)
    blank = dict.fromkeys(names) | {"broken": 0}
    assert fast == [
        {**blank, **{name: cell if cell != "" else None for name, cell in one.items()}} for one in slow
    ]
    assert tuple(laggards.late(registry, day, looked)) == plainly_laggards.late(rows, rules, day, **filters)
    missing = laggards.missing(registry, day, looked)
    assert dict(zip(missing["rule"].astype(str), missing["agencies"], strict=True)) == (
        plainly_laggards.missing(rows, rules, day, **filters)
    )
    coming = laggards.ahead(registry, day, looked)
    enabled_severe = plainly_laggards.ahead(rows, rules, day, **filters)
    assert sorted(zip(coming["deadline"], coming["agency"], coming["rule"], strict=True)) == enabled_severe
    assert coming["deadline"].tolist() == sorted(coming["deadline"])
    for one in frame.itertuples():
        for language in LANGUAGES:
            sentence = laggards.evidence(one).text(language)
            assert not {"nan", "None", "<NA>"} & set(sentence.replace("(", " ").replace(")", " ").split())


@FEW
@given(questions())
def test_every_late_agency_has_one_primary_row_and_a_cause(question: tuple[Tables, date]) -> None:
    rows, day = question
    frame = laggards.laggards(registry_of(rows), day)
    named = frame[frame["agency"].notna()]
    primary = named[named["primary"]]
    assert sorted(primary["agency"]) == sorted(named["agency"].unique())
    causes = {one["code"] for one in RULES["causes"]}
    assert set(named["cause"]) <= causes
    least = [-90 if rule == "L3" else 1 for rule in named["rule"]]
    assert (named["days_late"].to_numpy() >= least).all()
    assert not named.duplicated(["agency", "rule"]).any()


@FEW
@given(questions(), st.data())
def test_an_exemption_takes_away_exactly_the_rows_of_its_agency_while_it_lasts(
    question: tuple[Tables, date], data: st.DataObject
) -> None:
    rows, day = question
    code = data.draw(st.sampled_from(sorted({one["agency"] for one in rows["agencies"]})))
    days = [day - ONE_DAY, day, day + ONE_DAY]
    granted = {**rows, "exemptions": [*rows.get("exemptions", []), exemption(whole(day), whole(day), code)]}
    keys = [(one["agency"], one["starts_on"]) for one in granted["exemptions"]]
    assume(len(set(keys)) == len(keys))
    without, with_it = registry_of(rows), registry_of(granted)
    for asked in days:
        before = {key for key in of_agencies(without, asked) if key[0]}
        after = {key for key in of_agencies(with_it, asked) if key[0]}
        assert after == ({key for key in before if key[0] != code} if asked == day else before)


@FEW
@given(questions())
def test_the_warnings_are_the_agencies_that_lapse_soon(question: tuple[Tables, date]) -> None:
    rows, day = question
    registry = registry_of(rows)
    frame = laggards.laggards(registry, day)
    warned = frame[frame["rule"] == "L3"]
    expected = attestations.expiring(registry, day)
    assert sorted(zip(warned["agency"], warned["deadline"], strict=True)) == sorted(
        zip(expected["agency"], expected["last_day"], strict=True)
    )


# The sample -----------------------------------------------------------------------------------------------


def sample() -> Tables:
    """The rows of data/registry, whose cells are canonical text."""
    cells = {}
    for name in SPECS:
        with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            cells[name] = list(csv.DictReader(stream))
    return cells


def test_the_laggards_of_the_sample_are_those_of_the_slow_implementation() -> None:
    rows, day = sample(), date(2014, 12, 31)
    fast = plain(
        laggards.laggards(registry_of(rows), day),
        ["agency", "rule", "deadline", "days_late", "cause", "broken", "primary"],
    )
    slow = plainly_laggards.laggards(rows, RULES, day)
    assert {one["rule"] for one in fast} == set(laggards.RULES) - {"L4", "L7", "P1"}
    assert fast == [{name: one[name] for name in fast[0]} for one in slow]


# Sentences ------------------------------------------------------------------------------------------------


SENTENCES = [
    ("L1", "2012-06-01", [PLAN_2009],
     "Planned for 2009, neither certified nor declared; nothing begun.",
     "Kế hoạch áp dụng năm 2009 nhưng đến nay chưa được chứng nhận hoặc công bố; chưa triển khai."),
    ("L1", "2012-06-01", [adoption(started_on="2010-05")],
     "To be complete by 31 Dec 2010, neither certified nor declared; being built since May 2010.",
     "Phải hoàn thành chậm nhất ngày 31/12/2010 nhưng chưa được chứng nhận hoặc công bố; đang xây dựng từ"
     " tháng 05/2010."),
    ("L1", "2012-06-01", [agency(established_on="2010-06-01"), APPLIED],
     "Established 1 Jun 2010, so to be complete by 31 Dec 2011; neither certified nor declared; documents"
     " issued and applied since 28 Feb 2010.",
     "Thành lập ngày 01/06/2010, phải hoàn thành chậm nhất ngày 31/12/2011 nhưng chưa được chứng nhận hoặc"
     " công bố; đã ban hành tài liệu và áp dụng từ ngày 28/02/2010."),
    ("L2", "2013-03-15", [GUEST, HOST, {**THREE_YEARS, "agency": "H"}],
     "Certificate 1 (TCVN ISO 9001:2008) issued 15 Mar 2010 was in force until 14 Mar 2013; not certified or"
     " declared again since (QMS shared with Cơ quan H).",
     "Giấy chứng nhận số 1 cấp ngày 15/03/2010 (TCVN ISO 9001:2008) chỉ có hiệu lực đến hết ngày 14/03/2013;"
     " sau đó chưa được chứng nhận hoặc công bố lại (dùng chung HTQLCL với Cơ quan H)."),
    ("L2", "2012-06-05", [{**THREE_YEARS, "ended_on": "2012-06-01", "ended_because": "withdrawn"}],
     "Certificate 1 (TCVN ISO 9001:2008) issued 15 Mar 2010 was withdrawn with effect from 1 Jun 2012.",
     "Giấy chứng nhận số 1 cấp ngày 15/03/2010 (TCVN ISO 9001:2008) bị thu hồi từ ngày 01/06/2012."),
    ("L3", "2013-03-14", [THREE_YEARS],
     "Certificate 1 (TCVN ISO 9001:2008) issued 15 Mar 2010 is in force until 14 Mar 2013.",
     "Giấy chứng nhận số 1 cấp ngày 15/03/2010 (TCVN ISO 9001:2008) còn hiệu lực đến hết ngày 14/03/2013."),
    ("L4", "2010-11-15", [OF_2000],
     "The certificate (TCVN ISO 9001:2000) issued 5 Jan 2008 has been invalid since 15 Nov 2010 with its"
     " edition 2000; not certified or declared again since.",
     "Giấy chứng nhận cấp ngày 05/01/2008 (TCVN ISO 9001:2000) không còn hiệu lực từ ngày 15/11/2010 do phiên"
     " bản 2000 hết giá trị; sau đó chưa được chứng nhận hoặc công bố lại."),
    ("L5", "2011-10-01", [LONG, AUDITED],
     "The last internal audit was held 30 Sep 2010 (A internal 2010-09-30); the next was due by 30 Sep 2011.",
     "Đánh giá nội bộ gần nhất ngày 30/09/2010 (A internal 2010-09-30); hạn đánh giá tiếp theo ngày"
     " 30/09/2011."),
    ("L6", "2011-10-01", [LONG, AUDITED],
     "No management review is recorded since the system was applied 15 Mar 2010; one was due by 15 Mar 2011.",
     "Từ khi áp dụng HTQLCL ngày 15/03/2010 chưa ghi nhận lần xem xét của lãnh đạo nào; hạn thực hiện ngày"
     " 15/03/2011."),
    ("L7", "2013-01-01", [LONG, CERTIFIED, audit("surveillance", "2011-03-15")],
     "The last surveillance audit was held 15 Mar 2011 (A surveillance 2011-03-15); surveillance was due by"
     " 31 Dec 2012.",
     "Lần đánh giá giám sát gần nhất ngày 15/03/2011 (A surveillance 2011-03-15); hạn đánh giá giám sát ngày"
     " 31/12/2012."),
    ("L7", "2011-03-16", [LONG, CERTIFIED],
     "The certificate (TCVN ISO 9001:2008) issued 15 Mar 2010: no surveillance audit is recorded since; the"
     " first was due by 15 Mar 2011.",
     "Giấy chứng nhận cấp ngày 15/03/2010 (TCVN ISO 9001:2008): từ khi cấp chưa ghi nhận lần đánh giá giám"
     " sát nào; hạn giám sát lần đầu ngày 15/03/2011."),
    ("L8", "2013-05-01", [INSPECTED, ISSUE],
     "Issue A inspection_onsite 2013-01-15  of inspection A inspection_onsite 2013-01-15 (15 Jan 2013) was to"
     " be corrected by 20 Mar 2013.",
     "Tồn tại A inspection_onsite 2013-01-15  của đợt kiểm tra A inspection_onsite 2013-01-15 (ngày"
     " 15/01/2013) phải khắc phục xong chậm nhất ngày 20/03/2013."),
    ("L9", "2011-01-01", [AUDITED, {**MAJOR, "finding": "P1"}, {**MAJOR, "finding": "P2"}],
     "2 major nonconformities are overdue; the oldest, P1 of audit A internal 2010-09-30 (30 Sep 2010), was"
     " to be closed by 29 Dec 2010.",
     "Có 2 điểm không phù hợp nặng quá hạn khắc phục; quá hạn lâu nhất là P1 của cuộc đánh giá A internal"
     " 2010-09-30 (ngày 30/09/2010), hạn khắc phục ngày 29/12/2010."),
    ("L10", "2015-09-01", [event("merge", "2015-05-31", decision="QĐ 12/UBND")],
     "Merged 31 May 2015 (QĐ 12/UBND); its own declaration was due by 31 Aug 2015.",
     "Hợp nhất từ ngày 31/05/2015 (QĐ 12/UBND); phải công bố lại chậm nhất ngày 31/08/2015."),
    ("L10", "2015-09-01", [declaration(scope_changed_on="2015-05-31")],
     "The scope changed 31 May 2015 (The declaration (TCVN ISO 9001:2008) made 2 Jun 2014); its own"
     " declaration was due by 31 Aug 2015.",
     "Phạm vi áp dụng thay đổi từ ngày 31/05/2015 (Bản công bố ngày 02/06/2014 (TCVN ISO 9001:2008)); phải"
     " công bố lại chậm nhất ngày 31/08/2015."),
    ("L11", "2014-07-01", [APPLIED, count("2012-06-30", "4", "5"), count("2013-06-30", "1004", "1500")],
     "1,004 of 1,500 administrative procedures are in scope, as counted 30 Jun 2013; not all of them since"
     " the count of 30 Jun 2012.",
     "Mới có 1.004/1.500 TTHC thuộc phạm vi áp dụng theo thống kê ngày 30/06/2013; chưa bao quát hết kể từ"
     " lần thống kê ngày 30/06/2012."),
    ("L12", "2011-10-01", [APPLIED, REVIEWED],
     "The last record is the management review held 30 Sep 2010 (A management_review 2010-09-30); figures"
     " were due by 30 Sep 2011.",
     "Số liệu gần nhất là xem xét của lãnh đạo ngày 30/09/2010 (A management_review 2010-09-30); hạn báo cáo"
     " số liệu mới ngày 30/09/2011."),
    ("L12", "2013-07-01", [APPLIED, count("2012-06-30", "5", "5"), *OTHERS],
     "The last count of procedures is of 30 Jun 2012; figures were due by 30 Jun 2013.",
     "Số liệu gần nhất là thống kê quy trình ngày 30/06/2012; hạn báo cáo số liệu mới ngày 30/06/2013."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "day", "rows", "english", "vietnamese"),
    SENTENCES,
    ids=[f"{one[0]}-{place}" for place, one in enumerate(SENTENCES)],
)
def test_the_evidence_names_the_days_and_documents_that_prove_it(
    rule: str, day: str, rows: list[Row], english: str, vietnamese: str
) -> None:
    said = laggards.evidence(told(day, *rows, rule=rule))
    assert (said.text("en"), said.text("vi")) == (english, vietnamese)


def test_the_evidence_of_the_province_says_how_many_were_inspected() -> None:
    said = laggards.evidence(province("2017-01-01", *inspected("B", "C", on_site="D")))
    assert said.text("en") == (
        "2016: 3 of 4 mandatory agencies were inspected, 1 of them on site; all were to be inspected, at"
        " least 2 on site."
    )
    assert said.text("vi") == (
        "Năm 2016 đã kiểm tra 3/4 cơ quan thuộc diện bắt buộc, trong đó 1 tại trụ sở; yêu cầu kiểm tra tất"
        " cả, ít nhất 2 tại trụ sở."
    )


def test_every_rule_is_named_in_both_languages() -> None:
    for code, rule in laggards.RULES.items():
        assert rule.code == code
        assert laggards.rule_name(code).text("vi") != laggards.rule_name(code).text("en")


# Config ---------------------------------------------------------------------------------------------------


def test_rules_recorded_before_there_were_laggards_have_the_shipped_ones() -> None:
    rules = read_config().rules
    recorded = rules.canonical()
    start = recorded.index('"laggards":')
    old = recorded[:start] + recorded[recorded.index('"limits":') :]
    assert "laggards" not in old
    assert read_rules(old) == rules


def test_rules_that_an_older_version_recorded_are_still_read() -> None:
    rules = read_config().rules
    recorded = json.loads(rules.canonical())
    recorded["laggards"]["P1"]["on_site_one_in"] = 3
    assert read_rules(json.dumps(recorded)) == rules


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("L1: {enabled", "L13: {enabled", ["rules.laggards", "L13 is no rule", "L1, L2, L3", "P1"]),
        ("severity: low, days: 90", "severity: high, days: 90", ["rules.laggards.L3.severity", "'low'"]),
        ("months: 3}", "months: 0}", ["rules.laggards.L10.months", "0"]),
        ("L11: {enabled: true, severity: low}", "L11: {enabled: true, severity: medium}", ["L11.severity"]),
    ],
    ids=["an unknown rule", "a warning that would make late", "no months", "the other warning"],
)
def test_rules_that_cannot_be_used_are_refused(old: str, new: str, says: list[str], tmp_path: Path) -> None:
    shipped = CONFIG.read_text(encoding="utf-8")
    assert old in shipped
    file = tmp_path / "config.yaml"
    file.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_config(file)
    assert [text for text in says if text not in str(refused.value)] == []


# The command ----------------------------------------------------------------------------------------------

CONTRACT = (
    "agency,name,type,obligation,parent,rule,severity,deadline,days_late,cause,owner,promised_on,evidence"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'registry.sqlite'}")
    office.load(SAMPLE)
    return office


def test_the_command_has_the_columns_of_the_contract(office: Office) -> None:
    answer = office("laggards", "--day", "2015-12-31", "--format", "csv")
    assert answer.out.splitlines()[0] == CONTRACT
    assert {len(one) for one in csv.reader(answer.out.splitlines())} == {13}
    assert [one["rule"] for one in answer.rows if one["agency"] == ""] == ["P1"]
    assert office("laggards", "--day", "1990-01-01", "--format", "csv").out == f"{CONTRACT}\n"


def test_the_command_answers_with_the_envelope_and_the_filters(office: Office) -> None:
    words = ("laggards", "--day", "31/12/2015", "--type", "so_ban_nganh", "--format", "json")
    answer = office(*words).json
    assert (answer["day"], answer["known"], answer["filters"]) == ("2015-12-31", 1, {"type": "so_ban_nganh"})
    assert {one["type"] for one in answer["rows"]} == {"so_ban_nganh"}
    assert all(list(one) == CONTRACT.split(",") for one in answer["rows"])
    assert office("laggards", "--day", "2015-12-31", "--known", "0", "--format", "csv").rows == []


def test_the_command_tells_the_evidence_in_the_language_asked_for(office: Office) -> None:
    words = ("laggards", "--day", "2015-12-31", "--format", "csv")
    english, vietnamese = office(*words).rows, Office(office.url, ("--lang", "vi"))(*words).rows
    assert len(english) == len(vietnamese) > 0
    for en, vi in zip(english, vietnamese, strict=True):
        assert en["evidence"] != vi["evidence"]
        assert {**en, "evidence": ""} == {**vi, "evidence": ""}
