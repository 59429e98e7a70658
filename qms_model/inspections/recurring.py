"""Which findings came back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qms_model.registry import Registry
from qms_model.timeline import NONE, Flags, months_after, timeline


def came_back(registry: Registry) -> Flags:
    """Of every finding whether its agency had one of the same clause on an earlier day, not more
    than so many months before (domain §6 "Recurrence": 24). One without a clause never did.

    Clauses are the same when they are written alike.
    """
    facts, months = timeline(registry).findings, registry.rules.inspections.months.recurrence
    clause, texts = pd.factorize(registry.tables["findings"]["clause"])
    alike = facts.agency * len(texts) + clause
    known = np.flatnonzero(clause != NONE)
    order = known[np.lexsort((facts.held[known], alike[known]))]
    group, held = alike[order], facts.held[order]

    first = np.ones(len(order), dtype=np.bool_)  # of those of one group and day
    first[1:] = (group[1:] != group[:-1]) | (held[1:] != held[:-1])
    before = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0)) - 1
    back = np.flatnonzero((before != NONE) & (group[before] == group))
    back = back[months_after(held[before[back]], months) >= held[back]]
    found = np.zeros(len(clause), dtype=np.bool_)
    found[order[back]] = True
    return found
