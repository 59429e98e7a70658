"""The journal: its hash chain, and every way of tampering with it that leaves a trace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from qms_model import journal
from qms_model.facts import FACT_TABLES, Change, sql_table
from qms_model.store import Store
from tests.console import CONFIG, PROVINCE, Office, written

NAMES = [sql_table(fact).name for fact in FACT_TABLES]
CHANGES = sql_table(Change)
LATER = {
    "agencies": [{"agency": "XA-1", "name": "UBND xã Một", "type": "ubnd_xa", "owner": "Bà Hà"}],
    "targets": [{"type": "ubnd_xa", "due_on": "2015-12-31", "share": "12.5"}],
}


@pytest.fixture
def office(database: str, tmp_path: Path) -> Office:
    """A journal of three changes: a load, a load that supersedes rows, an undo."""
    office = Office(database)
    office.load(written(tmp_path / "in", PROVINCE), "--note", "Lần đầu — “Đ”")
    office.load(written(tmp_path / "later", LATER))
    assert office("undo", "2", "--note", "nhầm").code == 0
    return office


@pytest.fixture
def store(office: Office) -> Iterator[Store]:
    """Its database without the triggers, as somebody with the file and a tool has it."""
    store = Store(office.url)
    with store.writing() as connection:
        if store.engine.dialect.name == "sqlite":
            triggers = connection.execute(
                sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for trigger in triggers.all():
                connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
        else:
            connection.execute(sa.text("DROP FUNCTION qms_refuse() CASCADE"))
    yield store
    store.close()


def verdict(office: Office) -> dict[str, bool]:
    """What verify says of every item, and that its exit code agrees."""
    answer = office("verify", "--format", "csv")
    found = {row["item"]: row["ok"] == "true" for row in answer.rows}
    assert answer.code == (0 if all(found.values()) else 1)
    assert all(bool(row["reason"]) == (row["ok"] == "false") for row in answer.rows)
    return found


def rows_of(store: Store, table: sa.Table) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(sa.select(table).order_by(table.c[0])).mappings()]


def another(column: sa.Column[Any], value: Any) -> Any:
    """Another value that the column can hold; a blank where there is a value."""
    if value is not None and column.nullable:
        return None
    if isinstance(column.type, sa.Enum):
        return next(code for code in column.type.enums if code != value)
    if isinstance(column.type, sa.Boolean):
        return not value
    if isinstance(column.type, sa.Integer | sa.BigInteger | sa.Float):
        return (value or 0) + 1
    return f"{value or ''}x"[-10:]


# The chain -------------------------------------------------------------------------------------------------


def test_a_hash_covers_the_previous_hash_the_change_and_all_its_facts(office: Office, store: Store) -> None:
    """The hash told once more, from the text of the contract alone."""
    previous = "0" * 64
    for change in rows_of(store, CHANGES):
        head = {k: change[k] for k in ("number", "at", "by", "kind", "note")} | {"previous": previous}
        lines = [head]
        for name in NAMES:
            facts = [
                {k: v for k, v in row.items() if v is not None or k == "superseded_in"}
                for row in rows_of(store, journal.TABLES[name])
            ]
            for verb, column in (("record", "recorded_in"), ("supersede", "superseded_in")):
                for fact in facts:
                    if fact[column] == change["number"]:
                        lines.append([verb, name, {k: v for k, v in fact.items() if k != "superseded_in"}])  # type: ignore[arg-type]  # noqa: PERF401
        text = "\n".join(
            json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for line in lines
        )
        assert change["hash"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
        assert change["rows"] == len(lines) - 1
        previous = change["hash"]


def test_the_same_journal_has_the_same_hashes_in_either_engine(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    """A journal copied row by row from SQLite to PostgreSQL, and back, verifies."""
    first = Office(sqlite_url)
    first.load(written(tmp_path / "in", PROVINCE))
    first.load(written(tmp_path / "later", LATER))
    back_url = f"sqlite:///{tmp_path / 'back.sqlite'}"
    for source, target in ((sqlite_url, postgres_url), (postgres_url, back_url)):
        from_, to = Store(source), Store(target)
        with to.writing() as connection:
            for table in (CHANGES, *journal.TABLES.values()):
                if rows := rows_of(from_, table):
                    connection.execute(sa.insert(table), rows)
        from_.close()
        to.close()
        assert verdict(Office(target)) == {"change 1": True, "change 2": True}
        words = ("status", "--day", "2013-12-31", "--format", "csv")
        assert Office(target)(*words).out == first(*words).out
        assert Office(target)("journal", "--format", "csv").out == first("journal", "--format", "csv").out


def test_the_journal_lists_the_last_changes_oldest_first(office: Office) -> None:
    assert [row["change"] for row in office.rows("journal")] == ["1", "2", "3"]
    assert [row["change"] for row in office.rows("journal", "--last", "2")] == ["2", "3"]
    assert [row["kind"] for row in office.rows("journal")] == ["load", "load", "undo"]
    for row in office.rows("journal"):
        assert datetime.fromisoformat(row["at"]).utcoffset() is not None
        assert len(row["hash"]) == 64


def test_a_date_means_the_last_change_by_the_end_of_that_local_day(store: Store) -> None:
    with store.writing() as connection:
        for number, at in ((1, "2015-03-01T16:59:59.999999Z"), (2, "2015-03-01T17:00:00.000000Z")):
            connection.execute(sa.update(CHANGES).where(CHANGES.c.number == number).values(at=at))
    with store.reading() as connection:  # 17:00 in UTC is midnight in Vietnam
        for day, change in ((date(2015, 2, 28), 0), (date(2015, 3, 1), 1), (date(2015, 3, 2), 2)):
            assert journal.last_change_of(connection, day, "Asia/Ho_Chi_Minh") == change
        assert journal.last_change_of(connection, datetime.now(UTC).date(), "UTC") == 3


def test_verify_records_nothing_even_when_the_config_was_edited(office: Office, tmp_path: Path) -> None:
    config = tmp_path / "other.yaml"
    config.write_text(
        CONFIG.read_text(encoding="utf-8").replace("major_days: 90", "major_days: 60"), encoding="utf-8"
    )
    assert Office(office.url, ("--config", str(config)))("verify").code == 0
    assert office.changes() == 3


# Tampering -------------------------------------------------------------------------------------------------


def test_any_altered_cell_of_any_fact_is_found(office: Office, store: Store) -> None:
    assert verdict(office) == {"change 1": True, "change 2": True, "change 3": True}
    for table in journal.TABLES.values():
        rows = rows_of(store, table)
        some = {row["superseded_in"]: row for row in rows}.values()  # one that stands, one of each superseded
        for row, column in ((row, column) for row in some for column in table.columns):
            old = row[column.name]
            if column.name == "superseded_in" and old is None:
                continue  # the next test
            new = 3 - old % 2 if column.name == "recorded_in" else another(column, old)
            new = old + 100 if column.name == "id" else new
            with store.engine.connect() as connection, connection.begin() as transaction:
                connection.execute(sa.update(table).where(table.c.id == row["id"]).values({column.name: new}))
                assert not all(check.ok for check in journal.verify(connection)), (
                    table.name,
                    column.name,
                    row,
                )
                transaction.rollback()
    assert all(verdict(office).values())


def test_a_fact_superseded_without_its_change_saying_so_is_found(office: Office, store: Store) -> None:
    table = journal.TABLES["procedures"]
    for number in (1, 3):
        with store.writing() as connection:
            connection.execute(sa.update(table).values(superseded_in=number))
        assert [item for item, ok in verdict(office).items() if not ok] == [f"change {number}"]


def test_any_altered_field_of_a_change_is_found(store: Store) -> None:
    for row in rows_of(store, CHANGES):
        for name, old in row.items():
            new = old + 10 if isinstance(old, int) else f"{old}x"[-64:]
            if name == "number":
                continue  # its facts name it: see the change removed from the middle
            with store.engine.connect() as connection, connection.begin() as transaction:
                connection.execute(
                    sa.update(CHANGES).where(CHANGES.c.number == row["number"]).values({name: new})
                )
                found = {check.item: check.ok for check in journal.verify(connection)}
                transaction.rollback()
            assert not found[f"change {row['number']}"], name


def test_a_deleted_fact_is_found(office: Office, store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sa.delete(journal.TABLES["findings"]))
    assert verdict(office) == {"change 1": False, "change 2": True, "change 3": True}


def test_an_added_fact_is_found(office: Office, store: Store) -> None:
    with store.writing() as connection:
        row = {"id": 99, "recorded_in": 2, "agency": "SNV", "year": 2012, "objective": "X", "target": 1.0}
        connection.execute(sa.insert(journal.TABLES["objectives"]), row)
    assert verdict(office) == {"change 1": True, "change 2": False, "change 3": True}


def test_swapped_facts_are_found(office: Office, store: Store) -> None:
    table = journal.TABLES["agencies"]
    with store.writing() as connection:
        for old, new in ((1, 99), (2, 1), (99, 2)):
            connection.execute(sa.update(table).where(table.c.id == old).values(id=new))
    assert not verdict(office)["change 1"]


def test_a_change_removed_from_the_middle_is_found(office: Office, store: Store) -> None:
    with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.execute(sa.delete(CHANGES).where(CHANGES.c.number == 2))
        connection.commit()
        connection.invalidate()
    found = verdict(office)
    assert found == {"change 1": True, "change 3": False, "change 2": False}


def test_rules_that_cannot_be_read_are_found_and_everything_else_is_refused(
    office: Office, store: Store
) -> None:
    with store.writing() as connection:
        connection.execute(sa.update(journal.TABLES["rules"]).values(content="{}"))
    assert not verdict(office)["change 1"]
    answer = office("coverage", "--day", "2013-12-31")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "The rules recorded in the journal cannot be read: run verify.\n"


def test_a_code_or_a_cell_of_a_kind_that_we_never_write_is_found(sqlite_url: str, tmp_path: Path) -> None:
    office = Office(sqlite_url)
    office.load(written(tmp_path / "in", PROVINCE))
    for statement in (
        "UPDATE audits SET kind = 'party'",
        "UPDATE agencies SET name = X'00FF'",
        "UPDATE procedures SET operational = 'many'",
        "UPDATE objectives SET target = 'much'",
    ):
        store = Store(sqlite_url)
        with store.writing() as connection:
            triggers = connection.execute(
                sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for trigger in triggers.all():
                connection.execute(sa.text(f"DROP TRIGGER {trigger}"))
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            connection.execute(sa.text(statement))
        store.close()
        assert verdict(office) == {"change 1": False}, statement
