"""Which agencies are looked at, which rules are asked, and which of both has a row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pandas as pd

from qms_model.config.lateness import Severity
from qms_model.coverage import Filters, standing
from qms_model.laggards.look import Look
from qms_model.laggards.register import RULES, SEVERITIES
from qms_model.laggards.rule import Due, Rule
from qms_model.timeline import NEVER, NONE, Flags, Positions


def speaks_of_province(filters: Filters) -> bool:
    """Whether the row of P1 is shown: it is of all mandatory agencies of the province, so not where others
    or only some of them are looked at. The edition concerns attestations and changes nothing of it."""
    some = filters.type or filters.district or filters.parent or filters.par_index
    return not some and filters.obligation != "encouraged"


def counted(look: Look, filters: Filters) -> Flags:
    """Whether each place matches the filters and is not exempt: N of `coverage`."""
    matches = look.nothing.copy()
    matches[standing(look.registry, look.date, filters, ("agency",)).index.to_numpy()] = True
    matches[look.frame["exempt"].to_numpy(np.bool_)] = False
    return matches


def severity_of(look: Look, code: str) -> Severity:
    """How severe config.yaml says a rule is."""
    severity: Severity = getattr(look.limits, code).severity
    return severity


def dues(look: Look, filters: Filters) -> Iterator[tuple[str, Due]]:
    """What the enabled rules say, those that are asked under these filters."""
    for code, rule in RULES.items():
        if getattr(look.limits, code).enabled and (not rule.of_province or speaks_of_province(filters)):
            yield code, look.dues.get(code, partial(rule.due, look))


def shown(look: Look, rule: Rule, due: Due, chosen: Flags) -> Positions:
    """The places that have a row of the rule."""
    holds = {
        "after": due.deadline < look.day,
        "from": due.deadline <= look.day,
        "until": due.deadline != NEVER,
    }[rule.shows]
    return np.flatnonzero(holds if rule.of_province else holds & chosen)


def keyed(look: Look, code: str, due: Due, places: Positions) -> pd.DataFrame:
    """place, rule, severity (numbers) and deadline of these places; the place of the province is NONE."""
    return pd.DataFrame(
        {
            "place": np.full(len(places), NONE) if RULES[code].of_province else places,
            "rule": list(RULES).index(code),
            "severity": SEVERITIES.index(severity_of(look, code)),
            "deadline": due.deadline[places],
        }
    )
