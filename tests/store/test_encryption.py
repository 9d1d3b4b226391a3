"""Where the database has a key words and numbers are encrypted: found as before, and read with it alone."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from bot.store import Database, appointments, do_not_text, encryption, sends
from bot.store.appointments import Search
from bot.store.encryption import COLUMNS, DataKeyMissing, NotEncrypted, Unfinished
from bot.store.erasing import find
from bot.store.erasing.columns import DELETED, EMPTIED
from bot.store.erasing.find import Person
from bot.store.sends import duplicates, history, lists, texted
from bot.store.sends.history import Wanted
from bot.store.tables import IS_UNKNOWN, data_encryption, metadata, send
from bot.store.tables import do_not_text as do_not_text_table
from bot.store.tables.encrypted import Encrypted
from tests.features.erasure import filling
from tests.features.erasure.filling import NAME, OTHER, PHONE, TRACES, WORDS
from tests.store.encrypted import KEY, NEWER, fresh_files, held, opened

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
NO_WORDS = {"token", "code_hash", "fingerprint"}
"""Columns that are emptied with a person, and say nothing of them."""


@pytest.fixture
def encrypted(either: Database) -> Iterator[Database]:
    """One of each kind, encrypted from its first row on."""
    with closing(opened(either, KEY)) as database:
        database.migrate()
        filling.a_text(database, NOW, "1")
        filling.put(database, do_not_text_table, NOW, number=PHONE)
        yield database


def fill(database: Database) -> None:
    filling.fill(database, NOW)
    with database.write() as conn:  # so that no two came at the same moment
        conn.execute(
            update(do_not_text_table).where(do_not_text_table.c.number == OTHER).values(added_at=LATER)
        )


def questions(conn: Connection) -> Iterator[object]:
    """Whatever the bot asks that looks at words or numbers, as far as the rows can answer it."""
    person = Person(PHONE, "US")
    found = find.everything(conn, person)
    yield found
    yield find.mentions(conn, person, found), find.mentions(conn, Person(OTHER, "US"), found)
    for ending in ("", "0777", "5550777", "4155550777", PHONE, "9"):
        yield [each.number for each in do_not_text.page(conn, ending, offset=0, limit=10)]
        yield [each.number for each in do_not_text.page(conn, ending, offset=1, limit=1)]
    yield do_not_text.listed(conn, [PHONE, "4155550888", "14155550999"], "US")
    yield [do_not_text.is_listed(conn, each, None) for each in (PHONE, "4155550777", "5550999")]
    for past in (True, False):
        for wanted in (
            Search(past=past),
            Search(NAME[:3].upper(), past=past),
            Search("nobody", past=past),
            Search(digits="0777", past=past),
            Search(digits=PHONE, whole=True, past=past),
        ):
            moment = NOW + timedelta(days=1 if past else -1)
            page = appointments.page(conn, wanted, moment, offset=0, limit=10)
            yield [each.id for each in page], appointments.count(conn, wanted, moment)
    told: tuple[dict[str, Any], ...] = (
        {"words": WORDS.upper()},
        {"part": "0777"},
        {"phone": PHONE},
        {"group": "people.csv"},
    )
    for each_told in told:
        yield {each.id for each in history.page(conn, Wanted(**each_told), 50).sends}
    yield texted.groups_since(conn, NOW - timedelta(days=1))
    yield set(duplicates.found(conn, PHONE, WORDS, NOW))
    yield sends.latest_to(conn, None, PHONE, now=NOW)
    yield lists.rejected_reasons(conn, "4", 5), lists.refusals(conn, "4", 5)
    yield [row.evidence for row in conn.execute(select(send.c.evidence).where(IS_UNKNOWN))]


def test_every_question_is_answered_as_without_a_key_and_no_byte_says_a_word(either: Database) -> None:
    fresh_files(either)
    with closing(opened(either, KEY)) as encrypted:
        encrypted.migrate()
        fill(encrypted)
        assert held(encrypted, *TRACES) == []
        with encrypted.read() as conn:
            found = list(questions(conn))
            kept = {table.name: conn.execute(select(table)).all() for table in COLUMNS}
    with either.engine.begin() as conn:
        for table in reversed(metadata.sorted_tables):
            conn.execute(table.delete())
    fill(either)
    assert set(held(either, *TRACES)) >= set(filling.SECRETS)
    with either.read() as conn:
        assert found == list(questions(conn))
        assert kept == {table.name: conn.execute(select(table)).all() for table in COLUMNS}


def test_whatever_is_emptied_of_a_person_is_encrypted() -> None:
    columns = {
        (table.name, column.name): isinstance(column.type, Encrypted)
        for table in metadata.sorted_tables
        for column in table.columns
    }
    emptied = {(table, name) for table, names in EMPTIED.items() for name in names if name not in NO_WORDS}
    assert [each for each in sorted(emptied) if not columns[each]] == []
    assert {table.name for table in COLUMNS} >= DELETED - {"follow_up"}


def test_nobody_reads_or_writes_without_the_key(either: Database, encrypted: Database) -> None:
    for keys in ((), (NEWER,)):
        with closing(opened(either, *keys)) as database:
            with pytest.raises(DataKeyMissing), database.read():
                pass
            with pytest.raises(DataKeyMissing), database.write():
                pass
            with pytest.raises(DataKeyMissing):
                database.migrate()


def test_an_older_key_reads_until_the_newest_is_used(either: Database, encrypted: Database) -> None:
    with closing(opened(either, NEWER, KEY)) as database:
        with database.read() as conn:
            assert conn.execute(select(send.c.body).where(send.c.id == "1")).scalar_one() == WORDS
        with pytest.raises(NotEncrypted):
            database.migrate()


def test_a_key_that_comes_later_has_to_be_used_first(either: Database) -> None:
    filling.a_text(either, NOW, "1")
    with closing(opened(either, KEY)) as database:
        with pytest.raises(NotEncrypted):
            database.migrate()
        with database.read() as conn:
            assert conn.execute(select(send.c.body)).scalar_one() == WORDS


def test_nothing_is_read_while_the_key_changes(either: Database) -> None:
    with either.write() as conn:
        conn.execute(insert(data_encryption).values(id=1, key_id="", former_id="of another"))
    with closing(opened(either, KEY)) as database, pytest.raises(Unfinished), database.read():
        pass


def test_two_databases_with_keys_of_their_own_keep_them_apart(either: Database, encrypted: Database) -> None:
    with encrypted.read() as conn:
        assert do_not_text.is_listed(conn, PHONE)
        assert encryption.is_in_use(conn)
    with closing(opened(either, NEWER, KEY)) as database, database.read() as conn:
        assert do_not_text.is_listed(conn, PHONE)
        assert not do_not_text.is_listed(conn, "14155550999")
