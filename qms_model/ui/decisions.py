"""What leadership is asked to decide, and whom to push first."""

from __future__ import annotations

import streamlit as st

from qms_model import views
from qms_model.numbers import number_text
from qms_model.ui.address import DAY, PARTS
from qms_model.ui.agencies import agency_address
from qms_model.ui.blocks import listing
from qms_model.ui.scope import Here, address
from qms_model.ui.text import literal

_PAGES = {
    "laggards": "pages/act/laggards.py",
    "coverage": "pages/monitor/coverage.py",
    "attestations": "pages/monitor/attestations.py",
    "inspections": "pages/act/inspections.py",
}


def decisions(at: Here) -> None:
    """At most five decisions, each with a link to what it is made of; nothing where there is none."""
    found = views.decisions(at)
    if not found:
        return
    with st.container(border=True, key="decisions"):
        heading = at.say(
            "{n} decision for leadership" if len(found) == 1 else "{n} decisions for leadership",
            n=number_text(len(found), at.language),
        )
        st.header(literal(heading), anchor=False)
        view = {name: value for name, value in address().items() if name in PARTS}
        for place, decision in enumerate(found, 1):
            parts = {**view, DAY: at.view.day.isoformat(), **decision.filters}
            label = f"{place}. {literal(decision.text)}"
            st.page_link(_PAGES[decision.page], label=label, query_params=parts)


def worst(at: Here) -> None:
    """The ten late agencies to push first, each with a link to its story."""
    title, table = views.worst(at)
    if not table.empty:
        codes = views.late_rows(at)["agency"][: len(table)]
        listing(at, "worst", title, table, [agency_address(at, code) for code in codes])
