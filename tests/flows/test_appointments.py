"""The clinic books an appointment, confirms, reminds, moves and cancels it, without leaving the channel."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Mode
from bot.store.appointment_calls import CallState
from bot.texting import words
from tests.flows import filling
from tests.flows.booking import CANCEL, CONFIRMS, FORM, HOURS, LIST, REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.harness import Harness, words_in
from tests.flows.staff import TOM

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

HERE, LONDON = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/London")
BOTH = {"confirmation": CONFIRMS, "reminder": REMINDS}


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), mode=mode) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


def local(at: datetime, zone: ZoneInfo = HERE) -> str:
    return words.when_in_zone(at, zone)


def short(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The same for one person, who reads it in their own zone."""
    return words.when(at, zone, now)


def test_a_day_at_the_clinic(desk: Bookings) -> None:
    """Booked by the command, confirmed by a text, reminded once, moved with its reminder, cancelled."""
    harness = desk.harness
    ivy = desk.patient("Ivy Stone")
    at = in_days(harness, 3)
    new = at + timedelta(days=1, hours=2)

    said = desk.ready("Ivy Stone", at, **BOTH)

    assert "Ivy Stone (+1 415-555-0" in said
    assert (short(at, HERE, harness.clock()) in said, "America/Los_Angeles" in said) == (True, False)
    assert "Cost of texts" in said
    assert f"See you {at:%a} {at.day} {at:%b %Y} at {at.astimezone(HERE):%H:%M}, Ivy." in said
    assert "Updates will appear in <#C0FRONT>" in said
    desk.confirm()
    booked = desk.newest(ivy)
    said = desk.said(booked, "(unconfirmed)")
    assert f"{local(at - timedelta(days=1))}>, in thread" in said
    assert ivy not in said
    assert desk.buttons(booked) == ["Move", "Confirm", "Cancel appointment"]
    assert desk.kept(ivy) == [(f"{at.astimezone(HERE):%d %b %H:%M}", "Unconfirmed")]
    harness.wait_for(lambda: desk.texts_to(ivy))
    assert desk.texts_to(ivy) == [f"See you {at:%a} {at.day} {at:%b %Y} at {at.astimezone(HERE):%H:%M}, Ivy."]
    desk.below(booked, "Text to *Ivy Stone")

    desk.press("Confirm", booked)
    desk.said(booked, "(confirmed)")
    desk.quiet()
    assert "Change it there by hand" in desk.said(booked)
    assert desk.kept(ivy)[0][1] == "Unconfirmed"
    assert desk.buttons(booked) == ["Move", "Cancel appointment"]

    said = desk.move(booked, new)
    assert all(short(each, HERE, harness.clock()) in said for each in (at, new))
    assert f"Ivy, remember {new:%a} {new.day} {new:%b %Y} at {new.astimezone(HERE):%H:%M}." in said
    assert "may still show the old one in its own calendar" in said
    said = desk.said(booked, "(rescheduled)")
    assert f"{local(new - timedelta(days=1))}>, in thread" in said
    assert local(at) not in said.replace(local(at - timedelta(days=1)), "")
    assert local(at) in words_in(desk.below(booked, "Moved from").blocks)
    assert (f"{new.astimezone(HERE):%d %b %H:%M}", "Rescheduled") in desk.kept(ivy)

    desk.strike_at(at - timedelta(hours=23))
    assert len(desk.texts_to(ivy)) == 1
    desk.strike_at(new - timedelta(hours=24, seconds=1))
    assert len(desk.texts_to(ivy)) == 1
    desk.strike_at(new - timedelta(hours=24))
    desk.strike_at(new - timedelta(hours=23))
    assert desk.texts_to(ivy)[1:] == [
        f"Ivy, remember {new:%a} {new.day} {new:%b %Y} at {new.astimezone(HERE):%H:%M}."
    ]

    desk.cancel(booked)
    assert "Cancelled: " in desk.said(booked)
    assert desk.buttons(booked) == ["Offer this time"]
    assert "Change it there by hand" in desk.said(booked)
    desk.strike_at(new + timedelta(hours=1))
    assert len(desk.texts_to(ivy)) == 2
    assert desk.calls() == 4


def test_both_zones_are_shown_to_who_lives_in_another(desk: Bookings) -> None:
    tom = desk.seat(TOM)
    number = desk.patient("Ben Vale")
    at = in_days(desk.harness, 4)
    tom.compose(number)

    tom.fill(at, reminder=REMINDS, status="Confirmed")

    tom.harness.wait_for(lambda: "in America/Los_Angeles, the account's time zone" in tom.shown)
    said = tom.check()
    now = desk.harness.clock()
    assert short(at, LONDON, now) in said
    assert said.count("America/Los_Angeles") == 1
    assert f"{short(at, HERE, now)} in America/Los_Angeles, the account's time zone" in said
    assert f"*Reminder* {short(at - timedelta(days=1), LONDON, now)}" in said
    tom.confirm()
    booked = tom.newest(number)
    said = tom.said(booked, "(confirmed)")
    assert f"<!date^{int(at.timestamp())}^" in said
    assert local(at) in said
    assert desk.kept(number) == [(f"{at.astimezone(HERE):%d %b %H:%M}", "Confirmed")]


