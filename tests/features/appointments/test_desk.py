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
def counter(database: Database, clock: FakeClock) -> FormHarness:
    return FormHarness(database, clock)


def form(counter: FormHarness, line: str = "") -> Block:
    counter.composing.command(counter.front.command(line), line)
    return counter.front.windows.last


def filled(number: str = ADA, **more: object) -> dict[str, object]:
    return {"number": typed(number), "at": at(DAY), "status": chosen("confirmed"), **more}


def book(counter: FormHarness, number: str = ADA, **more: object) -> str:
    """Fill in, check, confirm, and let the job run."""
    counter.confirming.filled_in(counter.submit(form(counter), filled(number, **more)))
    confirmation = counter.front.windows.last
    counter.confirming.confirmed(counter.submit(confirmation, {}))
    assert counter.ack == {"response_action": "clear"}
    counter.harness.run()
    return counter.harness.shown[-1]


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
def test_the_command_opens_the_form_filled_in(counter: FormHarness, line: str, said: str) -> None:
    opened = form(counter, line)
    assert opened["callback_id"] == "appointments.book"
    assert said in words_in(opened)


def test_several_of_a_name_are_to_be_chosen_from(counter: FormHarness) -> None:
    with counter.harness.account.lock:
        for contact in counter.book.account.book.contacts[:2]:
            contact.describe(name="Kim Doe", email="", birthday="")
    assert "2 contacts go by that name. Which Kim Doe do you mean?" in words_in(form(counter, "Kim Doe"))
    assert "No contact has exactly the name you typed. Whom do you mean?" in words_in(form(counter, "Kim"))


def test_a_silent_smsit_leaves_the_form_usable(counter: FormHarness) -> None:
    counter.book.is_down = True
    assert "does not answer" in words_in(form(counter, "Ada"))
    counter.composing.to_contact(counter.press({}, ADA))
    assert "+1 415-555-0100" in counter.shown


def test_from_a_contact_the_form_is_filled_in(counter: FormHarness) -> None:
    counter.composing.to_contact(counter.press({}, ADA))
    assert "Ada Lovelace · +1 415-555-0100" in counter.shown
    counter.composing.to_contact(counter.press({}, STRANGER))
    assert "+1 415-555-0999" in counter.shown


def test_from_the_home_tab_the_form_is_empty_and_its_message_goes_to_the_person(counter: FormHarness) -> None:
    body = payload("block_actions", MAYA, view={"type": "home"}, actions=[{"value": ADA}])
    counter.composing.new(Interaction(who_is(body), body, counter.front.acks))
    opened = counter.front.windows.last
    assert opened["callback_id"] == Modal.BOOK
    assert "555-0100" not in words_in(opened)
    counter.confirming.filled_in(counter.submit(opened, filled()))
    assert "as a direct message to you" in counter.shown


def test_without_the_account_s_zone_the_setting_is_named(database: Database, clock: FakeClock) -> None:
    counter = FormHarness(database, clock, None)
    with pytest.raises(UserError, match="SMSIT_TIMEZONE"):
        counter.composing.command(counter.front.command(""), "")
    assert counter.front.windows.opened == []
    counter.browsing.command(counter.front.command(""), "")
    assert "No coming appointments" in words_in(counter.front.windows.opened[-1])
    assert counter.drawing.draw("none") is None


def test_the_form_follows_what_is_chosen(counter: FormHarness) -> None:
    opened = form(counter) | {"private_metadata": '{"zone":"Europe/London"}'}
    values = {"at": at(DAY), "confirmation": TICKED, "reminder": TICKED}
    interaction = counter.submit(opened, values)
    counter.composing.changed(interaction)
    shown = counter.shown
    assert "In the account's time zone: Thu 26 Nov 2026, 09:00 (America/Los_Angeles)" in shown
    assert "Confirmation text" in shown
    assert "Hours before the appointment" in shown
    assert "we expect you" in shown
    assert "From" in shown


