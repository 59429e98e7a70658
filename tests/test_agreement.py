"""One view, one set of numbers: command, screen, PDF, Word, slides, workbook, offline page and CSV agree."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import docx
import openpyxl
import pytest
from pptx import Presentation
from pptx.chart.chart import Chart
from streamlit.testing.v1 import AppTest

from qms_model.briefing.inputs import WHOLE
from qms_model.briefing.making import Order, Pack, makers
from qms_model.config import read_config
from qms_model.coverage import Filters
from qms_model.numbers import fraction_text
from qms_model.views import View
from tests.console import Office
from tests.screens import ROOT, sampled

DAY = date(2014, 12, 31)
RUNGS = ("applied", "attested", "in_force", "effective")
Row = dict[str, str]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sampled(tmp_path_factory.mktemp("agreement"))


@pytest.fixture(scope="module", params=[Filters(), Filters(obligation="mandatory")], ids=["all", "mandatory"])
def view(request: pytest.FixtureRequest) -> View:
    return View("vi", DAY, date(2013, 12, 31), request.param)


@pytest.fixture(scope="module")
def pack(url: str, view: View) -> Iterator[Pack]:
    with makers() as pool:
        formats = ("pdf", "docx", "pptx", "xlsx", "html", "csv")
        yield pool.start(Order(url, 1, view, "briefing", WHOLE, read_config()), formats).pack()


@pytest.fixture(scope="module")
def counted(url: str, view: View) -> list[Row]:
    """What the command line says of each type: its label in `name`, the counts as digits."""
    names = {one.code: one.vi for one in read_config().rules.types}
    filters = ("--obligation", view.filters.obligation or "all")
    rows = Office(url).rows("coverage", "--day", DAY.isoformat(), "--by", "type", *filters)
    return [row | {"name": names[row["group"]]} for row in rows if int(row["agencies"])]


def shares(rows: list[Row], rung: str) -> set[str]:
    """n/N of each type, as it is written."""
    return {fraction_text(int(row[rung]), int(row["agencies"]), "vi") for row in rows}


def text_of(file: bytes, folder: Path) -> str:
    """The text layer of a PDF."""
    (folder / "file.pdf").write_bytes(file)
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "file.pdf"), "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def plain(page: str) -> str:
    """The text of an HTML page, a space between its cells."""
    return unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL)))


def by_type(rows: list[list[str]], counted: list[Row]) -> dict[str, list[int]]:
    """N and the four rungs of each type, of the rows of a table that begin with its name."""
    names = {row["name"] for row in counted}
    found = {cells[0]: cells for cells in rows if cells and cells[0] in names}
    return {
        name: [int(cell.replace(".", "")) for cell in (cells[1], *cells[3:7])]
        for name, cells in found.items()
    }


@pytest.fixture(scope="module")
def expected(counted: list[Row]) -> dict[str, list[int]]:
    return {row["name"]: [int(row[column]) for column in ("agencies", *RUNGS)] for row in counted}


def test_the_csv_has_the_numbers_of_the_command(
    pack: Pack, counted: list[Row], expected: dict[str, list[int]]
) -> None:
    rows = list(csv.reader(io.StringIO(pack.files["tables/by-type.csv"].decode("utf-8-sig"))))
    assert by_type(rows, counted) == expected


def test_the_workbook_has_the_numbers_of_the_command(
    pack: Pack, counted: list[Row], expected: dict[str, list[int]]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(pack.files["workbook.xlsx"]))
    sheets = [[[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book]
    found = [
        rows for rows in sheets if any(row[0] == "Loại cơ quan" and row[2] == "Miễn, hoãn" for row in rows)
    ]
    assert by_type(found[0], counted) == expected


@pytest.mark.parametrize("file", ["report.docx"])
def test_the_word_file_has_the_numbers_of_the_command(
    pack: Pack, counted: list[Row], expected: dict[str, list[int]], file: str
) -> None:
    document = docx.Document(io.BytesIO(pack.files[file]))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    found = [rows for rows in tables if rows[0][:1] == ["Loại cơ quan"] and "Miễn, hoãn" in rows[0]]
    assert by_type(found[0], counted) == expected


def test_the_pdf_has_the_shares_of_the_command(pack: Pack, counted: list[Row], tmp_path: Path) -> None:
    for file in ("note.pdf", "report.pdf"):
        text = text_of(pack.files[file], tmp_path)
        assert {share for share in shares(counted, "attested") if share not in text} == set(), file


def test_the_charts_of_the_deck_hold_the_counts_of_the_command(
    pack: Pack, expected: dict[str, list[int]]
) -> None:
    deck = Presentation(io.BytesIO(pack.files["deck.pptx"]))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    sums = [[sum(int(n or 0) for n in bar) for bar in zip(*values(chart), strict=True)] for chart in charts]
    assert sorted(counts[0] for counts in expected.values()) in [sorted(totals) for totals in sums]


def values(chart: Chart) -> list[tuple[float | None, ...]]:
    """The values of each series."""
    return [tuple(series.values) for series in chart.plots[0].series]


def test_the_offline_page_has_the_shares_and_counts_of_the_command(pack: Pack, counted: list[Row]) -> None:
    page = pack.files["page.html"].decode()
    text = plain(page)
    for row in counted:
        assert (
            fraction_text(int(row["attested"]), int(row["agencies"]), "vi")
            in pack.files["page.html"].decode()
        )
        assert row["name"] in text


def test_the_screen_leads_with_the_sentence_of_the_pack(
    pack: Pack, url: str, view: View, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QMS_DATABASE_URL", url)
    page = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=100)
    if view.filters.obligation:
        page.query_params["obligation"] = view.filters.obligation
    page.run()
    lead = page.header[0].value.replace("\\", "")
    tiles = [metric.value for metric in page.metric]
    note = " ".join(text_of(pack.files["note.pdf"], tmp_path).split())
    document = docx.Document(io.BytesIO(pack.files["note.docx"]))
    words = " ".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert lead in words
    assert all(part in note for part in re.findall(r"\d+/\d+", lead))
    assert set(tiles) <= cells
    assert all(tile in note for tile in tiles)
