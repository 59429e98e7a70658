"""The registry as a folder of CSV files that loads back without a difference."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from qms_model.csvfile import BOM, csv_rows, guarded
from qms_model.facts import SPECS, Kind
from qms_model.i18n import message
from qms_model.refusal import Refused
from qms_model.registry import Registry

_NUMBERS = (Kind.YEAR, Kind.COUNT, Kind.NUMBER, Kind.SHARE)

# Says from which change the folder was made: a copy that comes back is compared
# with what it was then (intake.plan). Not a table, so that it is not read as one.
STAMP = "export.json"


def export(registry: Registry, folder: Path) -> pd.DataFrame:
    """Write every table that has rows to `folder`: file, rows.

    Raises Refused when the folder is there and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(message("{folder} is not empty: name a folder that is empty or not there.", folder=str(folder)))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SPECS:
        rows = len(registry.tables[name])
        if rows or name == "agencies":
            (folder / f"{name}.csv").write_text(BOM + _table(registry, name), encoding="utf-8", newline="")
            written.append((f"{name}.csv", rows))
    stamp = {"change": registry.known, "hash": registry.head}
    (folder / STAMP).write_text(json.dumps(stamp) + "\n", encoding="utf-8")
    return pd.DataFrame(written, columns=["file", "rows"])


def _table(registry: Registry, name: str) -> str:
    texts = registry.texts(name)
    columns = [
        texts[spec.name] if spec.kind in _NUMBERS else [guarded(cell) for cell in texts[spec.name]]
        for spec in SPECS[name]
    ]
    return csv_rows([spec.name for spec in SPECS[name]], zip(*columns, strict=True))
