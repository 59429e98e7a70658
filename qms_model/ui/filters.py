"""The filters of every page. What is chosen stands in the address, nowhere else.

A widget shows what the address says, and a choice rewrites the address; so a
filter survives a change of language, and the back button works.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from qms_model.dates import add_months, period_ends
from qms_model.i18n import LANGUAGES
from qms_model.numbers import day_text
from qms_model.ui.address import (
    COMPARE,
    DAY,
    DISTRICT,
    EDITION,
    FILTERS,
    FIRST_DAY,
    KNOWN,
    LANGUAGE,
    LANGUAGE_NAMES,
    LAST_DAY,
    OBLIGATION,
    PAR_INDEX,
    PARENT,
    PARTS,
    TYPE,
)
from qms_model.ui.scope import Here, address
from qms_model.views import HEADINGS

_EVERYTHING = {
    TYPE: "All types",
    OBLIGATION: "All agencies",
    DISTRICT: "All districts",
    PARENT: "All supervising agencies",
    EDITION: "Every edition",
}

_USUAL = (TYPE, OBLIGATION, DISTRICT)
_RARE = (PARENT, EDITION)
_MORE = "more-filters"  # session: whether those that are rarely wanted are unfolded

_OTHER_DAY = ""
_FREE = "another day"  # session: the reader wants to pick a day in the calendar
_KEPT = "address"  # session: the address of the last run, and its page


def keep_address(page: str) -> None:
    """Carry the view over to another page: Streamlit empties the address there."""
    last_page, kept = st.session_state.get(_KEPT, (page, {}))
    if last_page != page and not any(name in st.query_params for name in PARTS):
        st.query_params.update(kept)
    st.session_state[_KEPT] = (page, {k: v for k, v in address().items() if k in PARTS})


def choose_language(at: Here) -> None:
    """The switch between Vietnamese and English."""
    key = "language"
    st.session_state[key] = at.language
    st.segmented_control(
        at.say("Language"),
        LANGUAGES,
        format_func=LANGUAGE_NAMES.__getitem__,
        key=key,
        required=True,
        label_visibility="collapsed",
        on_change=_put,
        args=(LANGUAGE, key, at.view.day),
    )


def choose_view(at: Here) -> None:
    """The day, the day to compare with, the usual filters; the others and the change unfold."""
    _choose_day(at)
    _choose_compared(at)
    for name in _USUAL:
        _choose_group(at, name)
    if at.view.is_filtered():
        clear_filters(at)
    if at.is_past or at.view.filters.par_index or any(getattr(at.view.filters, name) for name in _RARE):
        st.session_state.setdefault(_MORE, True)  # what is chosen is to be seen
    # Drawn when unfolded: each box costs every answer a millisecond.
    more = st.expander(at.say("More filters, advanced"), key=_MORE, on_change="rerun")
    if more.open:
        with more:
            for name in _RARE:
                _choose_group(at, name)
            _choose_par_index(at)
            _choose_change(at)


def clear_filters(at: Here, key: str = "clear") -> None:
    """A button that shows all agencies again."""
    st.button(at.say("Clear the filters"), key=key, on_click=_clear)


def show_default_day(at: Here, day: date) -> None:
    """A button that goes to `day`."""
    st.button(
        at.say("Show {day}", day=day_text(day, at.language)),
        key="default-day",
        type="primary",
        on_click=_go_to,
        args=(day,),
    )


def show_newest(at: Here) -> None:
    """A button that leaves the older state of the registry."""
    st.button(at.say("Show the newest change"), key="newest", on_click=_forget_change)


def choose(at: Here, name: str, label: str, options: Mapping[str, str], chosen: str) -> None:
    """A select box of a part of the address: it shows what stands there, and a choice rewrites it."""
    key = f"{name}-{at.language}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        on_change=_put,
        args=(name, key, at.view.day),
    )


def _choose_day(at: Here) -> None:
    """Ends of years with data, and any other day by the calendar."""
    last = at.registry.default_day or at.view.day
    first = min(at.registry.first_day or last, last)
    ends = {day.isoformat(): day_text(day, at.language) for day in reversed(period_ends(first, last, 12))}
    chosen = at.view.day.isoformat()
    free = st.session_state.get(_FREE, False) or chosen not in ends
    options = {**ends, _OTHER_DAY: at.say("Another day…")}
    choose(at, DAY, at.say("As of the end of"), options, _OTHER_DAY if free else chosen)
    if free:
        key = "free-day"
        st.session_state[key] = at.view.day
        st.date_input(
            at.say("Day"),
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="DD/MM/YYYY",
            key=key,
            on_change=_put,
            args=(DAY, key, at.view.day),
        )


def _choose_compared(at: Here) -> None:
    """The day that changes are counted from: one year before, an end of a year, or any day."""
    usual = add_months(at.view.day, -12)
    first = at.registry.first_day or usual
    ends = [day for day in reversed(period_ends(first, at.view.day, 12)) if day < at.view.day]
    days = dict.fromkeys([usual, *ends, at.view.compare])
    options = {day.isoformat(): day_text(day, at.language) for day in days}
    choose(at, COMPARE, at.say("Compared with"), options, at.view.compare.isoformat())


def _choose_group(at: Here, name: str) -> None:
    """One group of those that a filter knows, where there is more than one."""
    options = {"": at.say(_EVERYTHING[name]), **at.labels(name)}
    if len(options) > 2:
        choose(at, name, at.say(HEADINGS[name]), options, getattr(at.view.filters, name) or "")


def _choose_par_index(at: Here) -> None:
    """Only those in the list of the index, where the registry has such a list."""
    if not (at.registry.tables["agencies"]["in_par_index"] == True).any():  # noqa: E712
        return
    key = f"{PAR_INDEX}-{at.language}"
    st.session_state[key] = at.view.filters.par_index
    st.toggle(at.say(HEADINGS[PAR_INDEX]), key=key, on_change=_put, args=(PAR_INDEX, key, at.view.day))


def _choose_change(at: Here) -> None:
    """The registry as it was known at an older change."""
    options = {"": at.say("The newest change")}
    for change in at.changes():
        if change.number != at.registry.newest:
            when = day_text(at.local_day(change.at), at.language)
            options[str(change.number)] = at.say("Change {n} of {day}", n=change.number, day=when)
    chosen = str(at.registry.known) if at.is_past else ""
    options.setdefault(chosen, at.say("Change {n}", n=chosen))
    choose(at, KNOWN, at.say("As recorded up to"), options, chosen)


def _put(name: str, key: str, day: date) -> None:
    """Write a choice into the address; the day goes with it, so that a link keeps its numbers."""
    value = st.session_state[key]
    text = value.isoformat() if isinstance(value, date) else "1" if value is True else str(value or "")
    if name == DAY:
        st.session_state[_FREE] = isinstance(value, date) or text == _OTHER_DAY
        if text == _OTHER_DAY:
            return
    changed = {**address(), DAY: day.isoformat(), name: text}
    st.query_params.from_dict({part: value for part, value in changed.items() if value})


def _clear() -> None:
    st.query_params.from_dict({part: value for part, value in address().items() if part not in FILTERS})


def _go_to(day: date) -> None:
    st.session_state[_FREE] = False
    st.query_params[DAY] = day.isoformat()


def _forget_change() -> None:
    st.query_params.from_dict({part: value for part, value in address().items() if part != KNOWN})
