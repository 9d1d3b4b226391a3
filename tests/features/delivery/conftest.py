"""A board on a wall in memory, and a text to show on it."""

from collections.abc import Iterator

import pytest

from bot.features.delivery.board import Board
from bot.features.sms.message_view import message
from bot.slack.background import Background
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.delivery.texts import a_text
from tests.features.delivery.wall import Wall


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=5)
    yield background
    background.stop()


@pytest.fixture
def board(database: Database, wall: Wall, clock: FakeClock, background: Background) -> Board:
    return Board(database, wall, message, clock, background)


@pytest.fixture
def text(database: Database, clock: FakeClock) -> str:
    return a_text(database, clock)
