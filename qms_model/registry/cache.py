"""The frames of a change kept in files, for the next process."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import feather

from qms_model.facts import SPECS
from qms_model.registry.columns import categorical, categories, is_category, plain

FOLDER = Path(__file__).parent.parent.parent / "data" / "cache"
FORMAT = "2"  # goes up when the frames change
FROM_ROWS = 50_000  # rows of a registry; below that, reading the database is as fast
KEEPS = 4  # registries

_LIST = pa.large_list(pa.large_string())


def kept(head: str) -> dict[str, pd.DataFrame] | None:
    """The frames kept under the hash of their change; None when they are not there.

    The files are mapped into memory, not read: texts that nobody asks for are
    never loaded. Categories stand in a file of their own, those that tables
    share only once.
    """
    folder = _folder(head)
    try:
        lists = _mapped(folder / "categories")
        kinds = {key: categories(lists[key].combine_chunks().flatten()) for key in lists.column_names}
        return {name: _restored(_mapped(folder / name), name, kinds) for name in SPECS}
    except (OSError, ValueError, KeyError):
        return None


def _mapped(file: Path) -> Any:
    return feather.read_table(file.with_suffix(".feather"), memory_map=True)


def _restored(arrays: Any, name: str, kinds: Mapping[str, pd.CategoricalDtype]) -> pd.DataFrame:
    specs = {spec.name: spec for spec in SPECS[name]}
    columns: dict[str, Any] = {}
    for column in arrays.column_names:
        cells, spec = arrays[column], specs.get(column)
        if spec is None:
            columns[column] = cells.to_numpy()
        elif is_category(spec):
            columns[column] = categorical(cells.to_numpy(), kinds[_shared(name, column)])
        else:
            columns[column] = plain(spec, cells)
    return pd.DataFrame(columns, copy=False)


def _shared(table: str, column: str) -> str:
    """The name under which the categories of a column are kept."""
    return "agency" if column in ("agency", "shares_qms_of") else f"{table}.{column}"


def keep(head: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep the frames for the next process. A folder that cannot be written is no fault."""
    folder = _folder(head)
    unfinished = folder.with_suffix(".part")
    lists: dict[str, Any] = {}
    try:
        unfinished.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            columns = {}
            for column in map(str, table):
                cells = table[column]
                if isinstance(cells.dtype, pd.CategoricalDtype):
                    lists[_shared(name, column)] = pa.array([cells.cat.categories.tolist()], _LIST)
                    cells = cells.cat.codes
                columns[column] = pa.array(cells)
            _write(unfinished / name, pa.table(columns))
        _write(unfinished / "categories", pa.table(lists))
        unfinished.rename(folder)
        for old in sorted(FOLDER.iterdir(), key=lambda f: f.stat().st_mtime)[:-KEEPS]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(unfinished, ignore_errors=True)


def _folder(head: str) -> Path:
    return FOLDER / f"{FORMAT}-{head[:32]}"


def _write(file: Path, table: Any) -> None:
    """Uncompressed and in one piece, so that it can be mapped."""
    feather.write_feather(table, file.with_suffix(".feather"), "uncompressed", chunksize=max(len(table), 1))
