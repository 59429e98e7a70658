"""The registry: all facts known at a change, as pandas frames. The only read path.

A frame has the columns of its table in the registry format plus `id` and
`recorded_in`, in the order of the ids. Free text is `str`; codes, agencies and
dates are categories (dates: ISO text as recorded); counts are `Int64`, numbers
`Float64`, yes/no `boolean`; a blank is missing. The `agency` column of every
table has the same categories: the agency codes, sorted. `findings` has one
column more: `audit_at`, where in `audits` its audit stands (-1: nowhere).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from pyarrow import compute, feather

from qms_model import journal
from qms_model.config import Rules
from qms_model.dates import last_day, quarter_end
from qms_model.facts import REGISTRY_TABLES, SPECS, ColumnSpec, Kind, spelled, sql_table
from qms_model.i18n import message
from qms_model.refusal import Refused
from qms_model.store import Store

CACHE = Path(__file__).parent.parent / "data" / "cache"
CACHE_FORMAT = "2"  # goes up when the frames change
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
_BATCH = 10_000  # rows fetched at a time
_NUMBERS = ("id", "recorded_in")
_DTYPES: Mapping[Kind, Any] = {
    Kind.YEAR: pd.Int64Dtype(),
    Kind.COUNT: pd.Int64Dtype(),
    Kind.NUMBER: pd.Float64Dtype(),
    Kind.SHARE: pd.Float64Dtype(),
    Kind.YES_NO: pd.BooleanDtype(),
}
_ARROW: Mapping[Kind, Any] = {
    Kind.YEAR: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.SHARE: pa.float64(),
    Kind.YES_NO: pa.bool_(),
}
_TEXT = pd.StringDtype(na_value=np.nan)
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
    return _opened(store, known, newest, head, rules)


@lru_cache(maxsize=CACHE_KEEPS)
def _opened(store: Store, known: int, newest: int, head: str, rules: Rules) -> Registry:
    tables = _cached(head) or _read(store, known, head)
    return Registry(known, newest, head, rules, tables)


def _read(store: Store, known: int, head: str) -> dict[str, pd.DataFrame]:
    with store.reading() as connection:
        tables = frames({sql_table(fact).name: _cells(connection, sql_table(fact), known) for fact in REGISTRY_TABLES})
    if sum(map(len, tables.values())) >= CACHE_FROM_ROWS:
        _cache(head, tables)
    return tables


def frames(cells: Mapping[str, Mapping[str, Any]]) -> dict[str, pd.DataFrame]:
    """The frames of all tables from their cells, by table and column: sequences
    (None is blank), or the Arrow arrays of such."""
    tables = {name: _frame(specs, cells.get(name, {})) for name, specs in SPECS.items()}
    codes = tables["agencies"]["agency"].cat.categories
    for table in tables.values():
        if "agency" in table:
            table["agency"] = table["agency"].cat.set_categories(codes)
    tables["agencies"]["shares_qms_of"] = tables["agencies"]["shares_qms_of"].cat.set_categories(codes)
    tables["findings"]["audit_at"] = _places(tables["findings"]["audit"], tables["audits"]["audit"])
    return tables


def _frame(specs: Sequence[ColumnSpec], cells: Mapping[str, Any]) -> pd.DataFrame:
    numbers = {name: _arrow(pa.int64(), cells.get(name, ())).to_numpy() for name in _NUMBERS}
    columns = {spec.name: _typed(spec, _arrow(_arrow_type(spec), cells.get(spec.name, ()))) for spec in specs}
    return pd.DataFrame(numbers | columns, copy=False)


def _cells(connection: sa.Connection, table: sa.Table, known: int) -> dict[str, Any]:
    """The rows of `table` in force at `known` as Arrow arrays, by column.

    Batches become arrays as they come: a million rows as Python objects would
    take more memory than everything else.
    """
    plain = [sa.type_coerce(column, _plain(column)).label(column.name) for column in table.columns]
    query = sa.select(*plain).where(journal.known_at(table, known)).order_by(table.c.id)
    types = {spec.name: _arrow_type(spec) for spec in SPECS[table.name]}
    batches: dict[str, list[Any]] = {name: [] for name in table.columns.keys()}
    for rows in connection.execute(query.execution_options(yield_per=_BATCH)).partitions():
        for (name, arrays), cells in zip(batches.items(), zip(*rows, strict=True), strict=True):
            arrays.append(pa.array(cells, types.get(name, pa.int64())))
    return {name: pa.chunked_array(arrays, types.get(name, pa.int64())) for name, arrays in batches.items()}


def _plain(column: sa.Column[Any]) -> Any:
    """Codes as the text they are stored as: no object is made for each cell."""
    return sa.Text() if isinstance(column.type, sa.Enum) else column.type


def _arrow(kind: Any, cells: Any) -> Any:
    return cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([pa.array(list(cells), kind)])


def _arrow_type(spec: ColumnSpec) -> Any:
    return _ARROW.get(spec.kind, pa.large_string())


def _is_category(spec: ColumnSpec) -> bool:
    return spec.kind not in _DTYPES and (spec.kind not in _FREE_TEXT or spec.name in _REPEATING)


def _typed(spec: ColumnSpec, cells: Any) -> Any:
    if not _is_category(spec):
        return _DTYPES.get(spec.kind, _TEXT).__from_arrow__(cells)
    encoded = cells.combine_chunks().dictionary_encode()
    order = compute.array_sort_indices(encoded.dictionary)
    rank = np.full(len(order) + 1, -1, dtype=np.int32)  # one more, for a blank
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    codes = rank[encoded.indices.fill_null(-1).to_numpy()]
    return _categorical(codes, _categories(encoded.dictionary.take(order)))


def _categorical(codes: Any, categories: Any) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, dtype=categories, validate=False)


def _categories(texts: Any) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(pd.Index(_TEXT.__from_arrow__(texts)))


def _places(wanted: pd.Series, among: pd.Series) -> Any:
    """Where each text stands among the others, -1 for nowhere."""
    found = compute.index_in(pa.array(wanted), value_set=pa.array(among))
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)


def _cached(head: str) -> dict[str, pd.DataFrame] | None:
    """The frames kept under the hash of their change; None when they are not there.

    The files are mapped into memory, not read: texts that nobody asks for are
    never loaded. Categories stand in a file of their own, those that tables
    share only once.
    """
    folder = CACHE / f"{CACHE_FORMAT}-{head[:32]}"
    try:
        lists = _mapped(folder / "categories")
        kinds = {key: _categories(lists[key].combine_chunks().flatten()) for key in lists.column_names}
        return {name: _restored(_mapped(folder / name), name, kinds) for name in SPECS}
    except (OSError, ValueError, KeyError):
        return None


def _mapped(file: Path) -> Any:
    return feather.read_table(file.with_suffix(".feather"), memory_map=True)


def _restored(kept: Any, name: str, kinds: Mapping[str, pd.CategoricalDtype]) -> pd.DataFrame:
    columns: dict[str, Any] = {column: kept[column].to_numpy() for column in _NUMBERS}
    for spec in SPECS[name]:
        if _is_category(spec):
            columns[spec.name] = _categorical(kept[spec.name].to_numpy(), kinds[_shared(name, spec.name)])
        else:
            columns[spec.name] = _DTYPES.get(spec.kind, _TEXT).__from_arrow__(kept[spec.name])
    columns |= {column: kept[column].to_numpy() for column in kept.column_names if column not in columns}
    return pd.DataFrame(columns, copy=False)


def _shared(table: str, column: str) -> str:
    """The name under which the categories of a column are kept."""
    return "agency" if column in ("agency", "shares_qms_of") else f"{table}.{column}"


def _cache(head: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep the frames for the next process. A folder that cannot be written is no fault."""
    folder = CACHE / f"{CACHE_FORMAT}-{head[:32]}"
    unfinished = folder.with_suffix(".part")
    lists: dict[str, Any] = {}
    try:
        unfinished.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            columns = {}
            for column in table:
                cells = table[column]
                if isinstance(cells.dtype, pd.CategoricalDtype):
                    lists[_shared(name, column)] = cells.cat.categories
                    cells = cells.cat.codes
                columns[column] = pa.array(cells)
            _keep(unfinished / name, pa.table(columns))
        kind = pa.large_list(pa.large_string())
        _keep(unfinished / "categories", pa.table({key: pa.array([list(c)], kind) for key, c in lists.items()}))
        unfinished.rename(folder)
        for old in sorted(CACHE.iterdir(), key=lambda f: f.stat().st_mtime)[:-CACHE_KEEPS]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)


def _keep(file: Path, table: Any) -> None:
    """Uncompressed and in one piece, so that it can be mapped."""
    feather.write_feather(table, file.with_suffix(".feather"), "uncompressed", chunksize=max(len(table), 1))
