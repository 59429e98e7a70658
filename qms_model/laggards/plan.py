"""Behind plan: L1."""

from __future__ import annotations

from typing import Any

import numpy as np

from qms_model.config import AgencyType
from qms_model.i18n import message
from qms_model.laggards.evidence import cells
from qms_model.laggards.look import Look
from qms_model.laggards.rule import Due, rule
from qms_model.timeline import ALWAYS, NEVER, NONE, Days, Positions, end_of_next_year, last_days, number_of

_MILESTONES = ("confirmed_on", "applied_on", "started_on")  # the last first


@rule(
    "L1",
    name=message("Behind plan"),
    says={
        "planned": message("Planned for {deadline_year}, neither certified nor declared; {progress}"),
        "by_law": message("To be complete by {deadline}, neither certified nor declared; {progress}"),
        "founded": message(
            "Established {since}, so to be complete by {deadline}; neither certified nor declared; {progress}"
        ),
    },
    lacks=message("No year is planned"),
)
def behind_plan(look: Look) -> Due:
    """The planned year has ended, and it was never attested.

    The year is its own, else its host's. Where none is planned and the agency is mandatory, and by
    the law for its type: `complete_by` of the type, or 31 December of the year after its
    establishment (that of its first row) if that is later; a type without one has no deadline.
    """
    planned, by_law, founded = _planned(look), _by_law(look), _founded(look)
    law = np.where(by_law == NEVER, NEVER, np.maximum(by_law, founded))
    waiting = ~look.reached("attested")
    deadline = np.where(waiting, np.where(planned != NEVER, planned, law), NEVER).astype(np.int32)

    def evidence(places: Positions) -> dict[str, Any]:
        case = np.select([planned != NEVER, founded > by_law], ["planned", "founded"], "by_law")
        milestone, reached_on = _progress(look, places)
        return {
            "case": case[places].astype(object),
            "kind": milestone,
            "dated_on": reached_on,
            "limit_on": cells(look, "agencies", "established_on", _first_rows(look)[places]),
        }

    return Due(deadline, waiting & (deadline == NEVER), evidence)


def _planned(look: Look) -> Days:
    """31 December of the planned year of each, its own or else its host's; NEVER where none is."""
    table = look.tables["adoptions"]
    given = np.flatnonzero(table["planned_year"].notna().to_numpy(np.bool_))
    years = table["planned_year"].to_numpy(np.int64, na_value=0)[given]
    ends = np.full(look.line.agencies + 1, NEVER, dtype=np.int32)
    ends[look.agencies("adoptions")[given]] = last_days(years.astype("U4")).astype(np.int32)
    ends[NONE] = NEVER
    own = ends[look.scene.agency]
    return np.where(own != NEVER, own, ends[look.scene.host])


def _by_law(look: Look) -> Days:
    """`complete_by` of the type of each that is mandatory by it; NEVER where there is none."""
    limits = {one.code: _complete_by(look, one) for one in look.rules.types}
    types = look.frame["type"].cat
    days = np.array([*(limits.get(code, NEVER) for code in types.categories), NEVER], dtype=np.int32)
    return np.where(look.mandatory, days[types.codes.to_numpy()], NEVER)


def _complete_by(look: Look, kind: AgencyType) -> np.int32:
    lawful = kind.mandatory_from is not None and kind.mandatory_from <= look.date
    return number_of(kind.complete_by) if lawful and kind.complete_by else NEVER


def _first_rows(look: Look) -> Positions:
    """Of each the first of its rows of `agencies`."""
    rows = look.line.rows
    first = np.full(look.line.agencies, NONE, dtype=np.intp)
    first[rows.agency[::-1]] = rows.row[::-1]  # backwards, so that the first row stays
    return first[look.scene.agency]


def _founded(look: Look) -> Days:
    """31 December of the year after the establishment of each; ALWAYS where that is not known."""
    rows = look.line.rows
    start = np.full(look.line.agencies, ALWAYS, dtype=np.int32)
    start[rows.agency[::-1]] = rows.start[::-1]
    return end_of_next_year(start[look.scene.agency])


def _progress(look: Look, places: Positions) -> tuple[Any, Any]:
    """The furthest milestone that each or its host has reached by the day, and its date as recorded."""
    names = np.full(len(places), None, dtype=object)
    dates = np.full(len(places), None, dtype=object)
    agency = look.agencies("adoptions")
    for name in _MILESTONES:
        row = look.latest(agency, look.days("adoptions", name))[places]
        found = (row != NONE) & (names == None)  # noqa: E711 - of every element
        names[found] = name
        dates[found] = cells(look, "adoptions", name, row)[found]
    return names, dates
