"""Who is late on a day and why, in slow and obvious Python.

A second reading of domain §7, one rule per function and one agency at a time, as `tests.plainly` is of the
text before it. A rule says the deadline of one agency, or None where it asks nothing of it; whether that
is late follows from the day. Where the text leaves a choice, the reading is named in the docstring.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.plainly import (
    ALWAYS,
    NEVER,
    ONE_DAY,
    Answer,
    Row,
    Rules,
    Tables,
    add_months,
    adoption_cells,
    are_audits_collected,
    attestations_of,
    cell,
    day_after_expiry,
    due_day,
    edition_invalid_from,
    end_of,
    established,
    existing,
    first_invalid_day,
    is_applied,
    is_asked,
    is_attested,
    is_exempt,
    is_in_force,
    is_last_day_assumed,
    is_open,
    is_suspended,
    last_day,
    last_valid_day,
    latest_valid,
    obligation_of,
    on_or_before,
    pool_of,
    records,
    rule_of_code,
    selected,
    state_of,
)

SEVERITIES = ["high", "medium", "low"]


@dataclass(frozen=True)
class Asked:
    """One agency on a day, as its row of the day; and the edition that is asked for."""

    tables: Tables
    rules: Rules
    day: date
    row: Row
    edition: str | None

    @property
    def code(self) -> str:
        return self.row["agency"]

    @property
    def pool(self) -> list[str]:
        """§7: "All pool own and host's records, but L8 and L9 look at the agency's own findings." """
        return pool_of(self.tables, self.row, self.day)

    @property
    def type(self) -> Answer:
        return rule_of_code(self.rules, "types", self.row["type"])

    @property
    def is_mandatory(self) -> bool:
        return obligation_of(self.row, self.rules, self.day) == "mandatory"

    @property
    def state(self) -> str:
        return state_of(self.tables, self.row, self.rules, self.day, self.edition)

    @property
    def attestations(self) -> list[Row]:
        """Its own first, then its host's."""
        return [
            one
            for agency in self.pool
            for one in attestations_of(self.tables, {agency}, self.day, self.edition)
        ]

    @property
    def in_force(self) -> list[Row]:
        return [one for one in self.attestations if is_in_force(one, self.rules, self.day)]

    @property
    def audits_are_collected(self) -> bool:
        return are_audits_collected(self.tables, self.day)

    def audit_days(self, *kinds: str) -> list[date]:
        """When it was audited so, up to the day."""
        return [
            last_day(one["held_on"])
            for one in records(self.tables, "audits", self.pool)
            if (not kinds or one["kind"] in kinds) and on_or_before(one["held_on"], self.day)
        ]

    @property
    def first_day_on_rung_1(self) -> date | None:
        """Applied, confirmed or attested, whichever came first."""
        texts = adoption_cells(self.tables, self.pool, "applied_on")
        texts += adoption_cells(self.tables, self.pool, "confirmed_on")
        texts += [one["issued_on"] for one in self.attestations]
        return min((last_day(text) for text in texts if on_or_before(text, self.day)), default=None)

    @property
    def is_asked_anything(self) -> bool:
        """§7: "An agency that is neither mandatory nor planned and has never applied is never late"; read
        as: no rule has a row of it."""
        planned = adoption_cells(self.tables, self.pool, "planned_year")
        return self.is_mandatory or bool(planned) or is_applied(self.state)


# The deadlines -------------------------------------------------------------------------------------------


def planned_year_end(one: Asked) -> date | None:
    """§7: "L1 31 December of the planned year". Read as: its own plan, else its host's."""
    for agency in one.pool:
        for year in adoption_cells(one.tables, {agency}, "planned_year"):
            return date(int(year), 12, 31)
    return None


def legal_deadline(one: Asked) -> date | None:
    """§7: "Where none is planned and the agency is mandatory by law, 2010-12-31 for `so_ban_nganh` and
    `ubnd_huyen` (31 December of the year after establishment if that is later), none for the others." §5:
    "Its establishment is the first row's"."""
    lawful = one.is_mandatory and (one.type.get("mandatory_from") or NEVER) <= one.day
    complete_by: date | None = one.type.get("complete_by")
    if not lawful or complete_by is None:
        return None
    founded = min(established(row) for row in records(one.tables, "agencies", {one.code}))
    return complete_by if founded == ALWAYS else max(complete_by, date(founded.year + 1, 12, 31))


