"""A number that was put on the do-not-text list stays refused though the database loses that it was."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import Database, do_not_text, do_not_text_erased
from bot.store.number_hashes import KeyMissing, NumberKey
from bot.store.tables import do_not_text as table
from tests.engine.test_lost_claims import lost
from tests.store.samples import LATER, NOON

ADA, GRACE = "14155550100", "14155550101"
KEY, OTHER = "k" * 43, "o" * 43

Open = Callable[[str | None], Database]


@pytest.fixture
def with_key(sqlite_url: str, migrated_file: Path, tmp_path: Path) -> Iterator[Open]:
    """Open the same database with a key for erased numbers, or with none."""
    shutil.copyfile(migrated_file, tmp_path / "bot.db")
    opened: list[Database] = []

    def make(key: str | None) -> Database:
        while opened:
            opened.pop().close()
        opened.append(Database(sqlite_url, key))
        return opened[-1]

    yield make
    while opened:
        opened.pop().close()


def listed(database: Database, *numbers: str) -> None:
    with database.write() as conn:
        do_not_text.add(conn, dict.fromkeys(numbers, "asked us to stop"), "U0MAYA", NOON)


def removed(database: Database, number: str) -> bool:
    with database.write() as conn:
        found = do_not_text.remove(conn, number, "asked for it", "U0TOM", LATER)
    database.lost_listings.forget(number)
    return found


def refused(database: Database, *numbers: str, region: str | None = None) -> frozenset[str]:
    with database.read() as conn:
        found = do_not_text.listed(conn, numbers, region)
        assert found == {each for each in numbers if do_not_text.is_listed(conn, each, region)}
    return found


def start(database: Database) -> int:
    assert database.journal is not None
    with database.write() as conn:
        return database.lost_listings.take(conn, database.journal.latest())


def test_it_is_refused_in_every_spelling_at_every_start(database: Database) -> None:
    with lost(database):
        listed(database, ADA)
    assert refused(database, ADA) == frozenset()

    for _start in range(3):
        assert start(database) == 1
        assert refused(database, ADA, f"00{ADA}", GRACE) == {ADA, f"00{ADA}"}
        assert refused(database, ADA[1:], region="US") == {ADA[1:]}
    assert database.journal is not None
    assert all(ADA not in key + token for key, token in database.journal.latest().items())


def test_what_is_not_lost_or_was_taken_off_is_as_the_list_says(database: Database) -> None:
    listed(database, ADA, GRACE)
    assert removed(database, GRACE)

    assert start(database) == 0
    assert refused(database, ADA, GRACE) == {ADA}


def test_whoever_takes_it_off_the_list_has_it_texted_again_from_then_on(database: Database) -> None:
    with lost(database):
        listed(database, ADA)
    assert start(database) == 1

    assert removed(database, ADA)

    assert refused(database, ADA) == frozenset()
    assert start(database) == 0
    assert not removed(database, ADA)


def test_what_is_listed_once_more_is_on_the_list_again(database: Database) -> None:
    with lost(database):
        listed(database, ADA)
    start(database)
    listed(database, ADA)

    assert start(database) == 0
    assert refused(database, ADA) == {ADA}


@pytest.mark.parametrize(("before", "now"), [(KEY, KEY), (None, None), (None, KEY)])
def test_it_is_told_by_the_key_it_was_listed_with(
    with_key: Open, before: str | None, now: str | None
) -> None:
    first = with_key(before)
    with lost(first):
        listed(first, ADA)
    second = with_key(now)

    assert start(second) == 1
    assert refused(second, ADA, GRACE) == {ADA}


@pytest.mark.parametrize("now", [None, OTHER])
def test_without_that_key_nobody_is_texted(with_key: Open, now: str | None) -> None:
    first = with_key(KEY)
    with lost(first):
        listed(first, ADA)
    second = with_key(now)

    assert start(second) == 1
    for number in (ADA, GRACE):
        with pytest.raises(KeyMissing), second.read() as conn:
            do_not_text.is_listed(conn, number)


def test_somebody_who_was_erased_meanwhile_is_refused_as_that(with_key: Open) -> None:
    database = with_key(KEY)
    listed(database, ADA)
    with database.write() as conn:
        conn.execute(table.delete())
        do_not_text_erased.put(conn, ADA, NumberKey(KEY), "U0MAYA", NOON)

    assert start(database) == 0
    assert refused(database, ADA) == {ADA}
