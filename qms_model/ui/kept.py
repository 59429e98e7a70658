"""Answers, sentences and drawings kept as long as the registry they are of.

What is shown is a function of the registry, the day, the filters and the
language, so the cache is keyed on exactly these, never on a clock. (It is not
Streamlit's: any visitor may clear that one, and it copies every frame.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Event, Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from qms_model.registry import Registry

KEPT = 2_000  # answers of one registry, some fifty a view; those made longest ago go first

_answers: WeakKeyDictionary[Registry, dict[Hashable, Any]] = WeakKeyDictionary()
_lock = Lock()
_NOTHING = object()
_Answer = TypeVar("_Answer")


class _Making(Event):
    """Stands for an answer that somebody is making; set when they have, or could not."""


def kept(registry: Registry, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """What `make` gave for this key and registry, made once: who asks meanwhile waits for
    it. It is shared: do not change it."""
    answers = _answers.get(registry, {})
    while (found := answers.get(key, _NOTHING)) is not _NOTHING:  # no lock: many readers would queue
        if not isinstance(found, _Making):
            return cast(_Answer, found)
        found.wait()
    return _made(registry, key, make)


def _made(registry: Registry, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
    making = _Making()
    with _lock:
        answers = _answers.setdefault(registry, {})
        found = answers.setdefault(key, making)
    if found is not making:  # somebody was first
        return kept(registry, key, make)
    try:
        answers[key] = made = make()
    except BaseException:
        answers.pop(key, None)  # who waits tries it themselves
        raise
    finally:
        making.set()
    with _lock:
        while len(answers) > KEPT:
            del answers[next(iter(answers))]
    return made
