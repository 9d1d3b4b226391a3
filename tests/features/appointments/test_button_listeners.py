"""The buttons under an appointment: moving it, cancelling it, and what follows."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.slack.blocks.kit import Block
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store.tables import send
from tests.features.appointments.form_harness import FormHarness, at, chosen
from tests.features.appointments.harness import DAY, NEXT_DAY
from tests.features.appointments.samples import TICKED, book
from tests.features.samples import words_in
from tests.features.slack_harness import APO, typed
from tests.slack.interactions import hand_in


def test_an_appointment_is_moved(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    opened = forms.slack_harness.windows.last
    assert "Ada Lovelace (•••0100)" in words_in(opened)

    hand_in(forms.move_listeners.moved, forms.submit(opened, {"at": at(DAY), "hours": typed("x")}))
    assert set(forms.ack["errors"]) == {"at", "hours"}
    hand_in(forms.move_listeners.moved, forms.submit(opened, {}))
    assert set(forms.ack["errors"]) == {"at"}
    forms.move_listeners.changed(forms.pressed(opened, {"at": at(NEXT_DAY), "hours": typed("12")}))
    assert "Leave empty for no reminder" in forms.shown

    forms.move_listeners.moved(forms.submit(opened, {"at": at(NEXT_DAY), "hours": typed("12")}))
    said = forms.shown
    assert "Review appointment" in said
    assert "Fri 27 Nov, 09:00" in said
    assert "may still show the old one in its own calendar" in said
    assert "*Reminder* Thu 26 Nov, 21:00" in said
    forms.move_listeners.move_confirmed(forms.submit(forms.slack_harness.windows.last, {}))
    forms.harness.run()

    said, pressed = forms.message(booked)
    assert "Fri 27 Nov 2026, 09:00 (America/Los_Angeles)> (rescheduled)" in said
    assert "Moved from" not in said  # that is told in its thread
    assert "appointments.confirm" in pressed
    assert forms.harness.reminder(booked).send_at == NEXT_DAY - timedelta(hours=12)


def test_a_move_without_its_reminder_says_so(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    forms.move_listeners.moved(forms.submit(forms.slack_harness.windows.last, {"at": at(NEXT_DAY)}))
    assert "The reminder will be cancelled" in forms.shown


def test_a_move_suggests_a_reminder_but_where_somebody_called_it_off(forms: FormHarness) -> None:
    harness, booked = forms.harness, book(forms, reminder=TICKED)
    with harness.database.write() as conn:
        conn.execute(send.update().values(state="delivered"))
    forms.button_listeners.move(forms.press_message(booked, "move"))
    assert hours_in(forms.slack_harness.windows.last) == "24"

    with harness.database.write() as conn:
        conn.execute(send.update().values(state="cancelled"))
    forms.button_listeners.move(forms.press_message(booked, "move"))
    assert hours_in(forms.slack_harness.windows.last) is None


def hours_in(view: Block) -> object:
    """What stands in the field for the hours."""
    [field] = [block for block in view["blocks"] if block.get("block_id") == "hours"]
    return field["element"].get("initial_value")


def test_one_without_a_reminder_is_moved_without_asking_for_hours(forms: FormHarness) -> None:
    booked = book(forms)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    assert "Hours before" not in forms.shown
    forms.move_listeners.moved(forms.submit(forms.slack_harness.windows.last, {"at": at(NEXT_DAY)}))
    assert "reminder" not in forms.shown
    assert "Balance" not in forms.shown


def test_cancelling_and_what_smsit_keeps(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)
    forms.button_listeners._decided(forms.harness.decisions.cancel)(forms.press_message(booked, "cancel"))
    assert "Cancelling the appointment" in forms.message(booked)[0]
    forms.harness.run()
    said, pressed = forms.message(booked)
    assert "Cancelled" in said
    assert "Reminder: cancelled" in said
    assert "Change it there by hand" in said
    assert set(pressed) == {"appointments.offer"}


def test_an_unknown_outcome_is_left_to_a_person(forms: FormHarness) -> None:
    forms.harness.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    booked = book(forms)
    said, pressed = forms.message(booked)
    assert "We couldn't confirm this was" in said
    assert "look there, then tell us here" in said
    assert set(pressed) == {"appointments.was_booked", "appointments.was_not", "appointments.again"}

    listener = forms.button_listeners._decided(forms.harness.decisions.was_booked)
    interaction = forms.press_message(booked, "was_booked")
    listener(interaction)
    assert "(confirmed)" in forms.message(booked)[0]
    with pytest.raises(UserError, match="already dealt with"):
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
    assert "*Not booked.* Too late" in said
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
    assert "The bot was stopped while it was telling SMS-iT" in forms.message(asked)[0]


@pytest.mark.parametrize(
    ("booked_with", "hours", "said"),
    [
        ({}, {}, "The customer isn't texted about the move."),
        ({"reminder": TICKED}, {"hours": typed("12")}, "Only this reminder tells them the new time:"),
        ({"reminder": TICKED}, {}, "The reminder will be cancelled, and no other one sent."),
    ],
)
def test_the_review_of_a_move_says_what_the_customer_hears(
    forms: FormHarness, booked_with: dict[str, object], hours: dict[str, object], said: str
) -> None:
    booked = book(forms, **booked_with)
    forms.button_listeners.move(forms.press_message(booked, "move"))
    forms.move_listeners.moved(forms.submit(forms.slack_harness.windows.last, {"at": at(NEXT_DAY), **hours}))

    assert "The customer isn't texted about the move." in forms.shown
    assert said in forms.shown
    assert ("Only this reminder" in forms.shown) is ("Only this reminder" in said)
    assert forms.slack_harness.windows.last["blocks"][0]["type"] == "header"
    assert "Fri 27 Nov, 09:00" in forms.shown.partition("Moved from")[0]
    assert "Moved from *Thu 26 Nov, 09:00*" in forms.shown


def test_the_form_that_cancels_says_what_goes_with_it(forms: FormHarness) -> None:
    forms.cancel_listeners.cancel(forms.press_message(book(forms), "cancel"))
    assert "SMS-iT will keep showing the old status" in forms.shown
    assert "cancelled." not in forms.shown
    forms.harness.clock.advance(seconds=1)
    both = book(forms, at=at(NEXT_DAY), reminder=TICKED)
    forms.cancel_listeners.cancel(forms.press_message(both, "cancel"))
    assert "Its reminder is cancelled. SMS-iT will" in forms.shown


@pytest.mark.parametrize("moved", [False, True])
def test_confirming_says_before_what_stays_in_smsit_and_ends_in_no_warning(
    forms: FormHarness, *, moved: bool
) -> None:
    booked = book(forms, status=chosen("unconfirmed"))
    if moved:
        forms.harness.move(booked, NEXT_DAY)
        forms.harness.run()
    asked, _ = forms.message(booked)
    assert "SMS-iT will keep showing the old status" in asked

    forms.button_listeners._decided(forms.harness.decisions.confirm)(forms.press_message(booked, "confirm"))
    forms.harness.run()

    said, pressed = forms.message(booked)
    assert "(confirmed)" in said
    assert ":warning:" not in said
    assert "Change it there by hand." in said
    assert "appointments.confirm" not in pressed


def test_its_texts_are_shown_to_who_may_send_and_its_id_to_anybody(forms: FormHarness) -> None:
    booked = book(forms, reminder=TICKED)

    forms.button_listeners.more(forms.press_in_channel(f"text:{booked}"))
    shown = words_in(forms.slack_harness.windows.opened[-1])
    assert "*Reminder*" in shown
    assert forms.harness.reminder(booked).body in shown
    with pytest.raises(UserError, match="role to read its texts"):
        forms.button_listeners.more(forms.press_in_channel(f"text:{booked}", APO))

    forms.button_listeners.more(forms.press_in_channel(f"id:{booked}", APO))
    assert "Appointment ID" in words_in(forms.slack_harness.windows.opened[-1])
    assert booked in words_in(forms.slack_harness.windows.opened[-1])


def test_an_appointment_without_texts_says_so(forms: FormHarness) -> None:
    forms.button_listeners.more(forms.press_in_channel(f"text:{book(forms)}"))

    assert "No texts go with this appointment." in words_in(forms.slack_harness.windows.opened[-1])
