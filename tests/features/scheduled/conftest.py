import pytest

from bot.store.database import Database
from tests.features.scheduled.house import House


@pytest.fixture
def house(database: Database) -> House:
    return House(database)
