"""Why each certificate or declaration is in its state: one sentence, shared by all of the same reason.

What a paper is called stands beside the sentence, so the sentence does not repeat
it: 160,000 papers have some thousands of reasons.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from qms_model.i18n import Message, message
from qms_model.numbers import dated
from qms_model.registry import Registry
from qms_model.story.papers import papers_at
from qms_model.story.subject import day_of
from qms_model.timeline import NEVER, Positions, Timeline, day_numbers, in_one, last_days, number_of, timeline

# By the reason: in force, suspended, or what stopped it first. {day} is the last valid day
# where something is or was in force until it, else the first day without it.
_SAID = {
    "endless": "In force, with no expiry by date",
    "in_force": "In force until {day}",
    "in_force_assumed": "Names no expiry; taken to be in force until {day}",
    "in_force_edition": "In force until {day}, when edition {edition} becomes invalid",
    "suspended": "Suspended since {day} and not restored",
    "expired": "Expired: it was in force until {day}",
    "expired_assumed": "Names no expiry; taken to have been in force until {day}",
    "edition": "Edition {edition} has been invalid since {day}",
    "withdrawn": "Withdrawn with effect from {day}",
    "cancelled": "Cancelled with effect from {day}",
    "replaced": "Replaced with effect from {day}",
    "ended": "Ended with effect from {day}, for no recorded reason",
}
_REASONS = tuple(_SAID)
_UNTIL = [_REASONS.index(name) for name in _REASONS if name.startswith(("in_force", "expired"))]
_OF_EDITION = [_REASONS.index(name) for name in ("in_force_edition", "edition")]


def grounds(registry: Registry, day: date, rows: Positions) -> npt.NDArray[np.object_]:
    """Why each of these attestations of the timeline, issued by the day, is in its state: Messages.

    On the same day its own end comes before its expiry, and that before its edition's
    (domain §5). Of a replaced one it is said by what, where its agency's latest one
    issued by then is another, and valid then.
    """
    line = timeline(registry)
    facts = line.attestations
    reasons, days = _reasons(line, day, rows)
    told = days.astype(np.int64) - np.isin(reasons, _UNTIL)
    editions = np.where(np.isin(reasons, _OF_EDITION), facts.edition[rows], 0)
    each = np.stack([reasons, np.where(days == NEVER, 0, told), editions], axis=1)
    shift = each * np.array([1 << 48, 1 << 8, 1])
    _, first, which = np.unique(shift.sum(axis=1), return_index=True, return_inverse=True)
    codes = [edition.code for edition in registry.rules.editions]
    said = np.empty(len(first), dtype=object)
    said[:] = [_sentence(reason, on, codes[edition]) for reason, on, edition in each[first].tolist()]
    found: npt.NDArray[np.object_] = said[which]
    replaced = np.flatnonzero(reasons == _REASONS.index("replaced"))
    return _with_successors(registry, rows, replaced, found)


@lru_cache(maxsize=1 << 15)
def _sentence(reason: int, on: int, edition: str) -> Message:
    """The sentence, made once: from one day to the next most stay."""
    name = _REASONS[reason]
    if name == "endless":
        return message(_SAID[name])
    if reason in _OF_EDITION:
        return message(_SAID[name], day=dated(day_of(on)), edition=edition)
    return message(_SAID[name], day=dated(day_of(on)))


def _reasons(line: Timeline, day: date, rows: Positions) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The place in _REASONS of each, and the day on which that begins."""
    facts, on = line.attestations, number_of(day)
    table = line.tables["attestations"].iloc[facts.row[rows]]
    past_from, runs_out, assumed = facts.past_from[rows], facts.runs_out[rows], facts.assumed[rows]
    suspended = facts.suspended[rows]
    held = facts.suspended_on(on)[rows]
    over = past_from <= on
    ended = over & (day_numbers(table["ended_on"], last_days, NEVER) == past_from)
    expires = day_numbers(table["expires_on"], last_days, NEVER)
    expired = (expires != NEVER) & (expires + (expires != NEVER) == runs_out)
    because = table["ended_because"]
    why = {name: (because == name).to_numpy(np.bool_) for name in ("withdrawn", "cancelled", "replaced")}
    answers = {
        **{name: ended & given for name, given in why.items()},
        "ended": ended,
        "expired_assumed": over & assumed,
        "expired": over & expired,
        "edition": over,
        "suspended": held,
        "endless": runs_out == NEVER,
        "in_force_assumed": assumed,
        "in_force": expired,
    }
    places = [_REASONS.index(name) for name in answers]
    reasons = np.select(list(answers.values()), places, _REASONS.index("in_force_edition"))
    days = np.select([over, reasons == _REASONS.index("suspended")], [past_from, suspended], runs_out)
    return reasons, days


def _with_successors(
    registry: Registry, rows: Positions, replaced: Positions, said: npt.NDArray[np.object_]
) -> npt.NDArray[np.object_]:
    """The sentences, those of the replaced with the name of what replaced them."""
    facts = timeline(registry).attestations
    places = rows[replaced]
    since = facts.past_from[places].astype(np.int64)
    order = np.argsort(facts.agency, kind="stable")  # within an agency by issue, then edition
    issues = in_one(facts.agency[order], facts.issued[order])
    latest = order[np.searchsorted(issues, in_one(facts.agency[places], since), side="right") - 1]
    of_agency = facts.agency[latest] == facts.agency[places]  # else nothing of its was issued by then
    by_another = of_agency & (latest != places) & (facts.past_from[latest] > since)
    papers = papers_at(registry, facts.row[latest[by_another]])
    for place, paper, on in zip(replaced[by_another], papers, since[by_another], strict=True):
        said[place] = message(
            "Replaced with effect from {day} by: {paper}", day=dated(day_of(int(on))), paper=paper.name
        )
    return said
