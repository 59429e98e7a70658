"""Answers and drawings kept as long as the registry they are of.

What is shown is a function of the registry, the day, the filters and the
language, so the cache is keyed on exactly these, never on a clock. (It is not
Streamlit's: any visitor may clear that one, and it copies every frame.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from qms_model.coverage import Filters
from qms_model.registry import Registry
from qms_model.ui.scope import Here

KEPT = 500  # answers of one registry; the oldest go first

_answers: WeakKeyDictionary[Registry, dict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()
_Answer = TypeVar("_Answer")


def ask(
    at: Here,
    question: Callable[..., _Answer],
    *days: Hashable,
    filters: Filters | None = None,
    **options: Any,
) -> _Answer:
    """The answer to `question` for the day (or `days`) and the filters of the view, or
    other `filters`. It is shared: do not change it."""
    asked = days or (at.view.day,)
    chosen = at.view.filters if filters is None else filters
    key = (question.__module__, question.__name__, asked, chosen, *sorted(options.items()))
    return kept(at.registry, key, lambda: question(at.registry, *asked, filters=chosen, **options))


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
