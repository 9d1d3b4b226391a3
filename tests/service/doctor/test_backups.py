"""What the doctor finds of backups."""

import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from bot.doctor.command import FAILED
from bot.records.archive import Manifest
from bot.store import schema
from bot.store.database import Database
from bot.texting.clock import utc_now
from tests.service.doctor.conftest import Report


def test_the_newest_is_named_and_an_old_one_or_none_is_wrong(report: Report, tmp_path: Path) -> None:
    assert report()["Last backup"][0] == "look", "nobody said where backups are"
    folder = tmp_path / "backups"
    kept = {"BACKUP_FOLDER": str(folder), "BACKUP_MAX_AGE_HOURS": "26"}
    assert "isn't there: make that folder" in report(kept, status=FAILED)["Last backup"][1]
    folder.mkdir()
    assert "there is none" in report(kept, status=FAILED)["Last backup"][1]

    for days in (3, 2):
        manifest = Manifest(utc_now() - timedelta(days=days), "SQLite", "0021", "1.0", {})
        with zipfile.ZipFile(folder / f"{days}.backup", "w") as file:
            file.writestr("manifest.json", manifest.written())

    assert report(kept, status=FAILED)["Last backup"][:2] == ("wrong", "2.backup, made about 48 h ago")
    found = report(kept | {"BACKUP_MAX_AGE_HOURS": "60"})["Last backup"]
    assert found == ("ok", "2.backup, made about 48 h ago", "")


def test_records_that_were_moved_away_are_told(report: Report, tmp_path: Path) -> None:
    made = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    made.migrate()
    with made.write() as conn:
        schema.leave_behind(conn)
    made.close()
    assert "left behind by smsit-bot move" in report(status=FAILED)["Database"][1]


def test_what_cannot_hold_backups_is_said(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    kept = {"BACKUP_FOLDER": str(place)}
    place.touch()
    assert report(kept, status=FAILED)["Last backup"][:2] == ("wrong", f"{place} is a file: name a folder")
    place.unlink()
    place.mkdir()
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: may(path, mode) and path != place)
    assert "can't be read and written" in report(kept, status=FAILED)["Last backup"][1]
