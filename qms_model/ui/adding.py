"""Figures that the reader adds to the briefing where they stand."""

from __future__ import annotations

import streamlit as st

from qms_model.briefing.parts import PARTS
from qms_model.ui.scope import Here

_ADDED = "briefing-parts"  # session: what was added to the briefing


def added_parts() -> list[str]:
    """The keys of the figures that the reader added to the briefing, in their order."""
    added: list[str] = st.session_state.setdefault(_ADDED, [])
    return added


def add_button(at: Here, key: str) -> None:
    """The button that adds the figure to the briefing, or takes it out again."""
    if key not in PARTS:  # of one agency
        return
    added = added_parts()
    said = at.say("Take out of the briefing" if key in added else "Add to the briefing")
    change = added.remove if key in added else added.append
    st.button(said, key=f"{key}-add", on_click=change, args=(key,))
