"""The questions about certificates and declarations, in slow and obvious Python.

A second reading of what `qms_model.attestations` says it answers, as `tests.plainly` is of the domain text.
Tables and rules are those of `tests.plainly`; a sentence is its English text.
"""

from datetime import date
from typing import Any

from tests.plainly import (
    NEVER,
    ONE_DAY,
    Answer,
    Row,
    Rules,
    Tables,
    add_months,
    attestations_of,
    cell,
    day_after_expiry,
    edition_invalid_from,
    end_of,
    first_invalid_day,
    is_exempt,
    is_in_force,
    is_issued,
    is_last_day_assumed,
    is_suspended,
    last_day,
    last_valid_day,
    pool_of,
    records,
    rule_of_code,
    selected,
    state_of,
    the_attestation,
    was_withdrawn,
)

MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def counted(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Row]:
    """The agencies that match and are not exempt."""
    rows = selected(tables, rules, day, **filters)
    return [row for row in rows if not is_exempt(tables, row["agency"], day)]


def held(tables: Tables, row: Row, rules: Rules, day: date, edition: str | None) -> str:
    """The edition of "the" attestation of an agency; blank: it never had one."""
    return cell(the_attestation(tables, row, rules, day, edition) or {}, "edition")


def by_edition(tables: Tables, rules: Rules, day: date, **filters: Any) -> dict[tuple[str, str, str], int]:
    """Agencies by type, edition and state."""
    found: dict[tuple[str, str, str], int] = {}
    for row in counted(tables, rules, day, **filters):
        edition = held(tables, row, rules, day, filters.get("edition"))
        key = (row["type"], edition, state_of(tables, row, rules, day, filters.get("edition")))
        found[key] = found.get(key, 0) + 1
    return found


def transition(tables: Tables, rules: Rules, days: list[date], **filters: Any) -> dict[tuple[date, str], int]:
    """Agencies in force on each day by edition, where there are any."""
    found: dict[tuple[date, str], int] = {}
    for day in set(days):
        for row in counted(tables, rules, day, **filters):
            if state_of(tables, row, rules, day, filters.get("edition")) == "in_force":
                key = (day, held(tables, row, rules, day, filters.get("edition")))
                found[key] = found.get(key, 0) + 1
    return found


def lapsing_by(tables: Tables, row: Row, rules: Rules, day: date, edition: str | None) -> Row | None:
    """Of its own and its host's in force the one that lasts longest; of equals one whose day is written,
    then its own, then the latest issue, then the newest edition."""
    pool = pool_of(tables, row, day)
    in_force = [one for one in attestations_of(tables, pool, day, edition) if is_in_force(one, rules, day)]
    return max(
        in_force,
        key=lambda one: (
            last_valid_day(one, rules),
            not is_last_day_assumed(one, rules),
            one["agency"] == row["agency"],
            order_of(one, rules),
        ),
        default=None,
    )


def order_of(attestation: Row, rules: Rules) -> tuple[date, date]:
    """By issue, then edition."""
    published: date = rule_of_code(rules, "editions", attestation["edition"])["published"]
    return last_day(attestation["issued_on"]), published


def calendar(
    tables: Tables, rules: Rules, day: date, months: int, **filters: Any
) -> dict[tuple[str, str, str], list[int]]:
    """By month ("2015-03", "later", "no_end"), kind and edition: the agencies that lapse then, and of how
    many the day is only assumed."""
    in_time = [add_months(day.replace(day=1), ahead).isoformat()[:7] for ahead in range(months + 1)]
    found: dict[tuple[str, str, str], list[int]] = {}
    for row in counted(tables, rules, day, **filters):
        one = lapsing_by(tables, row, rules, day, filters.get("edition"))
        if one is None:
            continue
        last = last_valid_day(one, rules)
        month = "no_end" if last == NEVER else last.isoformat()[:7]
        when = month if month in (*in_time, "no_end") else "later"
        counts = found.setdefault((when, one["kind"], one["edition"]), [0, 0])
        counts[0] += 1
        counts[1] += is_last_day_assumed(one, rules)
    return found


def register(tables: Tables, rules: Rules, day: date, past: bool, **filters: Any) -> list[Answer]:
    """Every certificate and declaration issued by the day, agency by agency, the latest first."""
    found = []
    for row in selected(tables, rules, day, **filters):
        shown = the_attestation(tables, row, rules, day, filters.get("edition"))
        papers = attestations_of(tables, {row["agency"]}, day, filters.get("edition"))
        found += [
            line_of(tables, row, one, rules, day) | {"shown": one is shown}
            for one in sorted(papers, key=lambda one: order_of(one, rules), reverse=True)
            if past or one is shown or not is_over(one, rules, day)
        ]
    return found


