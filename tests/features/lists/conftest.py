"""Lists of a few rows in blocks of three, so that a dozen take several jobs; and a form to write them in."""

import pytest

from bot.features.groups.service import GroupChoice
from bot.features.lists import lanes
from bot.features.lists.listeners.form import FormListeners
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack import FakeResponder
from tests.features.lists.arrivals import SENDERS
from tests.features.lists.harness import Harness


class Names:
    """Knows nobody."""

    def of(self, mentions: tuple[object, ...]) -> dict[object, str]:
        return {}


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "BLOCK", 3)


@pytest.fixture
def harness(database: Database, clock: FakeClock, small_blocks: None) -> Harness:
    return Harness(database, clock)


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


def _groups(typed: str) -> tuple[GroupChoice, ...]:
    return GroupChoice(f"{typed} one", ""), GroupChoice("x" * 151, "")


@pytest.fixture
def form_listeners(responder: FakeResponder) -> FormListeners:
    return FormListeners(responder, SENDERS, _groups, Names())  # type: ignore[arg-type] # a responder of ours; nobody named
