"""One sync at a time: who asks meanwhile joins it."""

import threading
from collections.abc import Callable

import pytest

from bot.errors import TooBusy
from bot.features.groups.jobs import GroupRefresh
from bot.features.groups.sync import GroupSync, Progress, Stopped
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.samples import SILENT, Figures, full_counts
from tests.patience import PATIENCE_SECONDS


def background(work: Callable[[], object]) -> None:
    threading.Thread(target=work).start()


def test_who_asks_meanwhile_joins_the_count_under_way(
    sync: GroupSync, directory: FakeContactList, figures: Figures
) -> None:
    directory.pause()
    run = sync.start(background, full=True)
    directory.wait_until_asked(1)

    assert sync.start(background, full=True) is run
    assert sync.start(background, full=False) is run
    assert sync.under_way is run
    waiting = threading.Thread(target=sync.run)
    waiting.start()
    directory.resume()
    waiting.join(PATIENCE_SECONDS)

    assert run.wait(PATIENCE_SECONDS)
    assert run.progress == Progress(3, 0)
    assert full_counts(directory) == 1
    assert sync.under_way is None
    assert len(figures()) == 2


def test_a_full_count_waits_for_a_look_at_what_is_new(sync: GroupSync, directory: FakeContactList) -> None:
    sync.run()
    directory.pause()
    asked = len(directory.asked)
    quick = sync.start(background, full=False)
    directory.wait_until_asked(asked + 1)
    assert sync.under_way is None

    thorough = sync.start(background, full=True)
    assert thorough is not quick
    assert not thorough.wait(0)
    directory.resume()

    assert thorough.wait(PATIENCE_SECONDS)
    assert quick.wait(PATIENCE_SECONDS)
    assert thorough.progress == Progress(3, 3)


def test_who_joined_is_told_what_went_wrong(sync: GroupSync, directory: FakeContactList) -> None:
    directory.trouble = SILENT
    directory.pause()
    run = sync.start(background, full=True)
    directory.wait_until_asked(1)
    directory.resume()
    assert run.wait(PATIENCE_SECONDS)
    assert run.error is SILENT


def test_where_no_thread_is_free_nothing_is_left_behind(sync: GroupSync, figures: Figures) -> None:
    def full(_work: Callable[[], object]) -> None:
        raise TooBusy

    with pytest.raises(TooBusy):
        sync.start(full, full=True)
    assert sync.under_way is None

    sync.run()
    assert len(figures()) == 2


def test_a_count_ends_with_the_process(
    sync: GroupSync, directory: FakeContactList, figures: Figures, caplog: pytest.LogCaptureFixture
) -> None:
    directory.pause()
    run = sync.start(background, full=True)
    directory.wait_until_asked(1)

    sync.stop()
    assert run.wait(0)
    assert isinstance(run.error, Stopped)
    directory.resume()

    with caplog.at_level("INFO"):
        GroupRefresh(sync).run({})
    assert "the process ends" in caplog.text
    assert figures() == {}
