"""What to do next about a late agency: the ladder from a call to the chairman's desk."""

from __future__ import annotations

from pydantic import Field

from qms_model.frozen import Words


class Action(Words):
    """A step, and whom it is for: from so many days late and so many broken promises, for
    these causes (none: for every one). `level` is its rung of the ladder of escalation."""

    level: int = Field(ge=1, le=9, strict=True)
    causes: tuple[str, ...] = ()
    days_late: int = Field(default=1, ge=1, strict=True)
    broken: int = Field(default=0, ge=0, strict=True)

    def fits(self, cause: str, days_late: int, broken: int) -> bool:
        """Whether it is for an agency that is late like this."""
        of_cause = not self.causes or cause in self.causes
        return of_cause and days_late >= self.days_late and broken >= self.broken
