import pytest

from bot.store.database import Database
from tests.features.scheduled.harness import Harness


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)
