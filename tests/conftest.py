"""What every test may ask for."""

from collections.abc import Iterator

import pytest

from tests.clock import FakeClock


@pytest.fixture
def clock() -> Iterator[FakeClock]:
    yield FakeClock()
