"""One account of a few known people, whose time is moved by hand."""

from collections.abc import Iterator

import pytest

from bot.sandbox.smsit.account import Account
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.serving import Stage


@pytest.fixture
def clock() -> SleepClock:
    return SleepClock()


@pytest.fixture
def account(clock: SleepClock) -> Account:
    return Account(clock=clock, sleep=clock.sleep, contacts=0)


@pytest.fixture(scope="session")
def httptools_stage() -> Iterator[Stage]:
    with Stage().open("httptools") as stage:
        yield stage


@pytest.fixture(scope="session")
def h11_stage() -> Iterator[Stage]:
    with Stage().open("h11") as stage:
        yield stage


@pytest.fixture(params=["httptools_stage", "h11_stage"])
def stage(request: pytest.FixtureRequest) -> Stage:
    """Each of the two ways uvicorn reads HTTP."""
    chosen: Stage = request.getfixturevalue(request.param)
    return chosen
