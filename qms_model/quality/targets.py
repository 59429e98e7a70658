"""Doubts about the plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from qms_model.facts import Rung
from qms_model.i18n import message
from qms_model.quality.records import Records
from qms_model.quality.rule import rule


@rule(
    name=message("Later target that is smaller"),
    says=message(
        "{agency}: the target of {value} due {dated_on} is smaller than the {earlier} already due {limit_on}."
        " Compare both with the decision."
    ),
)
def smaller_target(records: Records) -> Iterator[pd.DataFrame]:
    """Smaller than the largest one due before it, of the same type, rung, obligation, edition and
    unit. A plan has a few dozen rows: they are gone through one by one. A target counts on every day."""
    cells = records.registry.texts("targets")
    rows = [dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True)]
    highest: dict[tuple[str, ...], tuple[float, str]] = {}
    smaller: list[int] = []
    evidence: list[dict[str, object]] = []
    for place in sorted(range(len(rows)), key=lambda place: rows[place]["due_on"]):
        row = rows[place]
        unit = "share" if row["share"] else "agencies"
        value, due = float(row[unit]), row["due_on"]
        series = (row["type"], row["rung"] or Rung.ATTESTED, row["obligation"], row["edition"], unit)
        before, before_on = highest.get(series, (value, due))
        if value < before:
            smaller.append(place)
            evidence.append(
                {"dated_on": due, "limit_on": before_on, "unit": unit, "value": value, "earlier": before}
            )
        else:
            highest[series] = (value, due)
    ids = records.tables["targets"]["id"].to_numpy()[smaller]
    labels = {one.code: one for one in records.rules.types}
    types = [labels[rows[place]["type"]] for place in smaller]
    named = {"name": [one.vi for one in types], "name_en": [one.en for one in types]}
    where = {"table": "targets", "id": ids, "agency": np.full(len(ids), -1, dtype=np.intp)}
    yield pd.DataFrame(where | named).join(pd.DataFrame(evidence))
