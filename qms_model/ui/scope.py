"""Where the reader stands: the registry as known, and the view of the address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import streamlit as st

from qms_model import journal
from qms_model.config import Config, read_config
from qms_model.facts import Change
from qms_model.i18n import Message, message
from qms_model.once import Once
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store, open_store
from qms_model.ui.address import asked_change, asked_language, asked_view
from qms_model.views import At, kept

_STORES = Once(most=4)  # one, but for tests
_CHANGES = 200  # changes to choose from


@dataclass(frozen=True)
class Here(At):
    """The registry and the view that every part of a page is drawn from."""

    problems: tuple[Message, ...]

    @property
    def is_past(self) -> bool:
        """Whether an older state of the registry is looked at."""
        return self.registry.known != self.registry.newest

    def local_day(self, instant: str) -> date:
        """The day of an instant of the journal in the province's time."""
        return datetime.fromisoformat(instant).astimezone(ZoneInfo(configuration().timezone)).date()

    @property
    def day_known(self) -> date:
        """The local day of the last change that is known; there is one."""

        def read() -> date:
            with store().reading() as connection:
                return self.local_day(journal.entry(connection, self.registry.known).at)

        return kept(self.registry, "day known", read)

    def changes(self) -> list[Change]:
        """The newest changes of the journal, newest first."""

        def read() -> list[Change]:
            with store().reading() as connection:
                return journal.changes(connection, last=_CHANGES)[::-1]

        return kept(self.registry, "changes", read)


def here() -> Here:
    """Where the frame of this run has found the reader to be: frame and page show one registry."""
    return _arrived.get()


def arrive() -> Here:
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
    at = Here(registry, view, view.problems if problem is None else (problem, *view.problems))
    _arrived.set(at)
    return at


_arrived: ContextVar[Here] = ContextVar("here")  # of the thread, which ends with the run


def _registry(asked: Mapping[str, str], config: Config) -> tuple[Registry, Message | None]:
    """The registry at the change asked for, and what is wrong with that change."""
    registry = open_registry(store(), config.rules)
    known, problem = asked_change(asked, registry.newest)
    if known is not None and known != registry.newest:
        registry = open_registry(store(), config.rules, known)
    return registry, problem


def store() -> Store:
    """The database of this installation. Raises Refused."""
    url = os.environ.get("QMS_DATABASE_URL") or configuration().database
    return _STORES.get(url, lambda: _opened(url))


def _opened(url: str) -> Store:
    """The database; the rules of config.yaml are recorded when they differ, once a process."""
    opened = open_store(url)
    journal.keep_rules(opened, configuration().rules, journal.author())
    return opened


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
