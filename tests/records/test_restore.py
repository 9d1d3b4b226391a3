"""The command that restores: what it tells, what it changes, and that it is all or nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import Database, schema
from bot.store.audit_chain import verify as verify_chain
from bot.store.tables import do_not_text, do_not_text_erased, erasure, send, series
from bot.texting.clock import utc_now
from tests.features.erasure.filling import OTHER, a_text, put
from tests.flows import first_start
from tests.owners import BOT, Owners
from tests.records.conftest import URL, Command
from tests.records.restored import HOLD, KEEP, opened, sends
from tests.store import postgres


def test_what_may_have_gone_out_asks_and_it_is_said_what_was_changed(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    before = sends(database)
    a_text(database, utc_now(), "since")
    database.close()

    said = command("restore", backup, "--replace", "--yes", HOLD)

    restored = opened(tmp_path)
    assert sends(restored) == before | {"queued": ("unknown", "restored"), "ahead": ("scheduled", "restored")}
    restored.close()
    for line in (
        "- 1 text: may have gone out since, and ask a person now.",
        "- 1 scheduled text: will ask before going out.",
        "Done: the SQLite file bot.db holds the backup now.",
    ):
        assert line in said
    assert (tmp_path / "bot.db").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.glob(".bot.db*")] == []


def test_the_journal_of_attempts_can_tell(database: Database, command: Command, tmp_path: Path) -> None:
    token = "a" * 32
    a_text(database, utc_now(), "b" * 32, token=token)
    assert database.journal is not None
    database.journal.write([("b" * 32, token)])
    command("backup", "one.backup")
    a_text(database, utc_now(), "early")
    database.journal.write([("c" * 32, token)])
    database.close()

    command("restore", "one.backup", "--replace", "--yes")

    restored = opened(tmp_path)
    assert sends(restored)["ahead"] == ("scheduled", None)
    assert restored.journal is not None
    assert len(restored.journal.latest()) == 2, "it doesn't go back in time"
    restored.close()


def test_a_backup_of_earlier_tables_is_brought_up_to_date(command: Command, tmp_path: Path) -> None:
    old = Database(f"sqlite:///{tmp_path}/old.db")
    with old.write() as conn:
        schema.upgrade(conn, to="0013")
        conn.exec_driver_sql(
            "INSERT INTO do_not_text (number, reason, added_by, added_at)"
            " VALUES ('14155550777', 'asked', 'U0MAYA', '2026-01-01 00:00:00.000000')"
        )
    old.close()
    command("backup", "old.backup", DATABASE_URL=f"sqlite:///{tmp_path}/old.db")

    command("restore", "old.backup")

    restored = opened(tmp_path)
    with restored.read() as conn:
        assert schema.current(conn) == schema.HEAD
        assert conn.execute(select(do_not_text.c.reason)).scalar_one() == "asked"
    restored.close()


def test_whoever_was_put_on_the_do_not_text_list_since_stays_on_it(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    now = utc_now()
    put(database, do_not_text, now, number="14155550555", reason="since")
    put(database, erasure, now, id="e", begun_at=now)
    with database.write() as conn:
        conn.execute(do_not_text.update().where(do_not_text.c.number == OTHER).values(removed_at=now))
    database.close()

    said = command("restore", backup, "--replace", "--yes", HOLD)

    assert "- 1 number added to the do-not-text list since: kept on it." in said
    assert "- 1 person erased since: erase them again" in said
    restored = opened(tmp_path)
    with restored.read() as conn:
        listed = set(
            conn.execute(select(do_not_text.c.number).where(do_not_text.c.removed_at.is_(None))).scalars()
        )
    assert {"14155550555", OTHER} <= listed
    restored.close()


def test_a_database_that_cannot_be_read_is_replaced_and_it_is_said_what_is_lost(
    backup: Path, database: Database, command: Command, tmp_path: Path
) -> None:
    database.close()
    (tmp_path / "bot.db").write_bytes(b"Dear diary, " * 1000)

    said = command("restore", backup, "--replace", "--yes", HOLD)

    assert "The records there can't be read: put on the do-not-text list who was added since." in said
    restored = opened(tmp_path)
    assert "queued" in sends(restored)
    restored.close()


def test_a_server_takes_a_backup_of_a_file_and_its_record_goes_on(
    backup: Path, command: Command, request: pytest.FixtureRequest
) -> None:
    url = postgres.without_rows()
    restored = Database(url)
    request.addfinalizer(restored.close)
    a_text(restored, utc_now(), "there")
    assert "Add --replace" in command("restore", backup, HOLD, DATABASE_URL=url, status=1)

    command("restore", backup, HOLD, "--replace", "--yes", DATABASE_URL=url)

    assert sends(restored)["queued"] == ("unknown", "restored")
    with restored.read() as conn:
        assert verify_chain(conn).unchained == 2, "what was changed stands there, behind what was there"


def test_what_is_still_scheduled_is_shortened(database: Database, command: Command) -> None:
    for number in range(25):
        at = utc_now() + timedelta(days=2, minutes=number)
        a_text(database, utc_now(), f"more{number}", state="scheduled", send_at=at)
    command("backup", "one.backup")
    said = command("restore", "one.backup", "--dry-run", KEEP)
    assert "Still scheduled: 26 texts." in said
    assert "and 6 more" in said


def test_a_first_start_is_no_records(backup: Path, command: Command, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    first_start.put(tmp_path / "new" / "bot.db")
    command("restore", backup, HOLD, DATABASE_URL=URL.format(tmp_path / "new"))


@pytest.mark.parametrize("since", ["cancelled", "moved", "reworded", "gone"])
def test_what_was_called_off_or_changed_since_asks_even_if_the_rest_is_kept(
    backup: Path, database: Database, command: Command, tmp_path: Path, since: str
) -> None:
    with database.write() as conn:
        ahead = send.c.id == "ahead"
        match since:
            case "cancelled":
                conn.execute(send.update().where(ahead).values(state="cancelled"))
            case "moved":
                conn.execute(send.update().where(ahead).values(send_at=utc_now() + timedelta(days=9)))
            case "reworded":
                conn.execute(send.update().where(ahead).values(body="Other words"))
            case _:
                conn.execute(send.delete().where(ahead))
    database.close()

    assert "- 1 scheduled text: will ask" in command("restore", backup, "--replace", "--yes", KEEP)

    restored = opened(tmp_path)
    assert sends(restored)["ahead"] == ("scheduled", "restored")
    restored.close()


@pytest.mark.parametrize("is_stopped", [True, False])
def test_a_series_that_was_stopped_since_does_not_go_on(
    database: Database, command: Command, tmp_path: Path, *, is_stopped: bool
) -> None:
    now = utc_now()
    a_text(database, now, "s", state="repeating")
    put(database, series, now, send_id="s", next_at=now + timedelta(days=1))
    command("backup", "one.backup")
    if is_stopped:
        with database.write() as conn:
            conn.execute(series.update().values(next_at=None))
    database.close()

    asks = "1 scheduled text ask" if is_stopped else "1 scheduled text and 1 series ask"
    assert asks in command("restore", "one.backup", "--dry-run")
    command("restore", "one.backup", "--replace", "--yes", KEEP)

    restored = opened(tmp_path)
    with restored.read() as conn:
        assert conn.execute(select(series.c.paused_by)).scalar_one() == ("bot" if is_stopped else None)
    restored.close()


@pytest.mark.parametrize("stands", ["file", "nothing"])
def test_what_root_restores_is_whose_it_was_or_its_folder_is(
    backup: Path, database: Database, command: Command, tmp_path: Path, owned: Owners, stands: str
) -> None:
    database.close()
    owned.by_bot(tmp_path / "bot.db")
    if stands == "nothing":
        for each in tmp_path.glob("bot.db*"):
            each.unlink()
        owned.by_bot(tmp_path)

    command("restore", backup, "--replace", "--yes", HOLD)

    made = {each for each in tmp_path.glob("bot.db*") if "-" not in each.suffix or "slot" in each.suffix}
    assert {owned.owner(each) for each in made} == {BOT}, made


def test_someone_who_was_erased_twice_is_one_person_and_no_other_number_on_the_list(
    backup: Path, database: Database, command: Command
) -> None:
    now = utc_now()
    for each in ("e1", "e2"):
        put(database, erasure, now, id=each, phone_hash="p", begun_at=now)
    with database.write() as conn:
        row = conn.execute(select(do_not_text).where(do_not_text.c.number == OTHER)).one()
        conn.execute(do_not_text.delete().where(do_not_text.c.number == OTHER))
    added = {"added_by": row.added_by, "added_at": row.added_at}
    put(database, do_not_text_erased, now, phone_hash="p", **added)
    put(database, do_not_text_erased, now, phone_hash="q", added_by="U0TOM", added_at=now)

    said = command("restore", backup, "--replace", "--dry-run", HOLD)

    assert "- 1 person erased since" in said
    assert "- 1 number added to the do-not-text list since" in said, "the other one was on it before"
