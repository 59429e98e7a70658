"""Vietnamese text: cleaning what comes in, and comparing without diacritics."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_WORDS = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """`text` trimmed, NFC, inner spaces collapsed, control characters as spaces."""
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """`text` for searching: no diacritics, no case, đ as d."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=10_000)
def same(text: str) -> str:
    """`text` for matching headers and labels: folded, punctuation ignored."""
    return _NOT_WORDS.sub(" ", fold(text)).strip()
