"""The state of every agency on a day, in slow and obvious Python.

A second reading of the domain text, one question per function, written without looking at the fast one:
tests compare the two on thousands of small registries. Each docstring quotes the sentence it stands for,
with its section in the domain text.
Nothing here is used by the product, and nothing of the product is used here.

A registry is a dict from table name to rows; a row is a dict from English column name to canonical text:
dates are ISO text as precise as they are known ("2009", "2009-03", "2009-03-15"), yes/no, English codes;
an absent column and an empty text are both blank. Rules are the part "rules" of config.yaml.
"""

from calendar import monthrange
from collections.abc import Callable, Collection
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, str]
Tables = dict[str, list[Row]]
Rules = dict[str, Any]
Answer = dict[str, Any]

ONE_DAY = timedelta(days=1)
ALWAYS = date.min  # the first day of what has no beginning
NEVER = date.max  # the first invalid day of what has no end
HEIGHTS = ["none", "applied", "attested", "in_force", "effective"]  # the rungs, lowest first


# Days ----------------------------------------------------------------------------------------------------


def first_day(text: str) -> date:
    """§5: "A partial date counts as the last day of its period, but a partial establishment as the first"."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(text: str) -> date:
    """§5: "A date may be known to the day, month or year only [...] a partial date counts as the last day of
    its period"."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], monthrange(parts[0], parts[1])[1])
    return date(*parts)


def add_months(day: date, months: int) -> date:
    """§3: "Same day two months on, clamped: 31/12 -> 28 or 29/2"."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def on_or_before(text: str, day: date) -> bool:
    """Whether something has a date, and that date has come by the end of the day."""
    return text != "" and last_day(text) <= day


# Reading a registry --------------------------------------------------------------------------------------


def cell(row: Row, column: str) -> str:
    """The text of a cell; blank where the column is absent."""
    return row.get(column, "")


def records(tables: Tables, table: str, agencies: Collection[str]) -> list[Row]:
    """The rows of a table that belong to one of these agencies."""
    return [row for row in tables.get(table, []) if row["agency"] in agencies]


def rule_of_code(rules: Rules, kind: str, code: str) -> Answer:
    """The entry of config.yaml that has this code: of "types" or of "editions"."""
    return next(entry for entry in rules[kind] if entry["code"] == code)


# Does the agency exist, and as what? ---------------------------------------------------------------------


def established(row: Row) -> date:
    """§5: "A partial establishment [counts] as the first [day of its period]"; blank: since ever."""
    text = cell(row, "established_on")
    return first_day(text) if text else ALWAYS


def dissolved(row: Row) -> date:
    """`dissolved_on` is the "first day it no longer exists"; blank: it still exists."""
    text = cell(row, "dissolved_on")
    return last_day(text) if text else NEVER


def row_of_the_day(tables: Tables, agency: str, day: date) -> Row | None:
    """§5: "An agency with several rows (renamed, moved) is read from the row of the day; where partial dates
    make two rows overlap, the later starts when the earlier ends." None: it does not exist that day."""
    earlier_ends = ALWAYS
    rows = records(tables, "agencies", {agency})
    for row in sorted(rows, key=lambda row: (established(row), dissolved(row))):
        starts = max(established(row), earlier_ends)
        if starts <= day < dissolved(row):
            return row
        earlier_ends = max(earlier_ends, dissolved(row))
    return None


def existing(tables: Tables, day: date) -> dict[str, Row]:
    """The agencies that exist on the day, by code, each with its row of the day.

    "(absent): the agency does not exist that day: never in any count or list."
    """
    codes = sorted({row["agency"] for row in tables.get("agencies", [])})
    rows = {code: row_of_the_day(tables, code, day) for code in codes}
    return {code: row for code, row in rows.items() if row is not None}


def host_of(tables: Tables, row: Row, day: date) -> str | None:
    """§5: "Its host (the agency whose QMS it shares that day). [...] One step only; a host that does not
    exist on d lends nothing"."""
    host = cell(row, "shares_qms_of")
    return host if host and row_of_the_day(tables, host, day) is not None else None


