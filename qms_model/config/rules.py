"""The part of config.yaml that numbers depend on.

It is recorded in the journal, so that an old number can be computed again with
the rules of its time.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from qms_model.config.acting import Action
from qms_model.config.inspecting import Inspections
from qms_model.config.lateness import Laggards
from qms_model.frozen import Frozen, Words


class _Coded(Words):
    """A code that data refer to, with its label in both languages."""

    code: str


class AgencyType(_Coded):
    """A type of agency; `mandatory_from` None means encouraged on every day."""

    mandatory_from: date | None = None
    complete_by: date | None = None
    service_unit: bool = False
    source: str = ""


class District(_Coded):
    """A district, by the code of the General Statistics Office."""


class Cause(_Coded):
    """A cause of a finding or of lateness, R0 to R8."""


class Edition(Frozen):
    """An edition of TCVN ISO 9001 and the days that bind certificates to it."""

    code: str
    published: date
    no_new_from: date | None = None
    invalid_from: date | None = None
    declarations_invalid_from: date | None = None
    enabled: bool = True
    source: str = ""


class Clause(_Coded):
    """What editions require in common, however each numbers it.

    `numbers` are written as findings name them: "2008:8.2.2". An edition may have
    several, or none.
    """

    numbers: tuple[Annotated[str, Field(pattern=r"^\w+:\d+(\.\d+)*$")], ...]


class Regimes(Frozen):
    """What proves conformity since when (QĐ 144/2006, QĐ 19/2014)."""

    certificates_from: date
    declarations_from: date
    certificate_term_months: int = Field(gt=0, strict=True)


class Period(Frozen):
    """A duty that comes round; it is silent before `from` and after `until`."""

    months: int = Field(default=12, gt=0, strict=True)
    from_: date = Field(alias="from")
    until: date | None = None
    source: str = ""

    def asked_on(self, day: date) -> bool:
        """Whether the duty is asked on `day`."""
        return self.from_ <= day and (self.until is None or day <= self.until)


class Periods(Frozen):
    """The duties of condition (a), (b) and (e) of rung 4."""

    internal_audit: Period
    management_review: Period
    inspection: Period


class Limits(Frozen):
    """When a finding is due that names no day itself, and how soon it counts as coming back (domain §6)."""

    major_days: int = Field(ge=0, strict=True)
    minor_days: int = Field(ge=0, strict=True)
    issue_months: int = Field(ge=0, strict=True)
    recurrence_months: int = Field(default=24, gt=0, strict=True)
    source: str = ""


class Quality(Frozen):
    """From when a recorded fact is doubtful (registry format §1, "Warnings")."""

    certificate_extra_months: int = Field(default=6, ge=0, strict=True)  # on top of the usual term
    figures_months: int = Field(default=12, gt=0, strict=True)


class Rules(Frozen):
    """The part of config.yaml that numbers depend on."""

    types: tuple[AgencyType, ...]
    districts: tuple[District, ...]
    editions: tuple[Edition, ...]
    regimes: Regimes
    periods: Periods
    limits: Limits
    quality: Quality = Quality()  # rules recorded before there was one have these
    laggards: Laggards = Laggards()  # likewise
    inspections: Inspections = Inspections()  # likewise
    causes: tuple[Cause, ...]
    actions: tuple[Action, ...] = ()
    clauses: tuple[Clause, ...] = ()  # rules recorded before there was a table have none

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        for name in ("types", "districts", "editions", "causes", "clauses"):
            codes = [entry.code for entry in getattr(self, name)]
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                raise ValueError(f"{name}: {', '.join(twice)} is there twice")
        return self

    @model_validator(mode="after")
    def _actions_are_for_known_causes(self) -> Self:
        known = [cause.code for cause in self.causes]
        unknown = sorted({code for action in self.actions for code in action.causes} - {*known})
        if unknown:
            raise ValueError(f"actions: {', '.join(unknown)} is no cause; the causes are {', '.join(known)}")
        return self

    @model_validator(mode="after")
    def _a_clause_has_one_meaning(self) -> Self:
        editions = {edition.code for edition in self.editions}
        meaning: dict[str, str] = {}
        for clause in self.clauses:
            for number in clause.numbers:
                if number in meaning:
                    raise ValueError(f"clauses: {number} is in {meaning[number]} and in {clause.code}")
                if number.partition(":")[0] not in editions:
                    raise ValueError(f"clauses: {number} in {clause.code} is of no edition of the list")
                meaning[number] = clause.code
        return self

    def canonical(self) -> str:
        """The rules as canonical JSON: equal rules give equal texts."""
        return json.dumps(
            self.model_dump(mode="json", by_alias=True),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
