"""Doubts about the plan."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qms_model.facts import Rung
from qms_model.i18n import message
from qms_model.quality.records import Records
from qms_model.quality.rule import rule
from qms_model.timeline import NONE


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
    smaller = dict(_smaller(rows))
    if not smaller:
        return
    ids = records.tables["targets"]["id"].to_numpy()[list(smaller)]
    labels = {one.code: (one.vi, one.en) for one in records.rules.types}
    types = [rows[place]["type"] for place in smaller]
    vi, en = zip(*(labels.get(code, (code, code)) for code in types), strict=True)
    where = {"table": "targets", "id": ids, "agency": NONE, "name": vi, "name_en": en}
    yield pd.DataFrame(where).join(pd.DataFrame(list(smaller.values())))


def _smaller(rows: list[dict[str, str]]) -> Iterator[tuple[int, dict[str, object]]]:
    """The place and the evidence of each target that is smaller than the largest one before it."""
    highest: dict[tuple[str, ...], tuple[float, str]] = {}
    for place in sorted(range(len(rows)), key=lambda place: rows[place]["due_on"]):
        row = rows[place]
        unit = "share" if row["share"] else "agencies"
        value, due_on = float(row[unit]), row["due_on"]
        series = (row["type"], row["rung"] or Rung.ATTESTED, row["obligation"], row["edition"], unit)
        largest, since = highest.get(series, (value, due_on))
        if value < largest:
            yield (
                place,
                {"dated_on": due_on, "limit_on": since, "unit": unit, "value": value, "earlier": largest},
            )
        else:
            highest[series] = (value, due_on)