def pool_of(tables: Tables, row: Row, day: date) -> list[str]:
    """§5: "An agency's records are its own and those of its host together": whose records serve it."""
    host = host_of(tables, row, day)
    return [row["agency"]] if host is None else [row["agency"], host]


def obligation_of(row: Row, rules: Rules, day: date) -> str:
    """§5: "`mandatory` or `encouraged`, never blank"; "depends on agency type and day"; "an override holds on
    the days of its row"."""
    if cell(row, "obligation"):
        return cell(row, "obligation")
    mandatory_from = rule_of_code(rules, "types", row["type"]).get("mandatory_from")
    return "mandatory" if mandatory_from is not None and mandatory_from <= day else "encouraged"


def is_exempt(tables: Tables, agency: str, day: date) -> bool:
    """§5: "An agency exempt on d (explained, dated `starts_on` to `until` inclusive)"."""
    return any(
        last_day(row["starts_on"]) <= day <= last_day(row["until"])
        for row in records(tables, "exemptions", {agency})
    )


# One attestation -----------------------------------------------------------------------------------------


def is_issued(attestation: Row, day: date) -> bool:
    """§5: "`issued_on <= d`"."""
    return on_or_before(attestation["issued_on"], day)


def day_after_expiry(attestation: Row, rules: Rules) -> date:
    """§5: "`d <= expires_on` (inclusive; blank: a declaration does not expire, a certificate is taken to run
    3 years, to the day before)"."""
    if cell(attestation, "expires_on"):
        return last_day(attestation["expires_on"]) + ONE_DAY
    if attestation["kind"] == "declaration":
        return NEVER
    return add_months(last_day(attestation["issued_on"]), rules["regimes"]["certificate_term_months"])


def edition_invalid_from(attestation: Row, rules: Rules) -> date:
    """§5: "For certificates `d < invalid_from` of the edition (for declarations
    `d < declarations_invalid_from` if set)"."""
    setting = "invalid_from" if attestation["kind"] == "certificate" else "declarations_invalid_from"
    return rule_of_code(rules, "editions", attestation["edition"]).get(setting) or NEVER


def end_of(attestation: Row) -> date:
    """§5: "`ended_on` is the first day it no longer counts"."""
    text = cell(attestation, "ended_on")
    return last_day(text) if text else NEVER


def first_invalid_day(attestation: Row, rules: Rules) -> date:
    """The first day on which it has expired, is ended, or its edition is invalid."""
    return min(
        day_after_expiry(attestation, rules), edition_invalid_from(attestation, rules), end_of(attestation)
    )


def is_suspension_running(attestation: Row, day: date) -> bool:
    """§5: "`suspended_on <= d < restored_on`"."""
    begun = on_or_before(cell(attestation, "suspended_on"), day)
    return begun and not on_or_before(cell(attestation, "restored_on"), day)


def is_valid_but_for_suspension(attestation: Row, rules: Rules, day: date) -> bool:
    """Issued, not expired, not ended, of a valid edition: whether suspended or not."""
    return is_issued(attestation, day) and day < first_invalid_day(attestation, rules)


def is_in_force(attestation: Row, rules: Rules, day: date) -> bool:
    """§5: "Is in force on day d iff `issued_on <= d`, and `d <= expires_on`, and not suspended on d, and not
    ended, and for certificates `d < invalid_from` of the edition"."""
    return is_valid_but_for_suspension(attestation, rules, day) and not is_suspension_running(
        attestation, day
    )


def is_suspended(attestation: Row, rules: Rules, day: date) -> bool:
    """§5: "Suspended but otherwise valid"."""
    return is_valid_but_for_suspension(attestation, rules, day) and is_suspension_running(attestation, day)


def was_withdrawn(attestation: Row, rules: Rules) -> bool:
    """Whether a withdrawal or cancellation is what ended it: dated at the latest on the day after expiry, and
    at the latest on the edition's first invalid day."""
    reason_given = cell(attestation, "ended_because") in ("withdrawn", "cancelled")
    return reason_given and end_of(attestation) == first_invalid_day(attestation, rules) != NEVER


