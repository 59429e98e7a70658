"""What the journal recorded about one agency, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from qms_model.config import read_config
from qms_model.facts import ChangeKind
from qms_model.journal import Edit, Entry, append, history_of
from qms_model.store import Store, open_store
from tests.build import loaded
from tests.console import Office, Tables, written

FIRST: Tables = {
    "agencies": [
        {"agency": "A", "name": "Sở A", "type": "so_ban_nganh"},
        {"agency": "B", "name": "Sở B", "type": "so_ban_nganh"},
    ],
    "attestations": [
        {"agency": "A", "kind": "certificate", "edition": "2008", "issued_on": "2012", "expires_on": "2015"}
    ],
    "audits": [
        {"audit": "1", "agency": "A", "kind": "internal", "held_on": "2013-03-05"},
        {"audit": "2", "agency": "B", "kind": "internal", "held_on": "2013-03-05"},
    ],
}


@pytest.fixture
def office(database: str, tmp_path: Path) -> Office:
    """Change 1 records two agencies; 2 refines and corrects A; 3 is about B only; 4 undoes 3, 5 undoes 2."""
    office = Office(database)
    changes: list[Tables] = [
        FIRST,
        {
            "agencies": [{"agency": "A", "name": "Sở A", "type": "so_ban_nganh", "owner": "Bà Hà"}],
            "attestations": [
                {
                    "agency": "A",
                    "kind": "certificate",
                    "edition": "2008",
                    "number": "7",
                    "issued_on": "2012-05-06",
                }
            ],
            "findings": [
                {"finding": "P1", "audit": "1", "grade": "minor"},
                {"finding": "P2", "audit": "2", "grade": "minor"},
            ],
            "reorganisations": [
                {
                    "event": "E",
                    "kind": "merge",
                    "effective_on": "2025-03-01",
                    "predecessor": "A",
                    "successor": "B",
                }
            ],
        },
        {"agencies": [{"agency": "B", "name": "Sở Bê", "type": "so_ban_nganh"}]},
    ]
    for number, tables in enumerate(changes):
        office.load(written(tmp_path / str(number), tables), "--note", f"lần {number + 1}")
    for number in (3, 2):
        assert office("undo", number, "--note", "nhầm").code == 0
    return office


@pytest.fixture
def store(office: Office) -> Store:
    return open_store(office.url)


def told(
    entries: list[Entry],
) -> dict[int, list[tuple[str, tuple[str, ...], str, list[tuple[str, str, str]]]]]:
    """The entries as plain values, by number."""
    return {
        entry.number: [
            (one.table, one.key, one.what, [(cell.column, cell.old, cell.new) for cell in one.cells])
            for one in entry.differences
        ]
        for entry in entries
    }


def test_each_change_tells_what_it_did_to_the_agency_cell_by_cell(store: Store) -> None:
    with store.reading() as connection:
        entries = history_of(connection, "A")
    found = told(entries)
    assert sorted(found) == [1, 2, 5]  # 3 and 4 are about another
    assert [(entry.kind, entry.note) for entry in entries] == [
        ("load", "lần 1"),
        ("load", "lần 2"),
        ("undo", "nhầm"),
    ]
    assert [(table, what) for table, _, what, _ in found[1]] == [
        ("agencies", "new"),
        ("attestations", "new"),
        ("audits", "new"),
    ]
    finding = [("finding", "", "P1"), ("audit", "", "1"), ("grade", "", "minor")]
    assert found[2] == [
        ("agencies", ("A", ""), "changed", [("owner", "", "Bà Hà")]),
        # a blank number filled and a year made a day: the same certificate
        (
            "attestations",
            ("A", "certificate", "2008", "", "2012"),
            "changed",
            [("number", "", "7"), ("issued_on", "2012", "2012-05-06")],
        ),
        ("findings", ("P1",), "new", finding),
        (
            "reorganisations",
            ("E", "A", "B"),
            "new",
            [
                ("event", "", "E"),
                ("kind", "", "merge"),
                ("effective_on", "", "2025-03-01"),
                ("predecessor", "", "A"),
                ("successor", "", "B"),
            ],
        ),
    ]
    backwards = [
        (table, what, [(c, new, old) for c, old, new in cells]) for table, _, what, cells in found[2]
    ]
    opposite = {"new": "removed", "changed": "changed"}
    assert [(table, what, cells) for table, _, what, cells in found[5]] == [
        (table, opposite[what], cells) for table, what, cells in backwards
    ]


def test_only_changes_up_to_the_known_one_are_told(store: Store) -> None:
    with store.reading() as connection:
        assert sorted(told(history_of(connection, "A", known=4))) == [1, 2]
        assert sorted(told(history_of(connection, "B", known=3))) == [1, 2, 3]
        assert history_of(connection, "A", known=0) == []
        assert history_of(connection, "không có") == []


def test_a_row_that_takes_the_place_of_one_with_another_key_is_new(database: str) -> None:
    store = loaded(database, FIRST)
    other = {"agency": "A", "kind": "certificate", "edition": "2008", "number": "9", "issued_on": "2013"}
    with store.writing() as connection:
        edit = Edit({"attestations": [other]}, {"attestations": [1]})
        append(connection, ChangeKind.LOAD, edit, rules=read_config().rules, by="test")
    with store.reading() as connection:
        found = told(history_of(connection, "A"))
    assert [(what, key) for _, key, what, _ in found[2]] == [
        ("removed", ("A", "certificate", "2008", "", "2012")),
        ("new", ("A", "certificate", "2008", "9", "2013")),
    ]


def test_no_table_is_searched_for_an_agency(sqlite_url: str) -> None:
    """SQLite names the index that it uses for each statement of the history."""
    statements: list[tuple[str, object]] = []
    store = Store(sqlite_url)

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    sa.event.listen(store.engine, "before_cursor_execute", note)
    with store.reading() as connection:
        history_of(connection, "A")
        asked = [s for s in statements if "WHERE" in s[0] and "changes" not in s[0]]
        plans = [
            str(row[-1])
            for statement, parameters in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
        ]
    store.close()
    assert len(asked) == 10  # every table but the settings and the targets
    assert not [plan for plan in plans if plan.startswith("SCAN")]