def line_of(tables: Tables, row: Row, one: Row, rules: Rules, day: date) -> Answer:
    """What the register says of one of them."""
    last = last_known_day(one, rules, day)
    left = None if last is None or is_over(one, rules, day) else (last - day).days
    as_recorded = ("kind", "edition", "number", "body", "issued_on", "expires_on")
    return {
        **{name: cell(row, name) for name in ("agency", "name", "name_en", "type", "district")},
        **{name: cell(one, name) for name in as_recorded},
        "last_day": last,
        "days_left": left,
        "state": state_of_paper(one, rules, day),
        "why": why(tables, one, rules, day),
    }


def is_over(one: Row, rules: Rules, day: date) -> bool:
    """Whether something has stopped it by the day, suspension apart."""
    return first_invalid_day(one, rules) <= day


def last_known_day(one: Row, rules: Rules, day: date) -> date | None:
    """§7: "An end announced for later is not known"; None: it has no end by date."""
    if is_over(one, rules, day):
        return first_invalid_day(one, rules) - ONE_DAY
    last = last_valid_day(one, rules)
    return None if last == NEVER else last


def state_of_paper(one: Row, rules: Rules, day: date) -> str:
    """Of one paper: in force, suspended, or over, and then whether it was taken away."""
    if is_over(one, rules, day):
        return "withdrawn" if was_withdrawn(one, rules) else "lapsed"
    return "suspended" if is_suspended(one, rules, day) else "in_force"


def why(tables: Tables, one: Row, rules: Rules, day: date) -> str:
    """Why it is in that state; what stopped it is, on the same day, its own end before its expiry before its
    edition's end."""
    if is_over(one, rules, day):
        return why_over(tables, one, rules)
    if is_suspended(one, rules, day):
        return f"Suspended since {said(last_day(one['suspended_on']))} and not restored"
    last = last_valid_day(one, rules)
    if last == NEVER:
        return "In force, with no expiry by date"
    if is_last_day_assumed(one, rules):
        return f"Names no expiry; taken to be in force until {said(last)}"
    if last + ONE_DAY == day_after_expiry(one, rules):
        return f"In force until {said(last)}"
    return f"In force until {said(last)}, when edition {one['edition']} becomes invalid"


def why_over(tables: Tables, one: Row, rules: Rules) -> str:
    """What stopped it first."""
    since = first_invalid_day(one, rules)
    if end_of(one) == since:
        words = {"withdrawn": "Withdrawn", "cancelled": "Cancelled", "replaced": "Replaced"}
        reason = cell(one, "ended_because")
        if not reason:
            return f"Ended with effect from {said(since)}, for no recorded reason"
        successor = latest_by(tables, one, since, rules) if reason == "replaced" else None
        by = f" by: {called(successor)}" if successor else ""
        return f"{words[reason]} with effect from {said(since)}{by}"
    if day_after_expiry(one, rules) == since:
        until = said(since - ONE_DAY)
        if cell(one, "expires_on"):
            return f"Expired: it was in force until {until}"
        return f"Names no expiry; taken to have been in force until {until}"
    assert edition_invalid_from(one, rules) == since
    return f"Edition {one['edition']} has been invalid since {said(since)}"


def latest_by(tables: Tables, one: Row, since: date, rules: Rules) -> Row | None:
    """The latest that its agency had been issued when it was replaced, if that is another one and was valid
    then."""
    issued = [other for other in records(tables, "attestations", {one["agency"]}) if is_issued(other, since)]
    latest = max(issued, key=lambda other: order_of(other, rules), default=one)
    return latest if latest is not one and first_invalid_day(latest, rules) > since else None


def called(one: Row) -> str:
    """What a paper is called in a sentence."""
    number, of_edition = cell(one, "number"), f"(TCVN ISO 9001:{one['edition']})"
    verb = "issued" if one["kind"] == "certificate" else "made"
    name = one["kind"].title() + f" {number}" if number else f"The {one['kind']}"
    return f"{name} {of_edition} {verb} {said_as_recorded(one['issued_on'])}"


def said(day: date) -> str:
    """5 Mar 2015."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def said_as_recorded(text: str) -> str:
    """5 Mar 2015, Mar 2015 or 2015."""
    if len(text) == 10:
        return said(date.fromisoformat(text))
    return text if len(text) == 4 else f"{MONTH_NAMES[int(text[5:]) - 1]} {text[:4]}"
