"""Who a file belongs to that root makes beside others."""

from pathlib import Path

import pytest

from bot.engine.slot_locks import FileSlots
from bot.store import file_owners
from bot.store.attempt_journal import AttemptJournal
from bot.store.database_file import DatabaseFile
from tests.owners import BOT, Owners


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> Owners:
    return Owners(monkeypatch)


def make_all(folder: Path) -> dict[str, Path]:
    """Make a database file, the journal beside it and a slot."""
    path = folder / "bot.db"
    DatabaseFile(path).close()
    AttemptJournal(path).write([("i" * 32, "t" * 32)])
    slots = FileSlots(path)
    assert slots.try_take(0)
    slots.let_go(0)
    return {each.name: each for each in folder.iterdir()}


def test_what_root_makes_is_whose_the_folder_or_the_database_is(tmp_path: Path, owned: Owners) -> None:
    owned.by_bot(tmp_path)
    made = make_all(tmp_path)
    assert set(made) == {"bot.db", "bot.db.attempts", "bot.db.slot-0"}
    assert {owned.owner(each) for each in made.values()} == {BOT}


def test_where_root_may_give_nothing_away_it_keeps_it(tmp_path: Path, owned: Owners) -> None:
    owned.by_bot(tmp_path)
    owned.refuses = True
    assert {owned.owner(each) for each in make_all(tmp_path).values()} == {(0, 0)}


def test_nobody_else_gives_anything_away(
    tmp_path: Path, owned: Owners, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned.by_bot(tmp_path)
    monkeypatch.setattr("bot.store.file_owners.os.geteuid", lambda: 1_000)
    assert {owned.owner(each) for each in make_all(tmp_path).values()} == {(0, 0)}


def test_a_file_has_the_owner_the_system_says(tmp_path: Path) -> None:
    found = tmp_path.stat()
    assert file_owners.owner(tmp_path) == (found.st_uid, found.st_gid)
    file_owners.give(tmp_path, tmp_path)  # it is theirs
