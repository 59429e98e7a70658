"""The frame around every page: its name, whose figures they are, the filters."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from qms_model.numbers import day_text, number_text
from qms_model.ui.address import FILTERS
from qms_model.ui.filters import choose_language, choose_view, show_newest
from qms_model.ui.scope import Here
from qms_model.ui.text import literal

ICON = Path(__file__).parent / "icon.png"


def frame(at: Here, page: str) -> None:
    """Draw what stands over a page, and the filters beside it."""
    loaded = len(at.registry.tables["agencies"]) > 0
    if loaded:
        with st.sidebar:
            choose_view(at)
    owner, switch = st.columns([3, 1], vertical_alignment="center")
    owner.markdown(_owner(at))
    with switch.container(horizontal_alignment="right"):
        choose_language(at)
    st.title(literal(page), anchor=False)
    if loaded:
        st.markdown(_standing(at))
    if at.is_past:
        st.info(literal(_past(at)))
        show_newest(at)
    for problem in at.problems:
        st.warning(literal(problem.text(at.language)))


def _owner(at: Here) -> str:
    """The registry's own title, or the product's."""
    title = at.registry.settings.get("title") or at.say("TCVN ISO 9001 rollout")
    return f"**{literal(title)}**"


def _standing(at: Here) -> str:
    """The illustrative ribbon, the badge of the two clocks, and the filters in words."""
    badges = []
    if at.registry.illustrative:
        badges.append(f":orange-badge[**{literal(at.say('Illustrative figures'))}**]")
    data = at.say(
        "Data up to {day}, change {known}",
        day=day_text(at.view.day, at.language),
        known=number_text(at.registry.known, at.language),
    )
    badges.append(f":gray-badge[{literal(data)}]")
    chosen = [(name, getattr(at.view.filters, name)) for name in FILTERS]
    badges += [f":blue-badge[{literal(at.labels(name)[code])}]" for name, code in chosen if code]
    return " ".join(badges)


def _past(at: Here) -> str:
    return at.say(
        "As recorded up to change {known}, read-only; the newest is change {newest}.",
        known=number_text(at.registry.known, at.language),
        newest=number_text(at.registry.newest, at.language),
    )