# The attestations of an agency ---------------------------------------------------------------------------


def attestations_of(tables: Tables, agencies: Collection[str], day: date, edition: str | None) -> list[Row]:
    """What was issued to one of these agencies by the day; with an edition, of that edition only: the others
    count nowhere."""
    issued = [row for row in records(tables, "attestations", agencies) if is_issued(row, day)]
    return [row for row in issued if edition is None or row["edition"] == edition]


def latest_issued(attestations: list[Row], rules: Rules) -> Row | None:
    """§5: "Latest issue, then newest edition"."""
    return max(attestations, key=lambda row: _issue_and_edition(row, rules), default=None)


def latest_valid(attestations: list[Row], rules: Rules) -> Row | None:
    """§5: "The one whose first invalid day is latest decides"; on equal days the latest issue, then the
    newest edition, then the agency's own (which come first in the list)."""
    return max(
        attestations,
        key=lambda row: (first_invalid_day(row, rules), *_issue_and_edition(row, rules)),
        default=None,
    )


def _issue_and_edition(attestation: Row, rules: Rules) -> tuple[date, date]:
    published: date = rule_of_code(rules, "editions", attestation["edition"])["published"]
    return last_day(attestation["issued_on"]), published


def deciding_past_attestation(attestations: list[Row], rules: Rules, day: date) -> Row | None:
    """§5: "Of several past attestations the one whose first invalid day is latest decides; one suspended but
    otherwise valid comes before them"."""
    not_in_force = [row for row in attestations if not is_in_force(row, rules, day)]
    suspended = [row for row in not_in_force if is_suspended(row, rules, day)]
    return latest_valid(suspended or not_in_force, rules)


def the_attestation(
    tables: Tables, row: Row, rules: Rules, day: date, edition: str | None = None
) -> Row | None:
    """§5: "Wherever one is shown or grouped by edition: its own in force (latest issue, then newest edition),
    else the host's in force, else its own past one, else the host's"."""
    of_each = [attestations_of(tables, {agency}, day, edition) for agency in pool_of(tables, row, day)]
    in_force = [[one for one in some if is_in_force(one, rules, day)] for some in of_each]
    for some in in_force:
        if some:
            return latest_issued(some, rules)
    for some in of_each:
        if some:
            return deciding_past_attestation(some, rules, day)
    return None


# Milestones ----------------------------------------------------------------------------------------------


def adoption_cells(tables: Tables, agencies: Collection[str], column: str) -> list[str]:
    """What the table of adoptions says in a column for these agencies, blanks left out."""
    return [cell(row, column) for row in records(tables, "adoptions", agencies) if cell(row, column)]


def has_reached(tables: Tables, agencies: Collection[str], column: str, day: date) -> bool:
    """Whether one of the agencies has passed a milestone (a column of adoptions) by the day."""
    return any(on_or_before(text, day) for text in adoption_cells(tables, agencies, column))


def adoption_year(tables: Tables, row: Row, day: date) -> int | None:
    """§5: "The year of the earliest `applied_on`, `confirmed_on` or `issued_on` up to d among its own and,
    on d, its host's records." An edition asked for changes nothing here."""
    pool = pool_of(tables, row, day)
    texts = adoption_cells(tables, pool, "applied_on") + adoption_cells(tables, pool, "confirmed_on")
    texts += [attestation["issued_on"] for attestation in records(tables, "attestations", pool)]
    return min((last_day(text).year for text in texts if on_or_before(text, day)), default=None)


# Rung 4 --------------------------------------------------------------------------------------------------


def are_audits_collected(tables: Tables, day: date) -> bool:
    """§5: "Where audits are not *collected* on d (the registry holds no audit held on or before d) rung 4 is
    unknown"."""
    return any(on_or_before(audit["held_on"], day) for audit in tables.get("audits", []))


def is_asked(rules: Rules, duty: str, day: date) -> bool:
    """§3: "Periods (in config, each with `from`, `until`, `source`; before `from` its rule is silent)", and
    "after `until`"."""
    period = rules["periods"][duty]
    return (period.get("from") or ALWAYS) <= day <= (period.get("until") or NEVER)


