"""Danh mục: every agency of the view with its state and the reason, to search and to choose columns of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from qms_model import narrative, story
from qms_model.coverage import standing
from qms_model.csvfile import csv_file
from qms_model.numbers import NOTHING, number_text
from qms_model.ui.agencies import OFFERED, agency_link, in_order, matching
from qms_model.ui.exports import file_button, provenance
from qms_model.ui.forms import record_buttons
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet
from qms_model.views import kept, names_of

_CHOSEN = "records-agency"  # session: the agency to work on
_HIGH = 520  # pixels of the list
_WIDTHS = {"Agency": 230, "Type": 130, "State": 110, "Why": 420}  # pixels
_FIRST = ("Code", "Agency", "Type", "State", "Why")  # columns to begin with


@st.fragment
def records(at: Here) -> None:
    """The list, the search, and what can be done with the chosen agency."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(
            at.say("Search (without diacritics)"), key="records-search", placeholder=at.say("name or code")
        )
        table, n, total = _first(at, wanted)
        columns = st.multiselect(
            at.say("Columns"),
            list(table.columns),
            default=[at.say(name) for name in _FIRST],
            placeholder=at.say("Choose columns"),
            key=f"records-columns-{at.language}",
        )
    st.markdown(quiet(_counted(at, n, total)))
    if table.empty:
        st.info(literal(at.say("No agency has “{text}” in its name or code.", text=wanted[:60])))
    names = dict(zip(table[at.say("Code")], table[at.say("Agency")], strict=True))
    codes = list(names)
    st.dataframe(
        table[columns or list(table.columns)],
        hide_index=True,
        height=_HIGH if len(table) > 12 else "content",
        key="records-list",
        column_config={at.say(name): st.column_config.Column(width=wide) for name, wide in _WIDTHS.items()},
        on_select=lambda: _choose(codes),
        selection_mode="single-row",
        alt=at.say("Agencies with their state"),
    )
    agency = _agency(at, codes, names)
    with st.container(horizontal=True, vertical_alignment="center"):
        if agency:
            agency_link(at, agency, at.say("Story of {name}", name=names[agency]))
        file_button(
            at,
            at.say("Download CSV"),
            "records.csv",
            lambda: csv_file(listed(at, found(at, wanted)[0]), provenance(at)),
            "records-csv",
        )
    record_buttons(at, agency or None)


def _first(at: Here, wanted: str) -> tuple[pd.DataFrame, int, int]:
    """The list as far as it is offered, how many are found, and of how many."""
    if not wanted:
        return kept(at.registry, ("records", at.view), lambda: _found_and_listed(at, wanted))
    return _found_and_listed(at, wanted)


def _found_and_listed(at: Here, wanted: str) -> tuple[pd.DataFrame, int, int]:
    frame, total = found(at, wanted)
    return listed(at, frame[:OFFERED]), len(frame), total


def _agency(at: Here, codes: list[str], names: Mapping[str, str]) -> str:
    """The agency to work on: the chosen line, or one chosen here by keyboard; "" for none."""
    if st.session_state.get(_CHOSEN, "") not in codes:
        st.session_state[_CHOSEN] = ""
    return st.selectbox(
        at.say("Agency"),
        ["", *codes],
        format_func=lambda code: (
            f"{names[code]} ({code})" if code else at.say("None chosen: records of the province")
        ),
        key=_CHOSEN,
    )


def _choose(codes: list[str]) -> None:
    """A line was chosen in the list, or let go."""
    rows = st.session_state["records-list"].selection.rows
    st.session_state[_CHOSEN] = codes[rows[0]] if rows and rows[0] < len(codes) else ""


def found(at: Here, wanted: str) -> tuple[pd.DataFrame, int]:
    """The agencies of the view that the search finds, sorted as a Vietnamese dictionary
    does (the likest to the search first), and how many agencies the view has."""
    frame = in_order(at, standing(at.registry, at.view.day, at.view.filters))
    if not wanted:
        return frame, len(frame)
    codes = frame["agency"].astype(str)
    names = dict(zip(codes, names_of(frame, at.language), strict=True))
    places = {code: place for place, code in enumerate(codes)}
    return frame.iloc[[places[code] for code in matching(names, wanted)]], len(frame)


def _counted(at: Here, n: int, total: int) -> str:
    """How many are found of how many, and how many of them are listed."""
    counts = {"n": number_text(n, at.language), "total": number_text(total, at.language)}
    said = at.say("{n} of {total} agencies; choose a line to open or correct it", **counts)
    if n <= OFFERED:
        return said
    first = number_text(OFFERED, at.language)
    return f"{said}. {at.say('The first {n} are listed: search for the others; the CSV has all.', n=first)}"


def listed(at: Here, frame: pd.DataFrame) -> pd.DataFrame:
    """One line an agency, in all columns."""
    day, language = at.view.day, at.language
    reasons = [
        reason.text(language) for reason in story.reasons(at.registry, frame, day, at.view.filters.edition)
    ]
    types, districts, bodies, obligations = (
        at.labels(by) for by in ("type", "district", "parent", "obligation")
    )

    def named(labels: object, column: str) -> list[str]:
        known = dict(labels)  # type: ignore[call-overload]
        return [known.get(code, NOTHING if pd.isna(code) else str(code)) for code in frame[column]]

    return pd.DataFrame(
        {
            at.say("Code"): frame["agency"].astype(str).to_list(),
            at.say("Agency"): names_of(frame, language),
            at.say("Type"): named(types, "type"),
            at.say("District"): named(districts, "district"),
            at.say("Supervising agency"): named(bodies, "parent"),
            at.say("Obligation"): named(obligations, "obligation"),
            at.say("State"): [narrative.state_name(state, language) for state in frame["state"]],
            at.say("Rung"): [
                NOTHING if rung == "none" else narrative.rung_name(rung, language) for rung in frame["rung"]
            ],
            at.say("Why"): reasons,
            at.say("Adoption year"): [
                NOTHING if pd.isna(year) else str(year) for year in frame["adoption_year"]
            ],
            at.say("Edition"): [
                NOTHING if pd.isna(edition) else str(edition) for edition in frame["edition"]
            ],
            at.say("Exempt"): [at.say("Yes") if exempt else "" for exempt in frame["exempt"]],
        }
    )
