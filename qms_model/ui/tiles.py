"""The four figures that leadership looks at first."""

from __future__ import annotations

import streamlit as st

from qms_model.ui.scope import Here
from qms_model.ui.text import literal
from qms_model.views import Tile, tiles


def headline(at: Here) -> None:
    """In force among the mandatory, against the plan, who is late, and what lapses soon."""
    with st.grid(4, min_column_width=170, gap="small", key="headline"):
        for tile in tiles(at):
            _drawn(tile)


def _drawn(tile: Tile) -> None:
    st.metric(
        literal(tile.name),
        tile.value,
        tile.said,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
        chart_data=tile.path if len(tile.path) > 1 else None,
        chart_type="bar" if all(isinstance(n, int) for n in tile.path) else "line",
    )
