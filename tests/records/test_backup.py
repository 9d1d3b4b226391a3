"""The command that backs up: one moment of all tables, also while somebody writes, and no secret."""

import re
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.records import archive, backup, shape, source
from bot.records.archive import Manifest
from bot.store import Database
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text, everything
from tests.records.conftest import Command
from tests.settings_file import written
from tests.store import postgres


def test_all_records_are_in_it_and_nothing_is_changed(
    database: Database, command: Command, tmp_path: Path
) -> None:
    before = everything(database)

    said = command("backup", "one.backup")

    manifest = archive.verify(tmp_path / "one.backup")
    assert manifest.tables["send"].rows == 17
    rows = sum(each.rows for each in manifest.tables.values())
    assert f"{rows} rows of {len(manifest.tables)} tables (SQLite, tables" in said
    assert "Settings and keys aren't in it" in said
    assert everything(database) == before


def test_no_key_stands_in_it(database: Database, command: Command, tmp_path: Path) -> None:
    command("backup", "one.backup", ERASURE_KEY="k" * 43, SMSIT_API_KEY="secret-api-key")
    with zipfile.ZipFile(tmp_path / "one.backup") as file:
        content = b"".join(map(file.read, file.namelist()))
    assert not [each for each in (b"k" * 43, b"secret-api-key", b"xoxb-1", b"xapp-1") if each in content]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_written_meanwhile_is_not_in_it(database: Database, kind: str) -> None:
    with closing(database if kind == "sqlite" else Database(postgres.without_rows())) as own:
        a_text(own, utc_now(), "before")
        with source.moment(own) as conn:
            tables = shape.of(conn)
            shape.count(conn, tables["follow_up"])
            a_text(own, utc_now(), "meanwhile")
            found = b"".join(shape.lines(conn, tables["send"], ["id"]))
    assert b"before" in found
    assert b"meanwhile" not in found


def test_a_folder_gets_one_by_its_time_and_only_the_newest_are_kept(
    database: Database, command: Command, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("smsit-bot-20260101T000000Z.backup", "smsit-bot-20260102T000000Z.backup", "mine.backup"):
        (folder / name).touch()

    said = command("backup", "--keep", "2", BACKUP_FOLDER=str(folder))

    left = sorted(each.name for each in folder.iterdir())
    assert left[:2] == ["mine.backup", "smsit-bot-20260102T000000Z.backup"]
    assert len(left) == 3
    assert "Deleted: smsit-bot-20260101T000000Z.backup" in said


def test_a_dry_run_says_which_would_go_too(database: Database, command: Command, tmp_path: Path) -> None:
    older = [f"smsit-bot-2026010{day}T000000Z.backup" for day in (1, 2, 3)]
    for name in older:
        (tmp_path / name).touch()

    said = command("backup", tmp_path, "--keep", "2", "--dry-run")

    gone = [name for name in older if f"It would delete {name}, an older one." in said]
    assert gone == older[:2]
    assert all((tmp_path / name).exists() for name in older)


def test_older_ones_are_deleted_of_a_folder_only(
    database: Database, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "smsit-bot-20260101T000000Z.backup").touch()

    assert "Name a folder, and no file" in command("backup", "one.backup", "--keep", "1", status=1)

    assert [each.name for each in tmp_path.glob("*.backup")] == ["smsit-bot-20260101T000000Z.backup"]


def test_a_dry_run_counts_and_writes_nothing(database: Database, command: Command, tmp_path: Path) -> None:
    assert re.search(r"\d+ rows of \d+ tables", command("backup", "one.backup", "--dry-run"))
    assert not (tmp_path / "one.backup").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "set BACKUP_FOLDER"),
        (("nowhere/one",), "Make the folder nowhere"),
        (("bot.env",), "Choose another name"),
    ],
)
def test_where_it_cannot_be_written_it_says_what_to_do(
    database: Database, command: Command, arguments: tuple[str, ...], said: str
) -> None:
    assert said in command("backup", *arguments, status=1)


def test_where_there_is_no_database_none_is_made(command: Command, tmp_path: Path) -> None:
    assert "no file bot.db yet" in command("backup", "one.backup", status=1)
    assert not (tmp_path / "bot.db").exists()


def test_an_empty_database_and_one_of_a_newer_version_are_refused(command: Command, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/bot.db")
    with database.write() as conn:
        conn.exec_driver_sql("CREATE TABLE other (id INTEGER)")
    assert "is empty" in command("backup", "one.backup", status=1)
    database.migrate()
    with database.write() as conn:
        conn.exec_driver_sql("UPDATE smsit_bot_version SET version_num = '9999'")
    database.close()
    assert "newer version" in command("backup", "one.backup", status=1)


def test_a_file_that_reads_otherwise_is_taken_away(
    database: Database, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(_path: Path) -> None:
        raise archive.Unusable("Use another backup.")

    monkeypatch.setattr(archive, "verify", spoilt)
    assert "Use another backup." in command("backup", "one.backup", status=1)
    assert not (tmp_path / "one.backup").exists()


@pytest.mark.parametrize("keep", ["0", "-1", "many"])
def test_a_number_to_keep_is_one(command: Command, keep: str) -> None:
    with pytest.raises(SystemExit):
        command("backup", "--keep", keep)


def test_a_folder_that_is_none_is_said_and_nothing_is_written(
    database: Database, command: Command, tmp_path: Path
) -> None:
    database.close()
    place = tmp_path / "backups"
    assert "make that folder" in command("backup", BACKUP_FOLDER=str(place), status=1)
    assert not place.exists()
    place.touch()
    assert "is a file: name a folder" in command("backup", BACKUP_FOLDER=str(place), status=1)
    assert place.stat().st_size == 0


def test_two_in_one_second_have_a_name_each(database: Database, tmp_path: Path) -> None:
    moment = datetime(2026, 11, 30, 9, 59, 59, tzinfo=UTC)
    (tmp_path / "kept").mkdir()

    for _ in range(2):
        assert backup.backup(written(tmp_path), tmp_path / "kept", clock=lambda: moment) == 0

    assert sorted(each.name for each in (tmp_path / "kept").iterdir()) == [
        "smsit-bot-20261130T095959Z.backup",
        "smsit-bot-20261130T100000Z.backup",
    ]
    assert {archive.verify(each).made_at for each in (tmp_path / "kept").iterdir()} == {moment}


def test_one_that_another_was_quicker_with_gets_the_next_name(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [tmp_path / "one.backup", tmp_path / "two.backup"]
    write = archive.write

    def quicker(path: Path, *rest: object) -> Manifest:
        if path == names[0]:
            path.write_bytes(b"another's")
            raise FileExistsError(path.name)
        return write(path, *rest)

    monkeypatch.setattr(archive, "write", quicker)
    path, _ = backup._written(database, names, utc_now)

    assert (path, names[0].read_bytes()) == (names[1], b"another's")
