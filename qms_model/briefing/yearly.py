"""The yearly report of the province (QĐ 19/2014/QĐ-TTg, Phụ lục II): one row an agency."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from qms_model import coverage
from qms_model.narrative import story as said
from qms_model.numbers import NOTHING
from qms_model.views import At

YEARLY_COLUMNS: Mapping[str, Callable[[At, pd.DataFrame], Sequence[object]]] = {
    "name": lambda at, rows: rows["name"].astype(str).tolist(),
    "form": lambda at, rows: [
        said.code_name(kind, at.language) if isinstance(kind, str) else NOTHING for kind in rows["kind"]
    ],
    "edition": lambda at, rows: (
        rows["edition"].astype(object).where(rows["edition"].notna(), NOTHING).tolist()
    ),
}
_HEADINGS = {"name": "Agency", "form": "Evidence", "edition": "Edition"}


def yearly(at: At, columns: Sequence[str]) -> pd.DataFrame:
    """One row an agency of the view, in code order; `columns` of YEARLY_COLUMNS under their
    headings in the language of the view."""
    rows = at.ask(coverage.status)
    return pd.DataFrame({at.say(_HEADINGS[name]): YEARLY_COLUMNS[name](at, rows) for name in columns})
