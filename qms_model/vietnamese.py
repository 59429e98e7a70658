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
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_SHAPES = "\u0306\u0302\u031b"  # of ă, of â ê ô, of ơ ư: these make letters of their own
_NOT_WORDS = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """`text` trimmed, NFC, inner spaces collapsed, control characters as spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", visible(text)).split())


def visible(text: str) -> str:
    """`text` without what nobody sees, control characters as spaces: any file can hold it."""
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text))


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


@lru_cache(maxsize=100_000)
def order(text: str) -> tuple[object, ...]:
    """Sorts texts as a Vietnamese dictionary does: by letter (ă and â after a, đ
    after d ...), then by tone (level, huyền, hỏi, ngã, sắc, nặng), then by case."""
    text = unicodedata.normalize("NFC", text)
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFD", text.casefold()):
        if letter in _TONES and tones:
            tones[-1] = _TONES[letter]
        elif letter in _SHAPES and letters:
            shaped = unicodedata.normalize("NFC", chr(letters[-1][1]) + letter)
            letters[-1] = (_LETTERS.get(shaped, letters[-1][0]), letters[-1][1])
        elif not unicodedata.combining(letter):
            letters.append((_LETTERS.get(letter, ord(letter) - 0x110000), ord(letter)))
            tones.append(0)
    return tuple(place for place, _ in letters), tuple(tones), text
