"""The facts of a registry as arrays of days, made once per registry."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.config import Rules
from qms_model.once import OncePer
from qms_model.registry import Registry
from qms_model.timeline.days import (
    ALWAYS,
    NEVER,
    NONE,
    Days,
    Flags,
    Positions,
    day_numbers,
    first_days,
    last_days,
    months_after,
    number_of,
    positions,
)
from qms_model.timeline.spans import AgencyRows, Attestations, Events, Findings, Spells

_MADE = OncePer(most=1)


def timeline(registry: Registry) -> Timeline:
    """The timeline of `registry`, made at the first call."""
    return _MADE.get(registry, None, lambda: Timeline(registry))


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
        agency = positions(table["agency"])
        start = day_numbers(table["established_on"], first_days, ALWAYS)
        end = day_numbers(table["dissolved_on"], last_days, NEVER)
        order = np.lexsort((end, start, agency))
        agency, start, end = agency[order], start[order], end[order]
        same = agency[1:] == agency[:-1]
        start[1:] = np.where(same, np.maximum(start[1:], _latest_so_far(agency, end)[:-1]), start[1:])
        host = positions(table["shares_qms_of"])[order]
        return AgencyRows(order, agency, start, end, host)

    @cached_property
    def adopted(self) -> dict[str, Days]:
        """By milestone (`started_on`, `applied_on`, `confirmed_on`) the day of every agency."""
        table = self.tables["adoptions"]
        return {
            name: self._of_agency(table, day_numbers(table[name], last_days, NEVER), NEVER)
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
        issued = day_numbers(table["issued_on"], last_days, NEVER)
        expires = day_numbers(table["expires_on"], last_days, NEVER)
        assumed = certificate & table["expires_on"].isna().to_numpy(np.bool_)
        term = self.rules.regimes.certificate_term_months
        expires[assumed] = months_after(issued[assumed], term) - 1
        expired = np.where(expires == NEVER, NEVER, expires + (expires != NEVER)).astype(np.int32)
        invalid = _invalid_from(self.rules)[np.where(certificate, 0, 1), edition]
        ended = day_numbers(table["ended_on"], last_days, NEVER)
        runs_out = np.minimum(expired, invalid)
        past_from = np.minimum(runs_out, ended)
        withdrawn = table["ended_because"].isin(["withdrawn", "cancelled"]).to_numpy(np.bool_)
        order = np.lexsort((edition, issued))
        suspended = day_numbers(table["suspended_on"], last_days, NEVER)
        restored = day_numbers(table["restored_on"], last_days, NEVER)
        sorted_past = past_from[order]
        order_of_end = np.argsort(sorted_past, kind="stable")
        end_rank = np.full(len(order) + 1, NONE, dtype=np.intp)
        end_rank[order_of_end] = _ranks(
            *(a[order_of_end] for a in (sorted_past, issued[order], edition[order]))
        )
        return Attestations(
            row=order,
            agency=positions(table["agency"])[order],
            edition=edition[order],
            issued=issued[order],
            past_from=sorted_past,
            runs_out=runs_out[order],
            ended=ended[order],
            with_edition=(invalid < expired)[order],
            assumed=(assumed & (expired == runs_out))[order],
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
        return np.int32(self._held.min(initial=NEVER))

    def overdue(self, grade: str) -> Spells:
        """The days on which a finding is overdue: of `grade` "major", or "issue" (no grade)."""
        return self._overdue[grade]

    @cached_property
    def exempt(self) -> Spells:
        """The days on which an agency is exempt."""
        table = self.tables["exemptions"]
        until = day_numbers(table["until"], last_days, NEVER)
        return Spells(positions(table["agency"]), day_numbers(table["starts_on"], last_days, NEVER), until)

    @cached_property
    def _held(self) -> Days:
        """The day of every audit."""
        return day_numbers(self.tables["audits"]["held_on"], last_days, NEVER)

    def _audits(self, kinds: tuple[str, ...]) -> Events:
        if kinds not in self._events:
            table = self.tables["audits"]
            chosen = np.flatnonzero(table["kind"].isin(kinds).to_numpy(np.bool_))
            order = chosen[np.argsort(self._held[chosen], kind="stable")]
            self._events[kinds] = Events(positions(table["agency"])[order], self._held[order])
        return self._events[kinds]

    @cached_property
    def _events(self) -> dict[tuple[str, ...], Events]:
        return {}

    @cached_property
    def findings(self) -> Findings:
        """All findings; a due day that none names is counted from the signing, else from the audit."""
        findings, audits, limits = self.tables["findings"], self.tables["audits"], self.rules.limits
        place = findings["audit_at"].to_numpy()
        held = self._held[place]
        signed = day_numbers(audits["signed_on"], last_days, NEVER)[place]
        signed = np.where(signed == NEVER, held, signed)
        grade = findings["grade"]
        issue = grade.isna().to_numpy(np.bool_)
        counted = np.select(
            [issue, (grade == "major").to_numpy(np.bool_), (grade == "minor").to_numpy(np.bool_)],
            [
                months_after(signed, limits.issue_months),
                signed + limits.major_days,
                signed + limits.minor_days,
            ],
            NEVER,
        )
        due = day_numbers(findings["due_on"], last_days, NEVER)
        closed = day_numbers(findings["closed_on"], last_days, NEVER)
        corrected = day_numbers(findings["corrected_on"], last_days, NEVER)
        return Findings(
            agency=positions(audits["agency"])[place],
            held=held,
            due=np.where(due == NEVER, counted, due).astype(np.int32),
            over=np.where(issue, np.minimum(closed, corrected), closed).astype(np.int32),
        )

    @cached_property
    def _overdue(self) -> dict[str, Spells]:
        facts, grade = self.findings, self.tables["findings"]["grade"]
        spells = {}
        for name, chosen in (("major", grade == "major"), ("issue", grade.isna())):
            which = np.flatnonzero(chosen.to_numpy(np.bool_))
            first = np.maximum(facts.held[which], facts.due[which] + 1).astype(np.int32)
            spells[name] = Spells(facts.agency[which], first, (facts.over[which] - 1).astype(np.int32))
        return spells

    def _of_agency(self, table: pd.DataFrame, values: npt.NDArray[Any], blank: object) -> npt.NDArray[Any]:
        found = np.full(self.agencies, blank, dtype=values.dtype)
        found[positions(table["agency"])] = values
        return found


def _ranks(*keys: npt.NDArray[Any]) -> Positions:
    """The rank of each row among rows sorted by these keys; equal keys rank the same."""
    differs = np.zeros(len(keys[0]), dtype=np.bool_)
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return np.cumsum(differs)


def _latest_so_far(agency: Positions, end: Days) -> Days:
    """For every row the latest end of its agency's rows up to it; rows sorted by agency."""
    block = np.int64(1) << 32
    apart = agency.astype(np.int64) * block + (end.astype(np.int64) - ALWAYS)
    return (np.maximum.accumulate(apart) % block + ALWAYS).astype(np.int32)


def _invalid_from(rules: Rules) -> Days:
    """First invalid day by (certificate 0 or declaration 1) and edition; the last column is "no edition"."""
    certificates = [edition.invalid_from for edition in rules.editions]
    declarations = [edition.declarations_invalid_from for edition in rules.editions]
    return np.array(
        [
            [NEVER if day is None else number_of(day) for day in [*days, None]]
            for days in (certificates, declarations)
        ],
        dtype=np.int32,
    )
