"""Findings: the lead, the list with what can be recorded about each, and what came back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from qms_model import findings
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING
from qms_model.ui.agencies import OFFERED, agency_names
from qms_model.ui.blocks import Clicked
from qms_model.ui.exports import csv_button
from qms_model.ui.forms import open_form, open_recorded, read_only, recorded, unfinished_form
from qms_model.ui.grids import Choice, first_of, grid
from qms_model.ui.rows import group_name, select_among
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet
from qms_model.views import findings_measure, findings_notes, kept

_WIDTHS = {"Agency": 220, "Content": 320, "Clause": 200, "Cause": 160}  # pixels
_CHOSEN = "findings-chosen"  # session: the finding to work on
_LASTING = ("grade", "clause", "description")
_GROUPED = {"grade": "Grade", "age": "Days overdue", "clause": "Clause", "cause": "Cause"}


def nothing_found(at: Here) -> bool:
    """Say so where no finding is recorded by the day; whether it did."""
    row = at.ask(findings.findings).iloc[0]
    if int(row["open"]) + int(row["closed"]):
        return False
    st.info(literal(at.say("No finding is recorded by this day")))
    return True


def findings_lead(at: Here) -> None:
    """How many are open and overdue, how long mending takes, and how many came back."""
    st.header(literal(findings_measure(at)), anchor=False)
    st.markdown(quiet(" · ".join(findings_notes(at))))


@st.fragment
def findings_list(at: Here) -> None:
    """The findings, open ones by default; choose one to verify, close or reopen."""
    with st.container(border=True, key="findings"):
        st.header(literal(at.say("Findings")), anchor=False)
        everything = st.toggle(at.say("Closed ones too"), key="findings-all")
        rows = at.ask(findings.listed)
        rows = rows if everything else rows[(rows["status"] != "closed").to_numpy(bool)]
        rows = rows[_of_groups(at, rows)]
        first = first_of(at, rows, OFFERED)
        groups = tuple(st.session_state[_key(by)] for by in _GROUPED)
        table = kept(at.registry, ("found", at.view, everything, groups), lambda: _written(at, first))
        codes = [str(code) for code in first["finding"]]
        grid(at, "findings-list", table, at.say("Findings"), _WIDTHS, choice=Choice(codes, _CHOSEN))
        _actions(at, codes, {str(code) for code in first["finding"][first["status"] == "closed"]})
        csv_button(at, "findings.csv", lambda: _written(at, rows), "findings-csv")


def choose_found(*by: str) -> Clicked:
    """For a figure of findings, its bars by the first of `by` and the parts of a bar by the second,
    if any: a click on a part lists its findings, whatever was chosen before."""

    def choose(mark: Sequence[str]) -> None:
        chosen = dict(zip(by, mark, strict=False))  # a mark says more, such as its count
        for name in _GROUPED:
            st.session_state[_key(name)] = chosen.get(name)
        st.session_state["findings-all"] = "age" not in by  # only open ones have an age

    return choose


def _of_groups(at: Here, rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Choose a grade, an age, a clause, a cause: which of the rows are of those."""
    chosen = np.ones(len(rows), np.bool_)
    with st.container(horizontal=True):
        for by, heading in _GROUPED.items():
            codes = rows["common" if by == "clause" else by].astype(object).fillna("").astype(str)
            labels, there = at.labels(by), set(codes)
            options: list[str | None] = [None, *(code for code in [*labels, ""] if code in there)]
            code = select_among(at.say(heading), options, partial(group_name, at, labels), _key(by))
            if code is not None:
                chosen &= (codes == code).to_numpy(np.bool_)
    return chosen


def _key(by: str) -> str:
    return f"findings-of-{by}"


def _written(at: Here, rows: pd.DataFrame) -> pd.DataFrame:
    language, names = at.language, agency_names(at)
    clauses, causes, grades = (at.labels(by) for by in ("clause", "cause", "grade"))
    facts = at.registry.tables["findings"][["finding", "description"]]
    facts = facts[facts["finding"].isin(rows["finding"]).to_numpy(bool)].fillna("")
    content = dict(zip(facts["finding"].astype(str), facts["description"], strict=True))

    def day(value: object) -> str:
        return said.recorded(value, language) if isinstance(value, str) and value else NOTHING

    def name(labels: Mapping[str, str], code: object) -> str:
        return labels.get(code, code) if isinstance(code, str) and code else NOTHING

    return pd.DataFrame(
        {
            at.say("Code"): rows["finding"].astype(str),
            at.say("Agency"): [names.get(str(code), str(code)) for code in rows["agency"]],
            at.say("Grade"): [name(grades, str(grade)) for grade in rows["grade"]],
            at.say("Result"): [said.code_name(status, language) for status in rows["status"]],
            at.say("Days overdue"): rows["days_overdue"],
            at.say("Raised on"): [day(value) for value in rows["held_on"]],
            at.say("Due on"): [day(value) for value in rows["due_on"]],
            at.say("Closed on"): [day(value) for value in rows["closed_on"]],
            at.say("Clause"): [name(clauses, code) for code in rows["common"]],
            at.say("Cause"): [name(causes, code) for code in rows["cause"]],
            at.say("Content"): [content.get(str(code), "") for code in rows["finding"]],
            at.say("Came back"): [at.say("Yes") if back else "" for back in rows["recurs"]],
        }
    )


def _recorded_of(at: Here, code: str) -> dict[str, str]:
    """What a finding that comes back has of the one that was closed: what was found, not when."""
    facts = at.registry.tables["findings"]
    row = facts[(facts["finding"] == code).to_numpy(bool)].iloc[-1]
    return {name: str(row[name]) for name in _LASTING if not pd.isna(row[name])}


def _actions(at: Here, codes: list[str], closed: Collection[str]) -> None:
    """Verify and close in the form of the finding; a closed one is reopened as a new one that names it."""
    nothing = at.say("Choose a finding")
    if st.session_state.get(_CHOSEN, "") not in codes:
        st.session_state[_CHOSEN] = ""
    recorded(at, st.session_state[_CHOSEN])
    code = select_among(at.say("Finding to work on"), ["", *codes], lambda one: one or nothing, _CHOSEN)
    if read_only(at):
        return
    with st.container(horizontal=True):
        if st.button(at.say("Record a new finding"), key="finding-new"):
            open_form(at, "findings", {})
        if code and st.button(at.say("Correct, verify or close"), key="finding-close", type="primary"):
            open_recorded(at, "findings", "finding", code)
        if code in closed and st.button(at.say("Reopen as a new finding"), key="finding-reopen"):
            open_form(at, "findings", {"reopens": code, **_recorded_of(at, code)})
    unfinished_form(at)
