"""A form that is open, and the words of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import streamlit as st

from qms_model.facts import Kind
from qms_model.i18n import Message
from qms_model.intake.edit import Stale
from qms_model.numbers import RecordedDate

FORM = "form"  # session: the form that is open
DONE = "recorded"  # session: the change that was recorded last, and where it was told, once it was
UNDONE = "undone"  # session: the change that was taken back last, to be told once
DATES = (Kind.DAY, Kind.PARTIAL)


@dataclass
class Form:
    """A form as it was opened: it keeps what it showed, whatever is recorded meanwhile. `agency`:
    the one whose records it is about, where it is of one."""

    table: str
    fact: int | None
    base: int
    cells: dict[str, str]
    agency: str | None = None
    request: UUID = field(default_factory=uuid4)
    problems: list[tuple[str, Message]] = field(default_factory=list)
    stale: Stale | None = None


def worded(text: str, kind: Kind, labels: Mapping[str, str], language: str) -> str:
    if kind in DATES:
        return RecordedDate(text).text("vi") if language == "vi" else RecordedDate(text).text(language)
    return labels.get(text, text)


def closed() -> None:
    st.session_state.pop(FORM, None)
