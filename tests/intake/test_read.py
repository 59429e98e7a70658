"""Files and headers: in whatever way an office writes them, the same texts come out."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qms_model.config import read_config
from qms_model.csvfile import BOM, csv_rows, guarded
from qms_model.facts import LABELS_VI, SPECS, ColumnSpec
from qms_model.intake.cells import Parser
from qms_model.intake.headers import Table, tables_of
from qms_model.intake.problems import RegistryError
from qms_model.intake.read import Sheet, read
from qms_model.vietnamese import clean, fold, same

PARSER = Parser(read_config().rules)
HEADER = ["Mã", "Tên cơ quan", "Loại"]
ROWS = [["SNV", "Sở Nội vụ", "Sở, ban, ngành"], ["STC", 'Sở "Tài chính"', "so_ban_nganh"]]
NAMES = ["Sở Nội vụ", 'Sở "Tài chính"']
FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
# What can be a cell once it is read.
TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(clean)


def agencies(folder: Path, content: str | bytes, name: str = "agencies.csv") -> Table:
    """The table agencies of a folder with this one file."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    tables, problems = tables_of(read(folder), PARSER)
    file.unlink()
    assert problems == []
    return tables["agencies"]


def text_of(delimiter: str = ",", end: str = "\n", header: list[str] = HEADER) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([header, *ROWS])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", BOM])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_csv_file_is_read_in_all_its_forms(
    tmp_path: Path, delimiter: str, end: str, start: str, form: str
) -> None:
    table = agencies(tmp_path, start + unicodedata.normalize(form, text_of(delimiter, end)))  # type: ignore[arg-type]
    assert table.columns["name"] == NAMES
    assert table.columns["type"] == ["so_ban_nganh"] * 2
    assert table.numbers == [2, 3]


@pytest.mark.parametrize(
    "name", ["agencies.csv", "AGENCIES.CSV", "Cơ quan.csv", "co quan.csv", "Co_quan.csv"]
)
def test_a_file_is_named_in_either_language(tmp_path: Path, name: str) -> None:
    assert agencies(tmp_path, text_of(), name).columns["name"] == NAMES


def test_a_file_name_may_be_decomposed_as_on_a_mac() -> None:
    (table,) = tables_of([Sheet("x", unicodedata.normalize("NFD", "Cơ quan"), [["Mã"]])], PARSER)[0]
    assert table == "agencies"


def headers_of(spec: ColumnSpec) -> list[str]:
    """A header as people write it."""
    return [
        spec.name, spec.name.upper(), spec.name.replace("_", " "), spec.vi, spec.vi.upper(), f"  {spec.vi}: ",
        fold(spec.vi), unicodedata.normalize("NFD", spec.vi), spec.vi.replace(" ", "  "), f"({spec.vi})*",
        spec.vi.replace(" ", "\n"),
    ]  # fmt: skip


@pytest.mark.parametrize(("table", "spec"), [(t, s) for t, specs in SPECS.items() for s in specs], ids=str)
def test_a_header_is_taken_in_either_language_however_it_is_written(table: str, spec: ColumnSpec) -> None:
    for header in headers_of(spec):
        found = tables_of([Sheet("f", LABELS_VI[table], [[clean(header)]])], PARSER)[0]
        assert list(found[table].written) == [spec.name]


@pytest.mark.parametrize("header", ["Mã cơ quan", "mã đơn vị", "MA CO QUAN"])
def test_the_code_of_an_agency_is_known_under_what_clerks_write(header: str) -> None:
    sheet = Sheet("agencies.csv", "agencies", [[header, "name", "type"], ["A", "Sở A", "so_ban_nganh"]])
    tables, problems = tables_of([sheet], Parser(read_config().rules))
    assert problems == []
    assert tables["agencies"].columns["agency"] == ["A"]


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("Tên", "; nearest: name (Tên cơ quan)"),
        ("Địa bà", "; nearest: district (Địa bàn)"),
        ("Điện thoại", ""),
    ],
)
def test_a_hint_for_a_column_is_near_or_is_not_given(header: str, hint: str) -> None:
    sheet = Sheet("agencies.csv", "agencies", [["agency", header, "type"], ["A", "x", "so_ban_nganh"]])
    _, problems = tables_of([sheet], Parser(read_config().rules))
    said = [str(problem.why) for problem in problems if problem.column == header]
    assert said == [f"“{header}” is not a column of this table{hint}"]


def test_no_two_columns_of_a_table_answer_to_one_header() -> None:
    for specs in SPECS.values():
        names = [name for spec in specs for name in {same(spec.name), same(spec.vi)}]
        assert len(names) == len(set(names))
    tables = [name for table, label in LABELS_VI.items() for name in {same(table), same(label)}]
    assert len(tables) == len(set(tables))


