"""From the command to the message: what people press, and what they see."""

from datetime import timedelta

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.appointments.ids import Action, AppointmentRef, Modal
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction, who_is
from bot.smsit import Endpoint, NotSent, OutcomeUnknown
from bot.store.appointment_calls import CallState
from bot.store.appointments import Status
from bot.store.database import Database
from bot.store.tables import appointment, send
from tests.clock import START, FakeClock
from tests.fakes.slack import FakeRegistry
from tests.features.appointments.form_harness import FormHarness, at, chosen
from tests.features.appointments.harness import ADA, DAY, MAYA, NEXT_DAY
from tests.features.front import SAM, buttons, typed
from tests.features.samples import words_in
from tests.slack.interactions import ACCESS, hand_in, payload
from tests.slack.offered import offered

STRANGER = "14155550999"
TICKED = {"selected_options": [{"value": "yes"}]}


@pytest.fixture
def forms(database: Database, clock: FakeClock) -> FormHarness:
    return FormHarness(database, clock)


def form(forms: FormHarness, line: str = "") -> Block:
    forms.form_listeners.command(forms.front.command(line), line)
    return forms.front.windows.last


def filled(number: str = ADA, **more: object) -> dict[str, object]:
    return {"number": typed(number), "at": at(DAY), "status": chosen("confirmed"), **more}


def book(forms: FormHarness, number: str = ADA, **more: object) -> str:
    """Fill in, check, confirm, and let the job run."""
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(number, **more)))
    confirmation = forms.front.windows.last
    forms.confirmation_listeners.confirmed(forms.submit(confirmation, {}))
    assert forms.ack == {"response_action": "clear"}
    forms.harness.run()
    return forms.harness.shown[-1]


# --- the form


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", ""),
        ("415 555 0100", "+1 415-555-0100"),
        ("Ada Lovelace", "Ada Lovelace · +1 415-555-0100"),
        ("Ada", "Do you mean Ada Lovelace? You typed “Ada”."),
        ("Ada Lovelace at 3", "You typed “at 3”."),
        ("Nobody <x>", "No contact is called Nobody &lt;x&gt;."),
        ("", "In your own time zone, America/Los_Angeles."),
    ],
)
def test_the_command_opens_the_form_filled_in(forms: FormHarness, line: str, said: str) -> None:
    opened = form(forms, line)
    assert opened["callback_id"] == "appointments.book"
    assert said in words_in(opened)


def test_several_of_a_name_are_to_be_chosen_from(forms: FormHarness) -> None:
    with forms.harness.account.lock:
        for contact in forms.book.account.book.contacts[:2]:
            contact.describe(name="Kim Doe", email="", birthday="")
    assert "2 contacts go by that name. Which Kim Doe do you mean?" in words_in(form(forms, "Kim Doe"))
    assert "No contact has exactly the name you typed. Whom do you mean?" in words_in(form(forms, "Kim"))


def test_a_silent_smsit_leaves_the_form_usable(forms: FormHarness) -> None:
    forms.book.is_down = True
    assert "does not answer" in words_in(form(forms, "Ada"))
    forms.form_listeners.to_contact(forms.press({}, ADA))
    assert "+1 415-555-0100" in forms.shown


def test_from_a_contact_the_form_is_filled_in(forms: FormHarness) -> None:
    forms.form_listeners.to_contact(forms.press({}, ADA))
    assert "Ada Lovelace · +1 415-555-0100" in forms.shown
    forms.form_listeners.to_contact(forms.press({}, STRANGER))
    assert "+1 415-555-0999" in forms.shown


def test_from_the_home_tab_the_form_is_empty_and_its_message_goes_to_the_person(forms: FormHarness) -> None:
    body = payload("block_actions", MAYA, view={"type": "home"}, actions=[{"value": ADA}])
    forms.form_listeners.new(Interaction(who_is(body), body, forms.front.acks))
    opened = forms.front.windows.last
    assert opened["callback_id"] == Modal.BOOK
    assert "555-0100" not in words_in(opened)
    forms.confirmation_listeners.filled_in(forms.submit(opened, filled()))
    assert "as a direct message to you" in forms.shown


