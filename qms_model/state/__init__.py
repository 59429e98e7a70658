"""How every agency stood at the end of a day: the one definition of every status."""

from qms_model.state.state import state
from qms_model.state.words import (
    CONDITIONS,
    OBLIGATIONS,
    RUNGS,
    STATES,
    failed_conditions,
)

__all__ = [
    "CONDITIONS",
    "OBLIGATIONS",
    "RUNGS",
    "STATES",
    "failed_conditions",
    "state",
]
