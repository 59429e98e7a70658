"""What is not known of the agencies, and what comes next."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.coverage import Filters
from qms_model.laggards.chosen import counted, dues, keyed, severity_of
from qms_model.laggards.look import look_of
from qms_model.laggards.register import CATEGORIES, LATE, RULES
from qms_model.laggards.who import coded, dates, obligations, who
from qms_model.registry import Registry


def missing(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """What is not known at the end of `day` and held against nobody. By rule in their order, those that
    are silent for lack of data of any agency: rule, agencies (how many of N; of P1 those that were to
    be inspected). `lacking` says what it is that is not known."""
    look = look_of(registry, day, filters)
    those = counted(look, filters)
    rows = []
    for code, due in dues(look, filters):
        if RULES[code].of_province:
            silent = int(due.evidence(np.arange(1))["total"][0]) if due.unknown[0] else 0
        else:
            silent = int((due.unknown & those).sum())
        if silent:
            rows.append((code, silent))
    return pd.DataFrame(rows, columns=["rule", "agencies"]).astype(
        {"rule": CATEGORIES["rule"], "agencies": "int64"}
    )


def ahead(registry: Registry, day: date, filters: Filters = Filters(), within_days: int = 90) -> pd.DataFrame:
    """What will make an agency late soon if nothing happens: the deadlines of rules of high or medium
    severity from `day` to so many days after it, of agencies that are counted on the day; as far as is
    known on it. Of each agency and rule the next one, the soonest first, then in the order of `laggards`.

    agency, name, name_en, type, district, parent, owner, obligation, rule, severity: as `laggards`
    deadline: the last day in time; days_left: 0 to `within_days`
    """
    look = look_of(registry, day, filters)
    those = counted(look, filters) & look.asked
    parts = []
    for code, due in dues(look, filters):
        rule = RULES[code]
        if rule.shows == "after" and severity_of(look, code) in LATE:
            left = due.deadline.astype(np.int64) - look.day
            parts.append(keyed(look, code, due, np.flatnonzero(those & (left >= 0) & (left <= within_days))))
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["place", "rule"])
    found = found.reindex(columns=["place", "rule", "severity", "deadline"])
    place, deadline = found["place"].to_numpy(np.intp), found["deadline"].to_numpy(np.int32)
    keys = [found["rule"], place, found["severity"], obligations(look, place), deadline]
    order = np.lexsort([np.asarray(key, dtype=np.int64) for key in keys])
    found, place, deadline = found.iloc[order], place[order], deadline[order]
    return pd.DataFrame(
        {
            **who(look, place),
            "rule": coded("rule", found["rule"]),
            "severity": coded("severity", found["severity"]),
            "deadline": dates(deadline),
            "days_left": deadline.astype(np.int64) - look.day,
        }
    )
