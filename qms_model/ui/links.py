"""Links that show a colleague the same view, and the agencies that are unfolded in it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from qms_model.ui.address import DAY, LANGUAGE, LANGUAGE_NAMES
from qms_model.ui.scope import Here, address
from qms_model.ui.text import literal, quiet

# Which figure is unfolded, and which group and column of it.
ROWS, GROUP, COLUMN = "rows", "group", "column"


def copy_link(at: Here, key: str = "link", unfolded: Mapping[str, str] | None = None) -> None:
    """The address of this view in each language, to be copied and sent; `unfolded` names
    the agencies that it opens (`ROWS`, `GROUP`, `COLUMN`)."""
    name = at.say("Link to this list") if unfolded else at.say("Copy link")
    opened = st.popover(name, icon=":material/link:", key=key, on_change="rerun")
    if not opened.open:
        return
    with opened:
        for code, name in LANGUAGE_NAMES.items():
            st.markdown(literal(name))
            st.code(link(at, code, unfolded or {}), language=None, wrap_lines=True)
        st.markdown(
            quiet(at.say("The link keeps the day and the filters; whoever opens it sees these numbers."))
        )


def link(at: Here, language: str, unfolded: Mapping[str, str]) -> str:
    """The address of this view in `language`. It names the day, so that it keeps its
    numbers when the registry moves on."""
    view = {name: value for name, value in address().items() if name not in (ROWS, GROUP, COLUMN)}
    parts = {**view, DAY: at.view.day.isoformat(), LANGUAGE: language, **unfolded}
    return f"{(st.context.url or '').split('?')[0]}?{urlencode(parts)}"


def unfold_as_asked(key: str) -> None:
    """Unfold the agencies of the figure `key` where the address asks for them; once, so
    that they can be folded again."""
    asked = tuple(address().get(name, "") for name in (ROWS, GROUP, COLUMN))
    if asked[0] == key and st.session_state.get(f"{key}-asked") != asked:
        st.session_state[f"{key}-asked"] = asked
        st.session_state[f"{key}-rows"] = True
        st.session_state[f"{key}-group"] = None if GROUP not in address() else asked[1]
        st.session_state[f"{key}-day"] = asked[2]


def unfolded(key: str, group: str | None, column: str) -> dict[str, str]:
    """The parts of an address that unfold these agencies."""
    return {ROWS: key, **({} if group is None else {GROUP: group}), **({COLUMN: column} if column else {})}
