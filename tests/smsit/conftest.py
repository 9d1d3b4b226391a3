"""A client of the pretend SMS-iT, with a clock and pauses that a test turns by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.smsit import SmsItClient
from tests.smsit.loopback import Loopback

NEW_YORK = ZoneInfo("America/New_York")


@dataclass
class Time:
    """A clock that stands still, and pauses that are written down instead of waited for."""

    now: datetime = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    pauses: list[float] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now


MakeClient = Callable[..., SmsItClient]


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def make_client(server: Loopback, time: Time) -> Iterator[MakeClient]:
    made: list[SmsItClient] = []

    def make(api_key: str = "key-0", **changes: object) -> SmsItClient:
        options: dict[str, object] = {
            "base_url": server.url,
            "timezone": NEW_YORK,
            "clock": time.clock,
            "sleep": time.pauses.append,
            **changes,
        }
        made.append(SmsItClient(api_key, **options))  # type: ignore[arg-type] # options of several types
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: MakeClient) -> SmsItClient:
    return make_client()
