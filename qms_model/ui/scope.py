"""Where the reader stands: the registry as known, and the view of the address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import streamlit as st

from qms_model import journal
from qms_model.config import Config, read_config
from qms_model.i18n import Message, message, translate
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store, open_store
from qms_model.ui.address import View, asked_change, asked_language, asked_view


@dataclass(frozen=True)
class Here:
    """The registry and the view that every part of a page is drawn from."""

    registry: Registry
    view: View
    problems: tuple[Message, ...]

    @property
    def language(self) -> str:
        """The language of the page, "vi" or "en"."""
        return self.view.language

    @property
    def is_past(self) -> bool:
        """Whether an older state of the registry is looked at."""
        return self.registry.known != self.registry.newest

    def say(self, msgid: str, **values: object) -> str:
        """A text of the catalogue in the language of the page."""
        return translate(msgid, self.language, **values)

    def labels(self, by: str) -> Mapping[str, str]:
        """The names of the groups of `by` ("type", "district", "obligation"), in their order."""
        if by == "obligation":
            return {"mandatory": self.say("Mandatory"), "encouraged": self.say("Encouraged")}
        entries = self.registry.rules.types if by == "type" else self.registry.rules.districts
        return {entry.code: entry.label(self.language) for entry in entries}


def here() -> Here:
    """The registry and the view that the address of this page asks for.

    Raises Refused, without a word of where the database is, when it cannot be used.
    """
    asked = address()
    config = configuration()
    try:
        registry, problem = _registry(asked, config)
    except Refused as error:
        raise Refused(
            message("The registry’s database cannot be used just now; the log says why under this number.")
        ) from error
    view = asked_view(asked, registry, config.language)
    return Here(registry, view, view.problems if problem is None else (problem, *view.problems))


def _registry(asked: Mapping[str, str], config: Config) -> tuple[Registry, Message | None]:
    """The registry at the change asked for, and what is wrong with that change."""
    store = _store(os.environ.get("QMS_DATABASE_URL") or config.database)
    registry = open_registry(store, config.rules)
    known, problem = asked_change(asked, registry.newest)
    if known is not None and known != registry.newest:
        registry = open_registry(store, config.rules, known)
    return registry, problem


@cache
def _store(url: str) -> Store:
    """The database; the rules of config.yaml are recorded when they differ, once a process."""
    store = open_store(url)
    journal.keep_rules(store, configuration().rules, journal.author())
    return store


def address() -> dict[str, str]:
    """The parts of the address that name a view."""
    return {name: st.query_params[name] for name in st.query_params}


def language() -> str:
    """The language of the page, even where nothing else can be read."""
    return asked_language(address(), configuration().language)


@cache
def configuration() -> Config:
    """config.yaml, read once a process. Raises ConfigError."""
    return read_config()