def was_held_within_months(tables: Tables, agencies: list[str], kind: str, months: int, day: date) -> bool:
    """§5: "Within 12 months (`held_on + 12 calendar months >= d`)"."""
    return any(
        audit["kind"] == kind
        and on_or_before(audit["held_on"], day)
        and add_months(last_day(audit["held_on"]), months) >= day
        for audit in records(tables, "audits", agencies)
    )


def was_inspected(tables: Tables, agencies: list[str], day: date) -> bool:
    """§5: "An inspection, by file or on site, since 1 January of the year before d"."""
    since = date(day.year - 1, 1, 1)
    return any(
        audit["kind"] in ("inspection_file", "inspection_onsite")
        and since <= last_day(audit["held_on"]) <= day
        for audit in records(tables, "audits", agencies)
    )


def is_open(finding: Row, audit: Row, day: date) -> bool:
    """§5: "Open on d from its audit's `held_on` until the day before `closed_on` (an ungraded issue also
    closes at `corrected_on`)"."""
    closed = on_or_before(cell(finding, "closed_on"), day)
    if not cell(finding, "grade"):
        closed = closed or on_or_before(cell(finding, "corrected_on"), day)
    return on_or_before(audit["held_on"], day) and not closed


def due_day(finding: Row, audit: Row, rules: Rules) -> date:
    """§6: "Due dates when none is given: major 90 days, minor 90 days, issue 2 calendar months after signing,
    observation none (limits in config)"; "counted from `signed_on`, else `held_on`"."""
    if cell(finding, "due_on"):
        return last_day(finding["due_on"])
    counted_from = last_day(cell(audit, "signed_on") or audit["held_on"])
    grade = cell(finding, "grade")
    if grade == "major":
        return counted_from + timedelta(days=rules["limits"]["major_days"])
    if grade == "minor":
        return counted_from + timedelta(days=rules["limits"]["minor_days"])
    if grade == "":
        return add_months(counted_from, rules["limits"]["issue_months"])
    return NEVER


def has_overdue(tables: Tables, agencies: list[str], grade: str, rules: Rules, day: date) -> bool:
    """§5: "Overdue iff open and `due_on < d`"; "an overdue finding of either fails (c) or (d)"."""
    audits = {audit["audit"]: audit for audit in records(tables, "audits", agencies)}
    return any(
        is_open(finding, audits[finding["audit"]], day)
        and due_day(finding, audits[finding["audit"]], rules) < day
        for finding in tables.get("findings", [])
        if finding["audit"] in audits and cell(finding, "grade") == grade
    )


def failed_conditions(tables: Tables, row: Row, rules: Rules, day: date, in_force: bool) -> tuple[str, ...]:
    """§5: "In force, and (a) an internal audit and (b) a management review within 12 months, and (c) no major
    nonconformity overdue, and (d) no inspection issue overdue, and (e) for mandatory agencies, from
    2015-12-31 on, an inspection. [...] Each agency not on rung 4 lists exactly the conditions it fails."
    Where audits are not collected only `not_in_force` can be known."""
    failed = [] if in_force else ["not_in_force"]
    if not are_audits_collected(tables, day):
        return tuple(failed)
    pool = pool_of(tables, row, day)
    for kind, duty in (("internal", "internal_audit"), ("management_review", "management_review")):
        if is_asked(rules, duty, day):
            months = rules["periods"][duty]["months"]
            if not was_held_within_months(tables, pool, kind, months, day):
                failed.append(duty)
    if has_overdue(tables, pool, "major", rules, day):
        failed.append("major_overdue")
    if has_overdue(tables, pool, "", rules, day):
        failed.append("issue_overdue")
    must_be_inspected = obligation_of(row, rules, day) == "mandatory" and is_asked(rules, "inspection", day)
    if must_be_inspected and not was_inspected(tables, pool, day):
        failed.append("inspection")
    return tuple(failed)


# The state and the rung ----------------------------------------------------------------------------------


