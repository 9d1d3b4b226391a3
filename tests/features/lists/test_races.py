"""Somebody else was quicker between the look and the move: nothing follows from a move not made."""

import pytest

from bot.engine.attempts import Unknown
from bot.features.lists.lanes import CHUNK, RESULT
from bot.features.lists.pausing import Why
from bot.store import messages, sends
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.works import MAYA, Works


def lose(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sends, "move", lambda *_args, **_values: False)


def test_a_list_somebody_else_began_gets_no_second_set_of_jobs(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    works.queued(6)
    lose(monkeypatch)
    works.step()
    assert works.jobs.waiting(CHUNK) == []


def test_a_list_somebody_else_resumed_gets_no_second_set_of_jobs(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_id = works.started(6)
    works.decisions.pause(list_id, MAYA, 0)
    works.jobs.forget_all()
    lose(monkeypatch)
    works.decisions.resume(list_id, MAYA, 0)
    assert works.jobs.waiting() == []


def test_a_row_whose_answer_came_late_is_not_followed_twice(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_id = works.queued(1)
    works.carrier.answers.append(Unknown("timeout"))
    works.run()
    token = works.rows(list_id)[0].token
    assert token is not None
    values = {"decided_by": "U0MAYA"}
    lose(monkeypatch)
    assert works.settling._mark_some(list_id, token, values)
    assert works.counts(list_id) == {SendState.UNKNOWN: 1}


def test_a_list_somebody_else_ended_is_handed_out_once(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    list_id = works.queued(1)
    works.run()
    works.report(list_id, SendState.DELIVERED)
    lose(monkeypatch)
    works.upkeep.settle()
    assert works.jobs.waiting(RESULT) == []


def test_a_list_that_was_paused_meanwhile_is_not_set_going(
    works: Works, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    works.started(6)
    works.jobs.forget_all()
    clock.advance(minutes=9)
    monkeypatch.setattr(works.upkeep, "_next_wave", lambda *_args: None)
    works.upkeep.repair()
    assert works.jobs.waiting() == []


def test_only_a_running_list_is_paused(works: Works) -> None:
    list_id = works.queued(1)
    assert not works.pausing.pause(list_id, Why.LATE, "Late.")
    assert works.the(list_id).state is SendState.QUEUED


def test_details_are_drawn_once_a_minute(works: Works, clock: FakeClock) -> None:
    list_id = works.started(3)

    def version() -> int:
        with works.database.read() as conn:
            found = messages.get(conn, list_id, Purpose.DETAILS)
        assert found is not None
        return found.version

    before = version()
    seen = []
    for seconds in (0, 20, 20, 20):
        clock.advance(seconds=seconds)
        works.heartbeat.beat(list_id)
        seen.append(version() - before)
    assert seen == [0, 0, 0, 1]
