"""What leadership is asked to decide, and whom to push first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from qms_model import attestations, narrative, progress
from qms_model.numbers import number_text
from qms_model.ui.address import DAY, PARTS
from qms_model.ui.agencies import agency_address
from qms_model.ui.answers import ask
from qms_model.ui.blocks import listing
from qms_model.ui.kept import kept
from qms_model.ui.late import late_rows, province_rows
from qms_model.ui.scope import Here, address
from qms_model.ui.text import literal

_WORST = 10
_PAGES = {
    "laggards": "pages/act/laggards.py",
    "coverage": "pages/monitor/coverage.py",
    "attestations": "pages/monitor/attestations.py",
    "inspections": "pages/act/inspections.py",
}


def decisions(at: Here) -> None:
    """At most five decisions, each with a link to what it is made of; nothing where there is none."""
    found = kept(at.registry, ("decisions", at.view), lambda: _found(at))
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


def _found(at: Here) -> list[narrative.Decision]:
    return narrative.decisions(
        late_rows(at),
        ask(at, progress.plan),
        ask(at, attestations.expiring_count),
        province_rows(at),
        {"type": at.labels("type"), "parent": at.labels("parent")},
        at.language,
    )


def worst(at: Here) -> None:
    """The ten late agencies to push first, each with a link to its story."""
    late = late_rows(at)
    if not late.empty:
        title, table = kept(at.registry, ("worst", at.view), lambda: _worst(at, late))
        listing(at, "worst", title, table, [agency_address(at, code) for code in late["agency"][:_WORST]])


def _worst(at: Here, late: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    first = late[:_WORST]
    table = pd.DataFrame(
        {
            at.say("Agency"): first["name"],
            at.say("Late with"): first["said"],
            at.say("Days late"): first["days_late"],
            at.say("Next action"): first["action"],
        }
    )
    title = at.say(
        "{n} agency is late: {name}" if len(late) == 1 else "{n} agencies are late; to push first: {name}",
        n=number_text(len(late), at.language),
        name=first["name"].iloc[0],
    )
    return title, table
