"""Loading, exporting, loading what comes back, and undoing: what is recorded, and what is left alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qms_model.config import read_config
from qms_model.intake.plan import apply, plan
from qms_model.refusal import Refused
from qms_model.store import open_store
from tests import plainly, registries
from tests.console import CONFIG, PROVINCE, SAMPLE, Office, Tables, read_back, written

FEW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
DAY = "2013-12-31"
Folders = Callable[..., Path]


@pytest.fixture
def office(database: str) -> Office:
    return Office(database)


@pytest.fixture
def quick(sqlite_url: str) -> Office:
    """An office on SQLite alone, for what no engine decides."""
    return Office(sqlite_url)


@pytest.fixture
def folder(tmp_path: Path) -> Folders:
    """Writes another folder with these tables each time."""
    return lambda **tables: written(tmp_path / f"in{len(list(tmp_path.iterdir()))}", tables)


def planned(office: Office, path: Path) -> dict[str, tuple[int, int, int, int, int]]:
    """The plan: table -> new, changed, unchanged, rejected, conflict."""
    answer = office("load", path, "--format", "csv")
    counts = ("new", "changed", "unchanged", "rejected", "conflict")
    return {row["table"]: tuple(int(row[name]) for name in counts) for row in answer.rows}  # type: ignore[misc]


def recorded(office: Office, tmp_path: Path, *words: object) -> dict[str, list[dict[str, str]]]:
    """All tables as an export writes them."""
    out = tmp_path / f"out{len(list(tmp_path.iterdir()))}"
    assert office("export", out, *words).code == 0
    return read_back(out)


def cell(office: Office, tmp_path: Path, table: str, column: str) -> str:
    """The one cell of this column of a table that has one row."""
    (row,) = recorded(office, tmp_path)[table]
    return row[column]


def agency(code: str = "A", **cells: str) -> dict[str, str]:
    return {"agency": code, "name": f"Cơ quan {code}", "type": "ubnd_xa", **cells}


def certificate(code: str = "A", **cells: str) -> dict[str, str]:
    return {"agency": code, "kind": "certificate", "edition": "2008", "issued_on": "2010-03-15", **cells}


# What a load records ---------------------------------------------------------------------------------------


def test_a_plan_without_apply_records_nothing(office: Office, folder: Folders) -> None:
    answer = office("load", folder(agencies=[agency()]), "--format", "csv")
    assert (answer.code, answer.rows[0]["new"]) == (0, "1")
    assert office.changes() == 0


def test_a_whole_load_is_one_change_with_its_note_and_author(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QMS_USER", "Nguyễn Thị Hà")
    office.load(written(tmp_path / "in", PROVINCE), "--note", "Báo cáo năm 2013")
    (change,) = office.rows("journal")
    assert (change["change"], change["kind"], change["by"]) == ("1", "load", "Nguyễn Thị Hà")
    assert change["note"] == "Báo cáo năm 2013"
    assert int(change["rows"]) == sum(map(len, PROVINCE.values())) + 1  # and the rules of config.yaml


def test_a_load_without_differences_records_no_change(office: Office, tmp_path: Path) -> None:
    path = written(tmp_path / "in", PROVINCE)
    office.load(path)
    assert planned(office, path) == {name: (0, 0, len(rows), 0, 0) for name, rows in PROVINCE.items()}
    office.load(path)
    assert office.changes() == 1


def test_the_same_cells_in_another_spelling_are_no_difference(quick: Office, folder: Folders) -> None:
    as_codes = folder(
        agencies=[agency(type="ubnd_huyen", district="184", established_on="2010-03", in_par_index="yes")],
        objectives=[
            {"agency": "A", "year": "2013", "objective": "Đúng hạn", "target": "95.5", "better": "higher"}
        ],
    )
    as_an_office_writes = folder(
        agencies=[agency(type="UBND huyện, thành phố", district="Huyện Văn Quan", established_on="03/2010",
                         in_par_index="Có")],
        objectives=[{"agency": "A", "year": "2013", "objective": "  Đúng   hạn ", "target": "95,50",
                     "better": "cao hơn"}],
    )  # fmt: skip
    quick.load(as_codes)
    quick.load(as_an_office_writes)
    assert quick.changes() == 1


def test_an_absent_column_keeps_and_a_blank_cell_clears(
    office: Office, folder: Folders, tmp_path: Path
) -> None:
    office.load(folder(agencies=[agency(owner="Bà Hà", contact="0205", district="184")]))
    office.load(folder(agencies=[agency(contact="")]))
    (row,) = recorded(office, tmp_path)["agencies"]
    assert (row["owner"], row["contact"], row["district"]) == ("Bà Hà", "", "184")


@pytest.mark.parametrize(
    ("table", "old", "without"),
    [
        pytest.param("agencies", agency(established_on="2010-05-01", owner="Bà Hà"), agency(owner="Ông An"),
                     id="established_on of an agency"),
        pytest.param("attestations", certificate(number="12", body="X"), certificate(body="Y"),
                     id="number of a certificate"),
    ],
)  # fmt: skip
def test_an_absent_key_column_keeps_too(
    table: str, old: dict[str, str], without: dict[str, str], quick: Office, folder: Folders, tmp_path: Path
) -> None:
    quick.load(folder(**({"agencies": [agency()]} | {table: [old]})))
    path = folder(**{table: [without]})
    assert planned(quick, path) == {table: (0, 1, 0, 0, 0)}
    quick.load(path)
    (row,) = recorded(quick, tmp_path)[table]
    assert {name: row[name] for name in old} == {**old, **without}


def test_a_row_that_is_absent_from_the_file_stays(office: Office, folder: Folders) -> None:
    office.load(folder(agencies=[agency("A"), agency("B")]))
    office.load(folder(agencies=[agency("B", name="Tên mới"), agency("C")]))
    assert [row["agency"] for row in office.rows("status", "--day", DAY)] == ["A", "B", "C"]


def test_a_table_that_is_absent_stays_and_agencies_need_not_come_again(
    office: Office, folder: Folders
) -> None:
    office.load(folder(agencies=[agency()], adoptions=[{"agency": "A", "applied_on": "2010"}]))
    office.load(folder(attestations=[certificate()]))
    (row,) = office.rows("coverage", "--day", "2010-12-31")
    assert (row["agencies"], row["applied"], row["in_force"]) == ("1", "1", "1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param({"number": ""}, {"number": "12"}, id="a blank number gets a value"),
        pytest.param({"issued_on": "2010"}, {"issued_on": "2010-03"}, id="a year gets finer"),
        pytest.param({"issued_on": "2010-03"}, {"issued_on": "2010-03-15"}, id="a month gets finer"),
        pytest.param({"issued_on": "2010"}, {"issued_on": "2010-03-15", "number": "12"}, id="both"),
    ],
)
def test_a_key_cell_that_gets_a_value_or_gets_finer_changes_the_row(
    old: dict[str, str], new: dict[str, str], quick: Office, folder: Folders, tmp_path: Path
) -> None:
    quick.load(folder(agencies=[agency()], attestations=[certificate(**{"number": "", **old}, body="X")]))
    path = folder(attestations=[certificate(**new)])
    assert planned(quick, path) == {"attestations": (0, 1, 0, 0, 0)}
    quick.load(path)
    (row,) = recorded(quick, tmp_path)["attestations"]
    assert {name: row[name] for name in new} == new
    assert row["body"] == "X"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param([{"number": "7"}], {"number": "12"}, id="another number"),
        pytest.param([{"issued_on": "2010"}], {"issued_on": "2011-03"}, id="a month of another year"),
        pytest.param([{"issued_on": "2010-03-15"}], {"issued_on": "2010-03"}, id="a date gets coarser"),
        pytest.param([{"number": ""}, {"issued_on": "2010"}], {"number": "12"}, id="two rows would match"),
        pytest.param([{"number": "7"}], {"number": ""}, id="a number is cleared"),
    ],
)
def test_any_other_difference_in_a_key_is_a_new_row(
    old: list[dict[str, str]], new: dict[str, str], quick: Office, folder: Folders
) -> None:
    rows = [certificate(**{"number": "", **cells}) for cells in old]
    quick.load(folder(agencies=[agency()], attestations=rows))
    assert planned(quick, folder(attestations=[certificate(**new)])) == {"attestations": (1, 0, 0, 0, 0)}


def test_one_recorded_row_is_refined_by_one_row_of_the_file_only(quick: Office, folder: Folders) -> None:
    quick.load(folder(agencies=[agency()], attestations=[certificate(issued_on="2010")]))
    two = folder(attestations=[certificate(issued_on="2010-03"), certificate(issued_on="2010-04")])
    assert planned(quick, two) == {"attestations": (2, 0, 0, 0, 0)}


def test_input_with_errors_records_nothing_of_it(office: Office, folder: Folders, tmp_path: Path) -> None:
    office.load(folder(agencies=[agency()]))
    before = recorded(office, tmp_path)
    wrong = folder(agencies=[agency("B")], attestations=[certificate("B"), certificate("C")])
    answer = office("load", wrong, "--apply")
    assert answer.code == 3
    assert recorded(office, tmp_path) == before
    assert office.changes() == 1


def test_a_plan_made_before_another_change_is_refused(office: Office, folder: Folders) -> None:
    store, rules = open_store(office.url), read_config().rules
    late = plan(folder(agencies=[agency("A")]), store, rules)
    office.load(folder(agencies=[agency("B")]))
    with pytest.raises(Refused, match="Load again"):
        apply(late, store, rules, by="chị Hà")
    assert [row["agency"] for row in office.rows("status", "--day", DAY)] == ["B"]


@pytest.mark.parametrize(
    "settings_",
    [
        pytest.param([], id="no registry table"),
        pytest.param([{"setting": "province", "value": "Lạng Sơn"}], id="does not say"),
        pytest.param([{"setting": "illustrative", "value": "no"}], id="says no"),
        pytest.param([{"setting": "illustrative"}], id="no column value"),
    ],
)
def test_a_real_registry_is_not_laid_over_the_illustrative_one(
    settings_: list[dict[str, str]], quick: Office, folder: Folders
) -> None:
    quick.load(folder(agencies=[agency()], registry=[{"setting": "illustrative", "value": "yes"}]))
    tables: dict[str, Any] = {"agencies": [agency("B")]} | ({"registry": settings_} if settings_ else {})
    answer = quick("load", folder(**tables), "--apply")
    assert answer.code == 3
    assert "illustrative" in answer.err
    assert "start without the sample" in answer.err
    assert quick.changes() == 1


# Export ----------------------------------------------------------------------------------------------------


def test_an_export_loads_into_an_empty_database_with_the_same_texts_and_numbers(
    office: Office, tmp_path: Path
) -> None:
    office.load(SAMPLE)
    assert office("export", tmp_path / "out").code == 0
    copy = Office(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    copy.load(tmp_path / "out")
    assert recorded(copy, tmp_path) == recorded(office, tmp_path) == read_back(tmp_path / "out")
    for day in ("2007-12-31", "2014-12-31", "2025-07-01"):
        for words in (("status",), ("coverage", "--by", "type")):
            assert copy(*words, "--day", day).out == office(*words, "--day", day).out


def test_an_export_says_what_the_sample_says_cell_for_cell(quick: Office, tmp_path: Path) -> None:
    quick.load(SAMPLE)
    written_out, sample = recorded(quick, tmp_path), read_back(SAMPLE)
    for name, rows in sample.items():
        assert [{column: row[column] for column in rows[0]} for row in written_out[name]] == rows


def test_loading_an_export_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    office.load(written(tmp_path / "in", PROVINCE))
    rows = office.rows("export", tmp_path / "out")
    assert {row["file"]: int(row["rows"]) for row in rows} == {
        f"{n}.csv": len(r) for n, r in PROVINCE.items()
    }
    plan_ = planned(office, tmp_path / "out")
    assert all(unchanged == len(PROVINCE[name]) for name, (_, _, unchanged, _, _) in plan_.items())
    office.load(tmp_path / "out")
    assert office.changes() == 1


def test_an_export_starts_with_a_byte_order_mark_so_that_spreadsheets_read_it(
    quick: Office, tmp_path: Path
) -> None:
    quick.load(written(tmp_path / "in", PROVINCE))
    quick("export", tmp_path / "out")
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in (tmp_path / "out").glob("*.csv"))


def test_an_export_never_goes_into_a_folder_that_holds_something(quick: Office, tmp_path: Path) -> None:
    quick.load(written(tmp_path / "in", PROVINCE))
    (tmp_path / "empty").mkdir()
    assert quick("export", tmp_path / "empty").code == 0
    assert quick("export", tmp_path / "empty").code == 1
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / ".hidden").touch()
    assert quick("export", tmp_path / "mine").code == 1
    assert [file.name for file in (tmp_path / "mine").iterdir()] == [".hidden"]


def test_an_export_at_a_known_change_is_the_registry_of_then(
    office: Office, folder: Folders, tmp_path: Path
) -> None:
    office.load(folder(agencies=[agency("A", owner="Bà Hà")]))
    office.load(folder(agencies=[agency("A", owner="Ông An"), agency("B")]))
    (row,) = recorded(office, tmp_path, "--known", "1")["agencies"]
    assert (row["agency"], row["owner"]) == ("A", "Bà Hà")
    office("export", tmp_path / "old", "--known", "1")
    office.load(tmp_path / "old")  # nothing was edited in it, so nothing goes back
    assert office.changes() == 2


# DATED: table, column -> kept on 31/12/2012, and not
DATED = {
    "attestations": ("issued_on", ["2012-12-31", "2012-12", "2012"], ["2013-01-01", "2013"]),
    "audits": ("held_on", ["2012-12-31"], ["2013-01-01"]),
    "procedures": ("counted_on", ["2012-12-31"], ["2013-01-01"]),
    "exemptions": ("starts_on", ["2012-12-31"], ["2013-01-01"]),
    "followups": ("on", ["2012-12-31"], ["2013-01-01"]),
    "reorganisations": ("effective_on", ["2012-12-31"], ["2013-01-01"]),
    "objectives": ("year", ["2012"], ["2013"]),
    "targets": ("due_on", ["2012-12-31", "2013-01-01"], []),
}
REST: dict[str, dict[str, str]] = {
    "attestations": {"agency": "A", "kind": "certificate", "edition": "2008"},
    "audits": {"agency": "A", "kind": "internal"},
    "procedures": {"agency": "A"},
    "exemptions": {"agency": "A", "until": "2019-12-31", "basis": "Công văn"},
    "followups": {"agency": "A"},
    "reorganisations": {"kind": "dissolve", "predecessor": "A"},
    "objectives": {"agency": "A", "objective": "Đúng hạn", "target": "1"},
    "targets": {"type": "ubnd_xa", "share": "50"},
}
KEY = {"audits": "audit", "reorganisations": "event"}


def test_an_export_of_a_day_has_what_is_dated_on_or_before_it(quick: Office, tmp_path: Path) -> None:
    tables = {
        name: [
            {**REST[name], column: text, **({KEY[name]: f"M{n}"} if name in KEY else {})}
            for n, text in enumerate([*kept, *left])
        ]
        for name, (column, kept, left) in DATED.items()
    }
    agencies = [agency("A"), agency("B", established_on="2012-12"), agency("C", established_on="2013-01-01"),
                agency("D", established_on="2012")]  # fmt: skip
    quick.load(written(tmp_path / "in", {"agencies": agencies, **tables}))
    found = recorded(quick, tmp_path, "--day", "31/12/2012")
    assert [row["agency"] for row in found["agencies"]] == ["A", "B", "D"]
    for name, (column, kept, _) in DATED.items():
        assert [row[column] for row in found[name]] == kept, name


def test_an_export_of_a_day_keeps_what_its_records_refer_to(quick: Office, tmp_path: Path) -> None:
    tables: Tables = {
        "agencies": [
            agency("GUEST", shares_qms_of="HOST"),
            agency("HOST", established_on="2020"),
            agency("NEW", established_on="2020"),
            agency("NOBODY", established_on="2020"),
        ],
        "attestations": [certificate("NEW", issued_on="2012-05-01")],
        "audits": [{"audit": "K1", "agency": "GUEST", "kind": "internal", "held_on": "2012-01-01"}],
        "findings": [{"finding": "F1", "audit": "K1", "grade": "minor"}],
    }
    quick.load(written(tmp_path / "in", tables))
    quick("export", tmp_path / "out", "--day", "2012-12-31")
    found = read_back(tmp_path / "out")
    assert [row["agency"] for row in found["agencies"]] == ["GUEST", "HOST", "NEW"]
    assert [row["finding"] for row in found["findings"]] == ["F1"]
    copy = Office(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    copy.load(tmp_path / "out")


@FEW
@given(registries.tables(), registries.days(), st.lists(registries.days(), min_size=2, max_size=2))
def test_an_export_of_a_day_loads_alone_and_stands_up_to_that_day_as_the_whole_registry_does(
    tmp_path_factory: pytest.TempPathFactory, tables: registries.Tables, day: date, asked: list[date]
) -> None:
    folder = tmp_path_factory.mktemp("day")
    office, copy = (Office(f"sqlite:///{folder / name}.sqlite") for name in ("whole", "copy"))
    office.load(written(folder / "in", tables))
    office("export", folder / "out", "--day", day)
    office.load(folder / "out")
    assert office.changes() == 1
    if not read_back(folder / "out")["agencies"]:
        return  # a registry without agencies is no registry
    copy.load(folder / "out")
    for until in {day, *(min(one, day) for one in asked)}:
        assert copy("status", "--day", until).out == office("status", "--day", until).out


@FEW
@given(registries.tables(), st.lists(registries.days(), min_size=3, max_size=3))
def test_a_random_registry_survives_load_export_and_load(
    tmp_path_factory: pytest.TempPathFactory, tables: registries.Tables, days: list[date]
) -> None:
    folder = tmp_path_factory.mktemp("round")
    office, copy = (Office(f"sqlite:///{folder / name}.sqlite") for name in ("one", "two"))
    office.load(written(folder / "in", tables))
    office("export", folder / "out")
    copy.load(folder / "out")
    for day in days:
        assert copy("status", "--day", day).out == office("status", "--day", day).out


@FEW
@given(registries.tables(), st.data(), st.lists(registries.days(), min_size=2, max_size=2))
def test_a_registry_loaded_in_two_parts_answers_as_loaded_at_once(
    tmp_path_factory: pytest.TempPathFactory, tables: registries.Tables, data: st.DataObject, days: list[date]
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    later = {
        name: data.draw(st.sets(st.integers(0, len(rows) - 1)))
        for name, rows in tables.items()
        if name not in ("agencies", "audits")  # the others refer to these
    }
    first = {
        name: [r for n, r in enumerate(rows) if n not in later.get(name, ())] for name, rows in tables.items()
    }
    second = {name: [tables[name][n] for n in sorted(places)] for name, places in later.items()}
    office = Office(f"sqlite:///{folder / 'registry.sqlite'}")
    office.load(written(folder / "first", {name: rows for name, rows in first.items() if rows}))
    if any(second.values()):
        office.load(written(folder / "second", {name: rows for name, rows in second.items() if rows}))
    for day in days:
        expected = plainly.status(tables, registries.RULES, day)
        rows = office.rows("status", "--day", day)
        assert [(r["agency"], r["state"], r["rung"]) for r in rows] == [
            (r["agency"], r["state"], r["rung"]) for r in expected
        ]


# An export that comes back ---------------------------------------------------------------------------------


@pytest.fixture
def returned(quick: Office, folder: Folders, tmp_path: Path) -> Path:
    """An export of change 1; since then change 2 was recorded: another owner of A, agency C."""
    agencies = [agency("A", owner="Bà Hà", contact="1"), agency("B", owner="Ông An", contact="1")]
    quick.load(folder(agencies=agencies))
    quick("export", tmp_path / "out")
    quick.load(folder(agencies=[agency("A", owner="Bà Hà mới"), agency("C")]))
    return tmp_path / "out"


def edited(path: Path, old: str, new: str, *, file: str = "agencies.csv") -> Path:
    """The folder with a text of a file replaced, as its reader edits it."""
    text = (path / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (path / file).write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_an_export_says_which_change_it_was_made_from(quick: Office, returned: Path) -> None:
    stamp = json.loads((returned / "export.json").read_text(encoding="utf-8"))
    first = quick.rows("journal")[0]
    assert stamp == {"change": 1, "hash": first["hash"]}


def test_a_returned_export_that_nobody_edited_takes_nothing_back(quick: Office, returned: Path) -> None:
    assert planned(quick, returned) == {"agencies": (0, 0, 2, 0, 0)}
    quick.load(returned)
    assert quick.changes() == 2


def test_only_the_cells_that_its_reader_edited_are_changed(
    quick: Office, returned: Path, tmp_path: Path
) -> None:
    text = (returned / "agencies.csv").read_text(encoding="utf-8")
    text = text.replace("Bà Hà,1", "Bà Hà,2") + "D,Cơ quan D,ubnd_xa" + "," * 12 + "\n"
    (returned / "agencies.csv").write_text(text, encoding="utf-8")
    assert planned(quick, returned) == {"agencies": (1, 1, 1, 0, 0)}
    quick.load(returned)
    rows = {row["agency"]: row for row in recorded(quick, tmp_path)["agencies"]}
    assert sorted(rows) == ["A", "B", "C", "D"]
    assert (rows["A"]["owner"], rows["A"]["contact"]) == ("Bà Hà mới", "2")


def test_a_cell_edited_on_both_sides_is_a_conflict_and_nothing_is_recorded(
    quick: Office, returned: Path, tmp_path: Path
) -> None:
    edited(returned, "Bà Hà", "Chị Lan")
    before = recorded(quick, tmp_path)
    assert planned(quick, returned)["agencies"][4] == 1
    answer = quick("load", returned, "--apply")
    assert answer.code == 1
    assert answer.err.splitlines() == [
        "agencies.csv:2 owner: “Bà Hà mới” here, “Chị Lan” in the file, “Bà Hà” when it was exported",
        "1 cells were changed both here and in the file; nothing was loaded.",
    ]
    assert recorded(quick, tmp_path) == before
    assert quick.changes() == 2


def test_the_same_edit_on_both_sides_is_no_conflict(quick: Office, returned: Path) -> None:
    edited(returned, "Bà Hà", "Bà Hà mới")
    assert planned(quick, returned) == {"agencies": (0, 0, 2, 0, 0)}


def test_a_returned_row_with_errors_is_rejected(quick: Office, returned: Path) -> None:
    edited(returned, "Cơ quan B,ubnd_xa", "Cơ quan B,ministry")
    assert planned(quick, returned) == {"agencies": (0, 0, 1, 1, 0)}
    assert quick("load", returned, "--apply").code == 3


def test_a_key_refined_here_is_not_undone_by_an_old_export(
    quick: Office, folder: Folders, tmp_path: Path
) -> None:
    quick.load(folder(agencies=[agency("A", established_on="2009", owner="Bà Hà")]))
    quick("export", tmp_path / "out")
    quick.load(folder(agencies=[agency("A", established_on="2009-03")]))
    edited(tmp_path / "out", "Bà Hà", "Ông An")
    assert planned(quick, tmp_path / "out") == {"agencies": (0, 1, 0, 0, 0)}
    quick.load(tmp_path / "out")
    (row,) = recorded(quick, tmp_path)["agencies"]
    assert (row["established_on"], row["owner"]) == ("2009-03", "Ông An")


def test_a_key_refined_in_the_returned_file_is_a_change(
    quick: Office, folder: Folders, tmp_path: Path
) -> None:
    quick.load(folder(agencies=[agency("A", established_on="2009", owner="Bà Hà")]))
    quick("export", tmp_path / "out")
    quick.load(folder(agencies=[agency("A", established_on="2009", owner="Ông An")]))
    edited(tmp_path / "out", "2009", "2009-03")
    quick.load(tmp_path / "out")
    (row,) = recorded(quick, tmp_path)["agencies"]
    assert (row["established_on"], row["owner"]) == ("2009-03", "Ông An")


def test_a_row_undone_here_does_not_come_back_and_is_a_conflict_when_it_was_edited(
    quick: Office, folder: Folders, tmp_path: Path
) -> None:
    quick.load(folder(agencies=[agency("A")]))
    quick.load(folder(agencies=[agency("B", owner="Bà Hà")]))
    quick("export", tmp_path / "out")
    quick("undo", "2", "--note", "nhầm")
    assert planned(quick, tmp_path / "out") == {"agencies": (0, 0, 2, 0, 0)}
    answer = quick("load", edited(tmp_path / "out", "Bà Hà", "Ông An"), "--apply")
    assert answer.code == 1
    assert quick.changes() == 3


def test_a_folder_exported_elsewhere_is_an_ordinary_load(
    quick: Office, returned: Path, tmp_path: Path
) -> None:
    other = Office(f"sqlite:///{tmp_path / 'other.sqlite'}")
    other.load(written(tmp_path / "theirs", {"agencies": [agency("A", owner="Cũ")]}))
    other.load(written(tmp_path / "more", {"agencies": [agency("E")]}))
    assert planned(other, returned) == {"agencies": (1, 1, 0, 0, 0)}


def test_what_is_checked_is_the_registry_as_it_would_be_after_the_merge(
    quick: Office, folder: Folders, tmp_path: Path
) -> None:
    quick.load(folder(agencies=[agency("A")], adoptions=[{"agency": "A", "applied_on": "2012-06-01"}]))
    quick("export", tmp_path / "out")
    # Both dates are corrected here; in the returned file only the other one was moved.
    quick.load(folder(adoptions=[{"agency": "A", "started_on": "2010-01-01", "applied_on": "2010-06-01"}]))
    edited(tmp_path / "out", "A,,,2012-06-01,", "A,2012,,2012-06-01,", file="adoptions.csv")
    quick.load(tmp_path / "out")
    (row,) = recorded(quick, tmp_path)["adoptions"]
    assert (row["planned_year"], row["started_on"], row["applied_on"]) == ("2012", "2010-01-01", "2010-06-01")


# Undo ------------------------------------------------------------------------------------------------------


def test_undo_records_the_reverse_as_a_new_change(office: Office, folder: Folders, tmp_path: Path) -> None:
    office.load(folder(agencies=[agency("A", owner="Bà Hà"), agency("B")]))
    before = recorded(office, tmp_path)
    office.load(folder(agencies=[agency("A", owner="Ông An"), agency("C")]))
    assert office.rows("undo", "2", "--note", "gửi nhầm") == [{"table": "agencies", "restored": "2"}]
    restored = recorded(office, tmp_path)
    assert sorted(restored["agencies"], key=str) == sorted(before["agencies"], key=str)
    *_, change = office.rows("journal")
    assert (change["change"], change["kind"], change["note"]) == ("3", "undo", "gửi nhầm")
    assert office.verifies()


def test_undo_leaves_the_numbers_of_the_changes_before_it(office: Office, folder: Folders) -> None:
    office.load(folder(agencies=[agency("A")]))
    office.load(folder(attestations=[certificate()]))
    old = [office("coverage", "--day", "2010-12-31", "--known", n).out for n in (0, 1, 2)]
    assert office("undo", "2", "--note", "x").code == 0
    assert [office("coverage", "--day", "2010-12-31", "--known", n).out for n in (0, 1, 2)] == old
    assert office("coverage", "--day", "2010-12-31", "--known", 3).out == old[1]


def test_a_change_on_which_a_later_one_builds_is_not_undone(office: Office, folder: Folders) -> None:
    office.load(folder(agencies=[agency("A", owner="Bà Hà")]))
    office.load(folder(agencies=[agency("A", owner="Ông An")]))
    answer = office("undo", "1", "--note", "x")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "Change 1 cannot be undone: change 2 builds on it. Undo that one first.\n"
    assert office("undo", "2", "--note", "x").code == 0
    assert office.changes() == 3


def test_a_row_recorded_anew_since_is_not_restored_over_it(office: Office, folder: Folders) -> None:
    office.load(folder(agencies=[agency("A")], attestations=[certificate(number="", issued_on="2010")]))
    office.load(folder(attestations=[certificate(number="7", issued_on="2010")]))
    office.load(folder(attestations=[certificate(number="", issued_on="2010")]))
    answer = office("undo", "2", "--note", "x")
    assert (answer.code, answer.err.count("change 3")) == (1, 1)


def test_undo_can_be_undone(office: Office, folder: Folders, tmp_path: Path) -> None:
    office.load(folder(agencies=[agency("A", owner="Bà Hà")]))
    office.load(folder(agencies=[agency("A", owner="Ông An")], attestations=[certificate()]))
    wanted = recorded(office, tmp_path)
    assert office("undo", "2", "--note", "x").code == 0
    assert office("undo", "3", "--note", "lại").code == 0
    assert recorded(office, tmp_path) == wanted
    assert office("undo", "2", "--note", "x").code == 1
    assert office.verifies()


def test_an_undo_that_would_leave_facts_without_their_agency_is_refused(
    office: Office, folder: Folders
) -> None:
    office.load(folder(agencies=[agency("A")]))
    office.load(folder(agencies=[agency("B")]))
    office.load(folder(attestations=[certificate("B")]))
    answer = office("undo", "2", "--note", "x")
    assert (answer.code, answer.out) == (1, "")
    assert "attestations agency" in answer.err
    assert office.changes() == 3


def test_the_first_load_can_be_undone_as_a_whole(office: Office, tmp_path: Path) -> None:
    office.load(written(tmp_path / "in", PROVINCE))
    rows = office.rows("undo", "1", "--note", "x")
    assert {row["table"]: int(row["restored"]) for row in rows} == {n: len(r) for n, r in PROVINCE.items()}
    assert office.rows("status", "--day", DAY) == []
    office.load(tmp_path / "in")
    assert len(office.rows("status", "--day", DAY)) == 6


def test_a_change_of_the_rules_is_not_undone(office: Office, folder: Folders, tmp_path: Path) -> None:
    office.load(folder(agencies=[agency("A")]))
    config = tmp_path / "other.yaml"
    config.write_text(
        CONFIG.read_text(encoding="utf-8").replace("major_days: 90", "major_days: 60"), encoding="utf-8"
    )
    changed = Office(office.url, ("--lang", "en", "--config", str(config)))
    assert changed.changes() == 2
    answer = changed("undo", "2", "--note", "x")
    assert answer.code == 1
    assert "config.yaml" in answer.err
