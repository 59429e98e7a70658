"""Answers, sentences and drawings kept as long as the registry they are of.

What is shown is a function of the registry, the day, the filters and the
language, so the cache is keyed on exactly these, never on a clock. (It is not
Streamlit's: any visitor may clear that one, and it copies every frame.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from qms_model.registry import Registry

KEPT = 2_000  # answers of one registry, some fifty a view; those not asked for longest go first

_answers: WeakKeyDictionary[Registry, dict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()
_Answer = TypeVar("_Answer")


def kept(registry: Registry, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """What `make` gave for this key and registry, made once. It is shared: do not change it."""
    with _lock:
        answers = _answers.setdefault(registry, {})
        if key in answers:
            answers[key] = answers.pop(key)  # the last to go
            return cast(_Answer, answers[key])
    made = make()
    with _lock:
        while len(answers) >= KEPT:
            del answers[next(iter(answers))]
        answers[key] = made
    return made
