"""What ran out, runs out or must be declared again: L2, L3, L4 and L10."""

from __future__ import annotations

from typing import Any

import numpy as np

from qms_model.attestations import lasting
from qms_model.i18n import message
from qms_model.laggards.evidence import cells, either, iso, paper
from qms_model.laggards.look import Look
from qms_model.laggards.rule import Due, rule
from qms_model.timeline import ALWAYS, NEVER, NONE, Days, Flags, Positions, last_rows, months_after, number_of

_LONG = 1_000_000  # days: any end there is
_OF_EVENT = ("kind", "decision", "event")
_CHANGES = ("merge", "absorb", "divide", "separate", "transfer")


@rule(
    "L2",
    name=message("Expired, not renewed"),
    says={
        "expired": message("{paper} was in force until {until}; not certified or declared again since"),
        "withdrawn": message("{paper} was withdrawn with effect from {since}"),
        "cancelled": message("{paper} was cancelled with effect from {since}"),
        "replaced": message(
            "{paper} was replaced with effect from {since}, but nothing has been in force since"
        ),
        "ended": message(
            "{paper} ended with effect from {since}, for no recorded reason; nothing has been in force since"
        ),
    },
    lacks=message("The day of expiry of the certificate is not recorded"),
)
def not_renewed(look: Look) -> Due:
    """The attestation that stops last, its own or its host's, expired or was ended. Not one that is
    suspended (it has not stopped), nor one whose edition came to its end first (L4). Where its
    expiry is only assumed the rule is silent."""
    last = _stops_last(look)
    over = last.asks & last.assumed & (last.end <= look.day)
    deadline = _last_days(last.end, last.asks & ~last.assumed & ~last.with_edition)

    def evidence(places: Positions) -> dict[str, Any]:
        ended = last.ended[places]
        rows = look.line.attestations.row[last.place[places]]
        because = cells(look, "attestations", "ended_because", rows)
        case = np.where(ended, np.where(because == None, "ended", because), "expired")  # noqa: E711
        return {"case": case, **paper(look, places, last.place[places])}

    return Due(deadline, over, evidence)


@rule(
    "L3",
    name=message("About to expire"),
    says={
        "expiry": message("{paper} is in force until {until}"),
        "edition": message("{paper} is in force until {until}, when edition {edition} becomes invalid"),
    },
    lacks=message("The day of expiry of the certificate is not recorded"),
    shows="until",
)
def expires_soon(look: Look) -> Due:
    """At most so many days left of the latest last valid day among those in force, its own and its
    host's (as `attestations.expiring`); silent where that day is only assumed."""
    facts = look.line.attestations
    place = lasting(look.registry, look.date, look.frame, look.edition, _LONG)
    end = np.append(facts.runs_out, NEVER)[place]
    assumed = np.append(facts.assumed, False)[place]
    soon = (place != NONE) & (end.astype(np.int64) - 1 - look.day <= look.limits.L3.days)

    def evidence(places: Positions) -> dict[str, Any]:
        case = np.where(facts.with_edition[place[places]], "edition", "expiry").astype(object)
        return {"case": case, **paper(look, places, place[places])}

    return Due(_last_days(end, soon & ~assumed), assumed, evidence)


@rule(
    "L4",
    name=message("Edition not renewed"),
    says={
        "": message(
            "{paper} has been invalid since {since} with its edition {edition};"
            " not certified or declared again since"
        )
    },
)
def edition_over(look: Look) -> Due:
    """The edition of the attestation that stops last came to its end, strictly before its expiry
    and before any end that was decided; so never together with L2."""
    last = _stops_last(look)
    deadline = _last_days(last.end, last.asks & last.with_edition)
    return Due(deadline, look.nothing, lambda places: paper(look, places, last.place[places]))


