"""A database as the bot's first start leaves it, with people in it, and the commands that work on it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.engine import tables as engine
from bot.store import Database
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text, fill
from tests.flows import first_start
from tests.owners import Owners
from tests.settings_file import alone, written

Command = Callable[..., str]
URL = "sqlite:///{}/bot.db"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone(monkeypatch, tmp_path)


@pytest.fixture
def _quickly_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a new file copied that has all tables: to migrate one takes most of the time of a restore."""
    make = engine.make

    def made(database: Database) -> None:
        if database.path is None:
            make(database)
        else:
            database.path.write_bytes(first_start.made())

    monkeypatch.setattr(engine, "make", made)


@pytest.fixture
def database(tmp_path: Path, _quickly_made: None) -> Iterator[Database]:
    """Somebody in every table, one text that waits for its turn and one that waits for tomorrow."""
    first_start.put(tmp_path / "bot.db")
    database = Database(URL.format(tmp_path))
    now = utc_now()
    fill(database, now)
    a_text(database, now, "queued", state="queued")
    a_text(database, now, "ahead", state="scheduled", held_by="bot", send_at=now + timedelta(days=1))
    yield database
    database.close()


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> Owners:
    """Several users of the machine, and root at work."""
    return Owners(monkeypatch)


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command of the bot, and return what it said; settings are named as in the environment."""

    def run(*arguments: object, status: int = 0, **settings: str) -> str:
        words = [*map(str, arguments), "--env-file", written(tmp_path, **settings)]
        ended = main(words)
        said = capsys.readouterr()
        text = said.out + said.err
        assert ended == status, text
        return text

    return run


@pytest.fixture
def backup(database: Database, command: Command, tmp_path: Path) -> Path:
    """A backup of the database; the texts that wait in it are "queued" and "ahead"."""
    command("backup", "one.backup")
    return tmp_path / "one.backup"
