"""An import with two lanes, on a database of its own."""

import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.contact_import.works import Works


@pytest.fixture
def works(database: Database, clock: FakeClock) -> Works:
    return Works(database, clock)
