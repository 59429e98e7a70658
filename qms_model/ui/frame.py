"""The frame around every page: its name, whose figures they are, the filters."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import streamlit as st

from qms_model import narrative, quality
from qms_model.numbers import day_text, number_text
from qms_model.ui.address import PAR_INDEX
from qms_model.ui.filters import choose_language, choose_view, show_newest
from qms_model.ui.links import copy_link
from qms_model.ui.scope import Here
from qms_model.ui.text import literal
from qms_model.views import HEADINGS, chosen_filters, kept

# As text: Streamlit would read, check and hash a file at every rerun.
ICON = "data:image/png;base64," + b64encode((Path(__file__).parent / "icon.png").read_bytes()).decode()


def frame(at: Here, page: str) -> None:
    """Draw what stands over a page, and the filters beside it."""
    loaded = len(at.registry.tables["agencies"]) > 0
    if loaded:
        with st.sidebar:
            choose_view(at)
    st.markdown(_owner(at))
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(literal(page), anchor=False, width="stretch")
        if loaded:
            copy_link(at)
        choose_language(at)
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
    badges.append(f":gray-badge[{literal(narrative.as_of(at.view.day, at.registry.known, at.language))}]")
    last = at.registry.last_day
    if last is not None and last < at.view.day:
        newest = at.say("The newest record is of {day}", day=day_text(last, at.language))
        badges.append(f":orange-badge[{literal(newest)}]")
    doubts = kept(at.registry, ("doubts", at.view.day), lambda: quality.count(at.registry, at.view.day))
    if doubts:
        text = at.say("{n} data-quality issues", n=number_text(doubts, at.language))
        badges.append(f":gray-badge[{literal(text)}]")
    for name, said in chosen_filters(at).items():
        text = at.say(HEADINGS[name]) if name == PAR_INDEX else said
        badges.append(f":blue-badge[{literal(text)}]")
    return " ".join(badges)


def _past(at: Here) -> str:
    known, newest = (number_text(n, at.language) for n in (at.registry.known, at.registry.newest))
    if not at.registry.known:
        return at.say(
            "Before anything was recorded, read-only; the newest is change {newest}.", newest=newest
        )
    return at.say(
        "As recorded up to change {known} of {day}, read-only; the newest is change {newest}.",
        known=known,
        day=day_text(at.day_known, at.language),
        newest=newest,
    )
