"""The listing of appointments: its pages, and one opened from it."""

from datetime import timedelta

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.appointments.ids import AppointmentRef
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.appointment_calls import CallState
from tests.fakes.slack import FakeRegistry
from tests.features.appointments.form_harness import FormHarness
from tests.features.appointments.harness import DAY
from tests.features.appointments.samples import book
from tests.features.samples import words_in
from tests.features.slack_harness import APO, SAM, buttons, typed
from tests.slack.interactions import ACCESS


def listing(forms: FormHarness, text: str = "") -> Block:
    forms.listing_listeners.command(forms.slack_harness.command(text), text)
    return forms.slack_harness.windows.opened[-1]


def test_the_listing_shows_pages_past_ones_and_people(forms: FormHarness) -> None:
    harness = forms.harness
    for nth in range(9):
        harness.book(f"{nth}", at=DAY + timedelta(days=nth))
    first = listing(forms)
    assert "9 upcoming appointments*, 1 to 8" in words_in(first)
    forms.listing_listeners.turn(forms.press(first, buttons(first)["appointments.next"][0]))
    assert "9 to 9" in forms.shown
    previous = buttons(forms.slack_harness.windows.last)["appointments.previous"][0]
    forms.listing_listeners.turn(forms.press(first, previous))
    assert "1 to 8" in forms.shown
    harness.clock.advance(days=5)
    forms.listing_listeners.go(forms.press(first, buttons(first)["appointments.others"][0]))
    assert "2 past appointments" in forms.shown
    assert "Upcoming" in forms.shown

    forms.listing_listeners.search(forms.submit(first, {"search": typed("0100")}))
    assert "7 upcoming appointments" in words_in(forms.ack["view"])
    forms.listing_listeners.search(forms.submit(first, {"search": typed("R2D2 <b>")}))
    assert "with “R2D2 &lt;b&gt;”" in words_in(forms.ack["view"])


def test_an_empty_list_leads_on_to_booking_for_those_who_may(forms: FormHarness) -> None:
    empty = listing(forms)
    assert "No upcoming appointments." in words_in(empty)
    assert "appointments.new" in buttons(empty)
    forms.listing_listeners.go(forms.press(empty, buttons(empty)["appointments.others"][0]))
    assert "appointments.new" not in buttons(forms.slack_harness.windows.last)
    said = words_in(listing(forms, "zzz"))
    assert "with “zzz”. Try a shorter part of the name or number, or look under *Past*." in said
    with pytest.raises(UserError, match="Shorten the name or number to 60 characters"):
        listing(forms, "z" * 61)

    for text in ("", "tomorrow"):
        forms.listing_listeners.command(forms.slack_harness.command(text, who=APO), text)
        assert "appointments.new" not in buttons(forms.slack_harness.windows.opened[-1])
    assert "nothing is booked" in words_in(forms.slack_harness.windows.opened[-1])
    yesterday = listing(forms, "yesterday")
    assert "nothing is booked" in words_in(yesterday)
    assert "appointments.new" not in buttons(yesterday)


def test_one_is_opened_in_the_place_of_the_list_and_back(forms: FormHarness) -> None:
    booked = book(forms)
    shown = listing(forms, "Ada")
    forms.listing_listeners.open(forms.press(shown, buttons(shown)["appointments.open"][0]))
    opened = forms.slack_harness.windows.last
    assert "<@U0MAYA>" in words_in(opened)
    assert "appointments.cancel" in buttons(opened)

    cancel = forms.button_listeners._decided(forms.harness.decisions.cancel)
    cancel(forms.press(opened, buttons(opened)["appointments.cancel"][0]))
    assert "Done. SMS-iT is being updated" in forms.shown
    assert "Cancelling the appointment" in forms.shown
    back = buttons(opened)["appointments.back"][0]
    forms.listing_listeners.go(forms.press(opened, back))
    assert "1 upcoming appointment*" in forms.shown
    assert "The last change isn't done" in forms.shown
    assert forms.harness.last(booked).state is CallState.QUEUED

    with forms.harness.database.write() as conn:
        conn.exec_driver_sql("DELETE FROM appointment")
    forms.listing_listeners.open(forms.press(shown, buttons(shown)["appointments.open"][0]))
    assert "no longer exists" in forms.shown


def test_what_cannot_be_done_in_the_listing_is_told_there(forms: FormHarness) -> None:
    book(forms)
    shown = listing(forms)
    value = buttons(shown)["appointments.cancel"][0]
    cancel = forms.button_listeners._decided(forms.harness.decisions.cancel)
    cancel(forms.press(shown, value))
    forms.harness.run()
    confirm = forms.button_listeners._decided(forms.harness.decisions.confirm)
    confirm(forms.press(shown, value))
    assert ":warning: Nothing was changed: <@U0MAYA> changed this appointment" in forms.shown
    assert set(buttons(forms.slack_harness.windows.last)) == {"appointments.open", "appointments.others"}


def test_who_may_only_look_on_sees_no_button_that_changes(forms: FormHarness) -> None:
    book(forms)
    forms.listing_listeners = type(forms.listing_listeners)(
        forms.slack_harness.responder,
        forms.harness.bookings,
        ACCESS,
        forms.listing_listeners.account_zone,
        forms.book.sees_numbers,
        forms.day_listeners.opens,
    )
    forms.listing_listeners.command(forms.slack_harness.command("", SAM), "")
    shown = forms.slack_harness.windows.opened[-1]
    assert set(buttons(shown)) == {"appointments.open", "appointments.others"}
    forms.listing_listeners.open(forms.press(shown, buttons(shown)["appointments.open"][0], SAM))
    assert set(buttons(forms.slack_harness.windows.last)) == {"appointments.back"}


def test_moving_from_the_listing_goes_on_top(forms: FormHarness) -> None:
    booked = book(forms)
    shown = listing(forms)
    forms.button_listeners.move(forms.press(shown, metadata.dump(forms.harness.about(booked))))
    assert "Move an appointment" in forms.shown
    with pytest.raises(UserError, match="no longer exists"):
        forms.button_listeners.add_and_book(
            forms.press_in_channel(metadata.dump(AppointmentRef("none", "none")))
        )


def test_every_door_asks_for_its_role(forms: FormHarness) -> None:
    registry = FakeRegistry()
    for part in (
        forms.form_listeners,
        forms.confirmation_listeners,
        forms.move_listeners,
        forms.addition_listeners,
        forms.button_listeners,
        forms.listing_listeners,
    ):
        part.register(registry)
    looking = {name for name, role in registry.roles.items() if role is Role.VIEWER}
    assert looking == {
        "appointments.list",
        *(f"appointments.{each}" for each in ("previous", "next", "others", "back", "open", "more")),
    }
    assert [verb.name for verb in (*forms.form_listeners.verbs(), *forms.listing_listeners.verbs())] == [
        "appointment",
        "appointments",
    ]
