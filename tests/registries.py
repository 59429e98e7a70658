"""Small random registries whose dates crowd around the days on which something changes.

`tables()` draws a registry that breaks no check of the registry format; `days()` a day to ask about;
`questions()` a registry together with a day next to one of its own dates, `questions_of_days()` with several;
`rule_sets()` the rules of config.yaml, sometimes with what a province may change in them.

Every record is drawn with whole days that are in order, and only then are some of the dates made coarser:
so for each coarse date there is a day of its period that would do, which is what the checks ask.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from hypothesis import strategies as st

Row = dict[str, str]
Tables = dict[str, list[Row]]
Rules = dict[str, Any]
Draw = st.DrawFn
T = TypeVar("T")

CONFIG = Path(__file__).resolve().parent.parent / "config.yaml"
RULES: Rules = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["rules"]

TYPES: list[str] = [entry["code"] for entry in RULES["types"]]
DISTRICTS: list[str] = [entry["code"] for entry in RULES["districts"]]
EDITIONS: list[Rules] = [entry for entry in RULES["editions"] if entry.get("enabled", True)]
CODES = ["A1", "A2", "A10", "B1", "b1", "007", "7", "Đ1"]  # text, and not in the order of numbers
BODIES = ["UBND tỉnh", "Bộ Tài chính"]  # supervising bodies outside the registry
PROVINCES = ["Lạng Sơn", "Cao Bằng"]
INSPECTIONS = ["inspection_file", "inspection_onsite"]
SYSTEM_AUDITS = ["internal", "management_review"]
OTHER_AUDITS = ["certification", "surveillance", "recertification"]
AUDITS = [*SYSTEM_AUDITS, *INSPECTIONS, *SYSTEM_AUDITS, *INSPECTIONS, *OTHER_AUDITS]
ONE_DAY = timedelta(days=1)
PRECISIONS = [10, 10, 10, 7, 4]  # characters of an ISO date: mostly to the day


# Days ----------------------------------------------------------------------------------------------------


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    return date(day.year + years, month + 1, min(day.day, (first_of_next - ONE_DAY).day))


def first_day(text: str) -> date:
    """The first day of a period written as text; blank is before everything."""
    return date.fromisoformat((text + "-01-01")[:10]) if text else date.min


def last_day(text: str) -> date:
    """The last day of a period written as text."""
    first = first_day(text)
    return {10: first, 7: add_months(first, 1) - ONE_DAY, 4: date(first.year, 12, 31)}[len(text)]


def landmarks() -> list[date]:
    """The days on which a rule begins or ends, the leap days, and some year ends."""
    of_types = [
        entry[key] for entry in RULES["types"] for key in ("mandatory_from", "complete_by") if key in entry
    ]
    of_editions = [
        entry[key]
        for entry in EDITIONS
        for key in ("published", "no_new_from", "invalid_from")
        if entry.get(key)
    ]
    named = [date(2006, 6, 20), date(2010, 12, 31), date(2014, 5, 18), date(2015, 12, 31)]
    leap_days = [date(2008, 2, 29), date(2012, 2, 29)]
    year_ends = [date(2007, 12, 31), date(2013, 12, 31), date(2016, 12, 31)]
    return sorted({*of_types, *of_editions, *named, *leap_days, *year_ends})


def around(day: date) -> set[date]:
    """The day before, the day, the day after."""
    return {day - ONE_DAY, day, day + ONE_DAY}


def neighbours(day: date) -> set[date]:
    """A day, the days that the rules count from it, and the days next to each."""
    counted = [day, add_months(day, 2), day + timedelta(days=90), add_months(day, 12), add_months(day, 36)]
    counted += [add_months(day, -12), date(day.year, 12, 31), date(day.year - 1, 12, 31)]
    return {near for one in counted for near in around(one)}


LANDMARKS = landmarks()
POOL = sorted({near for landmark in LANDMARKS for near in neighbours(landmark)})


def days() -> st.SearchStrategy[date]:
    """A day to ask about: a landmark, a day that the rules count from one, or a day next to those."""
    return st.sampled_from(POOL)


@cache
def positions(count: int) -> st.SearchStrategy[int]:
    """A position in a sequence of so many."""
    return st.integers(0, count - 1)


def choose(draw: Draw, options: Sequence[T]) -> T:
    """One of the options; failures shrink towards the first. Much quicker than a new `sampled_from` each."""
    return options[draw(positions(len(options)))]


@st.composite
def element(draw: Draw, make: Callable[[Draw], T]) -> T:
    """What is made with the draws of one element: shrinking leaves out an element as a whole."""
    return make(draw)


def several(draw: Draw, most: int, make: Callable[[Draw], T], *, least: int = 0) -> list[T]:
    """Some things made alike."""
    return draw(st.lists(element(make), min_size=least, max_size=most))


def from_day(draw: Draw, pool: list[date], earliest: date | None = None) -> date:
    """A day of the pool, not before the earliest; the earliest itself where the pool has none."""
    later = [day for day in pool if earliest is None or day >= earliest]
    return choose(draw, later) if later else earliest or pool[0]


def perhaps(draw: Draw, pool: list[date], earliest: date | None = None) -> date | None:
    """A day of the pool, not before the earliest, or nothing."""
    return from_day(draw, pool, earliest) if choose(draw, [False, True]) else None


def coarse(draw: Draw, day: date | None) -> str:
    """A day as text, sometimes known to the month or to the year only; nothing is blank."""
    return "" if day is None else day.isoformat()[: choose(draw, PRECISIONS)]


def whole(day: date | None) -> str:
    """A day as text, to the day; nothing is blank."""
    return "" if day is None else day.isoformat()


def filled(**cells: str) -> Row:
    """A row without its blank cells."""
    return {column: text for column, text in cells.items() if text}


# Rows ----------------------------------------------------------------------------------------------------


def periods(draw: Draw, pool: list[date]) -> list[tuple[str, str]]:
    """`established_on` and `dissolved_on` of one to three rows of an agency, in order and disjoint.

    No row starts, as its date counts, on or before the day a row before it starts: which of two such rows
    is "the later" is not written anywhere.
    """
    count = choose(draw, [1, 1, 1, 2, 3])
    cuts = [from_day(draw, pool)]
    for _ in range(count - 1):
        # Rows that follow each other within a year are where coarse dates overlap.
        soon = [day for day in pool if day - cuts[-1] < timedelta(days=200)]
        cuts.append(from_day(draw, choose(draw, [pool, soon]), cuts[-1]))
    result: list[tuple[str, str]] = []
    for index, start in enumerate(cuts):
        since_ever = index == 0 and choose(draw, [False, True])
        established = "" if since_ever else coarse(draw, start)
        if index + 1 < count:
            # Not every row is followed at once by the next: an agency may be away for a while.
            follows = choose(draw, [False, True])
            until = [day for day in pool if start <= day <= cuts[index + 1]]
            dissolved = coarse(draw, cuts[index + 1] if follows else choose(draw, until))
        else:
            dissolved = coarse(draw, perhaps(draw, pool, start))
        if result and first_day(established) <= max(first_day(earlier) for earlier, _ in result):
            result[-1] = (result[-1][0], dissolved)
        else:
            result.append((established, dissolved))
    return result


def agency_rows(draw: Draw, pool: list[date]) -> list[Row]:
    """The rows of one agency: as it was founded, renamed, moved, dissolved."""
    return [
        filled(
            name=f"Cơ quan {number}" if number else "Cơ quan",
            type=choose(draw, TYPES),
            province=choose(draw, ["", *PROVINCES]),
            district=choose(draw, ["", *DISTRICTS[:3]]),
            parent=choose(draw, ["", *BODIES, *CODES[:3]]),
            shares_qms_of=choose(draw, ["", *CODES]),
            obligation=choose(draw, ["", "", "", "mandatory", "encouraged"]),
            in_par_index=choose(draw, ["", "yes", "no"]),
            established_on=established,
            dissolved_on=dissolved,
        )
        for number, (established, dissolved) in enumerate(periods(draw, pool))
    ]


def adoption(draw: Draw, pool: list[date]) -> tuple[Row, date | None]:
    """A row of adoptions, its milestones in order, and the day of confirmation."""
    started = perhaps(draw, pool)
    applied = perhaps(draw, pool, started)
    confirmed = perhaps(draw, pool, applied or started)
    row = filled(
        planned_year=choose(draw, ["", "", "2007", "2014", "2030"]),
        started_on=coarse(draw, started),
        applied_on=coarse(draw, applied),
        confirmed_on=coarse(draw, confirmed),
    )
    return row, confirmed


def attestation(draw: Draw, confirmed: date | None, pool: list[date]) -> Row:
    """A row of attestations: not before its edition was published, a declaration not before confirmation."""
    kind = choose(draw, ["certificate", "declaration"])
    edition = choose(draw, EDITIONS)
    earliest: date = edition["published"]
    if kind == "declaration" and confirmed is not None:
        earliest = max(earliest, confirmed)
    issued = from_day(draw, pool, earliest)
    three_years = add_months(issued, 36) - ONE_DAY
    expires = choose(draw, [None, three_years, *(day for day in pool if day >= issued)])
    # An end next to another end of the same attestation is where it matters which came first.
    others = [expires or three_years, edition.get("invalid_from") or issued]
    near_others = sorted({day for other in others for day in around(other) if day >= issued})
    suspended = perhaps(draw, pool, issued)
    restored = perhaps(draw, sorted({*pool, *near_others}), suspended) if suspended else None
    ended = perhaps(draw, [*near_others, *pool], issued)
    return filled(
        kind=kind,
        edition=edition["code"],
        number=choose(draw, ["", "1", "2"]),
        issued_on=coarse(draw, issued),
        expires_on=coarse(draw, expires),
        suspended_on=whole(suspended),
        restored_on=whole(restored),
        ended_on=whole(ended),
        ended_because=choose(draw, ["withdrawn", "cancelled", "replaced", ""]) if ended else "",
    )


def audit(draw: Draw, pool: list[date]) -> tuple[Row, list[Row]]:
    """A row of audits, and the rows of findings raised in it."""
    held = from_day(draw, pool)
    kind = choose(draw, AUDITS)
    row = filled(kind=kind, held_on=whole(held), signed_on=whole(perhaps(draw, pool, held)))
    grades = ["major", "minor", "observation"]
    if kind in INSPECTIONS:
        grades = ["", "", *grades]
    return row, several(draw, 2, lambda draw: finding(draw, held, grades, pool))


def finding(draw: Draw, held: date, grades: list[str], pool: list[date]) -> Row:
    """A row of findings: no date before its audit, a major closed only with evidence that was verified."""
    grade = choose(draw, grades)
    corrected = perhaps(draw, pool, held)
    verified = perhaps(draw, pool, corrected or held)
    closed = perhaps(draw, pool, verified or corrected or held)
    if closed and grade == "major":
        verified = verified or closed
    return filled(
        grade=grade,
        due_on=whole(perhaps(draw, pool, held)),
        corrected_on=whole(corrected),
        verified_on=whole(verified),
        verified_by_evidence="Biên bản kiểm tra" if verified else "",
        closed_on=whole(closed),
    )


def exemption(draw: Draw, pool: list[date]) -> Row:
    """A row of exemptions; one of a single day is possible."""
    starts = from_day(draw, pool)
    return filled(starts_on=whole(starts), until=whole(from_day(draw, pool, starts)), basis="Công văn")


def target(draw: Draw, types: list[str], pool: list[date]) -> Row:
    """A row of targets. It has both measures, one of them blank: a file that changes it from one to the
    other must clear the first."""
    share, agencies = choose(draw, [("100", ""), ("50", ""), ("33.3", ""), ("0", ""), ("", "1"), ("", "3")])
    return {
        "share": share,
        "agencies": agencies,
        **filled(
            type=choose(draw, types),
            due_on=whole(from_day(draw, pool)),
            rung=choose(draw, ["", "applied", "attested", "in_force", "effective"]),
            obligation=choose(draw, ["", "", "mandatory", "encouraged"]),
            edition=choose(draw, ["", "", *(edition["code"] for edition in EDITIONS)]),
        ),
    }


# Registries ----------------------------------------------------------------------------------------------


@dataclass
class Agency:
    """One agency and its records, before it has a code."""

    lends: bool  # may be the host of others: then it shares with nobody, since a chain is an error
    rows: list[Row]
    adoptions: list[Row]
    attestations: list[Row]
    audits: list[tuple[Row, list[Row]]]
    exemptions: list[Row]


def agency(draw: Draw, pool: list[date]) -> Agency:
    """An agency with up to four attestations, three audits and two exemptions."""
    rows = agency_rows(draw, pool)
    adopted, confirmed = adoption(draw, pool)
    attested = several(draw, 4, lambda draw: attestation(draw, confirmed, pool))
    exempt = several(draw, 2, lambda draw: exemption(draw, pool))
    return Agency(
        lends=choose(draw, [False, True]),
        rows=rows,
        adoptions=[adopted] if adopted else [],
        # No two of the same edition and day of issue, which no rule puts in an order.
        attestations=list({(last_day(row["issued_on"]), row["edition"]): row for row in attested}.values()),
        audits=several(draw, 3, lambda draw: audit(draw, pool)),
        exemptions=list({row["starts_on"]: row for row in exempt}.values()),
    )


def bound(row: Row, code: str, lenders: list[str]) -> Row:
    """A row of an agency that now has a code: it shares with one of the lenders or with nobody."""
    row = {"agency": code, **row, "name": f"{row['name']} {code}"}
    shares = row.pop("shares_qms_of", "")
    if shares and lenders and code not in lenders:
        row["shares_qms_of"] = lenders[CODES.index(shares) % len(lenders)]
    if row.get("parent") == code:
        del row["parent"]
    return row


@st.composite
def tables(draw: Draw) -> Tables:
    """A registry of one to eight agencies that passes every check."""
    landmarks = draw(st.lists(st.sampled_from(LANDMARKS), min_size=1, max_size=2, unique=True))
    pool = sorted({near for landmark in landmarks for near in neighbours(landmark)})
    drawn = several(draw, len(CODES), lambda draw: agency(draw, pool), least=1)
    agencies = dict(zip(CODES, drawn, strict=False))
    lenders = [code for code, one in agencies.items() if one.lends]
    result: dict[str, list[Row]] = defaultdict(list)
    for code, one in agencies.items():
        result["agencies"] += [bound(row, code, lenders) for row in one.rows]
        result["adoptions"] += [{"agency": code, **row} for row in one.adoptions]
        result["attestations"] += [{"agency": code, **row} for row in one.attestations]
        result["exemptions"] += [{"agency": code, **row} for row in one.exemptions]
        for row, found in one.audits:
            number = f"K{len(result['audits'])}"
            result["audits"].append({"audit": number, "agency": code, **row})
            result["findings"] += [
                {"finding": f"{number}.{place}", "audit": number, **raised}
                for place, raised in enumerate(found)
            ]
    types = sorted({row["type"] for row in result["agencies"]})
    planned = several(draw, 6, lambda draw: target(draw, types, pool))
    result["targets"] = list(
        {(row["type"], row["due_on"], row.get("edition")): row for row in planned}.values()
    )
    return {table: rows for table, rows in result.items() if rows}


def dates_of(registry: Tables) -> list[date]:
    """The days a registry names, of a coarse date the first and the last."""
    named = {
        end
        for rows in registry.values()
        for row in rows
        for column, text in row.items()
        if column.endswith("_on") or column == "until"
        for end in (first_day(text), last_day(text))
    }
    return sorted(named)


def day_next_to(draw: Draw, named: list[date]) -> date:
    """A day on which the answer about a registry may change, the day before it, or the day after."""
    day = choose(draw, choose(draw, [named, named, LANDMARKS]) or LANDMARKS)
    counted = [add_months(day, months) for months in (2, 12, 36)]
    counted += [day + timedelta(days=90), date(day.year + 1, 12, 31)]  # an inspection serves until then
    changes = choose(draw, [day, day, day, day, *counted])
    return choose(draw, [changes, changes + ONE_DAY, changes - ONE_DAY])


@st.composite
def questions(draw: Draw) -> tuple[Tables, date]:
    """A registry, and a day next to one of its own dates or to a landmark."""
    registry = draw(tables())
    return registry, day_next_to(draw, dates_of(registry))


@st.composite
def questions_of_days(draw: Draw, most: int = 8) -> tuple[Tables, list[date]]:
    """A registry and several such days: to draw a registry costs more than to ask about it."""
    registry = draw(tables())
    named = dates_of(registry)
    return registry, several(draw, most, lambda draw: day_next_to(draw, named), least=1)


@st.composite
def rule_sets(draw: Draw) -> Rules:
    """The rules as shipped, or with what a province or the ministry may change in them."""
    rules = deepcopy(RULES)
    if draw(st.booleans()):
        return rules
    for edition in rules["editions"]:
        if draw(st.booleans()):
            edition["declarations_invalid_from"] = draw(st.sampled_from(LANDMARKS))
    for period in rules["periods"].values():
        period["from"] = draw(st.sampled_from([period["from"], *LANDMARKS]))
        period["until"] = draw(st.sampled_from([None, *(day for day in LANDMARKS if day >= period["from"])]))
    rules["regimes"]["certificate_term_months"] = draw(st.sampled_from([36, 24]))
    rules["limits"] |= {
        "major_days": draw(st.sampled_from([90, 60])),
        "issue_months": draw(st.sampled_from([2, 1])),
    }
    return rules
