"""What came back: the same clause at the same agency, soon after it was found before."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.clauses import clauses_of
from qms_model.coverage import Filters
from qms_model.findings.counts import common_clauses
from qms_model.findings.raised import raised
from qms_model.findings.written import as_dates, names_on
from qms_model.once import OncePer
from qms_model.registry import Registry
from qms_model.timeline import NONE, Positions, months_after, timeline

_EARLIER = OncePer(most=1)


def recurrence(registry: Registry, day: date, filters: Filters = Filters()) -> pd.DataFrame:
    """The findings raised by the end of `day` that came back, by day, then as recorded.

    One came back when its agency had a finding of the same common clause on an earlier day, not
    more than the months of config.yaml (24) before; one whose clause is not known never does.
    Columns: finding, agency, name (on `day`), grade, common, held_on; earlier (the last such
    finding before), earlier_on. Dates are ISO text.
    """
    found = raised(registry, day, filters)
    earlier = earlier_of(registry)[found.row]
    back = np.flatnonzero(earlier != NONE)
    back = back[np.argsort(found.held[back], kind="stable")]
    held, codes = timeline(registry).findings.held, registry.tables["findings"]["finding"].array
    agencies = registry.tables["agencies"]["agency"].cat.categories
    return pd.DataFrame(
        {
            "finding": codes.take(found.row[back]),
            "agency": pd.Categorical.from_codes(found.agency[back], categories=agencies),
            "name": names_on(registry, day, found.agency[back]),
            "grade": found.grade[back],
            "common": common_clauses(registry, found)[back],
            "held_on": as_dates(found.held[back]),
            "earlier": codes.take(earlier[back]),
            "earlier_on": as_dates(held[earlier[back]]),
        }
    )


def earlier_of(registry: Registry) -> Positions:
    """Of every finding the row of the one that it came back from, else NONE; worked out once:
    only what was found before a finding says whether it came back, on whatever day that is asked."""
    return _EARLIER.get(registry, None, lambda: _earlier(registry))


def _earlier(registry: Registry) -> Positions:
    facts, rules = timeline(registry).findings, registry.rules
    common = clauses_of(registry).common
    alike = facts.agency * (len(rules.clauses) + 1) + common
    known = np.flatnonzero(common != NONE)
    order = known[np.lexsort((facts.held[known], alike[known]))]
    group, held = alike[order], facts.held[order]

    first = np.ones(len(order), dtype=np.bool_)  # of those of one group and day
    first[1:] = (group[1:] != group[:-1]) | (held[1:] != held[:-1])
    before = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0)) - 1
    back = np.flatnonzero((before != NONE) & (group[before] == group))
    back = back[months_after(held[before[back]], rules.limits.recurrence_months) >= held[back]]
    earlier = np.full(len(common), NONE, dtype=np.intp)
    earlier[order[back]] = order[before[back]]
    return earlier
