"""The client, talking to one pretend account over a real socket."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.smsit.account import Account
from bot.smsit import SmsItClient
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.serving import Stage

ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    with Stage().open("httptools") as stage:
        yield stage


@pytest.fixture
def clock() -> SleepClock:
    return SleepClock()


@pytest.fixture
def account(clock: SleepClock) -> Account:
    return Account(clock=clock, sleep=clock.sleep, contacts=0, timezone=ZONE.key)


@pytest.fixture
def client(stage: Stage, account: Account, clock: SleepClock) -> Iterator[SmsItClient]:
    with SmsItClient(
        account.api_key,
        base_url=stage.show(account),
        timezone=ZONE,
        clock=clock,
        sleep=lambda seconds: clock.advance(seconds=seconds),
    ) as client:
        yield client
