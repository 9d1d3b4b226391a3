"""What comes of the call that books: refused, never there, unclear or lost, and told once."""

from datetime import datetime

import pytest

from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store import appointment_call_transitions
from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from bot.store.states import SendState
from tests.features.appointments.harness import MAYA, Harness, refused


def test_what_provably_did_not_reach_smsit_is_told_again_by_itself(harness: Harness) -> None:
    appointment_id = harness.ask()
    harness.client.before = NotSent(Endpoint.ADD_APPOINTMENT, "refused")
    first = next(iter(harness.engine.jobs))
    harness.engine.done.add(first)
    harness.call_attempts.run({"call_id": harness.last(appointment_id).id})

    assert harness.last(appointment_id).state is CallState.QUEUED
    assert "can't be reached" in (harness.last(appointment_id).outcome_sentence or "")
    assert harness.engine.delays[-1] == 5.0

    harness.client.before = None
    harness.run()
    assert harness.last(appointment_id).state is CallState.ACCEPTED


def test_one_whose_turn_comes_far_too_late_asks_instead(harness: Harness) -> None:
    appointment_id = harness.ask()
    harness.clock.advance(minutes=21)
    harness.run()

    last = harness.last(appointment_id)
    assert (last.state, last.outcome_code) == (CallState.REFUSED, "late")
    assert harness.client.asked == []

    harness.decisions.again(harness.about(appointment_id), MAYA)
    harness.run()
    assert harness.the(appointment_id).status is Status.UNCONFIRMED


@pytest.mark.parametrize("code", [-1, -2, -3, -4, -5, -6, -7, -9, -20, -77])
def test_a_refusal_is_told_and_nothing_is_booked(harness: Harness, code: int) -> None:
    appointment_id = harness.ask(reminder="Hi", hours=(1,))
    harness.client.before = refused(code)
    harness.run()

    last = harness.last(appointment_id)
    assert (last.state, last.outcome_code) == (CallState.REFUSED, str(code))
    assert last.outcome_sentence
    assert harness.the(appointment_id).status is None
    assert harness.the(appointment_id).reminder_ids == ()


@pytest.mark.parametrize("trouble", [OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout"), ValueError("odd")])
def test_an_unclear_answer_is_never_told_again_by_itself(harness: Harness, trouble: Exception) -> None:
    appointment_id = harness.ask(reminder="Hi", hours=(1,))
    harness.client.after = trouble
    harness.run()
    harness.clock.advance(hours=1)
    harness.call_attempts.look_after()
    harness.run()

    assert harness.last(appointment_id).state is CallState.UNKNOWN
    assert len(harness.client.asked) == 1
    assert harness.the(appointment_id).reminder_ids == ()


def test_a_booking_cut_by_a_crash_is_unknown_and_a_late_answer_mends_it(harness: Harness) -> None:
    appointment_id = harness.ask(reminder="Hi", hours=(1,))
    seen: list[CallState] = []

    def everything_is_slow() -> None:
        harness.call_attempts.look_after()
        seen.append(harness.last(appointment_id).state)
        harness.clock.advance(seconds=46 + 30)
        harness.call_attempts.look_after()
        seen.append(harness.last(appointment_id).state)

    harness.client.meanwhile = everything_is_slow
    harness.run()

    assert seen == [CallState.ATTEMPTING, CallState.UNKNOWN]
    assert harness.last(appointment_id).state is CallState.ACCEPTED
    assert harness.reminder(appointment_id).state is SendState.SCHEDULED


def test_a_late_answer_does_not_undo_what_a_person_settled(harness: Harness) -> None:
    appointment_id = harness.ask(reminder="Hi", hours=(1,))

    def settled() -> None:
        harness.clock.advance(seconds=80)
        harness.call_attempts.look_after()
        harness.decisions.was_not(harness.about(appointment_id), MAYA)

    harness.client.meanwhile = settled
    harness.run()

    assert harness.last(appointment_id).state is CallState.REFUSED
    assert harness.the(appointment_id).reminder_ids == ()


def test_a_call_that_lost_its_job_gets_another_one(harness: Harness) -> None:
    appointment_id = harness.ask()
    harness.engine.jobs.clear()
    harness.clock.advance(minutes=7)
    harness.call_attempts.look_after()
    assert harness.engine.jobs == {}
    harness.clock.advance(minutes=2)
    harness.call_attempts.look_after()
    harness.call_attempts.look_after()
    assert len(harness.engine.jobs) == 1
    harness.run()
    assert harness.the(appointment_id).status is Status.UNCONFIRMED


def test_a_call_that_is_claimed_while_it_is_looked_after_gets_no_further_job(harness: Harness) -> None:
    appointment_id = harness.ask()
    call = harness.last(appointment_id)
    harness.engine.jobs.clear()
    harness.clock.advance(minutes=9)

    def somebody_takes_it() -> datetime:
        with harness.database.write() as conn:
            appointment_call_transitions.claim(conn, call.id, token="b" * 32, now=harness.clock())
        return harness.clock()

    harness.call_attempts._clock = somebody_takes_it
    harness.call_attempts.look_after()
    assert harness.engine.jobs == {}
