"""A cross table by any two groupings, to look at and to take along as a workbook."""

from __future__ import annotations

from typing import get_args

import pandas as pd
import streamlit as st

from qms_model import coverage, narrative
from qms_model.coverage import By
from qms_model.figures.groups import group_label, in_order
from qms_model.numbers import fraction_text
from qms_model.spreadsheet import workbook
from qms_model.ui.exports import file_button, source_sheet
from qms_model.ui.grids import grid
from qms_model.ui.rows import Behind, members, written
from qms_model.ui.scope import Here
from qms_model.ui.text import literal, quiet
from qms_model.views import kept

NAMES: dict[By, str] = {
    "type": "Type",
    "district": "District",
    "obligation": "Obligation",
    "edition": "Edition",
    "adoption_year": "Adoption year",
    "parent": "Supervising agency",
}
_WHOLE = 30  # lines that are shown at once: those of the types, districts or years
_HIGH = 520  # pixels of a longer table
_RUNGS = ("applied", "attested", "in_force", "effective")


@st.fragment
def pivot(at: Here) -> None:
    """Choose what stands in rows, in columns, and what is counted; choosing runs this part alone."""
    with st.container(border=True, key="pivot"):
        st.header(literal(at.say("Any two groupings")), anchor=False)
        rows, columns, rung = _choices(at)
        if rows == columns:
            st.info(
                literal(at.say("Rows and columns are the same: choose another grouping for one of them."))
            )
            return
        known = at.ask(coverage.coverage).iloc[0]
        if pd.isna(known[rung]):
            st.info(literal(at.say("No audit is recorded by this day, so the effective rung is not known")))
            return
        pairs = at.ask(coverage.pivot, rows=rows, columns=columns, rung=rung)
        chosen = ("pivot", at.view, rows, columns, rung)
        table = kept(at.registry, chosen, lambda: crossed(at, pairs, rows, columns))
        said = [
            narrative.rung_name(rung, at.language),
            narrative.as_of(at.view.day, at.registry.known, at.language),
        ]
        st.markdown(quiet(" · ".join(said)))
        grid(at, "pivot-table", table, at.say("Any two groupings"), whole=_WHOLE, high=_HIGH)
        file_button(
            at,
            at.say("Download workbook (XLSX)"),
            f"{rows}-{columns}.xlsx",
            lambda: _workbook(at, pairs, table, rows, columns, rung),
            "pivot-xlsx",
        )


def crossed(at: Here, pairs: pd.DataFrame, rows: By, columns: By) -> pd.DataFrame:
    """The cross table as text, n/N a cell, with the totals of rows and columns last."""
    parts = (pairs[name] for name in ("row", "column", "n", "agencies"))
    counts = {
        (str(row), str(column)): (int(n), int(total)) for row, column, n, total in zip(*parts, strict=True)
    }
    lines, heads = (
        in_order({pair[place] for pair in counts}, at.labels(by)) for place, by in enumerate((rows, columns))
    )

    def summed(chosen: list[tuple[int, int]]) -> str:
        return fraction_text(sum(n for n, _ in chosen), sum(total for _, total in chosen), at.language)

    table = {at.say(NAMES[rows]): [_name(at, rows, line) for line in lines] + [at.say("Total")]}
    for head in heads:
        cells = [counts.get((line, head), (0, 0)) for line in lines]
        table[_heading(table, _name(at, columns, head))] = [
            *(summed([cell]) for cell in cells),
            summed(cells),
        ]
    of_lines = [summed([counts.get((line, head), (0, 0)) for head in heads]) for line in lines]
    table[at.say("Total")] = [*of_lines, summed(list(counts.values()))]
    return pd.DataFrame(table)


def _choices(at: Here) -> tuple[By, By, str]:
    """What stands in rows, what in columns, and the rung."""
    options = [by for by in get_args(By) if by in NAMES]
    names = {by: at.say(NAMES[by]) for by in options}
    with st.container(horizontal=True):
        rows = st.selectbox(at.say("Rows"), options, format_func=names.__getitem__, key="pivot-rows")
        columns = st.selectbox(
            at.say("Columns"),
            options,
            index=options.index("obligation"),
            format_func=names.__getitem__,
            key="pivot-columns",
        )
        rung = st.selectbox(
            at.say("Counted"),
            _RUNGS,
            index=_RUNGS.index("attested"),
            format_func=lambda code: narrative.rung_name(code, at.language),
            key="pivot-rung",
        )
    return rows, columns, rung


def _name(at: Here, by: By, code: str) -> str:
    return group_label(code, at.labels(by))


def _heading(table: dict[str, list[str]], name: str) -> str:
    """The name, told apart from a heading that is there already."""
    while name in table:
        name += " "
    return name


def _workbook(at: Here, pairs: pd.DataFrame, table: pd.DataFrame, rows: By, columns: By, rung: str) -> bytes:
    """The cross table, its numbers one pair a line, the agencies behind it, and where it is from."""
    plain = pd.DataFrame(
        {
            at.say(NAMES[rows]): [_name(at, rows, str(code)) for code in pairs["row"]],
            at.say(NAMES[columns]): [_name(at, columns, str(code)) for code in pairs["column"]],
            narrative.rung_name(rung, at.language): pairs["n"],
            at.say("Agencies"): pairs["agencies"],
        }
    )
    agencies = written(at, members(at, Behind(rung), None, at.view.day), at.view.day)
    sheets = {"Cross table": table, "Numbers": plain, "Agencies": agencies, "Source": source_sheet(at)}
    return workbook({at.say(name): frame for name, frame in sheets.items()})
