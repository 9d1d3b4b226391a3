"""Whatever stands where a file is expected: nobody waits for it, reads it without end, or changes it."""

import errno
import os
import socket
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot import regular_files
from bot.doctor import backups, database
from bot.policy import reader
from bot.policy.reader import PolicyError
from bot.records import archive
from bot.records.backup import _drop_older
from bot.settings import Settings, SettingsError, load
from bot.settings_files import SourceError
from bot.settings_sources import read
from bot.store import attempt_journal
from bot.store.attempt_journal import AttemptJournal
from bot.store.database_file import DatabaseFile, open_to_others
from bot.texting.clock import utc_now
from tests.settings_file import SETTINGS


def settings(**changes: object) -> Settings:
    return load(None, SETTINGS | {name.upper(): str(value) for name, value in changes.items()})


def pipe(path: Path) -> None:
    os.mkfifo(path, 0o666)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def listening(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def folder(path: Path) -> None:
    path.mkdir(mode=0o777)


NAMES = {pipe: "a pipe", endless: "a device", listening: "a socket", folder: "a folder"}
KINDS = pytest.mark.parametrize("make", [pipe, endless, listening, folder])


@KINDS
def test_only_regular_files_are_opened(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "odd")
    for use in (regular_files.opened, regular_files.require, lambda path: regular_files.read(path, 10)):
        with pytest.raises(OSError, match="not a file") as told:
            use(tmp_path / "odd")
        assert regular_files.why(told.value) == f"it's {NAMES[make]}, not a file"


def test_no_more_is_read_than_tells_that_it_is_too_long(tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(b"x" * 100)
    assert regular_files.read(tmp_path / "long", 10) == b"x" * 11
    regular_files.require(tmp_path / "none")  # nothing may be there


@KINDS
def test_settings_policies_and_secrets_that_are_no_files_are_told(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    odd = tmp_path / "odd"
    make(odd)
    with pytest.raises(SourceError, match="odd can't be read"):
        read(odd, {})
    with pytest.raises(PolicyError, match="can't be read: it's "):
        reader.read(odd)
    with pytest.raises(SettingsError, match="POLICY_FILE: The file can't be read: it's "):
        settings(policy_file=odd)
    (problem,) = read(None, {"SMSIT_API_KEY_FILE": str(odd)}).problems
    assert problem.startswith("SMSIT_API_KEY_FILE names a file that can't be read: it's ")


def test_settings_that_are_longer_than_any_are_told(tmp_path: Path) -> None:
    (tmp_path / "long").write_text("A=1\n" * 20_000)
    with pytest.raises(SourceError, match="of 64 kB at most"):
        read(tmp_path / "long", {})


@KINDS
def test_the_doctor_passes_over_what_is_called_a_backup(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "smsit-bot-20261130T100000Z.backup")
    found = settings(backup_folder=tmp_path)

    (told,) = backups.findings(found, utc_now)

    assert "there is none in" in told.what
    with pytest.raises(archive.Unusable, match=f"that you can read: it's {NAMES[make]}"):
        archive.verify(tmp_path / "smsit-bot-20261130T100000Z.backup")


@KINDS
def test_what_is_no_file_is_not_deleted_as_an_older_backup(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "smsit-bot-20261101T100000Z.backup")
    for day in (29, 30):
        (tmp_path / f"smsit-bot-202611{day}T100000Z.backup").touch()

    _drop_older(tmp_path, 1)

    assert len(list(tmp_path.iterdir())) == 2


@KINDS
def test_a_database_that_is_no_file_is_refused_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    odd = tmp_path / "odd"
    make(odd)
    before = odd.stat().st_mode

    with pytest.raises(OSError, match="not a file"):
        DatabaseFile(odd)
    (told, *_) = database.findings(settings(database_url=f"sqlite:///{odd}"))

    assert told.what == f"odd can't be used: it's {NAMES[make]}, not a file"
    assert open_to_others(odd) == ()
    assert odd.stat().st_mode == before


@KINDS
def test_a_journal_that_is_no_file_stops_who_would_attempt(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "bot.db.attempts")
    journal = AttemptJournal(tmp_path / "bot.db")
    with pytest.raises(OSError):  # noqa: PT011 - the system says which
        journal.latest()
    with pytest.raises(OSError):  # noqa: PT011 - as above
        journal.write([("i" * 32, "t" * 32)])


def test_a_journal_longer_than_any_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "bot.db.attempts").open("wb") as file:
        file.truncate(attempt_journal.MOST_READ + 1)
    with pytest.raises(OSError, match="longer than any journal"):
        AttemptJournal(tmp_path / "bot.db").latest()


def test_a_backup_of_the_future_is_no_good_news(tmp_path: Path) -> None:
    manifest = archive.Manifest(utc_now() + timedelta(days=1), "SQLite", "0021", "1.0", {})
    with zipfile.ZipFile(tmp_path / "x.backup", "w") as file:
        file.writestr("manifest.json", manifest.written())

    (told,) = backups.findings(settings(backup_folder=tmp_path), utc_now)

    assert told.what == "x.backup says that it was made in the future"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.EACCES, "the user who runs this isn't allowed to open it"),
        (errno.ENOENT, "it isn't there"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_what_keeps_a_file_from_being_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    (tmp_path / "file").touch()
    refused = OSError(code, os.strerror(code))
    monkeypatch.setattr("bot.regular_files.os.open", _raising(refused))
    with pytest.raises(PolicyError, match=f"^file can't be read: {told}$") as caught:
        reader.read(tmp_path / "file")
    assert caught.value.line is None
    assert regular_files.why(refused) == told


def test_what_was_exchanged_before_it_was_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    pipe(tmp_path / "odd")
    opened = os.open
    monkeypatch.setattr(
        "bot.regular_files.os.open", lambda _name, flags: opened(tmp_path / "odd", flags | os.O_NONBLOCK)
    )
    with pytest.raises(OSError, match="it's a pipe, not a file"):
        regular_files.opened(tmp_path / "file")


def _raising(error: OSError) -> Callable[..., int]:
    def refuse(*_: object) -> int:
        raise error

    return refuse