def plan_deadline(one: Asked) -> date | None:
    """L1: "planned year (or the legal deadline for its type) has ended, not attested"."""
    return None if is_attested(one.state) else planned_year_end(one) or legal_deadline(one)


@dataclass(frozen=True)
class Stop:
    """The attestation that stops last as far as is known, and what stops it first."""

    on: date  # the first day without it
    why: str  # ended, expired, assumed or edition


def stop(one: Asked) -> Stop | None:
    """§7: "The attestation that stopped last"; L3: "an end announced for later is not known". None: there is
    none, it has no end, or it is suspended (then it has not stopped). §7, L4: "iff that came strictly before
    the expiry and end"."""
    known = [
        row if on_or_before(cell(row, "ended_on"), one.day) else {**row, "ended_on": ""}
        for row in one.attestations
    ]
    last = latest_valid(known, one.rules)
    if last is None or is_suspended(last, one.rules, one.day):
        return None
    on = first_invalid_day(last, one.rules)
    if on == NEVER:
        return None
    if end_of(last) == on:
        return Stop(on, "ended")
    if edition_invalid_from(last, one.rules) < day_after_expiry(last, one.rules):
        return Stop(on, "edition")
    assumed = last["kind"] == "certificate" and not cell(last, "expires_on")
    return Stop(on, "assumed" if assumed else "expired")


def lapse_deadline(one: Asked) -> date | None:
    """L2: "expired, ended or withdrawn, nothing in force since"; "the last valid day of the attestation that
    stopped last". §5: an assumed expiry "raises neither L2 nor L3"."""
    found = stop(one)
    return found.on - ONE_DAY if found and found.why in ("ended", "expired") else None


def edition_deadline(one: Asked) -> date | None:
    """L4: "the day before the edition's first invalid day"."""
    found = stop(one)
    return found.on - ONE_DAY if found and found.why == "edition" else None


def warning_deadline(one: Asked) -> date | None:
    """L3: "at most 90 days left"; "the latest last valid day (expiry or edition) among those in force". Of
    equals one whose day is written."""
    last = max((last_valid_day(row, one.rules) for row in one.in_force), default=NEVER)
    ends = [row for row in one.in_force if last_valid_day(row, one.rules) == last]
    written = any(not is_last_day_assumed(row, one.rules) for row in ends)
    soon = last != NEVER and (last - one.day).days <= one.rules["laggards"]["L3"]["days"]
    return last if written and soon else None


def in_force_until(rows: list[Row], rules: Rules) -> date:
    """The last day of those in force, as far as is known."""
    return max((last_valid_day(row, rules) for row in rows), default=ALWAYS)


def yearly_deadline(one: Asked, kind: str, duty: str) -> date | None:
    """L5, L6: "in force, more than 12 months since the last internal audit (or since applied)"; "the last
    such event + 12 calendar months, or where there is none the first day on rung 1 + 12 months". Where it
    is in force no longer by then, it never becomes late so."""
    if not one.in_force or not one.audits_are_collected or not is_asked(one.rules, duty, one.day):
        return None
    since = max(one.audit_days(kind), default=one.first_day_on_rung_1)
    assert since is not None
    deadline = add_months(since, one.rules["periods"][duty]["months"])
    return deadline if deadline < in_force_until(one.in_force, one.rules) else None


def surveillance_deadline(one: Asked) -> date | None:
    """L7: "a certificate is in force and (a service unit, or d < 2014-05-18): no surveillance within 12
    months of a first certificate, or none in the calendar year after the last one"; "the first certificate's
    issue + 12 months, or 31 December of the year after the last certification, surveillance or
    recertification".
    Read as: the first while nothing of the three was held after that issue, then the second."""
    certificates = [row for row in one.in_force if row["kind"] == "certificate"]
    began = one.rules["regimes"]["declarations_from"]
    is_unit = one.type.get("service_unit", False)
    if not certificates or not one.audits_are_collected or not (is_unit or one.day < began):
        return None
    until = in_force_until(certificates, one.rules)
    if not is_unit:
        until = min(until, began - ONE_DAY)
    first = min(last_day(row["issued_on"]) for row in one.attestations if row["kind"] == "certificate")
    later = [day for day in one.audit_days("certification", "surveillance", "recertification") if day > first]
    months = one.rules["laggards"]["L7"]["months"]
    deadline = date(max(later).year + 1, 12, 31) if later else add_months(first, months)
    return deadline if deadline < until else None


