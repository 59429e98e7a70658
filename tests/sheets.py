"""Reports made of small frames, figures of each kind, and what a PDF says when it is read back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from qms_model.briefing.report import Asked, Drawn, Listed, Origin, Report, Said, Section
from qms_model.config import read_config
from qms_model.figures import Deadline, Figure, Kind, Series
from qms_model.figures.theme import EVENTS, HIGHLIGHT, LOOKS, PLAN, RAMP, RUNGS, SEVERITIES

ROOT = Path(__file__).parent.parent
DAY = date(2014, 12, 31)
OFFICE = read_config(ROOT / "config.yaml").office
ORIGIN = Origin(
    "tính đến ngày 31/12/2014", "lần cập nhật 12, mã băm a3f9c2d4e5b6", "tất cả các cơ quan",
    "Nguồn: Sổ theo dõi của Sở", "Bản chốt số liệu 0f1e2d3c4b5a", "Số liệu minh họa",
)  # fmt: skip


def figure_of(kind: Kind, names: Sequence[str], language: str = "vi") -> Figure:
    """A figure of the kind with a row for each name; row n counts n + 1 of 10."""
    frame, encodings, series = _FRAMES[kind](names)
    figure = Figure(
        kind=kind,
        frame=frame,
        encodings=encodings,
        series=series,
        title=f"Hình {kind}",
        alt=f"Biểu đồ {kind}",
        language=language,
        axis="Loại",
        measure="Số cơ quan",
        tick="Kế hoạch" if kind is Kind.SHARE_BARS else "",
        until=DAY if kind is Kind.LANES else None,
        deadlines=(Deadline(0.5, "15/11/2010: hết giá trị"),) if kind is Kind.STEPS else (),
    )
    if kind is not Kind.COLUMNS:
        return figure
    years = frame.groupby("row", as_index=False)[["count"]].sum()
    below = replace(figure, kind=Kind.STEPS, frame=years, encodings={"row": "row", "count": "count"})
    return replace(figure, below=replace(below, series=(Series("total", "Lũy kế", HIGHLIGHT),)))


def texts_of(name: str, place: int) -> str:
    """What the row of this place says: n/N."""
    return f"{min(place + 1, 10)}/10"


Made = tuple[pd.DataFrame, dict[str, str], tuple[Series, ...]]


def _made(rows: list[dict[str, Any]], *series: Series) -> Made:
    known = ("row", "name", "series", "count", "length", "end", "text", "column", "value", "start", "tick")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    frame = pd.DataFrame(rows, columns=columns or list(known))
    return frame, {column: column for column in frame.columns}, series


def _bars(names: Sequence[str]) -> Made:
    rows = [
        {
            "row": f"r{place}", "name": name, "series": code, "count": n, "length": 10.0 * n,
            "end": f"{texts_of(name, place)} · {10 * k}%\nKH 8", "tick": 80.0, "tick_name": "KH 8",
        }
        for place, name in enumerate(names)
        for k in [min(place + 1, 10)]
        for code, n in (("in_force_current", k), ("lapsed", 10 - k))
    ]  # fmt: skip
    looks = ("in_force_current", "lapsed")
    return _made(rows, *(Series(code, f"Nhóm {code}", LOOKS[code]) for code in looks))


def _cells(names: Sequence[str]) -> Made:
    rows = [
        {
            "row": f"r{place}", "name": name, "column": str(year), "count": 1,
            "length": 10.0 * min(place + 1, 10), "text": texts_of(name, place), "end": "",
        }
        for place, name in enumerate(names)
        for year in range(2008, 2015)
    ]  # fmt: skip
    return _made(rows)


def _dots(names: Sequence[str]) -> Made:
    rows = [
        {
            "row": f"r{place}", "name": name, "series": rung, "count": 1,
            "length": 10.0 * min(place + 1, 10), "text": "", "end": texts_of(name, place),
        }
        for place, name in enumerate(names)
        for rung in RUNGS
    ]  # fmt: skip
    return _made(rows, *(Series(code, f"Mức {code}", mark) for code, mark in RUNGS.items()))


def _strip(names: Sequence[str]) -> Made:
    rows = [
        {
            "row": f"r{place}", "name": name, "series": "high", "item": f"A{n}", "value": 30 * n,
            "text": "", "end": texts_of(name, place),
        }
        for place, name in enumerate(names)
        for n in range(place % 10 + 1)
    ]  # fmt: skip
    return _made(rows, Series("high", "Mức cao", SEVERITIES["high"]))


def _columns(names: Sequence[str]) -> Made:
    codes = ("a", "b", "c", "d")
    rows = [
        {"row": 2000 + place, "series": code, "count": place + 1}
        for place, _ in enumerate(names)
        for code in codes
    ]
    return _made(rows, *(Series(code, f"Loại {code}", mark) for code, mark in zip(codes, RAMP, strict=True)))


def _steps(names: Sequence[str]) -> Made:
    rows = [
        {"row": name, "series": code, "count": place + more}
        for place, name in enumerate(names)
        for code, more in (("attested", 1), ("planned", 3))
    ]
    return _made(rows, Series("attested", "Đã đạt", HIGHLIGHT), Series("planned", "Kế hoạch", PLAN))


def _lanes(names: Sequence[str]) -> Made:
    rows = [
        {
            "row": f"r{place}", "name": name, "series": code, "start": date(2008, 5, 1), "end": end,
            "text": "", "count": 1,
        }
        for place, name in enumerate(names)
        for code, end in (("valid", date(2011, 5, 1)), ("stopped", date(2008, 5, 1)))
    ]  # fmt: skip
    return _made(rows, *(Series(code, f"Việc {code}", EVENTS[code]) for code in ("valid", "stopped")))


def _panels(names: Sequence[str]) -> Made:
    rows = [
        {
            "row": f"r{place}", "name": name, "series": "attested", "column": str(year), "count": 1,
            "length": 10.0 * min(place + 1, 10), "text": "", "end": texts_of(name, place),
        }
        for place, name in enumerate(names)
        for year in (2013, 2014)
    ]  # fmt: skip
    return _made(rows, Series("attested", "Đã đạt", HIGHLIGHT))


_FRAMES: dict[Kind, Callable[[Sequence[str]], Made]] = {
    Kind.SHARE_BARS: _bars,
    Kind.BARS: _bars,
    Kind.HEAT: _cells,
    Kind.DOTS: _dots,
    Kind.STRIP: _strip,
    Kind.COLUMNS: _columns,
    Kind.STEPS: _steps,
    Kind.LANES: _lanes,
    Kind.PANELS: _panels,
}


def table(rows: int, brief: int | None = None, name: str = "Cơ quan số {n}") -> Listed:
    """A table of agencies with their days late."""
    frame = pd.DataFrame(
        {
            "Tên cơ quan": [name.format(n=n) for n in range(1, rows + 1)],
            "Số ngày chậm": pd.array([5 + 30 * n for n in range(rows)], dtype="Int64"),
            "Việc tiếp theo": ["Kiểm tra tại trụ sở"] * rows,
        }
    )
    return Listed("late", f"{rows} cơ quan chậm tiến độ", frame, brief=brief)


def wide() -> Listed:
    """A table that asks for a sheet across."""
    long = "Điểm không phù hợp nặng phải khắc phục xong trước ngày 15/03/2014"
    return Listed("wide", "Bảng rộng", pd.DataFrame({f"Cột {n}": [long] for n in range(6)}))


def drawn(kind: Kind = Kind.SHARE_BARS, names: Sequence[str] = ("Sở", "Chi cục")) -> Drawn:
    """A figure of a report."""
    return Drawn(f"figure-{kind}", figure_of(kind, names), "Đã đạt: 3/20 (15%)", "Từng được cấp.")


HEADLINE = Listed(
    "headline",
    "Số liệu chính",
    pd.DataFrame(
        {
            "Chỉ tiêu": ["Còn hiệu lực", "Chậm tiến độ"],
            "Số": ["47/53", "53/438"],
            "So sánh": ["89%", "12,1%"],
        }
    ),
)
LEAD = Said("Tính đến ngày 31/12/2014, 122/438 cơ quan đã được chứng nhận.")
ASKED = Asked(("Yêu cầu 26 cơ quan giải trình", "Chỉ đạo UBND tỉnh xử lý dứt điểm 14 cơ quan"))


def a_report(language: str = "vi", **changes: Any) -> Report:
    """A small report with a part of every kind, and what is changed."""
    made = Report(
        title="Báo cáo tình hình áp dụng TCVN ISO 9001",
        lead=LEAD.text,
        day=DAY,
        language=language,
        office=OFFICE,
        origin=ORIGIN,
        note=(LEAD, HEADLINE, drawn(), ASKED),
        sections=(
            Section("results", "Kết quả chung", (LEAD, HEADLINE, drawn())),
            Section("proposals", "Kiến nghị, đề xuất", (ASKED,)),
            Section("PL1", "Phụ lục 1. Chậm tiến độ", (table(3),), annex=True),
            Section("PL2", "Phụ lục 2. Bảng rộng", (wide(),), annex=True),
        ),
        definitions=(("N", "Các cơ quan đang tồn tại."),),
    )
    return replace(made, **changes)


def read(content: bytes, folder: Path, *how: str) -> list[str]:
    """The text of each page, lines as they lie (`how`: options of pdftotext)."""
    file = folder / "read.pdf"
    file.write_bytes(content)
    command = ["pdftotext", *(how or ("-layout",)), str(file), "-"]
    return (
        subprocess.run(command, check=True, capture_output=True, text=True)
        .stdout.removesuffix("\f")
        .split("\f")
    )


def known(content: bytes, folder: Path, *how: str) -> str:
    """What pdfinfo says of a PDF."""
    file = folder / "known.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdfinfo", *how, str(file)], check=True, capture_output=True).stdout
    return said.decode(errors="replace")  # titles of headings come as UTF-16


def unbroken(text: str) -> str:
    """The text without spaces, line breaks, and the places where it may be broken."""
    return "".join(text.replace("\u200b", "").split())
