"""The two clocks: how things stood on a day, as known at a change. Each test is a bug that others shipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import registries
from tests.console import CONFIG, PROVINCE, Office, Tables, written

SHIPPED = CONFIG.read_text(encoding="utf-8")
D = "2013-12-31"
FEW = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
Load = Callable[..., None]


@pytest.fixture
def office(sqlite_url: str) -> Office:
    return Office(sqlite_url)


@pytest.fixture
def load(office: Office, tmp_path: Path) -> Load:
    """Loads these tables as the next change."""

    def load_(**tables: object) -> None:
        office.load(written(tmp_path / f"in{len(list(tmp_path.iterdir()))}", tables))  # type: ignore[arg-type]

    return load_


def agency(code: str = "A", **cells: str) -> dict[str, str]:
    return {"agency": code, "name": f"Cơ quan {code}", "type": "so_ban_nganh", **cells}


def certificate(**cells: str) -> dict[str, str]:
    return {
        "agency": "A",
        "kind": "certificate",
        "edition": "2008",
        "issued_on": "2011-05-05",
        "expires_on": "2199-12-31",
        **cells,
    }


def standing(office: Office, day: str, *words: object) -> dict[str, str]:
    """The row of agency A in status."""
    return next(row for row in office.rows("status", "--day", day, *words) if row["agency"] == "A")


def answers(office: Office, day: str, *words: object) -> list[str]:
    """Everything that the commands say of a day."""
    asked = [
        ("status", "--day", day),
        ("coverage", "--day", day, "--by", "adoption_year"),
        ("trend", "--from", "1990-01-01", "--to", day, "--by", "type"),
    ]
    return [office(*question, *words, "--format", "csv").out for question in asked]


def configured(office: Office, tmp_path: Path, old: str, new: str) -> Office:
    """The same database under a config.yaml in which a text is replaced."""
    assert old in SHIPPED
    config = tmp_path / f"config{len(list(tmp_path.iterdir()))}.yaml"
    config.write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    return Office(office.url, ("--lang", "en", "--config", str(config)))


# The day ---------------------------------------------------------------------------------------------------

EVENTS = [
    (
        "applied on D: has applied",
        {"adoptions": [{"agency": "A", "applied_on": D}]},
        "state",
        "not_started",
        "applying",
    ),
    (
        "confirmed on D",
        {"adoptions": [{"agency": "A", "confirmed_on": D}]},
        "state",
        "not_started",
        "confirmed",
    ),
    (
        "issued on D: in force",
        {"attestations": [certificate(issued_on=D)]},
        "state",
        "not_started",
        "in_force",
    ),
    (
        "issued in D's year: counts on its last day",
        {"attestations": [certificate(issued_on="2013")]},
        "state",
        "not_started",
        "in_force",
    ),
    (
        "suspended on D: not in force",
        {"attestations": [certificate(suspended_on=D)]},
        "state",
        "in_force",
        "suspended",
    ),
    (
        "restored on D: in force",
        {"attestations": [certificate(suspended_on="2013-01-01", restored_on=D)]},
        "state",
        "suspended",
        "in_force",
    ),
    (
        "ended on D: no longer counts",
        {"attestations": [certificate(ended_on=D, ended_because="withdrawn")]},
        "state",
        "in_force",
        "withdrawn",
    ),
    (
        "expired the day before",
        {"attestations": [certificate(expires_on="2013-12-30")]},
        "state",
        "in_force",
        "lapsed",
    ),
    (
        "exempt from D",
        {"exemptions": [{"agency": "A", "starts_on": D, "until": D, "basis": "x"}]},
        "exempt",
        "false",
        "true",
    ),
    (
        "an audit held on D",
        {"audits": [{"audit": "K1", "agency": "A", "kind": "internal", "held_on": D}]},
        "failed_conditions",
        "not_in_force",
        "not_in_force;management_review",
    ),
]


@pytest.mark.parametrize(
    ("tables", "column", "before", "on"), [e[1:] for e in EVENTS], ids=[e[0] for e in EVENTS]
)
def test_what_happens_on_day_d_counts_on_d_and_not_the_day_before(
    tables: Tables, column: str, before: str, on: str, office: Office, load: Load
) -> None:
    load(agencies=[agency()], **tables)
    assert (standing(office, "2013-12-30")[column], standing(office, D)[column]) == (before, on)


def test_the_last_valid_day_still_counts(office: Office, load: Load) -> None:
    load(agencies=[agency()], attestations=[certificate(expires_on=D)])
    assert [standing(office, day)["state"] for day in (D, "2014-01-01")] == ["in_force", "lapsed"]


LATER: dict[str, list[dict[str, str]]] = {
    "a certificate": [{"table": "attestations", **certificate(number="9", issued_on="2014-01-01")}],
    "an end": [{"table": "attestations", **certificate(ended_on="2014-01-01", ended_because="withdrawn")}],
    "a suspension": [{"table": "attestations", **certificate(suspended_on="2014-01-01")}],
    "an audit": [
        {"table": "audits", "audit": "K9", "agency": "A", "kind": "internal", "held_on": "2014-01-01"}
    ],
    "a finding closed": [
        {
            "table": "findings",
            "finding": "F1",
            "audit": "K1",
            "grade": "major",
            "due_on": "2013-06-30",
            "verified_on": "2014-01-01",
            "verified_by_evidence": "x",
            "closed_on": "2014-01-01",
        }
    ],
    "a finding": [
        {"table": "audits", "audit": "K9", "agency": "A", "kind": "internal", "held_on": "2014-01-01"},
        {"table": "findings", "finding": "F9", "audit": "K9", "grade": "major", "due_on": "2014-01-01"},
    ],
    "an exemption": [
        {"table": "exemptions", "agency": "A", "starts_on": "2014-01-01", "until": "2019-12-31", "basis": "x"}
    ],
    "a dissolution": [{"table": "agencies", **agency(dissolved_on="2014-01-01")}],
    "an agency": [{"table": "agencies", **agency("B", established_on="2014-01-01")}],
    "an adoption": [{"table": "adoptions", "agency": "H", "applied_on": "2014-01-01"}],
    "a reorganisation": [
        {
            "table": "reorganisations",
            "event": "E",
            "kind": "absorb",
            "effective_on": "2014-01-01",
            "predecessor": "A",
            "successor": "H",
        }
    ],
}


@pytest.mark.parametrize("rows", LATER.values(), ids=LATER)
def test_data_dated_after_d_leave_the_answers_of_d_alone(
    rows: list[dict[str, str]], office: Office, load: Load
) -> None:
    load(
        agencies=[agency(), agency("H")],
        attestations=[certificate()],
        audits=[{"audit": "K1", "agency": "A", "kind": "internal", "held_on": "2013-03-01"}],
        findings=[{"finding": "F1", "audit": "K1", "grade": "major", "due_on": "2013-06-30"}],
    )
    before = answers(office, D)
    tables: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        tables.setdefault(row["table"], []).append({k: v for k, v in row.items() if k != "table"})
    load(**tables)
    assert office.changes() == 2
    assert answers(office, D) == before


def test_a_dissolved_agency_never_leaks(office: Office, load: Load) -> None:
    load(
        agencies=[agency(dissolved_on=D, district="184", parent="B"), agency("B")],
        attestations=[certificate()],
        exemptions=[{"agency": "A", "starts_on": "2014-01-01", "until": "2019-12-31", "basis": "x"}],
    )
    assert standing(office, "2013-12-30")["state"] == "in_force"
    for day in (D, "2014-06-30"):
        assert [row["agency"] for row in office.rows("status", "--day", day)] == ["B"]
        for by in ("type", "district", "adoption_year", "edition", "obligation", "parent", "province"):
            rows = office.rows("coverage", "--day", day, "--by", by)
            assert [(r["agencies"], r["exempt"], r["attested"], r["systems"]) for r in rows] == [
                ("1", "0", "0", "0")
            ]


def test_a_host_that_was_dissolved_lends_nothing(office: Office, load: Load) -> None:
    load(agencies=[agency(dissolved_on=D), agency("B", shares_qms_of="A")], attestations=[certificate()])
    (before,) = [row for row in office.rows("status", "--day", "2013-12-30") if row["agency"] == "B"]
    (after,) = office.rows("status", "--day", D)
    assert (before["state"], after["state"]) == ("in_force", "not_started")


def test_type_name_and_obligation_are_read_as_of_d(office: Office, load: Load) -> None:
    load(
        agencies=[
            agency(
                name="Trung tâm A",
                type="trung_tam",
                obligation="mandatory",
                district="184",
                dissolved_on="2012-07-01",
            ),
            agency(name="Sở A", type="so_ban_nganh", obligation="encouraged", established_on="2012-07-01"),
        ],
        attestations=[certificate()],
    )
    columns = ("name", "type", "obligation", "district", "state")
    read = {day: tuple(standing(office, day)[c] for c in columns) for day in ("2012-06-30", "2012-07-01")}
    assert read == {
        "2012-06-30": ("Trung tâm A", "trung_tam", "mandatory", "184", "in_force"),
        "2012-07-01": ("Sở A", "so_ban_nganh", "encouraged", "", "in_force"),
    }
    trend = office.rows("trend", "--from", "2011-12-31", "--to", "2012-12-31", "--by", "type")
    assert [(row["day"], row["group"]) for row in trend] == [
        ("2011-12-31", "trung_tam"),
        ("2012-12-31", "so_ban_nganh"),
    ]


def test_obligation_by_law_begins_on_its_day(office: Office, load: Load) -> None:
    load(agencies=[agency(type="phong_noi_vu")])
    assert standing(office, "2014-05-17")["obligation"] == "encouraged"
    assert standing(office, "2014-05-18")["obligation"] == "mandatory"


def test_states_are_against_d_and_never_against_today(office: Office, load: Load) -> None:
    """One certificate ran out long ago, one runs longer than any of us: both are read from D alone."""
    load(
        agencies=[agency(), agency("B")],
        attestations=[
            certificate(edition="2015", issued_on="2016-01-01", expires_on="2018-12-31"),
            certificate(edition="2015", issued_on="2016-01-01", expires_on="2150-12-31") | {"agency": "B"},
        ],
    )
    read = {
        day: [row["state"] for row in office.rows("status", "--day", day)]
        for day in ("2015-12-31", "2018-12-31", "2019-01-01", "2150-12-31", "2151-01-01")
    }
    assert read == {
        "2015-12-31": ["not_started", "not_started"],
        "2018-12-31": ["in_force", "in_force"],
        "2019-01-01": ["lapsed", "in_force"],
        "2150-12-31": ["lapsed", "in_force"],
        "2151-01-01": ["lapsed", "lapsed"],
    }


def test_the_trend_ends_at_d(office: Office, load: Load) -> None:
    load(agencies=[agency()], attestations=[certificate(issued_on="2013-05-20")])
    rows = office.rows("trend", "--from", "2012-01-01", "--to", "2013-05-20")
    assert [(row["day"], row["in_force"]) for row in rows] == [("2012-12-31", "0"), ("2013-05-20", "1")]
    rows = office.rows("trend", "--from", "2012-01-01", "--to", "2013-05-19")
    assert rows[-1]["day"] == "2013-05-19"
    assert {row["in_force"] for row in rows} == {"0"}


def test_a_day_before_any_data_gives_an_empty_answer(office: Office, load: Load) -> None:
    load(agencies=[agency(established_on="2007")], attestations=[certificate()])
    assert office.rows("status", "--day", "2006-12-31") == []
    assert office.rows("coverage", "--day", "2006-12-31", "--by", "type") == []
    (row,) = office.rows("coverage", "--day", "2006-12-31")
    assert list(row.values()) == ["", "0", "0", "0", "0", "0", "", "0"]
    rows = office.rows("trend", "--from", "2005-01-01", "--to", "2006-12-31")
    assert [row["agencies"] for row in rows] == ["0", "0"]


# What was known --------------------------------------------------------------------------------------------


def test_late_papers_move_a_past_day_only_for_those_who_know_them(office: Office, load: Load) -> None:
    load(agencies=[agency()])
    old = answers(office, D)
    load(attestations=[certificate(issued_on="2010-01-01")])
    assert standing(office, D)["state"] == "in_force"
    assert answers(office, D, "--known", "1") == old
    assert answers(office, D) != old


ASKED = (("status",), ("coverage", "--by", "edition"))


@FEW
@given(registries.tables(), st.data(), st.lists(registries.days(), min_size=2, max_size=2))
def test_what_is_recorded_later_never_moves_what_was_known(
    tmp_path_factory: pytest.TempPathFactory, tables: registries.Tables, data: st.DataObject, days: list[date]
) -> None:
    folder = tmp_path_factory.mktemp("known")
    office = Office(f"sqlite:///{folder / 'registry.sqlite'}")
    later = {
        n: data.draw(st.integers(0, len(rows)))
        for n, rows in tables.items()
        if n not in ("agencies", "audits")
    }
    first = {name: rows[later.get(name, 0) :] for name, rows in tables.items()}
    office.load(written(folder / "first", {name: rows for name, rows in first.items() if rows}))
    old = [[office(*words, "--day", day).out for words in ASKED] for day in days]
    second = {name: tables[name][:count] for name, count in later.items() if count}
    if second:
        office.load(written(folder / "second", second))
    office.load(
        written(folder / "third", {"agencies": [{**row, "type": "ubnd_xa"} for row in tables["agencies"]]})
    )
    edited = configured(office, folder, "invalid_from: 2018-09-15", "invalid_from: 2009-01-01")
    edited("journal")
    for who in (office, edited):
        assert [[who(*words, "--day", day, "--known", "1").out for words in ASKED] for day in days] == old


# The rules -------------------------------------------------------------------------------------------------


@pytest.fixture
def province(database: str, tmp_path: Path) -> Office:
    """The small province, on both engines."""
    office = Office(database)
    office.load(written(tmp_path / "province", PROVINCE))
    return office


def kinds(office: Office) -> list[str]:
    return [row["kind"] for row in office.rows("journal")]


def test_an_edit_of_the_rules_is_recorded_by_the_next_command_and_moves_only_what_is_known_since(
    province: Office, tmp_path: Path
) -> None:
    old = answers(province, D)
    edited = configured(province, tmp_path, "invalid_from: 2018-09-15", "invalid_from: 2013-12-31")
    new = answers(edited, D)
    assert kinds(edited) == ["load", "config"]
    assert new != old
    (row,) = edited.rows("coverage", "--day", D)
    assert (row["attested"], row["in_force"]) == ("3", "0")
    assert answers(edited, D, "--known", "1") == old
    assert answers(edited, D, "--known", "2") == new
    assert edited.verifies()
    # Whoever comes with the old file takes the edit back, as a change too.
    assert answers(province, D) == old
    assert kinds(province) == ["load", "config", "config"]
    assert answers(province, D, "--known", "2") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("major_days: 90", "major_days: 60"),
        ("complete_by: 2010-12-31", "complete_by: 2011-12-31"),
        ("internal_audit: {months: 12", "internal_audit: {months: 18"),
        ("certificate_term_months: 36", "certificate_term_months: 24"),
        ("vi: Thành phố Lạng Sơn", "vi: Thành phố"),
    ],
)
def test_every_part_of_the_rules_is_recorded(
    old: str, new: str, office: Office, load: Load, tmp_path: Path
) -> None:
    load(agencies=[agency()])
    assert kinds(configured(office, tmp_path, old, new)) == ["load", "config"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("language: vi", "language: en"),
        ("timezone: Asia/Ho_Chi_Minh", "timezone: UTC"),
        ("# What an expert", "# A remark; what an expert"),
        ("{months: 12, from: 2000-12-15,", "{from: 2000-12-15, months: 12,"),
        ("inspection: {from:", "inspection: {months: 12, from:"),
        ("enabled: false", "enabled: no"),
    ],
    ids=["language", "zone", "a remark", "another order", "a default said", "another spelling"],
)
def test_what_no_number_depends_on_is_not_recorded(
    old: str, new: str, office: Office, load: Load, tmp_path: Path
) -> None:
    load(agencies=[agency()])
    assert kinds(configured(office, tmp_path, old, new)) == ["load"]


def test_no_rules_are_recorded_in_an_empty_journal(database: str, tmp_path: Path) -> None:
    office = Office(database)
    edited = configured(office, tmp_path, "major_days: 90", "major_days: 60")
    for who in (office, edited, office):
        assert kinds(who) == []
        assert who("coverage", "--day", D).code == 0
    edited.load(written(tmp_path / "in", {"agencies": [agency()]}))
    assert kinds(edited) == ["load"]  # the rules came with the load


def test_rules_and_a_load_under_them_are_two_changes(office: Office, load: Load, tmp_path: Path) -> None:
    load(agencies=[agency()])
    edited = configured(office, tmp_path, "major_days: 90", "major_days: 60")
    edited.load(written(tmp_path / "more", {"agencies": [agency("B")]}))
    assert kinds(edited) == ["load", "config", "load"]
    assert edited.verifies()
