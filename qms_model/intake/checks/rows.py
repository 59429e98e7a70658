"""Rows: what must be there, what may be there once, what must exist elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from qms_model.config import Rules
from qms_model.facts import REFERENCES, SPECS, code_of, key_of
from qms_model.i18n import Message, message
from qms_model.intake.book import Book, Page, keys
from qms_model.intake.problems import WHOLE_FILE, Problem, shown

_INSPECTIONS = ("inspection_file", "inspection_onsite")


def agencies_are_there(book: Book, _rules: Rules) -> Iterator[Problem]:
    """A registry without an agency has nothing to count."""
    page = book["agencies"]
    if not len(page) and has_keys(page):
        file = page.table.file if page.table else page.name
        yield Problem(
            file, 1, WHOLE_FILE, message("the required table agencies (Cơ quan) is missing or empty")
        )


def keys_are_unique(book: Book, _rules: Rules) -> Iterator[Problem]:
    """Two rows of a file with one key would contradict each other."""
    for page in book.values():
        if page.table is None or not has_keys(page):
            continue
        first: dict[tuple[str, ...], int] = {}
        parts = key_of(page.name)
        for position, key in enumerate(keys(page.name, page.columns, len(page))[: page.rows_of_file]):
            if is_bad(page, position, *parts) or first.setdefault(key, position) == position:
                continue
            value = shown(", ".join(part for part in key if part))
            row = page.table.numbers[first[key]]
            yield page.problem(
                position, parts[0], message("“{value}” is already in row {row}", value=value, row=row)
            )


def references_exist(book: Book, _rules: Rules) -> Iterator[Problem]:
    """An agency, audit or finding that a row names is in the registry."""
    for name, column, target in REFERENCES:
        page = book[name]
        if not has_keys(book[target]):
            continue
        codes = set(book[target].columns[code_of(target)])
        for position, code in enumerate(page.columns[column][: page.rows_of_file]):
            if code and code not in codes:
                yield page.problem(position, column, _not_there(code, target))


def _not_there(code: str, target: str) -> Message:
    if target == "agencies":
        return message("“{value}” is not the code of an agency", value=shown(code))
    if target == "audits":
        return message("“{value}” is not the code of an audit", value=shown(code))
    return message("“{value}” is not the code of a finding", value=shown(code))


def targets_name_one_measure(book: Book, _rules: Rules) -> Iterator[Problem]:
    """A target is a share or a number of agencies."""
    page = book["targets"]
    for position, (share, agencies) in enumerate(page.rows("share", "agencies")):
        if not page.in_file(position):
            break
        if bool(share) == bool(agencies) and not is_bad(page, position, "share", "agencies"):
            yield page.problem(position, "share", message("exactly one of share and agencies is required"))


def only_inspections_leave_the_grade_blank(book: Book, _rules: Rules) -> Iterator[Problem]:
    """An ungraded finding is an inspection's issue."""
    audits = book["audits"]
    kinds = {code: (kind, place) for place, (code, kind) in enumerate(audits.rows("audit", "kind"))}
    page = book["findings"]
    for position, (audit, grade) in enumerate(page.rows("audit", "grade")):
        kind, place = kinds.get(audit, ("", 0))
        if grade or not kind or kind in _INSPECTIONS or is_bad(page, position, "grade"):
            continue
        why = message(
            "an audit of kind “{kind}” has graded findings only: write major, minor or observation", kind=kind
        )
        if page.in_file(position):
            yield page.problem(position, "grade", why)
        elif audits.in_file(place):
            yield audits.problem(place, "kind", why)


def majors_close_with_evidence(book: Book, _rules: Rules) -> Iterator[Problem]:
    """ISO/IEC 17021-1: a major nonconformity is verified before it is closed."""
    page = book["findings"]
    columns = ("grade", "closed_on", "verified_on", "verified_by_evidence")
    for position, (grade, closed, verified, evidence) in enumerate(page.rows(*columns)):
        if not page.in_file(position):
            break
        if (
            grade == "major"
            and closed
            and not (verified and evidence)
            and not is_bad(page, position, *columns)
        ):
            missing = "verified_by_evidence" if verified else "verified_on"
            why = message("a major nonconformity is closed only with verified_on and verified_by_evidence")
            yield page.problem(position, missing, why)


def has_keys(page: Page) -> bool:
    """Whether the required key columns are there: without them every row would look wrong."""
    required = [spec.name for spec in SPECS[page.name] if spec.key and spec.required]
    return page.table is None or all(name in page.table.columns for name in required)


def is_bad(page: Page, position: int, *columns: str) -> bool:
    """Whether one of these cells already has a problem: it then reads as blank."""
    return page.table is not None and any((position, column) in page.table.bad for column in columns)
