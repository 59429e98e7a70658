"""Blocks: the one way a figure appears, with its table and its file."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from pandas.io.formats.style import Styler

from qms_model import narrative
from qms_model.csvfile import BOM, csv_rows, guarded
from qms_model.figures import Figure, as_table
from qms_model.figures.plotly import CONFIG, draw
from qms_model.numbers import fraction_text, number_text, percentage_text
from qms_model.ui.answers import kept
from qms_model.ui.filters import HEADINGS
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet

_RUNGS = ("applied", "attested", "in_force", "effective")


def block(at: Here, figure: Figure, key: str, measure: str) -> None:
    """A figure under its finding, with what it measures, its table and its CSV."""
    with st.container(border=True, key=key):
        st.header(literal(figure.title), anchor=False)
        said = f"{measure} · {narrative.as_of(at.view.day, at.registry.known, at.language)}"
        st.markdown(quiet(said))
        if figure.is_empty():
            return
        st.plotly_chart(_drawn(at, figure, key), config=CONFIG, key=f"{key}-figure", alt=figure.alt)
        table = as_table(figure)
        with st.expander(at.say("Table and CSV file")):
            st.table(_written(table, at.language), hide_index=True, border="horizontal", alt=figure.title)
            st.download_button(
                at.say("Download CSV"),
                csv_file(table, provenance(at)),
                file_name=f"{key}_{at.view.day.isoformat()}_{at.registry.known}.csv",
                mime="text/csv",
                key=f"{key}-csv",
                on_click="ignore",
            )
        _source(at)


def rungs(at: Here, coverage: pd.DataFrame, by_obligation: pd.DataFrame) -> None:
    """The four rungs side by side under the lead sentence: n/N each, never one number alone."""
    row = coverage.iloc[0]
    total = int(row["agencies"])
    with st.container(key="rungs"):
        st.header(literal(narrative.rungs(coverage, by_obligation, at.language)), anchor=False)
        with st.grid(4, min_column_width=150, gap="small"):
            for rung in _RUNGS:
                n = None if pd.isna(row[rung]) else int(row[rung])
                _tile(at, rung, fraction_text(n, total, at.language), percentage_text(n, total, at.language))


def _tile(at: Here, rung: str, value: str, share: str) -> None:
    name = literal(narrative.rung_name(rung, at.language))
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.markdown(f":small[{name}]", help=literal(narrative.rung_definition(rung, at.language)))
        st.metric(name, value, share, delta_color="off", delta_arrow="off", label_visibility="collapsed")


def provenance(at: Here) -> dict[str, str]:
    """What every line of an export says of itself."""
    said = {
        at.say("As of"): at.view.day.isoformat(),
        at.say("Change"): str(at.registry.known),
        at.say("Source"): at.registry.settings.get("source", ""),
    }
    for name, heading in HEADINGS.items():
        if code := getattr(at.view.filters, name):
            said[at.say(heading)] = at.labels(name)[code]
    return {**said, at.say("Note"): at.say("Illustrative figures")} if at.registry.illustrative else said


def csv_file(table: pd.DataFrame, said: Mapping[str, str]) -> bytes:
    """The table as CSV with a BOM; no text cell of it can become a formula."""
    lines = [[*line, *said.values()] for line in table.itertuples(index=False)]
    cells = [[guarded(cell) if isinstance(cell, str) else str(cell) for cell in line] for line in lines]
    return (BOM + csv_rows([guarded(name) for name in (*table.columns, *said)], cells)).encode()


def _drawn(at: Here, figure: Figure, key: str) -> go.Figure:
    """The drawing of the figure for a light or a dark page."""
    mode = "dark" if st.context.theme.type == "dark" else "light"
    drawn = (key, at.view.day, at.view.filters, at.language, mode)
    return kept(at.registry, drawn, lambda: draw(figure, mode))


def _source(at: Here) -> None:
    if source := at.registry.settings.get("source"):
        st.markdown(quiet(at.say("Source: {source}", source=source)))


def _written(table: pd.DataFrame, language: str) -> Styler:
    """The table as text: counts grouped and to the right (years not), names letter by letter."""
    heading, *counts = table.columns
    names = {name: literal(name) for name in table.columns}
    text = table.rename(columns=names).assign(**{names[heading]: [literal(cell) for cell in table[heading]]})
    return text.style.format(
        lambda n: number_text(int(str(n)), language), subset=[names[name] for name in counts]
    )
