"""Blocks: the one way a figure appears, with its table, its rows and its files."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from qms_model import coverage, narrative, views
from qms_model.figures import Figure, as_table
from qms_model.figures.plotly import CONFIG, Shown, framed
from qms_model.numbers import NOTHING, fraction_text, number_text, percentage_text
from qms_model.ui.adding import add_button
from qms_model.ui.exports import csv_button
from qms_model.ui.grids import grid
from qms_model.ui.links import unfold_as_asked
from qms_model.ui.rows import Behind, choose_rows
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet
from qms_model.views import At, Measured, kept

Clicked = Callable[[Sequence[str]], None]

_LISTED = 40  # lines of a list that are shown at once, on paper too; longer ones scroll
_HIGH = 420  # pixels of those
_RUNGS = ("applied", "attested", "in_force", "effective")


def block(
    at: Here,
    key: str,
    make: Callable[[At], Measured],
    behind: Behind | None = None,
    clicked: Clicked | None = None,
) -> None:
    """A figure under its finding, with what it measures, its table, the agencies
    behind it, its CSV and its picture.

    `make` gives the figure and what it measures; it is called once a view. `clicked`
    takes what the mark that was clicked on carries, before the page is drawn again;
    without it a click unfolds the agencies.
    """
    figure, measure = kept(at.registry, (key, at.view), lambda: make(at))
    with st.container(border=True, key=key):
        st.header(literal(figure.title), anchor=False)
        shown = figure.rows_shown()
        said = [f"{measure} · {shown}" if shown else measure]
        said.append(narrative.as_of(at.view.day, at.registry.known, at.language))
        if source := at.registry.settings.get("source"):
            said.append(at.say("Source: {source}", source=source))
        st.markdown(quiet(" · ".join(said)))
        if not figure.is_empty():
            _figure(at, figure, key, said, behind, clicked)


@st.fragment
def _figure(
    at: Here, figure: Figure, key: str, said: Sequence[str], behind: Behind | None, clicked: Clicked | None
) -> None:
    """The drawing and what unfolds under it; opening one part runs this part alone."""
    picture = _drawn(at, figure, key)
    if behind is None and clicked is None:
        st.plotly_chart(picture, config=CONFIG, key=f"{key}-figure", alt=figure.alt)
    else:
        st.plotly_chart(
            picture,
            config=CONFIG,
            key=f"{key}-figure",
            alt=figure.alt,
            selection_mode="points",
            on_select=lambda: _click(key, clicked),
        )
        if st.session_state.pop(f"{key}-clicked", False):
            st.rerun()  # what it chose is shown in another part of the page
    if behind is not None:
        unfold_as_asked(key)
        rows = st.expander(
            at.say("Agencies behind the figure"), type="compact", key=f"{key}-rows", on_change="rerun"
        )
        if rows.open:
            with rows:
                choose_rows(at, behind, key, figure.title)
    numbers = st.expander(at.say("Table, CSV and PNG"), type="compact", key=f"{key}-table", on_change="rerun")
    if numbers.open:
        with numbers:
            _numbers(at, figure, key, said)


def _click(key: str, clicked: Clicked | None) -> None:
    """A click on a mark: what was asked for, else its agencies unfold."""
    points = st.session_state[f"{key}-figure"].selection.points
    data = (points[0].get("customdata") or []) if points else []  # no points: a click let go of one
    if not data:
        return
    if clicked is not None:
        clicked([str(part) for part in data])
        st.session_state[f"{key}-clicked"] = True
        return
    st.session_state[f"{key}-group"] = str(data[0])
    st.session_state[f"{key}-day"] = str(data[1]) if len(data) > 1 else None
    st.session_state[f"{key}-rows"] = True


def _numbers(at: Here, figure: Figure, key: str, said: Sequence[str]) -> None:
    """The figure's table, its CSV, and its picture."""
    table = as_table(figure)
    st.table(_written(table, at.language), hide_index=True, border="horizontal", alt=figure.title)
    with st.container(horizontal=True):
        _csv(at, table, key)
        if st.button(at.say("Picture (PNG)"), key=f"{key}-png"):
            _picture(at, figure, _file(at, key), said)
        add_button(at, key)


