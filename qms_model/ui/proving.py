"""The packs that were made, and the proof of one: from the list, or of a file that somebody has."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from qms_model import journal, snapshots
from qms_model.briefing.inputs import inputs_from
from qms_model.briefing.making import Order, Pack, order_of
from qms_model.briefing.pack import Files, format_of, of_zip
from qms_model.briefing.verifying import verify_pack, verify_recorded
from qms_model.facts import Snapshot
from qms_model.journal import Check
from qms_model.numbers import NOTHING, day_text, number_text
from qms_model.refusal import Refused
from qms_model.ui.grids import Choice, grid
from qms_model.ui.scope import Here, configuration, store
from qms_model.ui.snapshots import download, makers
from qms_model.ui.text import literal, quiet

_LISTED = 200  # snapshots in the list
_CHOSEN = "packs-chosen"  # session: the number of the one that is looked at


def packs_made(at: Here) -> None:
    """Every pack that was made, the newest first; choose one to prove, take along or withdraw."""
    with store().reading() as connection:
        made = snapshots.made(connection, _LISTED)
    with st.container(border=True, key="packs"):
        st.header(literal(at.say("Snapshots made: {n}", n=number_text(len(made), at.language))), anchor=False)
        if not made:
            st.info(literal(at.say("No snapshot has been made yet.")))
            return
        numbers = [str(one.number) for one in made]
        grid(at, "packs-list", _listed(at, made), at.say("Snapshots made"), choice=Choice(numbers, _CHOSEN))
        labels = {
            str(one.number): f"{one.number}. {one.snapshot} · {_day(at, one)} · {one.reason or NOTHING}"
            for one in made
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


def prove_pack(at: Here) -> None:
    """Prove a pack that somebody has as a file."""
    with st.container(border=True, key="prove"):
        st.header(literal(at.say("Prove a pack")), anchor=False)
        said, key = at.say("Pack (ZIP, 200 MB at most)"), f"prove-file-{at.language}"
        file = st.file_uploader(said, type="zip", key=key, max_upload_size=200)
        if file is None:
            return
        try:
            files = of_zip(file.getvalue())
        except (zipfile.BadZipFile, Refused):
            st.error(literal(at.say("{file} cannot be read as a pack.", file=file.name)))
            return
        _proof(at, files)


def _work_on(at: Here, one: Snapshot) -> None:
    """Prove it, take it along again, withdraw it."""
    with st.container(horizontal=True):
        prove = st.button(at.say("Prove it"), key="pack-prove", type="primary")
        again = st.button(at.say("Make it again"), key="pack-again")
        if one.withdrawn_at is None:
            _withdraw(at, one)
    if again or prove:
        with st.spinner(at.say("Rebuilding…")):
            pack = _rebuilt(one)
        if prove:
            _compared(at, one, pack)
        download(at, pack.files, pack.inputs.snapshot(), "pack-again-download")


def _rebuilt(one: Snapshot) -> Pack:
    """The pack made again from what the database has of its inputs."""
    config, inputs = configuration(), inputs_from(json.loads(one.inputs))
    formats = tuple(dict.fromkeys(format_of(name) for name in json.loads(one.files)))
    return makers().start(order_of(store().url, inputs, config), formats).pack()


def _compared(at: Here, one: Snapshot, pack: Pack) -> None:
    """What is rebuilt beside the hashes that were kept, and what was corrected since."""
    checks = verify_recorded(one, pack, store())
    _told(at, checks)


def _proof(at: Here, files: Files) -> None:
    config = configuration()

    def rebuild(order: Order, formats: tuple[str, ...]) -> Pack:
        return makers().start(order, formats).pack()

    with st.spinner(at.say("Rebuilding…")):
        checks = verify_pack(files, store(), store().url, config, rebuild)
    _told(at, checks)


def _told(at: Here, checks: Sequence[Check]) -> None:
    """Whether all holds, and each check."""
    wrong = sum(not check.ok for check in checks)
    later = sum(check.item.startswith("change ") for check in checks)
    if wrong:
        st.error(literal(at.say("{n} of {all} checks fail.", n=wrong, all=len(checks))))
    elif later:
        text = "The pack is as it was made. Since then {n} changes were recorded: see below."
        st.warning(literal(at.say(text, n=number_text(later, at.language))))
    else:
        st.success(literal(at.say("The pack is as it was made, and rebuilt it is the same, byte for byte.")))
    table = pd.DataFrame(
        {
            at.say("What"): [_item(at, check) for check in checks],
            at.say("Result"): [at.say("Holds") if check.ok else at.say("Fails") for check in checks],
            at.say("Why"): [check.reason.text(at.language) if check.reason else "" for check in checks],
        }
    )
    grid(at, "prove-checks", table, at.say("Checks of the pack"), {"What": 260, "Why": 420})


def _item(at: Here, check: Check) -> str:
    """What was checked, in words: a file, or a later change."""
    word, _, number = check.item.partition(" ")
    return at.say("Change {number}", number=number) if word == "change" else check.item


def _listed(at: Here, made: Sequence[Snapshot]) -> pd.DataFrame:
    inputs = [inputs_from(json.loads(one.inputs)) for one in made]
    return pd.DataFrame(
        {
            at.say("No."): [one.number for one in made],
            at.say("Snapshot"): [one.snapshot for one in made],
            at.say("As of"): [_day(at, one) for one in made],
            at.say("Change"): [said.known for said in inputs],
            at.say("Filters"): [", ".join(map(str, said.filters.values())) or NOTHING for said in inputs],
            at.say("Made on"): [day_text(at.local_day(one.made_at), at.language) for one in made],
            at.say("By"): [one.by for one in made],
            at.say("Reason"): [one.reason or NOTHING for one in made],
            at.say("Withdrawn"): [one.withdrawn_because or "" for one in made],
        }
    )


def _day(at: Here, one: Snapshot) -> str:
    return day_text(date.fromisoformat(json.loads(one.inputs)["day"]), at.language)


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
            st.rerun()
