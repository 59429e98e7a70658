"""Certificates and declarations: what lapses before the next briefing, and the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from qms_model import attestations, narrative
from qms_model.calendarfile import calendar_file
from qms_model.dates import last_day
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.spreadsheet import workbook
from qms_model.ui.agencies import OFFERED
from qms_model.ui.blocks import Clicked
from qms_model.ui.exports import file_button, provenance, source_sheet
from qms_model.ui.grids import first_of, grid
from qms_model.ui.scope import Here
from qms_model.ui.text import literal
from qms_model.views import kept, names_of, registered

_WIDTHS = {"Agency": 230, "Why": 420}  # pixels


@st.fragment
def lapsing(at: Here) -> None:
    """What lapses by a date that the reader chooses, such as the next briefing; as a calendar too."""
    with st.container(border=True, key="lapsing"):
        st.session_state.setdefault(_until(at), at.view.day + timedelta(days=attestations.WITHIN_DAYS))
        until = st.date_input(
            at.say("What lapses by"), min_value=at.view.day, format="DD/MM/YYYY", key=_until(at)
        )
        found = at.ask(attestations.lapsing_until, at.view.day, until)
        st.header(literal(narrative.lapsing_until(found, until, at.language)), anchor=False)
        if not len(found):
            return
        table = _lapsing_list(at, found)
        st.dataframe(
            table, hide_index=True, placeholder=NOTHING, key="lapsing-list", alt=at.say("What lapses by")
        )
        file_button(
            at,
            at.say("Calendar file (ICS)"),
            f"lapsing-until-{until.isoformat()}.ics",
            lambda: calendar_file(
                narrative.lapses(found, at.language),
                provenance(at),
                at.say("Certificates and declarations that lapse"),
                at.view.day,
            ),
            "lapsing-ics",
        )


def _lapsing_list(at: Here, found: pd.DataFrame) -> pd.DataFrame:
    """What lapses, as it is shown."""
    return pd.DataFrame(
        {
            at.say("Agency"): names_of(found, at.language),
            at.say("Evidence"): [
                f"{said.code_name(kind, at.language)} {'' if pd.isna(number) else number}".strip()
                for kind, number in zip(found["kind"], found["number"], strict=True)
            ],
            at.say("Edition"): found["edition"].astype(str),
            at.say("In force until"): [day_text(day, at.language) for day in found["last_day"]],
            at.say("Days left"): found["days_left"],
        }
    )


def choose_month(at: Here) -> Clicked:
    """For the calendar: a click on a month lists what lapses by its end."""

    def choose(mark: Sequence[str]) -> None:
        calendar = at.ask(attestations.calendar)
        months = list(dict.fromkeys(calendar.loc[calendar["lapses"] == "month", "month"]))
        st.session_state[_until(at)] = last_day(f"{months[int(mark[0])]:%Y-%m}")

    return choose


def _until(at: Here) -> str:
    return f"lapsing-until-{at.view.day.isoformat()}"


@st.fragment
def register(at: Here) -> None:
    """Every certificate and declaration with why it is in its state."""
    with st.container(border=True, key="register"):
        past = st.toggle(at.say("Replaced ones too"), key="register-past")
        table = kept(at.registry, ("register", at.view, past), lambda: registered(at, past))
        n = number_text(len(table), at.language)
        st.header(literal(at.say("Register: {n} certificates and declarations", n=n)), anchor=False)
        first = first_of(at, table, OFFERED, "workbook")
        grid(at, "register-list", first, at.say("Register of certificates and declarations"), _WIDTHS)
        file_button(
            at,
            at.say("Download workbook (XLSX)"),
            "register.xlsx",
            lambda: workbook({at.say("Register"): table, at.say("Source"): source_sheet(at)}),
            "register-xlsx",
        )