def test_contacts_and_groups_are_offered_while_somebody_types(counter: FormHarness) -> None:
    assert offered(counter.composing, Action.CONTACT, {}) == []
    assert offered(counter.composing, Action.CONTACT, {"value": ADA})[0]["value"] == ADA
    assert offered(counter.composing, Action.GROUP, {"value": "VIP"})


def test_what_is_wrong_stands_beside_its_field(counter: FormHarness) -> None:
    hand_in(
        counter.confirming.filled_in,
        counter.submit(form(counter), filled() | {"at": at(START), "reminder": TICKED}),
    )
    assert "has passed" in counter.ack["errors"]["reminder"]


# --- booking


def test_a_booking_from_the_form_to_its_message(counter: FormHarness) -> None:
    texts = {"confirmation": TICKED, "reminder": TICKED}
    counter.confirming.filled_in(counter.submit(form(counter), filled(**texts)))
    said = counter.shown
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

    counter.confirming.confirmed(counter.submit(counter.front.windows.last, {}))
    booked = counter.harness.shown[-1]
    assert "SMS-iT is being asked to book it for Thu 26 Nov" in counter.message(booked)[0]
    counter.harness.run()
    said, pressed = counter.message(booked)
    assert "Confirmed" in said
    assert "booked by <@U0MAYA>" in said
    assert "<!date^" in said
    assert "Reminder for Wed 25 Nov 2026, 09:00" in said
    assert set(pressed) == {"appointments.move", "appointments.cancel"}
    assert "4155550100" not in said


def test_a_new_contact_is_added_first_and_then_booked(counter: FormHarness) -> None:
    counter.confirming.filled_in(counter.submit(form(counter), filled(STRANGER)))
    asks = counter.front.windows.last
    assert "not in your contacts" in words_in(asks)

    counter.confirming.add_contact(counter.submit(asks, {"group": chosen("Gone")}))
    assert "no longer known" in counter.shown
    counter.harness.client.before = NotSent(Endpoint.ADD_CONTACT, "refused")
    group = {"group": chosen(counter.harness.account.groups[0]), "name": typed("Sam Hill")}
    counter.confirming.add_contact(counter.submit(asks, group))
    assert "could not be reached" in counter.shown

    counter.harness.client.before = None
    counter.confirming.add_contact(counter.submit(asks, group))
    assert "Book this appointment?" in counter.shown
    assert "Sam Hill (+1 415-555-0999)" in counter.shown
    counter.confirming.add_contact(counter.submit(asks, group))  # Slack delivers it again
    counter.confirming.confirmed(counter.submit(counter.front.windows.last, {}))
    counter.harness.run()
    assert counter.harness.the(counter.harness.shown[-1]).status is Status.CONFIRMED


def test_a_contact_that_is_gone_is_added_from_the_message(counter: FormHarness) -> None:
    counter.confirming.filled_in(counter.submit(form(counter), filled()))
    counter.confirming.confirmed(counter.submit(counter.front.windows.last, {}))
    counter.harness.account.delete_contact(ADA)
    counter.harness.run()
    asked = counter.harness.shown[-1]
    assert "appointments.add_and_book" in counter.message(asked)[1]
    assert "appointments.again" not in counter.message(asked)[1]

    counter.pressing.add_and_book(counter.press_message(asked, "add_and_book"))
    asks = counter.front.windows.opened[-1]
    assert "Ada Lovelace" in words_in(asks)
    values = {"group": chosen(counter.harness.account.groups[0]), "name": typed("Ada Lovelace")}
    submitted = counter.submit(asks, values)
    for _ in range(2):  # Slack delivers it again
        counter.confirming.added(submitted)
    assert "It is being booked" in counter.shown
    counter.harness.run()
    assert counter.harness.the(asked).status is Status.CONFIRMED


