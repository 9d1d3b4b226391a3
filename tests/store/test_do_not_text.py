from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import Database, do_not_text
from bot.store.do_not_text import Entry
from bot.store.tables import do_not_text as table
from tests.store.samples import NOON

ADA, LOU, NORA = "14155550100", "14155550130", "14155550120"


def add(database: Database, *numbers: str, minutes: int = 0, reason: str = "asked by phone") -> int:
    at = NOON + timedelta(minutes=minutes)
    with database.write() as conn:
        return do_not_text.add(conn, dict.fromkeys(numbers, reason), "U0MAYA", at)


def remove(database: Database, number: str) -> bool:
    with database.write() as conn:
        return do_not_text.remove(conn, number, "wants them back", "U0ADA", NOON + timedelta(hours=1))


def listed(database: Database, *numbers: str) -> frozenset[str]:
    with database.read() as conn:
        return do_not_text.listed(conn, numbers)


def entry(database: Database, number: str) -> Entry | None:
    with database.read() as conn:
        return do_not_text.get(conn, number)


def shown(database: Database, ending: str = "", *, offset: int = 0, limit: int = 10) -> list[str]:
    with database.read() as conn:
        return [each.number for each in do_not_text.page(conn, ending, offset=offset, limit=limit)]


def test_numbers_on_the_list_are_found_among_others(either: Database) -> None:
    assert add(either, ADA, LOU) == 2
    assert listed(either, ADA, NORA, LOU, LOU) == {ADA, LOU}
    assert listed(either) == frozenset()


def test_a_number_is_added_once_and_keeps_its_first_record(either: Database) -> None:
    add(either, ADA)
    assert add(either, ADA, LOU, minutes=5, reason="by post") == 1
    assert entry(either, ADA) == Entry(ADA, "asked by phone", "U0MAYA", NOON, None, None, None)


def test_nothing_to_add_adds_nothing(either: Database) -> None:
    assert add(either) == 0


def test_a_number_taken_off_keeps_its_record_and_may_be_texted(either: Database) -> None:
    add(either, ADA)
    assert remove(either, ADA)
    found = entry(either, ADA)
    assert found is not None
    assert not found.is_listed
    assert (found.removed_by, found.removal_reason) == ("U0ADA", "wants them back")
    assert found.added_by == "U0MAYA"
    assert listed(either, ADA) == frozenset()


def test_only_what_is_on_the_list_is_taken_off(either: Database) -> None:
    assert not remove(either, ADA)
    add(either, ADA)
    remove(either, ADA)
    assert not remove(either, ADA)


def test_a_number_that_was_taken_off_comes_back_with_a_new_record(either: Database) -> None:
    add(either, ADA)
    remove(either, ADA)
    assert add(either, ADA, minutes=90, reason="again") == 1
    assert entry(either, ADA) == Entry(ADA, "again", "U0MAYA", NOON + timedelta(minutes=90), None, None, None)
    assert listed(either, ADA) == {ADA}


def test_an_unknown_number_has_no_record(either: Database) -> None:
    assert entry(either, ADA) is None


def test_the_list_is_shown_newest_first_in_parts_without_those_taken_off(either: Database) -> None:
    for minutes, number in enumerate((ADA, NORA, LOU)):
        add(either, number, minutes=minutes)
    remove(either, NORA)
    assert shown(either) == [LOU, ADA]
    assert shown(either, offset=1, limit=1) == [ADA]
    with either.read() as conn:
        assert do_not_text.count(conn) == 2


def test_a_search_by_the_last_digits_shows_the_record_of_those_taken_off_too(either: Database) -> None:
    add(either, ADA, NORA, LOU, "4420010120")
    remove(either, NORA)
    assert sorted(shown(either, "0120")) == sorted([NORA, "4420010120"])
    assert shown(either, "%") == []


def test_numbers_and_reasons_are_not_in_a_repr(either: Database) -> None:
    add(either, ADA)
    assert ADA not in repr(entry(either, ADA))
    assert "phone" not in repr(entry(either, ADA))


@pytest.mark.unmeasured
def test_a_hundred_thousand_numbers_are_looked_up_at_once(database: Database) -> None:
    numbers = [f"1415{number:07}" for number in range(100_000)]
    with database.write() as conn:
        rows = [
            {"number": number, "reason": "", "added_by": "U0MAYA", "added_at": NOON}
            for number in numbers[::10]
        ]
        conn.execute(table.insert(), rows)
    found = listed(database, *numbers)
    assert found == set(numbers[::10])


@pytest.fixture(scope="module")
def module_database(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Database]:
    """One database for every example of a property."""
    path = copyfile(migrated_file, tmp_path_factory.mktemp("do_not_text") / "bot.db")
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@given(st.lists(st.tuples(st.booleans(), st.sampled_from((ADA, LOU, NORA))), max_size=12))
def test_whatever_was_done_last_to_a_number_counts(
    module_database: Database, done: list[tuple[bool, str]]
) -> None:
    with module_database.write() as conn:
        conn.execute(table.delete())
    expected: dict[str, bool] = {}
    for is_added, number in done:
        was = expected.get(number, False)
        assert (add(module_database, number) == 1 if is_added else remove(module_database, number)) == (
            was is not is_added
        )
        expected[number] = is_added
    assert listed(module_database, ADA, LOU, NORA) == {number for number, is_on in expected.items() if is_on}
