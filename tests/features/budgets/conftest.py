"""A database that many examples share because none of them keeps anything."""

from collections.abc import Iterator

import pytest

from bot.store.database import Database


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """To be read from only: what is written in a reading transaction is undone."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('budgets') / 'bot.db'}")
    database.migrate()
    yield database
    database.close()