def test_an_addition_that_may_have_been_made_is_not_made_again_when_slack_delivers_again(
    counter: FormHarness,
) -> None:
    counter.confirming.filled_in(counter.submit(form(counter), filled(STRANGER)))
    asks = counter.front.windows.last
    group = {"group": chosen(counter.harness.account.groups[0])}
    counter.harness.client.before = OutcomeUnknown(Endpoint.ADD_CONTACT, "timeout")
    submitted = counter.submit(asks, group)
    counter.confirming.add_contact(submitted)
    unclear = counter.shown
    assert "It is not known whether" in unclear
    counter.harness.client.before = None

    counter.confirming.add_contact(submitted)

    assert counter.shown == unclear
    assert words_in(counter.ack["view"]) == unclear
    assert counter.harness.account.book.find(STRANGER) is None


def test_who_was_added_by_somebody_else_meanwhile_can_be_booked(counter: FormHarness) -> None:
    counter.confirming.filled_in(counter.submit(form(counter), filled(STRANGER)))
    asks = counter.front.windows.last
    group = counter.harness.account.groups[0]
    counter.harness.client.add_contact(STRANGER, group, name="Sam Hill")
    counter.confirming.add_contact(counter.submit(asks, {"group": chosen(group)}))
    assert "Sam Hill (+1 415-555-0999)" in counter.shown


def test_one_that_exists_is_told(counter: FormHarness) -> None:
    first = counter.harness.book("first", status=Status.CONFIRMED)
    counter.confirming.filled_in(counter.submit(form(counter), filled()))
    assert "<@U0MAYA> booked one for this person at that time; it is confirmed now." in counter.shown
    harness = counter.harness
    second = harness.ask("second", status=Status.CONFIRMED)
    harness.run()
    said, pressed = counter.message(second)
    assert f"booked one for Thu 26 Nov 2026, 09:00 (America/Los_Angeles): `{first[:8]}`" in said
    assert pressed == {}

    with harness.database.write() as conn:
        conn.execute(appointment.delete().where(appointment.c.id == first))
    assert "it was not booked from here" in counter.message(second)[0]


# --- afterwards


def test_an_appointment_is_moved(counter: FormHarness) -> None:
    booked = book(counter, reminder=TICKED)
    counter.pressing.move(counter.press_message(booked, "move"))
    opened = counter.front.windows.last
    assert "Ada Lovelace (•••0100)" in words_in(opened)

    hand_in(counter.confirming.moved, counter.submit(opened, {"at": at(DAY), "hours": typed("x")}))
    assert set(counter.ack["errors"]) == {"at", "hours"}
    hand_in(counter.confirming.moved, counter.submit(opened, {}))
    assert set(counter.ack["errors"]) == {"at"}
    counter.pressing.changed(counter.pressed(opened, {"at": at(NEXT_DAY), "hours": typed("12")}))
    assert "Leave it empty for no reminder" in counter.shown

    counter.confirming.moved(counter.submit(opened, {"at": at(NEXT_DAY), "hours": typed("12")}))
    said = counter.shown
    assert "Move this appointment?" in said
    assert "Fri 27 Nov 2026, 09:00" in said
    assert "SMS-iT cannot move an appointment" in said
    assert "until Thu 26 Nov 2026, 21:00" in said
    counter.confirming.move_confirmed(counter.submit(counter.front.windows.last, {}))
    counter.harness.run()

    said, pressed = counter.message(booked)
    assert "Rescheduled" in said
    assert "remove that there by hand" in said
    assert "to move it to Fri 27 Nov 2026, 09:00 (America/Los_Angeles): done" in said
    assert "appointments.confirm" in pressed
    assert counter.harness.reminder(booked).send_at == NEXT_DAY - timedelta(hours=12)


def test_a_move_without_its_reminder_says_so(counter: FormHarness) -> None:
    booked = book(counter, reminder=TICKED)
    counter.pressing.move(counter.press_message(booked, "move"))
    counter.confirming.moved(counter.submit(counter.front.windows.last, {"at": at(NEXT_DAY)}))
    assert "Its reminder is called off" in counter.shown