@given(text=TEXTS)
@example("=1+1")
@example("'=1+1")
@example("''=1+1")
@example("'")
@example("'Tis")
@example("@x")
@example("-5")
@example("+84")
@example("'-")
@FOLDER
def test_any_text_that_is_guarded_reads_as_itself(tmp_path: Path, text: str) -> None:
    written = csv_rows(["agency", "name"], [["A", guarded(text)], ["B", guarded(guarded(text))]])
    (tmp_path / "agencies.csv").write_text(BOM + written, encoding="utf-8", newline="")
    (sheet,) = read(tmp_path)
    assert sheet.rows == [["agency", "name"], ["A", text], ["B", guarded(text)]]
    assert guarded(text)[:1] not in ("=", "+", "-", "@")


@given(st.text())
@example("a\u200bb")
@example("\ufeff =1")
@example("a\ud800b")
@example("A\u0300\x00\u0323")
def test_a_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once == once.strip()
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in once)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("  Sở \u00a0 Nội   vụ\t", "Sở Nội vụ"), ("Sở\r\nNội vụ", "Sở Nội vụ"), ("a  b", "a b"),
        ("S\u200bN\u00adV\ufeff", "SNV"), ("Sơ\u0309", "Sở"), ("So\u031b\u0309", "Sở"),
        ("a\x00b", "a b"), ("", ""), ("   ", ""),
    ],
)  # fmt: skip
def test_a_cell_is_trimmed_composed_and_its_spaces_collapsed(written: str, text: str) -> None:
    assert clean(written) == text


def test_rows_are_counted_as_records_blank_ones_and_quoted_line_ends_too(tmp_path: Path) -> None:
    text = 'agency,name,type\nSNV,"Sở\nNội\nvụ",so_ban_nganh\n\n,,\nSTC,Sở Tài chính,so_ban_nganh\n\n'
    table = agencies(tmp_path, text)
    assert table.columns["name"] == ["Sở Nội vụ", "Sở Tài chính"]
    assert table.numbers == [2, 5]


def test_the_delimiter_is_that_of_the_header_outside_quotation_marks(tmp_path: Path) -> None:
    text = 'agency;"name";"type"\nSNV;Sở Nội vụ, cơ sở 2;"Sở, ban, ngành"\n'
    assert agencies(tmp_path, text).columns["name"] == ["Sở Nội vụ, cơ sở 2"]
    quoted = '"agency","name\n(tên;tên;tên)",type\nSNV,Sở Nội vụ,chi_cuc\n'
    (tmp_path / "agencies.csv").write_text(quoted, encoding="utf-8")
    assert read(tmp_path)[0].rows[0] == ["agency", "name (tên;tên;tên)", "type"]


def test_blank_columns_at_the_end_are_not_there(tmp_path: Path) -> None:
    text = "agency,name,type,,\nSNV,Sở Nội vụ,chi_cuc,,\nSTC,Sở Tài chính,chi_cuc\n"
    assert agencies(tmp_path, text).columns["agency"] == ["SNV", "STC"]


def test_an_absent_column_is_absent_and_a_blank_cell_is_blank(tmp_path: Path) -> None:
    table = agencies(tmp_path, "agency,name,type,owner\nSNV,Sở Nội vụ,chi_cuc,\n")
    assert table.columns["owner"] == [""]
    assert "contact" not in table.columns


def test_a_single_file_is_a_registry_too(tmp_path: Path) -> None:
    (tmp_path / "agencies.csv").write_text(text_of(), encoding="utf-8")
    (sheet,) = read(tmp_path / "agencies.csv")
    assert (sheet.file, sheet.name, len(sheet.rows)) == ("agencies.csv", "agencies", 3)


def test_what_holds_no_records_is_left_alone_in_a_folder(tmp_path: Path) -> None:
    for name in (
        "README.md",
        "export.json",
        ".hidden.csv",
        "~$agencies.xlsx",
        ".~lock.agencies.csv#",
        "map.png",
    ):
        (tmp_path / name).write_text("x")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "audits.csv").write_text("x")
    assert agencies(tmp_path, text_of()).columns["name"] == NAMES


@pytest.mark.parametrize("name", ["audits.xlsx", "audits.tsv", "audits.txt", "audits.ods"])
def test_a_table_in_another_form_is_not_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("audit\n")
    (sheet,) = read(tmp_path)
    assert sheet.fault is not None
    assert (
        sheet.fault.line("en")
        == f"{name}:1 -: in a folder every table is a .csv file: save it as “CSV UTF-8”"
    )


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere", "nowhere:1 -: there is no such file or folder"),
        ("nowhere.csv", "nowhere.csv:1 -: there is no such file or folder"),
        ("nowhere.xlsx", "nowhere.xlsx:1 -: there is no such file or folder"),
        (
            "notes.txt",
            "notes.txt:1 -: not a registry: a folder of CSV files, or a workbook .xlsx, .xls or .ods",
        ),
        ("x" * 300, f"{'x' * 300}:1 -: it cannot be read"),
    ],
)
def test_what_is_no_registry_is_said_in_one_line(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(RegistryError) as refused:
        read(tmp_path / name)
    assert str(refused.value) == why