def test_without_the_account_s_zone_the_setting_is_named(database: Database, clock: FakeClock) -> None:
    forms = FormHarness(database, clock, None)
    with pytest.raises(UserError, match="SMSIT_TIMEZONE"):
        forms.form_listeners.command(forms.front.command(""), "")
    assert forms.front.windows.opened == []
    forms.listing_listeners.command(forms.front.command(""), "")
    assert "No coming appointments" in words_in(forms.front.windows.opened[-1])
    assert forms.renderer.draw("none") is None


def test_the_form_follows_what_is_chosen(forms: FormHarness) -> None:
    opened = form(forms) | {"private_metadata": '{"zone":"Europe/London"}'}
    values = {"at": at(DAY), "confirmation": TICKED, "reminder": TICKED}
    interaction = forms.submit(opened, values)
    forms.form_listeners.changed(interaction)
    shown = forms.shown
    assert "In the account's time zone: Thu 26 Nov 2026, 09:00 (America/Los_Angeles)" in shown
    assert "Confirmation text" in shown
    assert "Hours before the appointment" in shown
    assert "we expect you" in shown
    assert "From" in shown


def test_contacts_and_groups_are_offered_while_somebody_types(forms: FormHarness) -> None:
    assert offered(forms.form_listeners, Action.CONTACT, {}) == []
    assert offered(forms.form_listeners, Action.CONTACT, {"value": ADA})[0]["value"] == ADA
    assert offered(forms.form_listeners, Action.GROUP, {"value": "VIP"})


def test_what_is_wrong_stands_beside_its_field(forms: FormHarness) -> None:
    hand_in(
        forms.confirmation_listeners.filled_in,
        forms.submit(form(forms), filled() | {"at": at(START), "reminder": TICKED}),
    )
    assert "has passed" in forms.ack["errors"]["reminder"]


# --- booking


def test_a_booking_from_the_form_to_its_message(forms: FormHarness) -> None:
    texts = {"confirmation": TICKED, "reminder": TICKED}
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(**texts)))
    said = forms.shown
    for words in (
        "Book this appointment?",
        "Ada Lovelace (+1 415-555-0100)",
        "Thu 26 Nov 2026, 09:00 (America/Los_Angeles)",
        "Hello Ada, your appointment is on Thu 26 Nov 2026 at 09:00.",
        "Hello Ada, we expect you on Thu 26 Nov 2026 at 09:00.",
        "held by the bot until Wed 25 Nov 2026, 09:00",
        "2 credits",
        "5,000, 7 spoken for",
        "4,991",
        "in <#C0FRONT>",
    ):
        assert words in said

    forms.confirmation_listeners.confirmed(forms.submit(forms.front.windows.last, {}))
    booked = forms.harness.shown[-1]
    assert "SMS-iT is being asked to book it for Thu 26 Nov" in forms.message(booked)[0]
    forms.harness.run()
    said, pressed = forms.message(booked)
    assert "Confirmed" in said
    assert "booked by <@U0MAYA>" in said
    assert "<!date^" in said
    assert "Reminder for Wed 25 Nov 2026, 09:00" in said
    assert set(pressed) == {"appointments.move", "appointments.cancel"}
    assert "4155550100" not in said


def test_a_new_contact_is_added_first_and_then_booked(forms: FormHarness) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(STRANGER)))
    asks = forms.front.windows.last
    assert "not in your contacts" in words_in(asks)

    forms.confirmation_listeners.add_contact(forms.submit(asks, {"group": chosen("Gone")}))
    assert "no longer known" in forms.shown
    forms.harness.client.before = NotSent(Endpoint.ADD_CONTACT, "refused")
    group = {"group": chosen(forms.harness.account.groups[0]), "name": typed("Sam Hill")}
    forms.confirmation_listeners.add_contact(forms.submit(asks, group))
    assert "could not be reached" in forms.shown

    forms.harness.client.before = None
    forms.confirmation_listeners.add_contact(forms.submit(asks, group))
    assert "Book this appointment?" in forms.shown
    assert "Sam Hill (+1 415-555-0999)" in forms.shown
    forms.confirmation_listeners.add_contact(forms.submit(asks, group))  # Slack delivers it again
    forms.confirmation_listeners.confirmed(forms.submit(forms.front.windows.last, {}))
    forms.harness.run()
    assert forms.harness.the(forms.harness.shown[-1]).status is Status.CONFIRMED


