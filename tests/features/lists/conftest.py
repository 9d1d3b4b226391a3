"""Lists of a few rows in blocks of three, so that a dozen rows take several jobs."""

import pytest

from bot.features.lists import lanes
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.lists.works import Works


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "BLOCK", 3)


@pytest.fixture
def works(database: Database, clock: FakeClock, small_blocks: None) -> Works:
    return Works(database, clock)
