"""What an agency was called, from when until when."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from qms_model.registry import Registry
from qms_model.story.subject import position_of, texts
from qms_model.timeline import number_of, timeline


class Naming(NamedTuple):
    """A row of the agency; dates as recorded, with their precision, "" is blank."""

    name: str
    type: str
    district: str
    parent: str
    established_on: str
    dissolved_on: str  # the first day on which the row no longer holds
    official_code: str
    name_en: str


def names(registry: Registry, agency: str) -> tuple[Naming, ...]:
    """Every row of the agency in the order of its days, whatever day is looked at.

    Raises Refused when the registry has no such agency.
    """
    rows = timeline(registry).rows
    places = np.flatnonzero(rows.agency == position_of(registry, agency))
    cells = texts(registry.tables["agencies"], Naming._fields, rows.row[places])
    return tuple(Naming(*cell) for cell in cells)


def name_near(registry: Registry, agency: str, day: date) -> str:
    """Its name on `day`, as of `naming_near`."""
    return naming_near(registry, agency, day).name


def naming_near(registry: Registry, agency: str, day: date) -> Naming:
    """Its row of `day`; before its first day its first one, after it ended the last that it had."""
    rows, on = timeline(registry).rows, number_of(day)
    places = np.flatnonzero(rows.agency == position_of(registry, agency))
    begun = np.flatnonzero(rows.start[places] <= on)
    return names(registry, agency)[begun[-1] if begun.size else 0]
