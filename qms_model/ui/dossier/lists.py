"""A list of records under its title."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from qms_model.ui.blocks import listing
from qms_model.ui.scope import Here


def listed(at: Here, key: str, title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A list under its title; nothing where it is empty."""
    if rows:
        listing(at, key, title, pd.DataFrame(rows, columns=[at.say(name) for name in names]))
