"""What the arrays hold: rows, attestations, events and spells of agencies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qms_model.timeline.days import ALWAYS, Days, Flags, Positions


@dataclass(frozen=True)
class AgencyRows:
    """The rows of the agencies table and the days on which each holds.

    `row` is the row's place in the table, `start` its first day and `end` the
    first day on which it no longer holds.
    """

    row: Positions
    agency: Positions
    start: Days
    end: Days
    host: Positions


@dataclass(frozen=True)
class Attestations:
    """Attestations, sorted by issue, then edition, then id.

    `past_from` is the first day on which it no longer counts, suspension apart;
    `runs_out` the same, an end that was decided apart: its expiry or its edition's
    end. `assumed`: it is the expiry taken for a certificate that names none.
    `ended` the end that was decided; `with_edition`: its edition ends before its expiry.
    """

    row: Positions
    agency: Positions
    edition: npt.NDArray[np.int16]
    issued: Days
    past_from: Days
    runs_out: Days
    ended: Days
    with_edition: Flags
    assumed: Flags
    suspended: Days
    restored: Days
    withdrawn: Flags  # likewise one more
    order_of_end: Positions  # by the day it stops, then as sorted
    end_rank: Positions  # in that order, ties the same; one more than there are, for NONE

    def suspended_on(self, day: np.int32) -> Flags:
        """Whether each is suspended on `day`, whether or not it would count."""
        return (self.suspended <= day) & (day < self.restored)

    def in_force_on(self, day: np.int32) -> Flags:
        """Whether each is in force on `day` (domain §5)."""
        return (self.issued <= day) & (day < self.past_from) & ~self.suspended_on(day)


@dataclass(frozen=True)
class Findings:
    """Findings in the order of their table, with the days between which each is open.

    `due` is the last day to correct it (domain §6), NEVER where none is asked;
    `over` the first day on which it is no longer open.
    """

    agency: Positions
    held: Days
    due: Days
    over: Days

    def open_on(self, day: np.int32) -> Flags:
        """Whether each is open on `day`."""
        return (self.held <= day) & (day < self.over)


@dataclass(frozen=True)
class Events:
    """Days on which something happened to agencies, in their order."""

    agency: Positions
    on: Days

    def last_until(self, day: np.int32, agencies: int) -> Days:
        """For every agency the last such day up to `day`, else ALWAYS."""
        until = np.searchsorted(self.on, day, side="right")
        last = np.full(agencies, ALWAYS, dtype=np.int32)
        last[self.agency[:until]] = self.on[:until]  # in order, so that the latest stays
        return last


@dataclass(frozen=True)
class Spells:
    """Runs of days, first and last day included, each of one agency."""

    agency: Positions
    first: Days
    last: Days

    def holding(self, day: np.int32, agencies: int) -> Flags:
        """For every agency whether one of its runs holds `day`."""
        held = np.zeros(agencies, dtype=np.bool_)
        held[self.agency[(self.first <= day) & (day <= self.last)]] = True
        return held
