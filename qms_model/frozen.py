"""What every model of config.yaml is: frozen, and strict about keys."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A part of config.yaml: a key that is not known stops the program."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    """A text in both languages."""

    vi: str
    en: str

    def label(self, language: str) -> str:
        """The text in `language` ("vi" or "en")."""
        return self.vi if language == "vi" else self.en
