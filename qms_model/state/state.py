"""The state of every agency at the end of a day.

Nothing here knows today's date, and nothing is stored: the answer follows from
(registry, day, edition).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.registry import Registry
from qms_model.state.attested import Attested, attested_of
from qms_model.state.conditions import failed_of, mandatory_of
from qms_model.state.scene import Scene, scene_of
from qms_model.state.words import OBLIGATIONS, RUNGS, STATES
from qms_model.timeline import NONE, Flags, Positions, Timeline, timeline

_KINDS: dict[tuple[str, ...], pd.CategoricalDtype] = {
    names: pd.CategoricalDtype(list(names), ordered=True) for names in (STATES, RUNGS, OBLIGATIONS)
}

_AS_RECORDED = (
    "agency",
    "name",
    "type",
    "district",
    "parent",
    "province",
    "shares_qms_of",
    "in_par_index",
    "name_en",
)
_OF_ATTESTATION = ("kind", "edition", "issued_on", "expires_on")


def state(
    registry: Registry, day: date, edition: str | None = None, columns: Collection[str] | None = None
) -> pd.DataFrame:
    """One row per agency that exists at the end of `day`, sorted by code.

    With `edition` only attestations of that edition count; `adoption_year` and
    the number of rows do not change. Columns, only those of `columns` when it is given:

    agency, name, type, district, parent, province, shares_qms_of, in_par_index, name_en: as on the day
    obligation: mandatory or encouraged
    exempt: explained and dated; left out of n and N of every rung
    state: one of STATES
    rung: the highest reached of the nested RUNGS; never "effective" where
        audits are not collected on the day
    adoption_year: Int64, missing when it never adopted
    kind, edition, issued_on, expires_on: the agency's attestation, its own or
        its host's; dates as recorded
    failed: int8, bit n set when condition n of CONDITIONS fails
    qms: the position of the agency whose QMS it runs, its host or itself

    `attrs["audits_collected"]` tells whether rung 4 is known on the day.
    """
    line = timeline(registry)
    scene = scene_of(line, day)
    attested = attested_of(line, scene, edition)
    mandatory = mandatory_of(registry, scene)
    collected = bool(line.first_audit <= scene.day)
    failed = failed_of(line, scene, attested.in_force, mandatory, collected)
    applied = attested.ever | scene.reached(line, "applied_on") | scene.reached(line, "confirmed_on")
    effective = attested.in_force & (failed == 0) & collected
    rung = applied.astype(np.int8) + attested.ever + attested.in_force + effective

    made: dict[str, Callable[[], Any]] = {
        **_taken(registry.tables["agencies"], _AS_RECORDED, line.rows.row[scene.rows]),
        "obligation": lambda: _category(np.where(mandatory, 0, 1), OBLIGATIONS),
        "exempt": lambda: line.exempt.holding(scene.day, line.agencies)[scene.agency],
        "state": lambda: _category(_states(line, scene, attested, mandatory), STATES),
        "rung": lambda: _category(rung, RUNGS),
        "adoption_year": lambda: _adoption_year(line, scene),
        **_taken(registry.tables["attestations"], _OF_ATTESTATION, attested.shown),
        "failed": lambda: failed,
        "qms": lambda: np.where(scene.host == NONE, scene.agency, scene.host),
    }
    wanted = [name for name in made if columns is None or name in columns]
    frame = pd.DataFrame({name: made[name]() for name in wanted}, copy=False)
    frame.attrs["audits_collected"] = collected
    return frame


def _states(line: Timeline, scene: Scene, attested: Attested, mandatory: Flags) -> npt.NDArray[np.int8]:
    """The position in STATES of every agency's state."""
    answers = (
        (attested.in_force, "in_force"),
        (attested.suspended, "suspended"),
        (attested.withdrawn, "withdrawn"),
        (attested.ever, "lapsed"),
        (scene.reached(line, "confirmed_on"), "confirmed"),
        (scene.reached(line, "applied_on"), "applying"),
        (scene.reached(line, "started_on"), "building"),
        (mandatory | scene.either(line.planned), "not_started"),
    )
    found = np.full(len(mandatory), STATES.index("no_plan"), dtype=np.int8)
    for holds, name in reversed(answers):
        found[holds] = STATES.index(name)
    return found


def _adoption_year(line: Timeline, scene: Scene) -> pd.arrays.IntegerArray:
    """The year of the earliest application, confirmation or issue up to the day."""
    first = scene.earliest(line.first_adopted)
    years = first.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return pd.arrays.IntegerArray(years, first > scene.day)


def _taken(table: pd.DataFrame, names: tuple[str, ...], rows: Positions) -> dict[str, Callable[[], Any]]:
    """What makes the columns at these rows; missing where the row is NONE."""
    return {name: partial(table[name].array.take, rows, allow_fill=True) for name in names}


def _category(codes: npt.NDArray[np.integer], categories: tuple[str, ...]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, dtype=_KINDS[categories], validate=False)
