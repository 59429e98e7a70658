"""How much of the province was inspected: P1."""

from __future__ import annotations

from datetime import date
from math import ceil
from typing import Any

import numpy as np

from qms_model.i18n import message
from qms_model.laggards.look import Look
from qms_model.laggards.rule import Due, rule
from qms_model.state.conditions import mandatory_of
from qms_model.state.scene import Scene, scene_of
from qms_model.timeline import NEVER, Flags, Positions, number_of

_KINDS = (("inspection_file", "inspection_onsite"), ("inspection_onsite",))


@rule(
    "P1",
    name=message("Too few inspections in the province"),
    says={
        "": message(
            "{deadline_year}: {value} of {total} mandatory agencies were inspected,"
            " {on_site} of them on site; all were to be inspected, at least {least} on site"
        )
    },
    lacks=message("Audits are not recorded yet"),
    shows="from",
    of_province=True,
)
def inspections_short(look: Look) -> Due:
    """In the last year that ended on or before the day, of the mandatory agencies that existed and were not
    exempt on its 31 December, not all were inspected, or fewer on site than the share of config.yaml (a
    third, rounded up; TT 26/2014); an inspection of the host serves. One row, for the whole province.
    Silent on days, and of years, outside the period `inspection`."""
    ended = date(look.date.year - (look.date < date(look.date.year, 12, 31)), 12, 31)
    period = look.rules.periods.inspection
    scene = scene_of(look.line, ended)
    asked = _of_province(look, scene)
    total = int(asked.sum())
    value, on_site = (int((asked & _inspected(look, scene, *kinds)).sum()) for kinds in _KINDS)
    least = ceil(total * look.rules.inspections.on_site)
    applies = period.asked_on(look.date) and period.asked_on(ended)
    short = applies and look.collected and (value < total or on_site < least)
    numbers = {"value": value, "on_site": on_site, "total": total, "least": least}

    def evidence(places: Positions) -> dict[str, Any]:
        return {name: np.full(len(places), number) for name, number in numbers.items()}

    unknown = applies and not look.collected and total > 0
    deadline = np.array([number_of(ended) if short else NEVER], dtype=np.int32)
    return Due(deadline, np.array([unknown]), evidence)


def _of_province(look: Look, scene: Scene) -> Flags:
    """Of the agencies of the scene those that are asked: mandatory, not exempt, of the province looked at."""
    exempt = look.line.exempt.holding(scene.day, look.line.agencies)[scene.agency]
    asked = mandatory_of(look.registry, scene) & ~exempt
    if look.province is None:
        return asked
    provinces = look.tables["agencies"]["province"].iloc[look.line.rows.row[scene.rows]]
    return asked & (provinces == look.province).to_numpy(np.bool_, na_value=False)


def _inspected(look: Look, scene: Scene, *kinds: str) -> Flags:
    """Whether each, or its host, was inspected so in the year that ends with the scene's day."""
    since = number_of(date(scene.date.year, 1, 1))
    return scene.either(look.line.audits(*kinds).last_until(scene.day, look.line.agencies) >= since)
