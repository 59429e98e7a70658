"""The time line of an agency: everything that happened to it up to a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from qms_model.dates import last_day
from qms_model.registry import Registry
from qms_model.story.findings import findings_told
from qms_model.story.lineage import lineage
from qms_model.story.papers import Attestation, attestations_told
from qms_model.story.records import audits_told
from qms_model.story.subject import Subject, subject_of, texts

LANES = ("adoption", "attestation", "audit", "finding", "follow-up", "exemption", "reorganisation")

_ONE_DAY = timedelta(days=1)


class Event(NamedTuple):
    """Something that happened on a day, or lasted from it; "" and None are blank.

    kind: by lane: started, applied, confirmed; certificate, declaration, suspended,
        withdrawn, cancelled, replaced, ended, scope_changed; the kind of audit, also
        of a finding's; followup; exemption; the kind of reorganisation
    recorded: the day as recorded, which may be a month or a year; it counts as `on`
    until: the last day of what lasts (validity, suspension, open finding, exemption)
        as known on the day looked at; None for what does not last, or not yet ended
    code: of the audit, finding or event; of a follow-up its cause
    number: of the certificate, the minutes or the decision; of a follow-up its channel
    due_on: of a finding; of a follow-up the day promised
    note: body, team, description, note, basis, or the other agencies
    """

    on: date
    lane: str
    kind: str
    agency: str  # whose record it is
    own: bool  # not its host's
    recorded: str
    until: date | None = None
    code: str = ""
    number: str = ""
    edition: str = ""
    grade: str = ""
    due_on: date | None = None
    note: str = ""

    @property
    def lasts(self) -> bool:
        """Whether it goes on after its day until something ends it."""
        return self.lane in ("finding", "exemption") or self.kind in (
            "certificate",
            "declaration",
            "suspended",
        )


def events(registry: Registry, agency: str, day: date) -> tuple[Event, ...]:
    """What happened to the agency, and to its host as far as it shares, up to the end of `day`, by day.

    Raises Refused when the registry has no such agency.
    """
    subject = subject_of(registry, agency, day)
    found = [
        *_adoptions(registry, subject),
        *(event for one in attestations_told(registry, subject, day) for event in _of_attestation(one)),
        *_audits(registry, subject, day),
        *_findings(registry, subject, day),
        *_followups(registry, subject),
        *_exemptions(registry, subject),
        *_reorganisations(registry, subject, day),
    ]
    told = [event for event in found if subject.told(event.agency, event.on, day)]
    return tuple(
        sorted(told, key=lambda one: (one.on, LANES.index(one.lane), one.code, one.kind, one.number))
    )


def _adoptions(registry: Registry, subject: Subject) -> Iterator[Event]:
    table, names = registry.tables["adoptions"], ("started_on", "applied_on", "confirmed_on")
    for code, *dates in texts(table, ("agency", *names), subject.rows(table["agency"])):
        for name, recorded in zip(names, dates, strict=True):
            if recorded:
                kind, own = name.removesuffix("_on"), code == subject.code
                yield Event(last_day(recorded), "adoption", kind, code, own, recorded)


def _of_attestation(one: Attestation) -> Iterator[Event]:
    """Its validity, and what interrupted or ended it."""
    paper, end = one.paper, one.last_day

    def event(recorded: str, kind: str, until: date | None = None, note: str = "") -> Event:
        on = last_day(recorded)
        lasts = max(until, on) if until else None
        return Event(
            on,
            "attestation",
            kind,
            one.agency,
            one.own,
            recorded,
            lasts,
            number=paper.number,
            edition=paper.edition,
            note=note,
        )

    yield event(paper.issued_on, paper.kind, end, paper.body)
    if paper.suspended_on:
        back = last_day(paper.restored_on) - _ONE_DAY if paper.restored_on else None
        over = end if one.state in ("lapsed", "withdrawn") else None
        yield event(paper.suspended_on, "suspended", min(filter(None, (back, over)), default=None))
    if paper.ended_on:
        yield event(paper.ended_on, paper.ended_because or "ended")
    if paper.scope_changed_on:
        yield event(paper.scope_changed_on, "scope_changed", note=paper.scope)


def _audits(registry: Registry, subject: Subject, day: date) -> Iterator[Event]:
    for one in audits_told(registry, subject, day):
        yield Event(
            one.held_on,
            "audit",
            one.kind,
            one.agency,
            one.own,
            one.held_on.isoformat(),
            code=one.audit,
            number=one.minutes,
            note=one.team,
        )


def _findings(registry: Registry, subject: Subject, day: date) -> Iterator[Event]:
    kinds = {one.audit: one.kind for one in audits_told(registry, subject, day)}
    for one in findings_told(registry, subject, day):
        yield Event(
            one.held_on,
            "finding",
            kinds[one.audit],
            one.agency,
            one.own,
            one.held_on.isoformat(),
            max(one.open_until, one.held_on) if one.open_until else None,
            code=one.finding,
            grade=one.grade,
            due_on=one.due_on,
            note=one.description,
        )


def _followups(registry: Registry, subject: Subject) -> Iterator[Event]:
    table, names = registry.tables["followups"], ("agency", "on", "channel", "cause", "promised_on", "note")
    for code, on, channel, cause, promised, note in texts(table, names, subject.rows(table["agency"])):
        if code == subject.code:
            due = last_day(promised) if promised else None
            yield Event(
                last_day(on),
                "follow-up",
                "followup",
                code,
                True,
                on,
                None,
                cause,
                channel,
                due_on=due,
                note=note,
            )


def _exemptions(registry: Registry, subject: Subject) -> Iterator[Event]:
    table, names = registry.tables["exemptions"], ("agency", "starts_on", "until", "basis")
    for code, starts, until, basis in texts(table, names, subject.rows(table["agency"])):
        if code == subject.code:
            yield Event(
                last_day(starts), "exemption", "exemption", code, True, starts, last_day(until), note=basis
            )


def _reorganisations(registry: Registry, subject: Subject, day: date) -> Iterator[Event]:
    """One event for each reorganisation, whatever number of agencies it concerned."""
    edges = lineage(registry, subject.code, day)
    for (on, code), group in groupby(edges, key=lambda edge: (edge.effective_on, edge.event)):
        lines = list(group)
        others = ", ".join(edge.name for edge in lines if edge.agency and edge.role != "itself")
        yield Event(
            on,
            "reorganisation",
            lines[0].kind,
            subject.code,
            True,
            on.isoformat(),
            code=code,
            number=lines[0].decision,
            note=others,
        )
