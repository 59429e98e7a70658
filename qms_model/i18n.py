"""Texts in Vietnamese and English.

The msgid is the English text; `locale/<language>/*.po` hold the translations,
one catalogue per subject. A text is kept as a `Message` until somebody reads
it, so that the same error can be shown in either language.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("vi", "en")
LOCALE = Path(__file__).parent / "locale"


class Spoken(ABC):
    """What is said in either language; the values of a message may be such."""

    @abstractmethod
    def text(self, language: str) -> str:
        """It in `language` ("vi" or "en")."""


@dataclass(frozen=True)
class Message(Spoken):
    """A text with its values, in no language yet; values may be messages."""

    msgid: str
    values: tuple[tuple[str, object], ...] = ()

    def text(self, language: str) -> str:
        """The sentence in `language` ("vi" or "en")."""
        return translate(self.msgid, language, **dict(self.values))

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True)
class Listing(Spoken):
    """Several things one after the other, with commas."""

    items: tuple[Spoken | str, ...]

    def text(self, language: str) -> str:
        """The list in `language`."""
        return ", ".join(item.text(language) if isinstance(item, Spoken) else item for item in self.items)


@dataclass(frozen=True)
class Bilingual(Spoken):
    """A label that brings both languages, as those of config.yaml."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """The label in `language`."""
        return self.vi if language == "vi" else self.en


def message(msgid: str, **values: object) -> Message:
    """A text to be translated later; the msgid is a format string."""
    return Message(msgid, tuple(values.items()))


def translate(msgid: str, language: str, **values: object) -> str:
    """`msgid` in `language` with its values filled in.

    A msgid without a translation stays English; a test finds those.
    """
    spoken = {k: v.text(language) if isinstance(v, Spoken) else v for k, v in values.items()}
    return _catalogue(language).get(msgid, msgid).format(**spoken)


@cache
def _catalogue(language: str) -> dict[str, str]:
    """msgid -> text of every catalogue of the language."""
    texts: dict[str, str] = {}
    for file in sorted((LOCALE / language).glob("*.po")):
        with file.open("rb") as stream:
            texts |= {str(m.id): str(m.string) for m in read_po(stream) if m.id and m.string}
    return texts
