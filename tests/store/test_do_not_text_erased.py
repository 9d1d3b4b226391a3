"""A number on the list whose person was erased is refused as before, and nobody can read it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from bot.store import Database, do_not_text, do_not_text_erased, number_hashes
from bot.store.number_hashes import KeyMissing, NumberKey
from bot.store.tables import do_not_text_erased as table
from tests.store.samples import LATER, NOON

KEY = "k" * 43
PHONE = "14155550777"
BRAZIL = "5511923456789"


@pytest.fixture
def keyed(either: Database) -> Iterator[Database]:
    """A database of each kind whose connections have the key, with two erased numbers on the list."""
    url = either.engine.url.render_as_string(hide_password=False)
    database = Database(url, KEY)
    with database.write() as conn:
        for phone in (PHONE, BRAZIL):
            do_not_text_erased.put(conn, phone, NumberKey(KEY), "U0TOM", NOON)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("spelt", "region"),
    [
        (PHONE, None),
        (PHONE, "US"),
        ("4155550777", "US"),
        ("4155550777", "GB"),
        ("4155550777", None),
        ("0014155550777", "DE"),
        ("551123456789", None),
        ("5511923456789", None),
        ("1123456789", "BR"),
    ],
)
def test_it_is_refused_however_it_is_spelt_as_one_that_can_be_read(
    keyed: Database, either: Database, spelt: str, region: str | None
) -> None:
    with keyed.read() as conn:
        assert do_not_text.is_listed(conn, spelt, region)
        assert do_not_text.listed(conn, [spelt, "14155550888"], region) == {spelt}
    with keyed.write() as conn:  # and that list says the same
        conn.execute(table.delete())
        do_not_text.add(conn, {PHONE: "x", BRAZIL: "x"}, "U0TOM", NOON)
        assert do_not_text.is_listed(conn, spelt, region)
    assert either.is_sqlite == keyed.is_sqlite


def test_it_has_a_record_without_a_reason_and_counts(keyed: Database) -> None:
    with keyed.read() as conn:
        found = do_not_text.get(conn, PHONE)
        assert found is not None
        assert (found.number, found.reason, found.added_by, found.added_at) == (PHONE, "", "U0TOM", NOON)
        assert found.is_listed
        assert (do_not_text.count(conn), do_not_text.count_erased(conn)) == (2, 2)
        assert do_not_text.page(conn, "", offset=0, limit=5) == ()
        assert do_not_text.page(conn, "0777", offset=0, limit=5) == ()
        assert do_not_text.page(conn, PHONE, offset=0, limit=5, whole=True) == (found,)


def test_it_can_be_taken_off_by_who_knows_it(keyed: Database) -> None:
    with keyed.write() as conn:
        assert do_not_text.remove(conn, PHONE, "asked", "U0TOM", LATER)
        assert not do_not_text.remove(conn, PHONE, "asked", "U0TOM", LATER)
        assert not do_not_text.is_listed(conn, PHONE)
        assert do_not_text.get(conn, PHONE) is None


def test_put_on_the_list_anew_it_has_a_record_of_its_own_and_comes_off_whole(keyed: Database) -> None:
    with keyed.write() as conn:
        do_not_text.add(conn, {PHONE: "again"}, "U0MAYA", LATER)
        found = do_not_text.get(conn, PHONE)
        assert found is not None
        assert found.reason == "again"
        assert do_not_text.page(conn, PHONE, offset=0, limit=5) == (found,)
        assert do_not_text.remove(conn, PHONE, "asked", "U0TOM", LATER)
        assert not do_not_text.is_listed(conn, PHONE)


@pytest.mark.parametrize("key", [None, "another" * 9])
def test_who_has_not_the_key_refuses_everything_instead_of_letting_it_through(
    keyed: Database, key: str | None
) -> None:
    other = Database(keyed.engine.url.render_as_string(hide_password=False), key)
    with other.read() as conn:
        for ask in (
            lambda: do_not_text.is_listed(conn, "14155550888"),
            lambda: do_not_text.listed(conn, ["14155550888"]),
            lambda: do_not_text.get(conn, "14155550888"),
            lambda: do_not_text.remove(conn, "14155550888", "", "U0TOM", NOON),
            lambda: number_hashes.begin(conn, NOON),
        ):
            with pytest.raises(KeyMissing):
                ask()
    other.close()


def test_keys_that_are_mixed_are_refused_too(keyed: Database) -> None:
    with keyed.write() as conn:
        first = conn.execute(select(table.c.phone_hash)).scalars().first()
        conn.execute(update(table).where(table.c.phone_hash == first).values(key_id="0" * 16))
        with pytest.raises(KeyMissing):
            do_not_text.is_listed(conn, PHONE)


def test_without_erased_numbers_no_key_is_needed(either: Database) -> None:
    with either.read() as conn:
        assert not do_not_text.is_listed(conn, PHONE)
        assert not number_hashes.is_in_use(conn)


def test_the_key_the_bot_was_started_with_last_is_the_one_in_use(keyed: Database, either: Database) -> None:
    with keyed.write() as conn:
        number_hashes.begin(conn, NOON)
        number_hashes.begin(conn, LATER)
        assert number_hashes.is_in_use(conn)
        conn.execute(table.delete())
    with either.write() as conn:
        number_hashes.begin(conn, LATER)  # started without one
    with keyed.read() as conn:
        assert not number_hashes.is_in_use(conn)


def test_a_hash_tells_neither_number_nor_key_and_depends_on_both() -> None:
    one, other = NumberKey(KEY), NumberKey("l" * 43)

    assert one.phone(PHONE) != other.phone(PHONE) != other.phone(BRAZIL)
    assert one.phone(PHONE) != one.bare(PHONE)
    assert one.national(PHONE) == one.bare("4155550777")
    assert one.id != other.id
    assert KEY not in one.id
