"""What the global options say: configuration, database, language, form of the answer."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pandas as pd
import typer

from qms_model import journal
from qms_model.cli.output import Format, write
from qms_model.config import Config, read_config
from qms_model.i18n import LANGUAGES, Message
from qms_model.registry import Registry, open_registry
from qms_model.store import Store, open_store


@dataclass
class Session:
    """One run of the command line."""

    config: Config
    url: str
    form: Format
    language: str

    @cached_property
    def database(self) -> Store:
        """The database as it is."""
        return open_store(self.url)

    @cached_property
    def store(self) -> Store:
        """The database; the rules of config.yaml are recorded when they differ."""
        journal.keep_rules(self.database, self.config.rules, journal.author())
        return self.database

    def close(self) -> None:
        """Give the database back."""
        if "database" in self.__dict__:
            self.database.close()

    def registry(self, known: str | None) -> Registry:
        """The registry at `known`: a change number, a date, or None for the newest."""
        return open_registry(self.store, self.config.rules, self._change(known))

    def answer(self, frame: pd.DataFrame, **said: object) -> None:
        """Print an answer; `said` describes it in the JSON envelope."""
        write(frame, self.form, said)

    def say(self, *texts: Message) -> None:
        """Sentences for the person at the terminal, beside the answer."""
        for text in texts:
            print(text.text(self.language), file=sys.stderr)

    def _change(self, known: str | None) -> int | None:
        if known is None or known.isdecimal():
            return None if known is None else int(known)
        try:
            day = date.fromisoformat(known)
        except ValueError:
            raise typer.BadParameter(
                f"{known!r}: a change number or YYYY-MM-DD", param_hint="--known"
            ) from None
        with self.store.reading() as connection:
            return journal.last_change_of(connection, day, self.config.timezone)


def open_session(database: str | None, config: Path | None, form: Format, language: str | None) -> Session:
    """The session of these global options. Raises ConfigError or a usage error."""
    settings = read_config(config)
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r}: vi, en", param_hint="--lang")
    url = database or os.environ.get("QMS_DATABASE_URL") or settings.database
    return Session(settings, url, form, language or settings.language)
