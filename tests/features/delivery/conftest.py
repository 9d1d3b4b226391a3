"""A board on a wall in memory, and a text to show on it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.features.delivery.board import Board
from bot.features.delivery.drawings import Drawings
from bot.features.delivery.jobs import Watch
from bot.features.delivery.questions import Questions
from bot.features.delivery.service import Delivery
from bot.features.sms.message_view import message
from bot.slack.background import Background
from bot.slack.poster import Content
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from tests.clock import FakeClock
from tests.features.delivery.account import Account
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
    drawings = Drawings({SendKind.CONTACT: message}, {SendKind.CONTACT: details}, request, "C0APPROVE")
    return Board(database, wall, drawings, clock, background)


def details(send: Send) -> Content:
    return Content(f"Details of {send.id}", ())


def request(send: Send) -> Content:
    return Content(f"May {send.id} go?", ())


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def delivery(account: Account, database: Database, clock: FakeClock) -> Delivery:
    return Delivery(account, database, clock, "US")  # type: ignore[arg-type] # stands in for the client


@pytest.fixture
def questions(account: Account, clock: FakeClock) -> Questions:
    return Questions(account, clock)  # type: ignore[arg-type] # stands in for the client


@pytest.fixture
def watch(
    database: Database, questions: Questions, delivery: Delivery, board: Board, clock: FakeClock
) -> Iterator[Watch]:
    with ThreadPoolExecutor(1) as executor:
        yield Watch(database, questions, delivery, board, clock, polls={}, executor=executor)


@pytest.fixture
def text(database: Database, clock: FakeClock) -> str:
    return a_text(database, clock)