@rule(
    "L10",
    name=message("Not declared again"),
    says={
        "merge": message("Merged {since} ({other}); its own declaration was due by {deadline}"),
        "absorb": message("Absorbed others {since} ({other}); its own declaration was due by {deadline}"),
        "divide": message(
            "Came from a division {since} ({other}); its own declaration was due by {deadline}"
        ),
        "separate": message("Separated {since} ({other}); its own declaration was due by {deadline}"),
        "transfer": message(
            "Passed to another supervising body {since} ({other}); its own declaration was due by {deadline}"
        ),
        "scope": message("The scope changed {since} ({paper}); its own declaration was due by {deadline}"),
    },
)
def not_declared_again(look: Look) -> Due:
    """So many months after the earliest change since its last own declaration: it is the successor
    of a merge, absorption, division, separation or transfer, or its scope changed. Its own changes
    and declarations only: a host declares for itself. Silent of changes from before declarations
    began (QĐ 19/2014): until then a certificate was the proof."""
    events, scopes = _reorganisations(look), _scope_changes(look)
    agency = np.concatenate([events[0], scopes[0]])
    days = np.concatenate([events[1], scopes[1]])
    open_ = days > _declared_on(look)[agency]
    change = look.earliest_own(agency, np.where(open_, days, NEVER))
    changed_on = np.append(days, NEVER)[change]

    def evidence(places: Positions) -> dict[str, Any]:
        row = change[places]
        scoped = row >= len(events[0])
        event = np.where(scoped, NONE, row)
        kind, decision, code = (cells(look, "reorganisations", name, event) for name in _OF_EVENT)
        decided = {"case": kind, "other": np.where(decision == None, code, decision)}  # noqa: E711
        changed = paper(look, places, np.where(scoped, row - len(events[0]), NONE))
        return {
            **either(scoped, {**changed, "case": "scope"}, decided),
            "limit_on": iso(changed_on[places]),
        }

    return Due(months_after(changed_on, look.limits.L10.months), look.nothing, evidence)


def _reorganisations(look: Look) -> tuple[Positions, Days]:
    """By row the successor and the day of the change; NEVER where it changes nothing by the day."""
    chosen = look.tables["reorganisations"]["kind"].isin(_CHANGES).to_numpy(np.bool_)
    days = _asked(look, "reorganisations", "effective_on", chosen)
    return look.agencies("reorganisations", "successor"), days


def _scope_changes(look: Look) -> tuple[Positions, Days]:
    """By attestation its agency and the day its scope changed, else NEVER."""
    row = look.line.attestations.row
    changed = _asked(look, "attestations", "scope_changed_on", np.ones(len(row), dtype=np.bool_))[row]
    return look.line.attestations.agency, np.where(look.counted, changed, NEVER)


def _asked(look: Look, table: str, column: str, chosen: Flags) -> Days:
    """The days of the chosen rows from when declarations began up to the day; else NEVER."""
    days = look.days(table, column)
    since = number_of(look.rules.regimes.declarations_from)
    return np.where(chosen & (since <= days) & (days <= look.day), days, NEVER)


def _declared_on(look: Look) -> Days:
    """Of every agency the day of its last own declaration, else ALWAYS; one more, for NONE."""
    facts = look.line.attestations
    declared = np.flatnonzero(look.counted & ~look.certificates)  # by day, so that the latest stays
    last = np.full(look.line.agencies + 1, ALWAYS, dtype=np.int32)
    last[facts.agency[declared]] = facts.issued[declared]
    return last


class _Last:
    """Of every place the attestation that stops last as far as is known, and how."""

    def __init__(self, look: Look, place: Positions) -> None:
        facts = look.line.attestations
        self.place = place  # in the timeline's attestations; NONE: never attested
        self.end = np.append(look.known_end, NEVER)[place]
        waits = np.append(look.suspended, False)[place] & (self.end > look.day)
        self.asks = (self.end != NEVER) & ~waits
        own_end = np.append(facts.ended, NEVER)[place]
        self.ended = (own_end <= look.day) & (own_end == self.end)  # on equal days this comes first
        self.with_edition = np.append(facts.with_edition, False)[place] & ~self.ended
        self.assumed = np.append(facts.assumed, False)[place] & ~self.ended


def _stops_last(look: Look) -> _Last:
    """Of equals the latest issue, the newest edition, its own before its host's: as `state` decides."""
    facts, end = look.line.attestations, look.known_end
    chosen = np.flatnonzero(look.counted)
    chosen = chosen[np.argsort(end[chosen], kind="stable")]
    best = last_rows(facts.agency, chosen, look.line.agencies)
    own, host = best[look.scene.agency], best[look.scene.host]
    later = look.nothing
    for keys in (facts.edition, facts.issued, end):  # the last weighs most
        key = np.append(keys.astype(np.int64), np.int64(ALWAYS))
        later = (key[host] > key[own]) | ((key[host] == key[own]) & later)
    return _Last(look, np.where(later, host, own))


def _last_days(end: Days, chosen: Flags) -> Days:
    """The day before the first day without it, where chosen; else NEVER."""
    return np.where(chosen, end - np.int32(1), NEVER).astype(np.int32)
