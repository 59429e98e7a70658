"""What audits found, whether it is fixed and what came back, in slow and obvious Python.

A second reading of domain §6, as `tests.plainly` is of §5: one question per function, each quoting the
sentence it stands for. Tables and rules are those of `tests.plainly`; the rules hold the table of clauses.
"""

from datetime import date
from statistics import median
from typing import Any

from tests.plainly import (
    Answer,
    Row,
    Rules,
    Tables,
    add_months,
    attestations_of,
    cell,
    due_day,
    is_open,
    last_day,
    pool_of,
    row_of_the_day,
    rule_of_code,
    selected,
)

GRADES = ["major", "minor", "observation", "issue"]
AGES = ["not_due", "d1_30", "d31_60", "d61_90", "over_90"]


# The clause ----------------------------------------------------------------------------------------------


def edition_read_in(tables: Tables, audit: Row, rules: Rules) -> str:
    """Registry format §1: "Read in the newest edition attested to the agency by then"; §5: "An agency's
    records are its own and those of its host together". Where nothing was attested: the newest edition
    published by the day, or none."""
    held = last_day(audit["held_on"])
    row = row_of_the_day(tables, audit["agency"], held)
    pool = [audit["agency"]] if row is None else pool_of(tables, row, held)
    entries = [
        rule_of_code(rules, "editions", one["edition"]) for one in attestations_of(tables, pool, held, None)
    ]
    if not entries:
        enabled = [entry for entry in rules["editions"] if entry.get("enabled", True)]
        entries = [entry for entry in enabled if entry["published"] <= held]
    newest = max(entries, key=lambda entry: entry["published"], default={"code": ""})
    code: str = newest["code"]
    return code


def clause_of(tables: Tables, finding: Row, audit: Row, rules: Rules) -> tuple[str, str]:
    """The edition and the number that a finding names: "`8.2.2` [...] or `2008:8.2.2`"; what follows the
    number is a finer item of it."""
    text = cell(finding, "clause")
    edition = edition_read_in(tables, audit, rules)
    if ":" in text:
        before, _, after = text.partition(":")
        if after.strip()[:1].isdigit() and before.strip().isalnum():
            edition, text = before.strip(), after.strip()
    number = ""
    for letter in text:
        if not (letter.isdigit() or (letter == "." and number)):
            break
        number += letter
    return edition, number.rstrip(".")


def clause_that_holds(rules: Rules, edition: str, number: str) -> str:
    """The common clause of exactly this number; blank where it is in none."""
    for clause in rules["clauses"]:
        if f"{edition}:{number}" in clause["numbers"]:
            code: str = clause["code"]
            return code
    return ""


def common_clause(tables: Tables, finding: Row, audit: Row, rules: Rules) -> str:
    """§6: "A table maps 2000, 2008 and 2015 clauses to a common clause"; one that the table does not know
    is read as the clause above it."""
    if not cell(finding, "clause"):
        return ""
    edition, number = clause_of(tables, finding, audit, rules)
    parts = number.split(".")
    for length in range(len(parts), 0, -1):
        common = clause_that_holds(rules, edition, ".".join(parts[:length]))
        if common:
            return common
    return ""


def is_clause_unlisted(tables: Tables, finding: Row, audit: Row, rules: Rules) -> bool:
    """Registry format §1: "Clause not in the edition's table"; an edition without a table says nothing, but
    one that nobody knows has no clauses at all."""
    edition, number = clause_of(tables, finding, audit, rules)
    if not cell(finding, "clause") or edition == "":
        return False
    with_table = {one.partition(":")[0] for clause in rules["clauses"] for one in clause["numbers"]}
    is_known = edition in {entry["code"] for entry in rules["editions"]}
    if not with_table or (is_known and edition not in with_table):
        return False
    return clause_that_holds(rules, edition, number) == ""


# One finding ---------------------------------------------------------------------------------------------


def grade_of(finding: Row) -> str:
    """§6: "`issue` (from an inspection, ungraded)"."""
    return cell(finding, "grade") or "issue"


def closing_day(finding: Row, day: date) -> date | None:
    """§5: "Open [...] until the day before `closed_on` (an ungraded issue also closes at `corrected_on`)";
    the first day on which it was not open, if that has come."""
    columns = ["closed_on", "corrected_on"] if grade_of(finding) == "issue" else ["closed_on"]
    days = [last_day(cell(finding, column)) for column in columns if cell(finding, column)]
    return min((one for one in days if one <= day), default=None)


def age_of(days_overdue: int) -> str:
    """§6: "Ageing: not due / 1-30 / 31-60 / 61-90 / over 90 days"."""
    if days_overdue <= 0:
        return "not_due"
    if days_overdue <= 30:
        return "d1_30"
    if days_overdue <= 60:
        return "d31_60"
    return "d61_90" if days_overdue <= 90 else "over_90"


def comes_back_from(tables: Tables, finding: Row, audit: Row, rules: Rules) -> Row | None:
    """§6: "Recurrence: same agency, same common clause, within 24 months". The last one of an earlier day,
    of one day the one recorded last."""
    common, found = common_clause(tables, finding, audit, rules), None
    if not common:
        return None
    held = last_day(audit["held_on"])
    for other, its_audit in findings_with_audits(tables):
        day = last_day(its_audit["held_on"])
        same = its_audit["agency"] == audit["agency"]
        if not same or common_clause(tables, other, its_audit, rules) != common:
            continue
        if day < held <= add_months(day, rules["limits"]["recurrence_months"]) and (
            found is None or day >= found[1]
        ):
            found = (other, day)
    return None if found is None else found[0]


