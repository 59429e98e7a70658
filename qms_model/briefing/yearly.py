"""The yearly report of the province (QĐ 19/2014/QĐ-TTg, Phụ lục II): one row an agency."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from qms_model import coverage
from qms_model.views import At

YEARLY_COLUMNS = {"name": "Agency"}  # column -> its heading


def yearly(at: At, columns: Sequence[str]) -> pd.DataFrame:
    """One row an agency of the view, in code order; `columns` of YEARLY_COLUMNS under their
    headings in the language of the view."""
    rows = at.ask(coverage.status)
    return pd.DataFrame({at.say(YEARLY_COLUMNS[name]): rows[name].astype(str).tolist() for name in columns})