def open_findings(one: Asked, grade: str) -> list[tuple[date, Row]]:
    """Its own findings of a grade that are open on the day, with the day each is due; the earliest first."""
    audits = {row["audit"]: row for row in records(one.tables, "audits", {one.code})}
    found = [
        (due_day(row, audits[row["audit"]], one.rules), row)
        for row in one.tables.get("findings", [])
        if row["audit"] in audits
        and cell(row, "grade") == grade
        and is_open(row, audits[row["audit"]], one.day)
    ]
    return sorted(found, key=lambda due: due[0])


def finding_deadline(one: Asked, grade: str) -> date | None:
    """L8, L9: "`due_on`, the earliest"."""
    found = open_findings(one, grade)
    return found[0][0] if found else None


def declaration_deadline(one: Asked) -> date | None:
    """L10: "successor of a merge, absorption, division, separation or transfer, or scope changed, and no own
    declaration on or after that day"; "the day of the change + 3 months". Read as: its own changes, the
    earliest not answered, and none from before declarations began."""
    own = attestations_of(one.tables, {one.code}, one.day, one.edition)
    changes = [
        row["effective_on"]
        for row in one.tables.get("reorganisations", [])
        if cell(row, "successor") == one.code
        and row["kind"] in ("merge", "absorb", "divide", "separate", "transfer")
    ]
    changes += [cell(row, "scope_changed_on") for row in own]
    declared = [last_day(row["issued_on"]) for row in own if row["kind"] == "declaration"]
    days = [last_day(text) for text in changes if on_or_before(text, one.day)]
    began = one.rules["regimes"]["declarations_from"]
    waiting = [day for day in days if day >= began and not any(on >= day for on in declared)]
    return add_months(min(waiting), one.rules["laggards"]["L10"]["months"]) if waiting else None


def counts(one: Asked) -> list[tuple[date, bool]]:
    """The counts up to the day that say both numbers, in order, and whether each covers everything. Read as:
    on one day the one that does comes last, and what a day's other count says is then past."""
    found = [
        (last_day(row["counted_on"]), int(row["tthc_in_scope"]) >= int(row["tthc_total"]))
        for row in records(one.tables, "procedures", one.pool)
        if on_or_before(row["counted_on"], one.day) and cell(row, "tthc_total") and cell(row, "tthc_in_scope")
    ]
    return sorted(found)


def scope_deadline(one: Asked) -> date | None:
    """L11: "TTHC in scope < total"; "the first count of the unbroken run with less in scope than in
    total"."""
    first = None
    for day, covers_all in reversed(counts(one)):
        if covers_all:
            break
        first = day
    return first


def figures_deadline(one: Asked) -> date | None:
    """L12: "has applied, but no figures (procedures, audits or reviews) for more than 12 months"."""
    if not is_applied(one.state) or not one.audits_are_collected:
        return None
    counted = [last_day(row["counted_on"]) for row in records(one.tables, "procedures", one.pool)]
    days = [day for day in counted if day <= one.day] + one.audit_days()
    since = max(days, default=one.first_day_on_rung_1)
    assert since is not None
    return add_months(since, one.rules["laggards"]["L12"]["months"])


DEADLINES = {
    "L1": plan_deadline,
    "L2": lapse_deadline,
    "L3": warning_deadline,
    "L4": edition_deadline,
    "L5": lambda one: yearly_deadline(one, "internal", "internal_audit"),
    "L6": lambda one: yearly_deadline(one, "management_review", "management_review"),
    "L7": surveillance_deadline,
    "L8": lambda one: finding_deadline(one, ""),
    "L9": lambda one: finding_deadline(one, "major"),
    "L10": declaration_deadline,
    "L11": scope_deadline,
    "L12": figures_deadline,
}


# The answers ---------------------------------------------------------------------------------------------


