"""Messages on a poster in memory, and a text to show."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.features.delivery.evidence import Evidence
from bot.features.delivery.jobs import Watch
from bot.features.delivery.reports import ReportClient
from bot.features.delivery.service import Delivery
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import Messages
from bot.features.sms.views.message import message
from bot.policy.model import Approval
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.poster import Content
from bot.store.database import Database
from bot.store.sends import Send, SendKind
from tests.clock import FakeClock
from tests.fakes.poster import FakePoster
from tests.fakes.smsit import FakeReports
from tests.features.delivery.samples import a_text


@pytest.fixture
def poster() -> FakePoster:
    return FakePoster()


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=5)
    yield background
    background.stop()


@pytest.fixture
def messages(database: Database, poster: FakePoster, clock: FakeClock, background: Background) -> Messages:
    renderers = Renderers(
        {SendKind.CONTACT: message}, {SendKind.CONTACT: details}, request, Approval("C0APPROVE")
    )
    return Messages(database, poster, renderers, clock, Coalescer(background, seconds=0))


def details(send: Send) -> Content:
    return Content(f"Details of {send.id}: {send.state}", ())


def request(send: Send) -> Content:
    return Content(f"May {send.id} go? It is {send.state}.", ())


@pytest.fixture
def account() -> FakeReports:
    return FakeReports()


@pytest.fixture
def delivery(account: FakeReports, database: Database, clock: FakeClock) -> Delivery:
    return Delivery(account, database, clock, "US")  # type: ignore[arg-type] # stands in for the client


@pytest.fixture
def evidence(account: FakeReports, database: Database, clock: FakeClock) -> Evidence:
    return Evidence(account, database, clock)  # type: ignore[arg-type] # stands in for the client


@pytest.fixture
def report_client(account: FakeReports, clock: FakeClock) -> ReportClient:
    return ReportClient(account, clock)  # type: ignore[arg-type] # stands in for the client


@pytest.fixture
def watch(
    database: Database, report_client: ReportClient, evidence: Evidence, messages: Messages, clock: FakeClock
) -> Iterator[Watch]:
    with ThreadPoolExecutor(1) as executor:
        yield Watch(database, report_client, evidence, messages, clock, polls={}, executor=executor)


@pytest.fixture
def text(database: Database, clock: FakeClock) -> str:
    return a_text(database, clock)
