import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.outbox.people import Room


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)
