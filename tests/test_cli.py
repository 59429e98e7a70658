"""The command line of the contract, word by word, as somebody scripts against it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from qms_model.__main__ import main
from qms_model.facts import LABELS_VI
from tests import plainly, registries
from tests.console import CONFIG, PROVINCE, ROOT, SAMPLE, Office, read_back, written

RUNGS = "group,agencies,exempt,applied,attested,in_force,effective,systems"
STATUS = (
    "agency,name,type,district,parent,shares_qms_of,obligation,exempt,state,rung,adoption_year,kind,edition,"
    "issued_on,expires_on,failed_conditions"
)
LAGGARDS = (
    "agency,name,type,obligation,parent,rule,severity,deadline,days_late,cause,owner,promised_on,evidence"
)
FEW = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def office(database: str) -> Office:
    return Office(database)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that has loaded the small province as change 1; only asked, so that tests share it."""
    folder = tmp_path_factory.mktemp("province")
    office = Office(f"sqlite:///{folder / 'registry.sqlite'}")
    office.load(written(folder / "in", PROVINCE))
    return office


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that has loaded the sample registry."""
    office = Office(f"sqlite:///{tmp_path_factory.mktemp('sample') / 'registry.sqlite'}")
    office.load(SAMPLE)
    return office


def spelled(answer: dict[str, Any]) -> dict[str, str]:
    """An answer of the slow implementation as the cells of a CSV."""
    cells = {name: "" if value is None else str(value) for name, value in answer.items()}
    if "exempt" in answer and isinstance(answer["exempt"], bool):
        cells["exempt"] = str(answer["exempt"]).lower()
    if "failed_conditions" in answer:
        cells["failed_conditions"] = ";".join(answer["failed_conditions"])
    return cells


# Columns and formats ---------------------------------------------------------------------------------------


def test_csv_has_the_columns_of_the_contract_and_nothing_around_them(office: Office, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", PROVINCE)
    contract = {
        ("load", folder, "--apply"): "table,new,changed,unchanged,rejected,conflict",
        ("coverage", "--day", "2013-12-31"): RUNGS,
        ("trend", "--from", "2012-01-01", "--to", "2013-12-31"): f"day,{RUNGS}",
        ("status", "--day", "2013-12-31"): STATUS,
        ("laggards", "--day", "2013-12-31"): LAGGARDS,
        ("findings", "--day", "2013-12-31"): "group,open,overdue,closed",
        ("journal",): "change,at,by,kind,note,rows,hash",
        ("verify",): "item,ok,reason",
        ("template", tmp_path / "blank.xlsx"): "file,bytes",
        ("export", tmp_path / "out"): "file,rows",
        ("undo", "1", "--note", "sai"): "table,restored",
    }
    for words, columns in contract.items():
        answer = office(*words, "--format", "csv")
        assert answer.code == 0, words
        assert answer.out.splitlines()[0] == columns
        assert {len(line) for line in csv.reader(io.StringIO(answer.out))} == {len(columns.split(","))}
        assert len(answer.out.splitlines()) > 1
        assert not answer.out.startswith("\ufeff")
        assert answer.out.endswith("\n")
        assert "\r" not in answer.out


def test_coverage_answers_in_csv_to_the_last_character(province: Office) -> None:
    words = ("coverage", "--day", "2013-12-31", "--by", "district", "--format", "csv")
    # Audits are collected; the inspection of the committee left an issue that is overdue.
    assert province(*words).out == f"{RUNGS}\n184,3,0,3,2,2,0,1\n,2,1,1,1,1,1,1\n"


def test_a_group_that_is_not_set_is_an_empty_cell_and_comes_last(province: Office) -> None:
    for by in ("district", "parent", "edition", "adoption_year"):
        groups = [row["group"] for row in province.rows("coverage", "--day", "2013-12-31", "--by", by)]
        assert groups[-1] == ""
        assert "" not in groups[:-1]


def test_groups_are_in_the_order_of_their_codes(sample: Office) -> None:
    for by in ("type", "district", "adoption_year", "edition", "obligation", "parent", "province"):
        groups = [row["group"] for row in sample.rows("coverage", "--day", "2014-12-31", "--by", by)]
        coded = [group for group in groups if group]
        assert coded == sorted(coded), by


def test_there_is_no_row_of_totals(sample: Office) -> None:
    by_type = sample.rows("coverage", "--day", "2014-12-31", "--by", "type")
    (total,) = sample.rows("coverage", "--day", "2014-12-31")
    assert len(by_type) == 12
    for column in ("agencies", "exempt", "applied", "attested", "in_force", "effective"):
        assert sum(int(row[column]) for row in by_type) == int(total[column])
    assert total["attested"] == "122"


def test_without_by_there_is_one_row_even_when_nothing_is_recorded(office: Office) -> None:
    answer = office("coverage", "--day", "2014-12-31", "--format", "csv")
    assert answer.out == f"{RUNGS}\n,0,0,0,0,0,,0\n"
    assert office("coverage", "--day", "2014-12-31", "--by", "type", "--format", "csv").out == f"{RUNGS}\n"
    assert office("status", "--day", "2014-12-31", "--format", "csv").out == f"{STATUS}\n"
    assert office("journal", "--format", "csv").rows == []
    assert office("verify", "--format", "csv").rows == []


def test_the_table_is_the_default_and_shows_a_missing_cell_as_a_dash(province: Office) -> None:
    answer = province("coverage", "--day", "2005-01-01", "--by", "district")
    assert answer.out.splitlines()[0].split() == RUNGS.split(",")
    last = answer.out.splitlines()[-1].split()
    assert last == ["—", "2", "0", "0", "0", "0", "—", "0"]


def test_json_is_the_envelope_of_the_contract(province: Office) -> None:
    answer = province(
        "coverage", "--day", "31/12/2013", "--by", "district", "--type", "ubnd_xa", "--format", "json"
    )
    assert answer.json == {
        "day": "2013-12-31",
        "known": 1,
        "filters": {"type": "ubnd_xa", "by": "district"},
        "rows": [
            {
                "group": "184",
                "agencies": 1,
                "exempt": 0,
                "applied": 1,
                "attested": 0,
                "in_force": 0,
                "effective": 0,
                "systems": 0,
            },
            {
                "group": None,
                "agencies": 1,
                "exempt": 0,
                "applied": 0,
                "attested": 0,
                "in_force": 0,
                "effective": 0,
                "systems": 0,
            },
        ],
    }


@pytest.mark.parametrize(
    "words",
    [["trend", "--from", "2012-01-01", "--to", "2013-12-31"], ["status", "--day", "2013-12-31"]],
    ids=["trend", "status"],
)
def test_json_has_the_rows_of_the_csv(words: list[str], province: Office) -> None:
    answer = province(*words, "--format", "json").json
    assert {"day", "known", "filters", "rows"} <= answer.keys()
    as_csv = [
        spelled(
            {k: str(v).lower() if isinstance(v, bool) else v for k, v in row.items()}
            | {"failed_conditions": row["failed_conditions"].split(";")}
            if "failed_conditions" in row
            else row
        )
        for row in answer["rows"]
    ]
    assert as_csv == province.rows(*words)


# Numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2014-12-31", "2010-11-15", "2006-06-20"])
def test_status_of_the_sample_is_what_the_slow_implementation_says(day: str, sample: Office) -> None:
    expected = plainly.status(read_back(SAMPLE), registries.RULES, date.fromisoformat(day))
    found = sample.rows("status", "--day", day)
    assert found == [{name: spelled(row)[name] for name in STATUS.split(",")} for row in expected]
    assert [row["agency"] for row in found] == sorted(row["agency"] for row in found)


@FEW
@given(registries.tables(), st.lists(registries.days(), min_size=3, max_size=3))
def test_status_of_a_random_registry_is_what_the_slow_implementation_says(
    tmp_path_factory: pytest.TempPathFactory, tables: registries.Tables, days: list[date]
) -> None:
    folder = tmp_path_factory.mktemp("random")
    office = Office(f"sqlite:///{folder / 'registry.sqlite'}")
    office.load(written(folder / "in", tables))
    for day in days:
        expected = plainly.status(tables, registries.RULES, day)
        found = office.rows("status", "--day", day)
        assert found == [{name: spelled(row)[name] for name in STATUS.split(",")} for row in expected]


@pytest.mark.parametrize(
    ("filters", "agencies"),
    [
        ([], ["BV", "PNV-VQ", "SNV", "UB-VQ", "XA-1", "XA-2"]),
        (["--obligation", "all"], ["BV", "PNV-VQ", "SNV", "UB-VQ", "XA-1", "XA-2"]),
        (["--obligation", "mandatory"], ["SNV", "UB-VQ"]),
        (["--obligation", "encouraged", "--district", "184"], ["PNV-VQ", "XA-1"]),
        (["--type", "UBND huyện, thành phố"], ["UB-VQ"]),
        (["--district", "Huyện Văn Quan"], ["PNV-VQ", "UB-VQ", "XA-1"]),
        (["--parent", "UB-VQ"], ["PNV-VQ"]),
        (["--parent", "UBND tỉnh"], ["SNV"]),
        (["--province", "Hà Nội"], []),
        (["--edition", "2015"], ["BV", "PNV-VQ", "SNV", "UB-VQ", "XA-1", "XA-2"]),
    ],
    ids=lambda value: " ".join(value) or "no filter",
)
def test_filters_choose_agencies_and_the_edition_chooses_none(
    filters: list[str], agencies: list[str], province: Office
) -> None:
    found = province.rows("status", "--day", "2013-12-31", *filters)
    assert [row["agency"] for row in found] == agencies
    (total,) = province.rows("coverage", "--day", "2013-12-31", *filters)
    assert int(total["agencies"]) + int(total["exempt"]) == len(agencies)


def test_edition_restricts_which_attestations_count_and_never_n(province: Office) -> None:
    (row,) = province.rows("coverage", "--day", "2013-12-31", "--edition", "TCVN ISO 9001:2015")
    assert (row["agencies"], row["applied"], row["attested"], row["in_force"]) == ("5", "4", "0", "0")


def test_dates_in_status_keep_the_precision_they_were_recorded_with(province: Office) -> None:
    rows = {row["agency"]: row for row in province.rows("status", "--day", "2013-12-31")}
    assert (rows["PNV-VQ"]["issued_on"], rows["PNV-VQ"]["expires_on"]) == ("2012-03", "2015-03")


@pytest.mark.parametrize(
    ("start", "end", "every", "days"),
    [
        pytest.param(
            "2012-01-01", "2013-12-31", "year", ["2012-12-31", "2013-12-31"], id="to is a period's end, once"
        ),
        pytest.param(
            "2012-12-31", "2013-06-15", "year", ["2012-12-31", "2013-06-15"], id="from is a period's end"
        ),
        pytest.param(
            "2013-02-01", "2013-03-05", "year", ["2013-03-05"], id="no period ends within: to alone"
        ),
        pytest.param("2013-03-05", "2013-03-05", "month", ["2013-03-05"], id="one day"),
        pytest.param(
            "2012-01-31", "2012-03-01", "month", ["2012-01-31", "2012-02-29", "2012-03-01"], id="29 February"
        ),
        pytest.param("2013-02-28", "2013-03-01", "month", ["2013-02-28", "2013-03-01"], id="28 February"),
        pytest.param(
            "2012-02-10",
            "2012-10-01",
            "quarter",
            ["2012-03-31", "2012-06-30", "2012-09-30", "2012-10-01"],
            id="quarters",
        ),
    ],
)
def test_the_trend_has_each_periods_last_day_and_to(
    start: str, end: str, every: str, days: list[str], province: Office
) -> None:
    rows = province.rows("trend", "--from", start, "--to", end, "--every", every)
    assert [row["day"] for row in rows] == days
    for row in rows:
        (alone,) = province.rows("coverage", "--day", row["day"])
        assert {name: row[name] for name in alone} == alone


def test_a_trend_that_goes_backwards_is_wrong_usage(province: Office) -> None:
    answer = province("trend", "--from", "2013-12-31", "--to", "2013-12-30")
    assert (answer.code, answer.out) == (2, "")
    assert "--to" in answer.err


def test_the_trend_by_group_has_one_row_for_each_day_and_group(province: Office) -> None:
    rows = province.rows(
        "trend", "--from", "2013-01-01", "--to", "2013-12-31", "--every", "quarter", "--by", "type"
    )
    days = ["2013-03-31", "2013-06-30", "2013-09-30", "2013-12-31"]
    types = ["benh_vien", "phong_noi_vu", "so_ban_nganh", "ubnd_huyen", "ubnd_xa"]
    assert [(row["day"], row["group"]) for row in rows] == [(day, group) for day in days for group in types]


# Which change is known -------------------------------------------------------------------------------------


def test_known_names_a_change_or_nothing_at_all(office: Office, tmp_path: Path) -> None:
    office.load(written(tmp_path / "in", PROVINCE))
    more = {"agencies": [{"agency": "XA-3", "name": "UBND xã Ba", "type": "ubnd_xa"}]}
    office.load(written(tmp_path / "more", more))
    words = ("coverage", "--day", "2013-12-31", "--known")
    assert [office.rows(*words, n)[0]["agencies"] for n in (0, 1, 2)] == ["0", "5", "6"]
    assert office("coverage", "--day", "2013-12-31", "--known", "1", "--format", "json").json["known"] == 1


@pytest.mark.parametrize("command", ["coverage", "status", "trend", "export"])
def test_a_change_that_does_not_exist_is_refused(command: str, province: Office, tmp_path: Path) -> None:
    words = {
        "coverage": ["--day", "2013-12-31"],
        "status": ["--day", "2013-12-31"],
        "trend": ["--from", "2013-01-01", "--to", "2013-12-31"],
        "export": [str(tmp_path / "out")],
    }[command]
    answer = province(command, *words, "--known", "2")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "There is no change 2; the newest is 1.\n"


def test_known_as_a_date_is_the_last_change_recorded_by_the_end_of_that_day(province: Office) -> None:
    words = ("coverage", "--day", "2013-12-31", "--format", "json", "--known")
    assert province(*words, "2199-12-31").json["known"] == 1
    assert province(*words, "2020-01-01").json["known"] == 0


def test_known_in_any_other_form_is_wrong_usage(province: Office) -> None:
    for known in ("first", "-1", "1.0", "2014-02-30", ""):
        answer = province("coverage", "--day", "2013-12-31", "--known", known)
        assert (answer.code, answer.out) == (2, ""), known


# Exit codes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["coverage"],
        ["coverage", "--day", "yesterday"],
        ["coverage", "--day", "31/02/2015"],
        ["coverage", "--day", "2014"],
        ["coverage", "--day", "2014-12-31", "--by", "colour"],
        ["coverage", "--day", "2014-12-31", "--type", "ministry"],
        ["coverage", "--day", "2014-12-31", "--district", "999"],
        ["coverage", "--day", "2014-12-31", "--edition", "1994"],
        ["coverage", "--day", "2014-12-31", "--edition", "2026"],
        ["coverage", "--day", "2014-12-31", "--obligation", "voluntary"],
        ["coverage", "--day", "2014-12-31", "--structure", "tomorrow"],
        ["coverage", "--day", "2014-12-31", "--format", "xml"],
        ["coverage", "--day", "2014-12-31", "extra"],
        ["coverage", "--day", "2014-12-31", "--colour", "red"],
        ["trend", "--from", "2014-01-01", "--to", "2014-12-31", "--every", "week"],
        ["trend", "--from", "2014-01-01"],
        ["status"],
        ["journal", "--last", "0"],
        ["journal", "--format"],
        ["undo", "1"],
        ["undo", "one", "--note", "x"],
        ["load"],
        ["template"],
        ["export"],
        ["dance"],
        ["--lang", "fr", "journal"],
        [],
    ],
    ids=lambda words: " ".join(words) or "nothing",
)
def test_wrong_usage_is_exit_2_with_a_sentence_on_standard_error_only(
    words: list[str], sqlite_url: str
) -> None:
    answer = Office(sqlite_url)(*words)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.strip()
    assert "Traceback" not in answer.err


def test_todays_structure_is_refused_with_a_sentence(province: Office) -> None:
    for words in (
        ("coverage", "--day", "2013-12-31"),
        ("status", "--day", "2013-12-31"),
        ("trend", "--from", "2013-01-01", "--to", "2013-12-31"),
    ):
        answer = province(*words, "--structure", "today")
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.count("\n") == 1
        assert province(*words, "--structure", "as_it_was").code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["undo", "7", "--note", "x"], "There is no change 7."),
        (["undo", "0", "--note", "x"], "There is no change 0."),
        (["export", "PROVINCE"], "is not empty"),
        (["export", "PROVINCE/agencies.csv"], "is not empty"),
        (["export", "PROVINCE/agencies.csv/in"], "cannot be written"),
        (["template", "NOWHERE/blank.xlsx"], "cannot be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_exit_1_with_one_sentence(
    words: list[str], says: str, province: Office, tmp_path: Path
) -> None:
    places = {"PROVINCE": str(written(tmp_path / "province", PROVINCE)), "NOWHERE": str(tmp_path / "nowhere")}
    for name, place in places.items():
        words = [word.replace(name, place) for word in words]
    answer = province(*words)
    assert (answer.code, answer.out) == (1, "")
    assert says in answer.err
    assert answer.err.count("\n") == 1


def test_input_with_errors_is_exit_3_and_each_is_a_line_that_names_its_place(
    office: Office, tmp_path: Path
) -> None:
    wrong = {
        "agencies": [
            {"agency": "A", "name": "Một", "type": "so_ban_nganh"},
            {"agency": "B", "name": "", "type": "ministry"},
        ],
        "attestations": [
            {"agency": "C", "kind": "certificate", "edition": "2008", "issued_on": "31/02/2015"}
        ],
    }
    answer = office("load", written(tmp_path / "wrong", wrong), "--apply", "--format", "csv")
    assert answer.code == 3
    places = [line.split(": ")[0] for line in answer.err.splitlines()]
    assert sorted(places) == [
        "agencies.csv:3 name",
        "agencies.csv:3 type",
        "attestations.csv:2 agency",
        "attestations.csv:2 issued_on",
    ]
    assert [(row["table"], row["new"], row["rejected"]) for row in answer.rows] == [
        ("agencies", "1", "1"),
        ("attestations", "0", "1"),
    ]
    assert office.changes() == 0


def test_a_path_that_is_not_there_is_an_error_of_the_input(office: Office, tmp_path: Path) -> None:
    answer = office("load", tmp_path / "nothing")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "nothing:1 -: there is no such file or folder\n"


def test_verify_is_exit_0_and_says_so_of_every_change(province: Office) -> None:
    answer = province("verify", "--format", "csv")
    assert (answer.code, answer.rows) == (0, [{"item": "change 1", "ok": "true", "reason": ""}])


# Options ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["--database", "URL", "--format", "csv", "coverage", "--day", "2013-12-31"],
        ["coverage", "--day", "2013-12-31", "--database", "URL", "--format", "csv"],
        ["coverage", "--format=csv", "--day=2013-12-31", "--database=URL"],
        ["--format", "csv", "coverage", "--database", "URL", "--day", "31/12/2013"],
    ],
    ids=["before", "after", "with =", "both"],
)
def test_global_options_stand_before_or_after_the_command(
    words: list[str], province: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QMS_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite")
    expected = province("coverage", "--day", "2013-12-31", "--format", "csv").out
    assert _plain([word.replace("URL", province.url) for word in words]) == (0, expected)


def _plain(words: list[str]) -> tuple[int, str]:
    """The program run with exactly these words, in this process."""
    out = io.StringIO()
    with redirect_stdout(out):
        code = main(words)
    return code, out.getvalue()


def test_the_environment_names_the_database_unless_an_option_does(
    province: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QMS_DATABASE_URL", province.url)
    words = ["coverage", "--day", "2013-12-31", "--format", "csv"]
    assert _plain(words) == (0, province(*words).out)
    empty = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    assert _plain(["--database", empty, *words]) == (0, f"{RUNGS}\n,0,0,0,0,0,,0\n")


def test_config_names_the_database_when_nothing_else_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QMS_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "other.yaml"
    text = CONFIG.read_text(encoding="utf-8")
    config.write_text(
        text.replace("sqlite:///data/registry.sqlite", "sqlite:///deep/own.sqlite"), encoding="utf-8"
    )
    assert _plain(["--config", str(config), "journal", "--format", "csv"])[0] == 0
    assert (tmp_path / "deep" / "own.sqlite").is_file()


def test_messages_are_in_the_language_of_the_config_unless_an_option_names_one(
    province: Office, tmp_path: Path
) -> None:
    config = tmp_path / "english.yaml"
    config.write_text(
        CONFIG.read_text(encoding="utf-8").replace("language: vi", "language: en"), encoding="utf-8"
    )
    english = "There is no change 9.\n"
    words = ("undo", "9", "--note", "x")
    assert Office(province.url, ("--config", str(config)))(*words).err == english
    assert Office(province.url, ("--lang=en",))(*words).err == english
    assert Office(province.url, ())(*words).err == Office(province.url, ("--lang", "vi"))(*words).err


def test_the_first_command_on_an_empty_database_makes_its_tables(office: Office) -> None:
    assert office("journal", "--format", "csv").out == "change,at,by,kind,note,rows,hash\n"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://localhost/x",
        "not a url",
        "postgresql://nobody@127.0.0.1:1/nothing",
        "sqlite:////proc/nothing/x.sqlite",
    ],
    ids=["blank", "another engine", "no url", "nobody listens", "a folder that cannot be made"],
)
def test_a_database_that_cannot_be_used_is_refused_with_one_sentence(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QMS_DATABASE_URL", "mysql://localhost/x")
    answer = Office(url)("journal")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1


def test_the_password_of_a_database_is_never_printed() -> None:
    answer = Office("postgresql://clerk:s3cret@127.0.0.1:1/registry")("journal")
    assert answer.code == 1
    assert "s3cret" not in answer.err


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    file.write_text("Kính gửi Sở Nội vụ\n" * 100, encoding="utf-8")
    before = file.read_bytes()
    answer = Office(f"sqlite:///{file}")("journal")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert file.read_bytes() == before


# Text from the registry ------------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "+84 25 3812 345",
    "-1",
    "@SUM(A1)",
    "'=1+1",
    "''-x",
    "'quoted'",
    'He said "no", twice',
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    r"$\alpha$ :green[Certified]",
    "a;b,c\td",
    "NULL",
    "NA",
    "nan",
    "007",
    "Đội Quản lý thị trường 🏛️",
]


def test_hostile_names_are_shown_letter_by_letter_and_never_as_formulas(
    office: Office, tmp_path: Path
) -> None:
    # As an office writes them: a leading = + - @ with one apostrophe more, as our own CSV has it.
    guarded = {text: f"'{text}" if text.lstrip("'")[:1] in tuple("=+-@") else text for text in HOSTILE}
    shown = {text: " ".join(text.split()) for text in HOSTILE}
    rows = [
        {"agency": f"A{n:02}", "name": guarded[text], "type": "ubnd_xa", "parent": guarded[text]}
        for n, text in enumerate(HOSTILE)
    ]
    office.load(written(tmp_path / "in", {"agencies": rows}))
    found = office.rows("status", "--day", "2014-12-31")
    cells = [guarded[text].replace("\t", " ") for text in HOSTILE]
    assert [row["name"] for row in found] == cells
    assert not [row for row in found for cell in row.values() if cell[:1] in tuple("=+-@")]
    as_json = office("status", "--day", "2014-12-31", "--format", "json").json["rows"]
    assert [row["name"] for row in as_json] == [shown[text] for text in HOSTILE]
    assert office("status", "--day", "2014-12-31").code == 0
    groups = office("coverage", "--day", "2014-12-31", "--by", "parent", "--format", "json").json["rows"]
    assert {row["group"] for row in groups} == set(shown.values())


def test_numbers_carry_no_apostrophe(office: Office, tmp_path: Path) -> None:
    tables = {
        "agencies": [{"agency": "-1", "name": "-1", "type": "ubnd_xa"}],
        "objectives": [{"agency": "-1", "year": "2014", "objective": "-1", "target": "-1,5", "actual": "-2"}],
    }
    office.load(written(tmp_path / "in", tables))
    office("export", tmp_path / "out")
    (row,) = read_back(tmp_path / "out")["objectives"]
    assert (row["target"], row["actual"]) == ("-1.5", "-2")
    assert (row["agency"], row["objective"]) == ("'-1", "'-1")


# Template --------------------------------------------------------------------------------------------------


def test_the_template_is_a_blank_workbook_with_every_table_that_loads_once_filled(
    office: Office, tmp_path: Path
) -> None:
    file = tmp_path / "blank.xlsx"
    (row,) = office.rows("template", file)
    assert row == {"file": str(file), "bytes": str(file.stat().st_size)}
    book = load_workbook(file)
    assert set(LABELS_VI.values()) <= set(book.sheetnames)
    agencies = book[LABELS_VI["agencies"]]
    header = [cell.value for cell in agencies[1]]
    filled = {
        "Mã": "A1",
        "Tên cơ quan": "Sở Nội vụ",
        "Loại": "Sở, ban, ngành",
        "Ngày thành lập": "01/03/2010",
    }
    for name, value in filled.items():
        agencies.cell(row=2, column=header.index(name) + 1, value=value)
    book.save(tmp_path / "filled.xlsx")
    book.close()
    office.load(tmp_path / "filled.xlsx")
    assert [row["name"] for row in office.rows("status", "--day", "2010-03-01")] == ["Sở Nội vụ"]
    assert office.rows("status", "--day", "2010-02-28") == []


# The real program ------------------------------------------------------------------------------------------


def run(*words: str, url: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "qms_model", *words],
        cwd=ROOT,
        env={**os.environ, "QMS_DATABASE_URL": url, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_a_script_gets_utf8_exit_codes_and_no_traceback(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'registry.sqlite'}"
    folder = written(
        tmp_path / "in", {"agencies": [{"agency": "Đ1", "name": "Sở Nội vụ", "type": "so_ban_nganh"}]}
    )
    loaded = run("load", str(folder), "--apply", "--note", "Đợt một", url=url, QMS_USER="chị Hà")
    assert (loaded.returncode, b"Traceback" in loaded.stderr) == (0, False)
    # A terminal of another code page: Vietnamese text arrives as UTF-8 all the same.
    told = run("journal", "--format", "json", url=url, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    (change,) = json.loads(told.stdout.decode("utf-8"))["rows"]
    assert (change["by"], change["note"], change["kind"], change["rows"]) == ("chị Hà", "Đợt một", "load", 2)
    wrong = run("coverage", url=url)
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert b"Traceback" not in wrong.stderr
