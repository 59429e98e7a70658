"""What a reader takes along from a page: a figure into the briefing, the page on one sheet."""

from __future__ import annotations

import streamlit as st

from qms_model.briefing.compose import page_of
from qms_model.briefing.parts import PARTS
from qms_model.briefing.template import template_of
from qms_model.ui.exports import file_button
from qms_model.ui.scope import Here, configuration

_TEMPLATE = "briefing"
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


def one_page(at: Here, *parts: str) -> None:
    """The button that takes a page along as one A4 sheet: what matters most of it."""

    def made() -> bytes:
        from qms_model.briefing.pdf import note_pdf  # its library takes 40 MB, and few take a page along

        config = configuration()
        template = template_of(_TEMPLATE, config)
        return note_pdf(page_of(at, template, config, parts))

    file_button(at, at.say("This page as one A4 sheet (PDF)"), "page.pdf", made, "one-page")
