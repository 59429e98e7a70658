"""The agency that a story is about, and the rows of the tables that are its own or its host's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from qms_model.dates import last_day
from qms_model.i18n import message
from qms_model.refusal import Refused
from qms_model.registry import Registry
from qms_model.state.scene import scene_of
from qms_model.timeline import NONE, Positions, number_of, timeline

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Subject:
    """An agency on a day. Its records are its own and those of its host together
    (domain §5), the host's up to `until`: the day, or its last where it is gone."""

    code: str
    position: int
    host: int  # NONE: its own QMS, or a host that does not exist
    until: date

    def rows(self, agencies: pd.Series | Positions) -> Positions:
        """Where the agencies of a table are the subject or its host."""
        at = agencies.cat.codes.to_numpy() if isinstance(agencies, pd.Series) else agencies
        found = at == self.position
        if self.host != NONE:
            found |= at == self.host
        return np.flatnonzero(found)

    def told(self, code: str, on: date, day: date) -> bool:
        """Whether what happened to that agency belongs to the story by `day`."""
        return on <= (day if code == self.code else self.until)


def subject_of(registry: Registry, agency: str, day: date) -> Subject:
    """The agency `agency` on `day`; where it is gone, with the host of its last day.

    Raises Refused when the registry has no such agency.
    """
    line = timeline(registry)
    position = position_of(registry, agency)
    rows = np.flatnonzero((line.rows.agency == position) & (line.rows.start < line.rows.end))
    begun = rows[line.rows.start[rows] <= number_of(day)]
    if not begun.size:
        return Subject(agency, position, NONE, day)
    until = min(day, day_of(line.rows.end[begun[-1]]) - timedelta(days=1))
    scene = scene_of(line, until)
    host = scene.host[np.searchsorted(scene.agency, position)]
    return Subject(agency, position, int(host), until)


def told_until(registry: Registry, agency: str, day: date) -> date:
    """The last day that the story of the agency knows of: `day`, or its own last before.

    Raises Refused when the registry has no such agency.
    """
    return subject_of(registry, agency, day).until


def position_of(registry: Registry, agency: str) -> int:
    """The place of the agency in the sorted codes. Raises Refused when it has none."""
    codes = registry.tables["agencies"]["agency"].cat.categories
    if agency not in codes:  # by hash: in order it takes 20 ms in a nation
        raise Refused(message("“{value}” is not the code of an agency", value=agency))
    return int(codes.get_indexer_for(pd.Index([agency]))[0])


def texts(table: pd.DataFrame, names: Sequence[str], rows: Positions) -> list[tuple[str, ...]]:
    """The cells of these rows and columns as text; "" is blank."""
    columns = []
    for name in names:
        cells = table[name].iloc[rows].astype(object)
        columns.append(cells.where(cells.notna(), "").astype(str).tolist())
    return list(zip(*columns, strict=True))


def up_to(recorded: str, day: date) -> str:
    """A recorded date that has come by the end of `day`, else "": what is announced is not known."""
    return recorded if recorded and last_day(recorded) <= day else ""


def day_of(number: int | np.integer) -> date:
    """The day with this number; the last of the calendar for NEVER."""
    count = int(number)
    return date.max if count > (date.max - _EPOCH).days else _EPOCH + timedelta(days=count)
