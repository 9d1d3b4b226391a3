"""Lists of a few rows in blocks of three, so that a dozen take several jobs; and a desk to write them at."""

import pytest

from bot.features.lists import lanes
from bot.features.lists.composing import Composing
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.lists.front import SENDERS, FakeDesk
from tests.features.lists.works import Works


class Names:
    """Knows nobody."""

    def of(self, mentions: tuple[object, ...]) -> dict[object, str]:
        return {}


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "BLOCK", 3)


@pytest.fixture
def works(database: Database, clock: FakeClock, small_blocks: None) -> Works:
    return Works(database, clock)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def composing(desk: FakeDesk) -> Composing:
    def groups(typed: str) -> tuple[str, ...]:
        return f"{typed} one", "x" * 151

    return Composing(desk, SENDERS, groups, Names())  # type: ignore[arg-type] # a desk of ours; nobody named
