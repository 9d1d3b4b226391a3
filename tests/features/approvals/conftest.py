"""Databases of each kind, and the approvals of a house with two approvers."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.approvals.broadcasts import Office
from tests.store import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
    else:
        database = Database(postgres.without_rows())
        yield database
        database.close()


@pytest.fixture
def office(database: Database, clock: FakeClock) -> Office:
    return Office(database, clock)


@pytest.fixture
def either_office(either: Database, clock: FakeClock) -> Office:
    return Office(either, clock)
