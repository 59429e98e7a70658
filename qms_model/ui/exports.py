"""Files that readers take along: every line says where its numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from qms_model.csvfile import BOM, csv_rows, guarded
from qms_model.ui.filters import HEADINGS, chosen_filters
from qms_model.ui.scope import Here


def provenance(at: Here, day: date | None = None) -> dict[str, str]:
    """What every line of an export says of itself; `day` where it is not that of the view."""
    said = {
        at.say("As of"): (day or at.view.day).isoformat(),
        at.say("Change"): str(at.registry.known),
        at.say("Source"): at.registry.settings.get("source", ""),
        **{at.say(HEADINGS[name]): text for name, text in chosen_filters(at).items()},
    }
    return {**said, at.say("Note"): at.say("Illustrative figures")} if at.registry.illustrative else said


def csv_file(table: pd.DataFrame, said: Mapping[str, str]) -> bytes:
    """The table as CSV with a BOM; no text cell of it can become a formula."""
    lines = [[*line, *said.values()] for line in table.itertuples(index=False)]
    cells = [["" if pd.isna(cell) else _cell(cell) for cell in line] for line in lines]
    return (BOM + csv_rows([guarded(name) for name in (*table.columns, *said)], cells)).encode()


def _cell(cell: object) -> str:
    return guarded(cell) if isinstance(cell, str) else str(cell)
