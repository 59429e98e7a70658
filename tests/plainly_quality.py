"""Which recorded facts are doubtful on a day, in slow and obvious Python.

A second reading of the warnings of registry format §1, as `tests.plainly` is of the domain text: one rule
per function, each quoting the warning it stands for. Tables and rules are those of `tests.plainly`.

Of a doubtful row: its rule, agency ("" for a target), table, number in the table from 1, and the evidence
that is not blank. Partial dates, as in the checks: "refused only if no day of the period would do".
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.plainly import (
    ONE_DAY,
    Answer,
    Row,
    Rules,
    Tables,
    add_months,
    adoption_cells,
    cell,
    dissolved,
    established,
    existing,
    first_day,
    is_applied,
    last_day,
    obligation_of,
    on_or_before,
    pool_of,
    records,
    row_of_the_day,
    rule_of_code,
    state_of,
)
from tests.plainly_findings import clause_of, is_clause_unlisted

AUDITS_THAT_FIND = [
    "internal",
    "certification",
    "surveillance",
    "recertification",
    "inspection_file",
    "inspection_onsite",
]
HAPPENED = {
    "adoptions": ["started_on", "applied_on", "confirmed_on"],
    "attestations": ["issued_on"],
    "audits": ["held_on"],
    "procedures": ["counted_on"],
    "objectives": ["year"],
    "exemptions": ["starts_on"],
    "followups": ["on"],
}


def issues(tables: Tables, rules: Rules, day: date) -> list[Answer]:
    """Every doubtful row, rule by rule."""
    return [
        {"rule": name, "agency": agency, "table": table, "id": number}
        | {column: shown for column, shown in evidence.items() if shown != ""}
        for name, rule in RULES.items()
        for agency, table, number, evidence in rule(tables, rules, day)
    ]


def numbered(tables: Tables, table: str) -> list[tuple[int, Row]]:
    """The rows of a table with their numbers."""
    return list(enumerate(tables.get(table, []), start=1))


Doubts = Iterator[tuple[str, str, int, dict[str, Any]]]


def attestations(tables: Tables, day: date, *kinds: str) -> Iterator[tuple[int, Row, Answer]]:
    """Those issued by the day to agencies that exist on it, and what is shown of each."""
    for number, row in numbered(tables, "attestations"):
        exists = row_of_the_day(tables, row["agency"], day) is not None
        if exists and row["kind"] in kinds and on_or_before(row["issued_on"], day):
            shown = {
                "document": cell(row, "number"),
                "edition": row["edition"],
                "dated_on": row["issued_on"],
            }
            yield number, row, shown


def certificate_too_late(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Certificate issued on or after its edition's `no new certificates from`"."""
    for number, row, shown in attestations(tables, day, "certificate"):
        closed = rule_of_code(rules, "editions", row["edition"]).get("no_new_from")
        if closed is not None and first_day(row["issued_on"]) >= closed:
            yield row["agency"], "attestations", number, {**shown, "limit_on": closed.isoformat()}


