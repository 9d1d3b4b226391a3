from datetime import timedelta

from bot.store import Database, contact_groups
from bot.store.tables import contact_group
from tests.store.samples import NOON


def see(database: Database, *names: str, minutes: int = 0) -> None:
    with database.write() as conn:
        contact_groups.replace_seen(conn, names, NOON + timedelta(minutes=minutes))


def found(database: Database, text: str, limit: int = 10) -> tuple[str, ...]:
    with database.read() as conn:
        return contact_groups.search(conn, text, limit)


def test_groups_are_found_in_any_case_those_that_begin_so_first(either: Database) -> None:
    see(either, "VIP", "vip 2", "Not VIP", "Staff")
    assert found(either, " vip ") == ("VIP", "vip 2", "Not VIP")
    assert found(either, "vip", limit=1) == ("VIP",)
    assert len(found(either, "")) == 4


def test_signs_that_mean_something_to_the_database_are_plain(either: Database) -> None:
    see(either, "100% cotton", "1000 cotton", "a_b", "axb")
    assert found(either, "100%") == ("100% cotton",)
    assert found(either, "a_b") == ("a_b",)


def test_groups_no_longer_seen_are_dropped_and_old_ones_keep_their_first_day(either: Database) -> None:
    see(either, "VIP", "Staff")
    see(either, "VIP", "VIP", "New", minutes=1)
    with either.read() as conn:
        rows = {row.name: row.first_seen for row in conn.execute(contact_group.select())}
    assert rows == {"VIP": NOON, "New": NOON + timedelta(minutes=1)}


def test_an_account_without_groups_has_none(either: Database) -> None:
    see(either, "VIP")
    see(either, minutes=1)
    assert found(either, "") == ()
