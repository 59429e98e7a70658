"""Whom to inspect with so many inspections."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import numpy as np
import pandas as pd

from qms_model.coverage import Filters
from qms_model.i18n import Listing, message
from qms_model.inspections.done import lacking_on_site, on_site_in, planned_year
from qms_model.inspections.score import may_be_inspected, scored
from qms_model.inspections.sequence import Candidate, sequence
from qms_model.numbers import RecordedDate
from qms_model.refusal import Refused
from qms_model.registry import Registry
from qms_model.state.scene import scene_of
from qms_model.timeline import timeline

ON_SITE, BY_FILE = "on_site", "by_file"


def proposed(
    registry: Registry,
    day: date,
    capacity: int,
    filters: Filters = Filters(),
    must: Collection[str] = (),
    on_site: int | None = None,
    encouraged: bool = False,
) -> pd.DataFrame:
    """So many agencies to inspect, in the order of their places, and how.

    `must` are the codes of agencies that are on the list in any case, before all others and even
    beyond `capacity`; they may be encouraged ones. `on_site`: how many are to be visited; None:
    as many as the planned year (that of the day after `day`: on 31 December the next one) still
    lacks to its third (`rules.inspections.on_site_share`), those already visited in it counted.
    Columns: place (from 1), those of `score`, and

    form: on_site for the highest totals on the list that were not visited in the year yet, as
        many as there are to be, the others by_file
    why: must, score (nobody left had a higher total) or quota (its type or district had fewer)

    The order is that of `sequence.sequence`: the same registry, day and choices give the same
    list, and one more of `capacity` adds one agency and drops none. Raises Refused when an agency
    of `must` does not exist on the day, is exempt on it or does not match the filters.
    """
    pool = scored(registry, day, filters)
    asked = pool["agency"].isin(list(must)).to_numpy(np.bool_)
    if strange := sorted(set(must) - set(pool["agency"][asked])):
        raise Refused(
            message(
                "{agencies} cannot be put on the list: on {day} there is no such agency, it is exempt,"
                " or it is not among those looked at.",
                agencies=Listing(tuple(strange)),
                day=RecordedDate(day.isoformat()),
            )
        )
    chosen = asked | may_be_inspected(pool, encouraged)
    pool, asked = pool[chosen], asked[chosen]
    picked = sequence(_candidates(pool), np.flatnonzero(asked).tolist(), capacity)
    positions = [position for position, _ in picked]
    visits = lacking_on_site(registry, day, filters) if on_site is None else on_site
    line = timeline(registry)
    visited = on_site_in(line, scene_of(line, day), planned_year(day))
    forms = _forms(positions, visited[pool.index.to_numpy()], visits)
    listed = pool.iloc[positions].drop(columns="rung").reset_index(drop=True)
    listed.insert(0, "place", np.arange(1, len(listed) + 1))
    reasons = [why for _, why in picked]
    return listed.assign(form=pd.Series(forms, dtype="str"), why=pd.Series(reasons, dtype="str"))


def _candidates(pool: pd.DataFrame) -> list[Candidate]:
    districts = pool["district"].astype(object).where(pool["district"].notna(), "")
    cells = zip(pool["type"].astype(str), districts, pool["total"], strict=True)
    return [Candidate(kind, str(district), int(total)) for kind, district, total in cells]


def _forms(positions: list[int], visited: np.ndarray, visits: int) -> list[str]:
    """How each of these is inspected; a lower position is a higher total."""
    highest = [position for position in sorted(positions) if not visited[position]][: max(visits, 0)]
    on_site = set(highest)
    return [ON_SITE if position in on_site else BY_FILE for position in positions]
