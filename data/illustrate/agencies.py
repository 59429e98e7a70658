"""The agencies of the day, what is typical of their types, and who uses whose system."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from data.illustrate.files import Row, invented, read
from data.illustrate.model import System

MANDATORY = ("so_ban_nganh", "ubnd_huyen", "phong_noi_vu", "phong_tnmt")
SERVICE_UNITS = ("trung_tam", "truong_cd", "truong_tc", "benh_vien", "ttyt_huyen")
# type: its scope, kind of objectives, and numbers of procedures
TYPES = {row["type"]: row for row in invented("types")}


def agencies_of(folder: Path, day: date) -> dict[str, Row]:
    """The agencies of the day, by code."""
    there = str(day)
    return {
        row["agency"]: row
        for row in read(folder / "agencies.csv")
        if row["established_on"] <= there and (not row["dissolved_on"] or there < row["dissolved_on"])
    }


def sharing(systems: list[System], agencies: dict[str, Row]) -> Iterator[tuple[str, System]]:
    """Those that use another agency's system, each with that system."""
    by_code = {owner.agency: owner for owner in systems}
    for code, row in agencies.items():
        host = by_code.get(row["shares_qms_of"])
        if host and code not in by_code:
            yield code, host
