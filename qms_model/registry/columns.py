"""Frames from the cells of the tables, by way of Arrow arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from pyarrow import compute

from qms_model import journal
from qms_model.facts import REGISTRY_TABLES, SPECS, ColumnSpec, Kind, sql_table

_BATCH = 500
NUMBERS = ("id", "recorded_in")
# By kind of column its type in Arrow and in the frame; every other kind is text.
_TYPES: Mapping[Kind, tuple[Any, Any]] = {
    Kind.YEAR: (pa.int64(), pd.Int64Dtype()),
    Kind.COUNT: (pa.int64(), pd.Int64Dtype()),
    Kind.NUMBER: (pa.float64(), pd.Float64Dtype()),
    Kind.SHARE: (pa.float64(), pd.Float64Dtype()),
    Kind.YES_NO: (pa.bool_(), pd.BooleanDtype()),
}
_TEXT: tuple[Any, Any] = (pa.large_string(), pd.StringDtype(na_value=np.nan))
_FREE_TEXT = (Kind.TEXT, Kind.NAME)
_REPEATING = {"agency", "parent", "province", "shares_qms_of", "predecessor", "successor"}


def read_frames(connection: sa.Connection, known: int) -> dict[str, pd.DataFrame]:
    """The frames of all tables at change `known`, from the database."""
    return frames(
        {sql_table(fact).name: _cells(connection, sql_table(fact), known) for fact in REGISTRY_TABLES}
    )


def _cells(connection: sa.Connection, table: sa.Table, known: int) -> dict[str, Any]:
    """The rows of `table` in force at `known` as Arrow arrays, by column.

    Batches become arrays as they come: a million rows as Python objects would
    take more memory than everything else. They come straight from the driver:
    an object for each row would be a tenth of the time.
    """
    types = dict.fromkeys(NUMBERS, pa.int64()) | {spec.name: _type(spec)[0] for spec in SPECS[table.name]}
    columns = [_plain(table.c[name]) for name in types]
    query = sa.select(*columns).where(journal.known_at(table, known)).order_by(table.c.id)
    batches: dict[str, list[Any]] = {name: [] for name in types}
    answer = connection.execute(query)
    driver: Any = answer.cursor
    while rows := driver.fetchmany(_BATCH):
        for (name, arrays), cells in zip(batches.items(), zip(*rows, strict=True), strict=True):
            arrays.append(pa.array(_yes_or_no(cells) if types[name] == pa.bool_() else cells, types[name]))
    answer.close()
    return {name: pa.chunked_array(arrays, types[name]) for name, arrays in batches.items()}


def _yes_or_no(cells: Iterable[Any]) -> list[bool | None]:
    """SQLite has no such type and gives 0 and 1."""
    return [None if cell is None else bool(cell) for cell in cells]


def _plain(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A code as the text that is stored: no object is made for each cell."""
    return sa.type_coerce(column, sa.Text()) if isinstance(column.type, sa.Enum) else column


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
    numbers = {name: _arrow(cells.get(name, ()), pa.int64()).to_numpy() for name in NUMBERS}
    columns = {spec.name: _typed(spec, _arrow(cells.get(spec.name, ()), _type(spec)[0])) for spec in specs}
    return pd.DataFrame(numbers | columns, copy=False)


def _arrow(cells: Any, kind: Any) -> Any:
    return cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([pa.array(list(cells), kind)])


def _type(spec: ColumnSpec) -> tuple[Any, Any]:
    return _TYPES.get(spec.kind, _TEXT)


def is_category(spec: ColumnSpec) -> bool:
    """Whether the column's texts come back so often that they are kept as categories."""
    return spec.kind not in _TYPES and (spec.kind not in _FREE_TEXT or spec.name in _REPEATING)


def plain(spec: ColumnSpec, cells: Any) -> Any:
    """An Arrow array as the column of a frame that has no categories."""
    return _type(spec)[1].__from_arrow__(cells)


def _typed(spec: ColumnSpec, cells: Any) -> Any:
    if not is_category(spec):
        return plain(spec, cells)
    encoded = cells.combine_chunks().dictionary_encode()
    order = compute.array_sort_indices(encoded.dictionary)
    rank = np.full(len(order) + 1, -1, dtype=np.int32)  # one more, for a blank
    rank[order.to_numpy()] = np.arange(len(order), dtype=np.int32)
    codes = rank[encoded.indices.fill_null(-1).to_numpy()]
    return categorical(codes, categories(encoded.dictionary.take(order)))


def categorical(codes: Any, texts: pd.CategoricalDtype) -> pd.Categorical:
    """The texts at these codes; -1 is a blank."""
    return pd.Categorical.from_codes(codes, dtype=texts, validate=False)


def categories(texts: Any) -> pd.CategoricalDtype:
    """An Arrow array of different texts as categories."""
    return pd.CategoricalDtype(pd.Index(_TEXT[1].__from_arrow__(texts)))


def _places(wanted: pd.Series, among: pd.Series) -> Any:
    """Where each text stands among the others, -1 for nowhere."""
    found = compute.index_in(pa.array(wanted), value_set=pa.array(among))
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
