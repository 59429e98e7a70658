"""Answers and drawings kept as long as the registry they are of.

What is shown is a function of the registry, the day, the filters and the
language, so the cache is keyed on exactly these, never on a clock. (It is not
Streamlit's: any visitor may clear that one, and it copies every frame.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

import pandas as pd

from qms_model.coverage import By, Filters
from qms_model.registry import Registry
from qms_model.ui.scope import Here

KEPT = 500  # answers of one registry; the oldest go first

_answers: WeakKeyDictionary[Registry, dict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()
_Answer = TypeVar("_Answer")


class Question(Protocol):
    """A question of the product: a frame from a registry, a day and filters."""

    __module__: str
    __name__: str

    def __call__(self, registry: Registry, day: Any, by: By | None, filters: Filters, /) -> pd.DataFrame:
        """The answer."""


def ask(at: Here, question: Question, by: By | None = None) -> pd.DataFrame:
    """The answer to `question` for the view of the page. It is shared: do not change it."""
    key = (question.__module__, question.__name__, at.view.day, by, at.view.filters)
    return kept(at.registry, key, lambda: question(at.registry, at.view.day, by, at.view.filters))


def kept(registry: Registry, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """What `make` gave for this key and registry, made once."""
    with _lock:
        answers = _answers.setdefault(registry, {})
    if key not in answers:
        made = make()
        with _lock:
            while len(answers) >= KEPT:
                del answers[next(iter(answers))]
            answers[key] = made
        return made
    return cast(_Answer, answers[key])
