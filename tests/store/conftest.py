import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from alembic.util import pyfiles

from bot.store import Database
from tests.clock import FakeClock
from tests.quick_tables import all_migrated
from tests.store import postgres
from tests.store.samples import NOON


@pytest.fixture(scope="package", autouse=True)
def _all_migrated() -> Iterator[None]:
    with all_migrated():
        yield


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Where no file is yet."""
    return f"sqlite:///{tmp_path}/bot.db"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables, to be copied: migrating anew for each test would take most of its time."""
    path = tmp_path_factory.mktemp("migrated") / "bot.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def database(sqlite_url: str, migrated_file: Path) -> Iterator[Database]:
    database = Database(sqlite_url)
    assert database.path is not None
    shutil.copyfile(migrated_file, database.path)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of each kind, with all tables and nothing in them."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
    else:
        database = Database(postgres.without_rows())
        yield database
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of each kind without tables."""
    url = request.getfixturevalue("sqlite_url") if request.param == "sqlite" else postgres.emptied()
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> int:
    """Have migrations hold few rows in memory at a time, and tell how many."""
    load, few = pyfiles.load_module_py, 20

    def loaded(module_id: str, path: str | Path) -> ModuleType:
        module = load(module_id, path)
        if hasattr(module, "PORTION"):
            monkeypatch.setattr(module, "PORTION", few)
        return module

    monkeypatch.setattr(pyfiles, "load_module_py", loaded)
    return few


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)
