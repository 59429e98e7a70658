"""The registry: all facts known at a change, as pandas frames. The only read path.

A frame has the columns of its table in the registry format plus `id` and
`recorded_in`, in the order of the ids. Free text is `str`; codes, agencies and
dates are categories (dates: ISO text as recorded); counts are `Int64`, numbers
`Float64`, yes/no `boolean`; a blank is missing. The `agency` column of every
table has the same categories: the agency codes, sorted. `findings` has one
column more: `audit_at`, where in `audits` its audit stands (-1: nowhere).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd
import sqlalchemy as sa

from qms_model import journal
from qms_model.config import Rules
from qms_model.dates import last_day, quarter_end
from qms_model.facts import SPECS, ColumnSpec, spelled
from qms_model.i18n import message
from qms_model.once import Once
from qms_model.refusal import Refused
from qms_model.registry import cache
from qms_model.registry.columns import frames, read_frames
from qms_model.store import Store

__all__ = ["Registry", "frames", "newest_registry", "open_registry"]

_OPENED = Once(cache.KEEPS)

# What may say how recent the data are: days on which something was done, never
# a day on which something expires, falls due or takes effect.
_DONE_ON = (
    ("adoptions", "started_on"),
    ("adoptions", "applied_on"),
    ("adoptions", "confirmed_on"),
    ("attestations", "issued_on"),
    ("audits", "held_on"),
    ("audits", "signed_on"),
    ("findings", "corrected_on"),
    ("findings", "verified_on"),
    ("findings", "closed_on"),
    ("procedures", "counted_on"),
    ("followups", "on"),
)


@dataclass(frozen=True, eq=False)
class Registry:
    """The facts known at change `known`, and the rules in force at it."""

    known: int
    newest: int
    head: str
    rules: Rules
    tables: Mapping[str, pd.DataFrame]

    @cached_property
    def settings(self) -> dict[str, str]:
        """province, title, source, as_of, illustrative: those that are set."""
        table = self.tables["registry"].dropna(subset=["value"])
        return dict(zip(table["setting"].astype(str), table["value"].astype(str), strict=True))

    @property
    def illustrative(self) -> bool:
        """Whether the registry says that its figures are illustrative."""
        return self.settings.get("illustrative") == "yes"

    @cached_property
    def default_day(self) -> date | None:
        """The day a screen opens with: `as_of`, else the last quarter's end not
        after the newest dated record; None when nothing is dated."""
        if "as_of" in self.settings:
            return date.fromisoformat(self.settings["as_of"])
        days = self._dated()
        return quarter_end(max(days)) if days else None

    @cached_property
    def first_day(self) -> date | None:
        """The earliest day on which anything was done; None when nothing is dated."""
        return min(self._dated(), default=None)

    @cached_property
    def last_day(self) -> date | None:
        """The latest day on which anything was done; None when nothing is dated."""
        return max(self._dated(), default=None)

    def ids(self, name: str) -> list[int]:
        """The ids of the rows of a table."""
        return [int(number) for number in self.tables[name]["id"]]

    def texts(self, name: str) -> dict[str, list[str]]:
        """A table as canonical text, by column, in the order of its ids; "" is blank."""
        return {spec.name: self._spelled(name, spec) for spec in SPECS[name]}

    def _spelled(self, name: str, spec: ColumnSpec) -> list[str]:
        cells = self.tables[name][spec.name]
        blanks = cells.isna().tolist()
        values = cells.astype(object).tolist()
        return ["" if blank else spelled(spec, value) for value, blank in zip(values, blanks, strict=True)]

    def _dated(self) -> list[date]:
        return [
            last_day(str(text))
            for name, column in _DONE_ON
            for text in self.tables[name][column].dropna().unique()
        ]


def open_registry(store: Store, rules: Rules, known: int | None = None) -> Registry:
    """The registry known at change `known` (default: the newest).

    `rules` are used where the journal has recorded none yet. It is read once
    per process and data version. Raises Refused when there is no such change.
    """
    with store.reading() as connection:
        newest, head = journal.end(connection)
        known = newest if known is None else known
        if not 0 <= known <= newest:
            raise Refused(
                message("There is no change {number}; the newest is {newest}.", number=known, newest=newest)
            )
        if known != newest:
            head = journal.head(connection, known)
    key = (store, known, newest, head, rules)
    return _OPENED.get(key, lambda: _opened(*key))


def newest_registry(connection: sa.Connection, rules: Rules, opened: Registry) -> Registry:
    """The newest registry as `connection` sees it: `opened` while that still is it.

    For a writer: until its turn comes others may have recorded changes, and
    opening a second connection meanwhile could wait for itself.
    """
    newest = journal.newest(connection)
    if newest == opened.known:
        return opened
    rules = journal.rules_at(connection, newest) or rules
    return Registry(newest, newest, journal.head(connection), rules, read_frames(connection, newest))


def _opened(store: Store, known: int, newest: int, head: str, rules: Rules) -> Registry:
    with store.reading() as connection:
        recorded = journal.rules_at(connection, known)
    tables = cache.kept(head) or _read(store, known, head)
    return Registry(known, newest, head, recorded or rules, tables)


def _read(store: Store, known: int, head: str) -> dict[str, pd.DataFrame]:
    with store.reading() as connection:
        tables = read_frames(connection, known)
    if sum(map(len, tables.values())) >= cache.FROM_ROWS:
        cache.keep(head, tables)
    return tables
