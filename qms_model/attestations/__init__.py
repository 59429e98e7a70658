"""Attestations: what is in force and of which edition, what lapses when, and the register of them all."""

from qms_model.attestations.editions import by_edition, deadlines, transition
from qms_model.attestations.expiring import WITHIN_DAYS, expiring, expiring_count, lapsing_in, lapsing_until
from qms_model.attestations.holders import lasting
from qms_model.attestations.months import MONTHS, calendar
from qms_model.attestations.register import STATES, register

__all__ = [
    "MONTHS",
    "STATES",
    "WITHIN_DAYS",
    "by_edition",
    "calendar",
    "deadlines",
    "expiring",
    "expiring_count",
    "lapsing_in",
    "lapsing_until",
    "lasting",
    "register",
    "transition",
]
