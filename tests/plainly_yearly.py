"""The rows of the yearly report of the province, in slow and obvious Python.

A second reading of what each column says, from domain §5 and the docstring of `yearly_facts`. Tables
and rules are those of `tests.plainly`.
"""

from datetime import date
from typing import Any

from qms_model.vietnamese import order
from tests.plainly import (
    Answer,
    Row,
    Rules,
    Tables,
    are_audits_collected,
    cell,
    due_day,
    existing,
    host_of,
    is_applied,
    is_exempt,
    is_open,
    last_day,
    obligation_of,
    on_or_before,
    pool_of,
    records,
    selected,
    state_of,
    the_attestation,
)
from tests.plainly_findings import closing_day, findings_with_audits

INSPECTIONS = ["inspection_file", "inspection_onsite"]


def yearly(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """One row per agency that exists and matches, by type as config.yaml lists them, then by name."""
    types = [entry["code"] for entry in rules["types"]]
    rows = sorted(
        selected(tables, rules, day, **filters),
        key=lambda row: (types.index(row["type"]), order(row["name"]), row["agency"]),
    )
    return [row_of(tables, rules, day, row, filters.get("edition")) for row in rows]


def row_of(tables: Tables, rules: Rules, day: date, row: Row, edition: str | None) -> Answer:
    """What the report says of one agency; None where it says nothing."""
    agency, pool = row["agency"], pool_of(tables, row, day)
    state = state_of(tables, row, rules, day, edition)
    shown = the_attestation(tables, row, rules, day, edition) or {}
    inspection = last_audit(tables, pool, INSPECTIONS, date(day.year, 1, 1), day)
    exemption = longest_exemption(tables, agency, day)
    host = host_of(tables, row, day)
    exempt = is_exempt(tables, agency, day)
    return {
        "agency": agency,
        "name": row["name"],
        "type": row["type"],
        "form": form_of(state, shown),
        "kind": cell(shown, "kind") or None,
        "number": cell(shown, "number") or None,
        "edition": cell(shown, "edition") or None,
        "issued_on": cell(shown, "issued_on") or None,
        **procedures(tables, pool, day),
        "internal_audit": held_on(last_audit(tables, pool, ["internal"], date.min, day)),
        "management_review": held_on(last_audit(tables, pool, ["management_review"], date.min, day)),
        "inspection": None if inspection is None else inspection["kind"],
        "inspected_on": held_on(inspection),
        "applied": is_applied(state),
        "asked": obligation_of(row, rules, day) == "mandatory" and not exempt,
        **remedies(tables, agency, rules, day),
        "exempt_until": None if exemption is None else exemption["until"],
        "exempt_basis": None if exemption is None else exemption["basis"],
        "host": None if host is None else existing(tables, day)[host]["name"],
    }


def form_of(state: str, shown: Row) -> str:
    """In force by which paper; not begun, planned or not; else its state."""
    if state == "in_force":
        return shown["kind"]
    return "none" if state in ("no_plan", "not_started") else state


def is_later(row: Row, found: Row | None, column: str) -> bool:
    """Whether the row takes the place of what was found so far: it is not earlier."""
    return found is None or last_day(row[column]) >= last_day(found[column])


def last_audit(tables: Tables, pool: list[str], kinds: list[str], since: date, day: date) -> Row | None:
    """The last audit of these kinds in the days; of one day the agency's own, of those the last recorded."""
    found = None
    for agency in reversed(pool):
        for audit in records(tables, "audits", [agency]):
            held = last_day(audit["held_on"])
            if audit["kind"] in kinds and since <= held <= day and is_later(audit, found, "held_on"):
                found = audit
    return found


def held_on(audit: Row | None) -> str | None:
    return None if audit is None else audit["held_on"]


def procedures(tables: Tables, pool: list[str], day: date) -> Answer:
    """The last count that says both numbers; of one day the agency's own."""
    found = None
    for agency in reversed(pool):
        for count in records(tables, "procedures", [agency]):
            both = cell(count, "tthc_total") and cell(count, "tthc_in_scope")
            known = both and on_or_before(count["counted_on"], day)
            if known and is_later(count, found, "counted_on"):
                found = count
    if found is None:
        return {"tthc_in_scope": None, "tthc_total": None}
    return {name: int(found[name]) for name in ("tthc_in_scope", "tthc_total")}


def remedies(tables: Tables, agency: str, rules: Rules, day: date) -> Answer:
    """Its own findings: open, overdue, and closed since 1 January; None where no audit is recorded."""
    if not are_audits_collected(tables, day):
        return {"open": None, "overdue": None, "closed": None}
    counts = {"open": 0, "overdue": 0, "closed": 0}
    for finding, audit in findings_with_audits(tables):
        if audit["agency"] != agency or not on_or_before(audit["held_on"], day):
            continue
        closed = closing_day(finding, day)
        if is_open(finding, audit, day):
            counts["open"] += 1
            counts["overdue"] += due_day(finding, audit, rules) < day
        elif closed is not None and closed.year == day.year:
            counts["closed"] += 1
    return dict(counts)


def longest_exemption(tables: Tables, agency: str, day: date) -> Row | None:
    """Of those that hold on the day the one that lasts longest, of equals the last recorded."""
    found = None
    for row in records(tables, "exemptions", [agency]):
        holds = last_day(row["starts_on"]) <= day <= last_day(row["until"])
        if holds and is_later(row, found, "until"):
            found = row
    return found
