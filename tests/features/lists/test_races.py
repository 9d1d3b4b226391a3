"""Somebody else was quicker between the look and the move: nothing follows from a move not made."""

import pytest

from bot.engine.attempts import Unknown
from bot.features.lists.lanes import CHUNK, RESULT
from bot.features.lists.pauses import Why
from bot.store import messages, sends
from bot.store.messages import Purpose
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.harness import MAYA, Harness


def lose(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sends, "move", lambda *_args, **_values: False)


def test_a_list_somebody_else_began_gets_no_second_set_of_jobs(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.queued(6)
    lose(monkeypatch)
    harness.step()
    assert harness.jobs.waiting(CHUNK) == []


def test_a_list_somebody_else_resumed_gets_no_second_set_of_jobs(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_id = harness.started(6)
    harness.decisions.pause(list_id, MAYA, 0)
    harness.jobs.forget_all()
    lose(monkeypatch)
    harness.decisions.resume(list_id, MAYA, 0)
    assert harness.jobs.waiting() == []


def test_a_row_whose_answer_came_late_is_not_followed_twice(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_id = harness.queued(1)
    harness.carrier.replies.append(Unknown("timeout"))
    harness.run()
    token = harness.rows(list_id)[0].token
    assert token is not None
    values = {"decided_by": "U0MAYA"}
    lose(monkeypatch)
    assert harness.row_decisions._mark_some(list_id, token, values)
    assert harness.counts(list_id) == {SendState.UNKNOWN: 1}


def test_a_list_somebody_else_ended_is_handed_out_once(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    list_id = harness.queued(1)
    harness.run()
    harness.report(list_id, SendState.DELIVERED)
    lose(monkeypatch)
    harness.upkeep.settle()
    assert harness.jobs.waiting(RESULT) == []


def test_a_list_that_was_paused_meanwhile_is_not_set_going(
    harness: Harness, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness.started(6)
    harness.jobs.forget_all()
    clock.advance(minutes=9)
    monkeypatch.setattr(harness.upkeep, "_next_wave", lambda *_args: None)
    harness.upkeep.repair()
    assert harness.jobs.waiting() == []


def test_only_a_running_list_is_paused(harness: Harness) -> None:
    list_id = harness.queued(1)
    assert not harness.pauses.pause(list_id, Why.LATE, "Late.")
    assert harness.the(list_id).state is SendState.QUEUED


def test_details_are_drawn_once_a_minute(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.started(3)

    def version() -> int:
        with harness.database.read() as conn:
            found = messages.get(conn, list_id, Purpose.DETAILS)
        assert found is not None
        return found.version

    before = version()
    seen = []
    for seconds in (0, 20, 20, 20):
        clock.advance(seconds=seconds)
        harness.heartbeat.beat(list_id)
        seen.append(version() - before)
    assert seen == [0, 0, 0, 1]
