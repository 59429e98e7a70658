"""What inspections and audits found and is overdue: L8 and L9."""

from __future__ import annotations

from typing import Any

import numpy as np

from qms_model.i18n import message
from qms_model.laggards.evidence import cells, iso
from qms_model.laggards.look import Look
from qms_model.laggards.rule import Due, rule, silent
from qms_model.timeline import NEVER, NONE, Flags, Positions


@rule(
    "L8",
    name=message("Inspection issue overdue"),
    says={
        "one": message("Issue {document} of inspection {other} ({on}) was to be corrected by {deadline}"),
        "several": message(
            "{value} inspection issues are overdue; the oldest, {document} of inspection {other} ({on}),"
            " was to be corrected by {deadline}"
        ),
    },
    lacks=message("Audits are not recorded yet"),
)
def issue_overdue(look: Look) -> Due:
    """An inspection issue of its own (never its host's) is open after its due day; the earliest."""
    return _overdue(look, look.tables["findings"]["grade"].isna().to_numpy(np.bool_))


@rule(
    "L9",
    name=message("Major nonconformity overdue"),
    says={
        "one": message(
            "Major nonconformity {document} of audit {other} ({on}) was to be closed by {deadline}"
        ),
        "several": message(
            "{value} major nonconformities are overdue; the oldest, {document} of audit {other} ({on}),"
            " was to be closed by {deadline}"
        ),
    },
    lacks=message("Audits are not recorded yet"),
)
def major_overdue(look: Look) -> Due:
    """The same of major nonconformities. Minors raise no rule, by intent (domain §6)."""
    return _overdue(look, (look.tables["findings"]["grade"] == "major").to_numpy(np.bool_))


def _overdue(look: Look, graded: Flags) -> Due:
    """The earliest due day of the findings of a grade that are open on the day."""
    if not look.collected:
        return silent(look, look.asked)
    facts = look.line.findings
    open_ = graded & facts.open_on(look.day)
    due = np.where(open_, facts.due, NEVER)
    first = look.earliest_own(facts.agency, due)

    def evidence(places: Positions) -> dict[str, Any]:
        rows = first[places]
        late = facts.agency[due < look.day]
        count = np.bincount(late[late != NONE], minlength=look.line.agencies)[look.scene.agency[places]]
        return {
            "case": np.where(count > 1, "several", "one").astype(object),
            "document": cells(look, "findings", "finding", rows),
            "other": cells(look, "findings", "audit", rows),
            "dated_on": iso(facts.held[rows]),
            "value": count,
            "cause": cells(look, "findings", "cause", rows),
        }

    return Due(np.append(due, NEVER)[first], look.nothing, evidence)
