"""The names of agencies as the reader knows them."""

from __future__ import annotations

import pandas as pd

from qms_model import narrative


def names_of(frame: pd.DataFrame, language: str) -> list[str]:
    """The names of the agencies of a frame, in the reader's language where they are recorded in it."""
    if language == "vi":
        return [str(name) for name in frame["name"]]
    return [narrative.agency_name(row, language) for row in frame[["name", "name_en"]].itertuples()]
