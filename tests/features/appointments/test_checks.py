"""A reminder looks once more before it goes: is it still right, and may it come now?"""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from bot.features.appointments.checks import NOT_RIGHT, OVER
from bot.features.sends.holds import Hold
from bot.smsit import Endpoint, OutcomeUnknown
from bot.store import do_not_text
from bot.store.states import SendState
from bot.store.tables import appointment, send
from bot.texting.quiet_hours import Window
from tests.features.appointments.harness import ADA, MAYA, NEXT_DAY, Harness

REMINDED = (ADA, "Tomorrow 09:00")


@pytest.fixture
def due(harness: Harness) -> str:
    """An appointment whose reminder is due this minute."""
    booked = harness.with_texts(confirmation=None)
    harness.clock.advance(days=2)
    return booked


def test_a_reminder_goes_at_its_time(harness: Harness, due: str) -> None:
    harness.strike()
    harness.strike()
    assert harness.client.texts == [REMINDED]
    assert harness.reminder(due).state is SendState.ACCEPTED


def test_other_texts_are_none_of_its_business(harness: Harness) -> None:
    harness.quiet[None] = Window(time(0), time(23, 59))
    text = harness.room.draft()
    harness.room.send_service.confirm(text, MAYA)
    harness.send_texts()
    assert len(harness.client.texts) == 1


def test_in_quiet_hours_it_asks(harness: Harness, due: str) -> None:
    harness.quiet[None] = Window(time(8), time(10))
    harness.strike()
    held = harness.reminder(due)
    assert (held.state, held.hold_code) == (SendState.SCHEDULED, Hold.QUIET)
    assert "quiet hours" in (held.hold_sentence or "")

    harness.room.roles["U0MAYA"] = harness.room.roles["U0TOM"]
    harness.room.decisions.send_now(held.id, MAYA, held.wave)
    harness.send_texts()
    assert harness.client.texts == [REMINDED]


def test_who_has_opted_out_is_not_reminded(harness: Harness, due: str) -> None:
    harness.account.opt_out(ADA)
    harness.strike()
    refused = harness.reminder(due)
    assert (refused.state, refused.outcome_code) == (SendState.REFUSED, "opted_out")
    assert "•••0100 has opted out" in (refused.outcome_sentence or "")
    assert harness.client.texts == []


def test_who_is_on_the_do_not_text_list_is_not_reminded(harness: Harness, due: str) -> None:
    with harness.database.write() as conn:
        do_not_text.add(conn, {ADA: "asked"}, "U0TOM", harness.clock())
    harness.strike()
    assert harness.reminder(due).state is SendState.REFUSED
    assert harness.client.texts == []


@pytest.mark.parametrize("down", [True, False], ids=["down", "no contact"])
def test_when_opt_outs_cannot_be_asked_about_the_sending_tells(
    harness: Harness, due: str, *, down: bool
) -> None:
    harness.contacts.is_down = down
    if not down:
        harness.account.delete_contact(ADA)
    harness.strike()
    assert harness.reminder(due).state is SendState.ACCEPTED


def test_while_it_is_not_known_whether_it_moved_it_asks(harness: Harness, due: str) -> None:
    harness.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    harness.move(due, NEXT_DAY)
    harness.run()
    harness.strike()

    held = harness.reminder(due)
    assert (held.state, held.hold_code) == (SendState.SCHEDULED, Hold.UNCHECKED)
    harness.room.decisions.send_now(held.id, MAYA, held.wave)
    harness.send_texts()
    assert harness.client.texts == [REMINDED]


def test_a_held_one_is_called_off_when_the_move_was_taken(harness: Harness, due: str) -> None:
    harness.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    harness.move(due, NEXT_DAY)
    harness.run()
    harness.strike()
    held = harness.reminder(due).id
    harness.decisions.was_booked(harness.about(due), MAYA)
    assert harness.send(held).state is SendState.CANCELLED
    assert harness.reminder(due).send_at == NEXT_DAY - timedelta(hours=24)


@pytest.mark.parametrize("change", ["moved", "cancelled", "being cancelled", "gone"])
def test_one_that_is_not_right_any_more_is_refused_in_the_moment_it_is_claimed(
    harness: Harness, due: str, change: str
) -> None:
    harness.waiting.fire()
    old = harness.reminder(due).id
    if change == "moved":
        harness.move(due, NEXT_DAY)
        harness.run()
    elif change == "gone":
        with harness.database.write() as conn:
            conn.execute(appointment.delete())
    else:
        harness.decisions.cancel(harness.about(due), MAYA)
        if change == "cancelled":
            harness.run()
    with harness.database.write() as conn:  # as when a person sends an unclear one again
        conn.execute(send.update().where(send.c.id == old).values(state="queued", goes_at=harness.clock()))
    harness.send_texts()

    refused = harness.send(old)
    assert (refused.state, refused.outcome_code) == (SendState.REFUSED, "appointment")
    assert harness.client.texts == []


def test_once_the_appointment_is_over_it_does_not_go(harness: Harness) -> None:
    booked = harness.with_texts(confirmation=None, hours=(1,))
    harness.clock.advance(days=3, minutes=-1)
    harness.strike()  # far too late: it asks
    held = harness.reminder(booked)
    assert held.hold_code == Hold.LATE
    harness.clock.advance(minutes=1)
    harness.room.decisions.send_now(held.id, MAYA, held.wave)
    harness.send_texts()

    refused = harness.reminder(booked)
    assert (refused.state, refused.outcome_sentence) == (SendState.REFUSED, OVER)
    assert harness.client.texts == []


def test_a_move_that_is_taken_between_firing_and_claiming_wins(harness: Harness, due: str) -> None:
    harness.waiting.fire()
    harness.move(due, NEXT_DAY)
    harness.run()
    harness.send_texts()
    assert harness.client.texts == []
    harness.clock.advance(days=1)
    harness.strike()
    assert harness.client.texts == [REMINDED]


@pytest.mark.parametrize("change", ["cancelled", "moved"])
def test_a_confirmation_that_still_waits_does_not_go_after_a_change(harness: Harness, change: str) -> None:
    booked = harness.with_texts(reminder=None, hours=())
    if change == "cancelled":
        harness.decisions.cancel(harness.about(booked), MAYA)
    else:
        harness.move(booked, NEXT_DAY, hours=None)
        harness.run()
    assert harness.send(harness.the(booked).confirmation_id).state is SendState.CANCELLED
    harness.send_texts()
    assert harness.client.texts == []


def test_a_confirmation_that_could_not_leave_before_a_change_is_refused(harness: Harness) -> None:
    booked = harness.with_texts(reminder=None, hours=())
    confirmation = harness.the(booked).confirmation_id
    with harness.database.write() as conn:
        conn.execute(update(appointment).values(at=NEXT_DAY))
    harness.send_texts()
    refused = harness.send(confirmation)
    assert (refused.state, refused.outcome_sentence) == (SendState.REFUSED, NOT_RIGHT)
