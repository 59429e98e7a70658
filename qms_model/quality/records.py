"""The records of a registry as the rules look at them on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.registry import Registry
from qms_model.state.scene import scene_of
from qms_model.timeline import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    day_numbers,
    first_days,
    last_days,
    number_of,
    positions,
    timeline,
)

# What makes a column of evidence for the chosen rows of a table.
Evidence = Callable[[Positions], Any]


class Records:
    """The tables of a registry, and the agencies that exist on a day."""

    def __init__(self, registry: Registry, day: date) -> None:
        """Keep what the rules ask for; the arrays are made when first asked for."""
        self.registry = registry
        self.tables = registry.tables
        self.rules = registry.rules
        self.date = day
        self.day = number_of(day)
        self.line = timeline(registry)
        self.scene = scene_of(self.line, day)
        self.codes = registry.tables["agencies"]["agency"].cat.categories

    @cached_property
    def exists(self) -> Flags:
        """Whether each agency exists on the day; one more, so that NONE finds False."""
        there = np.zeros(self.line.agencies + 1, dtype=np.bool_)
        there[self.scene.agency] = True
        return there

    @cached_property
    def row_of_day(self) -> Positions:
        """Of every agency the row of `agencies` that holds on the day, else NONE; NONE finds NONE."""
        rows = np.full(self.line.agencies + 1, NONE, dtype=np.intp)
        rows[self.scene.agency] = self.line.rows.row[self.scene.rows]
        return rows

    def agency(self, table: str, column: str = "agency") -> Positions:
        """The agency that each row of `table` names, NONE where it is blank or no agency."""
        cells = self.tables[table][column]
        if column == "agency":
            return positions(cells)
        place = np.append(self.codes.get_indexer(cells.cat.categories), NONE)
        return place[cells.cat.codes.to_numpy()]

    def first(self, table: str, column: str, blank: np.int32 = NEVER) -> Days:
        """The first day that each date of a column may mean; a blank is `blank`."""
        return day_numbers(self.tables[table][column], first_days, blank)

    def last(self, table: str, column: str, blank: np.int32 = NEVER) -> Days:
        """The last day that each date of a column may mean; a blank is `blank`."""
        return day_numbers(self.tables[table][column], last_days, blank)

    def happened(self, table: str, column: str) -> Flags:
        """Whether each row's date has come by the end of the day; a blank has not."""
        return self.last(table, column) <= self.day

    def says(self, table: str, column: str, code: str) -> Flags:
        """Whether each row has this code in a column."""
        return (self.tables[table][column] == code).to_numpy(np.bool_)

    def given(self, table: str, column: str) -> Flags:
        """Whether each row has anything in a column."""
        return self.tables[table][column].notna().to_numpy(np.bool_)

    def found(
        self, table: str, doubtful: Flags, agency: Positions, **evidence: str | Evidence
    ) -> Iterator[pd.DataFrame]:
        """The doubtful rows of a table whose agency exists on the day: table, id, agency (position)
        and the evidence, each a column of the table or what is made of the rows. Nothing if there
        are none."""
        rows = np.flatnonzero(doubtful & self.exists[agency])
        if len(rows):
            cells = self.tables[table]
            shown = {
                name: cells[made].array.take(rows) if isinstance(made, str) else made(rows)
                for name, made in evidence.items()
            }
            yield _part(table, cells["id"].to_numpy()[rows], agency[rows], shown)

    def found_agencies(self, doubtful: Flags, **evidence: Evidence) -> Iterator[pd.DataFrame]:
        """The agencies that exist on the day and are `doubtful` (one flag for each of them, in their
        order), by their rows of the day; the evidence is made of their places in that order."""
        places = np.flatnonzero(doubtful)
        if len(places):
            ids = self.tables["agencies"]["id"].to_numpy()[self.line.rows.row[self.scene.rows[places]]]
            shown = {name: made(places) for name, made in evidence.items()}
            yield _part("agencies", ids, self.scene.agency[places], shown)


def _part(table: str, ids: Any, agency: Positions, shown: dict[str, Any]) -> pd.DataFrame:
    plain = {name: np.asarray(column, dtype=object) for name, column in shown.items()}
    return pd.DataFrame({"table": table, "id": ids, "agency": agency} | plain, copy=False)


def as_dates(days: Days) -> Evidence:
    """Days as ISO text."""
    return lambda rows: _iso(days[rows])


def the_day(day: date) -> Evidence:
    """One and the same day as ISO text."""
    return lambda rows: np.full(len(rows), day.isoformat(), dtype=object)


def _iso(days: Days) -> npt.NDArray[Any]:
    return days.astype("datetime64[D]").astype("U10").astype(object)


def of_agencies(agency: Positions, values: Days, agencies: int, blank: np.int32 = ALWAYS) -> Days:
    """For every agency the latest of the values that its rows have, else `blank`; NONE finds `blank`."""
    found = np.full(agencies + 1, blank, dtype=np.int32)
    order = np.argsort(values, kind="stable")
    found[agency[order]] = values[order]  # in order, so that the latest stays
    found[NONE] = blank
    return found
