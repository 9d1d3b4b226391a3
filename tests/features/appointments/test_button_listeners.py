"""The buttons under an appointment: moving it, cancelling it, and what follows."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.slack.blocks.kit import Block
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store.tables import send
from tests.features.appointments.form_harness import FormHarness, at
from tests.features.appointments.harness import DAY, NEXT_DAY
from tests.features.appointments.samples import TICKED, book
from tests.features.front import typed
from tests.features.samples import words_in
from tests.slack.interactions import hand_in


def test_an_appointment_is_moved(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    opened = forms.front.windows.last
    assert "Ada Lovelace (•••0100)" in words_in(opened)

    hand_in(forms.confirmation_listeners.moved, forms.submit(opened, {"at": at(DAY), "hours": typed("x")}))
    assert set(forms.ack["errors"]) == {"at", "hours"}
    hand_in(forms.confirmation_listeners.moved, forms.submit(opened, {}))
    assert set(forms.ack["errors"]) == {"at"}
    forms.button_listeners.changed(forms.pressed(opened, {"at": at(NEXT_DAY), "hours": typed("12")}))
    assert "Leave it empty for no reminder" in forms.shown

    forms.confirmation_listeners.moved(forms.submit(opened, {"at": at(NEXT_DAY), "hours": typed("12")}))
    said = forms.shown
    assert "Move this appointment?" in said
    assert "Fri 27 Nov 2026, 09:00" in said
    assert "SMS-iT cannot move an appointment" in said
    assert "until Thu 26 Nov 2026, 21:00" in said
    forms.confirmation_listeners.move_confirmed(forms.submit(forms.front.windows.last, {}))
    forms.harness.run()

    said, pressed = forms.message(booked)
    assert "Rescheduled" in said
    assert "remove that there by hand" in said
    assert "to move it to Fri 27 Nov 2026, 09:00 (America/Los_Angeles): done" in said
    assert "appointments.confirm" in pressed
    assert forms.harness.reminder(booked).send_at == NEXT_DAY - timedelta(hours=12)


def test_a_move_without_its_reminder_says_so(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    forms.confirmation_listeners.moved(forms.submit(forms.front.windows.last, {"at": at(NEXT_DAY)}))
    assert "Its reminder is called off" in forms.shown


def test_a_move_suggests_a_reminder_but_where_somebody_called_it_off(forms: FormHarness) -> None:
    harness, booked = forms.harness, book(forms, reminder=TICKED)
    with harness.database.write() as conn:
        conn.execute(send.update().values(state="delivered"))
    forms.button_listeners.move(forms.press_message(booked, "move"))
    assert hours_in(forms.front.windows.last) == "24"

    with harness.database.write() as conn:
        conn.execute(send.update().values(state="cancelled"))
    forms.button_listeners.move(forms.press_message(booked, "move"))
    assert hours_in(forms.front.windows.last) is None


def hours_in(view: Block) -> object:
    """What stands in the field for the hours."""
    [field] = [block for block in view["blocks"] if block.get("block_id") == "hours"]
    return field["element"].get("initial_value")


def test_one_without_a_reminder_is_moved_without_asking_for_hours(forms: FormHarness) -> None:
    booked = book(forms)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    assert "Hours before" not in forms.shown
    forms.confirmation_listeners.moved(forms.submit(forms.front.windows.last, {"at": at(NEXT_DAY)}))
    assert "called off" not in forms.shown
    assert "Balance" not in forms.shown


def test_cancelling_and_what_smsit_keeps(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)
    forms.button_listeners._decided(forms.harness.decisions.cancel)(forms.press_message(booked, "cancel"))
    assert "to cancel it" in forms.message(booked)[0]
    forms.harness.run()
    said, pressed = forms.message(booked)
    assert "Cancelled" in said
    assert "Reminder called off" in said
    assert "Change it there by hand" in said
    assert pressed == {}


def test_an_unknown_outcome_is_left_to_a_person(forms: FormHarness) -> None:
    forms.harness.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    booked = book(forms)
    said, pressed = forms.message(booked)
    assert "It is not known whether SMS-iT took it" in said
    assert "look there" in said
    assert set(pressed) == {"appointments.was_booked", "appointments.was_not", "appointments.again"}

    listener = forms.button_listeners._decided(forms.harness.decisions.was_booked)
    interaction = forms.press_message(booked, "was_booked")
    listener(interaction)
    assert "Confirmed" in forms.message(booked)[0]
    with pytest.raises(UserError, match="settled already"):
        listener(interaction)


def test_what_was_refused_can_be_tried_again(forms: FormHarness) -> None:
    harness = forms.harness
    harness.client.before = NotSent(Endpoint.ADD_APPOINTMENT, "refused")
    asked = harness.ask()
    harness.call_attempts.run({"call_id": harness.last(asked).id})
    assert "the bot keeps trying" in forms.message(asked)[0]
    harness.clock.advance(minutes=21)
    harness.run()
    said, pressed = forms.message(asked)
    assert "which was not done: its turn did not come in time" in said
    assert set(pressed) == {"appointments.again"}


def test_a_stopped_bot_says_so(forms: FormHarness) -> None:
    asked = forms.harness.ask()
    from_now = forms.harness.client

    def stop() -> None:
        raise SystemExit

    from_now.meanwhile = stop
    with pytest.raises(SystemExit):
        forms.harness.run()
    forms.harness.clock.advance(minutes=2)
    forms.harness.call_attempts.look_after()
    assert "the bot was stopped while telling SMS-iT" in forms.message(asked)[0]
