"""What a rule of lateness is: a function that says by when each agency had to act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from qms_model.i18n import Message
from qms_model.laggards.look import Look
from qms_model.timeline import Days, Flags, Positions

# When a row is shown: from the day after the deadline, from the deadline itself, or up to it.
Shows = Literal["after", "from", "until"]


@dataclass(frozen=True)
class Due:
    """What a rule says of every agency of the scene (of P1: of the province, one place).

    `deadline`: the last day on which it is in time if nothing happens, as far as is known on
    the day; NEVER where the rule asks nothing. `unknown`: the rule is silent for lack of data.
    `evidence` makes the columns that prove it, of the chosen places only.
    """

    deadline: Days
    unknown: Flags
    evidence: Callable[[Positions], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """`says`: by the `case` of the evidence, a sentence that names evidence in braces;
    `lacks`: what is not known where the rule is silent, if anything can be."""

    code: str
    name: Message
    says: Mapping[str, Message]
    lacks: Message | None
    shows: Shows
    of_province: bool
    due: Callable[[Look], Due]


def rule(
    code: str,
    name: Message,
    says: Mapping[str, Message],
    lacks: Message | None = None,
    shows: Shows = "after",
    of_province: bool = False,
) -> Callable[[Callable[[Look], Due]], Rule]:
    """Make a rule of a function; config.yaml has its severity and limits under `code`."""
    return lambda due: Rule(code, name, says, lacks, shows, of_province, due)


def silent(look: Look, unknown: Flags) -> Due:
    """What a rule says that has nothing to go by: of nobody anything, of these it is not known."""
    return Due(look.never, unknown, lambda _places: {})
