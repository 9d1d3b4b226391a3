"""Pauses: when a list does not start, and when it stops on its way."""

from datetime import UTC, datetime, time

import pytest

from bot.engine.attempts import NotSent, Refused, Unknown
from bot.engine.batches.runner import MOST_FAILURES, UNCLEAR_IN_A_ROW
from bot.errors import UserError
from bot.features.lists.pauses import Why
from bot.features.sends.holds import Hold
from bot.store import sends
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.features.lists.harness import MAYA as WHO
from tests.features.lists.harness import Harness, number

NIGHT = {"US": Window(time(21), time(8))}
EVENING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""Eleven at night in Los Angeles."""


def test_a_list_found_too_late_asks(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.queued()
    clock.advance(minutes=61)
    harness.run()
    assert harness.send_service.back == [(list_id, Hold.LATE)]
    assert harness.carrier.texted == []


def test_words_whose_template_is_gone_begin_nothing_and_resume_nothing(harness: Harness) -> None:
    running, held = harness.started(), harness.queued()
    harness.decisions.pause(running, WHO, harness.the(running).wave)
    harness.words_lost = "Its template is gone."

    harness.run()
    assert harness.send_service.back == [(held, Hold.WORDS)]
    with pytest.raises(UserError, match="Its template is gone"):
        harness.decisions.resume(running, WHO, harness.the(running).wave)
    assert harness.the(running).state is SendState.PAUSED
    assert harness.carrier.texted == []


def test_what_changed_since_the_approval_asks_again(harness: Harness) -> None:
    list_id = harness.queued()
    harness.changed = "The time is another."
    harness.run()
    assert harness.send_service.again == [(list_id, "The time is another.")]


def test_a_list_does_not_start_in_quiet_hours(harness: Harness, clock: FakeClock) -> None:
    harness = Harness(harness.database, FakeClock(EVENING), windows=NIGHT)
    list_id = harness.queued()
    harness.run()
    assert harness.send_service.back == [(list_id, Hold.QUIET)]


def test_a_list_sent_in_spite_of_quiet_hours_starts(harness: Harness) -> None:
    harness = Harness(harness.database, FakeClock(EVENING), windows=NIGHT)
    list_id = harness.a_list()
    with harness.database.write() as conn:
        assert sends.move(conn, list_id, SendState.QUEUED, now=harness.clock(), quiet_override="U0BOSS")
        harness.lanes.start(conn, list_id, 0)
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 12}


def test_quiet_hours_that_begin_on_the_way_pause_the_list(harness: Harness) -> None:
    clock = FakeClock(datetime(2026, 11, 24, 4, 30, tzinfo=UTC))  # half past eight in the evening
    harness = Harness(harness.database, clock, windows=NIGHT)
    list_id = harness.started()
    harness.step()
    clock.advance(minutes=45)
    harness.run()
    paused = harness.the(list_id)
    assert (paused.state, paused.hold_code) == (SendState.PAUSED, Why.QUIET)
    assert paused.hold_until == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert len(harness.carrier.texted) == 3


def test_a_running_list_found_after_a_long_silence_is_paused(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.started()
    clock.advance(minutes=61)
    harness.run()
    assert (harness.the(list_id).state, harness.the(list_id).hold_code) == (SendState.PAUSED, Why.LATE)
    assert harness.carrier.texted == []


def test_a_list_that_cannot_be_sent_for_long_is_paused_and_loses_no_row(harness: Harness) -> None:
    list_id = harness.started(3)
    harness.carrier.replies.extend([NotSent()] * MOST_FAILURES)
    harness.run()
    assert harness.the(list_id).hold_code == Why.UNREACHABLE
    harness.decisions.resume(list_id, WHO, 0)
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 3}


@pytest.mark.parametrize("code", ["-1", "-12", "-20"])
def test_a_refusal_of_the_account_pauses_the_list(harness: Harness, code: str) -> None:
    list_id = harness.started(6)
    harness.carrier.replies.append(Refused(code, "There are not enough credits."))
    harness.step()
    paused = harness.the(list_id)
    assert (paused.state, paused.hold_code) == (SendState.PAUSED, Why.REFUSED)
    assert paused.hold_sentence == "There are not enough credits."
    harness.run()
    assert harness.counts(list_id)[SendState.REFUSED] == 1


def test_several_unclear_answers_in_a_row_pause_the_list(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.lists.lanes.BLOCK", 10)
    list_id = harness.started(10)
    harness.carrier.replies.extend([Unknown("timeout")] * 20)
    harness.run()
    assert harness.the(list_id).hold_code == Why.UNCLEAR
    assert harness.counts(list_id) == {SendState.UNKNOWN: UNCLEAR_IN_A_ROW, SendState.QUEUED: 5}


def test_nothing_is_begun_after_a_pause_that_comes_between_two_rows(harness: Harness) -> None:
    list_id = harness.started(3)
    harness.carrier.meanwhile = lambda: harness.decisions.pause(list_id, WHO, 0)
    harness.run()
    assert harness.carrier.texted == [number(1)]
    assert harness.counts(list_id) == {SendState.ACCEPTED: 1, SendState.QUEUED: 2}


def test_a_row_put_back_while_the_list_is_paused_waits_for_that(harness: Harness) -> None:
    list_id = harness.started(3)

    def pause_twice() -> None:
        harness.decisions.pause(list_id, WHO, 0)
        harness.decisions.resume(list_id, WHO, 0)
        harness.decisions.pause(list_id, WHO, 1)

    harness.carrier.meanwhile = pause_twice
    harness.carrier.replies.append(NotSent())
    harness.run()
    assert harness.carrier.texted == []
    harness.decisions.resume(list_id, WHO, 1)
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 3}


@pytest.mark.parametrize("by_the_clock", [True, False])
def test_a_list_that_loses_its_words_while_it_runs_stops_and_goes_on_once_they_are_back(
    harness: Harness,
    by_the_clock: bool,  # noqa: FBT001
) -> None:
    list_id = harness.started(13)

    def archived() -> None:
        harness.words_lost = "The template was archived."
        if by_the_clock:
            harness.upkeep.pause_lost()

    harness.carrier.meanwhile = archived
    harness.run()

    stopped = harness.the(list_id)
    assert (stopped.state, stopped.hold_code) == (SendState.PAUSED, Why.WORDS)
    assert stopped.hold_sentence == "The template was archived."
    assert len(harness.carrier.texted) <= (1 if by_the_clock else 6), "the rows that had begun, and no more"
    with pytest.raises(UserError, match="archived"):
        harness.decisions.resume(list_id, WHO, stopped.wave)

    harness.words_lost = ""
    harness.decisions.resume(list_id, WHO, stopped.wave)
    harness.run()

    assert sorted(harness.carrier.texted) == [number(place) for place in range(1, 14)]
    assert harness.the(list_id).state is SendState.ACCEPTED


def test_lists_that_keep_their_words_or_do_not_run_are_left_alone(harness: Harness) -> None:
    running, waiting = harness.started(3), harness.queued(3)
    harness.upkeep.pause_lost()
    assert harness.the(running).state is SendState.RUNNING
    harness.words_lost = "Gone."
    assert not harness.pauses.pause_lost(harness.the(waiting))
