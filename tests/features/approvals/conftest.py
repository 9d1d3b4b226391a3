"""Approvals where there are two approvers."""

import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.approvals.samples import Harness


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


@pytest.fixture
def either_harness(either: Database, clock: FakeClock) -> Harness:
    return Harness(either, clock)
