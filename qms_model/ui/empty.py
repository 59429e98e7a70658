"""Empty states: what is missing, why, and the one thing to do."""

from __future__ import annotations

import streamlit as st

from qms_model import coverage
from qms_model.numbers import day_text
from qms_model.ui.filters import clear_filters, show_default_day
from qms_model.ui.scope import Here
from qms_model.ui.text import literal


def nothing_recorded(at: Here) -> bool:
    """Say so where nothing is recorded by the day; whether it did."""
    first, default = at.registry.first_day, at.registry.default_day
    if no_agencies(at):
        return True
    if first is None or at.view.day < first:
        _before_data(at)
        if default is not None and default != at.view.day:
            show_default_day(at, default)
        return True
    return False


def no_agencies(at: Here) -> bool:
    """Say so where the registry has no agency at all; whether it did."""
    if len(at.registry.tables["agencies"]):
        return False
    _no_registry(at)
    return True


def nobody(at: Here) -> bool:
    """Say so where no agency at all matches the filters on the day; whether it did."""
    row = at.ask(coverage.coverage).iloc[0]
    if int(row["agencies"]) or int(row["exempt"]):
        return False
    return nothing_to_count(at)


def nothing_to_count(at: Here) -> bool:
    """Say so where no agency is left to count under the filters; whether it did."""
    counted = at.ask(coverage.coverage).iloc[0]
    if int(counted["agencies"]):
        return False
    st.info(literal(_no_match(at, int(counted["exempt"]))))
    if at.view.is_filtered():
        clear_filters(at, key="clear-here")
    return True


def _no_registry(at: Here) -> None:
    if at.is_past:
        st.info(literal(at.say("At this change the registry was still empty.")))
        return
    said = at.say(
        "The registry is empty. Stop the program (Ctrl+C), then start it with the path of yours, a folder"
        " of CSV files or a workbook; without --registry it loads the sample:"
    )
    st.info(literal(said))
    st.code("python run.py --registry PATH", language=None)


def _before_data(at: Here) -> None:
    first = at.registry.first_day
    day = day_text(at.view.day, at.language)
    if first is None:
        st.info(literal(at.say("The registry holds agencies, but no dated record yet.")))
        return
    st.info(
        literal(
            at.say(
                "Nothing is recorded by {day}: the first record is of {first}.",
                day=day,
                first=day_text(first, at.language),
            )
        )
    )


def _no_match(at: Here, exempt: int) -> str:
    if exempt:
        return at.say(
            "Every agency that matches the filters is exempt on this day ({n}),"
            " so there is no share to show.",
            n=exempt,
        )
    return at.say("No agency matches the filters on this day, so there is no share to show.")
