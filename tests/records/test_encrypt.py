"""The command that encrypts words and numbers, and what the other commands make of them then."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.engine.process_slots import OwnSlot
from bot.engine.slot_locks import slots_of
from bot.records import encrypt
from bot.store import Database, audit, do_not_text, encryption, schema
from bot.store.audit import Subject
from bot.store.data_keys import DataKey
from bot.store.encryption import COLUMNS
from bot.store.tables import send
from bot.texting.clock import utc_now
from tests.features.erasure.filling import PHONE, TRACES, WORDS, everything
from tests.records.conftest import Command
from tests.store import postgres
from tests.store.encrypted import KEY, NEWER, forget_samples, held, opened

BOTH = f"{NEWER},{KEY}"


@pytest.fixture
def encrypted(database: Database, command: Command) -> Iterator[Database]:
    """The same records, encrypted by the command."""
    database.close()
    command("encrypt", DATA_KEY=KEY)
    with closing(opened(database, KEY)) as reopened:
        yield reopened


def test_without_a_key_one_is_printed_and_nothing_is_changed_while_the_bot_runs(
    database: Database, command: Command
) -> None:
    offered = command("encrypt", status=1).partition("DATA_KEY=")[2].strip()
    said = command("encrypt", "--dry-run", DATA_KEY=offered)
    assert "  send: 17 rows\n" in said
    assert "All this would be encrypted. Nothing was changed." in said
    running = OwnSlot(slots_of(database))
    running.take()
    assert "Stop the bot first" in command("encrypt", DATA_KEY=offered, status=1)
    running.let_go()
    assert WORDS in everything(database)
    command("encrypt", DATA_KEY=offered)
    with closing(opened(database, offered)) as encrypted:
        assert WORDS in everything(encrypted)


def test_a_key_comes_another_follows_and_the_last_one_goes(database: Database, command: Command) -> None:
    before = everything(database)
    database.close()
    for keys in (KEY, BOTH):
        assert "Done: words and numbers are encrypted" in command("encrypt", DATA_KEY=keys)
        assert held(database, *TRACES) == []
    assert "nothing to do" in command("encrypt", DATA_KEY=NEWER)
    assert "nothing to do" in command("encrypt", "--dry-run", DATA_KEY=NEWER)
    assert "Set DATA_KEY to the key it had before" in command("encrypt", DATA_KEY=KEY, status=1)
    assert "aren't encrypted any more" in command("encrypt", "--undo", DATA_KEY=NEWER)
    after = [each for each in everything(database).splitlines() if not each.startswith("audit_entry: ")]
    assert sorted(after) == sorted(before.splitlines())
    assert "nothing to do" in command("encrypt", "--undo", DATA_KEY=NEWER)
    without = command("encrypt", "--undo")  # as the last sentence had it: the key is out of the settings
    assert "nothing to do" in without
    assert "DATA_KEY=" not in without


def test_without_the_key_it_has_no_new_one_is_offered(encrypted: Database, command: Command) -> None:
    said = command("encrypt", status=1)
    assert "Set DATA_KEY to the key it had before" in said
    assert "DATA_KEY=" not in said
    assert "Set DATA_KEY to the key it had before" in command("encrypt", "--undo", status=1)
    for former in (DataKey(KEY).id, encryption.NONE):
        with encrypted.engine.begin() as conn:
            encryption.note(conn, DataKey(NEWER).id, former)
        said = command("encrypt", status=1)
        assert "it was interrupted" in said
        assert "DATA_KEY=" not in said


def test_each_change_of_the_key_is_in_the_audit_log(encrypted: Database, command: Command) -> None:
    encrypted.close()
    command("encrypt", DATA_KEY=BOTH)
    command("encrypt", DATA_KEY=BOTH)  # nothing to do, so nothing to note
    command("encrypt", "--undo", DATA_KEY=NEWER)
    with encrypted.engine.connect() as conn:
        found = [dict(each.facts) for each in audit.of(conn, Subject.DATA_KEY, 9)]
    first, second = DataKey(KEY).id, DataKey(NEWER).id
    assert found == [
        {"from": "none", "to": first},
        {"from": first, "to": second},
        {"from": second, "to": "none"},
    ]
    assert KEY not in str(found)


def test_tables_of_an_earlier_version_are_brought_up_to_date(tmp_path: Path, command: Command) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/bot.db")) as database:
        with database.write() as conn:
            schema.upgrade(conn, "0027")
        assert "Start this version of the bot once first" in command(
            "encrypt", "--dry-run", DATA_KEY=KEY, status=1
        )
        command("encrypt", DATA_KEY=KEY)
        with closing(opened(database, KEY)) as reopened:
            reopened.migrate()
            with reopened.read() as conn:
                assert encryption.is_in_use(conn)


def test_an_empty_file_is_left_as_it_is(tmp_path: Path, command: Command) -> None:
    (tmp_path / "bot.db").touch()
    assert "this database is empty" in command("encrypt", DATA_KEY=KEY, status=1)


def test_what_is_damaged_is_said(encrypted: Database, command: Command) -> None:
    with encrypted.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE send SET body = 'in the clear' WHERE id = '1'")
    encrypted.close()
    assert encrypt.DAMAGED in command("encrypt", DATA_KEY=BOTH, status=1)


def test_a_backup_holds_it_encrypted_and_brings_it_back(
    encrypted: Database, command: Command, tmp_path: Path
) -> None:
    command("backup", "one.backup", DATA_KEY=KEY)
    with zipfile.ZipFile(tmp_path / "one.backup") as file:
        content = b"".join(map(file.read, file.namelist()))
    assert not [each for each in TRACES if each.encode() in content]
    with encrypted.write() as conn:
        do_not_text.add(conn, {"14155550999": "asked since"}, "U0TOM", utc_now())
    encrypted.close()

    put_back = ("restore", "one.backup", "--replace", "--yes", "--hold-scheduled")
    assert "Set DATA_KEY to the key it had before" in command(*put_back, status=1)
    said = command(*put_back, DATA_KEY=BOTH)
    command("encrypt", DATA_KEY=BOTH)

    assert "1 number added to the do-not-text list since: kept on it" in said
    with closing(opened(encrypted, NEWER)) as restored, restored.read() as conn:
        assert conn.execute(select(send.c.body).where(send.c.id == "1")).scalar_one() == WORDS
        assert do_not_text.listed(conn, [PHONE, "14155550999"]) == {PHONE, "14155550999"}
    assert held(encrypted, "14155550999", "asked since", *TRACES) == []


def test_a_backup_from_before_comes_back_as_it_was(
    database: Database, command: Command, tmp_path: Path
) -> None:
    command("backup", "one.backup")
    database.close()
    command("restore", "one.backup", "--replace", "--yes", "--hold-scheduled", DATA_KEY=KEY)
    with closing(opened(database, KEY)) as restored, restored.read() as conn:
        assert not encryption.is_in_use(conn)
        assert do_not_text.is_listed(conn, PHONE)


@pytest.mark.usefixtures("_quickly_made")
def test_it_is_exported_for_people_and_stays_encrypted_when_it_moves_to_a_server(
    encrypted: Database, command: Command, tmp_path: Path
) -> None:
    encrypted.close()
    command("export", "all.zip", "--words", "--full-numbers", DATA_KEY=KEY)
    with zipfile.ZipFile(tmp_path / "all.zip") as file:
        content = b"".join(map(file.read, file.namelist())).decode()
    assert WORDS in content
    assert PHONE in content
    assert "w1:" not in content
    assert "n1:" not in content

    url = postgres.emptied()
    command("move", url, "--replace", "--yes", DATA_KEY=KEY)
    with closing(Database(url, None, (KEY,))) as moved, closing(opened(encrypted, KEY)) as before:
        for table in COLUMNS:
            with moved.read() as here, before.read() as there:
                same = [sorted(map(str, conn.execute(select(table)))) for conn in (here, there)]
                assert same[0] == same[1]
        forget_samples(moved)  # of other tests
        assert held(moved, *TRACES) == []
    postgres.emptied()
