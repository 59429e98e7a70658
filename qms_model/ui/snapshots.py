"""Making a pack on the page: what is in it, how far it is, what came of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from qms_model import journal, narrative
from qms_model.briefing.formats import FORMATS
from qms_model.briefing.inputs import Chosen
from qms_model.briefing.making import Makers, Making, Order, Pack, day_ahead, note
from qms_model.briefing.pack import hashes_of, zip_of
from qms_model.briefing.parts import PARTS
from qms_model.briefing.report import Asked, Drawn, Listed
from qms_model.briefing.template import Template, broken_templates, templates
from qms_model.numbers import number_text
from qms_model.once import Once
from qms_model.refusal import Refused
from qms_model.ui.adding import added_parts
from qms_model.ui.grids import grid
from qms_model.ui.preview import preview
from qms_model.ui.scope import Here, configuration, store
from qms_model.ui.text import literal, quiet
from qms_model.views import At, filters_said, kept

FORMAT_NAMES = {
    "pdf": "PDF",
    "docx": "Word (DOCX)",
    "pptx": "PowerPoint (PPTX)",
    "xlsx": "Excel (XLSX)",
    "html": "Offline page (HTML)",
    "png": "Figures (PNG)",
    "svg": "Figures (SVG)",
    "csv": "Tables (CSV)",
}
_MAKING, _MADE = "pack-making", "pack-made"  # session: the pack on its way, and the last one
_CANCELLED = "pack-cancelled"  # session: that one was stopped, to be told once
_REFUSED = "pack-refused"  # session: why none came of it, to be told once
_LOOK = 0.5  # seconds between two looks at what is made
_MAKERS = Once(most=1)


def makers() -> Makers:
    """The pool of this process; its helpers end with it."""
    return _MAKERS.get("makers", Makers)


def make_pack(at: Here) -> None:
    """Choose what goes into the pack, make it, take it along."""
    with st.container(border=True, key="make-pack"):
        st.header(literal(at.say("Make a snapshot of this view")), anchor=False)
        st.markdown(quiet(_view_said(at)))
        if at.view.day > journal.today(configuration().timezone):
            st.warning(literal(day_ahead(at.view.day).text(at.language)))
        known = _templates(at)
        if not known:
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            code = st.selectbox(
                at.say("Template"),
                list(known),
                format_func=lambda code: known[code].name.label(at.language),
                key="pack-template",
            )
            reason = st.text_input(at.say("Reason, such as the meeting"), key="pack-reason", max_chars=200)
        sections, parts = _sections(at, known[code]), _besides(at)
        formats = st.pills(
            at.say("Files"),
            list(FORMATS),
            selection_mode="multi",
            default=list(FORMATS),
            format_func=lambda name: at.say(FORMAT_NAMES[name]),
            key=f"pack-formats-{at.language}",
        )
        view = replace(at.view, problems=(), rule=None)  # what a page of late agencies is narrowed by
        chosen = Chosen(sections, parts)
        preview(At(at.registry, view), code, chosen)
        order = Order(store().url, at.registry.known, view, code, chosen, configuration())
        _begin(at, order, formats, reason)
        if _MAKING in st.session_state:
            _progress(at)
        if st.session_state.pop(_CANCELLED, False):
            st.info(literal(at.say("The making was stopped; no snapshot was noted.")))
        if refused := st.session_state.pop(_REFUSED, None):
            st.error(literal(refused.text(at.language)))
        if _MADE in st.session_state:
            _made(at, st.session_state[_MADE])


def _begin(at: Here, order: Order, formats: list[str], reason: str) -> None:
    """The button that has the pack made."""
    nothing = not formats or order.chosen.sections == ()
    disabled = nothing or _MAKING in st.session_state
    if st.button(at.say("Make the snapshot"), type="primary", disabled=disabled, key="pack-make"):
        st.session_state[_MAKING] = (makers().start(order, formats), reason)
        st.session_state.pop(_MADE, None)
        st.rerun()


def _templates(at: Here) -> dict[str, Template]:
    """The templates to choose from; says which cannot be used, and why."""
    folder = configuration().briefing.templates
    for why in broken_templates(folder):
        st.warning(literal(why.text(at.language)))
    return templates(folder)


def _sections(at: Here, template: Template) -> tuple[str, ...] | None:
    """The codes of the sections chosen, in the order of the template; None where all are."""
    names = {one.code: one.title.label(at.language) for one in template.sections}
    chosen = st.multiselect(
        at.say("Sections of the full report"),
        list(names),
        default=list(names),
        format_func=lambda code: names[code],
        key=f"pack-sections-{template.code}-{at.language}",
    )
    return None if set(chosen) == set(names) else tuple(code for code in names if code in chosen)


def _besides(at: Here) -> tuple[str, ...]:
    """The figures and tables that were added on their pages."""
    added = [key for key in added_parts() if _title(at, key)]
    if not added:
        return ()
    chosen = st.pills(
        at.say("Figures and tables added on their pages"),
        added,
        selection_mode="multi",
        default=added,
        format_func=lambda key: _title(at, key),
        key=f"pack-parts-{'-'.join(added)}",
    )
    return tuple(key for key in added if key in chosen)


def _title(at: Here, key: str) -> str:
    """What a part of a pack says, or the name of what it asks; "" where there is nothing to say."""

    def found() -> str:
        for part in PARTS[key](at):
            match part:
                case Drawn():
                    return part.figure.title
                case Listed():
                    return part.title
                case Asked():
                    return at.say("Proposed for decision by the leadership")
        return ""

    return kept(at.registry, ("title of a part", key, at.view), found)


@st.fragment(run_every=_LOOK)
def _progress(at: Here) -> None:
    """How far the pack is, and the button that stops it."""
    if _MAKING not in st.session_state:
        return
    making, reason = st.session_state[_MAKING]
    ready = making.ready()
    names = ", ".join(at.say(FORMAT_NAMES[name]) for name in ready)
    n, total = number_text(len(ready), at.language), number_text(len(making.formats), at.language)
    text = at.say("{n} of {total} ready: {names}", n=n, total=total, names=names or "—")
    st.progress(len(ready) / len(making.formats), text=literal(text))
    if st.button(at.say("Cancel"), key="pack-cancel"):
        making.cancel()
        del st.session_state[_MAKING]
        st.session_state[_CANCELLED] = True
        st.rerun()
    if making.is_done():
        del st.session_state[_MAKING]
        try:
            st.session_state[_MADE] = _kept(making, reason)
        except Refused as refused:
            st.session_state[_REFUSED] = refused.reason
        st.rerun()


def _kept(making: Making, reason: str) -> Pack:
    """The pack, noted in the database."""
    pack = making.pack()
    note(pack, store(), reason)
    return pack


def _made(at: Here, pack: Pack) -> None:
    """What was made, and the button that takes it along."""
    snapshot = pack.inputs.snapshot()
    st.success(literal(at.say("Snapshot {id} is made: {n} files.", id=snapshot, n=len(pack.files))))
    for name, why in pack.failed.items():
        st.warning(
            literal(at.say("{name} could not be made: {why}", name=at.say(FORMAT_NAMES[name]), why=why))
        )
    download(at, pack.files, snapshot, "pack-download")
    hashes = hashes_of(pack.files)
    table = pd.DataFrame(
        {
            at.say("File"): list(hashes),
            at.say("Bytes"): [len(pack.files[name]) for name in hashes],
            "SHA-256": list(hashes.values()),
        }
    )
    grid(at, "pack-files", table, at.say("Files of the snapshot"), {"File": 260})


def download(at: Here, files: dict[str, bytes], snapshot: str, key: str) -> None:
    """The button that takes a pack along as one file."""
    st.download_button(
        at.say("Download the pack (ZIP)"),
        lambda: zip_of(files),
        file_name=f"snapshot_{snapshot}.zip",
        mime="application/zip",
        key=key,
        type="primary",
        on_click="ignore",
    )


def _view_said(at: Here) -> str:
    """Of what the pack will be: the day, the change, the filters."""
    filters = "; ".join(filters_said(at)) or at.say("all agencies")
    return f"{narrative.as_of(at.view.day, at.registry.known, at.language)} · {filters}"
