"""Vietnamese text: cleaning what comes in, and comparing without diacritics."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What nobody sees: soft hyphens, zero-width spaces, byte order marks, marks of
# the writing direction. Copied along from web pages, they make two codes differ
# that look the same.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Control characters, line ends, and halves of characters, which no file can hold.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_WORDS = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """`text` trimmed, NFC, inner spaces collapsed, control characters as spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    seen = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def fold(text: str) -> str:
    """`text` for searching: no diacritics, no case, đ as d."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    for mark in filter(unicodedata.combining, set(plain)):  # few, however long the text is
        plain = plain.replace(mark, "")
    return plain


@lru_cache(maxsize=10_000)
def same(text: str) -> str:
    """`text` for matching headers and labels: folded, punctuation ignored."""
    return _NOT_WORDS.sub(" ", fold(text)).strip()