def test_a_reminder_can_be_seen_among_the_scheduled_and_goes_when_the_appointment_does(
    desk: Bookings,
) -> None:
    number = desk.patient("Cora Lind")
    at = in_days(desk.harness, 5)
    booked = desk.book(number, at, reminder=REMINDS, hours="48")
    desk.person.command("/sms scheduled", channel="C0HELP")
    desk.harness.modal("Scheduled")
    desk.harness.wait_for(lambda: "Cora Lind" in desk.shown)
    assert short(at - timedelta(days=2), HERE, desk.harness.clock()) in desk.shown
    desk.person.close()

    desk.cancel(booked)

    assert "Reminder: cancelled" in desk.said(booked)
    desk.person.command("/sms scheduled", channel="C0HELP")
    desk.harness.modal("Scheduled")
    desk.harness.wait_for(lambda: "scheduled" in desk.shown or "held by" in desk.shown)
    assert "Cora Lind" not in desk.shown
    desk.person.close()
    desk.strike_at(at)
    assert desk.texts_to(number) == []


def test_an_appointment_is_booked_from_a_contact_and_from_the_home_tab(desk: Bookings) -> None:
    number, at = desk.patient("Dora Hale"), in_days(desk.harness, 6)
    desk.person.command("/sms contacts Dora Hale", channel="C0HELP")
    desk.harness.modal("Contacts")
    desk.harness.wait_for(lambda: "Dora Hale" in desk.shown)
    blocks = desk.person.view.blocks if desk.person.view else []
    [row] = [each for each in blocks if "accessory" in each]
    desk.person.press(str(row["block_id"]))
    desk.harness.modal("Contact")
    desk.harness.wait_for(lambda: "Book" in desk.shown)
    desk.person.press("Book")
    desk.wait_for_form()
    desk.fill(at)
    said = desk.check()
    assert "Dora Hale (+1 415-555-0" in said
    assert "as a direct message" in said
    desk.confirm()
    desk.harness.wait_for(lambda: desk.kept(number))
    at_home = Bookings(desk.harness, channel="@smsit")
    at_home.message(desk.newest(number), "(unconfirmed)")

    desk.person.open_home()
    desk.harness.wait_for(lambda: desk.person.home is not None)
    desk.person.press("Book")
    desk.wait_for_form()
    assert number not in desk.shown
    filling.to(desk.person, number, "With")
    desk.fill(at + timedelta(hours=1))
    desk.check()
    desk.confirm()
    desk.harness.wait_for(lambda: len(desk.kept(number)) == 2)


def test_the_list_is_searched_turned_and_acted_in(desk: Bookings) -> None:
    number, at = desk.patient("Elsa Moor"), in_days(desk.harness, 7)
    booked = desk.book(number, at, reminder=REMINDS)
    for nth in range(9):
        desk.book(number, at + timedelta(hours=nth + 1))
    desk.person.command("/sms appointments moor")
    desk.harness.modal(LIST)
    desk.harness.wait_for(lambda: "10 upcoming appointments*, 1 to 8" in desk.shown)
    assert "*Elsa Moor* (•••" in desk.shown
    assert number not in desk.shown
    desk.person.press("Next")
    desk.harness.wait_for(lambda: "9 to 10" in desk.shown)
    desk.person.fill("With", number[-7:])
    desk.person.submit()
    desk.harness.wait_for(lambda: "1 to 8" in desk.shown)
    desk.person.press("Open")
    desk.harness.wait_for(lambda: "Back to the list" in desk.shown)
    desk.person.press("Cancel appointment")
    desk.harness.modal(CANCEL)
    desk.harness.wait_for(lambda: "SMS-iT will keep" in desk.shown)
    desk.confirm()
    desk.until(booked, CallState.ACCEPTED)
    assert desk.person.command("/sms appointments elsa").acked
    desk.harness.modal(LIST)
    desk.harness.wait_for(lambda: "Cancelled" in desk.shown)
    desk.person.press("Past")
    desk.harness.wait_for(lambda: "No past appointments" in desk.shown)
    desk.person.close()
    desk.strike_at(at)
    assert desk.texts_to(number) == []


def test_a_form_says_beside_its_fields_what_is_wrong(desk: Bookings) -> None:
    desk.compose("Nobody of this name")
    assert "No contact is named “Nobody of this name" in desk.shown
    filling.to(desk.person, "123 45", "With")
    desk.fill(
        desk.harness.clock() - timedelta(hours=1), confirmation="Hello %%Doctor%%", reminder="{a}", hours=24
    )
    desk.person.submit()

    assert desk.title == FORM
    assert "That time has passed, so no text can be sent." in desk.errors["reminder"]
    assert "%%Doctor%% can't be filled in here. Use %%Name%%," in desk.errors["confirmation_text"]
    assert set(desk.errors) >= {"confirmation", "reminder", "confirmation_text", "to"}
    assert HOURS in desk.shown
