from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from bot.features.erasure.service import Erasure
from bot.store import Database, number_hashes
from tests.clock import FakeClock
from tests.store import postgres

KEY = "k" * 43


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> Iterator[Database]:
    """A database of each kind with tables, on which a bot was started that has the key."""
    path = copyfile(migrated_file, tmp_path / "bot.db")
    database = Database(f"sqlite:///{path}" if request.param == "sqlite" else postgres.without_rows(), KEY)
    with database.write() as conn:
        number_hashes.begin(conn, FakeClock()())
    yield database
    database.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def erasure(database: Database, clock: FakeClock) -> Erasure:
    return Erasure(database, clock, "US")
