"""The boundaries of domain §3-§5, one labelled row each; they hold for any implementation.

`CASES` asks how one agency stands on a day: run it against anything that answers the `status` command.
`COVERAGES` and `TRENDS` do the same for the other two commands. Here they are run against `plainly`.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from tests import plainly, registries
from tests.registries import RULES, Row, Rules, Tables


@dataclass(frozen=True)
class Case:
    """What `status` says of one agency on a day; `expected` None: the agency is not in the list."""

    name: str
    tables: Tables
    day: date
    agency: str
    expected: dict[str, Any] | None
    rules: Rules = field(default_factory=lambda: RULES)
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Coverage:
    """What `coverage` says on a day: the rows, of each the columns named."""

    name: str
    tables: Tables
    day: date
    options: Mapping[str, str]
    expected: list[dict[str, Any]]


@dataclass(frozen=True)
class Trend:
    """What `trend` says from a day to a day: the rows, of each the columns named."""

    name: str
    tables: Tables
    start: date
    end: date
    options: Mapping[str, str]
    expected: list[dict[str, Any]]


# Records to build the rows of the tables from: agency A is a department, H the host of some ------------


def agency(code: str = "A", **cells: str) -> Row:
    return {"agency": code, "name": f"Cơ quan {code}", "type": "so_ban_nganh", **cells}


def commune(code: str = "A", **cells: str) -> Row:
    return agency(code, **{"type": "ubnd_xa", **cells})


def adoption(code: str = "A", **cells: str) -> Row:
    return {"agency": code, **cells}


def certificate(code: str = "A", **cells: str) -> Row:
    known = {"edition": "2008", "issued_on": "2010-03-15"}
    return {"agency": code, "kind": "certificate", **known, **cells}


def declaration(code: str = "A", **cells: str) -> Row:
    known = {"edition": "2008", "issued_on": "2014-06-02"}
    return {"agency": code, "kind": "declaration", **known, **cells}


def audit(kind: str, held_on: str, code: str = "A", **cells: str) -> Row:
    return {"audit": f"{code} {kind} {held_on}", "agency": code, "kind": kind, "held_on": held_on, **cells}


def finding(raised_in: Row, grade: str, **cells: str) -> Row:
    return {"finding": f"{raised_in['audit']} {grade}", "audit": raised_in["audit"], "grade": grade, **cells}


def exemption(starts_on: str, until: str, code: str = "A") -> Row:
    return {"agency": code, "starts_on": starts_on, "until": until, "basis": "Công văn 12/UBND"}


def tables(*rows: Row) -> Tables:
    """Each row put in the table it belongs to, which its columns tell."""
    result: Tables = {"agencies": []}
    for row in rows:
        if "finding" in row:
            table = "findings"
        elif "audit" in row:
            table = "audits"
        elif "basis" in row:
            table = "exemptions"
        elif "kind" in row:
            table = "attestations"
        elif "type" in row:
            table = "agencies"
        else:
            table = "adoptions"
        result.setdefault(table, []).append(row)
    if not any(row["agency"] == "A" for row in result["agencies"]):
        result["agencies"].insert(0, agency())
    return result


def rules_with(path: str, value: Any) -> Rules:
    """The rules of config.yaml with one setting changed: "editions.2008.declarations_invalid_from"."""
    rules = deepcopy(RULES)
    *steps, last = path.split(".")
    place: Any = rules
    for step in steps:
        place = (
            next(item for item in place if item["code"] == step) if isinstance(place, list) else place[step]
        )
    place[last] = value
    return rules


def case(
    name: str,
    day: str,
    /,
    *rows: Row,
    rules: Rules = RULES,
    filters: Mapping[str, str] | None = None,
    **expected: Any,
) -> Case:
    """A row about agency A: the day, the records (a department A if none is given), what is expected."""
    return Case(name, tables(*rows), date.fromisoformat(day), "A", expected, rules, filters or {})


def absent(name: str, day: str, *rows: Row, filters: Mapping[str, str] | None = None) -> Case:
    """A row about agency A, which must not be in the list."""
    return Case(name, tables(*rows), date.fromisoformat(day), "A", None, RULES, filters or {})


# fmt: off
# An attestation in force -------------------------------------------------------------------------------

THREE_YEARS = certificate(expires_on="2013-03-14")
ASSUMED = certificate()
LEAP_ISSUE = certificate(issued_on="2012-02-29")
LEAP_EXPIRY = certificate(expires_on="2012-02-29")
YEAR_ISSUE = certificate(issued_on="2010")
MONTH_ISSUE = certificate(issued_on="2012-02", expires_on="2015-02-28")
LIMITED = declaration(expires_on="2016-06-01")

VALIDITY = [
    case("day before issue, not yet", "2010-03-14", THREE_YEARS, state="not_started", rung="none", kind=""),
    case("day of issue, counted", "2010-03-15", THREE_YEARS, state="in_force", rung="in_force",
         kind="certificate"),
    case("last valid day, still counted", "2013-03-14", THREE_YEARS, state="in_force",
         expires_on="2013-03-14"),
    case("day after the last valid day, lapsed", "2013-03-15", THREE_YEARS, state="lapsed", rung="attested"),
    case("lapsed keeps showing what it had", "2017-01-01", THREE_YEARS, edition="2008",
         issued_on="2010-03-15"),
    case("expiry assumed: three years to the day before", "2013-03-14", ASSUMED, state="in_force",
         expires_on=""),
    case("expiry assumed: the same day three years on, lapsed", "2013-03-15", ASSUMED, state="lapsed",
         expires_on=""),
    case("issued 29 February, assumed to 27 February", "2015-02-27", LEAP_ISSUE, state="in_force"),
    case("issued 29 February, three years on is clamped to the 28th", "2015-02-28", LEAP_ISSUE,
         state="lapsed"),
    case("assumed from 28 February into a leap year ends on the 27th", "2012-02-28",
         certificate(issued_on="2009-02-28"), state="lapsed"),
    case("assumed from 1 March to 29 February of a leap year", "2012-02-29",
         certificate(issued_on="2009-03-01"), state="in_force"),
    case("expires 29 February, counted on it", "2012-02-29", LEAP_EXPIRY, state="in_force"),
    case("expires 29 February, lapsed on 1 March", "2012-03-01", LEAP_EXPIRY, state="lapsed"),
    case("issued in a year only: not on 30 December", "2010-12-30", YEAR_ISSUE, rung="none",
         adoption_year=None),
    case("issued in a year only: from 31 December", "2010-12-31", YEAR_ISSUE, state="in_force",
         issued_on="2010", adoption_year=2010),
    case("issued in a year only: assumed three years from its end", "2013-12-30", YEAR_ISSUE,
         state="in_force"),
    case("issued in a year only: lapsed three years after its end", "2013-12-31", YEAR_ISSUE, state="lapsed"),
    case("issued in a month only: not on the day before its last", "2012-02-28", MONTH_ISSUE, rung="none"),
    case("issued in February 2012: from the 29th", "2012-02-29", MONTH_ISSUE, state="in_force",
         issued_on="2012-02"),
    case("expires in a year only: counted on 31 December", "2013-12-31", certificate(expires_on="2013"),
         state="in_force", expires_on="2013"),
    case("expires in a year only: lapsed on 1 January", "2014-01-01", certificate(expires_on="2013"),
         state="lapsed"),
    case("expires in a month only: counted on its last day", "2012-02-29", certificate(expires_on="2012-02"),
         state="in_force", expires_on="2012-02"),
    case("expires in a month only: lapsed on the first of the next", "2012-03-01",
         certificate(expires_on="2012-02"), state="lapsed"),
    case("issued and expired on the same day, counted on it", "2010-03-15",
         certificate(expires_on="2010-03-15"), state="in_force"),
    case("certificate in force on 18 May 2014 keeps covering", "2014-05-18",
         certificate(issued_on="2013-01-10"), state="in_force"),
    case("certificate of a state agency after 18 May 2014 counts", "2014-06-01",
         certificate(issued_on="2014-05-19"), state="in_force", kind="certificate"),
    case("declaration does not expire", "2030-01-01", declaration(), state="in_force", kind="declaration"),
    case("declaration with an expiry counts on it", "2016-06-01", LIMITED, state="in_force"),
    case("declaration with an expiry lapses the day after", "2016-06-02", LIMITED, state="lapsed"),
    case("declaration of a day before the regime counts all the same", "2013-01-01",
         declaration(issued_on="2012-12-31"), state="in_force"),
]

# Editions ----------------------------------------------------------------------------------------------

OLD = certificate(edition="2000", issued_on="2009-01-05", expires_on="2012-01-04")
OF_2008 = certificate(issued_on="2017-01-05", expires_on="2020-01-04")
MINISTRY = rules_with("editions.2008.declarations_invalid_from", date(2019, 1, 1))

EDITIONS = [
    case("2000: the day before its first invalid day", "2010-11-14", OLD, state="in_force", edition="2000"),
    case("2000: its first invalid day", "2010-11-15", OLD, state="lapsed", rung="attested"),
    case("2008: the day before its first invalid day", "2018-09-14", OF_2008, state="in_force"),
    case("2008: its first invalid day", "2018-09-15", OF_2008, state="lapsed"),
    case("2015: no end is set", "2030-01-01",
         certificate(edition="2015", issued_on="2029-01-01", expires_on="2031-12-31"), state="in_force"),
    case("assumed expiry does not outlive the edition", "2018-09-15", certificate(issued_on="2017-01-05"),
         state="lapsed"),
    case("2000: issued after no_new_from still counts", "2009-12-01",
         certificate(edition="2000", issued_on="2009-11-15"), state="in_force"),
    case("2000: issued on its first invalid day was never in force, but attested", "2010-11-15",
         certificate(edition="2000", issued_on="2010-11-15"), state="lapsed", rung="attested"),
    case("the dates bind certificates, not declarations", "2018-09-15", declaration(), state="in_force"),
    case("ministry ends declarations of 2008: the day before", "2018-12-31", declaration(), rules=MINISTRY,
         state="in_force"),
    case("ministry ends declarations of 2008: that day", "2019-01-01", declaration(), rules=MINISTRY,
         state="lapsed"),
    case("ministry's date does not bind certificates", "2018-09-14", OF_2008,
         rules=rules_with("editions.2008.declarations_invalid_from", date(2018, 1, 1)), state="in_force"),
    case("newer edition in force beside the lapsed one", "2018-09-15", OF_2008,
         certificate(edition="2015", issued_on="2018-06-01"), state="in_force", edition="2015"),
]

# Suspended and restored, ended -------------------------------------------------------------------------

PAUSED = certificate(expires_on="2013-03-14", suspended_on="2012-01-01", restored_on="2012-03-01")
STOPPED = certificate(expires_on="2013-03-14", suspended_on="2012-01-01")
WITHDRAWN = certificate(expires_on="2013-03-14", ended_on="2012-06-01", ended_because="withdrawn")
CANCELLED = certificate(expires_on="2013-03-14", ended_on="2012-06-01", ended_because="cancelled")
REPLACED = certificate(expires_on="2013-03-14", ended_on="2012-06-01", ended_because="replaced")
UNEXPLAINED = certificate(expires_on="2013-03-14", ended_on="2012-06-01")


def withdrawn_on(ended_on: str, **cells: str) -> Row:
    return certificate(ended_on=ended_on, ended_because="withdrawn", **cells)


SUSPENDED_AND_ENDED = [
    case("the day before the suspension", "2011-12-31", PAUSED, state="in_force"),
    case("the first day of the suspension", "2012-01-01", PAUSED, state="suspended", rung="attested",
         failed_conditions=("not_in_force",), kind="certificate"),
    case("29 February, the day before it is restored", "2012-02-29", PAUSED, state="suspended"),
    case("the day it is restored, counted", "2012-03-01", PAUSED, state="in_force"),
    case("suspended and restored on the same day: never suspended", "2012-01-01",
         certificate(suspended_on="2012-01-01", restored_on="2012-01-01"), state="in_force"),
    case("suspended on the day of issue", "2010-03-15", certificate(suspended_on="2010-03-15"),
         state="suspended"),
    case("not restored: suspended on the last valid day", "2013-03-14", STOPPED, state="suspended"),
    case("not restored: lapsed the day after", "2013-03-15", STOPPED, state="lapsed"),
    case("suspended, and the edition ends: lapsed", "2018-09-15", OF_2008 | {"suspended_on": "2018-01-01"},
         state="lapsed"),
    case("suspended, then withdrawn: withdrawn", "2012-06-01", WITHDRAWN | {"suspended_on": "2012-01-01"},
         state="withdrawn"),
    case("suspended, the day before it is withdrawn", "2012-05-31",
         WITHDRAWN | {"suspended_on": "2012-01-01"}, state="suspended"),
    case("one suspended, another in force: in force", "2012-02-01", PAUSED,
         certificate(number="2", issued_on="2009-06-01"), state="in_force", issued_on="2009-06-01"),
    case("one suspended comes before one withdrawn later", "2012-02-01", PAUSED,
         withdrawn_on("2012-01-15", issued_on="2011-01-01"), state="suspended", issued_on="2010-03-15"),
    case("of two suspended the one that would last longest is shown, not the latest issued", "2012-02-01",
         PAUSED | {"expires_on": "2014-03-14"}, certificate(issued_on="2011-01-01", expires_on="2013-12-31",
         suspended_on="2012-01-01"), state="suspended", issued_on="2010-03-15"),
    case("a suspended declaration is suspended", "2015-01-01", declaration(suspended_on="2015-01-01"),
         state="suspended"),
    case("the day before it is ended", "2012-05-31", WITHDRAWN, state="in_force"),
    case("withdrawn: the first day it no longer counts", "2012-06-01", WITHDRAWN, state="withdrawn",
         rung="attested"),
    case("cancelled counts as withdrawn", "2012-06-01", CANCELLED, state="withdrawn"),
    case("replaced is lapsed", "2012-06-01", REPLACED, state="lapsed"),
    case("ended without a reason is lapsed", "2012-06-01", UNEXPLAINED, state="lapsed"),
    case("withdrawn stays withdrawn after the expiry it would have had", "2014-01-01", WITHDRAWN,
         state="withdrawn"),
    case("withdrawn on the day of issue: never in force, yet attested", "2010-03-15",
         withdrawn_on("2010-03-15"), state="withdrawn", rung="attested"),
    case("withdrawn on the last valid day", "2013-03-14", withdrawn_on("2013-03-14", expires_on="2013-03-14"),
         state="withdrawn"),
    case("withdrawn on the day after expiry still decides", "2013-03-15",
         withdrawn_on("2013-03-15", expires_on="2013-03-14"), state="withdrawn"),
    case("withdrawn two days after expiry: it had lapsed", "2013-03-16",
         withdrawn_on("2013-03-16", expires_on="2013-03-14"), state="lapsed"),
    case("withdrawn on the day after the assumed expiry decides", "2013-03-15", withdrawn_on("2013-03-15"),
         state="withdrawn"),
    case("withdrawn the day after that: it had lapsed", "2013-03-16", withdrawn_on("2013-03-16"),
         state="lapsed"),
    case("withdrawn on the edition's first invalid day decides", "2010-11-15",
         withdrawn_on("2010-11-15", edition="2000", issued_on="2009-01-05"), state="withdrawn"),
    case("withdrawn the day after the edition's end: it had lapsed", "2010-11-16",
         withdrawn_on("2010-11-16", edition="2000", issued_on="2009-01-05"), state="lapsed"),
    case("a declaration withdrawn", "2016-01-01",
         declaration(ended_on="2016-01-01", ended_because="withdrawn"), state="withdrawn"),
]

# Several attestations ----------------------------------------------------------------------------------

SEVERAL = [
    case("of two in force the latest issue is shown", "2015-01-01", certificate(issued_on="2013-05-01"),
         certificate(issued_on="2014-01-10", number="2"), issued_on="2014-01-10"),
    case("issued the same day, the newest edition is shown", "2016-01-01",
         certificate(edition="2015", issued_on="2015-10-01"), certificate(issued_on="2015-10-01"),
         edition="2015"),
    case("in force is shown before a later one that ended", "2012-01-01", THREE_YEARS,
         certificate(issued_on="2011-01-01", number="2", expires_on="2011-12-31"), issued_on="2010-03-15"),
    case("a later issue not yet made is not shown", "2014-01-09", certificate(issued_on="2013-05-01"),
         certificate(issued_on="2014-01-10", number="2"), issued_on="2013-05-01"),
    case("past: the latest first invalid day decides, withdrawn", "2014-01-01",
         certificate(expires_on="2012-05-31"), withdrawn_on("2012-06-02", number="2", issued_on="2009-12-01"),
         state="withdrawn", issued_on="2009-12-01"),
    case("past: the latest first invalid day decides, lapsed", "2014-01-01",
         certificate(expires_on="2012-06-02"), withdrawn_on("2012-06-01", number="2", issued_on="2011-12-01"),
         state="lapsed", issued_on="2010-03-15"),
    case("past, on the same first invalid day: the latest issue decides", "2014-01-01",
         certificate(expires_on="2012-05-31"), withdrawn_on("2012-06-01", number="2", issued_on="2010-03-16"),
         state="withdrawn", issued_on="2010-03-16"),
    case("past, same first invalid day and issue: the newest edition decides", "2017-01-01",
         certificate(issued_on="2015-10-01", expires_on="2016-05-31"),
         withdrawn_on("2016-06-01", edition="2015", issued_on="2015-10-01"), state="withdrawn",
         edition="2015"),
    case("an issue known by year counts as its last day", "2015-01-01",
         certificate(issued_on="2013", number="2"), certificate(issued_on="2013-12-30"), issued_on="2013"),
]

# Only one edition counts -------------------------------------------------------------------------------

TWO_EDITIONS = [
    certificate(edition="2000", issued_on="2007-08-01", expires_on="2010-07-31"),
    certificate(issued_on="2010-03-15"),
]

ONE_EDITION = [
    case("edition asked: one of it in force", "2010-06-01", *TWO_EDITIONS, filters={"edition": "2008"},
         state="in_force", edition="2008"),
    case("edition asked: the older is shown, though the newer is in force too", "2010-06-01", *TWO_EDITIONS,
         filters={"edition": "2000"}, state="in_force", issued_on="2007-08-01"),
    case("edition asked: lapsed, though another is in force", "2011-01-01", *TWO_EDITIONS,
         filters={"edition": "2000"}, state="lapsed", rung="attested", failed_conditions=("not_in_force",)),
    case("edition asked: attestations of others count nowhere", "2016-01-01", *TWO_EDITIONS,
         filters={"edition": "2015"}, state="not_started", rung="none", kind="", issued_on=""),
    case("edition asked: milestones still count", "2016-01-01", *TWO_EDITIONS,
         adoption(applied_on="2007-03-01"), filters={"edition": "2015"}, state="applying", rung="applied"),
    case("edition asked: the adoption year is of all attestations", "2010-06-01", *TWO_EDITIONS,
         filters={"edition": "2008"}, adoption_year=2007),
]

# Milestones --------------------------------------------------------------------------------------------

STEPS = adoption(started_on="2009-02-10", applied_on="2009-08-20", confirmed_on="2010-01-15")

MILESTONES = [
    case("mandatory, nothing begun", "2009-02-09", STEPS, state="not_started", rung="none"),
    case("started", "2009-02-10", STEPS, state="building", rung="none", adoption_year=None),
    case("the day before the documents are issued", "2009-08-19", STEPS, state="building"),
    case("documents issued", "2009-08-20", STEPS, state="applying", rung="applied", adoption_year=2009),
    case("the day before confirmation", "2010-01-14", STEPS, state="applying"),
    case("confirmed", "2010-01-15", STEPS, state="confirmed", rung="applied", adoption_year=2009),
    case("confirmed without a date of application: applied", "2010-01-15",
         adoption(confirmed_on="2010-01-15"), state="confirmed", rung="applied", adoption_year=2010),
    case("applied in a year only: not on 30 December", "2009-12-30", adoption(applied_on="2009"),
         state="not_started", adoption_year=None),
    case("applied in a year only: on 31 December", "2009-12-31", adoption(applied_on="2009"),
         state="applying", adoption_year=2009),
    case("attested without milestones: applied too", "2010-03-15", THREE_YEARS, rung="in_force",
         adoption_year=2010),
    case("lapsed comes before confirmed", "2013-03-15", THREE_YEARS, STEPS, state="lapsed"),
    case("encouraged, not planned, nothing begun", "2009-01-01", commune(), state="no_plan", rung="none"),
    case("encouraged and planned", "2009-01-01", commune(), adoption(planned_year="2012"),
         state="not_started"),
    case("a planned year counts on every day, also before and after it", "2020-01-01", commune(),
         adoption(planned_year="2012"), state="not_started"),
    case("encouraged, not planned, begun", "2009-02-10", commune(), STEPS, state="building"),
    case("adoption year: attested before the documents were issued", "2011-01-01", THREE_YEARS,
         adoption(applied_on="2010-12-31"), adoption_year=2010),
    case("adoption year: confirmed in an earlier year than certified", "2011-01-01",
         certificate(issued_on="2010-01-01"), adoption(confirmed_on="2009-12-31"), adoption_year=2009),
    case("adoption year: a later, earlier-dated paper is not known to the day", "2009-12-30",
         adoption(applied_on="2009-12-31"), adoption_year=None),
]

# Obligation and exemption ------------------------------------------------------------------------------

OVERRIDDEN = [
    commune(obligation="mandatory", established_on="2008-01-01", dissolved_on="2012-01-01"),
    commune(established_on="2012-01-01"),
]
MOVED = exemption("2012-03-01", "2012-08-31")

OBLIGATION = [
    case("department, the day before QĐ 144", "2006-06-19", obligation="encouraged", state="no_plan"),
    case("department, from QĐ 144", "2006-06-20", obligation="mandatory", state="not_started"),
    case("district committee, from QĐ 144", "2006-06-20", agency(type="ubnd_huyen"), obligation="mandatory"),
    case("division, the day before QĐ 19", "2014-05-17", agency(type="phong_noi_vu"),
         obligation="encouraged"),
    case("division, from QĐ 19", "2014-05-18", agency(type="phong_noi_vu"), obligation="mandatory",
         state="not_started"),
    case("other division, from QĐ 19", "2014-05-18", agency(type="phong_khac"), obligation="mandatory"),
    case("commune, always encouraged", "2030-01-01", commune(), obligation="encouraged"),
    case("override: mandatory by the province", "2011-12-31", *OVERRIDDEN, obligation="mandatory",
         state="not_started"),
    case("override holds on the days of its row only", "2012-01-01", *OVERRIDDEN, obligation="encouraged",
         state="no_plan"),
    case("override: a department encouraged", "2010-01-01", agency(obligation="encouraged"),
         obligation="encouraged", state="no_plan"),
    absent("asked for mandatory only: not yet on 17 May 2014", "2014-05-17", agency(type="phong_tnmt"),
           filters={"obligation": "mandatory"}),
    absent("asked for encouraged only: no longer on 18 May 2014", "2014-05-18", agency(type="phong_tnmt"),
           filters={"obligation": "encouraged"}),
    case("the day before the exemption", "2012-02-29", MOVED, exempt=False),
    case("first day of the exemption, listed and exempt", "2012-03-01", MOVED, exempt=True,
         state="not_started"),
    case("until: the last day it is exempt", "2012-08-31", MOVED, exempt=True),
    case("the day after until, counted again", "2012-09-01", MOVED, exempt=False),
    case("exempt for a single day", "2012-03-01", exemption("2012-03-01", "2012-03-01"), exempt=True),
    case("an exemption does not hide the state", "2012-03-01", MOVED, THREE_YEARS, exempt=True,
         state="in_force"),
    case("the host's exemption is not one's own", "2012-03-01", agency(shares_qms_of="H"), agency("H"),
         exemption("2012-03-01", "2012-08-31", "H"), exempt=False),
]

# Existence ---------------------------------------------------------------------------------------------

LIVED = agency(established_on="2008-03-01", dissolved_on="2012-02-29")
YEARS = agency(established_on="2008", dissolved_on="2012")
MONTHS = agency(established_on="2008-02", dissolved_on="2012-02")
RENAMED = [
    agency(name="Sở cũ", district="178", dissolved_on="2010-06-01"),
    agency(name="Sở mới", district="180", established_on="2010-06-01"),
]
IN_A_YEAR = [agency(name="Sở cũ", dissolved_on="2010"), agency(name="Sở mới", established_on="2010")]
SWALLOWED = [
    agency(name="một", dissolved_on="2010"),
    agency(name="hai", established_on="2010-03-01", dissolved_on="2010-06-01"),
    agency(name="ba", established_on="2010-06-01"),
]
AWAY = [agency(name="trước", dissolved_on="2010-06-01"), agency(name="sau", established_on="2011-06-01")]

EXISTENCE = [
    absent("the day before it was established", "2008-02-29", LIVED),
    case("the day it was established", "2008-03-01", LIVED, state="not_started"),
    case("the last day it exists", "2012-02-28", LIVED, state="not_started"),
    absent("dissolved on: the first day it no longer exists", "2012-02-29", LIVED),
    absent("a dissolved agency with a certificate in force", "2012-02-29", LIVED, THREE_YEARS),
    absent("established in a year only: not on the last day of the year before", "2007-12-31", YEARS),
    case("established in a year only: from 1 January", "2008-01-01", YEARS, state="not_started"),
    case("dissolved in a year only: still there on 30 December", "2012-12-30", YEARS, state="not_started"),
    absent("dissolved in a year only: gone on 31 December", "2012-12-31", YEARS),
    case("established in a month only: from its first day", "2008-02-01", MONTHS, state="not_started"),
    case("dissolved in February 2012 only: still there on the 28th", "2012-02-28", MONTHS,
         state="not_started"),
    absent("dissolved in February 2012 only: gone on the 29th", "2012-02-29", MONTHS),
    absent("established and dissolved on the same day: never there", "2010-06-01",
           agency(established_on="2010-06-01", dissolved_on="2010-06-01")),
    case("renamed: the old row on its last day", "2010-05-31", *RENAMED, name="Sở cũ", district="178"),
    case("renamed: the new row from its first day", "2010-06-01", *RENAMED, name="Sở mới", district="180"),
    case("the rows may stand in any order", "2010-06-01", *reversed(RENAMED), name="Sở mới"),
    case("renamed: its records stay its own", "2010-06-01", *RENAMED, THREE_YEARS, state="in_force"),
    absent("renamed and moved: not in the district it left", "2010-06-01", *RENAMED,
           filters={"district": "178"}),
    case("renamed in a year only: the old row until 30 December", "2010-12-30", *IN_A_YEAR, name="Sở cũ"),
    case("renamed in a year only: the later starts when the earlier ends", "2010-12-31", *IN_A_YEAR,
         name="Sở mới"),
    case("a row within the uncertain year of the one before it is not read", "2010-04-01", *SWALLOWED,
         name="một"),
    case("nor does the row after it start before the first has ended", "2010-12-30", *SWALLOWED, name="một"),
    case("the row after both starts when the first ends", "2010-12-31", *SWALLOWED, name="ba"),
    absent("between two periods it is not there", "2010-06-01", *AWAY),
    absent("between two periods, their last day", "2011-05-31", *AWAY),
    case("back again", "2011-06-01", *AWAY, name="sau"),
    case("records dated before its first day count", "2010-06-01", agency(established_on="2010-05-01"),
         certificate(issued_on="2009-01-15"), state="in_force", adoption_year=2009),
]

# Shared QMS --------------------------------------------------------------------------------------------

GUEST = commune(shares_qms_of="H")
HOST = agency("H", type="ubnd_huyen")
HOST_GONE = agency("H", type="ubnd_huyen", dissolved_on="2012-06-01")
HOST_NEW = agency("H", type="ubnd_huyen", established_on="2011-06-01")
HOST_YEAR = agency("H", type="ubnd_huyen", dissolved_on="2012")
OF_HOST = certificate("H", issued_on="2010-03-15", expires_on="2013-03-14")
JOINS = [commune(dissolved_on="2011-01-01"), commune(shares_qms_of="H", established_on="2011-01-01")]

SHARED = [
    case("in force by its host's certificate", "2011-01-01", GUEST, HOST, OF_HOST, state="in_force",
         rung="in_force", shares_qms_of="H", issued_on="2010-03-15", adoption_year=2010),
    case("the host's last valid day is its own", "2013-03-14", GUEST, HOST, OF_HOST, state="in_force"),
    case("lapsed with its host", "2013-03-15", GUEST, HOST, OF_HOST, state="lapsed", rung="attested"),
    case("withdrawn with its host", "2012-06-01", GUEST, HOST, withdrawn_on("2012-06-01") | {"agency": "H"},
         state="withdrawn"),
    case("the host's last day", "2012-05-31", GUEST, HOST_GONE, OF_HOST, state="in_force"),
    case("a dissolved host lends nothing", "2012-06-01", GUEST, HOST_GONE, OF_HOST, state="no_plan",
         rung="none", adoption_year=None, kind="", shares_qms_of="H"),
    case("a host dissolved in a year only lends until 30 December", "2012-12-30", GUEST, HOST_YEAR, OF_HOST,
         state="in_force"),
    case("a host dissolved in a year only lends nothing on 31 December", "2012-12-31", GUEST, HOST_YEAR,
         OF_HOST, state="no_plan"),
    case("a host not yet established lends nothing", "2011-05-31", GUEST, HOST_NEW, OF_HOST, state="no_plan"),
    case("a host lends from its first day", "2011-06-01", GUEST, HOST_NEW, OF_HOST, state="in_force"),
    case("the day before it joins", "2010-12-31", *JOINS, HOST, OF_HOST, state="no_plan", adoption_year=None),
    case("from the day it joins, all the host's records serve", "2011-01-01", *JOINS, HOST, OF_HOST,
         state="in_force", adoption_year=2010),
    case("the host does not borrow from its guest", "2011-01-01", agency(), commune("G", shares_qms_of="A"),
         certificate("G"), state="not_started", rung="none"),
    case("its own in force is shown, though the host's is newer", "2011-06-01", GUEST, HOST,
         certificate(issued_on="2009-07-01"), OF_HOST, issued_on="2009-07-01"),
    case("the host's in force is shown before its own past one", "2012-07-01", GUEST, HOST,
         certificate(issued_on="2009-07-01"), OF_HOST, state="in_force", issued_on="2010-03-15"),
    case("its own past one is shown before the host's, though the host's ended later", "2013-03-15", GUEST,
         HOST, certificate(issued_on="2009-07-01"), OF_HOST, state="lapsed", issued_on="2009-07-01"),
    case("the state is decided over both: the host's was withdrawn later", "2012-07-02", GUEST, HOST,
         certificate(issued_on="2009-07-01"), withdrawn_on("2012-07-02") | {"agency": "H"}, state="withdrawn",
         issued_on="2009-07-01"),
    case("the state is decided over both: its own lapsed later", "2012-07-02", GUEST, HOST,
         certificate(issued_on="2009-07-02"), withdrawn_on("2012-07-01") | {"agency": "H"}, state="lapsed"),
    case("the host's is suspended, its own has lapsed: suspended", "2012-02-01", GUEST, HOST,
         certificate(issued_on="2008-11-20"), PAUSED | {"agency": "H"}, state="suspended",
         issued_on="2008-11-20"),
    case("the host's is suspended, its own in force: in force", "2012-02-01", GUEST, HOST,
         certificate(issued_on="2009-07-01"), PAUSED | {"agency": "H"}, state="in_force"),
    case("planned by its host", "2009-01-01", GUEST, HOST, adoption("H", planned_year="2010"),
         state="not_started"),
    case("the host's milestones are its own", "2009-09-01", GUEST, HOST,
         adoption("H", applied_on="2009-09-01"), state="applying", rung="applied", adoption_year=2009),
    case("the furthest milestone of either counts", "2009-09-01", GUEST, HOST,
         adoption(started_on="2009-01-01"), adoption("H", confirmed_on="2009-09-01"), state="confirmed"),
    case("its own adoption year, if that is earlier than the host's", "2011-01-01", GUEST, HOST,
         adoption(applied_on="2008-12-31"), OF_HOST, adoption_year=2008),
    case("the host's obligation is not its own", "2014-05-18", GUEST, HOST, obligation="encouraged",
         state="no_plan"),
]

# Rung 4 ------------------------------------------------------------------------------------------------

REVIEW = audit("management_review", "2013-02-28")
INTERNAL = audit("internal", "2013-02-28")
RUNNING = [certificate(issued_on="2012-06-01"), INTERNAL, REVIEW]
INSPECTION = audit("inspection_file", "2013-01-10", signed_on="2013-01-15")
SIGNED_AT_YEAR_END = audit("inspection_onsite", "2012-12-20", signed_on="2012-12-31")
UNSIGNED = audit("inspection_onsite", "2012-12-31")
CLOSED_MAJOR = finding(INTERNAL, "major", due_on="2013-05-01", verified_on="2013-06-02",
                       verified_by_evidence="Biên bản", closed_on="2013-06-02")
ELSEWHERE = audit("internal", "2013-02-28", "Z")
LATER = [declaration(), audit("internal", "2015-06-01"), audit("management_review", "2015-06-01")]
YEARLY = [declaration(), audit("internal", "2016-06-01"), audit("management_review", "2016-06-01")]
LEAP_AUDITS = [
    certificate(issued_on="2011-06-01"),
    audit("internal", "2012-02-29"),
    audit("management_review", "2012-02-29"),
]
ALL_FAIL = (
    "not_in_force",
    "internal_audit",
    "management_review",
    "major_overdue",
    "issue_overdue",
    "inspection",
)

RUNG_4 = [
    case("all conditions met", "2013-03-01", *RUNNING, rung="effective", failed_conditions=()),
    case("audit and review twelve months ago to the day", "2014-02-28", *RUNNING, rung="effective",
         failed_conditions=()),
    case("audit and review twelve months and a day ago", "2014-03-01", *RUNNING, rung="in_force",
         failed_conditions=("internal_audit", "management_review")),
    case("held on 29 February: twelve months on is 28 February", "2013-02-28", *LEAP_AUDITS,
         rung="effective"),
    case("held on 29 February: not within twelve months on 1 March", "2013-03-01", *LEAP_AUDITS,
         failed_conditions=("internal_audit", "management_review")),
    case("held on 28 February: 28 February of a leap year is the last day", "2012-02-29",
         certificate(issued_on="2010-06-01"), audit("internal", "2011-02-28"),
         audit("management_review", "2011-03-01"), failed_conditions=("internal_audit",)),
    case("no internal audit", "2013-03-01", RUNNING[0], REVIEW, failed_conditions=("internal_audit",)),
    case("no management review", "2013-03-01", RUNNING[0], INTERNAL,
         failed_conditions=("management_review",)),
    case("a surveillance audit is not an internal one", "2013-03-01", RUNNING[0], REVIEW,
         audit("surveillance", "2013-02-28"), failed_conditions=("internal_audit",)),
    case("an audit held tomorrow does not count", "2013-02-27", RUNNING[0],
         REVIEW | {"held_on": "2013-02-27"}, INTERNAL, failed_conditions=("internal_audit",)),
    case("the day of the audit counts", "2013-02-28", *RUNNING, rung="effective"),
    case("no audit in the registry: rung 4 is not known, nothing is held against it", "2013-03-01",
         RUNNING[0], rung="in_force", failed_conditions=()),
    case("no audit held by the day: rung 4 is not known", "2013-02-27", *RUNNING, rung="in_force",
         failed_conditions=()),
    case("no audit held by the day, not in force: only that is known", "2012-05-31", *RUNNING, rung="none",
         failed_conditions=("not_in_force",)),
    case("another agency's first audit makes audits collected", "2013-02-28", RUNNING[0], agency("Z"),
         ELSEWHERE, rung="in_force", failed_conditions=("internal_audit", "management_review")),
    case("a management review counts as an audit that is collected", "2013-02-28", RUNNING[0], REVIEW,
         failed_conditions=("internal_audit",)),
    case("major: due today is not overdue", "2013-05-01", *RUNNING,
         finding(INTERNAL, "major", due_on="2013-05-01"), rung="effective"),
    case("major: due yesterday is overdue", "2013-05-02", *RUNNING,
         finding(INTERNAL, "major", due_on="2013-05-01"), rung="in_force",
         failed_conditions=("major_overdue",)),
    case("major: the day before it is closed, still open", "2013-06-01", *RUNNING, CLOSED_MAJOR,
         failed_conditions=("major_overdue",)),
    case("major: closed on the day, no longer open", "2013-06-02", *RUNNING, CLOSED_MAJOR,
         failed_conditions=()),
    case("major: corrected and verified is not closed", "2013-06-02", *RUNNING,
         finding(INTERNAL, "major", due_on="2013-05-01", corrected_on="2013-04-01", verified_on="2013-04-02"),
         failed_conditions=("major_overdue",)),
    case("major: no due day, 90 days from the day it was held", "2013-05-29", *RUNNING,
         finding(INTERNAL, "major"), failed_conditions=()),
    case("major: 91 days from the day it was held", "2013-05-30", *RUNNING, finding(INTERNAL, "major"),
         failed_conditions=("major_overdue",)),
    case("major: no due day, counted from the signing", "2013-06-08", RUNNING[0], REVIEW,
         INTERNAL | {"signed_on": "2013-03-10"}, finding(INTERNAL, "major"), failed_conditions=()),
    case("major: the 91st day after signing", "2013-06-09", RUNNING[0], REVIEW,
         INTERNAL | {"signed_on": "2013-03-10"}, finding(INTERNAL, "major"),
         failed_conditions=("major_overdue",)),
    case("a major found in an inspection is a major", "2013-05-02", *RUNNING, INSPECTION,
         finding(INSPECTION, "major", due_on="2013-05-01"), failed_conditions=("major_overdue",)),
    case("minor: overdue fails nothing", "2014-01-01", *RUNNING, finding(INTERNAL, "minor"),
         rung="effective"),
    case("observation: fails nothing", "2014-01-01", *RUNNING,
         finding(INTERNAL, "observation", due_on="2013-05-01"), rung="effective"),
    case("a province may change the limit", "2013-03-31", *RUNNING, finding(INTERNAL, "major"),
         rules=rules_with("limits.major_days", 30), failed_conditions=("major_overdue",)),
    case("issue: two months after signing on 31 December is 28 February", "2013-02-28", *RUNNING,
         SIGNED_AT_YEAR_END, finding(SIGNED_AT_YEAR_END, ""), failed_conditions=()),
    case("issue: overdue on 1 March", "2013-03-01", *RUNNING, SIGNED_AT_YEAR_END,
         finding(SIGNED_AT_YEAR_END, ""), rung="in_force", failed_conditions=("issue_overdue",)),
    case("issue: not signed, two months from the day it was held", "2013-03-01", *RUNNING, UNSIGNED,
         finding(UNSIGNED, ""), failed_conditions=("issue_overdue",)),
    case("issue: a due day given comes before the rule", "2013-03-01", *RUNNING, SIGNED_AT_YEAR_END,
         finding(SIGNED_AT_YEAR_END, "", due_on="2013-03-01"), failed_conditions=()),
    case("issue: the day before it is corrected", "2013-04-09", *RUNNING, SIGNED_AT_YEAR_END,
         finding(SIGNED_AT_YEAR_END, "", corrected_on="2013-04-10"), failed_conditions=("issue_overdue",)),
    case("issue: closes at the correction", "2013-04-10", *RUNNING, SIGNED_AT_YEAR_END,
         finding(SIGNED_AT_YEAR_END, "", corrected_on="2013-04-10"), failed_conditions=()),
    case("issue: closed without a correction", "2013-04-10", *RUNNING, SIGNED_AT_YEAR_END,
         finding(SIGNED_AT_YEAR_END, "", closed_on="2013-04-10"), failed_conditions=()),
    case("no inspection is asked before 31 December 2015", "2015-12-30", *LATER, rung="effective"),
    case("an inspection is asked from 31 December 2015", "2015-12-31", *LATER, rung="in_force",
         failed_conditions=("inspection",)),
    case("inspected on 1 January of the year before", "2015-12-31", *LATER,
         audit("inspection_file", "2014-01-01"), rung="effective"),
    case("inspected on the last day of the year before that", "2015-12-31", *LATER,
         audit("inspection_file", "2013-12-31"), failed_conditions=("inspection",)),
    case("inspected in January of last year, asked in December", "2016-12-31", *YEARLY,
         audit("inspection_onsite", "2015-01-01"), rung="effective"),
    case("the new year moves the first day that counts", "2017-01-01", *YEARLY,
         audit("inspection_onsite", "2015-12-31"), failed_conditions=("inspection",)),
    case("inspected today", "2016-12-31", *YEARLY, audit("inspection_onsite", "2016-12-31"),
         rung="effective"),
    case("inspected tomorrow", "2016-12-30", *YEARLY, audit("inspection_onsite", "2016-12-31"),
         failed_conditions=("inspection",)),
    case("a certification audit is not an inspection", "2016-12-31", *YEARLY,
         audit("certification", "2016-05-01"), failed_conditions=("inspection",)),
    case("no inspection is asked of an encouraged agency", "2016-12-31", commune(), *YEARLY,
         rung="effective"),
    case("an override makes it mandatory, and inspected", "2016-12-31", commune(obligation="mandatory"),
         *YEARLY, failed_conditions=("inspection",)),
    case("a duty is silent before its from", "2013-03-01", RUNNING[0], REVIEW,
         rules=rules_with("periods.internal_audit.from", date(2013, 3, 2)), rung="effective"),
    case("a duty is asked on the day of its until", "2013-03-01", RUNNING[0], REVIEW,
         rules=rules_with("periods.internal_audit.until", date(2013, 3, 1)),
         failed_conditions=("internal_audit",)),
    case("a duty is silent after its until", "2013-03-02", RUNNING[0], REVIEW,
         rules=rules_with("periods.internal_audit.until", date(2013, 3, 1)), failed_conditions=()),
    case("all conditions are evaluated, in order, also when nothing is in force", "2016-12-31",
         audit("internal", "2012-01-10"), finding(audit("internal", "2012-01-10"), "major"), INSPECTION,
         finding(INSPECTION, ""), rung="none", failed_conditions=ALL_FAIL),
    case("effective conditions without an attestation do not make a rung", "2013-03-01", INTERNAL, REVIEW,
         rung="none", failed_conditions=("not_in_force",)),
    case("suspended: off rungs 3 and 4", "2013-03-01", *RUNNING[1:],
         certificate(issued_on="2012-06-01", suspended_on="2013-03-01"), rung="attested",
         failed_conditions=("not_in_force",)),
    case("the host's audits, reviews and attestation serve", "2013-03-01", GUEST, HOST, OF_HOST,
         audit("internal", "2013-02-28", "H"), audit("management_review", "2013-02-28", "H"),
         rung="effective"),
    case("an overdue major of the host fails it", "2013-07-01", GUEST, HOST, *RUNNING,
         audit("certification", "2013-01-01", "H"),
         finding(audit("certification", "2013-01-01", "H"), "major"), failed_conditions=("major_overdue",)),
    case("an overdue issue of the host fails it", "2013-07-01", GUEST, HOST, *RUNNING,
         audit("inspection_file", "2013-01-01", "H"),
         finding(audit("inspection_file", "2013-01-01", "H"), ""), failed_conditions=("issue_overdue",)),
    case("a dissolved host's overdue major is not its own", "2013-07-01", GUEST, HOST_GONE, *RUNNING,
         audit("certification", "2012-01-01", "H"),
         finding(audit("certification", "2012-01-01", "H"), "major"), rung="effective"),
    case("mandatory is its own: an encouraged guest of a mandatory host", "2016-12-31", GUEST, HOST, *YEARLY,
         rung="effective"),
    case("the host's inspection serves", "2016-12-31", agency(shares_qms_of="H"), HOST, *YEARLY,
         audit("inspection_file", "2016-03-01", "H"), rung="effective"),
]

CASES: list[Case] = [
    *VALIDITY,
    *EDITIONS,
    *SUSPENDED_AND_ENDED,
    *SEVERAL,
    *ONE_EDITION,
    *MILESTONES,
    *OBLIGATION,
    *EXISTENCE,
    *SHARED,
    *RUNG_4,
]

# Counting ----------------------------------------------------------------------------------------------

DISTRICT = tables(
    agency("A", district="178", parent="UBND tỉnh"),
    agency("B", type="ubnd_huyen", district="180", province="Lạng Sơn"),
    agency("C", type="phong_noi_vu", district="180", parent="B", shares_qms_of="B"),
    agency("D", type="phong_khac", district="180", parent="B", shares_qms_of="B", dissolved_on="2014-01-01"),
    commune("E", district="180"),
    exemption("2013-01-01", "2013-12-31", "E"),
    adoption("E", applied_on="2012-05-05"),
    certificate("A", issued_on="2007-09-01", edition="2000", expires_on="2010-08-31"),
    certificate("B", issued_on="2012-03-15"),
)
HOSTLESS = tables(
    commune(shares_qms_of="H"), commune("B", shares_qms_of="H"), agency("H", dissolved_on="2014-01-01"),
    certificate("A", issued_on="2013-01-01"), certificate("B", issued_on="2013-01-01"),
)
NOTHING = {"applied": 0, "attested": 0, "in_force": 0, "systems": 0}


def coverage(
    name: str, day: str, *expected: dict[str, Any], data: Tables = DISTRICT, **options: str
) -> Coverage:
    return Coverage(name, data, date.fromisoformat(day), options, list(expected))


COVERAGES: list[Coverage] = [
    coverage("the exempt are left out of n and N and listed apart", "2013-06-01",
             {"group": "", "agencies": 4, "exempt": 1, "applied": 4, "attested": 4,
              "in_force": 3, "systems": 1}),
    coverage("the day after the exemption it is counted", "2014-01-01",
             {"group": "", "agencies": 4, "exempt": 0, "applied": 4, "attested": 3,
              "in_force": 2, "systems": 1}),
    coverage("three agencies in force share one system", "2013-06-01",
             {"group": "", "agencies": 3, "exempt": 1, "in_force": 3, "systems": 1}, district="180"),
    coverage("where no audit is known, rung 4 is unknown", "2013-06-01", {"effective": None}),
    coverage("groups in code order, the empty one last", "2013-06-01", {"group": "B", "agencies": 2},
             {"group": "UBND tỉnh", "agencies": 1}, {"group": "", "agencies": 1, "exempt": 1}, by="parent"),
    coverage("a group with only exempt agencies appears, one without agencies does not", "2014-01-01",
             {"group": "phong_noi_vu", "agencies": 1}, {"group": "so_ban_nganh", "agencies": 1},
             {"group": "ubnd_huyen", "agencies": 1}, {"group": "ubnd_xa", "agencies": 1}, by="type"),
    coverage("a group with only exempt agencies", "2013-06-01",
             {"agencies": 0, "exempt": 1, "effective": None, **NOTHING}, type="ubnd_xa"),
    coverage("by district", "2013-06-01", {"group": "178", "agencies": 1, "in_force": 0},
             {"group": "180", "agencies": 3, "in_force": 3}, by="district"),
    coverage("by province", "2013-06-01", {"group": "Lạng Sơn", "agencies": 1}, {"group": "", "agencies": 3},
             by="province"),
    coverage("by adoption year", "2014-01-01", {"group": "2007", "agencies": 1},
             {"group": "2012", "agencies": 3}, by="adoption_year"),
    coverage("by edition of the attestation shown", "2014-01-01",
             {"group": "2000", "agencies": 1, "in_force": 0}, {"group": "2008", "agencies": 2, "in_force": 2},
             {"group": "", "agencies": 1, **NOTHING | {"applied": 1}}, by="edition"),
    coverage("by obligation, the day before QĐ 19", "2014-05-17", {"group": "encouraged", "agencies": 2},
             {"group": "mandatory", "agencies": 2}, by="obligation"),
    coverage("by obligation, from QĐ 19", "2014-05-18", {"group": "encouraged", "agencies": 1},
             {"group": "mandatory", "agencies": 3}, by="obligation"),
    coverage("mandatory only", "2014-05-18", {"agencies": 3, "in_force": 2}, obligation="mandatory"),
    coverage("an edition restricts the attestations, never N", "2014-01-01",
             {"agencies": 4, "applied": 2, "attested": 1, "in_force": 0, "systems": 0}, edition="2000"),
    coverage("an edition does not move anyone to another group", "2014-01-01",
             {"group": "2000", "agencies": 1, "attested": 1}, {"group": "2008", "agencies": 2, "attested": 0},
             {"group": "", "agencies": 1}, edition="2000", by="edition"),
    coverage("an edition does not change the adoption year", "2014-01-01",
             {"group": "2007", "agencies": 1, "attested": 0}, {"group": "2012", "agencies": 3, "attested": 2},
             edition="2008", by="adoption_year"),
    coverage("nothing matches: one row of zeros without by", "2013-06-01",
             {"group": "", "agencies": 0, "exempt": 0, "effective": None, **NOTHING}, type="benh_vien"),
    coverage("nothing matches: no row with by", "2013-06-01", type="benh_vien", by="district"),
    coverage("an empty registry", "2013-06-01", {"group": "", "agencies": 0, "exempt": 0, **NOTHING},
             data={}),
    coverage("audits collected: rung 4 is counted", "2013-06-01",
             {"in_force": 1, "effective": 1, "systems": 1}, data=tables(*RUNNING)),
    coverage("audits collected, nobody there: zero, not unknown", "2013-06-01",
             {"agencies": 0, "effective": 0}, data=tables(*RUNNING), type="benh_vien"),
    coverage("a guest of a dissolved host is a system of its own", "2014-01-01",
             {"agencies": 2, "in_force": 2, "systems": 2},
             data=HOSTLESS),
    coverage("an exempt agency's system is not counted", "2013-06-01",
             {"agencies": 0, "exempt": 1, "systems": 0},
             data=tables(certificate(issued_on="2013-01-01"), exemption("2013-06-01", "2013-06-01"))),
]


def trend(name: str, start: str, end: str, *expected: tuple[str, int], **options: str) -> Trend:
    rows = [{"day": date.fromisoformat(day), "in_force": in_force} for day, in_force in expected]
    return Trend(name, tables(THREE_YEARS), date.fromisoformat(start), date.fromisoformat(end), options, rows)


TRENDS: list[Trend] = [
    trend("year ends within, and the last day", "2009-06-01", "2013-06-30", ("2009-12-31", 0),
          ("2010-12-31", 1), ("2011-12-31", 1), ("2012-12-31", 1), ("2013-06-30", 0)),
    trend("the last day is a year end: once", "2009-12-31", "2010-12-31", ("2009-12-31", 0),
          ("2010-12-31", 1)),
    trend("no year end within: the last day", "2013-03-01", "2013-03-14", ("2013-03-14", 1)),
    trend("quarters", "2013-01-01", "2013-07-01", ("2013-03-31", 0), ("2013-06-30", 0), ("2013-07-01", 0),
          every="quarter"),
    trend("months, over 29 February", "2012-01-31", "2012-03-15", ("2012-01-31", 1), ("2012-02-29", 1),
          ("2012-03-15", 1), every="month"),
]


# fmt: on
# The tests ---------------------------------------------------------------------------------------------


def described(rows: list[Case] | list[Coverage] | list[Trend]) -> list[str]:
    return [row.name for row in rows]


def of_columns(rows: list[dict[str, Any]], expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, of each only the columns that are expected of it."""
    wanted = [list(row) for row in expected] + [[]] * (len(rows) - len(expected))
    return [{column: row[column] for column in columns} for row, columns in zip(rows, wanted, strict=False)]


