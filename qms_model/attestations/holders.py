"""The agencies in force, and the attestation by which each of them will lapse."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qms_model.coverage import Filters, standing
from qms_model.registry import Registry
from qms_model.state import RUNGS
from qms_model.state.scene import scene_of
from qms_model.timeline import NONE, Positions, number_of, timeline


def holders(registry: Registry, day: date, filters: Filters) -> pd.DataFrame:
    """The agencies in force that are not exempt: agency, type, district, qms, as `state.state`."""
    columns = ("agency", "type", "district", "exempt", "rung", "qms")
    frame = standing(registry, day, filters, columns)
    in_force = frame["rung"].cat.codes.to_numpy() >= RUNGS.index("in_force")
    found: pd.DataFrame = frame[in_force & ~frame["exempt"].to_numpy(np.bool_)]
    return found


def lasting(
    registry: Registry, day: date, frame: pd.DataFrame, edition: str | None, within_days: int | None = None
) -> Positions:
    """For every agency of the frame, of its own attestations in force and its host's
    the one that runs out last (of equals one whose day is written); NONE where there is
    none, and with `within_days` where that is later than within so many days."""
    line, on = timeline(registry), number_of(day)
    facts = line.attestations
    chosen = facts.in_force_on(on)
    if edition is not None:
        chosen &= facts.edition == line.edition_position(edition)
    lasts = np.zeros(line.agencies + 1, dtype=np.bool_)  # one more, so that NONE finds False
    if within_days is not None:
        later = chosen & (facts.runs_out > on + 1 + within_days)
        lasts[facts.agency[later]] = True
        chosen &= ~later
    ending = np.flatnonzero(chosen)
    weight = 2 * facts.runs_out[ending].astype(np.int64) + ~facts.assumed[ending]
    ascending = np.argsort(weight, kind="stable")
    best = np.full(line.agencies + 1, NONE, dtype=np.intp)
    heaviest = np.full(line.agencies + 1, -1, dtype=np.int64)
    best[facts.agency[ending[ascending]]] = ending[ascending]
    heaviest[facts.agency[ending[ascending]]] = weight[ascending]
    best[-1], heaviest[-1] = NONE, -1
    agency, host = frame["agency"].cat.codes.to_numpy(), frame["qms"].to_numpy(np.intp)
    last = np.where(heaviest[agency] >= heaviest[host], best[agency], best[host])
    return np.where(lasts[agency] | lasts[host], NONE, last)


def names(registry: Registry, day: date, agencies: Positions) -> list[tuple[str, Any]]:
    """name and name_en of these agencies on the day."""
    line, table = timeline(registry), registry.tables["agencies"]
    scene = scene_of(line, day)
    rows = line.rows.row[scene.rows[np.searchsorted(scene.agency, agencies)]]
    return [(name, table[name].array.take(rows)) for name in ("name", "name_en")]
