from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.features.erasure.service import Erasure
from bot.store import Database, number_hashes
from tests.clock import FakeClock
from tests.store import postgres

KEY = "k" * 43


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind with tables, on which a bot was started that has the key."""
    url = f"sqlite:///{tmp_path}/bot.db" if request.param == "sqlite" else postgres.without_rows()
    database = Database(url, KEY)
    database.migrate()
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
