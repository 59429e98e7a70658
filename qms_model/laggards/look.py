"""What the rules look at on a day: the agencies that exist, and what was known of them by its end."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from qms_model.coverage import Filters, standing
from qms_model.once import Once
from qms_model.registry import Registry
from qms_model.state import OBLIGATIONS, RUNGS
from qms_model.state.scene import scene_of
from qms_model.timeline import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    day_numbers,
    last_days,
    last_rows,
    positions,
    timeline,
)

_COLUMNS = ("agency", "type", "obligation", "exempt", "rung", "qms")


class Look:
    """The agencies that exist on a day, in code order (a place is one of them), and their records.

    With `edition` attestations of other editions count for nothing, as in `state.state`.
    `province`: the one that P1 looks at; None: all.
    """

    def __init__(
        self, registry: Registry, day: date, edition: str | None = None, province: str | None = None
    ) -> None:
        """Keep what the rules ask for; the arrays are made when first asked for."""
        self.registry = registry
        self.tables = registry.tables
        self.rules = registry.rules
        self.limits = registry.rules.laggards
        self.date, self.edition, self.province = day, edition, province
        self.line = timeline(registry)
        self.scene = scene_of(self.line, day)
        self.day = self.scene.day
        self.codes = registry.tables["agencies"]["agency"].cat.categories
        self.frame = standing(registry, day, Filters(edition=edition), _COLUMNS)
        self.collected = bool(self.line.first_audit <= self.day)
        self.dues = Once(most=100)  # what each rule says, by its code: of everybody, whoever is asked about

    # Of every place ------------------------------------------------------------------------------

    @cached_property
    def nothing(self) -> Flags:
        """False for every place."""
        return np.zeros(len(self.scene.agency), dtype=np.bool_)

    @cached_property
    def never(self) -> Days:
        """NEVER for every place."""
        return np.full(len(self.scene.agency), NEVER, dtype=np.int32)

    def reached(self, rung: str) -> Flags:
        """Whether each stands on the rung or above it."""
        stands: Flags = self.frame["rung"].cat.codes.to_numpy() >= RUNGS.index(rung)
        return stands

    @cached_property
    def mandatory(self) -> Flags:
        """Whether each is obliged on the day."""
        obliged: Flags = self.frame["obligation"].cat.codes.to_numpy() == OBLIGATIONS.index("mandatory")
        return obliged

    @cached_property
    def asked(self) -> Flags:
        """Of whom anything is asked: "an agency that is neither mandatory nor planned and has never
        applied is never late" (domain §7)."""
        return self.mandatory | self.scene.either(self.line.planned) | self.reached("applied")

    @cached_property
    def applied_on(self) -> Days:
        """The first day on rung 1, its own or its host's."""
        adopted, facts = self.line.adopted, self.line.attestations
        first = np.minimum(adopted["applied_on"], adopted["confirmed_on"])
        counted = np.flatnonzero(self.counted)[::-1]  # backwards, so that the earliest stays
        issued = np.full(self.line.agencies, NEVER, dtype=np.int32)
        issued[facts.agency[counted]] = facts.issued[counted]
        return self.scene.earliest(np.minimum(first, issued))

    @cached_property
    def in_force_until(self) -> Days:
        """The last valid day, as known, of what is in force for each; ALWAYS where nothing is."""
        return self.lasts(self.in_force)

    def lasts(self, attestations: Flags) -> Days:
        """The latest last valid day, as known, of the chosen attestations of each, own or host's;
        ALWAYS where there is none, NEVER where one has no end."""
        chosen = np.flatnonzero(attestations)
        chosen = chosen[np.argsort(self.known_end[chosen], kind="stable")]
        end = np.full(self.line.agencies, ALWAYS, dtype=np.int32)
        end[self.line.attestations.agency[chosen]] = self.known_end[chosen]
        latest = self.scene.latest(end)
        return np.where((latest == NEVER) | (latest == ALWAYS), latest, latest - 1).astype(np.int32)

    # Of every attestation, in the order of the timeline ---------------------------------------------

    @cached_property
    def counted(self) -> Flags:
        """Issued by the day, and of the edition that is asked for."""
        facts = self.line.attestations
        counted: Flags = facts.issued <= self.day
        if self.edition is not None:
            counted &= facts.edition == self.line.edition_position(self.edition)
        return counted

    @cached_property
    def known_end(self) -> Days:
        """The first day on which it no longer counts; an end announced for later is not known."""
        facts = self.line.attestations
        return np.where(facts.ended <= self.day, facts.past_from, facts.runs_out)

    @cached_property
    def suspended(self) -> Flags:
        """Suspended on the day."""
        return self.line.attestations.suspended_on(self.day)

    @cached_property
    def in_force(self) -> Flags:
        """In force on the day."""
        return self.counted & self.line.attestations.in_force_on(self.day)

    @cached_property
    def certificates(self) -> Flags:
        """Certificates; the others are declarations."""
        table = self.tables["attestations"]
        return (table["kind"] == "certificate").to_numpy(np.bool_)[self.line.attestations.row]

    @cached_property
    def first_certificate(self) -> Positions:
        """Of every place the first certificate, its own or its host's; NONE where there is none."""
        facts = self.line.attestations
        chosen = np.flatnonzero(self.counted & self.certificates)[::-1]  # backwards: the earliest stays
        first = last_rows(facts.agency, chosen, self.line.agencies)
        own, host = first[self.scene.agency], first[self.scene.host]
        issued = np.append(facts.issued, NEVER)
        return np.where(issued[own] <= issued[host], own, host)

    # Of the rows of a table ------------------------------------------------------------------------

    def days(self, table: str, column: str) -> Days:
        """The last day that each date of a column may mean; NEVER for a blank."""
        return day_numbers(self.tables[table][column], last_days, NEVER)

    def agencies(self, table: str, column: str = "agency") -> Positions:
        """The agency that each row names; NONE where it is blank or no agency."""
        cells = self.tables[table][column]
        if column == "agency":
            return positions(cells)
        return np.append(self.codes.get_indexer(cells.cat.categories), NONE)[cells.cat.codes.to_numpy()]

    @cached_property
    def held(self) -> Days:
        """The day of every audit."""
        return self.days("audits", "held_on")

    def audits(self, *kinds: str) -> Flags:
        """Which audits are of these kinds."""
        return self.tables["audits"]["kind"].isin(kinds).to_numpy(np.bool_)

    def latest(self, agency: Positions, days: Days) -> Positions:
        """For every place the row with the latest of its `days` up to the day, its own or its
        host's (of the same day its own, the last recorded); NONE where there is none."""
        rows = np.flatnonzero(days <= self.day)
        rows = rows[np.argsort(days[rows], kind="stable")]
        last = last_rows(agency, rows, self.line.agencies)
        own, host = last[self.scene.agency], last[self.scene.host]
        on = np.append(days, ALWAYS)
        return np.where(on[own] >= on[host], own, host)

    def earliest_own(self, agency: Positions, days: Days) -> Positions:
        """For every place the row of its own with the earliest of the `days`, the first recorded of
        equals; NONE where there is none but NEVER."""
        rows = np.flatnonzero((days != NEVER) & (agency != NONE))
        rows = rows[np.argsort(days[rows], kind="stable")][::-1]  # backwards, so that the earliest stays
        return last_rows(agency, rows, self.line.agencies)[self.scene.agency]


_LOOKS = Once(most=4)  # the day that is looked at and those that it is compared with


def look_of(registry: Registry, day: date, filters: Filters) -> Look:
    """What the rules look at under these filters, made once: most filters choose among what is found."""
    key = (registry, day, filters.edition, filters.province)
    return _LOOKS.get(key, lambda: Look(*key))
