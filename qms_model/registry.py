"""The registry: all facts known at a change, as pandas frames. The only read path.

A frame has the columns of its table in the registry format plus `id` and
`recorded_in`, in the order of the ids. Free text is `str`; codes, agencies and
dates are categories (dates: ISO text as recorded); counts are `Int64`, numbers
`Float64`, yes/no `boolean`; a blank is missing. The `agency` column of every
table has the same categories: the agency codes, sorted.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from qms_model import journal
from qms_model.config import Rules
from qms_model.dates import last_day, quarter_end
from qms_model.facts import REGISTRY_TABLES, SPECS, ColumnSpec, Kind, spelled, sql_table
from qms_model.i18n import message
from qms_model.refusal import Refused
from qms_model.store import Store

CACHE = Path(__file__).parent.parent / "data" / "cache"
CACHE_FORMAT = "1"  # goes up when the frames change
CACHE_FROM_ROWS = 50_000  # below that, reading the database is as fast
CACHE_KEEPS = 4  # registries

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
_FREE_TEXT = (Kind.TEXT, Kind.NAME)
_REPEATING = {"agency", "parent", "province", "shares_qms_of", "predecessor", "successor"}


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

    def ids(self, name: str) -> list[int]:
        """The ids of the rows of a table."""
        return [int(number) for number in self.tables[name]["id"]]

    def texts(self, name: str) -> dict[str, list[str]]:
        """A table as canonical text, by column, in the order of its ids; "" is blank."""
        return {spec.name: self._spelled(name, spec) for spec in SPECS[name]}

    def _spelled(self, name: str, spec: ColumnSpec) -> list[str]:
        cells = self.tables[name][spec.name].astype(object)
        return [spelled(spec, value) for value in cells.where(cells.notna(), None)]

    def _dated(self) -> list[date]:
        return [last_day(str(text)) for name, column in _DONE_ON for text in self.tables[name][column].dropna().unique()]


def open_registry(store: Store, rules: Rules, known: int | None = None) -> Registry:
    """The registry known at change `known` (default: the newest).

    `rules` are used where the journal has recorded none yet. It is read once
    per process and data version. Raises Refused when there is no such change.
    """
    with store.reading() as connection:
        newest = journal.newest(connection)
        known = newest if known is None else known
        if not 0 <= known <= newest:
            raise Refused(message("There is no change {number}; the newest is {newest}.", number=known, newest=newest))
        head = journal.head(connection, known)
        rules = journal.rules_at(connection, known) or rules
    return _opened(store, known, newest, head, rules.canonical())


@lru_cache(maxsize=CACHE_KEEPS)
def _opened(store: Store, known: int, newest: int, head: str, rules: str) -> Registry:
    tables = _cached(head) or _read(store, known, head)
    return Registry(known, newest, head, Rules.model_validate_json(rules), tables)


def _read(store: Store, known: int, head: str) -> dict[str, pd.DataFrame]:
    with store.reading() as connection:
        tables = frames({sql_table(fact).name: _cells(connection, sql_table(fact), known) for fact in REGISTRY_TABLES})
    if sum(map(len, tables.values())) >= CACHE_FROM_ROWS:
        _cache(head, tables)
    return tables


def frames(cells: Mapping[str, Mapping[str, Sequence[Any]]]) -> dict[str, pd.DataFrame]:
    """The frames of all tables from their cells, by table and column (None is blank)."""
    tables = {name: _frame(specs, cells.get(name, {})) for name, specs in SPECS.items()}
    codes = tables["agencies"]["agency"].cat.categories
    for table in tables.values():
        if "agency" in table:
            table["agency"] = table["agency"].cat.set_categories(codes)
    tables["agencies"]["shares_qms_of"] = tables["agencies"]["shares_qms_of"].cat.set_categories(codes)
    return tables


def _frame(specs: Sequence[ColumnSpec], cells: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    numbers = {name: pd.array(list(cells.get(name, ())), dtype="int64") for name in ("id", "recorded_in")}
    return pd.DataFrame(numbers | {spec.name: _typed(spec, list(cells.get(spec.name, ()))) for spec in specs})


def _cells(connection: sa.Connection, table: sa.Table, known: int) -> dict[str, Sequence[Any]]:
    """The rows of `table` in force at `known`, by column."""
    plain = [sa.type_coerce(column, _plain(column)).label(column.name) for column in table.columns]
    query = sa.select(*plain).where(journal.known_at(table, known)).order_by(table.c.id)
    rows = connection.execute(query).all()
    return dict(zip(table.columns.keys(), zip(*rows, strict=True), strict=True)) if rows else {}


def _plain(column: sa.Column[Any]) -> Any:
    """Codes as the text they are stored as: no object is made for each cell."""
    return sa.Text() if isinstance(column.type, sa.Enum) else column.type


def _typed(spec: ColumnSpec, cells: list[Any]) -> Any:
    if spec.kind in (Kind.YEAR, Kind.COUNT):
        return pd.array(cells, dtype="Int64")
    if spec.kind in (Kind.NUMBER, Kind.SHARE):
        return pd.array(cells, dtype="Float64")
    if spec.kind is Kind.YES_NO:
        return pd.array(cells, dtype="boolean")
    if spec.kind in _FREE_TEXT and spec.name not in _REPEATING:
        return pd.array(cells, dtype="str")
    return pd.Categorical(pd.array(cells, dtype=object))


def _cached(head: str) -> dict[str, pd.DataFrame] | None:
    """The frames kept under the hash of their change; None when they are not there."""
    folder = CACHE / f"{CACHE_FORMAT}-{head[:32]}"
    try:
        return {name: pd.read_feather(folder / f"{name}.feather") for name in SPECS}
    except (OSError, ValueError):
        return None


def _cache(head: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep the frames for the next process. A folder that cannot be written is no fault."""
    folder = CACHE / f"{CACHE_FORMAT}-{head[:32]}"
    unfinished = folder.with_suffix(".part")
    try:
        unfinished.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            table.to_feather(unfinished / f"{name}.feather", compression="uncompressed")
        unfinished.rename(folder)
        for old in sorted(CACHE.iterdir(), key=lambda f: f.stat().st_mtime)[:-CACHE_KEEPS]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)
