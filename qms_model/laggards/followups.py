"""What was agreed with an agency: the cause it gave, what it promised, when it was last asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from qms_model.laggards.evidence import cells
from qms_model.laggards.look import Look
from qms_model.timeline import NEVER, NONE, Days, Positions, in_one, last_rows


def agreed(look: Look, places: Positions, deadline: Days) -> dict[str, Any]:
    """For rows of these places (NONE: the province) and deadlines, from the agency's own follow-ups up to
    the day; of the same day the last recorded.

    cause: of the latest that names one (R0 is one: asked, and not known), else None
    promised_on: of the latest that has one, else NEVER; a letter without a new day leaves the old promise
    last_contact: the day of the latest, else NEVER
    broken: how many promises about this lateness are past: promised for its deadline or later, and
        before the day; what was promised for an earlier day was about another one
    """
    on, promised = look.days("followups", "on"), look.days("followups", "promised_on")
    known = on <= look.day
    causes = look.tables["followups"]["cause"].notna().to_numpy(np.bool_)
    last, naming, promising = (
        _latest(look, places, np.where(known & chosen, on, NEVER))
        for chosen in (known, causes, promised != NEVER)
    )
    return {
        "cause": cells(look, "followups", "cause", naming),
        "promised_on": np.append(promised, NEVER)[promising],
        "last_contact": np.append(on, NEVER)[last],
        "broken": _broken(look, places, deadline, np.where(known, promised, NEVER)),
    }


def _latest(look: Look, places: Positions, days: Days) -> Positions:
    """The row of the latest day of each place's own; NONE where there is none."""
    rows = np.flatnonzero(days != NEVER)
    rows = rows[np.argsort(days[rows], kind="stable")]
    last = last_rows(look.agencies("followups"), rows, look.line.agencies)
    return last[_agencies(look, places)]


def _broken(look: Look, places: Positions, deadline: Days, promised: Days) -> Positions:
    """How many promises of each place fall from its deadline to the day before the day."""
    keys = np.sort(in_one(look.agencies("followups"), promised))
    agency = _agencies(look, places)
    first = np.searchsorted(keys, in_one(agency, deadline))
    past = np.searchsorted(keys, in_one(agency, np.full(len(places), look.day)))
    broken: Positions = np.maximum(past - first, 0)
    return broken


def _agencies(look: Look, places: Positions) -> Positions:
    agencies: Positions = np.append(look.scene.agency, NONE)[places]
    return agencies
