"""What the doctor finds of the database and its disk."""

from pathlib import Path

import pytest

from bot.doctor import database
from bot.doctor.command import FAILED
from bot.sandbox import Sandbox
from bot.store import encryption, schema, smsit_accounts
from bot.store.data_keys import DataKey
from bot.store.database import Database
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text
from tests.service.doctor.conftest import KEY, Report
from tests.store import postgres

OTHER = "o" * 40


def test_the_tables_are_older_newer_or_not_there_yet(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "to be created" in report()["Database"][1]
    made = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    assert "is empty" in report()["Database"][1]
    made.migrate()
    made.close()
    assert report()["Database"] == ("ok", f"SQLite file bot.db, tables {schema.HEAD}", "")
    monkeypatch.setattr(schema, "HEAD", "9999")
    assert "to be brought to 9999" in report()["Database"][1]
    monkeypatch.setattr(schema, "HEAD", "0001")
    assert "newer version" in report(status=FAILED)["Database"][1]


def test_after_one_start_with_another_key_it_still_says_that_there_were_several(
    report: Report, tmp_path: Path, sandbox: Sandbox
) -> None:
    made = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    made.migrate()
    with made.write() as conn:
        smsit_accounts.begin(conn, smsit_accounts.id_of(sandbox.smsit.api_key))
    assert "SMS-iT account" not in report()
    with made.write() as conn:
        smsit_accounts.begin(conn, smsit_accounts.id_of("another key"))
    made.close()
    state, what, _ = report()["SMS-iT account"]
    assert state == "ok", "it may well be a new key of the same account"
    assert what.startswith("the records were kept with 2 SMSIT_API_KEYs, this one among them")


def test_whether_words_and_numbers_are_encrypted(report: Report, tmp_path: Path) -> None:
    plain = Database(f"sqlite:///{tmp_path / 'bot.db'}")
    plain.migrate()
    assert "Encryption" not in report()
    assert report({"DATA_KEY": KEY})["Encryption"][0] == "ok"  # it begins with the first row
    a_text(plain, utc_now(), "1")
    assert report({"DATA_KEY": KEY}, status=FAILED)["Encryption"] == (
        "wrong",
        "words and numbers aren't encrypted with the first key in DATA_KEY",
        "Stop the bot, run smsit-bot encrypt, then start it.",
    )
    interrupted = ("a change of the key was interrupted", database.UNFINISHED)
    told_missing = "words and numbers are encrypted with a key that isn't set"
    missing = (told_missing, "Set DATA_KEY to the key it had before.")
    for former, told in ((encryption.NONE, interrupted), (None, missing)):
        with plain.engine.begin() as conn:
            encryption.note(conn, DataKey(OTHER).id, former)
        assert report({"DATA_KEY": KEY}, status=FAILED)["Encryption"][1:] == told
    first = report({"DATA_KEY": f"{KEY},{OTHER}"}, status=FAILED)["Encryption"]
    assert first[1] == "words and numbers aren't encrypted with the first key in DATA_KEY"
    assert report({"DATA_KEY": f"{OTHER},{KEY}"})["Encryption"][0] == "ok"
    plain.close()


def test_a_server_is_asked(report: Report) -> None:
    found = report({"DATABASE_URL": postgres.emptied()})
    assert found["Database"][:2] == ("ok", "PostgreSQL is empty; the tables are made when the bot starts")
    assert found["Disk space"] == (
        "ok",
        "not known: PostgreSQL doesn't tell",
        "Watch the disk of its machine there.",
    )
    assert "a write is kept in" in found["Disk speed"][1]
