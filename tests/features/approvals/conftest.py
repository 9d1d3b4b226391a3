"""The approvals of a house with two approvers."""

import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.approvals.broadcasts import Office


@pytest.fixture
def office(database: Database, clock: FakeClock) -> Office:
    return Office(database, clock)


@pytest.fixture
def either_office(either: Database, clock: FakeClock) -> Office:
    return Office(either, clock)
