"""The database: the only module that opens a connection.

SQLite by default, PostgreSQL by URL. Writers come one after the other
(BEGIN IMMEDIATE, or an advisory lock), so change numbers have no gaps and no
writer's work is lost; readers never wait.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InternalError,
    NoSuchModuleError,
    ProgrammingError,
)

from qms_model.i18n import message
from qms_model.refusal import Refused

_STEPS = Path(__file__).parent / "migrations" / "versions"  # 0001_….py, 0002_….py

# Any fixed number: the name of the writers' lock in PostgreSQL.
_WRITERS_LOCK = 9001

_PATIENCE = 15  # seconds that one waits for the other's lock

# synchronous=FULL: NORMAL can lose the last commit at a power cut.
# recursive_triggers: INSERT OR REPLACE must not walk past the delete triggers.
_PRAGMAS = (
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={1000 * _PATIENCE}",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
)

# All other errors say that the database itself cannot go on: gone, locked, full, broken.
_FAULTS_OF_A_STATEMENT = (DataError, IntegrityError, InternalError, ProgrammingError)


class Store:
    """One database. Connections are short: one per question or per change."""

    def __init__(self, url: str) -> None:
        """Open the database at `url` and bring its schema up to date.

        Raises Refused when it cannot be reached or is newer than this program.
        """
        self.url = _driver_url(url)
        self.engine = _engine(self.url)
        try:
            self._migrate()
        except DBAPIError as error:
            self.close()
            raise _unreachable(self.url, error) from error
        except Refused:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database throughout."""
        with self._connected() as connection:
            reader = connection
            if self.engine.dialect.name == "postgresql":
                reader = connection.execution_options(isolation_level="REPEATABLE READ")
            with reader.begin():
                yield reader

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection for one change: all of it is committed, or nothing."""
        with self._connected() as connection:
            writer = connection.execution_options(writing=True)
            with writer.begin():
                if self.engine.dialect.name == "postgresql":
                    writer.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS_LOCK)))
                yield writer

    def close(self) -> None:
        """Give the connections back; SQLite folds its log into the file."""
        self.engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[sa.Connection]:
        """A connection; a database that fails, and not the statement, is refused with a sentence."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            if isinstance(error, _FAULTS_OF_A_STATEMENT):
                raise
            raise _unreachable(self.url, error) from error

    def _migrate(self) -> None:
        with self.reading() as connection:
            current = _revision(connection)
        if current == _newest_revision():
            return
        from qms_model import migrations  # a quarter of a second, of which a current schema has no need

        if current is not None and not migrations.is_known(current):
            raise Refused(
                message(
                    "The database was written by a newer version of this program ({revision}).",
                    revision=current,
                )
            )
        with self.writing() as connection:
            migrations.upgrade(connection)


def _revision(connection: sa.Connection) -> str | None:
    """The step that the schema of the database is at; None where it has not begun."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def _newest_revision() -> str:
    return max(step.name for step in _STEPS.glob("[0-9]*.py")).partition("_")[0]


@cache
def open_store(url: str) -> Store:
    """The store of `url`, opened once in this process."""
    return Store(url)


def _driver_url(url: str) -> str:
    """`url` with the driver that this program ships."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(parsed)
        if parsed.get_backend_name() == "postgresql":
            timeouts = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=10min"
            return sa.create_engine(parsed, pool_pre_ping=True, connect_args={"options": timeouts})
    except (ArgumentError, NoSuchModuleError) as error:
        raise Refused(_wrong_url()) from error
    raise Refused(_wrong_url())


def _wrong_url() -> Any:
    return message("The database URL is not one of sqlite:///FILE and postgresql://USER@HOST/NAME.")


def _sqlite(url: sa.URL) -> sa.Engine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(
                message("The folder of the database {file} cannot be made.", file=url.database)
            ) from error
    engine = sa.create_engine(url)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # SQLAlchemy's default mode begins late and loses concurrent updates:
        # we begin ourselves, below.
        connection.isolation_level = None
        _log_ahead(connection)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _log_ahead(connection: Any) -> None:
    """Set the journal mode WAL. Of processes that turn the mode of a new file at once
    SQLite refuses all but one without waiting, so the others ask again."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not locked or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _unreachable(url: str, error: DBAPIError) -> Refused:
    shown = sa.make_url(url).render_as_string(hide_password=True)
    why = " ".join(str(error.orig).split())[:200]
    return Refused(message("The database {url} cannot be used: {why}", url=shown, why=why))
