import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import Database, contact_groups
from bot.store.contact_groups import Counts, Group
from bot.store.tables import contact_group
from bot.texting import names
from tests.store.samples import NOON

SOME = Counts(subscribed=5, opted_out=2, duplicates=1)


def count(database: Database, *groups: str, minutes: int = 0, counts: Counts = SOME) -> None:
    with database.write() as conn:
        contact_groups.replace_counted(conn, dict.fromkeys(groups, counts), NOON + timedelta(minutes=minutes))


def add(database: Database, minutes: int = 0, **changes: Counts) -> None:
    with database.write() as conn:
        contact_groups.add_counted(conn, changes, NOON + timedelta(minutes=minutes))


def found(database: Database, text: str, limit: int = 10) -> tuple[str, ...]:
    with database.read() as conn:
        return contact_groups.search(conn, text, limit)


def figures(database: Database) -> dict[str, Counts | None]:
    with database.read() as conn:
        return {group.name: group.counts for group in contact_groups.matching(conn, "")}


def test_groups_are_found_in_any_case_those_that_begin_so_first(either: Database) -> None:
    count(either, "VIP", "vip 2", "Not VIP", "Staff")
    assert found(either, " vip ") == ("VIP", "vip 2", "Not VIP")
    assert found(either, "vip", limit=1) == ("VIP",)
    assert len(found(either, "")) == 4


def test_letters_of_other_languages_have_two_cases_too(either: Database) -> None:
    count(either, "ÄRZTE", "Straße", "Врачи")
    assert found(either, "ärz") == ("ÄRZTE",)
    assert found(either, "STRASSE") == ("Straße",)
    assert found(either, "врачи") == ("Врачи",)


def test_signs_that_mean_something_to_the_database_are_plain(either: Database) -> None:
    count(either, "100% cotton", "1000 cotton", "a_b", "axb")
    assert found(either, "100%") == ("100% cotton",)
    assert found(either, "a_b") == ("a_b",)


def test_groups_no_longer_counted_are_dropped_and_old_ones_keep_their_first_day(either: Database) -> None:
    count(either, "VIP", "Staff")
    count(either, "VIP", "New", minutes=1, counts=Counts(7))
    with either.read() as conn:
        rows = {row.name: (row.first_seen, row.seen_at) for row in conn.execute(contact_group.select())}
        groups = contact_groups.matching(conn, "")
    later = NOON + timedelta(minutes=1)
    assert rows == {"VIP": (NOON, later), "New": (later, later)}
    assert groups == (Group("New", Counts(7)), Group("VIP", Counts(7)))


def test_two_counts_within_one_moment_leave_the_later_one(either: Database) -> None:
    count(either, "VIP", "Staff")
    count(either, "VIP")
    assert found(either, "") == ("VIP",)


def test_an_account_without_groups_has_none(either: Database) -> None:
    count(either, "VIP")
    count(either, minutes=1)
    assert found(either, "") == ()


def test_what_is_new_is_added_to_the_figures(either: Database) -> None:
    count(either, "VIP", "Staff")
    add(either, 1, VIP=Counts(1, -1, 2), New=Counts(3))
    add(either, 2)
    assert figures(either) == {"New": Counts(3), "Staff": SOME, "VIP": Counts(6, 1, 3)}
    with either.read() as conn:
        ages = {row.name: row.counted_at for row in conn.execute(contact_group.select())}
    assert ages["VIP"] == NOON + timedelta(minutes=1)
    assert ages["Staff"] == NOON


def test_no_figure_falls_below_zero(either: Database) -> None:
    count(either, "VIP")
    add(either, VIP=Counts(-9, -9, -9), New=Counts(-1, -1, -1))
    assert figures(either) == {"New": Counts(), "VIP": Counts()}


def test_a_group_that_was_only_named_stays_uncounted(either: Database) -> None:
    with either.write() as conn:
        conn.execute(contact_group.insert().values(name="VIP", first_seen=NOON, seen_at=NOON))
    add(either, VIP=Counts(1))
    assert figures(either) == {"VIP": None}


def test_a_group_is_known_by_its_exact_name(either: Database) -> None:
    count(either, "VIP")
    with either.read() as conn:
        assert contact_groups.is_known(conn, "VIP")
        assert not contact_groups.is_known(conn, "vip")


@pytest.fixture(scope="module")
def module_database(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Database]:
    """One database for every example of a property."""
    path = shutil.copyfile(migrated_file, tmp_path_factory.mktemp("groups") / "bot.db")
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@given(st.lists(st.text("aBäßß %_", min_size=1, max_size=3), unique=True), st.text("aBÄß %_", max_size=2))
def test_a_search_finds_what_holds_the_words_however_they_are_written(
    module_database: Database, groups: list[str], wanted: str
) -> None:
    count(module_database, *groups)
    held = {
        name
        for name in groups
        if wanted.strip().casefold() in name.casefold()
        or (names.fold(wanted) and names.fold(wanted) in names.fold(name))
    }
    assert set(found(module_database, wanted, 1000)) == held
