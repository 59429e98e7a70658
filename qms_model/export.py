"""The registry as a folder of CSV files that loads back without a difference."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from qms_model.csvfile import BOM, csv_rows, guarded
from qms_model.dates import first_day, last_day
from qms_model.facts import REFERENCES, SPECS, Kind, code_of
from qms_model.i18n import message
from qms_model.refusal import Refused
from qms_model.registry import Registry

_NUMBERS = (Kind.YEAR, Kind.COUNT, Kind.NUMBER, Kind.SHARE)

# Says from which change the folder was made: a copy that comes back is compared
# with what it was then (intake.plan). Not a table, so that it is not read as one.
STAMP = "export.json"

# The column that dates a record of these tables.
_DATED_BY = {
    "attestations": "issued_on",
    "audits": "held_on",
    "procedures": "counted_on",
    "reorganisations": "effective_on",
    "exemptions": "starts_on",
    "followups": "on",
}
_MILESTONES = ("started_on", "applied_on", "confirmed_on")

Columns = Mapping[str, list[str]]


def export(registry: Registry, folder: Path, day: date | None = None) -> pd.DataFrame:
    """Write every table that has rows to `folder`: file, rows.

    With `day` only what is dated on or before it, and what that refers to; the
    settings and the targets stay. Raises Refused when the folder is there and
    not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            message("{folder} is not empty: name a folder that is empty or not there.", folder=str(folder))
        )
    folder.mkdir(parents=True, exist_ok=True)
    tables: Mapping[str, Columns] = {name: registry.texts(name) for name in SPECS}
    if day is not None:
        tables = _dated_until(tables, day)
    written = []
    for name, columns in tables.items():
        rows = len(columns[SPECS[name][0].name])
        if rows or name == "agencies":
            (folder / f"{name}.csv").write_text(BOM + _table(name, columns), encoding="utf-8", newline="")
            written.append((f"{name}.csv", rows))
    stamp = {"change": registry.known, "hash": registry.head}
    (folder / STAMP).write_text(json.dumps(stamp) + "\n", encoding="utf-8")
    return pd.DataFrame(written, columns=["file", "rows"])


def _table(name: str, texts: Columns) -> str:
    columns = [
        texts[spec.name] if spec.kind in _NUMBERS else [guarded(cell) for cell in texts[spec.name]]
        for spec in SPECS[name]
    ]
    return csv_rows([spec.name for spec in SPECS[name]], zip(*columns, strict=True))


def _dated_until(tables: Mapping[str, Columns], day: date) -> dict[str, Columns]:
    """The rows dated on or before `day`, whole, and the rows that they refer to."""
    kept = {name: _places_until(name, columns, day) for name, columns in tables.items()}
    audits = {tables["audits"]["audit"][place] for place in kept["audits"]}
    kept["findings"] = {n for n, audit in enumerate(tables["findings"]["audit"]) if audit in audits}
    for name, column, target in reversed(REFERENCES):
        _keep_named(tables, kept, name, column, target)
    return {
        name: {column: [cells[n] for n in sorted(kept[name])] for column, cells in columns.items()}
        for name, columns in tables.items()
    }


def _places_until(name: str, columns: Columns, day: date) -> set[int]:
    """The places of the rows of a table that are dated on or before `day`, or not dated at all."""
    return {place for place, dated in enumerate(_dates(name, columns)) if dated <= day}


def _dates(name: str, columns: Columns) -> list[date]:
    """The day that dates each row of a table; the first of all days where none does."""
    if name in _DATED_BY:
        return [last_day(text) for text in columns[_DATED_BY[name]]]
    if name == "agencies":
        return [first_day(text) if text else date.min for text in columns["established_on"]]
    if name == "adoptions":
        rows = zip(columns["planned_year"], *(columns[milestone] for milestone in _MILESTONES), strict=True)
        return [_adopted_on(*row) for row in rows]
    if name == "objectives":
        return [date(int(year), 1, 1) for year in columns["year"]]
    return [date.min] * len(next(iter(columns.values())))


def _adopted_on(planned_year: str, *milestones: str) -> date:
    """The first milestone; a planned year counts on every day (domain §5)."""
    reached = [last_day(text) for text in milestones if text]
    return min(reached) if reached and not planned_year else date.min


def _keep_named(
    tables: Mapping[str, Columns], kept: dict[str, set[int]], name: str, column: str, target: str
) -> None:
    """Keep the rows that the kept rows of `name` refer to in `column`, and so on."""
    codes = tables[target][code_of(target)]
    places: dict[str, list[int]] = {}
    for place, code in enumerate(codes):
        places.setdefault(code, []).append(place)
    there = {codes[place] for place in kept[target]}
    waiting = {tables[name][column][place] for place in kept[name]}
    while waiting := {code for code in waiting if code and code not in there}:
        more = {place for code in waiting for place in places.get(code, ())}
        there |= waiting
        kept[target] |= more
        waiting = {tables[name][column][place] for place in more} if name == target else set()
