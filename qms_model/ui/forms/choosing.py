"""Choosing the fact to add or correct, and what was recorded last."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from qms_model import journal, story
from qms_model.dates import first_day
from qms_model.facts import SPECS, key_of
from qms_model.intake.fields import fields, label_of
from qms_model.intake.undo import undo as undo_change
from qms_model.refusal import Refused
from qms_model.ui.agencies import agency_names
from qms_model.ui.forms.asked import dialog
from qms_model.ui.forms.opened import DONE, FORM, UNDONE, Form, worded
from qms_model.ui.scope import Here, address, configuration, store
from qms_model.ui.text import literal, quiet

_OF_AGENCY = (
    "agencies", "adoptions", "attestations", "audits", "findings", "procedures", "objectives", "exemptions",
    "followups",
)  # fmt: skip
_OF_PROVINCE = ("targets", "reorganisations", "registry")


def record_buttons(at: Here, agency: str | None) -> None:
    """Choose a table and a fact (of the agency, or of the province), and open its form."""
    recorded(at, agency)
    if read_only(at):
        return
    with st.container(border=True, key="correct"):
        names = agency_names(at)
        subject = at.say("the province") if agency is None else names[agency]
        st.header(literal(at.say("Add or correct a record of {name}", name=subject)), anchor=False)
        if agency is None:
            st.markdown(quiet(at.say("Choose a line of the list to work on that agency’s records.")))
        elif host := _host(at, agency):
            shared = at.say(
                "It shares the system of {host}: certificates, audits and reviews of that system are"
                " recorded there.",
                host=f"{names[host]} ({host})",
            )
            st.markdown(quiet(shared))
        tables = _OF_PROVINCE if agency is None else _OF_AGENCY
        with st.container(horizontal=True, vertical_alignment="bottom"):
            table = st.selectbox(
                at.say("Table"),
                tables,
                format_func=lambda name: label_of(name).text(at.language),
                key="form-table",
            )
            facts = dict(_facts(at, table, agency))
            fact = st.selectbox(
                at.say("Record ({n})", n=len(facts)),
                [None, *facts],
                format_func=lambda number: at.say("New record") if number is None else facts[number],
                key=f"form-fact-{table}-{agency}",
            )
            name = at.say("Add") if fact is None else at.say("Correct")
            opened = st.button(name, key="form-open", type="primary")
            if agency is None and st.button(at.say("New agency"), key="form-agency"):
                _open(at, "agencies", None, None)
            if opened:
                _open(at, table, fact, agency)
    unfinished_form(at)


def read_only(at: Here) -> bool:
    """Say so where an older state of the registry is looked at; whether it did."""
    if at.is_past:
        text = at.say("An older state of the registry is read-only: show the newest change to correct it.")
        st.info(literal(text))
    return at.is_past


def unfinished_form(at: Here) -> None:
    """The form that is open, if any, over the page."""
    if FORM in st.session_state:
        dialog(at)


def open_form(at: Here, table: str, cells: Mapping[str, str], day: date | None = None) -> None:
    """Open the form of a new fact that begins with these cells; with `day` that of the
    recorded fact of the agency that holds on it."""
    if day is None:
        blank = {spec.name: "" for spec in SPECS[table]}
        _show(Form(table, None, at.registry.newest, blank | dict(cells)))
        return
    texts = at.registry.texts(table)
    rows = [row for row, code in enumerate(texts["agency"]) if code == cells["agency"]]
    begun = [row for row in rows if not (start := texts["established_on"][row]) or first_day(start) <= day]
    _open(at, table, at.registry.ids(table)[(begun or rows)[-1]], cells["agency"])


def _host(at: Here, agency: str) -> str:
    """The agency whose system it shares on the day looked at; "" where it runs its own."""
    standing = story.standing_of(at.registry, agency, at.view.day)
    return standing.host if standing is not None else ""


def open_recorded(at: Here, table: str, column: str, code: str) -> None:
    """Open the form of the recorded fact whose `column` holds this code."""
    row = at.registry.texts(table)[column].index(code)
    _open(at, table, at.registry.ids(table)[row], None)


def recorded(at: Here, about: Hashable) -> None:
    """What was recorded last, with the way back; until the reader turns to another view, or to what is
    not `about` the same. The journal keeps it."""
    if (undone := st.session_state.pop(UNDONE, None)) is not None:
        st.success(literal(at.say("Change {number} was undone.", number=undone)))
    if DONE not in st.session_state:
        return
    number, told = st.session_state[DONE]
    now = (about, address())
    if told not in (None, now):
        del st.session_state[DONE]
        return
    st.session_state[DONE] = (number, now)
    with st.container(horizontal=True, vertical_alignment="center", key="recorded"):
        st.success(literal(at.say("Recorded as change {number}.", number=number)))
        if st.button(at.say("Undo"), key="undo"):
            _undo(at, number)


def _undo(at: Here, number: int) -> None:
    note = at.say("Undone from the form")
    try:
        undo_change(number, store(), configuration().rules, by=journal.author(), note=note)
    except Refused as error:
        st.error(literal(error.reason.text(at.language)))
        return
    del st.session_state[DONE]
    st.session_state[UNDONE] = number
    st.rerun()


def _facts(at: Here, table: str, agency: str | None) -> Iterator[tuple[int, str]]:
    """The recorded facts of a table (of an agency), each by its id and its key in words."""
    frame = at.registry.tables[table]
    if agency is not None and table == "findings":
        audits = at.registry.tables["audits"]
        mine = set(audits.loc[(audits["agency"] == agency).to_numpy(bool), "audit"])
        frame = frame[frame["audit"].isin(mine).to_numpy(bool)]
    elif agency is not None:
        frame = frame[(frame["agency"] == agency).to_numpy(bool)]
    specs = {spec.name: spec for spec in SPECS[table]}
    shown = [name for name in key_of(table) if name != "agency" or agency is None] or ["agency"]
    if table == "agencies":
        shown = ["name", *shown]
    labels = {entry.name: entry.choices for entry in fields(table, at.registry.rules, at.language)}
    for line in frame[["id", *shown]].to_dict("records"):
        parts = [
            worded(str(line[name]), specs[name].kind, labels[name], at.language)
            for name in shown
            if not pd.isna(line[name])
        ]
        yield int(line["id"]), " · ".join(parts) or at.say("the only record")


def _open(at: Here, table: str, fact: int | None, agency: str | None) -> None:
    cells = {spec.name: "" for spec in SPECS[table]}
    if fact is None:
        cells |= {"agency": agency} if agency and "agency" in cells else {}
    else:
        place = at.registry.ids(table).index(fact)
        cells = {name: column[place] for name, column in at.registry.texts(table).items()}
    _show(Form(table, fact, at.registry.newest, cells, agency))


def _show(form: Form) -> None:
    st.session_state.pop(DONE, None)
    st.session_state[FORM] = form
