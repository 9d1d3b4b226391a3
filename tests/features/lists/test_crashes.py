"""A process that dies at any step of a list: no row goes out twice, and none is forgotten."""

from datetime import timedelta

import pytest

from bot.store.database import Database
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.features.lists.harness import Harness, number

ROWS = 8
ENDED = {SendState.ACCEPTED, SendState.UNKNOWN}


def run_to_the_end(harness: Harness) -> int:
    """Run every job, each again when the process died in it, as the engine does; return how often it did."""
    deaths = 0
    for _ in range(200):
        if not harness.jobs.waiting():
            return deaths
        try:
            harness.step()
        except Crash:
            deaths += 1
            harness.fragile.die_at = None
    raise AssertionError("the jobs never end")


def settled(harness: Harness, list_id: str) -> None:
    """Let the clock find what died: attempts that never came back, and lists that stand still."""
    harness.sweep()
    harness.upkeep.repair()
    harness.clock.advance(minutes=9)
    harness.upkeep.repair()
    run_to_the_end(harness)
    harness.upkeep.repair()


def writes_of_a_list(harness: Harness) -> int:
    harness.queued(ROWS)
    before = harness.fragile.writes
    harness.run()
    return harness.fragile.writes - before


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
def test_dying_at_any_write_doubles_and_forgets_nobody(
    database: Database, clock: FakeClock, small_blocks: None, *, after: bool
) -> None:
    steps = writes_of_a_list(Harness(database, clock))
    assert steps > 2 * ROWS
    for nth in range(1, steps + 1):
        harness = Harness(database, clock)
        list_id = harness.queued(ROWS)
        harness.fragile.die_at, harness.fragile.after = nth, after
        deaths = run_to_the_end(harness)
        settled(harness, list_id)

        assert deaths == 1, nth
        assert len(harness.carrier.texted) == len(set(harness.carrier.texted)), nth
        counts = harness.counts(list_id)
        assert set(counts) <= ENDED, nth
        assert counts.get(SendState.UNKNOWN, 0) <= deaths, nth
        assert harness.the(list_id).state is SendState.ACCEPTED, nth
        known = {row.to_number for row in harness.rows(list_id) if row.state is SendState.ACCEPTED}
        assert known <= set(harness.carrier.texted), nth


def test_dying_in_the_middle_of_a_request_leaves_a_question(harness: Harness) -> None:
    list_id = harness.queued(ROWS)
    harness.carrier.replies.append(Crash())
    assert run_to_the_end(harness) == 1
    settled(harness, list_id)
    assert sorted(harness.carrier.texted) == [number(place) for place in range(1, ROWS + 1)]
    assert harness.counts(list_id) == {SendState.UNKNOWN: 1, SendState.ACCEPTED: ROWS - 1}


def test_every_job_may_run_twice(harness: Harness) -> None:
    list_id = harness.queued(ROWS)
    while harness.jobs.waiting():
        _key, name, args, _delay = harness.jobs.waiting()[0]
        harness.handlers[name](args)
        harness.step()
    assert sorted(harness.carrier.texted) == [number(place) for place in range(1, ROWS + 1)]
    assert harness.counts(list_id) == {SendState.ACCEPTED: ROWS}


def test_lost_jobs_are_made_up_for(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.started(ROWS)
    harness.step()
    harness.jobs.forget_all()
    harness.upkeep.repair()
    assert harness.jobs.waiting() == []
    clock.advance(minutes=9)
    harness.upkeep.repair()
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: ROWS}
    assert len(harness.carrier.texted) == ROWS


def test_a_list_whose_last_text_was_cut_off_ends_by_the_clock(harness: Harness) -> None:
    list_id = harness.queued(1)
    harness.carrier.replies.append(Crash())
    harness.step()
    with pytest.raises(Crash):
        harness.step()
    harness.run()
    harness.upkeep.repair()
    assert harness.the(list_id).state is SendState.RUNNING
    harness.sweep(harness.clock() + timedelta(minutes=5))
    harness.upkeep.repair()
    assert harness.the(list_id).state is SendState.ACCEPTED
