"""Text that shows exactly as it was written, wherever Streamlit reads Markdown."""

from __future__ import annotations

import re
import string

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")
# Streamlit turns these into symbols and links after the escapes are gone, so an
# empty span (no text, no look) is put behind their first letter.
_REPLACED_LATE = re.compile(
    r"(?:(?<=\s)|^)(?:<->|->|<-|--|>=|<=|~=)(?=\s|$)|:streamlit:|https?://|www\.|@", re.IGNORECASE
)
_SPAN = ":small[]"


def literal(text: object) -> str:
    """Markdown that shows `text` letter by letter: no link, formula, colour or icon comes of it."""
    clean = _CONTROL.sub(" ", str(text))
    pieces, end = [], 0
    for found in _REPLACED_LATE.finditer(clean):
        pieces += [_escaped(clean[end : found.start() + 1]), _SPAN]
        end = found.start() + 1
    return "".join([*pieces, _escaped(clean[end:])])


def quiet(text: object) -> str:
    """The same, small and grey: what stands beside a figure. (Streamlit's captions are too pale.)"""
    return f":small[:gray[{literal(text)}]]"


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)
