"""What a registry must satisfy beyond its cells: one check, one function.

Each check looks at the book (the registry as it would be) and yields problems
of rows that stand in the file. A partial date is refused only if no day of its
period would do (registry format §1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qms_model.config import Rules
from qms_model.intake.book import Book
from qms_model.intake.checks.agencies import (
    hosts_run_their_own_system,
    lineage_has_no_cycle,
    periods_do_not_overlap,
)
from qms_model.intake.checks.dates import (
    certificates_follow_their_edition,
    dates_go_forward,
    declarations_follow_confirmation,
    findings_follow_their_audit,
)
from qms_model.intake.checks.rows import (
    agencies_are_there,
    keys_are_unique,
    majors_close_with_evidence,
    only_inspections_leave_the_grade_blank,
    references_exist,
    targets_name_one_measure,
)
from qms_model.intake.problems import Problem

CHECKS: tuple[Callable[[Book, Rules], Iterator[Problem]], ...] = (
    agencies_are_there,
    keys_are_unique,
    references_exist,
    targets_name_one_measure,
    only_inspections_leave_the_grade_blank,
    majors_close_with_evidence,
    dates_go_forward,
    findings_follow_their_audit,
    certificates_follow_their_edition,
    declarations_follow_confirmation,
    periods_do_not_overlap,
    hosts_run_their_own_system,
    lineage_has_no_cycle,
)


def problems_of(book: Book, rules: Rules) -> Iterator[Problem]:
    """Everything that the checks find."""
    for check in CHECKS:
        yield from check(book, rules)
