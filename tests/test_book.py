"""The workbook of a report, read back with other code than wrote it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from qms_model.briefing.book import book_xlsx, pivots
from qms_model.briefing.report import Report
from qms_model.briefing.sheets import footer_of, sheet_name
from qms_model.coverage import Filters
from qms_model.figures import as_table
from tests.briefings import a_report, report, some
from tests.hostile import TEXTS


def opened(made: Report) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(book_xlsx(made)))


def tables_of(sheet: Worksheet) -> list[list[list[Any]]]:
    """The cells of the Excel tables of a sheet, from top to bottom."""
    found = sorted(sheet.tables.values(), key=lambda table: int(re.sub(r"\D", "", table.ref.split(":")[0])))
    return [[[cell.value for cell in row] for row in sheet[table.ref]] for table in found]


def as_read(day: str) -> datetime:
    """A day, ISO, as openpyxl reads it: the midnight it begins with."""
    return datetime.fromisoformat(day)


def expected(frame: pd.DataFrame) -> list[list[Any]]:
    """A Vietnamese frame as the workbook has it."""
    rows = [["—" if pd.isna(cell) else cell for cell in row] for row in frame.astype(object).to_numpy()]
    for place in range(len(frame.columns)):
        if all(re.fullmatch(r"|—|Chưa|\d\d/\d\d/\d{4}", str(row[place])) for row in rows):
            for row in rows:
                if "/" in str(row[place]):
                    row[place] = as_read("-".join(reversed(row[place].split("/"))))
    return [list(frame.columns), *rows]


@pytest.mark.parametrize(
    ("language", "written", "form"),
    [("vi", "05/03/2015", "dd/mm/yyyy"), ("en", "5 Mar 2015", "[$-409]d mmm yyyy")],
)
def test_a_column_of_days_has_days_that_can_be_sorted(language: str, written: str, form: str) -> None:
    mixed = {"vi": "trước 05/03/2015", "en": "before 5 Mar 2015"}[language]
    month = {"vi": "03/2015", "en": "Mar 2015"}[language]
    frame = pd.DataFrame(
        {
            "day": [written, "—", month, "2013"],
            "mixed": [written, mixed, "", ""],
            "other": [written, "x", "", ""],
            "edition": ["2008", "2000", "", ""],
        }
    )
    made = a_report(language=language)
    assert made.yearly is not None
    sheet = opened(replace(made, yearly=replace(made.yearly, frame=frame, total=())))[
        {"vi": "Báo cáo năm", "en": "Yearly report"}[language]
    ]
    [[_, *rows]] = tables_of(sheet)
    assert [row[0] for row in rows] == [as_read("2015-03-05"), "—", month, "2013"]
    assert [row[1:] for row in rows[:2]] == [[written, written, "2008"], [mixed, "x", "2000"]]
    [cell] = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, datetime)]
    assert cell.number_format == form


def test_the_sheets_come_in_order_and_the_first_one_lists_them() -> None:
    book = opened(a_report())
    names = book.sheetnames
    assert names[0] == "Tổng quan"
    assert names[-4:] == ["Báo cáo năm", "Cách tính", "Chất lượng số liệu", "Nguồn"]
    assert "Hình 3, bảng chéo" in names
    contents = tables_of(book[names[0]])[-1]
    assert [row[0] for row in contents[1:]] == names[1:]


def test_the_summary_says_how_far_it_is() -> None:
    made = a_report()
    sheet = opened(made).worksheets[0]
    texts = [cell.value for (cell, *_) in sheet.iter_rows()]
    assert texts[:2] == [made.title, made.lead]
    [headline] = [table for table in made.tables() if table.key == "headline"]
    assert tables_of(sheet)[0] == expected(headline.frame)


def test_every_figure_has_its_table_with_the_same_numbers() -> None:
    made = a_report()
    book = opened(made)
    for number, drawn in enumerate(made.figures(), start=1):
        sheet = book[f"Hình {number}"]
        assert sheet["A1"].value == drawn.figure.title
        assert [sheet["A2"].value, sheet["A3"].value] == [drawn.measure, drawn.definition]
        assert tables_of(sheet) == [expected(as_table(drawn.figure))]


def test_a_figure_of_types_by_years_is_crossed() -> None:
    made = a_report()
    [drawn] = [one for one in made.figures() if one.key == "coverage-by-year"]
    counts, totals = pivots(drawn.figure).values()
    long = as_table(drawn.figure)
    for _, (kind, year, n, total) in long.iterrows():
        for table, number in ((counts, n), (totals, total)):
            assert table.set_index("Loại cơ quan").loc[kind, str(year)] == number
    [name] = [name for name in opened(made).sheetnames if name.endswith("bảng chéo")]
    assert tables_of(opened(made)[name]) == [expected(counts), expected(totals)]
    assert not pivots(next(one.figure for one in made.figures() if one.key == "adoption"))


def test_every_list_is_whole_with_filter_and_head_in_sight() -> None:
    made = a_report(200)
    book = opened(made)
    listed = [table for table in made.tables() if table.key not in ("headline", "yearly")]
    assert max(len(table.frame) for table in listed if table.brief) > 60
    # As the report calls them, of which the first is the key figures.
    names = {"worst": "Bảng 2", "by-type": "Phụ lục 1", "plan": "Phụ lục 6"}
    assert names.keys() <= {table.key for table in listed}
    sheets = [one for one in book if re.match("Bảng|Phụ lục", one.title)]
    for table, sheet in zip(listed, sheets, strict=True):
        assert names.get(table.key, sheet.title) == sheet.title
        assert tables_of(sheet) == [expected(table.frame)]
        [excel] = sheet.tables.values()
        assert excel.autoFilter is not None
        head = int(re.sub(r"\D", "", excel.ref.split(":")[0]))
        assert sheet.freeze_panes == f"A{head + 1}"
        assert sheet.print_title_rows == f"${head}:${head}"


def test_the_yearly_report_is_whole_with_its_totals() -> None:
    made = a_report(200)
    assert made.yearly is not None
    sheet = opened(made)["Báo cáo năm"]
    assert tables_of(sheet) == [expected(made.yearly.frame)]
    *_, last = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert last == list(made.yearly.total)


def test_counts_are_numbers_with_grouped_thousands() -> None:
    sheet = opened(a_report())["Báo cáo năm"]
    [counted] = [row for row in sheet.iter_rows() if row[1].value == "Cơ quan số 0"]
    assert [(cell.value, cell.number_format) for cell in counted if cell.value == 1200] == [(1200, "#,##0")]


def test_places_and_points_of_the_proposed_list_are_numbers() -> None:
    made = a_report()
    [listed] = [table for table in made.tables() if table.key == "proposed-inspections"]
    assert listed.frame["STT"].tolist() == list(range(1, len(listed.frame) + 1))
    assert [str(listed.frame[name].dtype) for name in ("STT", "Điểm ưu tiên")] == ["Int64"] * 2


def test_doubts_are_counted_by_rule_and_listed() -> None:
    made = a_report()
    assert made.quality is not None
    counts, rows = tables_of(opened(made)["Chất lượng số liệu"])
    assert rows == expected(made.quality.frame)
    rules = made.quality.frame.iloc[:, 0].tolist()
    assert dict(counts[1:]) == {rule: rules.count(rule) for rule in rules}


def test_doubts_are_those_of_the_agencies_looked_at() -> None:
    whole = report(some(30))
    some_ = report(some(30), filters=Filters(type="chi_cuc"))
    assert whole.quality is not None
    assert some_.quality is not None
    assert 0 < len(some_.quality.frame) < len(whole.quality.frame)
    assert set(some_.quality.frame["Mã"]) <= {f"A{n:04}" for n in range(3, 30, 5)}


def test_every_sheet_is_printed_across_one_page_wide_with_the_source_at_the_foot() -> None:
    for sheet in opened(a_report()).worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((None, 0), (1, 0), ("1", "0"))
        fits, foots = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert fits is not None
        assert fits.fitToPage
        assert foots is not None
        foot = str(foots.left.text)
        assert "Nguồn: Sổ theo dõi của Sở" in foot
        assert foot.endswith("Số liệu minh họa")


def test_a_long_source_is_cut_at_the_foot_and_the_rest_stays() -> None:
    origin = replace(a_report().origin, source="Nguồn: " + "R&D " * 200, filters="bộ lọc: " + "x " * 300)
    foot = footer_of(origin)
    assert len(foot) <= 255
    assert foot.endswith(f"{origin.snapshot} · {origin.illustrative}")
    assert not re.search("(?<!&)&(&&)*(?![&LR8])", foot[7:])


@pytest.mark.parametrize("length", range(60, 130))
def test_what_stands_behind_the_source_is_never_cut(length: int) -> None:
    origin = replace(a_report().origin, source="x" * length + " y z")
    assert footer_of(origin).endswith(f"{origin.snapshot} · {origin.illustrative}")


def test_texts_of_the_registry_stay_text() -> None:
    tables = some(len(TEXTS))
    named = [{**row, "name": text} for row, text in zip(tables["agencies"], TEXTS, strict=True)]
    made = report({**tables, "agencies": named})
    content = book_xlsx(made)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Báo cáo năm"]
    [table] = tables_of(sheet)
    assert set(TEXTS) <= {row[1] for row in table}
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.findall(rb"<f>|<hyperlink|externalLink|<calculatedColumnFormula", parts.read(name))


@given(st.lists(st.text(max_size=40), max_size=12))
def test_sheet_names_are_legal_and_no_two_alike(texts: list[str]) -> None:
    names: list[str] = []
    for text in [*texts, "a" * 40, "A" * 40, "'", "History", "Hình 1", "hình 1"]:
        names.append(sheet_name(text, names))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("number", [0, 1, 1000])
def test_a_report_of_nobody_of_one_and_of_a_thousand_is_whole(number: int, language: str) -> None:
    filters = Filters() if number else Filters(type="benh_vien")
    made = report({name: rows for name, rows in some(number or 1).items() if rows}, language, filters)
    book = opened(made)
    assert len(book.sheetnames) == len(set(book.sheetnames)) > 5
    [table] = tables_of(book["Yearly report" if language == "en" else "Báo cáo năm"])
    assert len(table) == max(number, 1) + 1


def test_the_same_report_is_the_same_bytes_and_says_nothing_of_when_it_was_made() -> None:
    content = book_xlsx(a_report())
    assert content == book_xlsx(a_report())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2014-12-31T00:00:00Z" in parts.read("docProps/core.xml")


def test_libreoffice_opens_and_prints_it(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not (Path(office).resolve().parent / "libsclo.so").exists():
        pytest.skip("LibreOffice Calc (soffice) is not installed")
    (tmp_path / "book.xlsx").write_bytes(book_xlsx(a_report()))
    subprocess.run(
        [
            office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "book.xlsx",
        ],
        capture_output=True, check=True, timeout=300,
    )  # fmt: skip
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "book.pdf", "-"], capture_output=True, text=True, check=True
    )
    pages = done.stdout.split("\f")[:-1]
    assert all("liệu" in page and "Bản" in page for page in pages)
    assert "#NAME?" not in done.stdout
