"""The proposed list of inspections, for as many as there is capacity for."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import streamlit as st

from qms_model import inspections, narrative
from qms_model.coverage import standing
from qms_model.figures import proposed_inspections
from qms_model.figures.plotly import CONFIG
from qms_model.numbers import number_text
from qms_model.spreadsheet import workbook
from qms_model.ui.agencies import OFFERED
from qms_model.ui.blocks import drawn, mode
from qms_model.ui.exports import file_button, origin, provenance
from qms_model.ui.grids import grid
from qms_model.ui.scope import Here, configuration
from qms_model.ui.text import literal, quiet
from qms_model.views import kept, names_of

_USUAL, _MOST = 20, 500  # agencies on the list


class _Asked(NamedTuple):
    """For what list the reader asks: how many, who in any case, whether encouraged agencies may be on it."""

    capacity: int
    must: tuple[str, ...]
    encouraged: bool


@st.fragment
def proposal(at: Here) -> None:
    """Choose how many and whom in any case; see the list with its points, and take its annex along."""
    with st.container(border=True, key="proposal"):
        st.header(literal(at.say("Whom to inspect next")), anchor=False)
        asked = _choices(at)
        listed = kept(at.registry, ("proposal", at.view, asked), lambda: _listed(at, asked))
        words = narrative.proposed_inspections(listed, at.language)
        st.markdown(f"**{literal(words.title)}**")
        if not len(listed):
            return
        _points(at, asked, listed, words)
        table = kept(at.registry, ("proposal table", at.view, asked), lambda: _table(at, listed))
        grid(at, "proposal-list", table, words.title)
        said = at.say(
            "Points: how long since the last inspection, open major nonconformities, what lapses, what came"
            " back, missing figures; their weights are the office’s choice. One more of capacity only adds."
        )
        st.markdown(quiet(said))
        _annexes(at, listed)


def _listed(at: Here, asked: _Asked) -> pd.DataFrame:
    """Whom to inspect, of the agencies of the view."""
    return inspections.proposed(
        at.registry,
        at.view.day,
        asked.capacity,
        at.view.filters,
        asked.must,
        encouraged=asked.encouraged,
    )


def _points(at: Here, asked: _Asked, listed: pd.DataFrame, words: narrative.Words) -> None:
    """The points of the first on the list, and the most that there can be."""
    weights = at.registry.rules.inspections.weights.model_dump().values()
    most = number_text(sum(int(weight) for weight in weights), at.language)
    figure = kept(
        at.registry,
        ("proposal figure", at.view, asked),
        lambda: proposed_inspections(listed, words, at.language),
    )
    notes = (at.say("Points, {most} at most", most=most), figure.rows_shown())
    st.markdown(quiet(" · ".join(note for note in notes if note)))
    picture = kept(at.registry, ("proposal picture", at.view, asked, mode()), lambda: drawn(figure))
    st.plotly_chart(picture, config=CONFIG, key="proposal-figure", alt=figure.alt)


def _annexes(at: Here, listed: pd.DataFrame) -> None:
    """The list to take along, as a document to sign and as a workbook."""
    with st.container(horizontal=True):
        file_button(
            at,
            at.say("Annex of the decision (DOCX)"),
            "inspections.docx",
            lambda: _annex(at, listed),
            "proposal-docx",
            primary=True,
        )
        file_button(
            at,
            at.say("Annex of the decision (XLSX)"),
            "inspections.xlsx",
            lambda: workbook(
                inspections.annex(
                    at.registry, at.view.day, listed, provenance(at), at.language, at.view.filters
                )
            ),
            "proposal-xlsx",
        )


def _table(at: Here, listed: pd.DataFrame) -> pd.DataFrame:
    headings, rows = inspections.annex_rows(at.registry, listed, at.language)
    return pd.DataFrame(rows, columns=headings)


def _annex(at: Here, listed: pd.DataFrame) -> bytes:
    """The list as the annex of a decision, to be completed and signed."""
    from qms_model.briefing.annex import annex_docx

    headings, rows = inspections.annex_rows(at.registry, listed, at.language)
    year, asked = inspections.planned_year(at.view.day), at.registry.rules.inspections.on_site_share
    mandatory = int(at.ask(inspections.done).iloc[0]["agencies"])
    said = (
        narrative.annex_opening(listed, mandatory, year, at.language),
        f"{at.say(inspections.ASKED, share=asked)}.",
    )
    return annex_docx(
        headings, rows, said, year, at.view.day, origin(at), configuration().office, at.language
    )


def _choices(at: Here) -> _Asked:
    """Choose the list."""
    names = kept(at.registry, ("may be inspected", at.view), lambda: _names(at))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        capacity = st.number_input(
            at.say("Capacity"), min_value=0, max_value=_MOST, value=_USUAL, key="proposal-capacity"
        )
        must = st.multiselect(
            at.say("In any case"),
            list(names)[:OFFERED],
            format_func=lambda code: f"{names[code]} ({code})",
            key=f"proposal-must-{number_text(len(names), 'en')}",
            placeholder=at.say("Choose agencies"),
        )
        encouraged = st.toggle(at.say("Encouraged agencies too"), key="proposal-encouraged")
    return _Asked(int(capacity), tuple(must), encouraged)


def _names(at: Here) -> dict[str, str]:
    """The agencies of the view that are not exempt, by code."""
    frame = standing(at.registry, at.view.day, at.view.filters, ("agency", "name", "name_en", "exempt"))
    frame = frame[~frame["exempt"].to_numpy(bool)]
    return dict(zip(frame["agency"].astype(str), names_of(frame, at.language), strict=True))
