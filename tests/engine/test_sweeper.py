from datetime import timedelta

from bot.engine.sweeper import INTERRUPTED, sweep
from bot.store import Database, SendState, sends
from tests.store.samples import TOKEN, FakeClock, a_send_in, the


def test_an_attempt_that_never_came_back_becomes_unknown(either: Database, clock: FakeClock) -> None:
    stale = a_send_in(either, SendState.ATTEMPTING, attempt_limit_seconds=30)
    clock.advance(61)
    fresh = a_send_in(either, SendState.ATTEMPTING, now=clock(), attempt_limit_seconds=30)
    assert sweep(either, clock) == (stale.id,)
    assert sweep(either, clock) == ()
    found = the(either, stale.id)
    assert (found.state, found.outcome_code) == (SendState.UNKNOWN, INTERRUPTED)
    assert the(either, fresh.id) == fresh


def test_its_answer_may_still_come(database: Database, clock: FakeClock) -> None:
    stale = a_send_in(database, SendState.ATTEMPTING)
    clock.advance(3600)
    sweep(database, clock, margin=timedelta(seconds=5))
    with database.write() as conn:
        assert sends.record(conn, stale.id, token=TOKEN, to=SendState.ACCEPTED, now=clock())
