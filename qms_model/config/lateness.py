"""Which rules of lateness there are, how severe each is, and from when it speaks (domain §7)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from qms_model.frozen import Frozen

Severity = Literal["high", "medium", "low"]  # high and medium make an agency late, low only warns


class LateRule(Frozen):
    """A rule of lateness (domain §7)."""

    enabled: bool = True
    severity: Severity


class MonthsRule(LateRule):
    """One that allows so many calendar months."""

    months: int = Field(gt=0, strict=True)


class WarningRule(LateRule):
    """One that never makes an agency late."""

    severity: Literal["low"]


class DaysRule(WarningRule):
    """One that warns so many days before."""

    days: int = Field(ge=0, strict=True)


class Laggards(Frozen):
    """The rules of lateness by code. The months of L5 and L6 are those of `periods`, what P1 asks for on
    site is in `inspections`."""

    L1: LateRule = LateRule(severity="high")
    L2: LateRule = LateRule(severity="high")
    L3: DaysRule = DaysRule(severity="low", days=90)
    L4: LateRule = LateRule(severity="high")
    L5: LateRule = LateRule(severity="medium")
    L6: LateRule = LateRule(severity="medium")
    L7: MonthsRule = MonthsRule(severity="medium", months=12)
    L8: LateRule = LateRule(severity="medium")
    L9: LateRule = LateRule(severity="high")
    L10: MonthsRule = MonthsRule(severity="medium", months=3)
    L11: WarningRule = WarningRule(severity="low")
    L12: MonthsRule = MonthsRule(severity="medium", months=12)
    P1: LateRule = LateRule(severity="medium")

    @model_validator(mode="before")
    @classmethod
    def _known_rules(cls, given: Any) -> Any:
        unknown = sorted(map(str, given.keys() - cls.model_fields)) if isinstance(given, dict) else []
        if unknown:
            known = ", ".join(cls.model_fields)
            raise ValueError(f"{', '.join(unknown)} is no rule; the rules are {known}")
        return given
