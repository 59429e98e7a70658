"""Texts in Vietnamese and English.

The msgid is the English text; `locale/<language>/*.po` hold the translations,
one catalogue per subject. A text is kept as a `Message` until somebody reads
it, so that the same error can be shown in either language.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Message:
    """A text with its values, in no language yet; values may be messages."""

    msgid: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """The sentence in `language` ("vi" or "en")."""
        return translate(self.msgid, language, **dict(self.values))

    def __str__(self) -> str:
        return self.text("en")


def message(msgid: str, **values: object) -> Message:
    """A text to be translated later; the msgid is a format string."""
    return Message(msgid, tuple(values.items()))


def translate(msgid: str, language: str, **values: object) -> str:
    """`msgid` in `language` with its values filled in.

    A msgid without a translation stays English; a test finds those.
    """
    spoken = {k: v.text(language) if isinstance(v, Message) else v for k, v in values.items()}
    return _catalogue(language).get(msgid, msgid).format(**spoken)


@cache
def _catalogue(language: str) -> dict[str, str]:
    """msgid -> text of every catalogue of the language."""
    texts: dict[str, str] = {}
    for file in sorted((LOCALE / language).glob("*.po")):
        with file.open("rb") as stream:
            texts |= {str(m.id): str(m.string) for m in read_po(stream) if m.id and m.string}
    return texts
