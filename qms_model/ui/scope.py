"""Where the reader stands: the registry as known, and the view of the address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from qms_model import journal
from qms_model.config import Config, read_config
from qms_model.coverage import first_adopted
from qms_model.dates import period_ends
from qms_model.facts import Change
from qms_model.i18n import Message, message, translate
from qms_model.once import Once
from qms_model.refusal import Refused
from qms_model.registry import Registry, open_registry
from qms_model.store import Store, open_store
from qms_model.terms import AGE_NAMES
from qms_model.ui.address import View, asked_change, asked_language, asked_view, parents
from qms_model.ui.kept import kept

_STORES = Once(most=4)  # one, but for tests
_CHANGES = 200  # changes to choose from


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
        """The names of the groups of `by`, in their order: by nature, or that of a Vietnamese dictionary."""
        if by == "obligation":
            return {"mandatory": self.say("Mandatory"), "encouraged": self.say("Encouraged")}
        if by == "parent":
            return parents(self.registry)
        if by == "edition":
            enabled = [edition.code for edition in self.registry.rules.editions if edition.enabled]
            return {code: f"TCVN ISO 9001:{code}" for code in enabled}
        if by == "grade":
            names = {"major": "Major nonconformity", "minor": "Minor nonconformity"}
            names |= {"observation": "Observation", "issue": "Inspection issue"}
            return {code: self.say(name) for code, name in names.items()}
        if by == "age":
            return {code: self.say(name) for code, name in AGE_NAMES.items()}
        rules = self.registry.rules
        coded = {
            "type": rules.types,
            "district": rules.districts,
            "cause": rules.causes,
            "clause": rules.clauses,
        }
        entries: Any = coded.get(by, ())
        return {entry.code: entry.label(self.language) for entry in entries}

    def year_ends(self, last: int = 20) -> list[date]:
        """The ends of the last years since the first agency adopted, and the day looked at."""
        first = first_adopted(self.registry) or self.view.day
        return period_ends(min(first, self.view.day), self.view.day, 12)[-last:]

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
