"""Reading a workbook in a process of its own, so that no file can take ours along."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from qms_model.i18n import Message, message

WORKBOOKS = (".xlsx", ".xls", ".ods")

_UNFOLD = Path(__file__).with_name("unfold.py")
_SECONDS = 20
_SECONDS_PER_MEGABYTE = 2
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Unreadable(Exception):
    """A file whose cells cannot be had; `why` says what to do."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def unfolded(file: Path) -> list[dict[str, Any]]:
    """The sheets: name, hidden, rows of texts. Raises Unreadable or OSError."""
    kind = file.suffix.lower()
    with file.open("rb") as stream:
        if stream.read(4) != (_OLE if kind == ".xls" else _ZIP):
            raise Unreadable(
                message(
                    "it has a password or is no {kind} file: open it and save it as an .xlsx without one",
                    kind=kind,
                )
            )
    seconds = _SECONDS + _SECONDS_PER_MEGABYTE * file.stat().st_size / 1e6
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_UNFOLD), str(file.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        why = message(
            "the workbook is damaged, or far larger than it looks: open it and save it as a new .xlsx"
        )
        raise Unreadable(why) from None
    sheets = [json.loads(line) for line in done.stdout.splitlines()]
    if sheets and "refused" in sheets[0]:
        raise Unreadable(_why(**sheets[0]))
    return sheets


def _why(refused: str, sheet: str = "", cell: str = "") -> Message:
    if refused == "bomb":
        return message("the workbook unfolds to far more than its size: that is no registry")
    return message(
        "on the sheet “{sheet}”, {cell} is far away from the other cells: delete what is beyond the table",
        sheet=sheet,
        cell=cell,
    )
