"""Workbooks for tests: .ods and .xls as small as they can be; .xlsx with openpyxl."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl

Cell = str | float | dt.date | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMESPACES = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text"))


def write_xlsx(file: Path, sheets: Sheets) -> Path:
    """An .xlsx with typed cells."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(file)
    return file


def write_ods(file: Path, sheets: Sheets, repeats: str = "") -> Path:
    """An .ods with typed cells; `repeats` is an attribute of every row."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(
            f"<table:table-row {repeats}>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        package.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return file


def _ods_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, dt.date):
        return _typed("date", f'office:date-value="{cell.isoformat()}"', f"{cell:%d/%m/%Y}")
    if isinstance(cell, str):
        return _typed("string", "", cell)
    return _typed("float", f'office:value="{cell}"', str(cell))


def _typed(kind: str, value: str, text: str) -> str:
    written = f"<text:p>{escape(text)}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" {value}>{written}</table:table-cell>'


def write_xls(file: Path, sheets: Sheets) -> Path:
    """An .xls (BIFF8 in a compound file) with texts and numbers."""
    bodies = [
        _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + _cells(rows) + _record(0x0A)
        for rows in sheets.values()
    ]
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6)) + _record(
        0x42, struct.pack("<H", 1200)
    )
    offset = len(start) + sum(len(_bound(name, 0)) for name in sheets) + len(_record(0x0A))
    bounds = b""
    for name, body in zip(sheets, bodies, strict=True):
        bounds += _bound(name, offset)
        offset += len(body)
    file.write_bytes(_compound(start + bounds + _record(0x0A) + b"".join(bodies)))
    return file


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _bound(name: str, offset: int) -> bytes:
    return _record(0x85, struct.pack("<IBBBB", offset, 0, 0, len(name), 1) + name.encode("utf-16-le"))


def _cells(rows: Sequence[Sequence[Cell]]) -> bytes:
    content = b""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str) and cell:
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                content += _record(0x204, place + text)
            elif isinstance(cell, (int, float)):
                content += _record(0x203, place + struct.pack("<d", cell))
    return content


def _compound(stream: bytes) -> bytes:
    """A compound file with the one stream "Workbook", long enough to have sectors of its own."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    assert sectors < 126  # one sector of the allocation table is enough
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [table, end, *range(3, sectors + 2), end]
    allocation = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack(
        "<109I", 0, *[free] * 108
    )
    directory = _entry("Root Entry", 5, end, 0, child=1) + _entry("Workbook", 2, 2, len(stream)) + bytes(256)
    return header + allocation + directory + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