def _picture(at: Here, figure: Figure, name: str, said: Sequence[str]) -> None:
    """The figure with its title and source in it, and the button that saves it."""

    @st.dialog(at.say("Picture (PNG)"), width="large")
    def shown() -> None:
        measure, day, *source = said
        notes = [f"{measure} · {day}", *source]
        notes += [at.say("Illustrative figures")] if at.registry.illustrative else []
        st.markdown(quiet(at.say("The camera over the picture saves it.")))
        saves = {"Download plot as a PNG": at.say("Save the picture (PNG)")}  # Plotly's name of the camera
        config = {
            **CONFIG,
            "locale": at.language,
            "locales": {at.language: {"dictionary": saves}},
            "displayModeBar": True,
            "displaylogo": False,
            "modeBarButtons": [["toImage"]],
            "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2, "width": 1000},
        }
        st.plotly_chart(framed(figure, notes), config=config, theme=None, alt=figure.alt)

    shown()


def rungs(at: Here) -> None:
    """The four rungs side by side under the lead sentence: n/N each, never one number alone."""
    row = at.ask(coverage.coverage).iloc[0]
    total = int(row["agencies"])
    with st.container(key="rungs"):
        lead(at)
        with st.grid(4, min_column_width=150, gap="small"):
            for rung in _RUNGS:
                n = None if pd.isna(row[rung]) else int(row[rung])
                _tile(at, rung, fraction_text(n, total, at.language), percentage_text(n, total, at.language))


def lead(at: Here) -> None:
    """The one sentence that says how far it is."""
    st.header(literal(kept(at.registry, ("lead", at.view), lambda: views.lead(at))), anchor=False)


def listing(at: Here, key: str, title: str, table: pd.DataFrame, links: Sequence[str] = ()) -> None:
    """A list of agencies under its finding, with its CSV; `links`: where the first cell of each line
    leads to, for a list of few lines."""
    with st.container(border=True, key=key):
        st.header(literal(title), anchor=False)
        st.markdown(quiet(narrative.as_of(at.view.day, at.registry.known, at.language)))
        if not len(table):
            return
        if len(table) <= _LISTED:  # its numbers are small: they need no formatting, which is slow
            shown = _literally(table)
            if links:
                names = zip(shown.iloc[:, 0], links, strict=True)
                shown[shown.columns[0]] = [f"[{name}]({link})" for name, link in names]
            st.table(shown, hide_index=True, border="horizontal", alt=title)
        else:
            grid(at, f"{key}-list", table, title, whole=_LISTED, high=_HIGH)
        _csv(at, table, key)


def _csv(at: Here, table: pd.DataFrame, key: str) -> None:
    csv_button(at, f"{key}.csv", lambda: table, f"{key}-csv")


def _file(at: Here, key: str) -> str:
    """The name of a file of the view, without its ending."""
    return f"{key}_{at.view.day.isoformat()}_{at.registry.known}"


def _tile(at: Here, rung: str, value: str, share: str) -> None:
    name = literal(narrative.rung_name(rung, at.language))
    said = literal(narrative.rung_definition(rung, at.language))
    st.metric(
        name, value, share, delta_color="off", delta_arrow="off", border=True, height="stretch", help=said
    )


def _drawn(at: Here, figure: Figure, key: str) -> Shown:
    """The drawing of the figure for a light or a dark page, made once a view."""
    return kept(at.registry, (key, at.view, mode()), lambda: drawn(figure))


def drawn(figure: Figure) -> Shown:
    """The drawing of a figure that changes with more than the view."""
    return Shown(figure, mode())


def mode() -> str:
    """Whether the reader's page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def _written(table: pd.DataFrame, language: str) -> Styler:
    """The table as text: counts grouped and to the right (years not), names letter by letter."""
    heading, *others = table.columns
    text = _literally(table.astype({heading: str}))

    def number(n: Any) -> str:
        return NOTHING if pd.isna(n) else number_text(int(n), language)

    numbers: list[Hashable] = [literal(name) for name in others if _is_number(table[name])]
    return text.style.format(number, subset=numbers)


def _literally(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its texts as they are, letter by letter; its numbers stay numbers."""
    return pd.DataFrame(
        {
            literal(name): table[name] if _is_number(table[name]) else [literal(cell) for cell in table[name]]
            for name in table.columns
        }
    )


def _is_number(column: pd.Series[Any]) -> bool:
    """Whether it holds numbers; one of objects (counts, some of them missing) is looked through."""
    if column.dtype != object:
        return pd.api.types.is_numeric_dtype(column)
    return pd.api.types.infer_dtype(column, skipna=True) in ("integer", "floating", "mixed-integer-float")
