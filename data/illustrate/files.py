"""Tables as files: what is invented, and the registry's CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

Row = dict[str, str]
INVENTED = Path(__file__).parent / "invented"


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def invented(name: str) -> list[Row]:
    return read(INVENTED / f"{name}.csv")


def write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def cell(day: date | None) -> str:
    return str(day) if day else ""
