"""What many threads ask for, made once: who asks meanwhile waits for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Event, Lock
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

_NOTHING = object()
_Answer = TypeVar("_Answer")


class _Making(Event):
    """Stands for an answer that somebody is making; set when they have, or could not."""


class Once:
    """Answers by key, at most so many; those asked for longest ago go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """What `make` gave for this key. It is shared: do not change it. What it raises is
        raised, and whoever waited tries it themselves."""
        # No lock: many readers would queue.
        while (found := self._answers.get(key, _NOTHING)) is not _NOTHING:
            if not isinstance(found, _Making):
                with suppress(KeyError):  # it has just gone
                    self._answers.move_to_end(key)
                return cast(_Answer, found)
            found.wait()
        return self._made(key, make)

    def _made(self, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        making = _Making()
        with self._lock:
            found = self._answers.setdefault(key, making)
        if found is not making:  # somebody was first
            return self.get(key, make)
        try:
            self._answers[key] = made = make()
        except BaseException:
            self._answers.pop(key, None)
            raise
        finally:
            making.set()
        with self._lock:
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return made


class OncePer:
    """Answers kept as long as what they are of, such as a registry; of each at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: WeakKeyDictionary[Any, Once] = WeakKeyDictionary()

    def get(self, whole: object, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
        """What `make` gave for this key of `whole`; it may not hold on to `whole`. See `Once.get`."""
        answers = self._of.get(whole) or self._of.setdefault(whole, Once(self._most))
        return answers.get(key, make)

    def clear(self) -> None:
        """Forget everything."""
        self._of.clear()
