"""Pauses: when a list does not start, and when it stops on its way."""

from datetime import UTC, datetime, time

import pytest

from bot.engine.attempts import NotSent, Refused, Unknown
from bot.engine.batches.runner import MOST_FAILURES, UNCLEAR_IN_A_ROW
from bot.features.lists.pausing import Why
from bot.features.outbox.questions import Question
from bot.store import sends
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.features.lists.works import MAYA as WHO
from tests.features.lists.works import Works, number

NIGHT = {"US": Window(time(21), time(8))}
EVENING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""Eleven at night in Los Angeles."""


def test_a_list_found_too_late_asks(works: Works, clock: FakeClock) -> None:
    list_id = works.queued()
    clock.advance(minutes=61)
    works.run()
    assert works.outbox.back == [(list_id, Question.LATE)]
    assert works.carrier.texted == []


def test_what_changed_since_the_approval_asks_again(works: Works) -> None:
    list_id = works.queued()
    works.changed = "The time is another."
    works.run()
    assert works.outbox.again == [(list_id, "The time is another.")]


def test_a_list_does_not_start_in_quiet_hours(works: Works, clock: FakeClock) -> None:
    works = Works(works.database, FakeClock(EVENING), windows=NIGHT)
    list_id = works.queued()
    works.run()
    assert works.outbox.back == [(list_id, Question.QUIET)]


def test_a_list_sent_in_spite_of_quiet_hours_starts(works: Works) -> None:
    works = Works(works.database, FakeClock(EVENING), windows=NIGHT)
    list_id = works.a_list()
    with works.database.write() as conn:
        assert sends.move(conn, list_id, SendState.QUEUED, now=works.clock(), quiet_override="U0BOSS")
        works.lanes.start(conn, list_id, 0)
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 12}


def test_quiet_hours_that_begin_on_the_way_pause_the_list(works: Works) -> None:
    clock = FakeClock(datetime(2026, 11, 24, 4, 30, tzinfo=UTC))  # half past eight in the evening
    works = Works(works.database, clock, windows=NIGHT)
    list_id = works.started()
    works.step()
    clock.advance(minutes=45)
    works.run()
    paused = works.the(list_id)
    assert (paused.state, paused.outcome_code) == (SendState.PAUSED, Why.QUIET)
    assert paused.paused_until == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert len(works.carrier.texted) == 3


def test_a_running_list_found_after_a_long_silence_is_paused(works: Works, clock: FakeClock) -> None:
    list_id = works.started()
    clock.advance(minutes=61)
    works.run()
    assert (works.the(list_id).state, works.the(list_id).outcome_code) == (SendState.PAUSED, Why.LATE)
    assert works.carrier.texted == []


def test_a_list_that_cannot_be_sent_for_long_is_paused_and_loses_no_row(works: Works) -> None:
    list_id = works.started(3)
    works.carrier.answers.extend([NotSent()] * MOST_FAILURES)
    works.run()
    assert works.the(list_id).outcome_code == Why.UNREACHABLE
    works.decisions.resume(list_id, WHO, 0)
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 3}


@pytest.mark.parametrize("code", ["-1", "-12", "-20"])
def test_a_refusal_of_the_account_pauses_the_list(works: Works, code: str) -> None:
    list_id = works.started(6)
    works.carrier.answers.append(Refused(code, "There are not enough credits."))
    works.step()
    paused = works.the(list_id)
    assert (paused.state, paused.outcome_code) == (SendState.PAUSED, Why.REFUSED)
    assert paused.outcome_sentence == "There are not enough credits."
    works.run()
    assert works.counts(list_id)[SendState.REFUSED] == 1


def test_several_unclear_answers_in_a_row_pause_the_list(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.lists.lanes.BLOCK", 10)
    list_id = works.started(10)
    works.carrier.answers.extend([Unknown("timeout")] * 20)
    works.run()
    assert works.the(list_id).outcome_code == Why.UNCLEAR
    assert works.counts(list_id) == {SendState.UNKNOWN: UNCLEAR_IN_A_ROW, SendState.QUEUED: 5}


def test_nothing_is_begun_after_a_pause_that_comes_between_two_rows(works: Works) -> None:
    list_id = works.started(3)
    works.carrier.meanwhile = lambda: works.decisions.pause(list_id, WHO, 0)
    works.run()
    assert works.carrier.texted == [number(1)]
    assert works.counts(list_id) == {SendState.ACCEPTED: 1, SendState.QUEUED: 2}


def test_a_row_put_back_while_the_list_is_paused_waits_for_that(works: Works) -> None:
    list_id = works.started(3)

    def pause_twice() -> None:
        works.decisions.pause(list_id, WHO, 0)
        works.decisions.resume(list_id, WHO, 0)
        works.decisions.pause(list_id, WHO, 1)

    works.carrier.meanwhile = pause_twice
    works.carrier.answers.append(NotSent())
    works.run()
    assert works.carrier.texted == []
    works.decisions.resume(list_id, WHO, 1)
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 3}
