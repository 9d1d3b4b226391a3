"""Booking: from the form over the confirmation to the message."""

from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store.appointments import Status
from bot.store.tables import appointment
from tests.features.appointments.form_harness import FormHarness, chosen
from tests.features.appointments.harness import ADA
from tests.features.appointments.samples import STRANGER, TICKED, filled, form
from tests.features.samples import words_in
from tests.features.slack_harness import typed


def test_a_booking_from_the_form_to_its_message(forms: FormHarness) -> None:
    texts = {"confirmation": TICKED, "reminder": TICKED}
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(**texts)))
    said = forms.shown
    for words in (
        "Review appointment",
        "Ada Lovelace (+1 415-555-0100)",
        "Thu 26 Nov, 09:00",
        "Hello Ada, your appointment is on Thu 26 Nov 2026 at 09:00.",
        "Hello Ada, a reminder of your appointment on Thu 26 Nov 2026 at 09:00.",
        "*Reminder* Wed 25 Nov, 09:00",
        "2 credits",
        "5,000 (7 reserved)",
        "4,991",
        "in <#C0FRONT>",
    ):
        assert words in said

    forms.confirmation_listeners.confirmed(forms.submit(forms.slack_harness.windows.last, {}))
    booked = forms.harness.shown[-1]
    assert "Booking the appointment" in forms.message(booked)[0]
    forms.harness.run()
    said, pressed = forms.message(booked)
    assert "(confirmed)" in said
    assert "<@U0MAYA>" in said
    assert "<!date^" in said
    assert "Wed 25 Nov 2026, 09:00 (America/Los_Angeles)>, in thread" in said
    assert set(pressed) == {"appointments.move", "appointments.cancel"}
    assert "4155550100" not in said


def test_a_new_contact_is_added_first_and_then_booked(forms: FormHarness) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(STRANGER)))
    asks = forms.slack_harness.windows.last
    assert "isn't in your contacts" in words_in(asks)

    forms.addition_listeners.add_contact(forms.submit(asks, {"group": chosen("Gone")}))
    assert "no longer exists" in forms.shown
    forms.harness.client.before = NotSent(Endpoint.ADD_CONTACT, "refused")
    group = {"group": chosen(forms.harness.account.groups[0]), "name": typed("Sam Hill")}
    forms.addition_listeners.add_contact(forms.submit(asks, group))
    assert "couldn't be reached" in forms.shown

    forms.harness.client.before = None
    forms.addition_listeners.add_contact(forms.submit(asks, group))
    assert "Review appointment" in forms.shown
    assert "Sam Hill (+1 415-555-0999)" in forms.shown
    forms.addition_listeners.add_contact(forms.submit(asks, group))  # Slack delivers it again
    forms.confirmation_listeners.confirmed(forms.submit(forms.slack_harness.windows.last, {}))
    forms.harness.run()
    assert forms.harness.the(forms.harness.shown[-1]).status is Status.CONFIRMED


def test_a_contact_that_is_gone_is_added_from_the_message(forms: FormHarness) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled()))
    forms.confirmation_listeners.confirmed(forms.submit(forms.slack_harness.windows.last, {}))
    forms.harness.account.delete_contact(ADA)
    forms.harness.run()
    asked = forms.harness.shown[-1]
    assert "appointments.add_and_book" in forms.message(asked)[1]
    assert "appointments.again" not in forms.message(asked)[1]

    forms.button_listeners.add_and_book(forms.press_message(asked, "add_and_book"))
    asks = forms.slack_harness.windows.opened[-1]
    assert "Ada Lovelace" in words_in(asks)
    values = {"group": chosen(forms.harness.account.groups[0]), "name": typed("Ada Lovelace")}
    submitted = forms.submit(asks, values)
    for _ in range(2):  # Slack delivers it again
        forms.addition_listeners.added(submitted)
    assert "The appointment is being booked" in forms.shown
    forms.harness.run()
    assert forms.harness.the(asked).status is Status.CONFIRMED


def test_an_addition_that_may_have_been_made_is_not_made_again_when_slack_delivers_again(
    forms: FormHarness,
) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(STRANGER)))
    asks = forms.slack_harness.windows.last
    group = {"group": chosen(forms.harness.account.groups[0])}
    forms.harness.client.before = OutcomeUnknown(Endpoint.ADD_CONTACT, "timeout")
    submitted = forms.submit(asks, group)
    forms.addition_listeners.add_contact(submitted)
    unclear = forms.shown
    assert "We couldn't confirm" in unclear
    forms.harness.client.before = None

    forms.addition_listeners.add_contact(submitted)

    assert forms.shown == unclear
    assert words_in(forms.ack["view"]) == unclear
    assert forms.harness.account.book.find(STRANGER) is None


def test_who_was_added_by_somebody_else_meanwhile_can_be_booked(forms: FormHarness) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(STRANGER)))
    asks = forms.slack_harness.windows.last
    group = forms.harness.account.groups[0]
    forms.harness.client.add_contact(STRANGER, group, name="Sam Hill")
    forms.addition_listeners.add_contact(forms.submit(asks, {"group": chosen(group)}))
    assert "Sam Hill (+1 415-555-0999)" in forms.shown


def test_one_that_exists_is_told(forms: FormHarness) -> None:
    first = forms.harness.book("first", status=Status.CONFIRMED)
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled()))
    assert "<@U0MAYA> already booked this contact for that time (confirmed)." in forms.shown
    harness = forms.harness
    second = harness.ask("second", status=Status.CONFIRMED)
    harness.run()
    said, pressed = forms.message(second)
    assert "already booked one at that time (confirmed)." in said
    assert pressed == {}

    with harness.database.write() as conn:
        conn.execute(appointment.delete().where(appointment.c.id == first))
    assert "which wasn't booked from Slack" in forms.message(second)[0]
