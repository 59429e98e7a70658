"""The open form: its fields, what is wrong with each, and recording it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from qms_model import journal
from qms_model.facts import SPECS
from qms_model.intake.edit import REASON, FactEdit, Stale, apply_edit
from qms_model.intake.fields import Field, fields, heading_of, label_of
from qms_model.intake.problems import RegistryError
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.refusal import Refused
from qms_model.ui.forms.audits import audits_offered
from qms_model.ui.forms.opened import DATES, DONE, FORM, Form, closed, worded
from qms_model.ui.scope import Here, configuration, store
from qms_model.ui.text import literal, quiet


def dialog(at: Here) -> None:
    """The open form over the page."""
    form: Form = st.session_state[FORM]
    table = label_of(form.table).text(at.language)
    title = (
        at.say("{table}: new record", table=table)
        if form.fact is None
        else at.say("{table}: correct", table=table)
    )

    @st.dialog(title, width="large", on_dismiss=closed)
    def shown() -> None:
        _asked(at, form)

    shown()


def _asked(at: Here, form: Form) -> None:
    """The fields, the reason and the buttons; under each field what is wrong with it."""
    if form.stale is not None:
        _meanwhile(at, form, form.stale)
        return
    entries = fields(form.table, at.registry.rules, at.language)
    with st.form(f"form-{form.request}", border=False):
        typed: dict[str, str] = {}
        with st.grid(2, min_column_width=240, gap="small"):
            for entry in entries:
                with st.container(gap="xxsmall"):
                    typed[entry.name] = _field(at, form, entry)
                    _wrong(at, form, entry.name)
        _wrong(at, form, "-")
        note = st.text_input(
            f"{at.say('Reason for the journal')} *",
            key=f"{form.request}-reason-for-the-journal",
            placeholder=at.say("such as: corrected after the original paper"),
        )
        _wrong(at, form, REASON)
        with st.container(horizontal=True):
            save = st.form_submit_button(at.say("Record"), type="primary")
            remove = form.fact is not None and st.form_submit_button(at.say("Remove this record"))
    if save or remove:
        _record(form, {} if remove else typed, note, removed=remove)


def _field(at: Here, form: Form, entry: Field) -> str:
    """One field with what is recorded in it, as it is typed."""
    key, label = f"{form.request}-{entry.name}", entry.heading + (" *" if entry.required else "")
    recorded = form.cells.get(entry.name, "")
    is_audit = entry.refers == "audits"
    choices = audits_offered(at, form.agency, form.cells) if is_audit else entry.choices
    if choices or is_audit:
        options = ["", *choices]
        options += [recorded] if recorded not in options else []
        chosen = st.selectbox(
            label,
            options,
            index=options.index(recorded),
            format_func=lambda code: choices.get(code, code or NOTHING),
            key=key,
            accept_new_options=is_audit,  # the code of one that is not offered
        )
        return chosen or ""
    shown = worded(recorded, entry.kind, {}, "vi") if entry.kind in DATES and recorded else recorded
    return st.text_input(label, value=shown, key=key, help=literal(entry.note))


def _wrong(at: Here, form: Form, column: str) -> None:
    for name, why in form.problems:
        if name == column:
            text = why.text(at.language)
            st.error(literal(text[:1].upper() + text[1:]))


def _record(form: Form, typed: Mapping[str, str], note: str, *, removed: bool) -> None:
    """Record what was typed; on a fault the form stays as it is, and says what is wrong."""
    edit = FactEdit(form.table, form.base, form.request, note, form.fact, typed, removed)
    form.problems = []
    try:
        receipt = apply_edit(edit, store(), configuration().rules, by=journal.author())
    except RegistryError as error:
        form.problems = [(problem.column, problem.why) for problem in error.problems]
    except Stale as error:
        form.stale = error
    except Refused as error:
        form.problems = [("-", error.reason)]
    else:
        if receipt.change is None:
            form.problems = [("-", receipt.sentence)]
        else:
            st.session_state[DONE] = (receipt.change, None)
            closed()
            st.rerun()
    st.rerun(scope="fragment")


def _meanwhile(at: Here, form: Form, stale: Stale) -> None:
    """Somebody else was first: who, when, both values; and the way on."""
    st.warning(literal(stale.reason.text(at.language)))
    when = day_text(at.local_day(stale.change.at), at.language)
    said = [when, at.say("change {n}", n=number_text(stale.change.number, at.language)), stale.change.note]
    st.markdown(quiet(" · ".join(part for part in said if part)))
    specs = {spec.name: spec for spec in SPECS[form.table]}
    labels = {entry.name: entry.choices for entry in fields(form.table, at.registry.rules, at.language)}

    def said_of(column: str, text: str) -> str:
        return worded(text, specs[column].kind, labels.get(column, {}), at.language) if text else ""

    table = pd.DataFrame(
        [
            [heading_of(specs[cell.column]).text(at.language)]
            + [said_of(cell.column, text) for text in (cell.was, cell.theirs, cell.yours)]
            for cell in stale.cells
        ],
        columns=[at.say(name) for name in ("Field", "It was", "Theirs", "Yours")],
    )
    st.dataframe(table, hide_index=True, key=f"{form.request}-stale")
    if st.button(at.say("Close, and open theirs"), key=f"{form.request}-again", type="primary"):
        closed()
        st.rerun()
