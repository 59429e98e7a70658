"""Whose a row is, and how its cells are written."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from qms_model.laggards.evidence import Cells, spelled
from qms_model.laggards.look import Look
from qms_model.laggards.register import CATEGORIES
from qms_model.state import OBLIGATIONS
from qms_model.timeline import NONE, Days, Positions

_OF_AGENCY = ("name", "name_en", "type", "district", "parent", "owner")


def who(look: Look, place: Positions) -> dict[str, Any]:
    """The agency of each place and what it is on the day; missing for NONE."""
    agency = np.append(look.scene.agency, NONE)[place]
    rows = np.append(look.line.rows.row[look.scene.rows], NONE)[place]
    table = look.tables["agencies"]
    obligation = obligations(look, place)
    return {
        "agency": pd.Categorical.from_codes(agency, categories=look.codes),
        **{name: table[name].array.take(rows, allow_fill=True) for name in _OF_AGENCY},
        "obligation": coded("obligation", np.where(obligation < len(OBLIGATIONS), obligation, NONE)),
    }


def obligations(look: Look, place: Positions) -> Positions:
    """Mandatory 0, encouraged 1, the province after both."""
    return np.append(np.where(look.mandatory, 0, 1), len(OBLIGATIONS))[place]


def coded(name: str, codes: Any) -> pd.Categorical:
    """The column of this name from the places in its words; NONE is missing."""
    return pd.Categorical.from_codes(np.asarray(codes, dtype=np.int64), dtype=CATEGORIES[name])


def dates(days: Days) -> Cells:
    """Days as dates; None for NEVER."""
    return spelled(days, lambda known: known.astype(object))
