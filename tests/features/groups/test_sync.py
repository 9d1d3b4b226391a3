"""Keeping the figures of the groups: all of it every six hours, and what goes wrong."""

import threading

import pytest

from bot.features.groups.jobs import GroupRefresh
from bot.features.groups.pages import PAGE_ROWS
from bot.features.groups.sync import GroupSync
from bot.smsit import Unavailable
from bot.store import contact_sync
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.samples import SILENT, T0, Figures, at, full_counts
from tests.patience import PATIENCE_SECONDS


def test_everything_is_counted_first_and_every_six_hours(
    sync: GroupSync, directory: FakeContactList, clock: FakeClock, figures: Figures
) -> None:
    sync.run()
    assert figures() == {"Staff": Counts(1), "VIP": Counts(1, 1)}
    assert sync.state == contact_sync.SyncState(T0, 3, clock(), clock())

    clock.advance(hours=5, minutes=59)
    sync.run()
    assert full_counts(directory) == 1

    clock.advance(minutes=1)
    directory.rows = directory.rows[:1]
    sync.run()
    assert full_counts(directory) == 2
    assert figures() == {"VIP": Counts(1)}


def test_a_clock_that_was_set_back_is_no_reason_to_wait(
    sync: GroupSync, directory: FakeContactList, clock: FakeClock
) -> None:
    sync.run()
    clock.advance(hours=-1)
    sync.run()
    assert full_counts(directory) == 2


def test_a_restart_does_not_count_everything_again(
    sync: GroupSync, directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    sync.run()
    directory.rows += (at("4", 1),)

    GroupSync(directory, database, clock).run()

    assert full_counts(directory) == 1
    assert figures()["VIP"] == Counts(2, 1)


@pytest.mark.parametrize("after", range(4))
def test_a_count_that_fails_half_way_leaves_the_former_figures(
    sync: GroupSync, directory: FakeContactList, clock: FakeClock, figures: Figures, after: int
) -> None:
    directory.rows += tuple(at(str(10_000 + number), -9, "Many") for number in range(PAGE_ROWS))
    sync.run()
    before = figures(), sync.state
    clock.advance(hours=7)
    directory.rows = (at("1", -9),)
    directory.most_rows = 1
    directory.trouble, directory.trouble_after = SILENT, min(after, 2)

    with pytest.raises(Unavailable):
        sync.run()

    assert (figures(), sync.state) == before


def test_when_only_the_look_at_what_is_new_fails_the_full_count_holds(
    sync: GroupSync, directory: FakeContactList, figures: Figures
) -> None:
    directory.trouble, directory.trouble_after = SILENT, 3

    sync.run()

    assert figures()["VIP"] == Counts(1, 1)


def test_what_another_process_counted_meanwhile_is_not_added_twice(
    directory: FakeContactList, database: Database, clock: FakeClock, figures: Figures
) -> None:
    one, other = (GroupSync(directory, database, clock) for _ in range(2))
    one.run()
    directory.rows += (at("4", 1),)
    directory.pause()
    asked = len(directory.asked)
    threads = [threading.Thread(target=each.run) for each in (one, other)]
    for thread in threads:
        thread.start()
    directory.wait_until_asked(asked + 2)
    directory.resume()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert figures()["VIP"] == Counts(2, 1)
    one.run()
    other.run()
    assert figures()["VIP"] == Counts(2, 1)


def test_the_clock_job_survives_a_silent_smsit(
    sync: GroupSync, directory: FakeContactList, caplog: pytest.LogCaptureFixture, figures: Figures
) -> None:
    GroupRefresh(sync).run({})
    directory.trouble = SILENT

    GroupRefresh(sync).run({})

    assert len(figures()) == 2
    assert "the groups were not refreshed" in caplog.text
