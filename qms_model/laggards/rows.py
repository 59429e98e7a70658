"""Who is late, why, and who owns it: one row per agency and rule (domain §7)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from qms_model.coverage import Filters
from qms_model.laggards.chosen import counted, dues, keyed, severity_of, shown
from qms_model.laggards.followups import agreed
from qms_model.laggards.look import Look, look_of
from qms_model.laggards.register import EVIDENCE, LATE, NUMBERS, RULES, SEVERITIES
from qms_model.laggards.rule import Due
from qms_model.laggards.who import coded, dates, obligations, who
from qms_model.registry import Registry
from qms_model.timeline import NONE, Flags, Positions

NOT_KNOWN = "R0"


class Late(NamedTuple):
    """n/N: agencies with a row of high or medium severity, of those that are counted."""

    late: int
    agencies: int


def laggards(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """One row per agency and rule at the end of `day`: mandatory before encouraged, then severity, then
    the most days late, then agency code, then rule; P1 last. Only enabled rules; never the exempt.

    agency, name, name_en, type, district, parent, owner: as on the day; missing for P1
    obligation: mandatory or encouraged; missing for P1
    rule, severity: codes; severity as config.yaml has it
    deadline: the last day on which it was in time (L11 and P1: the day itself); dates
    days_late: day - deadline, at least 1; of L3 minus the days left, -90 to 0
    cause: of the agency's latest follow-up that names one, else of the finding that the row is about,
        else R0; missing for P1
    promised_on, last_contact: as `followups.agreed`; dates, None where there is none
    broken: likewise, of rows that make late; a warning breaks no promise
    primary: whether the row is the first of its agency in this order; never P1's
    EVIDENCE: what `evidence` makes its sentence of

    An agency that is neither mandatory nor planned and has never applied has no row of any rule.
    The row of P1 is the province's: see `speaks_of_province`.
    """
    look = look_of(registry, day, filters)
    those = counted(look, filters) & look.asked
    parts = [
        _part(look, code, due, places)
        for code, due in dues(look, filters)
        if len(places := shown(look, RULES[code], due, those))
    ]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["place", "rule"])
    return _listed(look, found.reindex(columns=["place", "rule", "severity", "deadline", "cause", *EVIDENCE]))


def late(registry: Registry, day: date, filters: Filters = Filters()) -> Late:
    """How many agencies are late at the end of `day`, each counted once, of how many: N of `coverage`
    (existing, matching the filters, not exempt). P1 is of no agency and L3 and L11 make none late."""
    look = look_of(registry, day, filters)
    those = counted(look, filters)
    return Late(int(_late(look, filters, those).sum()), int(those.sum()))


def late_agencies(registry: Registry, day: date, filters: Filters = Filters()) -> Positions:
    """The late agencies at the end of `day`: their positions in the sorted codes of the registry.

    Who is late does not depend on who is looked at (the edition apart), so that the answer for
    everybody serves every other filter.
    """
    look = look_of(registry, day, filters)
    agencies: Positions = look.scene.agency[_late(look, filters, counted(look, filters))]
    return agencies


def _late(look: Look, filters: Filters, those: Flags) -> Flags:
    has = look.nothing.copy()
    for code, due in dues(look, filters):
        if not RULES[code].of_province and severity_of(look, code) in LATE:
            has[shown(look, RULES[code], due, those & look.asked)] = True
    return has


def _part(look: Look, code: str, due: Due, places: Positions) -> pd.DataFrame:
    proof = {name: pd.Series(made, dtype=object) for name, made in due.evidence(places).items()}
    return keyed(look, code, due, places).assign(**proof)


def _listed(look: Look, found: pd.DataFrame) -> pd.DataFrame:
    """The rows in their order, with everything that is told of each."""
    place, deadline = found["place"].to_numpy(np.intp), found["deadline"].to_numpy(np.int32)
    codes = {name: found[name].to_numpy(np.int64) for name in ("rule", "severity")}
    days_late = look.day - deadline.astype(np.int64)
    until = np.array([RULES[code].shows == "until" for code in RULES], dtype=np.bool_)[codes["rule"]]
    days_late = np.where(until, days_late, np.maximum(days_late, 1))
    keys = (codes["rule"], place, -days_late, codes["severity"], obligations(look, place))
    order = np.lexsort(keys)
    place, deadline, found = place[order], deadline[order], found.iloc[order]
    said = agreed(look, place, deadline)
    makes_late = np.array([severity in LATE for severity in SEVERITIES])
    of_finding = found["cause"].to_numpy(object)
    cause = pd.Series(np.where(pd.isna(said["cause"]), of_finding, said["cause"])).fillna(NOT_KNOWN)
    proof = {name: found[name].astype(float if name in NUMBERS else object).array for name in EVIDENCE}
    return pd.DataFrame(
        {
            **who(look, place),
            **{name: coded(name, values[order]) for name, values in codes.items()},
            "deadline": dates(deadline),
            "days_late": days_late[order],
            "cause": cause.where(place != NONE).astype("str"),
            "promised_on": dates(said["promised_on"]),
            "broken": np.where(makes_late[codes["severity"][order]], said["broken"], 0),
            "last_contact": dates(said["last_contact"]),
            "primary": (place != NONE) & ~pd.Series(place).duplicated().to_numpy(),
            **proof,
        }
    )
