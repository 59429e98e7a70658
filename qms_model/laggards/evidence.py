"""The cells that prove a row, made for the rows shown alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.laggards.look import Look
from qms_model.timeline import ALWAYS, NEVER, NONE, Days, Positions

Cells = npt.NDArray[np.object_]
Dates = npt.NDArray[np.datetime64]


def cells(look: Look, table: str, column: str, rows: Positions) -> Cells:
    """The cells of these rows as they are; None where blank, or where the row is NONE."""
    taken = look.tables[table][column].array.take(rows, allow_fill=True)
    if isinstance(taken, pd.Categorical):
        texts = np.append(taken.categories.to_numpy(object), np.array([None], dtype=object))
        return np.asarray(texts[taken.codes])
    return np.asarray(taken.to_numpy(object, na_value=None))


def iso(days: Days) -> Cells:
    """Days as ISO text; None for NEVER and ALWAYS."""
    return spelled(days, lambda dates: dates.astype("U10").astype(object))


def spelled(days: Days, spell: Callable[[Dates], Cells]) -> Cells:
    """Days as `spell` makes them of dates, each different day once; None for NEVER and ALWAYS."""
    different, place = np.unique(days, return_inverse=True)
    known = (different != NEVER) & (different != ALWAYS)
    texts = spell(np.where(known, different, 0).astype("datetime64[D]"))
    texts[~known] = None
    return texts[place]


def paper(look: Look, places: Positions, attestations: Positions) -> dict[str, Any]:
    """What an attestation (its place in the timeline, or NONE) is called by, and whose it is."""
    facts = look.line.attestations
    rows = np.append(facts.row, NONE)[attestations]
    columns = {"kind": "kind", "document": "number", "edition": "edition", "dated_on": "issued_on"}
    named = {name: cells(look, "attestations", column, rows) for name, column in columns.items()}
    return {**named, "host": hosts(look, places, np.append(facts.agency, NONE)[attestations])}


def audit(look: Look, places: Positions, rows: Positions) -> dict[str, Any]:
    """The same of an audit: its code is the document."""
    columns = {"kind": "kind", "document": "audit", "dated_on": "held_on"}
    named = {name: cells(look, "audits", column, rows) for name, column in columns.items()}
    return {**named, "host": hosts(look, places, np.append(look.agencies("audits"), NONE)[rows])}


def hosts(look: Look, places: Positions, agencies: Positions) -> Cells:
    """The name of the host where a fact is the host's; None where it is the agency's own, or nobody's."""
    borrowed = (agencies != look.scene.agency[places]) & (agencies != NONE)
    names = np.full(len(places), None, dtype=object)
    of_host = np.searchsorted(look.scene.agency, agencies[borrowed])
    names[borrowed] = cells(look, "agencies", "name", look.line.rows.row[look.scene.rows[of_host]])
    return names


def either(chosen: npt.NDArray[np.bool_], yes: dict[str, Any], no: dict[str, Any]) -> dict[str, Any]:
    """The cells of one dict where chosen, else of the other; None where that has no such cell."""
    return {name: np.where(chosen, yes.get(name), no.get(name)) for name in {**yes, **no}}
