"""The facts of a registry as arrays of days, made once per registry.

Days are whole numbers counted from 1970-01-01. NEVER stands for a day that is
not known or does not come; it is later than every day. An agency is its
position in the sorted agency codes. `state` asks these arrays how things stood
on a day; what they mean is domain §5.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.config import Rules
from qms_model.dates import first_day, last_day
from qms_model.registry import Registry

Days = npt.NDArray[np.int32]
Positions = npt.NDArray[np.intp]  # the width that numpy looks up with
Flags = npt.NDArray[np.bool_]

NEVER = np.int32(2**31 - 1)
ALWAYS = np.int32(-(2**31))
NONE = -1

_EPOCH = date(1970, 1, 1).toordinal()
_MADE: WeakKeyDictionary[Registry, Timeline] = WeakKeyDictionary()


def number_of(day: date) -> np.int32:
    """`day` as a whole number."""
    return np.int32(day.toordinal() - _EPOCH)


def timeline(registry: Registry) -> Timeline:
    """The timeline of `registry`, made at the first call."""
    if registry not in _MADE:
        _MADE[registry] = Timeline(registry)
    return _MADE[registry]


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

    `past_from` is the first day on which it no longer counts, suspension apart.
    """

    row: Positions
    agency: Positions
    edition: npt.NDArray[np.int16]
    issued: Days
    past_from: Days
    suspended: Days
    restored: Days
    withdrawn: Flags  # likewise one more
    order_of_end: Positions
    end_rank: Positions  # one more than there are attestations, for NONE


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


class Timeline:
    """The facts of one registry as arrays of days."""

    def __init__(self, registry: Registry) -> None:
        """Keep what is needed of `registry`; the arrays are made when first asked for."""
        self.tables = registry.tables
        self.rules = registry.rules
        self.agencies = len(registry.tables["agencies"]["agency"].cat.categories)

    @cached_property
    def rows(self) -> AgencyRows:
        """The rows of every agency in the order of their days.

        Where partial dates make two rows overlap, the later starts when the
        earlier ends.
        """
        table = self.tables["agencies"]
        agency = _positions(table["agency"])
        start = _days(table["established_on"], first_day, ALWAYS)
        end = _days(table["dissolved_on"], last_day, NEVER)
        order = np.lexsort((end, start, agency))
        agency, start, end = agency[order], start[order], end[order]
        same = agency[1:] == agency[:-1]
        start[1:] = np.where(same, np.maximum(start[1:], _latest_so_far(agency, end)[:-1]), start[1:])
        host = _positions(table["shares_qms_of"])[order]
        return AgencyRows(order, agency, start, end, host)

    @cached_property
    def adopted(self) -> dict[str, Days]:
        """By milestone (`started_on`, `applied_on`, `confirmed_on`) the day of every agency."""
        table = self.tables["adoptions"]
        return {
            name: self._of_agency(table, _days(table[name], last_day, NEVER), NEVER)
            for name in ("started_on", "applied_on", "confirmed_on")
        }

    @cached_property
    def planned(self) -> Flags:
        """Whether a year is planned for the agency."""
        table = self.tables["adoptions"]
        return self._of_agency(table, table["planned_year"].notna().to_numpy(np.bool_), False)

    @cached_property
    def attestations(self) -> Attestations:
        """All attestations with the days between which each counts."""
        table = self.tables["attestations"]
        editions = [edition.code for edition in self.rules.editions]
        edition = pd.Categorical(table["edition"], categories=editions).codes.astype(np.int16)
        certificate = (table["kind"] == "certificate").to_numpy(np.bool_)
        issued = _days(table["issued_on"], last_day, NEVER)
        expires = _days(table["expires_on"], last_day, NEVER)
        assumed = certificate & table["expires_on"].isna().to_numpy(np.bool_)
        term = self.rules.regimes.certificate_term_months
        expires = np.where(assumed, months_after(issued, term) - 1, expires).astype(np.int32)
        expired = np.where(expires == NEVER, NEVER, expires + (expires != NEVER)).astype(np.int32)
        invalid = _invalid_from(self.rules)[np.where(certificate, 0, 1), edition]
        ended = _days(table["ended_on"], last_day, NEVER)
        past_from = np.minimum(np.minimum(expired, ended), invalid)
        withdrawn = table["ended_because"].isin(["withdrawn", "cancelled"]).to_numpy(np.bool_)
        order = np.lexsort((edition, issued))
        suspended = _days(table["suspended_on"], last_day, NEVER)
        restored = _days(table["restored_on"], last_day, NEVER)
        sorted_past = past_from[order]
        order_of_end = np.argsort(sorted_past, kind="stable")
        end_rank = np.full(len(order) + 1, NONE, dtype=np.intp)
        end_rank[order_of_end] = np.arange(len(order))
        return Attestations(
            row=order,
            agency=_positions(table["agency"])[order],
            edition=edition[order],
            issued=issued[order],
            past_from=sorted_past,
            suspended=suspended[order],
            restored=restored[order],
            withdrawn=np.append((withdrawn & (ended == past_from))[order], False),
            order_of_end=order_of_end,
            end_rank=end_rank,
        )

    @cached_property
    def first_adopted(self) -> Days:
        """The first day on which the agency applied, confirmed or was attested."""
        facts = self.attestations
        first = np.full(self.agencies, NEVER, dtype=np.int32)
        first[facts.agency[::-1]] = facts.issued[::-1]  # backwards, so that the earliest stays
        return np.minimum(first, np.minimum(self.adopted["applied_on"], self.adopted["confirmed_on"]))

    def edition_position(self, edition: str) -> int:
        """Where the edition stands in the rules. Raises ValueError when it does not."""
        return [known.code for known in self.rules.editions].index(edition)

    def audits(self, *kinds: str) -> Events:
        """The audits of these kinds."""
        return self._audits(kinds)

    @cached_property
    def first_audit(self) -> np.int32:
        """The day of the first audit of any kind: audits are collected from then on."""
        return np.int32(min(_days(self.tables["audits"]["held_on"], last_day, NEVER), default=NEVER))

    def overdue(self, grade: str) -> Spells:
        """The days on which a finding is overdue: of `grade` "major", or "issue" (no grade)."""
        return self._overdue[grade]

    @cached_property
    def exempt(self) -> Spells:
        """The days on which an agency is exempt."""
        table = self.tables["exemptions"]
        until = _days(table["until"], last_day, NEVER)
        return Spells(_positions(table["agency"]), _days(table["starts_on"], last_day, NEVER), until)

    def _audits(self, kinds: tuple[str, ...]) -> Events:
        if kinds not in self._events:
            table = self.tables["audits"]
            chosen = table[table["kind"].isin(kinds)]
            on = _days(chosen["held_on"], last_day, NEVER)
            order = np.argsort(on, kind="stable")
            self._events[kinds] = Events(_positions(chosen["agency"])[order], on[order])
        return self._events[kinds]

    @cached_property
    def _events(self) -> dict[tuple[str, ...], Events]:
        return {}

    @cached_property
    def _overdue(self) -> dict[str, Spells]:
        findings, audits = self.tables["findings"], self.tables["audits"]
        place = findings["audit_at"].to_numpy()
        agency = _positions(audits["agency"])[place]
        held = _days(audits["held_on"], last_day, NEVER)[place]
        signed = _days(audits["signed_on"], last_day, NEVER)[place]
        signed = np.where(signed == NEVER, held, signed)
        due = _days(findings["due_on"], last_day, NEVER)
        closed = _days(findings["closed_on"], last_day, NEVER)
        corrected = _days(findings["corrected_on"], last_day, NEVER)
        limits = self.rules.limits
        grade = findings["grade"]
        spells = {}
        for name, chosen, default, end in (
            ("major", grade == "major", signed + limits.major_days, closed),
            ("issue", grade.isna(), months_after(signed, limits.issue_months), np.minimum(closed, corrected)),
        ):
            which = chosen.to_numpy(np.bool_)
            counted = np.where(due == NEVER, default, due)
            first = np.maximum(held, counted + 1)[which].astype(np.int32)
            spells[name] = Spells(agency[which], first, (end[which] - 1).astype(np.int32))
        return spells

    def _of_agency(self, table: pd.DataFrame, values: npt.NDArray[Any], blank: object) -> npt.NDArray[Any]:
        found = np.full(self.agencies, blank, dtype=values.dtype)
        found[_positions(table["agency"])] = values
        return found


