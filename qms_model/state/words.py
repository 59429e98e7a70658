"""The words of domain §5: states, rungs, and the conditions of rung 4."""

from __future__ import annotations

STATES = (
    "no_plan",
    "not_started",
    "building",
    "applying",
    "confirmed",
    "in_force",
    "suspended",
    "lapsed",
    "withdrawn",
)
RUNGS = ("none", "applied", "attested", "in_force", "effective")
CONDITIONS = (
    "not_in_force",
    "internal_audit",
    "management_review",
    "major_overdue",
    "issue_overdue",
    "inspection",
)
OBLIGATIONS = ("mandatory", "encouraged")


def failed_conditions(failed: int) -> tuple[str, ...]:
    """The names of the conditions whose bits are set, in the order of CONDITIONS."""
    return tuple(name for bit, name in enumerate(CONDITIONS) if failed >> bit & 1)
