"""What a reader sees when something fails: a sentence and an id, never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from qms_model.config import ConfigError
from qms_model.i18n import LANGUAGES, Message, translate
from qms_model.refusal import Refused
from qms_model.ui.scope import language
from qms_model.ui.text import literal

log = logging.getLogger(__name__)


@contextmanager
def guarded() -> Iterator[None]:
    """Show what goes wrong inside as a sentence; the rest of the page stays."""
    try:
        yield
    except ConfigError as error:
        _explain(error.problem, error)
    except Refused as error:
        _explain(error.reason, error)
    except Exception as error:
        _report(error)


def report_callback_fault(error: Exception) -> bool:
    """For `st.App`: a fault in a widget's callback, shown like any other."""
    _report(error)
    return True


def _explain(problem: Message, error: Exception) -> None:
    number = _logged(error)
    spoken = _language()
    st.error(literal(problem.text(spoken)), title=literal(_id(number, spoken)))


def _report(error: Exception) -> None:
    number = _logged(error)
    spoken = _language()
    text = translate(
        "This part could not be shown. Nothing was changed; the other pages still work."
        " Reload the page; if it happens again, tell the system’s keeper the number above.",
        spoken,
    )
    st.error(literal(text), title=literal(_id(number, spoken)))


def _id(number: str, language: str) -> str:
    return translate("Error {number}", language, number=number)


def _logged(error: Exception) -> str:
    """The id under which the error and its traceback stand in the log."""
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    return number


def _language() -> str:
    """The language to speak when even config.yaml may be what is broken."""
    try:
        return language()
    except ConfigError:
        return LANGUAGES[0]
