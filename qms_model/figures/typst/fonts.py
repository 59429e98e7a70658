"""What the fonts of our paper hold: which characters they have, and how wide a text is in them.

The fonts are vendored, so a file says the same wherever it is made. A character that one of
them lacks would be drawn as nothing, and a tagged PDF refuses it: a box stands for it.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from struct import unpack_from

from qms_model.vietnamese import visible

FONTS = Path(__file__).parents[2] / "briefing" / "fonts"
PT = 25.4 / 72  # mm
STAND_IN = "□"
_SANS, _BOLD = "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"
_LONGEST = 24  # characters of a word that has no place to break
_BREAK = "\u200b"  # nobody sees it; a line may end there


def printable(text: object) -> str:
    """The text with what all fonts have: spaces for other spaces, nothing for marks that nobody
    sees alone, `STAND_IN` for any other character that is missing."""
    plain = visible(str(text))
    if plain.isascii():
        return plain
    return "".join(map(_shown, unicodedata.normalize("NFC", plain)))


def breakable(text: object) -> str:
    """The printable text with places to break in words that no line can hold."""
    plain = printable(text)
    if len(plain) <= _LONGEST:
        return plain
    return " ".join(
        word if len(word) <= _LONGEST else _BREAK.join(word[at : at + 8] for at in range(0, len(word), 8))
        for word in plain.split(" ")
    )


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """How many mm wide a printable text is in the font of figures at `size` points."""
    return _width_of(text, _BOLD if bold else _SANS) * size * PT


@lru_cache(maxsize=10_000)  # the same words stand in every picture of a pack
def _width_of(text: str, font: str) -> float:
    """In parts of the size of the font."""
    widths = _widths(font)
    return sum(widths.get(ord(letter), 1.0) for letter in text)


def wrapped(text: object, width: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """The lines of a text no wider than `width` mm; beyond `most` lines the last ends with "…"."""
    lines = [""]
    for word in printable(text).split():
        for piece in _pieces(word, width, size, bold):
            joined = f"{lines[-1]} {piece}".strip()
            if lines[-1] and width_of(joined, size, bold=bold) > width:
                lines.append(piece)
            else:
                lines[-1] = joined
    if not most or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last}…", size, bold=bold) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    """The word, cut where it is wider than a line."""
    if width_of(word, size, bold=bold) <= width:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


@lru_cache(maxsize=10_000)
def _shown(letter: str) -> str:
    if ord(letter) in _covered():
        return letter
    kind = unicodedata.category(letter)
    return " " if kind == "Zs" else "" if kind[0] == "M" or kind == "Cf" else STAND_IN


@cache
def _covered() -> frozenset[int]:
    """The characters that all fonts have."""
    fonts = sorted(FONTS.glob("*.ttf"))
    return frozenset.intersection(*(frozenset(_glyphs(font.read_bytes())) for font in fonts))


@cache
def _widths(name: str) -> dict[int, float]:
    """How wide each character is, in parts of the size of the font."""
    font = (FONTS / name).read_bytes()
    tables = _tables(font)
    (unit,) = unpack_from(">H", font, tables["head"] + 18)
    (count,) = unpack_from(">H", font, tables["hhea"] + 34)
    widths = unpack_from(">" + "Hh" * count, font, tables["hmtx"])[::2]
    return {letter: widths[min(glyph, count - 1)] / unit for letter, glyph in _glyphs(font).items()}


def _glyphs(font: bytes) -> dict[int, int]:
    """The glyph of each character: table cmap, format 4 (ISO/IEC 14496-22, 5.2.1)."""
    cmap = _tables(font)["cmap"]
    (count,) = unpack_from(">H", font, cmap + 2)
    records = (unpack_from(">HHI", font, cmap + 4 + 8 * at) for at in range(count))
    at = cmap + next(offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    segments = unpack_from(">H", font, at + 6)[0] // 2
    word = f">{segments}H"
    ends = unpack_from(word, font, at + 14)
    starts = unpack_from(word, font, at + 16 + 2 * segments)
    deltas = unpack_from(word, font, at + 16 + 4 * segments)
    ranges_at = at + 16 + 6 * segments
    ranges = unpack_from(word, font, ranges_at)
    glyphs = {}
    for place, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for letter in range(start, min(end, 0xFFFE) + 1):
            glyph = letter
            if offset:
                (glyph,) = unpack_from(">H", font, ranges_at + 2 * place + offset + 2 * (letter - start))
            if glyph and (found := (glyph + delta) % 0x10000):
                glyphs[letter] = found
    return glyphs


def _tables(font: bytes) -> dict[str, int]:
    """Where each table of a font begins."""
    (count,) = unpack_from(">H", font, 4)
    records = (unpack_from(">4sIII", font, 12 + 16 * at) for at in range(count))
    return {tag.decode(): offset for tag, _, offset, _ in records}
