"""The database: its schema, what it refuses, and many processes at once, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from qms_model import journal
from qms_model.config import read_config
from qms_model.facts import FACT_TABLES, ChangeKind, sql_table
from qms_model.migrations import alembic_config
from qms_model.refusal import Refused
from qms_model.store import Store
from tests.build import loaded
from tests.console import PROVINCE, Office, new_processes, written

NAMES = [sql_table(fact).name for fact in FACT_TABLES]


@contextmanager
def stored(url: str) -> Iterator[Store]:
    """The database at `url`, opened for a while."""
    store = Store(url)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def filled(database: str) -> Iterator[Store]:
    """A database in which every table has a row that was superseded and one that was not."""
    store = loaded(database, PROVINCE)
    with store.writing() as connection:
        again = {name: [dict(row) for row in rows] for name, rows in _contents(connection).items()}
        old = {name: [1] for name in again}
        edit = journal.Edit({name: rows[:1] for name, rows in again.items()}, old)
        journal.append(connection, ChangeKind.LOAD, edit, rules=read_config().rules, by="test")
    yield store
    store.close()


def _contents(connection: sa.Connection) -> dict[str, list[dict[str, object]]]:
    content = {}
    for name in NAMES:
        rows = connection.execute(sa.select(journal.TABLES[name]).order_by("id")).mappings()
        content[name] = [
            {k: v for k, v in row.items() if k not in ("id", "recorded_in", "superseded_in")} for row in rows
        ]
    return content


# Schema ----------------------------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_of_the_models(database: str) -> None:
    with stored(database) as store, store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_schema_goes_down_and_up_again(database: str) -> None:
    with stored(database) as store:
        for step in ("base", "head"):
            with store.writing() as connection:
                config = alembic_config()
                config.attributes["connection"] = connection
                (command.downgrade if step == "base" else command.upgrade)(config, step)
            with store.reading() as connection:
                tables = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
            assert tables == ({"changes", "snapshots", *NAMES} if step == "head" else set())
    with stored(database) as store:
        loaded(database, PROVINCE).close()
        with store.reading() as connection:
            assert [check.ok for check in journal.verify(connection)] == [True]


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: str) -> None:
    with stored(database) as store, store.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refused, match="newer version"):
        Store(database)


# Append-only -----------------------------------------------------------------------------------------------


def test_no_row_is_altered_deleted_or_replaced(filled: Store) -> None:
    for name in ("changes", *NAMES):
        for alteration in alterations_of(SQLModel.metadata.tables[name], filled.engine.dialect):
            with pytest.raises(DBAPIError, match="append-only"), filled.writing() as connection:
                connection.execute(alteration)
    with filled.reading() as connection:
        assert [check.ok for check in journal.verify(connection)] == [True, True]


def alterations_of(table: sa.Table, dialect: sa.Dialect) -> list[sa.Executable]:
    """Every way to alter, delete or replace the first row of a table."""
    key = next(iter(table.primary_key.columns))
    alterations: list[sa.Executable] = [
        table.update().where(key == 1).values({column.name: column}) for column in table.columns
        if column.name != "superseded_in"
    ]  # fmt: skip
    alterations += [table.update().where(key == 1).values({key: 99}), table.delete().where(key == 1)]
    quoted = dialect.identifier_preparer.format_table(table)
    if dialect.name == "sqlite":
        alterations += [
            sa.text(f"INSERT OR REPLACE INTO {quoted} SELECT * FROM {quoted} WHERE {key.name} = 1"),
            sa.text(f"UPDATE OR REPLACE {quoted} SET {key.name} = 2 WHERE {key.name} = 1"),
            sa.text(f"UPDATE {quoted} SET rowid = 99 WHERE {key.name} = 1"),
        ]
    else:
        other = next(column.name for column in table.columns if not column.primary_key)
        alterations += [
            sa.text(f"TRUNCATE {quoted} CASCADE"),
            sa.text(
                f'INSERT INTO {quoted} SELECT * FROM {quoted} WHERE "{key.name}" = 1 '
                f'ON CONFLICT ("{key.name}") DO UPDATE SET "{other}" = EXCLUDED."{other}"'
            ),
        ]
    return alterations


def test_a_fact_is_noted_as_superseded_once_and_for_all(filled: Store) -> None:
    for table in journal.TABLES.values():
        for number in (None, 1, 2):
            with pytest.raises(DBAPIError, match="append-only"), filled.writing() as connection:
                connection.execute(table.update().where(table.c.id == 1).values(superseded_in=number))
        with filled.writing() as connection:
            last = connection.execute(sa.select(sa.func.max(table.c.id))).scalar()
            connection.execute(table.update().where(table.c.id == last).values(superseded_in=2))
        with pytest.raises(DBAPIError, match="append-only"), filled.writing() as connection:
            connection.execute(table.update().where(table.c.id == last).values(superseded_in=None))


def test_a_fact_belongs_to_a_change_that_is_there(filled: Store) -> None:
    table = journal.TABLES["adoptions"]
    with pytest.raises(DBAPIError), filled.writing() as connection:
        connection.execute(table.insert(), {"id": 99, "recorded_in": 99, "agency": "SNV"})


def test_a_code_that_is_none_of_ours_cannot_be_stored(filled: Store) -> None:
    with pytest.raises(DBAPIError), filled.writing() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO attestations (id, recorded_in, agency, kind, edition, issued_on)"
                " VALUES (99, 1, 'SNV', 'medal', '2008', '2010')"
            )
        )


def test_a_change_that_fails_half_way_leaves_nothing(database: str) -> None:
    store = loaded(database, PROVINCE)
    edit = journal.Edit({"adoptions": [{"agency": "SNV"}, {"agency": None}]})
    with pytest.raises(DBAPIError), store.writing() as connection:
        journal.append(connection, ChangeKind.LOAD, edit, rules=read_config().rules, by="test")
    with store.reading() as connection:
        assert journal.newest(connection) == 1
        assert [check.ok for check in journal.verify(connection)] == [True]
    store.close()


# Many at once ----------------------------------------------------------------------------------------------


def opened(url: str) -> int:
    """Open the database as a process of its own does; the newest change."""
    with stored(url) as store, store.reading() as connection:
        return journal.newest(connection)


def recorded_often(url: str, times: int) -> list[int]:
    """Record so many changes, one after the other; their numbers."""
    numbers = []
    with stored(url) as store:
        for _ in range(times):
            with store.writing() as connection:
                edit = journal.Edit({"agencies": [{"agency": "A", "name": "A", "type": "ubnd_xa"}]})
                numbers.append(
                    journal.append(connection, ChangeKind.LOAD, edit, rules=read_config().rules, by="test")
                )
    return numbers


def verified_often(url: str, times: int) -> list[bool]:
    """Verify so many times while others write; whether all was well each time."""
    found = []
    with stored(url) as store:
        for _ in range(times):
            with store.reading() as connection:
                found.append(all(check.ok for check in journal.verify(connection)))
    return found


def load_own(url: str, folder: str) -> tuple[int, str]:
    """Load a folder as a process of its own does; exit code and what it said."""
    answer = Office(url)("load", folder, "--apply")
    return answer.code, answer.err.strip()


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Eight processes, kept for all tests of this file: to start one costs more than the tests."""
    with ProcessPoolExecutor(8, mp_context=new_processes(__name__)) as pool:
        list(pool.map(abs, range(8)))
        yield pool


