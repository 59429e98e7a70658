"""Doubts about agencies: when they exist, what they are called, what they belong to, their plan."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from qms_model.i18n import message
from qms_model.quality.records import Evidence, Records, as_dates, of_agencies
from qms_model.quality.rule import rule
from qms_model.state.conditions import mandatory_of
from qms_model.timeline import ALWAYS, NONE, Days, Positions, last_days
from qms_model.vietnamese import fold

# On which days what is recorded of an agency happened.
_HAPPENED = (
    ("adoptions", ("started_on", "applied_on", "confirmed_on")),
    ("attestations", ("issued_on",)),
    ("audits", ("held_on",)),
    ("procedures", ("counted_on",)),
    ("exemptions", ("starts_on",)),
    ("followups", ("on",)),
)


@rule(
    name=message("Dated before the agency existed"),
    says=message(
        "{agency}: a row of the table “{table}” is dated {dated_on}, but the agency was established"
        " {limit_on}. Correct that date, or the day of establishment."
    ),
)
def before_first_day(records: Records) -> Iterator[pd.DataFrame]:
    """Dated before the first day of the agency's first row; of several dates of a row the earliest.
    An agency whose establishment is blank is taken to have existed since ever."""
    for table, dates in _HAPPENED:
        days = np.stack([records.last(table, name) for name in dates])
        dated_on = _recorded(records, table, dates, days.argmin(axis=0))
        yield from _before(records, table, records.agency(table), days.min(axis=0), dated_on)
    year = records.tables["objectives"]["year"].to_numpy(np.int64)
    ends = last_days(year.astype("U4")).astype(np.int32)
    agency = records.agency("objectives")
    yield from _before(records, "objectives", agency, ends, lambda rows: year[rows].astype("U4"))
    before, after = (records.agency("reorganisations", side) for side in ("predecessor", "successor"))
    after = np.where(after == before, NONE, after)  # a rename names one agency on both sides
    for agency in (before, after):
        effective = records.last("reorganisations", "effective_on")
        yield from _before(records, "reorganisations", agency, effective, "effective_on")


@rule(
    name=message("Parent that no longer exists"),
    says=message(
        "{agency}: its parent {other} ended {limit_on}. Enter the parent it has since, in a new row from"
        " that day, or the day on which the agency itself ended."
    ),
)
def parent_gone(records: Records) -> Iterator[pd.DataFrame]:
    """The row of the day names as parent an agency of the registry that has ended by the day.
    Bodies outside the registry, and parents that do not exist yet, say nothing."""
    rows = records.line.rows
    ended = rows.end <= records.day
    ends = of_agencies(rows.agency[ended], rows.end[ended], records.line.agencies)
    parent = records.agency("agencies", "parent")[rows.row[records.scene.rows]]
    gone = ~records.exists[parent] & (ends[parent] != ALWAYS)
    yield from records.found_agencies(
        gone, other=lambda places: records.codes.take(parent[places]), limit_on=as_dates(ends[parent])
    )


@rule(
    name=message("Probably entered twice"),
    says=message(
        "{agency}: {other} has the same name, type and district. If both are one agency, keep one code and"
        " move the records of the other to it; if not, make the names differ."
    ),
)
def same_name(records: Records) -> Iterator[pd.DataFrame]:
    """Same name but for diacritics and case, same type and district (none is one too), both existing
    on the day. Every one of them is found; `other` is the first of the others, in code order."""
    table = records.tables["agencies"].iloc[records.line.rows.row[records.scene.rows]]
    alike = pd.DataFrame(
        {
            "name": _folded(table["name"]),
            "type": table["type"].cat.codes,
            "district": table["district"].cat.codes,
        }
    )
    group = alike.groupby(["name", "type", "district"], sort=False).ngroup().to_numpy()
    size = np.bincount(group)
    order = np.argsort(group, kind="stable")  # the groups one after the other, each in code order
    begin = np.cumsum(size) - size
    first = order[begin][group]
    second = order[np.minimum(begin + 1, len(order) - 1)][group]
    other = np.where(first == np.arange(len(group)), second, first)
    codes = records.codes.take(records.scene.agency)
    yield from records.found_agencies(size[group] > 1, other=lambda places: codes.take(other[places]))


@rule(
    name=message("Mandatory agency without a plan"),
    says=message(
        "{agency}: it is obliged to apply the system, and no year is planned. Enter the planned year."
    ),
)
def mandatory_without_plan(records: Records) -> Iterator[pd.DataFrame]:
    """Mandatory on the day, by its type or by an override, and no `planned_year`, its own or its
    host's, whatever the year."""
    mandatory = mandatory_of(records.registry, records.scene)
    yield from records.found_agencies(mandatory & ~records.scene.either(records.line.planned))


def _before(
    records: Records, table: str, agency: Positions, days: Days, dated_on: str | Evidence
) -> Iterator[pd.DataFrame]:
    """The rows of a table whose day comes before the first one of the row's agency."""
    rows = records.line.rows
    begins = np.full(records.line.agencies + 1, ALWAYS, dtype=np.int32)
    row = np.zeros(records.line.agencies + 1, dtype=np.intp)
    begins[rows.agency[::-1]] = rows.start[::-1]  # backwards, so that the first row's stays
    row[rows.agency[::-1]] = rows.row[::-1]
    established = records.tables["agencies"]["established_on"].array
    return records.found(
        table,
        days < begins[agency],
        agency,
        dated_on=dated_on,
        limit_on=lambda rows: established.take(row[agency[rows]]),
    )


def _recorded(records: Records, table: str, columns: tuple[str, ...], which: Days) -> Evidence:
    """Of each row the date as recorded in the column that `which` says."""
    cells = [records.tables[table][name].array for name in columns]
    return lambda rows: np.choose(which[rows], [np.asarray(one.take(rows), dtype=object) for one in cells])


def _folded(names: pd.Series) -> npt.NDArray[np.object_]:
    """`fold` of every name. No name holds a line end (intake takes it out), so that all are folded at
    once: sixty thousand calls take four times as long."""
    return np.array(fold("\n".join(names.to_numpy(object))).split("\n"), dtype=object)[: len(names)]