def test_a_contact_that_is_gone_is_added_from_the_message(forms: FormHarness) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled()))
    forms.confirmation_listeners.confirmed(forms.submit(forms.front.windows.last, {}))
    forms.harness.account.delete_contact(ADA)
    forms.harness.run()
    asked = forms.harness.shown[-1]
    assert "appointments.add_and_book" in forms.message(asked)[1]
    assert "appointments.again" not in forms.message(asked)[1]

    forms.button_listeners.add_and_book(forms.press_message(asked, "add_and_book"))
    asks = forms.front.windows.opened[-1]
    assert "Ada Lovelace" in words_in(asks)
    values = {"group": chosen(forms.harness.account.groups[0]), "name": typed("Ada Lovelace")}
    submitted = forms.submit(asks, values)
    for _ in range(2):  # Slack delivers it again
        forms.confirmation_listeners.added(submitted)
    assert "It is being booked" in forms.shown
    forms.harness.run()
    assert forms.harness.the(asked).status is Status.CONFIRMED


def test_an_addition_that_may_have_been_made_is_not_made_again_when_slack_delivers_again(
    forms: FormHarness,
) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(STRANGER)))
    asks = forms.front.windows.last
    group = {"group": chosen(forms.harness.account.groups[0])}
    forms.harness.client.before = OutcomeUnknown(Endpoint.ADD_CONTACT, "timeout")
    submitted = forms.submit(asks, group)
    forms.confirmation_listeners.add_contact(submitted)
    unclear = forms.shown
    assert "It is not known whether" in unclear
    forms.harness.client.before = None

    forms.confirmation_listeners.add_contact(submitted)

    assert forms.shown == unclear
    assert words_in(forms.ack["view"]) == unclear
    assert forms.harness.account.book.find(STRANGER) is None


def test_who_was_added_by_somebody_else_meanwhile_can_be_booked(forms: FormHarness) -> None:
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled(STRANGER)))
    asks = forms.front.windows.last
    group = forms.harness.account.groups[0]
    forms.harness.client.add_contact(STRANGER, group, name="Sam Hill")
    forms.confirmation_listeners.add_contact(forms.submit(asks, {"group": chosen(group)}))
    assert "Sam Hill (+1 415-555-0999)" in forms.shown


def test_one_that_exists_is_told(forms: FormHarness) -> None:
    first = forms.harness.book("first", status=Status.CONFIRMED)
    forms.confirmation_listeners.filled_in(forms.submit(form(forms), filled()))
    assert "<@U0MAYA> booked one for this person at that time; it is confirmed now." in forms.shown
    harness = forms.harness
    second = harness.ask("second", status=Status.CONFIRMED)
    harness.run()
    said, pressed = forms.message(second)
    assert f"booked one for Thu 26 Nov 2026, 09:00 (America/Los_Angeles): `{first[:8]}`" in said
    assert pressed == {}

    with harness.database.write() as conn:
        conn.execute(appointment.delete().where(appointment.c.id == first))
    assert "it was not booked from here" in forms.message(second)[0]


# --- afterwards


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


# --- the listing


def listing(forms: FormHarness, text: str = "") -> Block:
    forms.listing_listeners.command(forms.front.command(text), text)
    return forms.front.windows.opened[-1]


def test_the_listing_shows_pages_past_ones_and_people(forms: FormHarness) -> None:
    harness = forms.harness
    for nth in range(9):
        harness.book(f"{nth}", at=DAY + timedelta(days=nth))
    first = listing(forms)
    assert "9 coming appointments*, 1 to 8" in words_in(first)
    forms.listing_listeners.turn(forms.press(first, buttons(first)["appointments.next"][0]))
    assert "9 to 9" in forms.shown
    previous = buttons(forms.front.windows.last)["appointments.previous"][0]
    forms.listing_listeners.turn(forms.press(first, previous))
    assert "1 to 8" in forms.shown
    harness.clock.advance(days=5)
    forms.listing_listeners.go(forms.press(first, buttons(first)["appointments.others"][0]))
    assert "2 past appointments" in forms.shown
    assert "Coming ones" in forms.shown

    forms.listing_listeners.search(forms.submit(first, {"search": typed("0100")}))
    assert "7 coming appointments" in words_in(forms.ack["view"])
    forms.listing_listeners.search(forms.submit(first, {"search": typed("R2D2 <b>")}))
    assert "with “R2D2 &lt;b&gt;”" in words_in(forms.ack["view"])