def test_processes_that_open_an_empty_database_at_once_all_succeed(
    database: str, processes: ProcessPoolExecutor
) -> None:
    assert list(processes.map(opened, [database] * 8)) == [0] * 8


def test_writers_at_once_lose_nothing_number_without_gaps_and_verify_meanwhile(
    database: str, processes: ProcessPoolExecutor
) -> None:
    writers = [processes.submit(recorded_often, database, 10) for _ in range(4)]
    readers = [processes.submit(verified_often, database, 10) for _ in range(2)]
    numbers = [number for writer in writers for number in writer.result()]
    assert sorted(numbers) == list(range(1, 41))
    assert [reader.result() for reader in readers] == [[True] * 10] * 2
    with stored(database) as store, store.reading() as connection:
        assert [check.ok for check in journal.verify(connection)] == [True] * 40
        table = journal.TABLES["agencies"]
        ids = connection.execute(sa.select(table.c.id).order_by(table.c.id)).scalars().all()
        assert ids == list(range(1, 41))


def test_eight_processes_that_load_at_once_are_recorded_or_refused_with_a_sentence(
    database: str, processes: ProcessPoolExecutor, tmp_path: Path
) -> None:
    folders = [
        written(
            tmp_path / f"in{n}",
            {"agencies": [{"agency": f"A{n}", "name": f"Cơ quan {n}", "type": "ubnd_xa"}]},
        )
        for n in range(8)
    ]
    answers = [processes.submit(load_own, database, str(folder)) for folder in folders]
    found = [answer.result() for answer in answers]
    refused = "The registry was changed meanwhile; nothing was loaded. Load again."
    assert {code for code, _ in found} <= {0, 1}
    assert {said for code, said in found if code} <= {refused}
    recorded = [f"A{n}" for n, (code, _) in enumerate(found) if code == 0]
    assert recorded
    office = Office(database)
    assert [row["agency"] for row in office.rows("status", "--day", "2014-12-31")] == recorded
    assert office.changes() == len(recorded)
    assert office.verifies()
    # Whoever was refused loads again.
    for folder, (code, _) in zip(folders, found, strict=True):
        if code:
            office.load(folder)
    assert office.changes() == 8
