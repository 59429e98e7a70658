"""The proof of a pack: of a file that somebody has, and how it is told."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from qms_model import journal, snapshots
from qms_model.briefing.formats import Files
from qms_model.briefing.making import Order, Pack
from qms_model.briefing.pack import hashes_of, of_zip
from qms_model.briefing.template import templates
from qms_model.briefing.verifying import Proof, verify_pack
from qms_model.journal import Check
from qms_model.refusal import Refused
from qms_model.ui.grids import grid
from qms_model.ui.scope import Here, configuration, store
from qms_model.ui.snapshots import makers
from qms_model.ui.text import literal

_PROVED = "pack-proved"  # session: what the last proof rests on, and the proof
_READ = 30  # checks that are shown as a table with whole sentences; more are a grid
_WORDS = {"change": "Change {number}", "snapshot": "Snapshot number {number}"}


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
        tell(at, _proved(at, files))


def _proved(at: Here, files: Files) -> Proof:
    """The proof; worked out anew only for another file, or where anything that it rests on has changed."""
    with store().reading() as connection:
        newest, made = journal.newest(connection), snapshots.made(connection)
    known = templates(configuration().briefing.templates).values()
    rests_on = (
        tuple(hashes_of(files).items()),
        newest,
        tuple((one.number, one.withdrawn_at) for one in made),
        tuple((one.code, one.hash) for one in known),
    )
    if st.session_state.get(_PROVED, (None, None))[0] != rests_on:
        with st.spinner(at.say("Rebuilding…")):
            proof = verify_pack(files, store(), store().url, configuration(), _rebuild)
        st.session_state[_PROVED] = (rests_on, proof)
    found: Proof = st.session_state[_PROVED][1]
    return found


def _rebuild(order: Order, formats: tuple[str, ...]) -> Pack:
    return makers().start(order, formats).pack()


def tell(at: Here, proof: Proof) -> None:
    """That it was withdrawn, whether all holds, and each check: what is to be looked at first, in
    whole sentences."""
    for check in proof.withdrawn:
        st.warning(literal(_why(at, check)))
    verdict = literal(proof.verdict().text(at.language))
    if proof.failed:
        st.error(verdict)
    elif proof.later or proof.withdrawn or not proof.rebuilt:
        st.warning(verdict)
    else:
        st.success(verdict)
    checks = proof.checks()
    first = [*proof.failed, *proof.withdrawn, *proof.later]
    if 0 < len(first) <= _READ:
        shown = _listed(at, first).map(literal)
        st.table(shown, hide_index=True, border="horizontal", alt=at.say("Checks of the pack"))
        checks = checks[len(first) :]
    if checks:
        widths = {"What": 260, "Why": 420}
        grid(at, "prove-checks", _listed(at, checks), at.say("Checks of the pack"), widths)


def _listed(at: Here, checks: Sequence[Check]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            at.say("What"): [_item(at, check) for check in checks],
            at.say("Result"): [_result(at, check) for check in checks],
            at.say("Why"): [_why(at, check) for check in checks],
        }
    )


def _item(at: Here, check: Check) -> str:
    """What was checked, in words: a file, a later change, a row of the list."""
    word, _, number = check.item.partition(" ")
    return at.say(_WORDS[word], number=number) if word in _WORDS and number.isdecimal() else check.item


def _result(at: Here, check: Check) -> str:
    if not check.ok:
        return at.say("Fails")
    return at.say("Holds" if check.item == _item(at, check) else "To be noted")


def _why(at: Here, check: Check) -> str:
    said = check.reason.text(at.language) if check.reason else ""
    return said[:1].upper() + said[1:]