# The questions -------------------------------------------------------------------------------------------


def findings_with_audits(tables: Tables) -> list[tuple[Row, Row]]:
    """Every finding with its audit, in the order of the table."""
    audits = {audit["audit"]: audit for audit in tables.get("audits", [])}
    return [(finding, audits[finding["audit"]]) for finding in tables.get("findings", [])]


def listed(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """Every finding raised by the end of the day at "agencies that exist on d and match the filters", by the
    day of its audit."""
    rows = {row["agency"]: row for row in selected(tables, rules, day, **filters)}
    answers = []
    for finding, audit in findings_with_audits(tables):
        if audit["agency"] not in rows or last_day(audit["held_on"]) > day:
            continue
        opened, due = is_open(finding, audit, day), due_day(finding, audit, rules)
        closed = closing_day(finding, day)
        assert opened == (closed is None)
        days_overdue = (day - due).days if opened and due < day else 0
        answers.append(
            {
                "finding": finding["finding"],
                "agency": audit["agency"],
                "name": cell(rows[audit["agency"]], "name"),
                "audit": audit["audit"],
                "kind": audit["kind"],
                "grade": grade_of(finding),
                "clause": cell(finding, "clause"),
                "common": common_clause(tables, finding, audit, rules),
                "cause": cell(finding, "cause"),
                "held_on": audit["held_on"],
                "due_on": "" if due == date.max else due.isoformat(),
                "closed_on": "" if closed is None else closed.isoformat(),
                "status": ("overdue" if days_overdue else "open") if opened else "closed",
                "age": age_of(days_overdue) if opened else "",
                "days_overdue": days_overdue or None,
                "reopens": cell(finding, "reopens"),
                "recurs": comes_back_from(tables, finding, audit, rules) is not None,
            }
        )
    return sorted(answers, key=lambda answer: str(answer["held_on"]))


def group_of(answer: Answer, by: str | None) -> str:
    """The group of a finding; blank where it is not set."""
    if by is None:
        return ""
    group: str = answer["common" if by == "clause" else by]
    return group


def findings(
    tables: Tables, rules: Rules, day: date, *, by: str | None = None, **filters: Any
) -> list[Answer]:
    """The `findings` command: "open and closed findings"; of the open how many are overdue. "Without `--by`:
    one row with an empty group; with it, groups in code order, the empty one last"; grades and ages in
    theirs."""
    answers = listed(tables, rules, day, **filters)
    names = {group_of(answer, by) for answer in answers}
    in_order = {"grade": GRADES, "age": AGES}.get(by or "", sorted(names - {""}))
    groups = [name for name in in_order if name in names] + ([""] if "" in names or by is None else [])
    return [
        {
            "group": group,
            "open": sum(status != "closed" for status in statuses),
            "overdue": sum(status == "overdue" for status in statuses),
            "closed": sum(status == "closed" for status in statuses),
        }
        for group in groups
        for statuses in [[one["status"] for one in answers if group_of(one, by) == group]]
    ]


def quarter_of(day: date) -> tuple[int, int]:
    """The year and the quarter of a day."""
    return day.year, (day.month - 1) // 3


def flow(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """Screens §2: "Opened and closed per quarter with the stock"."""
    answers = listed(tables, rules, day, **filters)
    opened = [quarter_of(date.fromisoformat(one["held_on"])) for one in answers]
    closed = [quarter_of(date.fromisoformat(one["closed_on"])) for one in answers if one["closed_on"]]
    rows = []
    year, quarter = min(opened, default=(9999, 0))
    while (year, quarter) <= quarter_of(day):
        done = sum(one <= (year, quarter) for one in closed)
        rows.append(
            {
                "opened": opened.count((year, quarter)),
                "closed": closed.count((year, quarter)),
                "stock": sum(one <= (year, quarter) for one in opened) - done,
            }
        )
        year, quarter = (year, quarter + 1) if quarter < 3 else (year + 1, 0)
    return rows


def ageing(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[tuple[str, str, int]]:
    """Screens §2: "Ageing by grade"."""
    still = [one for one in listed(tables, rules, day, **filters) if one["status"] != "closed"]
    cells = [(one["grade"], one["age"]) for one in still]
    return [(grade, age, cells.count((grade, age))) for grade in GRADES for age in AGES]


def recurrence(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[tuple[str, str]]:
    """What came back, and from which finding."""
    raised = {finding["finding"]: (finding, audit) for finding, audit in findings_with_audits(tables)}
    found = []
    for one in listed(tables, rules, day, **filters):
        earlier = comes_back_from(tables, *raised[one["finding"]], rules)
        if earlier is not None:
            found.append((str(one["finding"]), earlier["finding"]))
    return found


def days_to_fix(tables: Tables, rules: Rules, day: date, **filters: Any) -> list[Answer]:
    """Screens §2: "Days to fix": the median from raised to closed."""
    answers = [one for one in listed(tables, rules, day, **filters) if one["status"] == "closed"]
    result = []
    for grade in GRADES:
        days = [
            (date.fromisoformat(one["closed_on"]) - date.fromisoformat(one["held_on"])).days
            for one in answers
            if one["grade"] == grade
        ]
        result.append({"grade": grade, "median_days": median(days) if days else None, "n": len(days)})
    return result