def days_late(rule: str, deadline: date, day: date) -> int | None:
    """§7: "`days_late = d - deadline`, at least 1 (L3: minus the days left, 0 to 90 left)". L11 and P1 hold
    on their deadline already: one day then. None: not late."""
    days = (day - deadline).days
    if rule == "L3":
        return days
    if rule in ("L11", "P1"):
        return max(days, 1)
    return days if days >= 1 else None


def looked_at(tables: Tables, rules: Rules, day: date, **filters: Any) -> Iterator[Asked]:
    """The agencies that count: N of the coverage."""
    for row in selected(tables, rules, day, **filters):
        if not is_exempt(tables, row["agency"], day):
            yield Asked(tables, rules, day, row, filters.get("edition"))


def laggards(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """One row per agency and rule. §7: "Rank: mandatory before encouraged, then severity, then days late,
    then agency code, then rule"; P1 last."""
    rows = []
    for one in looked_at(tables, rules, day, **filters):
        for rule, deadline_of in DEADLINES.items():
            deadline = deadline_of(one) if is_enabled(rules, rule) and one.is_asked_anything else None
            late = days_late(rule, deadline, day) if deadline else None
            if deadline and late is not None:
                rows.append(row_of(one, rule, deadline, late))
    codes = list(rules["laggards"])
    rows.sort(
        key=lambda row: (
            row["obligation"] != "mandatory",
            SEVERITIES.index(row["severity"]),
            -row["days_late"],
            row["agency"],
            codes.index(row["rule"]),
        )
    )
    first: set[str] = set()
    for row in rows:
        row["primary"] = row["agency"] not in first
        first.add(row["agency"])
    return rows + province_row(tables, rules, day, **filters)


def is_enabled(rules: Rules, rule: str) -> bool:
    enabled: bool = rules["laggards"][rule]["enabled"]
    return enabled


def row_of(one: Asked, rule: str, deadline: date, late: int) -> Answer:
    """What is told of a row besides its evidence."""
    followups = [
        row
        for row in sorted(records(one.tables, "followups", {one.code}), key=lambda row: row["on"])
        if on_or_before(row["on"], one.day)
    ]
    is_late = one.rules["laggards"][rule]["severity"] != "low"
    promises = [last_day(row["promised_on"]) for row in followups if cell(row, "promised_on")]
    causes = [row["cause"] for row in followups if cell(row, "cause")]
    if rule in ("L8", "L9"):
        found = open_findings(one, "" if rule == "L8" else "major")[0][1]
        causes = causes or [cell(found, "cause")]
    return {
        "agency": one.code,
        "name": one.row["name"],
        "obligation": "mandatory" if one.is_mandatory else "encouraged",
        "rule": rule,
        "severity": one.rules["laggards"][rule]["severity"],
        "deadline": deadline,
        "days_late": late,
        "cause": (causes and causes[-1]) or "R0",
        "owner": cell(one.row, "owner"),
        "promised_on": promises[-1] if promises else None,
        "broken": sum(deadline <= promised < one.day for promised in promises) if is_late else 0,
        "last_contact": last_day(followups[-1]["on"]) if followups else None,
    }


def late(tables: Tables, rules: Rules, day: date, **filters: Any) -> tuple[int, int]:
    """§7: "An agency is *late* iff it has a row of high or medium severity"; "counts late agencies once,
    n/N"."""
    rows = laggards(tables, rules, day, **filters)
    those = {row["agency"] for row in rows if row["agency"] and row["severity"] != "low"}
    return len(those), len(list(looked_at(tables, rules, day, **filters)))


def ahead(
    tables: Tables, rules: Rules, day: date, *, within_days: int = 90, **filters: Any
) -> list[tuple[date, str, str]]:
    """(deadline, agency, rule): what makes somebody late within so many days if nothing happens."""
    found = []
    for one in looked_at(tables, rules, day, **filters):
        for rule, deadline_of in DEADLINES.items():
            severe = rules["laggards"][rule]["severity"] != "low"
            asked = severe and is_enabled(rules, rule) and one.is_asked_anything
            deadline = deadline_of(one) if asked else None
            if deadline and day <= deadline <= day + timedelta(days=within_days):
                found.append((deadline, one.code, rule))
    return sorted(found)


# The province --------------------------------------------------------------------------------------------


def to_be_inspected(tables: Tables, rules: Rules, ended: date, province: str | None) -> list[Row]:
    """P1: "mandatory agencies (existing, not exempt on 31/12)"."""
    return [
        row
        for code, row in existing(tables, ended).items()
        if obligation_of(row, rules, ended) == "mandatory"
        and not is_exempt(tables, code, ended)
        and province in (None, cell(row, "province"))
    ]


def last_year_end(day: date) -> date:
    """P1: "the last year ended on or before d"."""
    return day if (day.month, day.day) == (12, 31) else date(day.year - 1, 12, 31)


def province_row(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """P1: "inspected < N, or on site < ceil(N/3); one row, agency empty, medium, deadline that 31/12". Read
    as: of the province, so not under filters that leave some of the mandatory out."""
    ended = last_year_end(day)
    asked = is_asked(rules, "inspection", day) and is_asked(rules, "inspection", ended)
    if not asked or not are_audits_collected(tables, day) or not is_enabled(rules, "P1"):
        return []
    if filters.get("obligation") == "encouraged" or any(
        filters.get(name) for name in ("type", "district", "parent", "par_index")
    ):
        return []
    those = to_be_inspected(tables, rules, ended, filters.get("province"))

    def inspected(kinds: list[str]) -> int:
        return sum(
            any(
                audit["kind"] in kinds and date(ended.year, 1, 1) <= last_day(audit["held_on"]) <= ended
                for audit in records(tables, "audits", pool_of(tables, row, ended))
            )
            for row in those
        )

    everywhere = inspected(["inspection_file", "inspection_onsite"])
    on_site = inspected(["inspection_onsite"])
    if everywhere >= len(those) and on_site >= Fraction(rules["inspections"]["on_site_share"]) * len(those):
        return []
    late = days_late("P1", ended, day)
    return [
        {
            "agency": "",
            "rule": "P1",
            "severity": rules["laggards"]["P1"]["severity"],
            "deadline": ended,
            "days_late": late,
            "primary": False,
        }
    ]


# What is not known ---------------------------------------------------------------------------------------


def missing(tables: Tables, rules: Rules, day: date, **filters: Any) -> dict[str, int]:
    """§7: "What we do not know is never held against an agency, but it is counted as missing data": by rule
    the agencies of which it is silent for lack of data."""
    silent: dict[str, int] = {}
    for one in looked_at(tables, rules, day, **filters):
        for rule, unknown in unknown_of(one).items():
            if unknown and is_enabled(rules, rule):
                silent[rule] = silent.get(rule, 0) + 1
    ended = last_year_end(day)
    asked = is_asked(rules, "inspection", day) and is_asked(rules, "inspection", ended)
    of_province = not any(filters.get(name) for name in ("type", "district", "parent", "par_index"))
    of_province = of_province and filters.get("obligation") != "encouraged"
    if asked and of_province and not are_audits_collected(tables, day) and is_enabled(rules, "P1"):
        silent["P1"] = len(to_be_inspected(tables, rules, ended, filters.get("province")))
    return {rule: number for rule, number in silent.items() if number}


def unknown_of(one: Asked) -> dict[str, bool]:
    """Rule by rule whether it is silent of the agency because something is not known."""
    applied, uncollected = is_applied(one.state), not one.audits_are_collected
    found = stop(one)
    last = in_force_until(one.in_force, one.rules)
    certified = any(row["kind"] == "certificate" for row in one.in_force)
    watched = one.type.get("service_unit", False) or one.day < one.rules["regimes"]["declarations_from"]
    asked = {duty: is_asked(one.rules, duty, one.day) for duty in ("internal_audit", "management_review")}
    return {
        "L1": not is_attested(one.state) and plan_deadline(one) is None,
        "L2": found is not None and found.why == "assumed" and found.on <= one.day,
        "L3": bool(one.in_force)
        and last != NEVER
        and all(
            is_last_day_assumed(row, one.rules)
            for row in one.in_force
            if last_valid_day(row, one.rules) == last
        ),
        "L5": uncollected and bool(one.in_force) and asked["internal_audit"],
        "L6": uncollected and bool(one.in_force) and asked["management_review"],
        "L7": uncollected and certified and watched,
        "L8": uncollected and one.is_asked_anything,
        "L9": uncollected and one.is_asked_anything,
        "L11": applied and not counts(one),
        "L12": uncollected and applied,
    }
