"""A process that dies at any step of a list: no row goes out twice, and none is forgotten."""

from datetime import timedelta

import pytest

from bot.store.database import Database
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.stand_ins import Crash
from tests.features.lists.works import Works, number

ROWS = 8
ENDED = {SendState.ACCEPTED, SendState.UNKNOWN}


def run_to_the_end(works: Works) -> int:
    """Run every job, each again when the process died in it, as the engine does; return how often it did."""
    deaths = 0
    for _ in range(200):
        if not works.jobs.waiting():
            return deaths
        try:
            works.step()
        except Crash:
            deaths += 1
            works.fragile.die_at = None
    raise AssertionError("the jobs never end")


def settled(works: Works, list_id: str) -> None:
    """Let the clock find what died: attempts that never came back, and lists that stand still."""
    works.sweep()
    works.upkeep.repair()
    works.clock.advance(minutes=9)
    works.upkeep.repair()
    run_to_the_end(works)
    works.upkeep.repair()


def writes_of_a_list(works: Works) -> int:
    works.queued(ROWS)
    before = works.fragile.writes
    works.run()
    return works.fragile.writes - before


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
def test_dying_at_any_write_doubles_and_forgets_nobody(
    database: Database, clock: FakeClock, small_blocks: None, *, after: bool
) -> None:
    steps = writes_of_a_list(Works(database, clock))
    assert steps > 2 * ROWS
    for nth in range(1, steps + 1):
        works = Works(database, clock)
        list_id = works.queued(ROWS)
        works.fragile.die_at, works.fragile.after = nth, after
        deaths = run_to_the_end(works)
        settled(works, list_id)

        assert deaths == 1, nth
        assert len(works.carrier.texted) == len(set(works.carrier.texted)), nth
        counts = works.counts(list_id)
        assert set(counts) <= ENDED, nth
        assert counts.get(SendState.UNKNOWN, 0) <= deaths, nth
        assert works.the(list_id).state is SendState.ACCEPTED, nth
        known = {row.to_number for row in works.rows(list_id) if row.state is SendState.ACCEPTED}
        assert known <= set(works.carrier.texted), nth


def test_dying_in_the_middle_of_a_request_leaves_a_question(works: Works) -> None:
    list_id = works.queued(ROWS)
    works.carrier.answers.append(Crash())
    assert run_to_the_end(works) == 1
    settled(works, list_id)
    assert sorted(works.carrier.texted) == [number(place) for place in range(1, ROWS + 1)]
    assert works.counts(list_id) == {SendState.UNKNOWN: 1, SendState.ACCEPTED: ROWS - 1}


def test_every_job_may_run_twice(works: Works) -> None:
    list_id = works.queued(ROWS)
    while works.jobs.waiting():
        _key, name, args, _delay = works.jobs.waiting()[0]
        works.handlers[name](args)
        works.step()
    assert sorted(works.carrier.texted) == [number(place) for place in range(1, ROWS + 1)]
    assert works.counts(list_id) == {SendState.ACCEPTED: ROWS}


def test_lost_jobs_are_made_up_for(works: Works, clock: FakeClock) -> None:
    list_id = works.started(ROWS)
    works.step()
    works.jobs.forget_all()
    works.upkeep.repair()
    assert works.jobs.waiting() == []
    clock.advance(minutes=9)
    works.upkeep.repair()
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: ROWS}
    assert len(works.carrier.texted) == ROWS


def test_a_list_whose_last_text_was_cut_off_ends_by_the_clock(works: Works) -> None:
    list_id = works.queued(1)
    works.carrier.answers.append(Crash())
    works.step()
    with pytest.raises(Crash):
        works.step()
    works.run()
    works.upkeep.repair()
    assert works.the(list_id).state is SendState.RUNNING
    works.sweep(works.clock() + timedelta(minutes=5))
    works.upkeep.repair()
    assert works.the(list_id).state is SendState.ACCEPTED
