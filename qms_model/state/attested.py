"""What attestations say on a day: rungs 2 and 3, and the attestation shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qms_model.state.scene import Scene
from qms_model.timeline import NONE, Attestations, Flags, Positions, Timeline


@dataclass(frozen=True)
class Attested:
    """What the attestations that count say of every agency of a scene."""

    ever: Flags
    in_force: Flags
    suspended: Flags
    withdrawn: Flags
    shown: Positions  # row in the attestations table, NONE when there is none
    decides: Positions  # likewise: the one in force, suspended, or that stopped last, by which the state is


def attested_of(line: Timeline, scene: Scene, edition: str | None) -> Attested:
    """Rungs 2 and 3 and the attestation shown: own in force (latest issue, then
    newest edition), else the host's, else the own past one, else the host's.

    Of several past ones the one that stopped last decides, the agency's own
    before its host's; one suspended but otherwise valid comes before them.
    """
    facts = line.attestations
    issued = facts.issued <= scene.day
    if edition is not None:
        issued &= facts.edition == line.edition_position(edition)
    over = facts.past_from <= scene.day
    suspended = facts.suspended_on(scene.day)
    own_force, host_force = _best(line, scene, np.flatnonzero(issued & ~over & ~suspended))
    own_held, host_held = _best(line, scene, _by_end(facts, issued & ~over & suspended))
    own_past, host_past = _best(line, scene, _by_end(facts, issued & over))

    in_force = (own_force != NONE) | (host_force != NONE)
    held = (own_held != NONE) | (host_held != NONE)
    stopped = np.where(facts.end_rank[own_past] >= facts.end_rank[host_past], own_past, host_past)
    shown = _first(own_force, host_force, own_held, own_past, host_held, host_past)
    return Attested(
        ever=shown != NONE,
        in_force=in_force,
        suspended=held & ~in_force,
        withdrawn=facts.withdrawn[stopped] & (stopped != NONE),
        shown=np.append(facts.row, NONE)[shown],
        decides=np.append(facts.row, NONE)[_first(own_force, host_force, own_held, host_held, stopped)],
    )


def _by_end(facts: Attestations, chosen: Flags) -> Positions:
    """The chosen attestations, the one that stops last at the end."""
    return facts.order_of_end[chosen[facts.order_of_end]]


def _best(line: Timeline, scene: Scene, ascending: Positions) -> tuple[Positions, Positions]:
    """The last of `ascending` for every agency of the scene, and for its host; else NONE."""
    best = np.full(line.agencies + 1, NONE, dtype=np.intp)
    best[line.attestations.agency[ascending]] = ascending
    best[-1] = NONE
    return best[scene.agency], best[scene.host]


def _first(*choices: Positions) -> Positions:
    """For every agency the first choice that is there; else NONE."""
    chosen = choices[-1]
    for choice in reversed(choices[:-1]):
        chosen = np.where(choice == NONE, chosen, choice)
    return chosen
