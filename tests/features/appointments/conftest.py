import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.appointments.office import Office


@pytest.fixture
def office(database: Database, clock: FakeClock) -> Office:
    return Office(database, clock)
