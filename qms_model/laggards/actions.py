"""The next action for a late agency."""

from __future__ import annotations

from qms_model.config import Rules
from qms_model.config.acting import Action


def next_action(rules: Rules, cause: str, days_late: int, broken: int) -> Action | None:
    """Of the steps of config.yaml that fit the highest on the ladder, of equal ones the first
    listed; None where none fits. More days and more broken promises never lead down the ladder."""
    fitting = [step for step in rules.actions if step.fits(cause, days_late, broken)]
    return max(fitting, key=lambda step: step.level, default=None)
