"""Moving, cancelling, confirming, settling: each decision once, in both worlds of SMS-iT."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.appointments.changing import Move
from bot.features.appointments.ids import About
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store import appointment_calls as calls
from bot.store.appointment_calls import CallState, NewCall
from bot.store.appointments import Status
from bot.store.states import SendState
from bot.store.tables import appointment, send
from tests.features.appointments.office import ADA, DAY, MAYA, NEXT_DAY, TOM, Office, refused

UNCLEAR = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")


@pytest.fixture(params=[False, True], ids=["exists already", "status changes"])
def world(office: Office, request: pytest.FixtureRequest) -> Office:
    """The world of the page, and one in which another status is taken over."""
    office.account.quirks.appointment_changes = bool(request.param)
    return office


def test_a_move_takes_its_reminder_along(world: Office) -> None:
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


def test_a_move_may_leave_the_reminder_out(office: Office) -> None:
    booked = office.with_texts()
    old = office.reminder(booked).id
    office.move(booked, NEXT_DAY, hours=None)
    office.run()
    assert office.send(old).state is SendState.CANCELLED
    assert office.the(booked).reminder_id is None


def test_moving_back_is_one_s_own_time_in_both_worlds(world: Office) -> None:
    booked = world.book()
    world.move(booked, NEXT_DAY)
    world.run()
    world.move(booked, DAY)
    world.run()

    assert (world.the(booked).at, world.the(booked).status) == (DAY, Status.RESCHEDULED)
    kept = not world.account.quirks.appointment_changes
    assert ("by hand" in (world.last(booked).outcome_sentence or "")) is kept


def test_a_move_to_a_time_that_is_taken_changes_nothing(office: Office) -> None:
    office.book("other", at=NEXT_DAY)
    booked = office.with_texts()
    office.move(booked, NEXT_DAY)
    office.run()

    assert office.the(booked).at == DAY
    assert office.last(booked).state is CallState.REFUSED
    assert office.reminder(booked).send_at == DAY - timedelta(hours=24)
    assert office.story(booked).existing is not None


def test_cancelling_calls_the_reminder_off_at_once(world: Office) -> None:
    booked = world.with_texts()
    world.changing.cancel(world.about(booked), MAYA)
    assert world.reminder(booked).state is SendState.CANCELLED
    assert world.the(booked).status is Status.UNCONFIRMED

    world.run()
    assert world.the(booked).status is Status.CANCELLED
    kept = not world.account.quirks.appointment_changes
    assert ("by hand" in (world.last(booked).outcome_sentence or "")) is kept
    assert world.client.kept == [("26 Nov 09:00", "Unconfirmed" if kept else "Cancelled")]
    with pytest.raises(UserError, match="is cancelled"):
        world.changing.cancel(world.about(booked), MAYA)


def test_confirming_leaves_the_reminder_alone(world: Office) -> None:
    booked = world.with_texts()
    before = world.reminder(booked)
    world.changing.confirm(world.about(booked), TOM)
    world.run()

    assert world.the(booked).status is Status.CONFIRMED
    assert world.reminder(booked) == before
    with pytest.raises(UserError, match="confirmed already"):
        world.changing.confirm(world.about(booked), TOM)


def test_a_press_that_is_delivered_again_changes_nothing(office: Office) -> None:
    booked = office.book()
    about = office.about(booked)
    office.changing.cancel(about, MAYA)
    office.changing.cancel(about, MAYA)
    office.run()
    office.changing.cancel(about, MAYA)
    office.run()
    assert len(office.calls(booked)) == len(office.client.asked) == 2


def test_a_move_that_is_delivered_again_is_made_once(office: Office) -> None:
    booked = office.book()
    wanted = office_move(office, booked)
    for _ in range(2):
        office.changing.move(wanted, MAYA)
    assert len(office.calls(booked)) == 2


def test_who_comes_second_is_told_who_was_first(office: Office) -> None:
    booked = office.book()
    about = office.about(booked)
    office.changing.cancel(about, TOM)
    with pytest.raises(UserError, match="<@U0TOM> has changed"):
        office.changing.confirm(about, MAYA)
    with pytest.raises(UserError, match="at this moment"):
        office.changing.confirm(office.about(booked), MAYA)
    assert len(office.calls(booked)) == 2


def test_a_successor_made_in_the_same_moment_stays_the_only_one(office: Office) -> None:
    booked, other = office.book(), office.book("other", at=NEXT_DAY)
    last = office.last(booked)
    with office.database.write() as conn:
        calls.insert(conn, NewCall(other, last, "U0TOM", DAY, Status.CANCELLED), now=office.clock())
    with pytest.raises(UserError, match="settled already"):
        office.changing.cancel(office.about(booked), MAYA)


def test_what_was_never_booked_cannot_be_changed(office: Office) -> None:
    office.client.before = refused(-9)
    asked = office.book()
    with pytest.raises(UserError, match="was not booked"):
        office.changing.cancel(office.about(asked), MAYA)
    draft = office.check("other").draft.id
    with pytest.raises(UserError, match="was not booked"):
        office.changing.cancel(About(draft, "none"), MAYA)
    with pytest.raises(UserError, match="no longer there"):
        office.changing.cancel(About("none", "none"), MAYA)


def test_a_move_into_the_past_is_refused(office: Office) -> None:
    booked = office.book()
    with pytest.raises(UserError, match="has passed meanwhile"):
        office.move(booked, office.clock())


def test_an_unknown_booking_is_settled_by_a_person(office: Office) -> None:
    office.client.after = UNCLEAR
    asked = office.with_texts()
    with pytest.raises(UserError, match="Settle that first"):
        office.changing.cancel(office.about(asked), MAYA)

    about = office.about(asked)
    office.changing.was_booked(about, TOM)

    assert office.last(asked).decided_by == "U0TOM"
    assert office.the(asked).status is Status.UNCONFIRMED
    assert office.reminder(asked).state is SendState.SCHEDULED
    for late in (office.changing.was_booked, office.changing.was_not, office.changing.again):
        with pytest.raises(UserError, match="settled already"):
            late(about, MAYA)


def test_trying_again_after_an_unclear_answer_never_says_it_was_not_booked(world: Office) -> None:
    world.client.after = UNCLEAR
    asked = world.with_texts()
    world.client.after = None
    seen = world.about(asked)
    world.changing.again(seen, MAYA)
    with pytest.raises(UserError, match="settled already"):
        world.changing.again(seen, TOM)
    world.run()

    last = world.last(asked)
    assert (last.state, last.outcome_code) == (CallState.UNKNOWN, "-8")
    assert "most likely" in (last.outcome_sentence or "")

    world.client.before = refused(-9)
    world.changing.again(world.about(asked), MAYA)
    world.run()
    assert (world.last(asked).state, world.last(asked).outcome_code) == (CallState.UNKNOWN, "-9")


def test_what_was_not_taken_can_be_tried_again(office: Office) -> None:
    office.client.before = UNCLEAR
    asked = office.book()
    office.changing.was_not(office.about(asked), MAYA)
    assert office.last(asked).outcome_code == "not_booked"

    office.client.before = None
    office.changing.again(office.about(asked), MAYA)
    office.run()
    assert office.the(asked).status is Status.UNCONFIRMED
    assert len(office.client.kept) == 1


def test_trying_again_ends_when_its_time_is_over(office: Office) -> None:
    office.client.before = refused(-9)
    asked = office.book()
    office.clock.advance(days=4)
    with pytest.raises(UserError, match="has passed"):
        office.changing.again(office.about(asked), MAYA)


def test_a_cancellation_can_be_tried_again_whenever(office: Office) -> None:
    booked = office.book()
    office.client.before = refused(-9)
    office.changing.cancel(office.about(booked), MAYA)
    office.run()
    office.client.before = None
    office.clock.advance(days=4)
    office.changing.again(office.about(booked), MAYA)
    office.run()
    assert office.the(booked).status is Status.CANCELLED


def test_a_reminder_that_is_going_this_moment_goes_and_the_new_one_is_planned(office: Office) -> None:
    booked = office.with_texts(confirmation=None)
    old = office.reminder(booked).id
    office.move(booked, NEXT_DAY)
    office.clock.advance(days=2)
    office.waiting.fire()
    with office.database.write() as conn:
        conn.execute(send.update().where(send.c.id == old).values(state="attempting"))
        conn.execute(appointment.update().values(updated_at=office.clock()))  # or the move would be late
    office.run()

    assert office.send(old).state is SendState.ATTEMPTING
    assert office.reminder(booked).send_at == NEXT_DAY - timedelta(hours=24)


def test_a_reminder_sent_again_after_an_unclear_answer_is_not_called_cancelled(office: Office) -> None:
    booked = office.with_texts()
    old = office.reminder(booked).id
    with office.database.write() as conn:
        conn.execute(send.update().where(send.c.id == old).values(risked=1, state="queued"))
    office.changing.cancel(office.about(booked), MAYA)
    assert office.send(old).state is SendState.UNKNOWN
    assert "not sent again" in (office.send(old).outcome_sentence or "")


def test_a_reminder_that_has_gone_out_stays_as_it_is(office: Office) -> None:
    booked = office.with_texts()
    office.clock.advance(days=2)
    office.strike()
    assert (ADA, "Tomorrow 09:00") in office.client.texts
    office.changing.cancel(office.about(booked), MAYA)
    assert office.reminder(booked).state is SendState.ACCEPTED


def test_moving_tells_what_it_means(office: Office) -> None:
    office.book("other", at=NEXT_DAY)
    booked = office.with_texts()
    move = office_move(office, booked)
    found = office.moving.check(move)
    text = found.own.reminder
    assert text is not None
    assert (text.body, text.at) == ("Tomorrow 09:00", NEXT_DAY - timedelta(hours=3))
    assert found.funds is not None
    assert found.own.existing is not None
    without = office.moving.check(replace(move, hours=None))
    assert (without.own.reminder, without.funds, without.warnings) == (None, None, ())
    with pytest.raises(UserError, match="no longer there"):
        office.moving.look("none")


def test_one_without_a_reminders_text_gets_none_by_moving(office: Office) -> None:
    booked = office.book()
    assert office.moving.check(office_move(office, booked)).own.reminder is None


def office_move(office: Office, booked: str) -> Move:
    return Move(office.about(booked), NEXT_DAY, 3)