@pytest.mark.parametrize("row", CASES, ids=described(CASES))
def test_an_agency_stands_as_the_row_says(row: Case) -> None:
    found = {one["agency"]: one for one in plainly.status(row.tables, row.rules, row.day, **row.filters)}
    if row.expected is None:
        assert row.agency not in found
    else:
        assert {column: found[row.agency][column] for column in row.expected} == row.expected


@pytest.mark.parametrize("row", COVERAGES, ids=described(COVERAGES))
def test_the_rungs_are_counted_as_the_row_says(row: Coverage) -> None:
    found = plainly.coverage(row.tables, RULES, row.day, **row.options)
    assert of_columns(found, row.expected) == row.expected


@pytest.mark.parametrize("row", TRENDS, ids=described(TRENDS))
def test_the_trend_has_the_days_the_row_says(row: Trend) -> None:
    found = plainly.trend(row.tables, RULES, row.start, row.end, **row.options)
    assert of_columns(found, row.expected) == row.expected


def test_no_two_rows_have_the_same_name() -> None:
    names = described(CASES) + described(COVERAGES) + described(TRENDS)
    assert sorted(names) == sorted(set(names))


@given(registries.questions_of_days(most=2))
@settings(deadline=None)
def test_the_four_rungs_are_nested_and_the_groups_add_up(question: tuple[Tables, list[date]]) -> None:
    registry, days = question
    for day in days:
        (total,) = plainly.coverage(registry, RULES, day)
        rungs = [total[rung] for rung in ("agencies", "applied", "attested", "in_force")]
        assert [*rungs, total["effective"] or 0] == sorted([*rungs, total["effective"] or 0], reverse=True)
        assert total["agencies"] + total["exempt"] == len(plainly.status(registry, RULES, day))
        for by in ("type", "district", "adoption_year", "edition", "obligation", "parent", "province"):
            groups = plainly.coverage(registry, RULES, day, by=by)
            for column in ("agencies", "exempt", "applied", "attested", "in_force"):
                assert sum(group[column] for group in groups) == total[column]
