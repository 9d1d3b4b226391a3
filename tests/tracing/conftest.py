from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from bot import spans
from tests.tracing.recorded import Recorded


@pytest.fixture
def recorded() -> Iterator[Recorded]:
    yield Recorded(ALWAYS_ON)
    spans.install(None)
