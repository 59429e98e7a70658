"""The queue of late agencies: what each is late with, and what can be recorded about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from qms_model import laggards
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.ui.address import BROKEN, RULE
from qms_model.ui.agencies import OFFERED, agency_link
from qms_model.ui.blocks import listing
from qms_model.ui.exports import csv_button
from qms_model.ui.filters import choose
from qms_model.ui.forms import open_form, read_only, recorded, unfinished_form
from qms_model.ui.grids import Choice, first_of, grid
from qms_model.ui.letters import letter_buttons
from qms_model.ui.scope import Here, address
from qms_model.ui.text import literal, quiet
from qms_model.views import ask_late, kept, late_measure, names_of, not_known, proofs, province_rows

_CHOSEN = "queue-chosen"  # session: the codes of the agencies to work on
# Pixels; a pinned column stays in sight on a phone only where it takes less than 60% of the list.
_WIDTHS = {"Agency": 155, "Late with": 170, "Proof": 420, "Cause": 160, "Next action": 260}


def late_lead(at: Here) -> None:
    """How many are late of how many, what is said of the province, and what is not known."""
    st.header(literal(late_measure(at)), anchor=False)
    for said in province_rows(at):
        st.warning(literal(said))
    if at.view.filters.edition:
        st.markdown(quiet(at.say("The edition that is filtered by does not decide who is late.")))
    if unknown := not_known(at):
        st.markdown(quiet(unknown))


def milestones(at: Here) -> None:
    """Nobody is late: the deadlines of the next 90 days."""
    ahead = ask_late(at, laggards.ahead)
    table = pd.DataFrame(
        {
            at.say("Agency"): names_of(ahead, at.language),
            at.say("Late with"): [laggards.rule_name(code).text(at.language) for code in ahead["rule"]],
            at.say("Deadline"): [day_text(day, at.language) for day in ahead["deadline"]],
            at.say("Days left"): ahead["days_left"],
        }
    )
    title = (
        at.say("{n} deadlines within 90 days", n=number_text(len(table), at.language))
        if len(table)
        else at.say("No deadline within 90 days")
    )
    listing(at, "milestones", title, table)


@st.fragment
def queue(at: Here, late: pd.DataFrame) -> None:
    """The late agencies in the order of their ranking; choose some to record or to write to."""
    with st.container(border=True, key="queue"):
        st.header(literal(at.say("Whom to push, in this order")), anchor=False)
        hints = (
            "In order: mandatory agencies first, then by severity, then by days late.",
            "Choose lines to record what was said or agreed, or to write to some only.",
        )
        st.markdown(quiet(" ".join(at.say(hint) for hint in hints)))
        rule, late = _chosen_by_rule(at, late)
        if late.empty:
            return
        first = first_of(at, late, OFFERED)
        names = dict(zip(first["agency"], first["name"], strict=True))
        table = kept(at.registry, ("queue", at.view, rule), lambda: queued(at, first))
        choice = Choice(list(names), _CHOSEN, several=True)
        grid(at, "queue-list", table, at.say("Late agencies"), _WIDTHS, choice=choice, pinned="Agency")
        st.markdown(quiet("; ".join(f"{code}: {name}" for code, name in _rules_of(at, first).items())))
        chosen = _chosen(at, names)
        letter_buttons(at, chosen, list(names))
        _actions(at, chosen, names)
        csv_button(at, "laggards.csv", lambda: queued(at, late), "queue-csv")


def _chosen_by_rule(at: Here, late: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Choose a rule, or those that broke a promise ("": neither): which of the late it is about."""
    options = {"": at.say("All late agencies"), BROKEN: at.say("Those that broke a promise")}
    options |= {code: f"{code}: {name}" for code, name in _rules_of(at, late).items()}
    chosen = address().get(RULE, "")  # not of the view: a choice draws this part alone
    chosen = chosen if chosen in options else ""
    choose(at, RULE, at.say("Late by"), options, chosen)
    if not chosen:
        return chosen, late
    if chosen == BROKEN:
        found = late[(late["broken"] > 0).to_numpy(bool)]
    else:
        found = late[[chosen in rules.split(", ") for rules in late["rules"]]]
    n, total = number_text(len(found), at.language), number_text(len(late), at.language)
    st.markdown(quiet(at.say("{n} of {total} late agencies are listed.", n=n, total=total)))
    return chosen, found


def _rules_of(at: Here, late: pd.DataFrame) -> dict[str, str]:
    """What the codes of the rules mean by which any of these are late, and that of the view."""
    there = {at.view.rule, *(code for rules in late["rules"] for code in rules.split(", "))}
    return {code: laggards.rule_name(code).text(at.language) for code in laggards.RULES if code in there}


def queued(at: Here, late: pd.DataFrame) -> pd.DataFrame:
    """The queue as it is shown."""
    causes = at.labels("cause")
    bodies = at.labels("parent")

    def day(value: date | None) -> str:
        return NOTHING if value is None or pd.isna(value) else day_text(value, at.language)

    return pd.DataFrame(
        {
            at.say("Code"): late["agency"],
            at.say("Agency"): late["name"],
            at.say("Late with"): late["said"],
            at.say("Days late"): late["days_late"],
            at.say("Next action"): late["action"],
            at.say("Proof"): proofs(at, late),
            at.say("Cause"): [causes.get(code, code) for code in late["cause"]],
            at.say("Owner"): [owner or NOTHING for owner in late["owner"]],
            at.say("Promised for"): [day(value) for value in late["promised_on"]],
            at.say("Broken promises"): late["broken"],
            at.say("Last contact"): [day(value) for value in late["last_contact"]],
            at.say("Supervising agency"): [bodies.get(code, NOTHING) for code in late["parent"]],
            at.say("All rules"): late["rules"],
        }
    )


def choose_late(mark: Sequence[str]) -> None:
    """A click on the mark of an agency: it is chosen in the queue."""
    st.session_state[_CHOSEN] = [mark[1]]


def _chosen(at: Here, names: Mapping[str, str]) -> list[str]:
    """The agencies to work on: the chosen lines, or those chosen here by keyboard."""
    st.session_state[_CHOSEN] = [code for code in st.session_state.get(_CHOSEN, []) if code in names]
    return st.multiselect(
        at.say("Agencies to work on"),
        list(names),
        format_func=lambda code: f"{names[code]} ({code})",
        key=_CHOSEN,
        placeholder=at.say("Choose agencies"),
    )


def _actions(at: Here, chosen: Sequence[str], names: Mapping[str, str]) -> None:
    """What can be recorded about the chosen agency; a form's dates begin with the day looked at."""
    recorded(at, tuple(chosen))
    if read_only(at) or not chosen:
        unfinished_form(at)
        return
    code, day = chosen[0], at.view.day.isoformat()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{literal(names[code])}**", width="content")
        if st.button(at.say("Record contact or promise"), key="queue-contact", type="primary"):
            open_form(at, "followups", {"agency": code, "on": day})
        if st.button(at.say("Exempt or postpone"), key="queue-exempt"):
            open_form(at, "exemptions", {"agency": code, "starts_on": day})
        if st.button(at.say("Change the owner"), key="queue-owner"):
            open_form(at, "agencies", {"agency": code}, day=at.view.day)
        agency_link(at, code, at.say("Story of {name}", name=names[code]))
    unfinished_form(at)
