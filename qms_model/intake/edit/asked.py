"""What a person asks for in a form, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from qms_model import journal
from qms_model.i18n import Message, message
from qms_model.intake.problems import Problem

REASON = "reason"  # the column of a problem of the reason; no table has one of that name


@dataclass(frozen=True)
class FactEdit:
    """What a person asks for, and the form in which it was asked."""

    table: str
    base: int  # the newest change when the form was opened
    request: UUID  # made by the form: sent again, it is recorded once
    note: str  # the reason
    fact: int | None = None  # the id of the fact to correct or remove; None: a new one
    cells: Mapping[str, str] = field(default_factory=dict)  # as typed; those not named stay
    removed: bool = False


@dataclass(frozen=True)
class CellChange:
    """A cell before and after, as canonical text; blank too where there is no row."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class EditPlan:
    """What an edit would do; with any problem it cannot be applied.

    The column of a problem is that of the form's field, REASON, or "-" for the
    row as a whole.
    """

    known: int  # the change that it was checked against
    changes: tuple[CellChange, ...]
    problems: tuple[Problem, ...] = ()
    records: journal.Edit = field(default_factory=journal.Edit)
    recorded: int | None = None  # the change that the same request already is


@dataclass(frozen=True)
class Receipt:
    """The change that holds the edit; None when nothing differed."""

    change: int | None

    @property
    def sentence(self) -> Message:
        """What to tell the person."""
        if self.change is None:
            return message("Nothing differs from what is recorded: no change was made.")
        return message("Recorded as change {number}.", number=self.change)
