import pytest

from bot.store.database import Database
from tests.clock import FakeClock
from tests.features.appointments.form_harness import FormHarness
from tests.features.appointments.harness import Harness


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Harness:
    return Harness(database, clock)


@pytest.fixture
def forms(database: Database, clock: FakeClock) -> FormHarness:
    return FormHarness(database, clock)
