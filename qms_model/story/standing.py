"""How one agency stands on a day, and its place among the agencies of its type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from qms_model.registry import Registry
from qms_model.state import RUNGS, failed_conditions, state
from qms_model.story.subject import position_of


@dataclass(frozen=True)
class Standing:
    """The agency's row of `state.state`; dates as recorded, "" is blank."""

    agency: str
    name: str
    type: str
    district: str
    parent: str
    province: str
    shares_qms_of: str
    obligation: str
    exempt: bool
    state: str
    rung: str
    adoption_year: int | None
    kind: str
    edition: str
    issued_on: str
    expires_on: str
    failed: tuple[str, ...]  # conditions of rung 4
    host: str  # whose QMS it runs; "" its own
    audits_collected: bool  # whether rung 4 is known


class Peer(NamedTuple):
    """An agency of the same type."""

    agency: str
    name: str
    name_en: str
    rung: str
    state: str
    adoption_year: int | None
    exempt: bool


@dataclass(frozen=True)
class Peers:
    """The agencies of a type, highest rung first, the agency itself among them, and
    how many of the others stand higher, on its level and lower; the exempt uncounted."""

    rows: tuple[Peer, ...]
    higher: int
    level: int
    lower: int


def standing_of(registry: Registry, agency: str, day: date, edition: str | None = None) -> Standing | None:
    """How the agency stands on `day`; None when it does not exist on it.

    Raises Refused when the registry has no such agency.
    """
    position = position_of(registry, agency)
    frame = state(registry, day, edition)
    found = frame[(frame["agency"].cat.codes == position).to_numpy(np.bool_)]
    if found.empty:
        return None
    row = {str(name): _plain(value) for name, value in found.iloc[0].items()}
    failed, qms = int(row.pop("failed")), int(row.pop("qms"))
    asked = {name: row[name] for name in Standing.__dataclass_fields__ if name in row}
    return Standing(
        **asked,
        failed=failed_conditions(failed),
        host="" if qms == position else str(frame["agency"].cat.categories[qms]),
        audits_collected=bool(frame.attrs["audits_collected"]),
    )


def peers(registry: Registry, agency: str, day: date) -> Peers | None:
    """Its peers on `day`, the agencies of its type; None when it does not exist on it.

    Raises Refused when the registry has no such agency.
    """
    position = position_of(registry, agency)
    frame = state(registry, day, columns=("agency", "type", *Peer._fields))
    own = frame[(frame["agency"].cat.codes == position).to_numpy(np.bool_)]
    if own.empty:
        return None
    rung = int(own["rung"].cat.codes.iloc[0])
    frame = frame[(frame["type"] == own["type"].iloc[0]).to_numpy(np.bool_)]
    counted = frame[~frame["exempt"] & (frame["agency"].cat.codes != position)]["rung"].cat.codes
    rows = [
        Peer(*(_plain(cell) for cell in cells))
        for cells in zip(*(frame[name] for name in Peer._fields), strict=True)
    ]
    return Peers(
        tuple(sorted(rows, key=lambda peer: (-RUNGS.index(peer.rung), peer.agency))),
        higher=int((counted > rung).sum()),
        level=int((counted == rung).sum()),
        lower=int((counted < rung).sum()),
    )


def _plain(cell: Any) -> Any:
    """A cell as a plain value: a blank text is "", a blank number None."""
    if isinstance(cell, str):
        return cell
    if cell is None or cell is pd.NA:
        return None
    if cell != cell:
        return ""
    return cell.item() if hasattr(cell, "item") else cell
