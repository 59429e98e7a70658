"""How much room a text takes in Arial, so that nothing on a slide is cut: PowerPoint does not say."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# Widths in thousandths of the size, of the letters that are not like most (Arial's own, rounded up).
_WIDTHS = {
    **dict.fromkeys("ijl'|", 230),
    **dict.fromkeys("ft.,:;/\\!I[] ·", 300),
    **dict.fromkeys('r()-{}`"', 370),
    **dict.fromkeys("cksvxyzJ*", 510),
    **dict.fromkeys("m%", 880),
    **dict.fromkeys("W@—", 1010),
    **dict.fromkeys("wM", 840),
    **dict.fromkeys("CDGHNOQRUươ", 780),
}
_LETTER, _CAPITAL, _SIGN = 570, 680, 1010
BOLD = 0.91  # of the room is left for a text in bold
LEADING = 1.2  # of a line, in sizes


def width(text: str, size: float) -> float:
    """Points that `text` takes on one line at `size`."""
    return sum(map(_width, unicodedata.normalize("NFC", text))) * size / 1000


def lines(text: str, size: float, room: float) -> int:
    """Lines that `text` takes where each may be `room` points wide; its own breaks count."""
    return sum(_lines(paragraph, size, room) for paragraph in text.split("\n"))


def height(texts: Sequence[str], size: float, room: float) -> float:
    """Points that the paragraphs take one under the other."""
    return sum(lines(text, size, room) for text in texts) * size * LEADING


def fitting(texts: Sequence[str], sizes: Sequence[float], room: float, high: float) -> float:
    """The first of `sizes` (the greatest first) at which the paragraphs fit; else the last one."""
    return next((size for size in sizes if height(texts, size, room) <= high), sizes[-1])


def cut(text: str, size: float, room: float, most: int = 1) -> str:
    """`text`, shortened with … where it would take more than `most` lines."""
    if lines(text, size, room) <= most:
        return text
    low, high = 0, len(text)  # so many letters fit, and do not
    while high - low > 1:
        middle = (low + high) // 2
        fits = lines(f"{text[:middle].rstrip()}…", size, room) <= most
        low, high = (middle, high) if fits else (low, middle)
    return f"{text[:low].rstrip()}…"


def ended(name: str, end: str, size: float, room: float) -> str:
    """`name` with `end` on one line; it is the name that is shortened."""
    return cut(name, size, room - width(end, size)) + end


def _lines(text: str, size: float, room: float) -> int:
    count, taken, space = 1, 0.0, width(" ", size)
    for word in text.split(" "):
        wide = width(word, size)
        if taken and taken + space + wide > room:
            count, taken = count + 1, 0.0
        if wide > room:  # a word that is broken
            count += int(wide // room)
            wide %= room
        taken += wide + (space if taken else 0)
    return count


def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    if base != letter:
        return _width(base)
    if ord(letter) > 0x2FF and letter not in "–’‘“”…":
        return _SIGN
    return _CAPITAL if letter.isupper() else _LETTER
