"""Which agencies exist on a day, and whose QMS each shares that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from qms_model.timeline import NONE, Days, Flags, Positions, Timeline, number_of


@dataclass(frozen=True)
class Scene:
    """The agencies that exist on a day, and whose QMS each shares that day."""

    date: date
    day: np.int32
    rows: Positions  # into the timeline's agency rows
    agency: Positions
    host: Positions  # NONE: its own QMS, or a host that does not exist
    hosted: Positions  # into the two before: those that have a host

    def either(self, flags: Flags) -> Flags:
        """Whether it is true of the agency or of its host."""
        found = flags[self.agency]
        found[self.hosted] |= flags[self.host[self.hosted]]
        return found

    def earliest(self, days: Days) -> Days:
        """The earlier of the agency's day and its host's."""
        found = days[self.agency]
        found[self.hosted] = np.minimum(found[self.hosted], days[self.host[self.hosted]])
        return found

    def latest(self, days: Days) -> Days:
        """The later of the agency's day and its host's."""
        found = days[self.agency]
        found[self.hosted] = np.maximum(found[self.hosted], days[self.host[self.hosted]])
        return found

    def reached(self, line: Timeline, milestone: str) -> Flags:
        """Whether the agency or its host has reached the milestone."""
        return self.either(line.adopted[milestone] <= self.day)


def scene_of(line: Timeline, day: date) -> Scene:
    on = number_of(day)
    rows = np.flatnonzero((line.rows.start <= on) & (on < line.rows.end))
    agency = line.rows.agency[rows]
    exists = np.zeros(line.agencies + 1, dtype=np.bool_)  # one more, so that NONE finds False
    exists[agency] = True
    host = line.rows.host[rows]
    host = np.where(exists[host], host, NONE)
    return Scene(day, on, rows, agency, host, np.flatnonzero(host != NONE))
