"""The command that restores: what it refuses, so that nothing is changed."""

import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.engine.slot_locks import slots_of
from bot.records import archive, target
from bot.store import Database
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text, everything
from tests.owners import Owners
from tests.records.conftest import URL, Command
from tests.records.restored import HOLD, KEEP, opened, sends
from tests.records.test_archive import changed


def test_where_nobody_can_tell_it_wants_to_be_told_what_becomes_of_scheduled_texts(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    before = everything(database)
    assert HOLD in command("restore", backup, "--replace", "--yes", status=1)
    assert everything(database) == before
    database.close()

    said = command("restore", backup, "--replace", "--yes", KEEP)

    assert "Still scheduled: 1 text." in said
    restored = opened(tmp_path)
    assert sends(restored)["ahead"] == ("scheduled", None)
    restored.close()


def test_a_dry_run_tells_the_same_and_changes_nothing(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    a_text(database, utc_now(), "since")
    before = everything(database)

    said = command("restore", backup, "--dry-run")

    assert "- 1 text: may have gone out since" in said
    assert HOLD in said
    assert "Add --replace: the SQLite file bot.db holds records already." in said
    assert said.endswith("Nothing was changed.\n")
    assert everything(database) == before
    (tmp_path / "elsewhere").mkdir()
    command("restore", backup, "--dry-run", DATABASE_URL=URL.format(tmp_path / "elsewhere"))
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_running_bot_is_left_alone(backup: Path, database: Database, command: Command) -> None:
    before = everything(database)
    slots = slots_of(database)
    assert slots.try_take(0)

    assert "Stop the bot first" in command("restore", backup, "--replace", "--yes", HOLD, status=1)

    slots.let_go(0)
    assert everything(database) == before


def test_records_are_given_up_only_by_who_says_so(
    backup: Path, database: Database, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(database)
    assert "Add --replace to give up the records" in command("restore", backup, HOLD, status=1)
    assert "Add --yes" in command("restore", backup, "--replace", HOLD, status=1)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    assert "Nothing was changed." in command("restore", backup, "--replace", HOLD, status=1)
    assert everything(database) == before
    monkeypatch.setattr("builtins.input", lambda _question: "YES")
    database.close()
    command("restore", backup, "--replace", HOLD)


def test_one_of_a_newer_version_and_a_damaged_one_change_nothing(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    before = everything(database)
    newer = changed(backup, tmp_path / "newer.backup", schema="9999")
    assert "tables 9999" in command("restore", newer, "--replace", "--yes", HOLD, status=1)
    spoilt = tmp_path / "spoilt.backup"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Zyxwala", b"Zyxwalb"))
    assert "the rows of" in command("restore", spoilt, "--replace", "--yes", HOLD, status=1)
    assert everything(database) == before


def test_rows_that_do_not_fit_change_nothing(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    before = everything(database)
    tables = json.loads(archive.manifest_of(backup).written())["tables"]
    tables["send"]["columns"][0] = "colour"
    other = changed(backup, tmp_path / "other.backup", tables=tables)
    assert "it has no such table send" in command("restore", other, "--replace", "--yes", HOLD, status=1)
    assert everything(database) == before


def test_without_the_right_to_give_it_away_root_restores_nothing(
    backup: Path, database: Database, command: Command, tmp_path: Path, owned: Owners
) -> None:
    before = everything(database)
    owned.by_bot(tmp_path / "bot.db")
    owned.refuses = True
    database.close()

    said = command("restore", backup, "--replace", "--yes", HOLD, status=1)

    assert "Operation not permitted" in said
    assert everything(opened(tmp_path)) == before


def test_a_rehearsal_without_room_is_not_blamed_on_the_database(
    backup: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("hush"))

    monkeypatch.setattr(target, "fill", full)
    said = command("restore", backup, "--dry-run", status=1)
    assert "Have TMPDIR name a folder with more room" in said
    assert "DATABASE_URL" not in said
