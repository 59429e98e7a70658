"""What the command line prints: a table, CSV or JSON of one frame."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from qms_model.csvfile import csv_text


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def write(frame: pd.DataFrame, form: Format, said: Mapping[str, object]) -> None:
    """Write `frame` to standard output; `said` is what the JSON envelope says of it."""
    if form is Format.CSV:
        text = csv_text(frame)
    elif form is Format.JSON:
        text = json.dumps({**said, "rows": _records(frame)}, ensure_ascii=False, indent=1) + "\n"
    else:
        text = _table(frame)
    sys.stdout.write(text)
    sys.stdout.flush()


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    cells = frame.astype(object)
    plain = cells.where(cells.notna(), None).to_dict("records")
    return [{str(name): _json(value) for name, value in row.items()} for row in plain]


def _json(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _table(frame: pd.DataFrame) -> str:
    """Columns side by side, numbers to the right, missing cells as a dash."""
    cells = [["—" if value is None else _shown(value) for value in row.values()] for row in _records(frame)]
    columns = list(zip(list(frame), *cells, strict=True))
    right = [pd.api.types.is_numeric_dtype(frame[name]) and frame[name].dtype != bool for name in frame]
    widths = [max(map(len, column)) for column in columns]
    lines = [
        "  ".join(
            cell.rjust(w) if r else cell.ljust(w) for cell, w, r in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in zip(*columns, strict=True)
    ]
    return "\n".join(lines) + "\n"


def _shown(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
