"""Grids: the one way a long list stands on a page, to be read, sorted, and chosen from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from qms_model.numbers import NOTHING, number_text
from qms_model.ui.scope import Here
from qms_model.ui.text import quiet


@dataclass(frozen=True)
class Choice:
    """Lines can be chosen: the session keeps their codes, of `codes` (one a line), under `kept_as`:
    a list where `several` can be, else one, "" for none."""

    codes: Sequence[str]
    kept_as: str
    several: bool = False

    def take(self, key: str) -> None:
        """Keep what was chosen in the grid of this key, or let go."""
        rows = st.session_state[key].selection.rows
        # The list may have become shorter since the reader's page was drawn.
        chosen = [self.codes[row] for row in rows if row < len(self.codes)]
        st.session_state[self.kept_as] = chosen if self.several else next(iter(chosen), "")


def grid(
    at: Here,
    key: str,
    table: pd.DataFrame,
    alt: str,
    widths: Mapping[str, int] | None = None,
    *,
    whole: int = 10,
    high: int = 460,
    choice: Choice | None = None,
    pinned: str = "",
) -> None:
    """The table as a grid: up to `whole` lines as they are, of more as many as fit in `high` pixels.

    `widths`: pixels by the English heading of a column; the others are as wide as their content.
    The column headed `pinned` stays in sight.
    """
    st.dataframe(
        table,
        hide_index=True,
        height=high if len(table) > whole else "content",
        key=key,
        column_config={
            at.say(name): st.column_config.Column(width=wide, pinned=name == pinned)
            for name, wide in (widths or {}).items()
        },
        on_select="ignore" if choice is None else lambda: choice.take(key),
        selection_mode="multi-row" if choice is not None and choice.several else "single-row",
        placeholder=NOTHING,
        alt=alt,
    )


def first_of(
    at: Here, rows: pd.DataFrame, most: int, file: Literal["CSV", "workbook"] = "CSV"
) -> pd.DataFrame:
    """The first `most` rows; where there are more, says so and which file has them all."""
    if len(rows) > most:
        said = at.say(
            "The first {n} are listed; the CSV has all."
            if file == "CSV"
            else "The first {n} are listed; the workbook has all.",
            n=number_text(most, at.language),
        )
        st.markdown(quiet(said))
    return rows[:most]
