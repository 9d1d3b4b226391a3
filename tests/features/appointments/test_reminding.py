"""A reminder looks once more before it goes: is it still right, and may it come now?"""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from bot.features.appointments.reminding import NOT_RIGHT, OVER
from bot.features.outbox.questions import Question
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store import do_not_text
from bot.store.states import SendState
from bot.store.tables import appointment, send
from bot.texting.quiet_hours import Window
from tests.features.appointments.office import ADA, MAYA, NEXT_DAY, Office

REMINDED = (ADA, "Tomorrow 09:00")


@pytest.fixture
def due(office: Office) -> str:
    """An appointment whose reminder is due this minute."""
    booked = office.with_texts(confirmation=None)
    office.clock.advance(days=2)
    return booked


def test_a_reminder_goes_at_its_time(office: Office, due: str) -> None:
    office.strike()
    office.strike()
    assert office.client.texts == [REMINDED]
    assert office.reminder(due).state is SendState.ACCEPTED


def test_other_texts_are_none_of_its_business(office: Office) -> None:
    office.quiet[None] = Window(time(0), time(23, 59))
    text = office.room.draft()
    office.room.outbox.confirm(text, MAYA)
    office.send_texts()
    assert len(office.client.texts) == 1


def test_in_quiet_hours_it_asks(office: Office, due: str) -> None:
    office.quiet[None] = Window(time(8), time(10))
    office.strike()
    held = office.reminder(due)
    assert (held.state, held.outcome_code) == (SendState.SCHEDULED, Question.QUIET)
    assert "quiet hours" in (held.outcome_sentence or "")

    office.room.roles["U0MAYA"] = office.room.roles["U0TOM"]
    office.room.decisions.send_now(held.id, MAYA, held.attempts)
    office.send_texts()
    assert office.client.texts == [REMINDED]


def test_who_has_opted_out_is_not_reminded(office: Office, due: str) -> None:
    office.account.opt_out(ADA)
    office.strike()
    refused = office.reminder(due)
    assert (refused.state, refused.outcome_code) == (SendState.REFUSED, "opted_out")
    assert "•••0100 has opted out" in (refused.outcome_sentence or "")
    assert office.client.texts == []


def test_who_is_on_the_do_not_text_list_is_not_reminded(office: Office, due: str) -> None:
    with office.database.write() as conn:
        do_not_text.add(conn, {ADA: "asked"}, "U0TOM", office.clock())
    office.strike()
    assert office.reminder(due).state is SendState.REFUSED
    assert office.client.texts == []


@pytest.mark.parametrize("down", [True, False], ids=["down", "no contact"])
def test_when_opt_outs_cannot_be_asked_about_the_sending_tells(
    office: Office, due: str, *, down: bool
) -> None:
    office.contacts.is_down = down
    if not down:
        office.account.delete_contact(ADA)
    office.strike()
    assert office.reminder(due).state is SendState.ACCEPTED


def test_while_it_is_not_known_whether_it_moved_it_asks(office: Office, due: str) -> None:
    office.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    office.move(due, NEXT_DAY)
    office.run()
    office.strike()

    held = office.reminder(due)
    assert (held.state, held.outcome_code) == (SendState.SCHEDULED, Question.UNCHECKED)
    office.room.decisions.send_now(held.id, MAYA, held.attempts)
    office.send_texts()
    assert office.client.texts == [REMINDED]


def test_a_held_one_is_called_off_when_the_move_was_taken(office: Office, due: str) -> None:
    office.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    office.move(due, NEXT_DAY)
    office.run()
    office.strike()
    held = office.reminder(due).id
    office.changing.was_booked(office.about(due), MAYA)
    assert office.send(held).state is SendState.CANCELLED
    assert office.reminder(due).send_at == NEXT_DAY - timedelta(hours=24)


@pytest.mark.parametrize("change", ["moved", "cancelled", "being cancelled", "gone"])
def test_one_that_is_not_right_any_more_is_refused_in_the_moment_it_is_claimed(
    office: Office, due: str, change: str
) -> None:
    office.waiting.fire()
    old = office.reminder(due).id
    if change == "moved":
        office.move(due, NEXT_DAY)
        office.run()
    elif change == "gone":
        with office.database.write() as conn:
            conn.execute(appointment.delete())
    else:
        office.changing.cancel(office.about(due), MAYA)
        if change == "cancelled":
            office.run()
    with office.database.write() as conn:  # as when a person sends an unclear one again
        conn.execute(send.update().where(send.c.id == old).values(state="queued", goes_at=office.clock()))
    office.send_texts()

    refused = office.send(old)
    assert (refused.state, refused.outcome_code) == (SendState.REFUSED, "appointment")
    assert office.client.texts == []


def test_once_the_appointment_is_over_it_does_not_go(office: Office) -> None:
    booked = office.with_texts(confirmation=None, hours=1)
    office.clock.advance(days=3, minutes=-1)
    office.strike()  # far too late: it asks
    held = office.reminder(booked)
    assert held.outcome_code == Question.LATE
    office.clock.advance(minutes=1)
    office.room.decisions.send_now(held.id, MAYA, held.attempts)
    office.send_texts()

    refused = office.reminder(booked)
    assert (refused.state, refused.outcome_sentence) == (SendState.REFUSED, OVER)
    assert office.client.texts == []


def test_a_move_that_is_taken_between_firing_and_claiming_wins(office: Office, due: str) -> None:
    office.waiting.fire()
    office.move(due, NEXT_DAY)
    office.run()
    office.send_texts()
    assert office.client.texts == []
    office.clock.advance(days=1)
    office.strike()
    assert office.client.texts == [REMINDED]


@pytest.mark.parametrize("change", ["cancelled", "moved"])
def test_a_confirmation_that_still_waits_does_not_go_after_a_change(office: Office, change: str) -> None:
    booked = office.with_texts(reminder=None, hours=None)
    if change == "cancelled":
        office.changing.cancel(office.about(booked), MAYA)
    else:
        office.move(booked, NEXT_DAY, hours=None)
        office.run()
    assert office.send(office.the(booked).confirmation_id).state is SendState.CANCELLED
    office.send_texts()
    assert office.client.texts == []


def test_a_confirmation_that_could_not_leave_before_a_change_is_refused(office: Office) -> None:
    booked = office.with_texts(reminder=None, hours=None)
    confirmation = office.the(booked).confirmation_id
    with office.database.write() as conn:
        conn.execute(update(appointment).values(at=NEXT_DAY))
    office.send_texts()
    refused = office.send(confirmation)
    assert (refused.state, refused.outcome_sentence) == (SendState.REFUSED, NOT_RIGHT)
