"""Carrying a list: every row once, in blocks, and when it stops by itself."""

from datetime import UTC, datetime, time

import pytest

from bot.engine.attempt import NotSent, Refused, Unknown
from bot.features.lists.lanes import Block
from bot.features.lists.pausing import UNKNOWN_IN_A_ROW, Why
from bot.features.lists.running import MOST_FAILURES
from bot.features.outbox.questions import Question
from bot.store import messages, sends
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.features.lists.works import MAYA as WHO
from tests.features.lists.works import Works, number

NIGHT = {"US": Window(time(21), time(8))}
EVENING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""Eleven at night in Los Angeles."""


def test_every_row_is_texted_once_and_the_list_is_sent(works: Works) -> None:
    list_id = works.queued(13, rejected=2)
    works.run()
    assert sorted(works.carrier.texted) == [number(place) for place in range(1, 14)]
    assert works.the(list_id).state is SendState.ACCEPTED
    assert works.counts(list_id) == {SendState.ACCEPTED: 13}


def test_a_list_runs_on_as_many_lanes_as_it_may_and_no_more(works: Works) -> None:
    list_id = works.queued(13)
    works.step()
    firsts = [args["first"] for _key, _name, args, _delay in works.jobs.waiting()]
    assert firsts == ["1", "4"]
    works.step()
    assert len(works.jobs.waiting()) == 2
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 13}


def test_a_job_goes_on_for_a_while_before_others_get_its_thread(works: Works) -> None:
    works = Works(works.database, works.clock, lanes=1, job_seconds=60.0)
    list_id = works.started(13)
    works.step()
    assert works.jobs.waiting() == []
    assert works.the(list_id).state is SendState.ACCEPTED


def test_a_slow_job_lets_others_have_its_thread_in_the_middle_of_a_block(works: Works) -> None:
    works = Works(works.database, works.clock, lanes=1, job_seconds=10.0)
    list_id = works.started(6)
    for texted in (1, 2, 3):
        works.carrier.meanwhile = lambda: setattr(works, "seconds", works.seconds + 10)
        works.step()
        assert len(works.carrier.texted) == texted
        assert len(works.jobs.waiting()) == 1
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 6}
    assert len(works.carrier.texted) == 6


def test_a_list_shorter_than_a_block_has_one_lane(works: Works) -> None:
    works.queued(2)
    works.step()
    assert len(works.jobs.waiting()) == 1


def test_a_started_list_gets_its_details(works: Works) -> None:
    list_id = works.started()
    with works.database.read() as conn:
        assert messages.get(conn, list_id, Purpose.DETAILS) is not None


def test_starting_twice_starts_once(works: Works) -> None:
    list_id = works.queued()
    job = {"send_id": list_id}
    works.running.start(job)
    before = works.jobs.waiting()
    works.running.start(job)
    assert works.jobs.waiting() == before


def test_a_list_that_is_gone_is_not_started(works: Works) -> None:
    works.running.start({"send_id": "0" * 32})
    assert works.jobs.waiting() == []


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
    assert paused.evidence == {"until": "2026-11-24T16:00:00+00:00"}
    assert len(works.carrier.texted) == 3


def test_a_running_list_found_after_a_long_silence_is_paused(works: Works, clock: FakeClock) -> None:
    list_id = works.started()
    clock.advance(minutes=61)
    works.run()
    assert (works.the(list_id).state, works.the(list_id).outcome_code) == (SendState.PAUSED, Why.LATE)
    assert works.carrier.texted == []


def test_rows_that_did_not_leave_are_tried_again_later(works: Works) -> None:
    list_id = works.started(3)
    works.carrier.answers.extend([NotSent("no way through"), NotSent("no way through")])
    works.step()
    assert [delay for *_job, delay in works.jobs.waiting()] == [5.0]
    works.step()
    assert [delay for *_job, delay in works.jobs.waiting()] == [15.0]
    works.run()
    assert works.carrier.texted == [number(1), number(2), number(3)]
    assert works.the(list_id).state is SendState.ACCEPTED


def test_a_text_that_went_through_begins_the_pauses_anew(works: Works) -> None:
    works.started(3)
    works.carrier.answers.extend([NotSent(), NotSent()])
    works.step()
    works.step()
    works.carrier.answers.extend([Refused("-6", "not a contact"), NotSent()])
    works.step()
    assert [delay for *_job, delay in works.jobs.waiting()] == [5.0]


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


def test_a_refused_row_does_not_stop_the_others(works: Works) -> None:
    list_id = works.queued(6)
    works.carrier.answers.append(Refused("-6", "not a contact"))
    works.run()
    assert works.counts(list_id) == {SendState.REFUSED: 1, SendState.ACCEPTED: 5}


def test_several_unclear_answers_in_a_row_pause_the_list(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.features.lists.lanes.BLOCK", 10)
    list_id = works.started(10)
    works.carrier.answers.extend([Unknown("timeout")] * 20)
    works.run()
    assert works.the(list_id).outcome_code == Why.UNCLEAR
    assert works.counts(list_id) == {SendState.UNKNOWN: UNKNOWN_IN_A_ROW, SendState.QUEUED: 5}


def test_a_process_that_stops_leaves_the_rest_to_the_next(works: Works) -> None:
    list_id = works.started(6)
    works.stopping = True
    works.step()
    works.step()
    assert works.carrier.texted == []
    assert len(works.jobs.waiting()) == 2
    works.stopping = False
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 6}


def test_nothing_is_begun_after_a_pause_that_comes_between_two_rows(works: Works) -> None:
    list_id = works.started(3)
    works.carrier.meanwhile = lambda: works.decisions.pause(list_id, WHO, 0)
    works.run()
    assert works.carrier.texted == [number(1)]
    assert works.counts(list_id) == {SendState.ACCEPTED: 1, SendState.QUEUED: 2}


def test_a_job_of_an_earlier_wave_does_nothing(works: Works) -> None:
    list_id = works.started(6)
    works.decisions.pause(list_id, WHO, 0)
    works.decisions.resume(list_id, WHO, 0)
    works.running.chunk(Block(list_id, 0, 1, 6, 6).args())
    assert works.carrier.texted == []


def test_a_row_put_back_after_the_list_was_set_going_anew_goes_at_once(
    database: Database, clock: FakeClock, small_blocks: None
) -> None:
    works = Works(database, clock, lanes=1)
    list_id = works.started(12)

    def set_going_anew() -> None:
        works.decisions.pause(list_id, WHO, 0)
        works.decisions.resume(list_id, WHO, 0)
        works.run()  # the new wave passes the row, which is being attempted

    works.carrier.meanwhile = set_going_anew
    works.carrier.answers.extend([NotSent()])
    works.step()
    ((_key, _name, args, delay),) = works.jobs.waiting()
    assert (args["wave"], args["first"], delay) == ("1", "1", 5.0)
    works.carrier.answers.append(NotSent())
    works.run()
    assert works.counts(list_id) == {SendState.ACCEPTED: 12}
    assert works.the(list_id).state is SendState.ACCEPTED
    assert len(works.carrier.texted) == 12


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


def test_a_job_of_a_list_that_is_gone_does_nothing(works: Works) -> None:
    works.running.chunk(Block("0" * 32, 0, 1, 6, 6).args())
    assert works.jobs.waiting() == []


def test_a_row_somebody_else_has_is_passed_over(works: Works) -> None:
    list_id = works.started(3)
    first = works.rows(list_id)[0]

    def somebody_else() -> None:
        works.carrier.meanwhile = list
        second = works.rows(list_id)[1]
        works.attempt(second.id)

    works.carrier.meanwhile = somebody_else
    works.run()
    assert first.id == works.rows(list_id)[0].id
    assert sorted(works.carrier.texted) == [number(1), number(2), number(3)]


def test_a_list_ends_once(works: Works) -> None:
    list_id = works.queued(3)
    works.run()
    assert not works.running.finish(list_id)


def test_figures_are_drawn_every_two_seconds_at_most(works: Works, clock: FakeClock) -> None:
    list_id = works.started(6)
    before = works.shown[list_id]
    works.step()
    assert works.shown[list_id] == before + 1
    clock.advance(seconds=2)
    works.step()
    assert works.shown[list_id] == before + 3  # one for progress, one for the end
