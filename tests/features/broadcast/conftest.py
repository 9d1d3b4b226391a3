"""One pretend account over a real socket, and the bot around it."""

from collections.abc import Callable, Iterator

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.smsit.account import Account
from bot.smsit import SmsItClient
from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.broadcast.form_harness import FormHarness
from tests.features.broadcast.harness import ZONE, Harness
from tests.patience import ACK_SECONDS
from tests.sandbox.smsit.serving import Stage


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    with Stage().open("httptools") as stage:
        yield stage


@pytest.fixture
def account(clock: FakeClock) -> Account:
    async def sleep(seconds: float) -> None:
        clock.advance(seconds=seconds)

    return Account(clock=clock, sleep=sleep, contacts=0, timezone=ZONE.key)


@pytest.fixture
def client(stage: Stage, account: Account, clock: FakeClock) -> Iterator[SmsItClient]:
    with SmsItClient(
        account.api_key,
        base_url=stage.show(account),
        timezone=ZONE,
        clock=clock,
        sleep=lambda seconds: None,
    ) as client:
        yield client


@pytest.fixture
def build(
    database: Database, clock: FakeClock, account: Account, client: SmsItClient
) -> Callable[..., Harness]:
    def built(**rules: object) -> Harness:
        return Harness(database, clock, account, client, **rules)  # type: ignore[arg-type] # as Harness takes them

    return built


@pytest.fixture
def harness(build: Callable[..., Harness]) -> Harness:
    return build()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A pretend Slack; its pretend SMS-iT is not the one these tests use."""
    with Sandbox(clock=FakeClock(), contacts=1, ack_limit=ACK_SECONDS) as sandbox:
        yield sandbox


@pytest.fixture
def form_harness(build: Callable[..., Harness], sandbox: Sandbox) -> Iterator[Callable[..., FormHarness]]:
    """Opens Maya's screen on a harness with these rules."""
    opened: list[FormHarness] = []

    def open_(**rules: object) -> FormHarness:
        opened.append(FormHarness(sandbox, build(**rules)).open())
        return opened[-1]

    yield open_
    for each in opened:
        each.close()
    sandbox.slack.messages = type(sandbox.slack.messages)(sandbox.slack.pulse, sandbox.slack.clock)
    assert sandbox.slack.problems == []
