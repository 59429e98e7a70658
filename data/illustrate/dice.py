"""Dice that fall the same way on every run, whatever else was thrown before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

SEED = "lang-son-2007"
T = TypeVar("T")


def dice(*subject: object) -> random.Random:
    """Dice that always fall the same way for one subject."""
    return random.Random("/".join([SEED, *map(str, subject)]))


def chance(throw: random.Random, likely: float) -> bool:
    return throw.random() < likely


def whole(throw: random.Random, low: int, high: int) -> int:
    """A whole number from low to high, both included."""
    return low + int(throw.random() * (high - low + 1))


def pick(throw: random.Random, among: Sequence[T]) -> T:
    return among[int(throw.random() * len(among))]
