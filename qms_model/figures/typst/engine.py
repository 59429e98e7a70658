"""Typst, told where our fonts and programs are: the same data make the same bytes."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from qms_model.figures.typst.fonts import FONTS

_PACKAGE = Path(__file__).parents[2]
_ONE_AT_A_TIME = threading.Lock()  # a compiler serves one caller at a time


def pdf_of(program: str, data: Mapping[str, Any], day: date) -> bytes:
    """The tagged PDF (PDF/UA-1, ISO 14289-1) that a program of the package makes of the data, dated `day`."""
    moment = datetime.combine(day, time(), UTC)
    return _made(program, data, format="pdf", pdf_standards="ua-1", timestamp=moment)


def picture_of(program: str, data: Mapping[str, Any], form: str, ppi: int) -> bytes:
    """The one page that a program makes of the data, as "svg" or "png"."""
    return _made(program, data, format=form, ppi=ppi)


def _made(program: str, data: Mapping[str, Any], **how: Any) -> bytes:
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        made = _compiler().compile(input=_PACKAGE / program, sys_inputs=inputs, **how)
    assert isinstance(made, bytes), "one file"
    return made


@cache
def _compiler() -> typst.Compiler:
    """It keeps what it read and laid out before: a second file takes a third of the time."""
    return typst.Compiler(root=_PACKAGE, font_paths=[FONTS], ignore_system_fonts=True)
