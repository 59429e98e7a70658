"""The yearly rule of inspections, and how risks are weighed (domain §3 "Periods")."""

from __future__ import annotations

from fractions import Fraction

from pydantic import Field, field_validator

from qms_model.frozen import Frozen


class Weights(Frozen):
    """The most points that each part of the score gives; 0 leaves the part out."""

    since: int = Field(default=30, ge=0, le=1000, strict=True)
    majors: int = Field(default=25, ge=0, le=1000, strict=True)
    expiry: int = Field(default=15, ge=0, le=1000, strict=True)
    recurrence: int = Field(default=15, ge=0, le=1000, strict=True)
    reports: int = Field(default=15, ge=0, le=1000, strict=True)


class Horizons(Frozen):
    """Calendar months that the parts of the score look back or ahead."""

    since: int = Field(default=36, gt=0, le=120, strict=True)  # so long without one gives all points
    expiry: int = Field(default=12, gt=0, le=120, strict=True)  # nearer than that gives points
    recurrence: int = Field(default=24, gt=0, le=120, strict=True)  # domain §6
    reports: int = Field(default=12, gt=0, le=120, strict=True)  # as rule L12


class Ceilings(Frozen):
    """How many give all points; more change nothing."""

    majors: int = Field(default=4, gt=0, le=100, strict=True)  # open ones, an overdue one counts twice
    recurrence: int = Field(default=3, gt=0, le=100, strict=True)


class Inspections(Frozen):
    """What is asked of a year, and what decides who is proposed first."""

    on_site_share: str = "1/3"  # as text: a third is no decimal number
    weights: Weights = Weights()
    months: Horizons = Horizons()
    most: Ceilings = Ceilings()
    source: str = ""

    @field_validator("on_site_share")
    @classmethod
    def _is_share(cls, text: str) -> str:
        try:
            share = Fraction(text)
        except (ValueError, ZeroDivisionError) as error:
            raise ValueError('a share such as "1/3"') from error
        if not 0 <= share <= 1:
            raise ValueError("a share from 0 to 1")
        return text

    @property
    def on_site(self) -> Fraction:
        """The share of the mandatory agencies to be inspected on site in a year."""
        return Fraction(self.on_site_share)
