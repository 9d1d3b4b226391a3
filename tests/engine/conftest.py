"""Fixtures of databases and rows, and engines that are given all the time they need to stop."""

from collections.abc import Iterator

import pytest

from bot.engine import dbos_engine
from tests.engine.ledgers import kind, on_sqlite  # noqa: F401 -- fixtures
from tests.patience import PATIENCE_SECONDS
from tests.store.conftest import (  # noqa: F401 -- the same fixtures
    clock,
    database,
    either,
    migrated_file,
    sqlite_url,
)


@pytest.fixture(scope="package", autouse=True)
def _patient() -> Iterator[None]:
    """Wait for what runs at a stop: how long a bot would is tried by who asks for less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbos_engine, "PATIENCE_SECONDS", PATIENCE_SECONDS)
        yield
