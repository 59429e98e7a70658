"""What a registry must satisfy beyond its cells: one check, one function.

Each check looks at the book (the registry as it would be) and yields problems
of rows that stand in the file. A partial date is refused only if no day of its
period would do (registry format §1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from qms_model.config import Rules
from qms_model.dates import first_day, last_day
from qms_model.facts import SPECS
from qms_model.i18n import Message, message
from qms_model.intake.book import Book, Page, keys
from qms_model.intake.problems import WHOLE_FILE, Problem, shown

Check = Callable[[Book, Rules], Iterator[Problem]]
CHECKS: list[Check] = []

_ALWAYS, _NEVER = "0000-01-01", "9999-12-31"
_INSPECTIONS = ("inspection_file", "inspection_onsite")

# (table, column, the table whose codes it must be one of)
_REFERENCES = (
    ("agencies", "shares_qms_of", "agencies"),
    ("adoptions", "agency", "agencies"),
    ("attestations", "agency", "agencies"),
    ("audits", "agency", "agencies"),
    ("findings", "audit", "audits"),
    ("findings", "reopens", "findings"),
    ("procedures", "agency", "agencies"),
    ("objectives", "agency", "agencies"),
    ("reorganisations", "predecessor", "agencies"),
    ("reorganisations", "successor", "agencies"),
    ("exemptions", "agency", "agencies"),
    ("followups", "agency", "agencies"),
)
# (table, columns whose dates must not go backwards)
_ORDERS = (
    ("agencies", ("established_on", "dissolved_on")),
    ("adoptions", ("started_on", "applied_on", "confirmed_on")),
    ("attestations", ("issued_on", "expires_on")),
    ("attestations", ("issued_on", "suspended_on", "restored_on")),
    ("attestations", ("issued_on", "ended_on")),
    ("audits", ("held_on", "signed_on")),
    ("findings", ("corrected_on", "verified_on", "closed_on")),
    ("exemptions", ("starts_on", "until")),
    ("followups", ("on", "promised_on")),
)
_OF_FINDING = ("due_on", "corrected_on", "verified_on", "closed_on")


def problems_of(book: Book, rules: Rules) -> Iterator[Problem]:
    """Everything that the checks find."""
    for check in CHECKS:
        yield from check(book, rules)


def _check(function: Check) -> Check:
    CHECKS.append(function)
    return function


def _later(one: str, other: str) -> bool:
    """Whether `one` is after `other` whatever days they mean."""
    return one > other and first_day(one) > last_day(other)


@_check
def _agencies_are_there(book: Book, _rules: Rules) -> Iterator[Problem]:
    page = book["agencies"]
    if not len(page) and (page.table is None or "agency" in page.table.columns):
        yield Problem("agencies", 1, WHOLE_FILE, message("the required table is missing or empty"))


@_check
def _keys_are_unique(book: Book, _rules: Rules) -> Iterator[Problem]:
    for page in book.values():
        if page.table is None or not _has_keys(page):
            continue
        first: dict[tuple[str, ...], int] = {}
        for position, key in enumerate(keys(page.name, page.columns, page.rows_of_file)[: page.rows_of_file]):
            if position in page.table.rejected or first.setdefault(key, position) == position:
                continue
            row = page.table.numbers[first[key]]
            value = shown(", ".join(part for part in key if part))
            yield page.problem(position, _key_column(page), message("“{value}” is already in row {row}", value=value, row=row))


@_check
def _references_exist(book: Book, _rules: Rules) -> Iterator[Problem]:
    for name, column, target in _REFERENCES:
        page = book[name]
        if not _has_keys(book[target]):
            continue
        codes = set(book[target].columns[_key_column(book[target])])
        for position, code in enumerate(page.columns[column][: page.rows_of_file]):
            if code and code not in codes:
                yield page.problem(position, column, _not_there(code, target))


def _not_there(code: str, target: str) -> Message:
    text = {
        "agencies": "“{value}” is not the code of an agency",
        "audits": "“{value}” is not the code of an audit",
        "findings": "“{value}” is not the code of a finding",
    }[target]
    return message(text, value=shown(code))


@_check
def _dates_go_forward(book: Book, _rules: Rules) -> Iterator[Problem]:
    for name, columns in _ORDERS:
        page = book[name]
        for position, cells in enumerate(page.rows(*columns)):
            if not page.in_file(position):
                break
            dated = [(column, cell) for column, cell in zip(columns, cells, strict=True) if cell]
            for (start, one), (end, other) in pairwise(dated):
                if _later(one, other):
                    yield page.problem(position, end, _before(other, page, start, one))


def _before(value: str, page: Page, column: str, day: str) -> Message:
    header = page.table.written.get(column, column) if page.table else column
    return message("“{value}” is before {column} “{day}”", value=value, column=header, day=day)


@_check
def _findings_follow_their_audit(book: Book, _rules: Rules) -> Iterator[Problem]:
    audits = book["audits"]
    held = {code: (day, place) for place, (code, day) in enumerate(audits.rows("audit", "held_on"))}
    page = book["findings"]
    for position, (audit, *days) in enumerate(page.rows("audit", *_OF_FINDING)):
        on, place = held.get(audit, ("", 0))
        for column, day in zip(_OF_FINDING, days, strict=True):
            if not (day and on and day < on):
                continue
            if page.in_file(position):
                yield page.problem(position, column, _before(day, audits, "held_on", on))
            elif audits.in_file(place):
                why = message("“{value}” is after {column} “{day}” of a finding", value=on, column=column, day=day)
                yield audits.problem(place, "held_on", why)


@_check
def _only_inspections_leave_the_grade_blank(book: Book, _rules: Rules) -> Iterator[Problem]:
    audits = book["audits"]
    kinds = {code: (kind, place) for place, (code, kind) in enumerate(audits.rows("audit", "kind"))}
    page = book["findings"]
    for position, (audit, grade) in enumerate(page.rows("audit", "grade")):
        kind, place = kinds.get(audit, ("", 0))
        if grade or not kind or kind in _INSPECTIONS or _cell_is_bad(page, position, "grade"):
            continue
        why = message("the grade is required: only a finding of an inspection has none (the audit is “{kind}”)", kind=kind)
        if page.in_file(position):
            yield page.problem(position, "grade", why)
        elif audits.in_file(place):
            yield audits.problem(place, "kind", why)


@_check
def _majors_close_with_evidence(book: Book, _rules: Rules) -> Iterator[Problem]:
    page = book["findings"]
    columns = ("grade", "closed_on", "verified_on", "verified_by_evidence")
    for position, (grade, closed, verified, evidence) in enumerate(page.rows(*columns)):
        if not page.in_file(position):
            break
        if grade == "major" and closed and not (verified and evidence):
            missing = "verified_by_evidence" if verified else "verified_on"
            why = message("a major nonconformity is closed only with verified_on and verified_by_evidence")
            yield page.problem(position, missing, why)


@_check
def _periods_do_not_overlap(book: Book, _rules: Rules) -> Iterator[Problem]:
    page = book["agencies"]
    periods: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for position, (code, start, end) in enumerate(page.rows("agency", "established_on", "dissolved_on")):
        periods[code].append((start or _ALWAYS, end or _NEVER, position))
    for code, rows in periods.items():
        for (_, end, earlier), (start, _, later) in pairwise(sorted(rows)):
            if end > start and first_day(end) > last_day(start):
                position = later if page.in_file(later) else earlier
                if page.in_file(position):
                    why = message("two rows of agency “{code}” hold on the same days", code=shown(code))
                    yield page.problem(position, "established_on" if position == later else "dissolved_on", why)


@_check
def _hosts_run_their_own_system(book: Book, _rules: Rules) -> Iterator[Problem]:
    page = book["agencies"]
    names = ("agency", "shares_qms_of", "established_on", "dissolved_on")
    guests: dict[str, list[tuple[str, str, str, int]]] = defaultdict(list)
    for position, (code, host, start, end) in enumerate(page.rows(*names)):
        if host:
            guests[code].append((host, start or _ALWAYS, end or _NEVER, position))
    for code, rows in guests.items():
        for host, start, end, position in rows:
            chain = [p for _, s, e, p in guests.get(host, []) if last_day(s) < first_day(end) and last_day(start) < first_day(e)]
            if code == host:
                why = message("“{value}” cannot share its own system", value=shown(code))
            elif chain:
                why = message("“{value}” itself shares the system of another agency", value=shown(host))
            else:
                continue
            fault = position if page.in_file(position) else next(filter(page.in_file, chain), None)
            if fault is not None:
                yield page.problem(fault, "shares_qms_of", why)


@_check
def _certificates_follow_their_edition(book: Book, rules: Rules) -> Iterator[Problem]:
    page = book["attestations"]
    published = {edition.code: edition.published.isoformat() for edition in rules.editions}
    for position, (kind, edition, issued) in enumerate(page.rows("kind", "edition", "issued_on")):
        if not page.in_file(position):
            break
        if kind == "certificate" and issued and edition in published and last_day(issued).isoformat() < published[edition]:
            why = message(
                "“{value}” is before edition {edition} was published, {day}",
                value=issued,
                edition=edition,
                day=published[edition],
            )
            yield page.problem(position, "issued_on", why)


@_check
def _declarations_follow_confirmation(book: Book, _rules: Rules) -> Iterator[Problem]:
    adoptions = book["adoptions"]
    confirmed = {code: (day, place) for place, (code, day) in enumerate(adoptions.rows("agency", "confirmed_on")) if day}
    page = book["attestations"]
    for position, (agency, kind, issued) in enumerate(page.rows("agency", "kind", "issued_on")):
        day, place = confirmed.get(agency, ("", 0))
        if kind != "declaration" or not (day and issued) or not _later(day, issued):
            continue
        if page.in_file(position):
            yield page.problem(position, "issued_on", _before(issued, adoptions, "confirmed_on", day))
        elif adoptions.in_file(place):
            why = message("“{value}” is after the declaration of “{day}”", value=day, day=issued)
            yield adoptions.problem(place, "confirmed_on", why)


@_check
def _targets_name_one_measure(book: Book, _rules: Rules) -> Iterator[Problem]:
    page = book["targets"]
    for position, (share, agencies) in enumerate(page.rows("share", "agencies")):
        if not page.in_file(position):
            break
        if _cell_is_bad(page, position, "share") or _cell_is_bad(page, position, "agencies"):
            continue
        if bool(share) == bool(agencies):
            yield page.problem(position, "share", message("exactly one of share and agencies is required"))


@_check
def _lineage_has_no_cycle(book: Book, _rules: Rules) -> Iterator[Problem]:
    page = book["reorganisations"]
    edges = [
        (predecessor, successor, position)
        for position, (kind, predecessor, successor) in enumerate(page.rows("kind", "predecessor", "successor"))
        if predecessor and successor and not (predecessor == successor and kind in ("rename", "transfer"))
    ]
    for predecessor, successor, position in _on_cycles(edges):
        if page.in_file(position):
            why = message(
                "“{successor}” would be its own predecessor, by way of “{predecessor}”",
                successor=shown(successor),
                predecessor=shown(predecessor),
            )
            yield page.problem(position, "successor", why)


def _on_cycles(edges: list[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The edges whose successor leads back to their predecessor."""
    while True:  # what has no way in or no way out is on no cycle
        starts, ends = {edge[0] for edge in edges}, {edge[1] for edge in edges}
        kept = [edge for edge in edges if edge[0] in ends and edge[1] in starts]
        if len(kept) == len(edges):
            break
        edges = kept
    following: dict[str, list[str]] = defaultdict(list)
    for predecessor, successor, _ in edges:
        following[predecessor].append(successor)
    return [edge for edge in edges if edge[0] in _reached(edge[1], following)]


def _reached(start: str, following: dict[str, list[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for code in following.get(waiting.pop(), ()):
            if code not in reached:
                reached.add(code)
                waiting.append(code)
    return reached


def _key_column(page: Page) -> str:
    return {"audits": "audit", "findings": "finding", "reorganisations": "event", "registry": "setting", "targets": "type"}.get(
        page.name, "agency"
    )


def _has_keys(page: Page) -> bool:
    """Whether the required key columns are there: without them every row would look wrong."""
    required = [spec.name for spec in SPECS[page.name] if spec.key and spec.required]
    return page.table is None or all(name in page.table.columns for name in required)


def _cell_is_bad(page: Page, position: int, _column: str) -> bool:
    """Whether the row already has a problem: a blank may then stand for a bad cell."""
    return page.in_file(position) and page.table is not None and position in page.table.rejected
