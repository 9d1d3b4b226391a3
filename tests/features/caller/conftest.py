import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.caller.harness import Harness


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)
