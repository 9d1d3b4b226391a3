"""Moving, cancelling, confirming, settling: each decision once, in both worlds of SMS-iT."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.appointments.decisions import Move
from bot.features.appointments.ids import AppointmentRef
from bot.features.sends.submission import Submission
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store import appointment_calls as calls
from bot.store import sends
from bot.store.appointment_calls import CallState, NewCall
from bot.store.appointments import Status
from bot.store.states import SendState
from bot.store.tables import appointment, send
from tests.features.appointments.harness import ADA, DAY, LONDON, MAYA, NEXT_DAY, TOM, Harness, refused

UNCLEAR = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")


@pytest.fixture(params=[False, True], ids=["exists already", "status changes"])
def world(harness: Harness, request: pytest.FixtureRequest) -> Harness:
    """The world of the page, and one in which another status is taken over."""
    harness.account.quirks.appointment_changes = bool(request.param)
    return harness


def test_a_move_takes_its_reminder_along(world: Harness) -> None:
    booked = world.with_texts()
    old = world.reminder(booked).id

    world.move(booked, NEXT_DAY, hours=12)
    assert world.send(old).state is SendState.SCHEDULED
    world.run()

    known = world.the(booked)
    assert (known.at, known.status) == (NEXT_DAY, Status.RESCHEDULED)
    assert world.send(old).state is SendState.CANCELLED
    new = world.reminder(booked)
    assert (new.state, new.send_at) == (SendState.SCHEDULED, NEXT_DAY - timedelta(hours=12))
    assert world.client.kept[-1] == ("27 Nov 09:00", "Rescheduled")
    assert known.confirmation_id is not None


def test_a_move_may_leave_the_reminder_out(harness: Harness) -> None:
    booked = harness.with_texts()
    old = harness.reminder(booked).id
    harness.move(booked, NEXT_DAY, hours=None)
    harness.run()
    assert harness.send(old).state is SendState.CANCELLED
    assert harness.the(booked).reminder_ids == ()


def test_moving_back_is_one_s_own_time_in_both_worlds(world: Harness) -> None:
    booked = world.book()
    world.move(booked, NEXT_DAY)
    world.run()
    world.move(booked, DAY)
    world.run()

    assert (world.the(booked).at, world.the(booked).status) == (DAY, Status.RESCHEDULED)
    kept = not world.account.quirks.appointment_changes
    assert ("by hand" in (world.last(booked).outcome_sentence or "")) is kept


def test_a_move_to_a_time_that_is_taken_changes_nothing(harness: Harness) -> None:
    harness.book("other", at=NEXT_DAY)
    booked = harness.with_texts()
    harness.move(booked, NEXT_DAY)
    harness.run()

    assert harness.the(booked).at == DAY
    assert harness.last(booked).state is CallState.REFUSED
    assert harness.reminder(booked).send_at == DAY - timedelta(hours=24)
    assert harness.timeline(booked).existing is not None


def test_cancelling_calls_the_reminder_off_at_once(world: Harness) -> None:
    booked = world.with_texts()
    world.decisions.cancel(world.about(booked), MAYA)
    assert world.reminder(booked).state is SendState.CANCELLED
    assert world.the(booked).status is Status.UNCONFIRMED

    world.run()
    assert world.the(booked).status is Status.CANCELLED
    kept = not world.account.quirks.appointment_changes
    assert ("by hand" in (world.last(booked).outcome_sentence or "")) is kept
    assert world.client.kept == [("26 Nov 09:00", "Unconfirmed" if kept else "Cancelled")]
    with pytest.raises(UserError, match="is cancelled"):
        world.decisions.cancel(world.about(booked), MAYA)


def test_confirming_leaves_the_reminder_alone(world: Harness) -> None:
    booked = world.with_texts()
    before = world.reminder(booked)
    world.decisions.confirm(world.about(booked), TOM)
    world.run()

    assert world.the(booked).status is Status.CONFIRMED
    assert world.reminder(booked) == before
    with pytest.raises(UserError, match="already confirmed"):
        world.decisions.confirm(world.about(booked), TOM)


def test_a_press_that_is_delivered_again_changes_nothing(harness: Harness) -> None:
    booked = harness.book()
    about = harness.about(booked)
    harness.decisions.cancel(about, MAYA)
    harness.decisions.cancel(about, MAYA)
    harness.run()
    harness.decisions.cancel(about, MAYA)
    harness.run()
    assert len(harness.calls(booked)) == len(harness.client.asked) == 2


def test_a_move_that_is_delivered_again_is_made_once(harness: Harness) -> None:
    booked = harness.book()
    request = office_move(harness, booked)
    for _ in range(2):
        harness.decisions.move(request, MAYA)
    assert len(harness.calls(booked)) == 2


def test_who_comes_second_is_told_who_was_first(harness: Harness) -> None:
    booked = harness.book()
    about = harness.about(booked)
    harness.decisions.cancel(about, TOM)
    with pytest.raises(UserError, match="<@U0TOM> changed this appointment"):
        harness.decisions.confirm(about, MAYA)
    with pytest.raises(UserError, match="Another change is being sent"):
        harness.decisions.confirm(harness.about(booked), MAYA)
    assert len(harness.calls(booked)) == 2


def test_a_successor_made_in_the_same_moment_stays_the_only_one(harness: Harness) -> None:
    booked, other = harness.book(), harness.book("other", at=NEXT_DAY)
    last = harness.last(booked)
    with harness.database.write() as conn:
        calls.insert(conn, NewCall(other, last, "U0TOM", DAY, Status.CANCELLED), now=harness.clock())
    with pytest.raises(UserError, match="already dealt with"):
        harness.decisions.cancel(harness.about(booked), MAYA)


def test_what_was_never_booked_cannot_be_changed(harness: Harness) -> None:
    harness.client.before = refused(-9)
    asked = harness.book()
    with pytest.raises(UserError, match="wasn't booked"):
        harness.decisions.cancel(harness.about(asked), MAYA)
    draft = harness.check("other").draft.id
    with pytest.raises(UserError, match="wasn't booked"):
        harness.decisions.cancel(AppointmentRef(draft, "none"), MAYA)
    with pytest.raises(UserError, match="no longer exists"):
        harness.decisions.cancel(AppointmentRef("none", "none"), MAYA)


def test_a_move_into_the_past_is_refused(harness: Harness) -> None:
    booked = harness.book()
    with pytest.raises(UserError, match="That time has passed"):
        harness.move(booked, harness.clock())


def test_an_unknown_booking_is_settled_by_a_person(harness: Harness) -> None:
    harness.client.after = UNCLEAR
    asked = harness.with_texts()
    with pytest.raises(UserError, match="Settle the last change first"):
        harness.decisions.cancel(harness.about(asked), MAYA)

    about = harness.about(asked)
    harness.decisions.was_booked(about, TOM)

    assert harness.last(asked).decided_by == "U0TOM"
    assert harness.the(asked).status is Status.UNCONFIRMED
    assert harness.reminder(asked).state is SendState.SCHEDULED
    for late in (harness.decisions.was_booked, harness.decisions.was_not, harness.decisions.again):
        with pytest.raises(UserError, match="already dealt with"):
            late(about, MAYA)


def test_trying_again_after_an_unclear_answer_never_says_it_was_not_booked(world: Harness) -> None:
    world.client.after = UNCLEAR
    asked = world.with_texts()
    world.client.after = None
    seen = world.about(asked)
    world.decisions.again(seen, MAYA)
    with pytest.raises(UserError, match="already dealt with"):
        world.decisions.again(seen, TOM)
    world.run()

    last = world.last(asked)
    assert (last.state, last.outcome_code) == (CallState.UNKNOWN, "-8")
    assert "probably worked" in (last.outcome_sentence or "")

    world.client.before = refused(-9)
    world.decisions.again(world.about(asked), MAYA)
    world.run()
    assert (world.last(asked).state, world.last(asked).outcome_code) == (CallState.UNKNOWN, "-9")


def test_what_was_not_taken_can_be_tried_again(harness: Harness) -> None:
    harness.client.before = UNCLEAR
    asked = harness.book()
    harness.decisions.was_not(harness.about(asked), MAYA)
    assert harness.last(asked).outcome_code == "not_booked"

    harness.client.before = None
    harness.decisions.again(harness.about(asked), MAYA)
    harness.run()
    assert harness.the(asked).status is Status.UNCONFIRMED
    assert len(harness.client.kept) == 1


def test_trying_again_ends_when_its_time_is_over(harness: Harness) -> None:
    harness.client.before = refused(-9)
    asked = harness.book()
    harness.clock.advance(days=4)
    with pytest.raises(UserError, match="has passed"):
        harness.decisions.again(harness.about(asked), MAYA)


def test_a_cancellation_can_be_tried_again_whenever(harness: Harness) -> None:
    booked = harness.book()
    harness.client.before = refused(-9)
    harness.decisions.cancel(harness.about(booked), MAYA)
    harness.run()
    harness.client.before = None
    harness.clock.advance(days=4)
    harness.decisions.again(harness.about(booked), MAYA)
    harness.run()
    assert harness.the(booked).status is Status.CANCELLED


def test_a_reminder_that_is_going_this_moment_goes_and_the_new_one_is_planned(harness: Harness) -> None:
    booked = harness.with_texts(confirmation=None)
    old = harness.reminder(booked).id
    harness.move(booked, NEXT_DAY)
    harness.clock.advance(days=2)
    harness.waiting.fire()
    with harness.database.write() as conn:
        conn.execute(send.update().where(send.c.id == old).values(state="attempting"))
        conn.execute(appointment.update().values(updated_at=harness.clock()))  # or the move would be late
    harness.run()

    assert harness.send(old).state is SendState.ATTEMPTING
    assert harness.reminder(booked).send_at == NEXT_DAY - timedelta(hours=24)


def test_a_reminder_sent_again_after_an_unclear_answer_is_not_called_cancelled(harness: Harness) -> None:
    booked = harness.with_texts()
    old = harness.reminder(booked).id
    with harness.database.write() as conn:
        conn.execute(send.update().where(send.c.id == old).values(risked=1, state="queued"))
    harness.decisions.cancel(harness.about(booked), MAYA)
    assert harness.send(old).state is SendState.UNKNOWN
    assert "wasn't sent again" in (harness.send(old).outcome_sentence or "")


def test_a_reminder_that_has_gone_out_stays_as_it_is(harness: Harness) -> None:
    booked = harness.with_texts()
    harness.clock.advance(days=2)
    harness.strike()
    assert (ADA, "Tomorrow 09:00") in harness.client.texts
    harness.decisions.cancel(harness.about(booked), MAYA)
    assert harness.reminder(booked).state is SendState.ACCEPTED


def test_moving_tells_what_it_means(harness: Harness) -> None:
    harness.book("other", at=NEXT_DAY)
    booked = harness.with_texts()
    move = office_move(harness, booked)
    found = harness.moves.check(review(move))
    [text] = found.own.reminders
    assert (text.body, text.at) == ("Tomorrow 09:00", NEXT_DAY - timedelta(hours=3))
    assert found.funds is not None
    assert found.own.existing is not None
    without = harness.moves.check(review(replace(move, hours=()), "other"))
    assert (without.own.reminders, without.funds, without.warnings) == ((), None, ())
    with pytest.raises(UserError, match="no longer exists"):
        harness.moves.require("none", MAYA)


def test_one_without_a_reminders_text_gets_none_by_moving(harness: Harness) -> None:
    booked = harness.book()
    assert harness.moves.check(review(office_move(harness, booked))).own.reminders == ()


def review(move: Move, key: str = "review") -> Submission[Move]:
    return Submission(move, MAYA, None, key, LONDON)


def office_move(harness: Harness, booked: str) -> Move:
    return Move(harness.about(booked), NEXT_DAY, (3,))


def test_a_move_does_not_count_the_credits_of_the_reminder_it_cancels(harness: Harness) -> None:
    booked = harness.with_texts(confirmation=None)
    reminder = harness.reminder(booked)
    harness.credit.spoken_for = 7 + reminder.credits_upper

    moved = Move(harness.about(booked), NEXT_DAY, (24,))
    funds = harness.moves.check(review(moved)).funds
    assert funds is not None
    assert (funds.reserved, funds.after) == (7, harness.credit.balance - 7 - funds.upper)

    with harness.database.write() as conn:
        sends.move(conn, reminder.id, SendState.CANCELLED, now=harness.clock())
    harness.credit.spoken_for = 7
    funds = harness.moves.check(review(moved)).funds
    assert funds is not None
    assert funds.reserved == 7
