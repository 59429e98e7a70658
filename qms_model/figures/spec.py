"""What a figure is: a small frozen description that every renderer can draw.

A spec holds plain text, never markup: a renderer escapes what it draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from qms_model.figures.theme import Mark
from qms_model.i18n import translate
from qms_model.numbers import number_text


class Kind(StrEnum):
    """The shapes there are; each renderer draws each of them."""

    SHARE_BARS = "share_bars"  # horizontal bars of 100%, stacked by series
    BARS = "bars"  # horizontal bars of counts, stacked by series
    STRIP = "strip"  # one mark for each thing on an axis of counts, a row for each group
    COLUMNS = "columns"  # upright columns of counts, stacked by series
    STEPS = "steps"  # lines of counts that stay level between their points
    HEAT = "heat"  # a table whose cells are shaded by their share
    DOTS = "dots"  # horizontal rows of marks on an axis of shares, joined by a line
    LANES = "lanes"  # what happened and what lasted, on one axis of days, a lane for each kind
    PANELS = "panels"  # one small panel of shares over time for each row


@dataclass(frozen=True)
class Series:
    """One colour of a figure: its code in the frame, its name, how it is drawn."""

    code: str
    label: str
    mark: Mark

    def key(self) -> str:
        """The name as a legend writes it, with the sign that stands for the colour."""
        return f"{self.mark.sign} {self.label}".strip()


class Deadline(NamedTuple):
    """A day marked on a chart over time: where it lies among the rows (0: on the first), and what it says."""

    at: float
    text: str


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure: `encodings` say which column of `frame` plays which part.

    `axis` names the rows, `parts` the series together, `measure` what is counted, `tick`
    what the mark on a row stands for. `also` names further columns, equal on all lines
    of a row, that belong in the table. `below` is a second panel on the same x axis (never
    a second y axis). `until` is the day that a time line ends on; `deadlines` are marked on
    the axis of lines over time. `total`: how many rows there are, where that is said.
    """

    kind: Kind
    frame: pd.DataFrame
    encodings: Mapping[str, str]
    series: tuple[Series, ...]
    title: str
    alt: str
    language: str
    axis: str = ""
    parts: str = ""
    measure: str = ""
    tick: str = ""
    also: Mapping[str, str] = field(default_factory=dict)
    below: Figure | None = None
    until: date | None = None
    deadlines: tuple[Deadline, ...] = ()
    total: int = 0

    def __post_init__(self) -> None:
        """A column of lengths or ticks of which none is known holds None: make it of missing numbers."""
        names = [self.encodings[part] for part in ("length", "tick") if part in self.encodings]
        unknown = {
            name: "float64" for name in names if name in self.frame and self.frame[name].dtype == object
        }
        if unknown:
            object.__setattr__(self, "frame", self.frame.astype(unknown))

    def column(self, part: str) -> pd.Series:
        """The column of the frame that plays `part`."""
        return self.frame[self.encodings[part]]

    def rows_shown(self) -> str:
        """How many rows of how many are drawn, such as "15 of 20 shown"; blank where all are."""
        drawn = self.column("row").nunique()
        if self.total <= drawn:
            return ""
        shown, n = number_text(drawn, self.language), number_text(self.total, self.language)
        return translate("{shown} of {n} shown", self.language, shown=shown, n=n)

    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.frame.empty or ("series" in self.encodings and not self.series)


def day_heading(day: date) -> str:
    """What heads a day: its year where it ends one, else month and year, since a day would not fit."""
    return f"{day.year}" if (day.month, day.day) == (12, 31) else f"{day.month:02}/{day.year}"