def _latest_so_far(agency: Positions, end: Days) -> Days:
    """For every row the latest end of its agency's rows up to it; rows sorted by agency."""
    block = np.int64(1) << 32
    apart = agency.astype(np.int64) * block + (end.astype(np.int64) - ALWAYS)
    return (np.maximum.accumulate(apart) % block + ALWAYS).astype(np.int32)


def months_after(days: Days, months: int) -> Days:
    """The same day of the month so many months on, or the last of that month."""
    known = days != NEVER
    dates = np.where(known, days, 0).astype("datetime64[D]")
    start = dates.astype("datetime64[M]")
    within = (dates - start.astype("datetime64[D]")).astype(np.int64)
    later = start + np.timedelta64(months, "M")
    longest = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(np.int64) - 1
    moved = later.astype("datetime64[D]").astype(np.int64) + np.minimum(within, longest)
    return np.where(known, moved, NEVER).astype(np.int32)


def _days(column: pd.Series, meaning: Callable[[str], date], blank: np.int32) -> Days:
    """A column of recorded dates as day numbers; a blank is `blank`."""
    codes = column.cat.codes.to_numpy()
    known = [_number(meaning, text) for text in column.cat.categories.tolist()]
    return np.array([*known, blank], dtype=np.int32)[codes]


@cache
def _number(meaning: Callable[[str], date], text: str) -> np.int32:
    """A recorded date as a day number; the same few thousand come back in every column."""
    return number_of(meaning(text))


def _positions(column: pd.Series) -> Positions:
    """The position of each row's agency in the sorted agency codes; NONE for a blank."""
    return column.cat.codes.to_numpy().astype(np.intp)


def _invalid_from(rules: Rules) -> Days:
    """First invalid day by (certificate 0 or declaration 1) and edition; the last column is "no edition"."""
    certificates = [edition.invalid_from for edition in rules.editions]
    declarations = [edition.declarations_invalid_from for edition in rules.editions]
    return np.array(
        [[NEVER if day is None else number_of(day) for day in [*days, None]] for days in (certificates, declarations)],
        dtype=np.int32,
    )
