"""A pretend SMS-iT in memory, and one over HTTP with the real client of it."""

from collections.abc import Iterator

import pytest

from bot.features.groups.sync import GroupSync
from bot.sandbox import Sandbox
from bot.smsit import SmsItClient
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.samples import Figures, at
from tests.patience import ACK_SECONDS


@pytest.fixture(scope="module")
def account_clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def sandbox(account_clock: FakeClock) -> Iterator[Sandbox]:
    with Sandbox(contacts=60, clock=account_clock, ack_limit=ACK_SECONDS) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[SmsItClient]:
    """The real client; its retries take no time."""
    with SmsItClient(
        sandbox.smsit.api_key, base_url=sandbox.smsit_base_url, sleep=lambda _seconds: None
    ) as client:
        yield client
    sandbox.smsit.faults.clear()


@pytest.fixture
def directory() -> FakeContactList:
    return FakeContactList(at("1", -9), at("2", -5, subscribed=False), at("3", 0, "Staff"))


@pytest.fixture
def sync(directory: FakeContactList, database: Database, clock: FakeClock) -> GroupSync:
    return GroupSync(directory, database, clock)


@pytest.fixture
def figures(database: Database) -> Figures:
    def read() -> dict[str, Counts | None]:
        with database.read() as conn:
            return {group.name: group.counts for group in contact_groups.matching(conn, "")}

    return read