def state_of(tables: Tables, row: Row, rules: Rules, day: date, edition: str | None = None) -> str:
    """The table of states: an attestation in force, suspended or past, else the last milestone, else whether
    anything is expected."""
    pool = pool_of(tables, row, day)
    own, hosts = row["agency"], pool[1:]
    attestations = attestations_of(tables, {own}, day, edition) + attestations_of(tables, hosts, day, edition)
    if any(is_in_force(attestation, rules, day) for attestation in attestations):
        return "in_force"
    deciding = deciding_past_attestation(attestations, rules, day)
    if deciding is not None:
        if is_suspended(deciding, rules, day):
            return "suspended"
        return "withdrawn" if was_withdrawn(deciding, rules) else "lapsed"
    if has_reached(tables, pool, "confirmed_on", day):
        return "confirmed"
    if has_reached(tables, pool, "applied_on", day):
        return "applying"
    if has_reached(tables, pool, "started_on", day):
        return "building"
    is_planned = adoption_cells(tables, pool, "planned_year") != []  # "A planned year counts on every day."
    if is_planned or obligation_of(row, rules, day) == "mandatory":
        return "not_started"
    return "no_plan"


def is_applied(state: str) -> bool:
    """§5: "Has applied (documents issued, or effectiveness confirmed) or was ever attested, by d"."""
    return state in ("applying", "confirmed") or is_attested(state)


def is_attested(state: str) -> bool:
    """§5: "Ever attested by d"."""
    return state in ("in_force", "suspended", "lapsed", "withdrawn")


def rung_of(state: str, failed: tuple[str, ...], audits_collected: bool) -> str:
    """The highest of "four nested rungs"; where audits are not collected the fourth is unknown, and the
    highest known is the third."""
    if state == "in_force":
        return "effective" if audits_collected and not failed else "in_force"
    if is_attested(state):
        return "attested"
    return "applied" if is_applied(state) else "none"


# The commands --------------------------------------------------------------------------------------------


def matches(row: Row, rules: Rules, day: date, obligation: str, wanted: dict[str, str | None]) -> bool:
    """§5: "Agencies that exist on d and match the filters": on the values of their row of the day."""
    if obligation not in ("all", obligation_of(row, rules, day)):
        return False
    return all(value is None or cell(row, column) == value for column, value in wanted.items())


def selected(
    tables: Tables,
    rules: Rules,
    day: date,
    *,
    obligation: str = "all",
    type: str | None = None,  # noqa: A002 - the name of the column and of the option
    district: str | None = None,
    parent: str | None = None,
    province: str | None = None,
    edition: str | None = None,
    par_index: bool = False,
) -> list[Row]:
    """The agencies asked for, in code order, each as its row of the day. The edition "restricts which
    attestations count, never N"."""
    wanted = {"type": type, "district": district, "parent": parent, "province": province}
    wanted["in_par_index"] = "yes" if par_index else None
    rows = existing(tables, day).values()
    return [row for row in rows if matches(row, rules, day, obligation, wanted)]


def status_of(tables: Tables, row: Row, rules: Rules, day: date, edition: str | None = None) -> Answer:
    """One row of the `status` command: how an agency stands at the end of the day."""
    state = state_of(tables, row, rules, day, edition)
    failed = failed_conditions(tables, row, rules, day, state == "in_force")
    shown = the_attestation(tables, row, rules, day, edition) or {}
    return {
        "agency": row["agency"],
        "name": cell(row, "name"),
        "type": cell(row, "type"),
        "district": cell(row, "district"),
        "parent": cell(row, "parent"),
        "shares_qms_of": cell(row, "shares_qms_of"),
        "obligation": obligation_of(row, rules, day),
        "exempt": is_exempt(tables, row["agency"], day),
        "state": state,
        "rung": rung_of(state, failed, are_audits_collected(tables, day)),
        "adoption_year": adoption_year(tables, row, day),
        "kind": cell(shown, "kind"),
        "edition": cell(shown, "edition"),
        "issued_on": cell(shown, "issued_on"),
        "expires_on": cell(shown, "expires_on"),
        "failed_conditions": failed,
    }


