"""In which months the agencies in force will lapse."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from qms_model.attestations.holders import holders, lasting
from qms_model.coverage import Filters
from qms_model.dates import add_months
from qms_model.registry import Registry
from qms_model.timeline import NEVER, timeline

MONTHS = 24


def calendar(
    registry: Registry, day: date, filters: Filters = Filters(), months: int = MONTHS
) -> pd.DataFrame:
    """Agencies in force by the month of their last valid day: in what is left of the
    month of `day`, in each of so many months after it, and beyond.

    lapses: "month", "later" (after those months) or "no_end" (no expiry and no end of the edition)
    month: its first day, missing for the other two
    kind, edition: of the attestation by which the agency lapses, decided as in `expiring`
    agencies: those; the exempt not counted
    assumed: of these, those whose day is the expiry assumed for a certificate that names none

    Each month, then "later" and "no_end" are there; where nobody lapses, with 0, kind and
    edition "". The agencies of all rows add up to those in force.
    """
    frame = holders(registry, day, filters)
    last = lasting(registry, day, frame, filters.edition)
    facts, table = timeline(registry).attestations, registry.tables["attestations"]
    ends = facts.runs_out[last]
    known = np.where(ends == NEVER, 0, ends - 1).astype("datetime64[D]").astype("datetime64[M]")
    ahead = (known - np.datetime64(day, "M")).astype(np.int64)
    cells = pd.DataFrame(
        {
            "place": np.where(ends == NEVER, months + 2, np.minimum(ahead, months + 1)),
            "kind": table["kind"].array.take(facts.row[last]),
            "edition": table["edition"].array.take(facts.row[last]),
            "assumed": facts.assumed[last],
        }
    )
    counted = cells.groupby(["place", "kind", "edition"], observed=True)["assumed"].agg(
        agencies="size", assumed="sum"
    )
    found: dict[int, list[tuple[str, str, int, int]]] = {}
    for (place, kind, edition), agencies, assumed in counted.itertuples():
        found.setdefault(int(place), []).append((str(kind), str(edition), int(agencies), int(assumed)))
    first = day.replace(day=1)
    places = [("month", add_months(first, ahead)) for ahead in range(months + 1)]
    rows = [
        (lapses, month, *counts)
        for place, (lapses, month) in enumerate([*places, ("later", None), ("no_end", None)])
        for counts in found.get(place, [("", "", 0, 0)])
    ]
    return pd.DataFrame(rows, columns=["lapses", "month", "kind", "edition", "agencies", "assumed"])
