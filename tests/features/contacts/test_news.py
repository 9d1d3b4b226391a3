"""What is new since the last count, as far as SMS-iT's times of creation tell."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.features.groups.group_count import LOOK_PAGES, LOOK_ROWS, MOST_NEW, MOST_REMEMBERED
from bot.features.groups.pages import PAGE_ROWS
from bot.features.groups.sync import GroupSync
from bot.smsit import Contact, SortBy
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import row
from tests.features.contacts.samples import T0, Figures, at, full_counts


@pytest.mark.parametrize(
    ("added", "vip"),
    [
        ([at("4", 1)], Counts(2, 1)),
        ([at("4", 1, subscribed=False)], Counts(1, 2)),
        ([at("4", 1, id_="8"), at("4", 1, id_="9")], Counts(2, 1, 1)),
        ([at("1", 1)], Counts(1, 1, 1)),
        ([at("1", 1, subscribed=False)], Counts(1, 1, 1)),
        ([at("2", 1)], Counts(2, 0, 1)),
        ([at("2", 1), at("2", 2, id_="9"), at("4", 3)], Counts(3, 0, 2)),
        ([at("3", 1)], Counts(2, 1)),
        ([at("", 1), at("5", 1, "")], Counts(1, 1)),
        ([at("21", 1)], Counts(2, 1)),
        ([], Counts(1, 1)),
    ],
)
def test_what_is_new_is_added(
    sync: GroupSync, directory: FakeContactList, figures: Figures, added: Sequence[Contact], vip: Counts
) -> None:
    sync.run()
    directory.rows += tuple(added)

    sync.run()
    sync.run()

    assert figures() == {"Staff": Counts(1), "VIP": vip}
    assert full_counts(directory) == 1


def test_entries_of_the_second_counted_last_are_told_apart(
    sync: GroupSync, directory: FakeContactList, figures: Figures
) -> None:
    sync.run()
    for number in ("4", "5", "6"):
        directory.rows += (at(number, 0),)
        sync.run()
    for number in ("7", "8"):
        directory.rows += (at(number, 1),)
        sync.run()

    assert figures()["VIP"] == Counts(6, 1)
    assert full_counts(directory) == 1


def test_a_second_nobody_remembers_is_taken_as_complete(
    sync: GroupSync, directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    sync.run()
    directory.rows += (at("4", 0), at("5", 1))
    restarted = GroupSync(directory, database, clock)

    restarted.run()
    directory.rows += (at("6", 1),)
    restarted.run()

    assert figures()["VIP"] == Counts(3, 1)


def test_an_import_of_one_second_is_not_read_again_and_again(
    directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    directory.rows = tuple(at(str(100 + number)) for number in range(MOST_REMEMBERED + 500))
    sync = GroupSync(directory, database, clock)
    sync.run()
    directory.rows += (at("9999", 1),)

    sync.run()

    assert full_counts(directory) == 1
    assert figures() == {"VIP": Counts(MOST_REMEMBERED + 501)}


def test_more_news_than_can_be_asked_for_is_counted_in_full(
    sync: GroupSync, directory: FakeContactList, figures: Figures
) -> None:
    sync.run()
    directory.rows += tuple(at(str(100 + number), 1) for number in range(MOST_NEW + 2))

    sync.run()

    assert full_counts(directory) == 2
    assert figures()["VIP"] == Counts(MOST_NEW + 3, 1)


def test_one_number_in_very_many_groups_is_counted_in_full(
    sync: GroupSync, directory: FakeContactList, figures: Figures
) -> None:
    sync.run()
    directory.rows += tuple(at("9", 1, f"Group {number}") for number in range(LOOK_PAGES * LOOK_ROWS))

    sync.run()

    assert full_counts(directory) == 2
    assert len(figures()) == LOOK_PAGES * LOOK_ROWS + 2


@pytest.mark.parametrize("number", ["1" * 19, "9"])
def test_a_number_smsit_cannot_be_asked_for_is_counted_in_full(
    sync: GroupSync, directory: FakeContactList, number: str
) -> None:
    directory.rows += tuple(at(f"9{place}", -20) for place in range(LOOK_ROWS))
    sync.run()
    directory.rows += (at(number, 1),)

    sync.run()

    assert full_counts(directory) == 2


def test_what_is_added_while_everything_is_read_counts_once(
    directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    rows = tuple(at(str(10_000 + number), -9) for number in range(PAGE_ROWS + 5))

    class Growing(FakeContactList):
        def get_contacts(self, **filters: object) -> tuple[Contact, ...]:
            found = super().get_contacts(**filters)
            if filters.get("sort_by") is SortBy.NUMBER and filters["page"] == 1:
                self.rows = (at("09999", 5), *rows, at("99999", 5))
            return found

    growing = Growing(*rows)
    GroupSync(growing, database, clock).run()

    assert figures() == {"VIP": Counts(len(rows) + 2)}
    assert full_counts(growing) == 1


# --- times that make no sense


def test_times_that_make_no_sense_break_nothing(
    directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    none, future = row("A", "7", created=None), row("B", "8", created=datetime.max)  # noqa: DTZ901 - junk
    directory.rows += (none, future)
    sync = GroupSync(directory, database, clock)
    sync.run()
    assert figures()["VIP"] == Counts(3, 1)

    directory.rows += (at("4", 1), row("C", "9", created=None))
    sync.run()

    assert figures()["VIP"] == Counts(4, 1)
    assert full_counts(directory) == 1
    assert sync.state.newest == T0 + timedelta(seconds=1)


def test_a_short_list_without_times_is_counted_anew_each_time(
    directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    directory.rows = ()
    sync = GroupSync(directory, database, clock)
    sync.run()
    assert figures() == {}

    directory.rows = (row("A", "1"),)
    sync.run()
    assert figures() == {"VIP": Counts(1)}


def test_a_long_list_without_times_waits_for_its_hour(
    directory: FakeContactList, database: Database, clock: FakeClock
) -> None:
    directory.rows = tuple(row("A", str(number)) for number in range(PAGE_ROWS + 1))
    sync = GroupSync(directory, database, clock)
    sync.run()
    sync.run()

    assert full_counts(directory) == 1
    assert sync.state.newest is None


def test_where_smsit_does_not_sort_by_time_nothing_is_made_of_it(
    directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    sync = GroupSync(directory, database, clock)
    sync.run()
    directory.sorts = False
    directory.rows += (at("4", 1),)

    sync.run()

    assert figures()["VIP"] == Counts(2, 1)
    assert sync.state.newest is None
