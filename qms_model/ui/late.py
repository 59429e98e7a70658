"""The late agencies of a view, as the screens tell of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from qms_model import coverage, laggards, narrative
from qms_model.coverage import Filters
from qms_model.numbers import NOTHING
from qms_model.ui.answers import ask
from qms_model.ui.kept import kept
from qms_model.ui.scope import Here

LATE = "late"  # what a figure counts that counts late agencies


def late_rows(at: Here, day: date | None = None) -> pd.DataFrame:
    """One row an agency that is late on the day (of the view): its first rule by rank.

    agency, name, type, parent, owner, rule, said (the rule in words), severity,
    deadline, days_late, evidence, cause, promised_on, broken, last_contact, rules
    (codes of all its rules that make it late), action; in the order of the ranking.
    """
    on = day or at.view.day
    return kept(at.registry, ("late", at.view, on), lambda: _told(at, on))


def late_of(at: Here, day: date) -> tuple[int, int]:
    """How many agencies of the view are late on a day, of how many. Who is late is asked
    once for everybody."""
    filters = at.view.filters
    everybody = Filters(edition=filters.edition)
    late = ask(at, laggards.late_agencies, day, filters=everybody)
    frame = coverage.standing(at.registry, day, filters, ("agency", "exempt"))
    counted = frame["agency"].cat.codes.to_numpy()[~frame["exempt"].to_numpy(np.bool_)]
    return int(np.isin(counted, late).sum()), len(counted)


def province_rows(at: Here) -> list[str]:
    """What is said of the province itself (rule P1)."""
    found = ask(at, laggards.laggards)
    return [laggards.evidence(row).text(at.language) for row in found[found["agency"].isna()].itertuples()]


def _told(at: Here, day: date) -> pd.DataFrame:
    found = ask(at, laggards.laggards, day)
    found = found[found["severity"].isin(laggards.LATE) & found["agency"].notna()]
    rules: dict[str, list[str]] = {}
    for agency, rule in zip(found["agency"], found["rule"], strict=True):
        rules.setdefault(str(agency), []).append(str(rule))
    first = found[~found["agency"].duplicated().to_numpy()]
    lines = [_line(at, row, rules[str(row.agency)]) for row in first.itertuples()]
    return pd.DataFrame(lines, columns=_COLUMNS)


_COLUMNS = [
    "agency", "name", "type", "parent", "owner", "rule", "said", "severity", "deadline", "days_late",
    "evidence", "cause", "promised_on", "broken", "last_contact", "rules", "action",
]  # fmt: skip


def _line(at: Here, row: Any, rules: list[str]) -> tuple[object, ...]:
    step = laggards.next_action(at.registry.rules, row.cause, row.days_late, row.broken)
    rule = laggards.rule_name(row.rule).text(at.language)
    return (
        str(row.agency), narrative.agency_name(row, at.language), row.type, row.parent,
        row.owner if isinstance(row.owner, str) else "", row.rule, rule,
        row.severity, row.deadline, int(row.days_late), laggards.evidence(row).text(at.language), row.cause,
        row.promised_on, int(row.broken), row.last_contact, ", ".join(rules),
        step.label(at.language) if step else NOTHING,
    )  # fmt: skip
