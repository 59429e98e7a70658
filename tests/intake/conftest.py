"""A database whose schema is made once: most of these tests load into an empty one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qms_model.store import Store
from tests.build import loaded
from tests.console import PROVINCE


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "registry.sqlite"
    Store(f"sqlite:///{file.as_posix()}").close()
    return file


@pytest.fixture
def registry_file(tmp_path: Path, _empty_database: Path) -> Path:
    """The file of an empty SQLite database of this test's own."""
    return Path(shutil.copy(_empty_database, tmp_path / "registry.sqlite"))


@pytest.fixture
def registry_url(registry_file: Path) -> str:
    """The URL of that database."""
    return f"sqlite:///{registry_file.as_posix()}"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """The small province as change 1, on either engine."""
    store = loaded(database, PROVINCE)
    yield store
    store.close()


@pytest.fixture
def quick(registry_url: str) -> Store:
    """The small province on SQLite alone, for what no engine decides."""
    return loaded(registry_url, PROVINCE)
