"""A database for what features keep."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.database import Database


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied: migrating anew for each test would take most of its time."""
    path = tmp_path_factory.mktemp("empty") / "bot.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def database(tmp_path: Path, empty_file: Path) -> Iterator[Database]:
    path = tmp_path / "bot.db"
    shutil.copyfile(empty_file, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()