def test_a_move_suggests_a_reminder_but_where_somebody_called_it_off(counter: FormHarness) -> None:
    harness, booked = counter.harness, book(counter, reminder=TICKED)
    with harness.database.write() as conn:
        conn.execute(send.update().values(state="delivered"))
    counter.pressing.move(counter.press_message(booked, "move"))
    assert hours_in(counter.front.windows.last) == "24"

    with harness.database.write() as conn:
        conn.execute(send.update().values(state="cancelled"))
    counter.pressing.move(counter.press_message(booked, "move"))
    assert hours_in(counter.front.windows.last) is None


def hours_in(view: Block) -> object:
    """What stands in the field for the hours."""
    [field] = [block for block in view["blocks"] if block.get("block_id") == "hours"]
    return field["element"].get("initial_value")


def test_one_without_a_reminder_is_moved_without_asking_for_hours(counter: FormHarness) -> None:
    booked = book(counter)
    counter.pressing.move(counter.press_message(booked, "move"))
    assert "Hours before" not in counter.shown
    counter.confirming.moved(counter.submit(counter.front.windows.last, {"at": at(NEXT_DAY)}))
    assert "called off" not in counter.shown
    assert "Balance" not in counter.shown


def test_cancelling_and_what_smsit_keeps(counter: FormHarness) -> None:
    booked = book(counter, reminder=TICKED)
    counter.pressing._decided(counter.harness.changing.cancel)(counter.press_message(booked, "cancel"))
    assert "to cancel it" in counter.message(booked)[0]
    counter.harness.run()
    said, pressed = counter.message(booked)
    assert "Cancelled" in said
    assert "Reminder called off" in said
    assert "Change it there by hand" in said
    assert pressed == {}


def test_an_unknown_outcome_is_left_to_a_person(counter: FormHarness) -> None:
    counter.harness.client.after = OutcomeUnknown(Endpoint.ADD_APPOINTMENT, "timeout")
    booked = book(counter)
    said, pressed = counter.message(booked)
    assert "It is not known whether SMS-iT took it" in said
    assert "look there" in said
    assert set(pressed) == {"appointments.was_booked", "appointments.was_not", "appointments.again"}

    listener = counter.pressing._decided(counter.harness.changing.was_booked)
    interaction = counter.press_message(booked, "was_booked")
    listener(interaction)
    assert "Confirmed" in counter.message(booked)[0]
    with pytest.raises(UserError, match="settled already"):
        listener(interaction)


def test_what_was_refused_can_be_tried_again(counter: FormHarness) -> None:
    harness = counter.harness
    harness.client.before = NotSent(Endpoint.ADD_APPOINTMENT, "refused")
    asked = harness.ask()
    harness.calling.run({"call_id": harness.last(asked).id})
    assert "the bot keeps trying" in counter.message(asked)[0]
    harness.clock.advance(minutes=21)
    harness.run()
    said, pressed = counter.message(asked)
    assert "which was not done: its turn did not come in time" in said
    assert set(pressed) == {"appointments.again"}


def test_a_stopped_bot_says_so(counter: FormHarness) -> None:
    asked = counter.harness.ask()
    from_now = counter.harness.client

    def stop() -> None:
        raise SystemExit

    from_now.meanwhile = stop
    with pytest.raises(SystemExit):
        counter.harness.run()
    counter.harness.clock.advance(minutes=2)
    counter.harness.calling.look_after()
    assert "the bot was stopped while telling SMS-iT" in counter.message(asked)[0]


# --- the listing


def listing(counter: FormHarness, text: str = "") -> Block:
    counter.browsing.command(counter.front.command(text), text)
    return counter.front.windows.opened[-1]


def test_the_listing_shows_pages_past_ones_and_people(counter: FormHarness) -> None:
    harness = counter.harness
    for nth in range(9):
        harness.book(f"{nth}", at=DAY + timedelta(days=nth))
    first = listing(counter)
    assert "9 coming appointments*, 1 to 8" in words_in(first)
    counter.browsing.turn(counter.press(first, buttons(first)["appointments.next"][0]))
    assert "9 to 9" in counter.shown
    previous = buttons(counter.front.windows.last)["appointments.previous"][0]
    counter.browsing.turn(counter.press(first, previous))
    assert "1 to 8" in counter.shown
    harness.clock.advance(days=5)
    counter.browsing.go(counter.press(first, buttons(first)["appointments.others"][0]))
    assert "2 past appointments" in counter.shown
    assert "Coming ones" in counter.shown

    counter.browsing.search(counter.submit(first, {"search": typed("0100")}))
    assert "7 coming appointments" in words_in(counter.ack["view"])
    counter.browsing.search(counter.submit(first, {"search": typed("R2D2 <b>")}))
    assert "with “R2D2 &lt;b&gt;”" in words_in(counter.ack["view"])


