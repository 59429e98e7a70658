"""The one page of a pack, looked at before the pack is made."""

from __future__ import annotations

import streamlit as st

from qms_model.briefing.compose import report_of
from qms_model.briefing.inputs import Chosen
from qms_model.briefing.template import template_of
from qms_model.ui.scope import configuration
from qms_model.views import At, kept

_WIDTH = 760  # pixels


def preview(at: At, template: str, chosen: Chosen) -> None:
    """A switch that shows the note as it will be printed."""
    if not st.toggle(at.say("Show the one page as it will be"), key="pack-preview"):
        return
    with st.spinner(at.say("Putting the page together…")):
        page = kept(
            at.registry, ("preview", template, chosen, at.view), lambda: _picture(at, template, chosen)
        )
    with st.container(width=_WIDTH, border=True):
        st.image(page, width="stretch", alt=at.say("The one page of the pack; its file is PDF and Word."))


def _picture(at: At, code: str, chosen: Chosen) -> bytes:
    from qms_model.briefing.pdf import note_png  # its library takes 40 MB, and few look before they make

    config = configuration()
    return note_png(report_of(at, template_of(code, config), config, chosen))
