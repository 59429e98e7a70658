"""What a rule is: a function that finds doubtful facts, with its name and its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from qms_model.i18n import Message
from qms_model.quality.records import Records

Finds = Callable[[Records], Iterator[pd.DataFrame]]


@dataclass(frozen=True)
class Rule:
    """`code` is the name of the function; `says` names evidence columns in braces."""

    code: str
    name: Message
    says: Message
    finds: Finds


def rule(name: Message, says: Message) -> Callable[[Finds], Rule]:
    """Make a rule of a function that yields `Records.found` of one table or of several."""
    return lambda finds: Rule(finds.__name__, name, says, finds)
