"""What was inspected in a year, against the yearly rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np
import pandas as pd

from qms_model.coverage import By, Filters, standing
from qms_model.coverage.groups import groups_of, one_group
from qms_model.registry import Registry
from qms_model.state.scene import Scene, scene_of
from qms_model.timeline import Flags, Timeline, number_of, timeline

_ON_SITE = "inspection_onsite"
_BY_FILE = "inspection_file"
_COUNTS = (
    "agencies",
    "inspected",
    "file_only",
    "on_site",
    "required",
    "lacking",
    "lacking_on_site",
)


def done(registry: Registry, day: date, filters: Filters = Filters(), by: By | None = None) -> pd.DataFrame:
    """The inspections of the calendar year of `day` up to its end, one row per group in code order.

    group: code of the group, missing when not set (last), or always without `by`
    agencies: N, the mandatory agencies that exist on `day` and are not exempt on it
    inspected: those inspected in the year, by file or on site; file_only: by file alone;
        on_site: on site, whether or not by file too
    required: how many are to be inspected on site, N times the share of config.yaml (a third),
        rounded up, of each group its own: those of the groups may add up to more than the whole
    lacking: N less inspected; lacking_on_site: required less on_site, at least 0
    All are Int64. What was inspected is missing where the registry holds no audit up to `day`
    (what we do not know is no zero), and what is required where the rule is not asked at the end
    of that year (`periods.inspection`, from 2015-12-31 on); what lacks is missing with either.
    An inspection of the host counts, as in condition (e) of rung 4. The edition filter restricts
    attestations and changes nothing here. Source: TT 26/2014/TT-BKHCN; domain §3, §5, §7 P1.
    """
    return _table(_counted(registry, day, filters, by), by)


def history(
    registry: Registry, days: Iterable[date], filters: Filters = Filters(), by: By | None = None
) -> pd.DataFrame:
    """`done` on each of the days, such as ends of years: day, then the columns of `done`."""
    parts = [(day, _counted(registry, day, filters, by)) for day in days]
    whole = _table([row for _, rows in parts for row in rows], by)
    whole.insert(0, "day", [day for day, rows in parts for _ in rows])
    return whole


def planned_year(day: date) -> int:
    """The year of what is planned at the end of `day`: on 31 December the next one."""
    return (day + timedelta(days=1)).year


def lacking_on_site(registry: Registry, day: date, filters: Filters) -> int:
    """How many are still to be inspected on site in the planned year, whether or not the rule is
    asked of it yet; where no audit is recorded, none was inspected."""
    line = timeline(registry)
    frame = _mandatory(registry, day, filters, None)
    visited = on_site_in(line, scene_of(line, day), planned_year(day))[frame.index.to_numpy()]
    return max(0, ceil(len(frame) * registry.rules.inspections.on_site) - int(visited.sum()))


def on_site_in(line: Timeline, scene: Scene, year: int) -> Flags:
    """Whether each agency of the scene, or its host, was inspected on site in the year so far."""
    return _inspected(line, scene, year, _ON_SITE)


@dataclass(frozen=True)
class _Year:
    """The mandatory agencies of a day and whether each was inspected in its year."""

    frame: pd.DataFrame
    inspected: Flags
    on_site: Flags
    collected: bool


def _year_of(registry: Registry, day: date, filters: Filters, by: By | None) -> _Year:
    line = timeline(registry)
    scene = scene_of(line, day)
    frame = _mandatory(registry, day, filters, by)
    places = frame.index.to_numpy()
    return _Year(
        frame,
        inspected=_inspected(line, scene, day.year, _BY_FILE, _ON_SITE)[places],
        on_site=on_site_in(line, scene, day.year)[places],
        collected=bool(line.first_audit <= scene.day),
    )


def _mandatory(registry: Registry, day: date, filters: Filters, by: By | None) -> pd.DataFrame:
    """The agencies that are asked; the index is the place of each in the scene of the day."""
    frame = standing(registry, day, filters, {"agency", "obligation", "exempt", by or "agency"})
    mandatory = (frame["obligation"] == "mandatory").to_numpy(np.bool_)
    chosen: pd.DataFrame = frame[mandatory & ~frame["exempt"].to_numpy(np.bool_)]
    return chosen


def _inspected(line: Timeline, scene: Scene, year: int, *kinds: str) -> Flags:
    since = number_of(date(year, 1, 1))
    return scene.either(line.audits(*kinds).last_until(scene.day, line.agencies) >= since)


def _counted(registry: Registry, day: date, filters: Filters, by: By | None) -> list[dict[str, object]]:
    """The rows of a day."""
    year, rules = _year_of(registry, day, filters, by), registry.rules
    asked = rules.periods.inspection.asked_on(date(day.year, 12, 31))
    groups = one_group(len(year.frame)) if by is None else groups_of(registry, day, year.frame, by, filters)
    width = len(groups.categories) + 1
    place = np.where(groups.codes < 0, width - 1, groups.codes)
    total, inspected, on_site = (
        np.bincount(place[chosen], minlength=width).tolist()
        for chosen in (np.ones(len(place), np.bool_), year.inspected, year.on_site)
    )
    names: list[str | None] = [*(str(code) for code in groups.categories), None]
    shown = [n for n in range(width) if total[n]] if by else [0]
    return [
        {
            "group": names[n] if by else None,
            **_row(
                total[n],
                (inspected[n], on_site[n]) if year.collected else None,
                ceil(total[n] * rules.inspections.on_site) if asked else None,
            ),
        }
        for n in shown
    ]


def _row(total: int, counted: tuple[int, int] | None, required: int | None) -> dict[str, int | None]:
    """The counts of a group: `counted` are the inspected and those on site, where known."""
    row: dict[str, int | None] = dict.fromkeys(_COUNTS)
    row |= {"agencies": total, "required": required}
    if counted is not None:
        inspected, on_site = counted
        row |= {"inspected": inspected, "file_only": inspected - on_site, "on_site": on_site}
        if required is not None:
            row |= {"lacking": total - inspected, "lacking_on_site": max(0, required - on_site)}
    return row


def _table(rows: list[dict[str, object]], by: By | None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["group", *_COUNTS])
    return frame.astype(dict.fromkeys(_COUNTS, "Int64") | {"group": "str" if by else object})
