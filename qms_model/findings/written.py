"""What the lists of findings say in words: names and dates."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qms_model.registry import Registry
from qms_model.state.scene import scene_of
from qms_model.timeline import NEVER, Days, Positions, timeline


def names_on(registry: Registry, day: date, agencies: Positions) -> Any:
    """The name on the day of each of these agencies, which exist on it."""
    line = timeline(registry)
    scene = scene_of(line, day)
    rows = line.rows.row[scene.rows[np.searchsorted(scene.agency, agencies)]]
    return registry.tables["agencies"]["name"].array.take(rows)


def as_dates(days: Days) -> pd.Series:
    """Days as ISO text; NEVER is missing."""
    texts = np.where(days == NEVER, 0, days).astype("datetime64[D]").astype("U10")
    return pd.Series(texts, dtype="str").mask(days == NEVER)
