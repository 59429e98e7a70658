"""The questions that a page asks, each answered once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from qms_model.coverage import Filters
from qms_model.ui.kept import kept
from qms_model.ui.scope import Here

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