def test_one_is_opened_in_the_place_of_the_list_and_back(forms: FormHarness) -> None:
    booked = book(forms)
    shown = listing(forms, "Ada")
    forms.listing_listeners.open(forms.press(shown, buttons(shown)["appointments.open"][0]))
    opened = forms.front.windows.last
    assert "booked by <@U0MAYA>" in words_in(opened)
    assert "appointments.cancel" in buttons(opened)

    cancel = forms.button_listeners._decided(forms.harness.decisions.cancel)
    cancel(forms.press(opened, buttons(opened)["appointments.cancel"][0]))
    assert "Done here; SMS-iT is being told" in forms.shown
    assert "to cancel it" in forms.shown
    back = buttons(opened)["appointments.back"][0]
    forms.listing_listeners.go(forms.press(opened, back))
    assert "1 coming appointment*" in forms.shown
    assert "The newest change is not through" in forms.shown
    assert forms.harness.last(booked).state is CallState.QUEUED

    with forms.harness.database.write() as conn:
        conn.exec_driver_sql("DELETE FROM appointment")
    forms.listing_listeners.open(forms.press(shown, buttons(shown)["appointments.open"][0]))
    assert "no longer there" in forms.shown


def test_what_cannot_be_done_in_the_listing_is_told_there(forms: FormHarness) -> None:
    book(forms)
    shown = listing(forms)
    value = buttons(shown)["appointments.cancel"][0]
    cancel = forms.button_listeners._decided(forms.harness.decisions.cancel)
    cancel(forms.press(shown, value))
    forms.harness.run()
    confirm = forms.button_listeners._decided(forms.harness.decisions.confirm)
    confirm(forms.press(shown, value))
    assert ":warning: <@U0MAYA> has changed that appointment" in forms.shown
    assert set(buttons(forms.front.windows.last)) == {"appointments.open", "appointments.others"}


def test_who_may_only_look_on_sees_no_button_that_changes(forms: FormHarness) -> None:
    book(forms)
    forms.listing_listeners = type(forms.listing_listeners)(
        forms.front.responder, forms.harness.bookings, ACCESS, forms.listing_listeners.account_zone
    )
    forms.listing_listeners.command(forms.front.command("", SAM), "")
    shown = forms.front.windows.opened[-1]
    assert set(buttons(shown)) == {"appointments.open", "appointments.others"}
    forms.listing_listeners.open(forms.press(shown, buttons(shown)["appointments.open"][0], SAM))
    assert set(buttons(forms.front.windows.last)) == {"appointments.back"}


def test_moving_from_the_listing_goes_on_top(forms: FormHarness) -> None:
    booked = book(forms)
    shown = listing(forms)
    forms.button_listeners.move(forms.press(shown, metadata.dump(forms.harness.about(booked))))
    assert "Move an appointment" in forms.shown
    with pytest.raises(UserError, match="no longer there"):
        forms.button_listeners.add_and_book(
            forms.press_in_channel(metadata.dump(AppointmentRef("none", "none")))
        )


def test_every_door_asks_for_its_role(forms: FormHarness) -> None:
    registry = FakeRegistry()
    for part in (
        forms.form_listeners,
        forms.confirmation_listeners,
        forms.button_listeners,
        forms.listing_listeners,
    ):
        part.register(registry)
    looking = {name for name, role in registry.roles.items() if role is Role.VIEWER}
    assert looking == {
        "appointments.list",
        *(f"appointments.{each}" for each in ("previous", "next", "others", "back", "open")),
    }
    assert [verb.name for verb in (*forms.form_listeners.verbs(), *forms.listing_listeners.verbs())] == [
        "appointment",
        "appointments",
    ]
