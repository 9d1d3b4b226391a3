"""What the clock does for sends that wait: those whose time has come go once, and none is forgotten."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.features.sends.holds import Hold
from bot.features.sends.upkeep import Upkeep
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.features.rules import send_rules
from tests.features.sends.harness import MAYA, Harness

S = SendState
LATEST = timedelta(minutes=15)


@pytest.fixture
def upkeep(harness: Harness) -> Upkeep:
    rules = send_rules(latest=LATEST)
    return Upkeep(harness.database, harness.send_service, rules, harness.clock)


def test_what_the_bot_holds_goes_once_when_its_time_has_come(harness: Harness, upkeep: Upkeep) -> None:
    text, later = harness.draft("text", **harness.held(hours=1)), harness.group(**harness.held(hours=2))
    for each in (text, later):
        harness.send_service.confirm(each, MAYA)
    harness.clock.advance(minutes=59, seconds=59)
    upkeep.fire()
    assert harness.jobs == []

    harness.clock.advance(seconds=1)
    upkeep.fire()
    upkeep.fire()

    assert harness.jobs == [(SendKind.CONTACT, text, 0)]
    assert (harness.the(text).state, harness.the(text).updated_at) == (S.QUEUED, harness.clock())
    assert harness.the(later).state is S.SCHEDULED


@pytest.mark.parametrize(("seconds", "state"), [(0, S.QUEUED), (1, S.SCHEDULED)])
def test_what_is_found_too_late_asks_a_person(
    harness: Harness, upkeep: Upkeep, seconds: float, state: SendState
) -> None:
    text = harness.draft(**harness.held(hours=1))
    harness.send_service.confirm(text, MAYA)
    harness.shown.clear()
    harness.clock.advance(hours=1, minutes=15, seconds=seconds)

    upkeep.fire()
    upkeep.fire()

    send = harness.the(text)
    asks = state is S.SCHEDULED
    assert (send.state, send.hold_code) == (state, Hold.LATE if asks else None)
    assert len(harness.jobs) == (0 if asks else 1)
    assert send.updated_at == harness.clock()
    assert harness.shown == [text]


def test_what_waits_for_a_persons_answer_does_not_go_by_itself(harness: Harness, upkeep: Upkeep) -> None:
    text = harness.draft(**harness.held(hours=1))
    harness.send_service.confirm(text, MAYA)
    harness.put(text, S.QUEUED)
    harness.send_service.hold_back(text, Hold.QUIET, "It is night.")
    harness.clock.advance(hours=1)

    upkeep.fire()

    assert (harness.the(text).state, harness.the(text).hold_code) == (S.SCHEDULED, Hold.QUIET)
    assert harness.jobs == []


def test_a_queued_send_whose_job_is_lost_gets_another_one(harness: Harness, upkeep: Upkeep) -> None:
    lost = harness.draft("lost")
    harness.send_service.confirm(lost, MAYA)
    harness.clock.advance(minutes=8)
    fresh = harness.group(key="fresh")
    harness.send_service.confirm(fresh, MAYA)
    harness.jobs.clear()
    upkeep.repair()
    assert harness.jobs == []  # the longest of its waits may just be over

    harness.clock.advance(seconds=1)
    upkeep.repair()
    upkeep.repair()

    assert harness.jobs == [(SendKind.CONTACT, lost, 1)]
    assert (harness.the(lost).wave, harness.the(lost).updated_at) == (1, harness.clock())
    assert harness.the(fresh).wave == 0
    harness.clock.advance(minutes=8, seconds=1)
    upkeep.repair()
    assert set(harness.jobs[1:]) == {(SendKind.CONTACT, lost, 2), (SendKind.GROUP, fresh, 1)}


def test_two_processes_that_find_the_same_lost_job_make_one(harness: Harness, upkeep: Upkeep) -> None:
    lost, other = harness.draft("lost"), harness.draft("other")
    for each in (lost, other):
        harness.send_service.confirm(each, MAYA)
    harness.clock.advance(minutes=8, seconds=1)
    harness.jobs.clear()
    elsewhere = Upkeep(harness.database, harness.send_service, send_rules(latest=LATEST), harness.clock)

    with once_found(harness, elsewhere.repair):
        upkeep.repair()

    assert sorted(harness.jobs) == sorted((SendKind.CONTACT, each, 1) for each in (lost, other))


@pytest.mark.parametrize("now", [S.AWAITING_APPROVAL, S.CANCELLED, S.UNKNOWN])
def test_what_somebody_moved_in_the_moment_it_came_due_does_not_go(
    harness: Harness, upkeep: Upkeep, now: SendState
) -> None:
    text = harness.draft(**harness.held(hours=1))
    harness.send_service.confirm(text, MAYA)
    harness.clock.advance(hours=1)

    with once_found(harness, lambda: harness.put(text, now)):
        upkeep.fire()

    assert (harness.the(text).state, harness.jobs) == (now, [])


@contextmanager
def once_found(harness: Harness, meanwhile: Callable[[], object]) -> Iterator[None]:
    """Have something happen after the clock's work has read what there is to do, before it writes."""
    write, happened = harness.database.write, []

    def write_second(**how: bool) -> object:
        if not happened:
            happened.append(True)
            meanwhile()
        return write(**how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(harness.database, "write", write_second)
        yield
    assert happened
