"""Reminders of appointments: held by the bot, looked at once more when they fire, and sent once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.store.states import SendState
from bot.texting import words
from tests.flows import filling, staff
from tests.flows.booking import CONFIRMS, FORM, HOURS, MOVE, REMINDS, Bookings
from tests.flows.clinic import POLICY, in_days, opened
from tests.flows.harness import Harness
from tests.flows.staff import PRIYA, TOM, scheduled

HERE, LONDON = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/London")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BUDGET = f"""
[budgets.people]
{PRIYA} = 1
[appointments]
reminder = "{REMINDS}"
reminder_hours = 720
"""


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY + BUDGET) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


def state(desk: Bookings, booked: str) -> SendState | None:
    [reminder] = desk.story(booked).reminders
    return None if reminder is None else reminder.state


def reminder(booked_for: datetime, name: str) -> str:
    there = booked_for.astimezone(HERE)
    return f"{name}, remember {there:%a} {there.day} {there:%b %Y} at {there:%H:%M}."


# --- what stands in its way when it fires


def test_whoever_is_on_the_do_not_text_list_by_then_is_not_reminded(desk: Bookings) -> None:
    number, at = desk.patient("Quin Listed"), in_days(desk.harness, 3)
    booked = desk.book(number, at, reminder=REMINDS)
    said = filling.stop_texting(desk.harness, f"+{number} asked by phone", desk.person, channel="C0HELP")
    assert "to the do-not-text list." in said
    desk.strike_at(at - DAY)

    assert desk.texts_to(number) == []
    assert "is on the do-not-text list, so this text can't be sent. See /sms do-not-text." in words_below(
        desk, booked
    )


def test_whoever_opted_out_since_is_not_reminded(desk: Bookings) -> None:
    number, at = desk.patient("Rita Left"), in_days(desk.harness, 3)
    booked = desk.book(number, at, reminder=REMINDS)
    desk.smsit.opt_out(number)
    before = desk.calls("smscontact")
    desk.strike_at(at - DAY)

    assert "has opted out, so the reminder wasn't sent." in words_below(desk, booked)
    assert state(desk, booked) is SendState.REFUSED
    assert desk.calls("smscontact") == before


def test_in_quiet_hours_it_asks_and_goes_once_when_an_admin_says_so(desk: Bookings) -> None:
    number = desk.patient("Sid Sleeps", "447700900123")
    at = in_days(desk.harness, 3).astimezone(LONDON).replace(hour=22).astimezone(UTC)
    desk.compose(number)
    desk.fill(at, reminder=REMINDS)
    said = desk.check()
    assert "The reminder: " in said
    desk.confirm()
    booked = desk.newest(number)
    desk.said(booked, "(unconfirmed)")
    desk.strike_at(at - DAY)

    assert desk.texts_to(number) == []
    held = desk.below(booked, "It's quiet hours for this number")
    desk.person.press("Send now", message=held)
    desk.told("You need the *admin* role to send in quiet hours.")
    assert desk.texts_to(number) == []
    answer = desk.harness.person(TOM).press("Send now", message=held)
    assert answer is not None
    desk.harness.wait_for(lambda: desk.texts_to(number))
    desk.again(answer)
    assert desk.texts_to(number) == [reminder(at, "Sid")]


def test_one_found_too_late_asks_and_once_the_appointment_is_over_does_not_go(desk: Bookings) -> None:
    number, at = desk.patient("Tess Late"), in_days(desk.harness, 3)
    booked = desk.book(number, at, reminder=REMINDS)
    other = desk.patient("Theo Over")
    over = desk.book(other, at, reminder=REMINDS, hours="1")
    desk.strike_at(at - DAY + 2 * HOUR)

    assert desk.texts_to(number) == []
    late = desk.below(booked, "Not sent. The bot was offline at")
    desk.person.press("Send now", message=late)
    desk.harness.wait_for(lambda: desk.texts_to(number))
    desk.strike_at(at - HOUR / 2)
    assert desk.texts_to(number) == [reminder(at, "Tess")]

    late = desk.below(over, "Not sent. The bot was offline at")
    desk.strike_at(at + HOUR)
    desk.person.press("Send now", message=late)
    desk.below(over, "the appointment is over, so this text wasn't sent")
    assert desk.texts_to(other) == []


def test_it_can_be_called_off_among_the_scheduled(desk: Bookings) -> None:
    number, at = desk.patient("Uma Alone"), in_days(desk.harness, 3)
    booked = desk.book(number, at, reminder=REMINDS)
    scheduled(desk.harness)
    assert "Uma Alone" in desk.shown
    staff.press_there(desk.harness, "Cancel", says="Cancelled.")
    desk.person.close()

    desk.press("Move", booked)
    desk.wait_for_form(MOVE)
    assert "24" not in str(desk.person.view and desk.person.view.blocks[-1])
    desk.person.close()
    desk.strike_at(at)
    assert desk.texts_to(number) == []


def test_after_it_went_a_move_suggests_another_one(desk: Bookings) -> None:
    number, at = desk.patient("Vera Twice"), in_days(desk.harness, 2)
    new = at + 2 * DAY
    booked = desk.book(number, at, reminder=REMINDS)
    desk.strike_at(at - DAY)
    assert desk.texts_to(number) == [reminder(at, "Vera")]

    said = desk.move(booked, new)

    assert reminder(new, "Vera") in said
    desk.strike_at(new - DAY)
    assert desk.texts_to(number) == [reminder(at, "Vera"), reminder(new, "Vera")]
    desk.cancel(booked)
    assert "Reminder: cancelled" not in desk.said(booked)


def test_a_move_may_change_the_hours_or_leave_the_reminder_out(desk: Bookings) -> None:
    number, at = desk.patient("Walt Hours"), in_days(desk.harness, 3)
    booked = desk.book(number, at, reminder=REMINDS)
    desk.move(booked, at + HOUR, "2")
    assert f"{words.when_in_zone(at - HOUR, HERE)}>, in thread" in desk.said(booked)

    said = desk.move(booked, at + 2 * HOUR, "")

    assert "The reminder will be cancelled, and no other one sent." in said
    assert "Reminder: " not in desk.said(booked)
    desk.strike_at(at + HOUR)
    assert desk.texts_to(number) == []


# --- money


def test_a_budget_that_does_not_cover_a_text_does_not_undo_the_booking(desk: Bookings) -> None:
    staff.know_the_desk(desk.harness)
    priya = desk.seat(PRIYA)
    number, at = desk.patient("Xena Poor"), in_days(desk.harness, 3)
    first = priya.book(number, at, confirmation=CONFIRMS)
    second = priya.book(number, at + HOUR, confirmation=CONFIRMS)

    priya.said(first, "Confirmation text: in thread")
    said = priya.said(second, "(unconfirmed)")
    assert "The confirmation text won't be sent: " in said
    assert "Your daily limit: " in said
    assert len(desk.texts_to(number)) == 1
    assert len(desk.kept(number)) == 2


# --- clocks


def test_what_the_policy_suggests_can_be_booked(desk: Bookings) -> None:
    number, at = desk.patient("Yuri Month"), in_days(desk.harness, 40)
    desk.compose(number)
    desk.person.fill("Date and time", at)
    desk.person.choose("Reminder", "Send a reminder")
    desk.harness.wait_for(lambda: HOURS in desk.shown)
    assert "720" in desk.shown
    said = desk.check()
    assert words.when(at - 30 * DAY, HERE, desk.harness.clock()) in said
    desk.confirm()
    booked = desk.newest(number)
    desk.said(booked, "(unconfirmed)")
    desk.cancel(booked)


def test_an_hour_that_comes_twice_is_refused_and_one_after_a_gap_keeps_its_real_hours(
    desk: Bookings,
) -> None:
    number = desk.patient("Zoe Clocks")
    twice = datetime(2027, 11, 7, 9, 30, tzinfo=UTC)
    desk.compose(number)
    desk.fill(twice)
    desk.person.submit()
    assert desk.title == FORM
    assert "That hour happens twice in America/Los_Angeles when the clocks go back" in desk.errors["at"]
    desk.person.close()

    at = datetime(2027, 3, 14, 17, 0, tzinfo=UTC)
    said = desk.ready(number, at, reminder=REMINDS)
    assert "Sun 14 Mar 2027, 10:00" in said
    assert "*Reminder* Sat 13 Mar 2027, 09:00" in said
    desk.confirm()
    booked = desk.newest(number)
    desk.said(booked, "(unconfirmed)")
    assert desk.kept(number) == [("14 Mar 10:00", "Unconfirmed")]
    desk.strike_at(at - DAY - timedelta(seconds=1))
    assert desk.texts_to(number) == []
    desk.strike_at(at - DAY)
    assert desk.texts_to(number) == ["Zoe, remember Sun 14 Mar 2027 at 10:00."]


def words_below(desk: Bookings, booked: str) -> str:
    """The words of the reminder's own message, once it says what became of it."""
    return desk.below(booked, "ot sent").text