def status(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """The `status` command: one row per agency, sorted by code, the exempt included.

    Filters: obligation ("all", "mandatory", "encouraged"), type, district, parent, province, edition.
    """
    edition = filters.get("edition")
    return [status_of(tables, row, rules, day, edition) for row in selected(tables, rules, day, **filters)]


def group_of(tables: Tables, row: Row, rules: Rules, day: date, by: str | None) -> str:
    """The group an agency is counted in, "" where that is not set.

    `adoption_year` and `edition` are read from all attestations, also when one edition is asked for.
    """
    if by is None:
        return ""
    if by == "adoption_year":
        year = adoption_year(tables, row, day)
        return "" if year is None else str(year)
    if by == "edition":
        return cell(the_attestation(tables, row, rules, day) or {}, "edition")
    if by == "obligation":
        return obligation_of(row, rules, day)
    return cell(row, by)


def count_group(tables: Tables, rows: list[Row], rules: Rules, day: date, edition: str | None) -> Answer:
    """§5: "An agency exempt on d is left out of n and N of every rung and listed apart; counted + not
    counted = N." `systems`: "distinct QMSs in force"; the QMS of an agency is its host's, if it has one that
    exists, else its own."""
    answers = [(status_of(tables, row, rules, day, edition), pool_of(tables, row, day)[-1]) for row in rows]
    counted = [(answer, system) for answer, system in answers if not answer["exempt"]]

    def count(reaches: Callable[[Answer], bool]) -> int:
        return sum(reaches(answer) for answer, _ in counted)

    return {
        "agencies": len(counted),
        "exempt": len(answers) - len(counted),
        "applied": count(lambda answer: is_applied(answer["state"])),
        "attested": count(lambda answer: is_attested(answer["state"])),
        "in_force": count(lambda answer: answer["state"] == "in_force"),
        "effective": (
            count(lambda answer: answer["rung"] == "effective") if are_audits_collected(tables, day) else None
        ),
        "systems": len({system for answer, system in counted if answer["state"] == "in_force"}),
    }


def coverage(
    tables: Tables, rules: Rules, day: date, *, by: str | None = None, **filters: Any
) -> list[Answer]:
    """The `coverage` command: "without `--by`: one row with an empty group; with it, groups in code order,
    the empty one last". A group without any existing agency does not appear."""
    groups: dict[str, list[Row]] = {} if by else {"": []}
    for row in selected(tables, rules, day, **filters):
        groups.setdefault(group_of(tables, row, rules, day, by), []).append(row)
    in_order = sorted(groups, key=lambda group: (group == "", group))
    edition = filters.get("edition")
    return [{"group": group, **count_group(tables, groups[group], rules, day, edition)} for group in in_order]


def period_ends(start: date, end: date, every: str) -> list[date]:
    """§5: "Each period's last day within the two, and [...] `--to`"."""
    months = {"year": 12, "quarter": 3, "month": 1}[every]
    ends = {end}
    day = start
    while day <= end:
        if (day + ONE_DAY).day == 1 and day.month % months == 0:
            ends.add(day)
        day += ONE_DAY
    return sorted(ends)


def trend(
    tables: Tables,
    rules: Rules,
    start: date,
    end: date,
    *,
    every: str = "year",
    by: str | None = None,
    **filters: Any,
) -> list[Answer]:
    """The `trend` command: "the rungs at each period's last day within the two, and at `--to`"."""
    return [
        {"day": day, **group}
        for day in period_ends(start, end, every)
        for group in coverage(tables, rules, day, by=by, **filters)
    ]


# The plan ------------------------------------------------------------------------------------------------


def is_planned_for(filters: dict[str, Any]) -> bool:
    """A target is set for a type of agency in the whole province: it says nothing of a part of that."""
    return not any(filters.get(name) for name in ("district", "parent", "province", "par_index"))


def says_anything(target: Row, counted: list[Answer], wanted: str) -> bool:
    """Whether a target speaks of these agencies of its type: of all of them, or of one obligation, which a
    target for all does too where every one of them has it."""
    said = cell(target, "obligation") or "all"
    return said == wanted or (said == "all" and all(one["obligation"] == wanted for one in counted))


def target_of(
    tables: Tables, counted: list[Answer], kind: str, day: date, filters: dict[str, Any]
) -> Row | None:
    """ "The plan on d is the latest target with due_on <= d", of the edition asked for, or of none; of the
    same day one that names the obligation."""
    found = None
    in_order = sorted(tables.get("targets", []), key=lambda row: cell(row, "obligation") != "")
    for target in sorted(in_order, key=lambda row: last_day(row["due_on"])):
        due = target["type"] == kind and on_or_before(target["due_on"], day)
        if not due or cell(target, "edition") != (filters.get("edition") or ""):
            continue
        if says_anything(target, counted, filters.get("obligation") or "all"):
            found = target
    return found


def least_count(share: str, agencies: int) -> int:
    """The smallest number of agencies that is at least the share of all."""
    return next(n for n in range(agencies + 1) if Fraction(100 * n) >= Fraction(share) * agencies)


def plan(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """The plan of each type that has one. An exempt agency is "left out of n and N"; a type without an
    agency that counts, and a rung that is not known, say nothing."""
    rows = status(tables, rules, day, type=filters.get("type"), edition=filters.get("edition"))
    counted = [row for row in rows if not row["exempt"]]
    answers = []
    for kind in sorted({row["type"] for row in counted}) if is_planned_for(filters) else []:
        of_type = [row for row in counted if row["type"] == kind]
        target = target_of(tables, of_type, kind, day, filters)
        wanted = filters.get("obligation") or "all"
        asked = [row for row in of_type if wanted in ("all", row["obligation"])]
        if target is None or not asked:
            continue
        rung = cell(target, "rung") or "attested"
        if rung == "effective" and not are_audits_collected(tables, day):
            continue
        height = HEIGHTS.index(rung)
        answers.append(
            {
                "type": kind,
                "due_on": target["due_on"],
                "rung": rung,
                "obligation": cell(target, "obligation") or "all",
                "planned": int(cell(target, "agencies") or least_count(cell(target, "share"), len(asked))),
                "reached": sum(HEIGHTS.index(row["rung"]) >= height for row in asked),
                "agencies": len(asked),
            }
        )
    return answers


# What lapses soon ----------------------------------------------------------------------------------------


def last_valid_day(attestation: Row, rules: Rules) -> date:
    """§7: "The latest last valid day (expiry or edition)"; "an end announced for later is not known"."""
    first_without = min(day_after_expiry(attestation, rules), edition_invalid_from(attestation, rules))
    return first_without if first_without == NEVER else first_without - ONE_DAY


def is_last_day_assumed(attestation: Row, rules: Rules) -> bool:
    """§5: "Blank [...] a certificate is taken to run 3 years [...] and is marked *expiry assumed*"; not where
    its edition ends before that."""
    blank = attestation["kind"] == "certificate" and not cell(attestation, "expires_on")
    return blank and day_after_expiry(attestation, rules) <= edition_invalid_from(attestation, rules)


def expiring(
    tables: Tables, rules: Rules, day: date, *, within_days: int = 90, **filters: Any
) -> list[Answer]:
    """§7, L3: "At most 90 days left". Of its own and its host's in force the one that lasts longest decides,
    of equals one whose day is written; an assumed expiry "raises neither L2 nor L3"."""
    found = []
    for row in selected(tables, rules, day, **filters):
        if is_exempt(tables, row["agency"], day):
            continue
        pool = pool_of(tables, row, day)
        in_force = [
            one
            for one in attestations_of(tables, pool, day, filters.get("edition"))
            if is_in_force(one, rules, day)
        ]
        last = max((last_valid_day(one, rules) for one in in_force), default=NEVER)
        lasting = [one for one in in_force if last_valid_day(one, rules) == last]
        known = any(not is_last_day_assumed(one, rules) for one in lasting)
        if known and last != NEVER and (last - day).days <= within_days:
            found.append({"agency": row["agency"], "last_day": last, "days_left": (last - day).days})
    return sorted(found, key=lambda row: (row["days_left"], row["agency"]))
