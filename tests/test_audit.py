"""The command that says whether the audit log is as it was written."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli import main
from bot.store import Database, audit, audit_chain, encryption
from bot.store.audit import Event
from bot.texting.clock import utc_now
from tests.settings_file import alone, written

ENTRIES = 3


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    alone(monkeypatch, tmp_path)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The database of a bot that noted some events and chained them."""
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    database.migrate()
    note(database)
    with database.write() as conn:
        audit_chain.chain(conn)
    yield database
    database.close()


def note(database: Database) -> None:
    for number in range(ENTRIES):
        with database.write() as conn:
            audit.note(conn, Event.HELD, f"send {number}", at=utc_now(), facts={"hold_code": "late"})


def verify(folder: Path, *more: str) -> int:
    return main(["audit", "verify", *more, "--env-file", written(folder)])


def test_a_log_beside_words_that_need_a_key_wants_it(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.engine.begin() as conn:
        encryption.note(conn, "another")
    assert verify(tmp_path) == 1
    assert "Set DATA_KEY to the key it had before" in capsys.readouterr().err


def test_a_whole_log_gives_its_anchor_which_finds_a_cut_off_end(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(tmp_path) == 0
    said = capsys.readouterr().out
    assert said.startswith("3 entries are as they were written, from ")
    assert "add --anchor" in said
    found = re.search(r"Anchor: (\S+)", said)
    assert found is not None
    assert verify(tmp_path, "--anchor", found[1]) == 0
    assert "add --anchor" not in capsys.readouterr().out
    cut(database)
    assert verify(tmp_path) == 0
    assert verify(tmp_path, "--anchor", found[1]) == 1


def cut(database: Database) -> None:
    """Delete the newest entry, as who owns the file can."""
    without_triggers(database, "DELETE FROM audit_entry WHERE place = 3")


def without_triggers(database: Database, statement: str) -> None:
    with database.write() as conn:
        for (name,) in conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            conn.execute(text(f'DROP TRIGGER "{name}"'))
        conn.execute(text(statement))


def test_a_changed_entry_is_named(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_triggers(database, "UPDATE audit_entry SET user_id = 'U0TOM' WHERE place = 2")
    assert verify(tmp_path) == 1
    assert "Entry 2 is the first that is wrong" in capsys.readouterr().out


def test_what_no_tick_chained_yet_is_counted(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note(database)
    assert verify(tmp_path) == 0
    assert "3 newer entries aren't chained yet" in capsys.readouterr().out


def test_without_a_log_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(tmp_path) == 1
    assert "no audit log yet" in capsys.readouterr().err
    assert not (tmp_path / "bot.db").exists()
    Database(f"sqlite:///{tmp_path}/bot.db").close()  # a file without a table
    assert verify(tmp_path) == 1


def test_settings_that_are_wrong_and_anchors_that_are_none_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "verify", "--env-file", str(tmp_path / "nowhere.env")]) == 2
    with pytest.raises(SystemExit):
        verify(tmp_path, "--anchor", "3:short")
    assert "an anchor is a place" in capsys.readouterr().err


def test_a_database_that_is_none_is_told_without_its_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bot.db").write_text("no database at all, but words. " * 200, "utf-8")
    assert verify(tmp_path) == 1
    assert "bot.db" not in capsys.readouterr().err
