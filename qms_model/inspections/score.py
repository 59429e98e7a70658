"""How urgent an inspection of each agency is, in points whose parts are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.config.inspecting import Inspections
from qms_model.coverage import Filters, standing
from qms_model.dates import add_months, earliest_within
from qms_model.inspections.risks import REPORTS, Risks, risks_of
from qms_model.registry import Registry
from qms_model.state import RUNGS
from qms_model.state.scene import scene_of
from qms_model.timeline import ALWAYS, NEVER, Days, Positions, number_of, timeline

PARTS = ("since", "majors", "expiry", "recurrence", "reports")
Points = npt.NDArray[np.int64]


def score(
    registry: Registry, day: date, filters: Filters = Filters(), encouraged: bool = False
) -> pd.DataFrame:
    """One row per agency that may be inspected, the highest total first, then by code.

    Who may be: the mandatory agencies that exist on `day`, are not exempt on it and match the
    filters; with `encouraged` also the encouraged ones that were ever certified or declared.
    The edition filter changes nothing. Columns:

    agency, name, name_en, type, district, obligation: as on the day
    since, majors, expiry, recurrence, reports: whole points, at most the weight in config.yaml
        (`rules.inspections`), rounded half up; total: their sum
    last_inspected: ISO text, missing where it never was
    majors_open, majors_overdue: counts, the overdue also among the open
    in_force: whether an attestation is; valid_until: ISO text of its last valid day, missing
        where it has none
    recurrences: findings that came back lately; reports_missing: kinds, 0 to 3

    Each part grows with its risk and never falls with it: since, with the whole months since the
    last inspection (all points when it never was); majors, with the open ones, an overdue one
    counted twice; expiry, with the whole months that are left fewer than the horizon (all points
    when nothing is in force, whether it lapsed or never was); recurrence, with the findings that
    came back; reports, with the kinds (figures, internal audits, reviews) that were not renewed
    within the months since it applied. Records are its own and its host's together.
    """
    frame = scored(registry, day, filters)
    frame = frame[may_be_inspected(frame, encouraged)]
    return frame.drop(columns="rung").reset_index(drop=True)


def scored(registry: Registry, day: date, filters: Filters) -> pd.DataFrame:
    """The columns of `score` and rung, of all agencies of the day that match and are not exempt,
    in the order of `score`; the index is the place of the agency in the scene of the day."""
    columns = {"agency", "name", "name_en", "type", "district", "obligation", "exempt", "rung"}
    frame = standing(registry, day, replace(filters, edition=None), columns)
    frame = frame[~frame["exempt"].to_numpy(np.bool_)]
    scene = scene_of(timeline(registry), day)
    risks = risks_of(registry, scene)
    parts = points_of(risks, day, registry.rules.inspections)
    facts = {
        "last_inspected": _as_dates(risks.inspected),
        "majors_open": risks.majors_open,
        "majors_overdue": risks.majors_overdue,
        "in_force": risks.valid_until != ALWAYS,
        "valid_until": _as_dates(risks.valid_until),
        "recurrences": risks.recurrences,
        "reports_missing": risks.reports_missing,
    }
    known = pd.DataFrame({**parts, "total": sum(parts.values()), **facts}).loc[frame.index]
    shown = frame[["agency", "name", "name_en", "type", "district", "obligation", "rung"]]
    return pd.concat([shown, known], axis=1).sort_values("total", ascending=False, kind="stable")


def may_be_inspected(frame: pd.DataFrame, encouraged: bool) -> npt.NDArray[np.bool_]:
    """Whether each agency of `scored` is mandatory or, with `encouraged`, was ever attested."""
    mandatory = (frame["obligation"] == "mandatory").to_numpy(np.bool_)
    attested = frame["rung"].cat.codes.to_numpy() >= RUNGS.index("attested")
    return mandatory | attested if encouraged else mandatory


def points_of(risks: Risks, day: date, rules: Inspections) -> dict[str, Points]:
    """The points of every agency by part, in the order of PARTS."""
    months, most = rules.months, rules.most
    degrees = {
        "since": (months_since(risks.inspected, day, months.since), months.since),
        "majors": (risks.majors_open + risks.majors_overdue, most.majors),
        "expiry": (months.expiry - months_left(risks.valid_until, day, months.expiry), months.expiry),
        "recurrence": (risks.recurrences, most.recurrence),
        "reports": (risks.reports_missing, REPORTS),
    }
    return {
        part: points(getattr(rules.weights, part), degree, whole) for part, (degree, whole) in degrees.items()
    }


def points(weight: int, degree: Positions, whole: int) -> Points:
    """As much of `weight` as `degree` is of `whole`, at most all of it, rounded half up."""
    return (2 * weight * np.minimum(degree, whole).astype(np.int64) + whole) // (2 * whole)


def months_since(days: Days, day: date, most: int) -> Positions:
    """The whole calendar months from each of the days to `day`, at most so many; all for ALWAYS."""
    tomorrow = day + timedelta(days=1)
    # From each of these on, fewer months have passed; a month has passed when its day is over.
    starts = [number_of(earliest_within(tomorrow, months)) for months in range(most, 0, -1)]
    return most - np.searchsorted(np.array(starts, dtype=np.int32), days, side="right")


def months_left(days: Days, day: date, most: int) -> Positions:
    """The whole calendar months from `day` to each of the days, at most so many; none for ALWAYS."""
    ends = [number_of(add_months(day, months)) for months in range(1, most + 1)]
    return np.searchsorted(np.array(ends, dtype=np.int32), days, side="right")


def _as_dates(days: Days) -> pd.Series:
    """Days as ISO text; ALWAYS and NEVER are missing."""
    known = (days != ALWAYS) & (days != NEVER)
    texts = np.where(known, days, 0).astype("datetime64[D]").astype("U10")
    return pd.Series(texts, dtype="str").where(known)
