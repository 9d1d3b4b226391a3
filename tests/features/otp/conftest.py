import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.otp.world import World


@pytest.fixture
def world(database: Database, clock: FakeClock) -> World:
    return World(database, clock)
