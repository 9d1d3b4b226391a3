"""What every test may ask for; and the same Hypothesis examples every time, none too slow for a busy machine.

`--hypothesis-profile=search` looks further.
"""

import pytest
from hypothesis import HealthCheck, settings

from tests.clock import FakeClock

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", parent=settings.get_profile("steady"), derandomize=False, max_examples=5_000
)
settings.load_profile("steady")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