def certificate_of_state_agency(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "State agency's certificate after 2014-05-18"; domain §3: "Service units may still certify"."""
    since = rules["regimes"]["declarations_from"]
    for number, row, shown in attestations(tables, day, "certificate"):
        of_day = row_of_the_day(tables, row["agency"], day) or {}
        is_service_unit = rule_of_code(rules, "types", of_day["type"]).get("service_unit", False)
        if first_day(row["issued_on"]) > since and not is_service_unit:
            yield row["agency"], "attestations", number, {**shown, "limit_on": since.isoformat()}


def certificate_too_long(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Certificate longer than 3 years + 6 months"."""
    months = rules["regimes"]["certificate_term_months"] + rules["quality"]["certificate_extra_months"]
    for number, row, shown in attestations(tables, day, "certificate"):
        longest = add_months(last_day(row["issued_on"]), months) - ONE_DAY
        if cell(row, "expires_on") and first_day(row["expires_on"]) > longest:
            more = {"expires_on": row["expires_on"], "limit_on": longest.isoformat()}
            yield row["agency"], "attestations", number, {**shown, **more}


def certificate_without_expiry(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Certificate without expiry"."""
    for number, row, shown in attestations(tables, day, "certificate"):
        if not cell(row, "expires_on"):
            term = rules["regimes"]["certificate_term_months"]
            assumed = add_months(last_day(row["issued_on"]), term) - ONE_DAY
            yield row["agency"], "attestations", number, {**shown, "limit_on": assumed.isoformat()}


def attested_before_applied(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Attestation before application"."""
    for number, row, shown in attestations(tables, day, "certificate", "declaration"):
        for applied in adoption_cells(tables, {row["agency"]}, "applied_on"):
            if on_or_before(applied, day) and last_day(row["issued_on"]) < first_day(applied):
                more = {"kind": row["kind"], "limit_on": applied}
                yield row["agency"], "attestations", number, {**shown, **more}


def minor_unverified(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Minor closed without verification"; a major needs "`verified_on` and its evidence"."""
    audits = {audit["audit"]: audit for audit in tables.get("audits", [])}
    for number, row in numbered(tables, "findings"):
        agency = audits[row["audit"]]["agency"]
        verified = cell(row, "verified_on") and cell(row, "verified_by_evidence")
        closed = on_or_before(cell(row, "closed_on"), day)
        exists = row_of_the_day(tables, agency, day) is not None
        if cell(row, "grade") == "minor" and closed and not verified and exists:
            shown = {"document": row["finding"], "other": row["audit"], "dated_on": row["closed_on"]}
            yield agency, "findings", number, shown


def clause_not_listed(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Clause not in the edition's table"."""
    audits = {audit["audit"]: audit for audit in tables.get("audits", [])}
    for number, row in numbered(tables, "findings"):
        audit = audits[row["audit"]]
        exists = row_of_the_day(tables, audit["agency"], day) is not None
        raised = on_or_before(audit["held_on"], day)
        if raised and exists and is_clause_unlisted(tables, row, audit, rules):
            edition, _ = clause_of(tables, row, audit, rules)
            shown = {"document": row["finding"], "other": row["clause"], "edition": edition}
            yield audit["agency"], "findings", number, {**shown, "dated_on": audit["held_on"]}


def audit_without_findings(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Audit without findings recorded": of the kinds that find."""
    for number, row in numbered(tables, "audits"):
        findings = [one for one in tables.get("findings", []) if one["audit"] == row["audit"]]
        exists = row_of_the_day(tables, row["agency"], day) is not None
        held = on_or_before(row["held_on"], day)
        if row["kind"] in AUDITS_THAT_FIND and held and not findings and exists:
            shown = {"document": row["audit"], "kind": row["kind"], "dated_on": row["held_on"]}
            yield row["agency"], "audits", number, shown


def figures_too_old(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Figures older than 12 months": procedures, audits and reviews of one that has applied."""
    for agency, row in existing(tables, day).items():
        pool = pool_of(tables, row, day)
        days = [last_day(one["counted_on"]) for one in records(tables, "procedures", pool)]
        days += [last_day(one["held_on"]) for one in records(tables, "audits", pool)]
        newest = max((one for one in days if one <= day), default=None)
        if newest is None or not is_applied(state_of(tables, row, rules, day)):
            continue
        due = add_months(newest, rules["quality"]["figures_months"])
        if due < day:
            shown = {"dated_on": newest.isoformat(), "limit_on": due.isoformat()}
            yield agency, "agencies", number_of_row(tables, row), shown


def before_first_day(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Fact dated before the agency's first day"; §5: "Its establishment is the first row's"."""
    dated = [
        (row["agency"], table, number, [cell(row, column) for column in columns])
        for table, columns in HAPPENED.items()
        for number, row in numbered(tables, table)
    ]
    dated += [
        (side, "reorganisations", number, [row["effective_on"]])
        for number, row in numbered(tables, "reorganisations")
        for side in {cell(row, "predecessor"), cell(row, "successor")}
    ]
    for agency, table, number, cells in dated:
        earliest = min((text for text in cells if text), key=last_day, default=None)
        if not agency or earliest is None or row_of_the_day(tables, agency, day) is None:
            continue
        first = min(records(tables, "agencies", {agency}), key=established)
        if last_day(earliest) < established(first):
            shown = {"dated_on": earliest, "limit_on": cell(first, "established_on")}
            yield agency, table, number, shown


def parent_gone(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Agency outlived by its parent", read as: it names a parent that has ended."""
    for agency, row in existing(tables, day).items():
        of_parent = records(tables, "agencies", {cell(row, "parent")})
        ends = [dissolved(one) for one in of_parent if dissolved(one) <= day]
        if ends and row_of_the_day(tables, cell(row, "parent"), day) is None:
            shown = {"other": cell(row, "parent"), "limit_on": max(ends).isoformat()}
            yield agency, "agencies", number_of_row(tables, row), shown


def same_name(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Probable duplicate names": same folded name, type and district, both existing on the day."""
    there = existing(tables, day)
    for agency, row in there.items():
        others = [code for code, other in there.items() if code != agency and looks(other) == looks(row)]
        if others:
            yield agency, "agencies", number_of_row(tables, row), {"other": min(others)}


def looks(row: Row) -> tuple[str, str, str]:
    """What two entries of one agency have in common."""
    letters = unicodedata.normalize("NFD", row["name"].lower().replace("đ", "d"))
    name = "".join(one for one in letters if unicodedata.category(one) != "Mn")
    return name, row["type"], cell(row, "district")


def mandatory_without_plan(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "Mandatory agency without plan": on the day; "a planned year counts on every day"."""
    for agency, row in existing(tables, day).items():
        planned = adoption_cells(tables, pool_of(tables, row, day), "planned_year")
        if obligation_of(row, rules, day) == "mandatory" and not planned:
            yield agency, "agencies", number_of_row(tables, row), {}


def smaller_target(tables: Tables, rules: Rules, day: date) -> Doubts:
    """ "A later target with a smaller value": of the same type, rung, obligation, edition and unit."""
    for number, row in numbered(tables, "targets"):
        unit = "share" if cell(row, "share") else "agencies"
        earlier = [
            (float(other[unit]), other["due_on"])
            for other in tables["targets"]
            if series(other) == series(row) and other["due_on"] < row["due_on"]
        ]
        if earlier and max(earlier)[0] > float(row[unit]):
            highest, due = max(earlier)
            shown = {"dated_on": row["due_on"], "limit_on": due, "unit": unit}
            yield "", "targets", number, {**shown, "value": float(row[unit]), "earlier": highest}


def series(row: Row) -> tuple[str, ...]:
    """The targets that can be compared with each other."""
    unit = "share" if cell(row, "share") else "agencies"
    rung, obligation = cell(row, "rung") or "attested", cell(row, "obligation") or "all"
    return row["type"], rung, obligation, cell(row, "edition"), unit


def number_of_row(tables: Tables, row: Row) -> int:
    """The number of a row of the agencies."""
    return next(number for number, one in numbered(tables, "agencies") if one is row)


RULES = {
    rule.__name__: rule
    for rule in (
        certificate_too_late,
        certificate_of_state_agency,
        certificate_too_long,
        certificate_without_expiry,
        attested_before_applied,
        minor_unverified,
        clause_not_listed,
        audit_without_findings,
        figures_too_old,
        before_first_day,
        parent_gone,
        same_name,
        mandatory_without_plan,
        smaller_target,
    )
}