def test_one_is_opened_in_the_place_of_the_list_and_back(counter: FormHarness) -> None:
    booked = book(counter)
    shown = listing(counter, "Ada")
    counter.browsing.open(counter.press(shown, buttons(shown)["appointments.open"][0]))
    opened = counter.front.windows.last
    assert "booked by <@U0MAYA>" in words_in(opened)
    assert "appointments.cancel" in buttons(opened)

    cancel = counter.pressing._decided(counter.harness.changing.cancel)
    cancel(counter.press(opened, buttons(opened)["appointments.cancel"][0]))
    assert "Done here; SMS-iT is being told" in counter.shown
    assert "to cancel it" in counter.shown
    back = buttons(opened)["appointments.back"][0]
    counter.browsing.go(counter.press(opened, back))
    assert "1 coming appointment*" in counter.shown
    assert "The newest change is not through" in counter.shown
    assert counter.harness.last(booked).state is CallState.QUEUED

    with counter.harness.database.write() as conn:
        conn.exec_driver_sql("DELETE FROM appointment")
    counter.browsing.open(counter.press(shown, buttons(shown)["appointments.open"][0]))
    assert "no longer there" in counter.shown


def test_what_cannot_be_done_in_the_listing_is_told_there(counter: FormHarness) -> None:
    book(counter)
    shown = listing(counter)
    value = buttons(shown)["appointments.cancel"][0]
    cancel = counter.pressing._decided(counter.harness.changing.cancel)
    cancel(counter.press(shown, value))
    counter.harness.run()
    confirm = counter.pressing._decided(counter.harness.changing.confirm)
    confirm(counter.press(shown, value))
    assert ":warning: <@U0MAYA> has changed that appointment" in counter.shown
    assert set(buttons(counter.front.windows.last)) == {"appointments.open", "appointments.others"}


def test_who_may_only_look_on_sees_no_button_that_changes(counter: FormHarness) -> None:
    book(counter)
    counter.browsing = type(counter.browsing)(
        counter.front.responder, counter.harness.bookings, ACCESS, counter.browsing.account_zone
    )
    counter.browsing.command(counter.front.command("", SAM), "")
    shown = counter.front.windows.opened[-1]
    assert set(buttons(shown)) == {"appointments.open", "appointments.others"}
    counter.browsing.open(counter.press(shown, buttons(shown)["appointments.open"][0], SAM))
    assert set(buttons(counter.front.windows.last)) == {"appointments.back"}


def test_moving_from_the_listing_goes_on_top(counter: FormHarness) -> None:
    booked = book(counter)
    shown = listing(counter)
    counter.pressing.move(counter.press(shown, metadata.dump(counter.harness.about(booked))))
    assert "Move an appointment" in counter.shown
    with pytest.raises(UserError, match="no longer there"):
        counter.pressing.add_and_book(counter.press_in_channel(metadata.dump(AppointmentRef("none", "none"))))


def test_every_door_asks_for_its_role(counter: FormHarness) -> None:
    registry = FakeRegistry()
    for part in (counter.composing, counter.confirming, counter.pressing, counter.browsing):
        part.register(registry)
    looking = {name for name, role in registry.roles.items() if role is Role.VIEWER}
    assert looking == {
        "appointments.list",
        *(f"appointments.{each}" for each in ("previous", "next", "others", "back", "open")),
    }
    assert [verb.name for verb in (*counter.composing.verbs(), *counter.browsing.verbs())] == [
        "appointment",
        "appointments",
    ]
