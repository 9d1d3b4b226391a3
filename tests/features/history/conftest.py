import pytest

from bot.store.database import Database
from tests.features.history.harness import Harness


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)
