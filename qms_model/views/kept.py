"""Answers, sentences and drawings kept as long as the registry they are of.

What is shown is a function of the registry, the day, the filters and the
language, so the cache is keyed on exactly these, never on a clock. (It is not
Streamlit's: any visitor may clear that one, and it copies every frame.)
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from qms_model.once import OncePer
from qms_model.registry import Registry

KEPT = 2_000  # answers of one registry, some fifty a view

_ANSWERS = OncePer(KEPT)
_Answer = TypeVar("_Answer")


def kept(registry: Registry, key: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """What `make` gave for this key and registry, made once. It is shared: do not change it."""
    return _ANSWERS.get(registry, key, make)
