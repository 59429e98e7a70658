"""Certificates and declarations: what lapses before the next briefing, and the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from qms_model import attestations, narrative
from qms_model.calendarfile import calendar_file
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING, day_text, month_text, number_text
from qms_model.spreadsheet import workbook
from qms_model.ui.agencies import OFFERED
from qms_model.ui.blocks import Clicked
from qms_model.ui.exports import file_button, provenance, source_sheet
from qms_model.ui.grids import first_of, grid
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet
from qms_model.views import kept, names_of, registered

_WIDTHS = {"Agency": 230, "Why": 420}  # pixels


@st.fragment
def lapsing(at: Here) -> None:
    """What lapses by a date that the reader chooses, such as the next briefing, or in one month; as a
    calendar too."""
    with st.container(border=True, key="lapsing"):
        until, month = _choices(at)
        if month is None:
            found = at.ask(attestations.lapsing_until, at.view.day, until)
            title, file = narrative.lapsing_until(found, until, at.language), f"until-{until.isoformat()}"
        else:
            found = at.ask(attestations.lapsing_in, at.view.day, month)
            title, file = narrative.lapsing_in(found, month, at.language), f"in-{month:%Y-%m}"
        st.header(literal(title), anchor=False)
        _assumed(at, month)
        if not len(found):
            return
        table = _lapsing_list(at, found)
        st.dataframe(
            table, hide_index=True, placeholder=NOTHING, key="lapsing-list", alt=at.say("What lapses by")
        )
        file_button(
            at,
            at.say("Calendar file (ICS)"),
            f"lapsing-{file}.ics",
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
    """For the calendar: a click on a month lists what lapses in it."""

    def choose(mark: Sequence[str]) -> None:
        st.session_state[_month(at)] = list(_months(at))[int(mark[0])]

    return choose


def _choices(at: Here) -> tuple[date, date | None]:
    """The day by which, or the month in which (its first day); another day lets go of the month."""
    st.session_state.setdefault(_until(at), at.view.day + timedelta(days=attestations.WITHIN_DAYS))
    with st.container(horizontal=True):
        until = st.date_input(
            at.say("What lapses by"),
            min_value=at.view.day,
            format="DD/MM/YYYY",
            key=_until(at),
            on_change=lambda: st.session_state.update({_month(at): None}),
        )
        month = st.selectbox(
            at.say("Only in the month"),
            [None, *_months(at)],
            format_func=lambda first: (
                month_text(first, at.language) if first else at.say("Every month up to that day")
            ),
            key=_month(at),
        )
    return until, month


def _assumed(at: Here, month: date | None) -> None:
    """Of a month, how many the calendar counts that are not listed."""
    if month is not None and (n := _months(at)[month]):
        said = at.say(
            "{n} more in this month have a day that is only assumed, because the certificate names none.",
            n=number_text(n, at.language),
        )
        st.markdown(quiet(said))


def _months(at: Here) -> dict[date, int]:
    """The months of the calendar by their first days, and in how many agencies of each the day is
    only assumed."""
    calendar = at.ask(attestations.calendar)
    lines = calendar[(calendar["lapses"] == "month").to_numpy(bool)]
    months: dict[date, int] = {}
    for month, assumed in zip(lines["month"], lines["assumed"], strict=True):
        months[month] = months.get(month, 0) + int(assumed)
    return months


def _month(at: Here) -> str:
    return f"lapsing-month-{at.view.day.isoformat()}"


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
