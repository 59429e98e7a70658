"""What a reader takes along from a page: a figure into the briefing, the page on one sheet."""

from __future__ import annotations

import streamlit as st

from qms_model.briefing.compose import page_of
from qms_model.briefing.parts import PARTS
from qms_model.briefing.template import template_of
from qms_model.ui.address import DAY
from qms_model.ui.address import PARTS as VIEW
from qms_model.ui.exports import file_button
from qms_model.ui.scope import Here, address, configuration

_TEMPLATE = "briefing"
_ARROW = ":material/arrow_forward:"
_SNAPSHOTS = "pages/brief/snapshots.py"
_LEAD = "lead"  # every briefing begins with it
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


def take_along(at: Here, page: str, *parts: str) -> None:
    """The buttons that take a page along: its `parts` as one A4 sheet under the name of the `page`, or
    into the briefing; and the way there."""

    def made() -> bytes:
        from qms_model.briefing.pdf import note_pdf  # its library takes 40 MB, and few take a page along

        config = configuration()
        template = template_of(_TEMPLATE, config)
        return note_pdf(page_of(at, at.say(page), template, config, parts))

    file = f"{page.lower().replace(' ', '_')}.pdf"
    with st.container(horizontal=True, vertical_alignment="center"):
        file_button(at, at.say("This page as one A4 sheet (PDF)"), file, made, "one-page")
        _add_page(at, [part for part in parts if part != _LEAD])
        view = {name: value for name, value in address().items() if name in VIEW}
        there = {**view, DAY: at.view.day.isoformat()}
        st.page_link(_SNAPSHOTS, label=at.say("Go to the briefing"), query_params=there, icon=_ARROW)


def _add_page(at: Here, parts: list[str]) -> None:
    """The button that adds all parts of a page, or takes them out again."""
    added = added_parts()
    are_in = set(parts) <= set(added)

    def change() -> None:
        added[:] = [part for part in added if part not in parts] + ([] if are_in else parts)

    said = at.say("Take this page out of the briefing" if are_in else "Add this page to the briefing")
    st.button(said, key="page-add", on_click=change)
