"""The packs that were made: the list, and what is done with one of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from qms_model import journal, snapshots
from qms_model.briefing.inputs import Inputs, inputs_from
from qms_model.briefing.making import Order, Pack, order_of
from qms_model.briefing.pack import format_of
from qms_model.briefing.template import templates
from qms_model.briefing.verifying import verify_recorded
from qms_model.facts import Snapshot
from qms_model.numbers import NOTHING, Moment, day_text, number_text
from qms_model.refusal import Refused
from qms_model.ui.address import LANGUAGE_NAMES
from qms_model.ui.grids import Choice, grid
from qms_model.ui.proving import tell
from qms_model.ui.scope import Here, configuration, store
from qms_model.ui.snapshots import download, makers
from qms_model.ui.text import literal, quiet
from qms_model.views import At, filters_said

_LISTED = 200  # snapshots in the list
_CHOSEN = "packs-chosen"  # session: the number of the one that is looked at
_WITHDRAWN = "pack-withdrawn"  # session: the number of the one that was withdrawn, to be told once


def packs_made(at: Here) -> None:
    """Every pack that was made, the newest first; choose one to prove, take along or withdraw."""
    with store().reading() as connection:
        made = snapshots.made(connection, _LISTED)
    with st.container(border=True, key="packs"):
        st.header(literal(at.say("Snapshots made: {n}", n=number_text(len(made), at.language))), anchor=False)
        if (withdrawn := st.session_state.pop(_WITHDRAWN, None)) is not None:
            said = at.say("Snapshot number {number} is withdrawn; it stays in the list.", number=withdrawn)
            st.success(literal(said))
        if not made:
            st.info(literal(at.say("No snapshot has been made yet.")))
            return
        orders = [_order(one) for one in made]
        numbers = [str(one.number) for one in made]
        grid(
            at,
            "packs-list",
            _listed(at, made, orders),
            at.say("Snapshots made"),
            choice=Choice(numbers, _CHOSEN),
        )
        labels = {
            str(one.number): f"{one.number}. {one.snapshot} · {day_text(order.view.day, at.language)}"
            f" · {one.reason or NOTHING}" + (f" · {at.say('already withdrawn')}" if one.withdrawn_at else "")
            for one, order in zip(made, orders, strict=True)
        }
        if st.session_state.get(_CHOSEN) not in labels:
            st.session_state[_CHOSEN] = ""
        number = st.selectbox(
            at.say("Snapshot"),
            ["", *labels],
            format_func=lambda number: labels.get(number, at.say("Choose a snapshot")),
            key=_CHOSEN,
        )
        if number:
            _work_on(at, next(one for one in made if str(one.number) == number))


def _listed(at: Here, made: Sequence[Snapshot], orders: Sequence[Order]) -> pd.DataFrame:
    """The list: what each pack is of, what was made of it, when and by whom."""
    language, zone = at.language, configuration().timezone
    known = templates(configuration().briefing.templates)
    views = [order.view for order in orders]
    names = {code: one.name.label(language) for code, one in known.items()}

    def when(instant: str) -> str:
        return Moment(instant, zone).text(language)

    return pd.DataFrame(
        {
            at.say("No."): [one.number for one in made],
            at.say("Snapshot"): [one.snapshot for one in made],
            at.say("Withdrawn"): [one.withdrawn_because or "" for one in made],
            at.say("As of"): [day_text(view.day, language) for view in views],
            at.say("Compared with"): [day_text(view.compare, language) for view in views],
            at.say("Filters"): [_filters(at, order) for order in orders],
            at.say("Template"): [names.get(order.template, order.template) for order in orders],
            at.say("Language"): [LANGUAGE_NAMES[view.language] for view in views],
            at.say("Files"): [_formats(one) for one in made],
            at.say("Change"): [order.known for order in orders],
            at.say("Made on"): [when(one.made_at) for one in made],
            at.say("By"): [one.by for one in made],
            at.say("Reason"): [one.reason or NOTHING for one in made],
        }
    )


def _filters(at: Here, order: Order) -> str:
    """What the pack was filtered by, in the words and the language of the page."""
    view = replace(order.view, language=at.language)
    return "; ".join(filters_said(At(at.registry, view))) or at.say("all agencies")


def _formats(one: Snapshot) -> str:
    """The formats that were made, such as "PDF, DOCX"."""
    return ", ".join(name.upper() for name in _made(one))


def _made(one: Snapshot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for file in json.loads(one.files) if (name := format_of(file)) != "json"))


def _inputs(one: Snapshot) -> Inputs:
    return inputs_from(json.loads(one.inputs))


def _order(one: Snapshot) -> Order:
    """What to make to have it again."""
    return order_of(store().url, _inputs(one), configuration())


def _work_on(at: Here, one: Snapshot) -> None:
    """Prove it, take it along again, withdraw it."""
    with st.container(horizontal=True):
        prove = st.button(at.say("Prove it"), key="pack-prove", type="primary")
        again = st.button(at.say("Make it again"), key="pack-again")
        if one.withdrawn_at is None:
            _withdraw(at, one)
    if again or prove:
        try:
            with st.spinner(at.say("Rebuilding…")):
                pack = _rebuilt(one)
        except Refused as refused:  # its template is gone
            st.error(literal(refused.reason.text(at.language)))
            return
        if prove:
            tell(at, verify_recorded(one, pack, store(), configuration()))
            said = at.say(
                "This holds what the data make today against what was kept when the pack was made."
                " To prove the file that you hold, upload it under “{prove}”.",
                prove=at.say("Prove a pack"),
            )
            st.markdown(quiet(said))
        download(at, pack.files, pack.inputs.snapshot(), "pack-again-download")


def _rebuilt(one: Snapshot) -> Pack:
    """The pack made again from what the database has of its inputs."""
    return makers().start(_order(one), _made(one)).pack()


def _withdraw(at: Here, one: Snapshot) -> None:
    """Ask for the reason; the row stays."""
    with st.popover(at.say("Withdraw")):
        st.markdown(quiet(at.say("The snapshot stays in the list, with the reason.")))
        because = st.text_input(at.say("Reason"), key="withdraw-reason", max_chars=200)
        if st.button(at.say("Withdraw snapshot {id}", id=one.snapshot), key="withdraw-now", type="primary"):
            try:
                with store().writing() as connection:
                    snapshots.withdraw(connection, one.number, journal.author(), because)
            except Refused as refused:
                st.error(literal(refused.reason.text(at.language)))
                return
            st.session_state[_WITHDRAWN] = one.number
            st.rerun()
