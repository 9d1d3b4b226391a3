"""The clinic closes for a day: everybody is cancelled and told, and who wasn't reached is called."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.sandbox.slack.model import Message
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.appointment_calls import CallState
from bot.store.states import SendState
from tests.flows.booking import REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.closing import HERE, NEW, REVIEW, SORRY, message, newest_message, open_form
from tests.flows.harness import Harness, words_in
from tests.flows.staff import TOM

pytestmark = pytest.mark.measured

OVER = {SendState.DELIVERED, SendState.UNDELIVERED, SendState.CANCELLED}
ADDING, LANDLINE = "addappointment", "14155550130"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), mode=mode) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


def take_off(desk: Bookings, at: datetime, text: str = SORRY, *, week: bool = False) -> str:
    """Have a day off, and return what the review said."""
    open_form(desk, at, text, week=week)
    said = desk.check()
    assert desk.title == REVIEW, said
    desk.confirm()
    return said


def a_day(desk: Bookings, day: float, *names: str, **texts: object) -> tuple[datetime, dict[str, str]]:
    """Book one appointment an hour for new patients; return when it begins, and the ids by number."""
    at = in_days(desk.harness, day).astimezone(HERE).replace(hour=9)
    booked = {}
    for nth, name in enumerate(names):
        number = desk.patient(name)
        booked[number] = desk.book(number, at + timedelta(hours=nth), **texts)  # type: ignore[arg-type] # its texts
    return at, booked


def test_a_day_off_with_one_unclear_and_one_not_reached(desk: Bookings) -> None:
    at, booked = a_day(desk, 3, "Ann Early", "Ben Noon")
    booked[LANDLINE] = desk.book(LANDLINE, at + timedelta(hours=3), reminder=REMINDS)
    before = desk.calls()
    open_form(desk, at)
    said = desk.check()
    assert desk.title == REVIEW, said
    assert "3 appointments to cancel" in said
    assert all(f"Sorry {name}, not on" in said for name in ("Ann", "Ben", "Lou"))
    assert "Cost of texts *3 credits*" in said
    desk.smsit.faults.add(ADDING, Fault.REPLY_LOST)
    with desk.twice():
        desk.confirm()

    shown = message(desk, "2 cancelled, 1 to look at")
    desk.quiet()
    assert desk.calls() == before + 3
    [unclear] = [each for each in booked.values() if desk.story(each).last.state is CallState.UNKNOWN]
    assert "We couldn't confirm" in words_in(shown.blocks)
    texts = {number: len(desk.texts_to(number)) for number in booked}
    assert texts == {number: int(each != unclear) for number, each in booked.items()}

    desk.press("It was cancelled", unclear)
    message(desk, "3 cancelled")
    desk.quiet()
    assert {len(desk.texts_to(number)) for number in booked} == {1}
    assert desk.calls() == before + 3

    reports(desk, *booked.values())
    states = {number: desk.story(each).notice for number, each in booked.items()}
    missed = [number for number, text in states.items() if text and text.state is SendState.UNDELIVERED]
    assert LANDLINE in missed
    reached = len(booked) - len(missed)  # which numbers take no texts is the pretend SMS-iT's business
    told = (f"{reached} delivered",) if reached else ()
    called = message_by_the_clock(desk, *told, f"{len(missed)} not delivered")
    assert LANDLINE not in words_in(called.blocks)
    desk.person.press(f"Call list ({len(missed)})", message=called)
    desk.harness.modal("Call list", desk.person)
    assert "Lou Landline" in desk.shown
    assert "text not delivered" in desk.shown
    assert ("Ann Early" in desk.shown) is (next(iter(booked)) in missed)
    desk.person.close()
    desk.strike_at(at + timedelta(hours=4))
    assert len(desk.texts_to(LANDLINE)) == 1  # and no reminder of what is off
    desk.harness.sandbox.slack.problems.clear()


def struck(desk: Bookings, seconds: float) -> None:
    """Let the clock strike, and wait for what it begins: else the time for reports may be over too soon."""
    desk.harness.clock.advance(seconds=seconds)
    desk.harness.bot.tick.run({})
    desk.harness.quiet()


def reports(desk: Bookings, *booked: str) -> None:
    """Let the clock strike until the reports on what was texted about these have come in."""

    def are_in() -> bool:
        struck(desk, 30)
        stories = [desk.story(each) for each in booked]
        texts = [text for each in stories for text in (each.notice, *each.reminders) if text is not None]
        return all(each.state in OVER for each in texts)

    desk.harness.wait_for_database(are_in)


def message_by_the_clock(desk: Bookings, *containing: str) -> Message:
    """Let the clock strike until the message of the day off says all this: Slack takes some edits later."""

    def seen() -> Message | None:
        struck(desk, 1)
        return newest_message(desk, *containing)

    desk.harness.wait_for_database(lambda: seen() is not None)
    found = newest_message(desk, *containing)
    assert found is not None
    return found


def test_all_of_a_day_by_a_week_with_two_reminders_each(desk: Bookings) -> None:
    at, booked = a_day(desk, 5, "Dee First", "Eli Second", reminder=REMINDS, hours="48, 2")
    [first, second] = booked.values()
    assert len(desk.story(first).reminders) == 2

    said = take_off(desk, at, NEW, week=True)

    later = at + timedelta(days=7)
    assert "2 appointments to move by a week" in said
    assert f"Dee, now {later:%a} {later.day} {later:%b %Y}" in said
    message(desk, "2 moved by a week")
    desk.quiet()
    assert [desk.story(each).known.at for each in (first, second)] == [later, later + timedelta(hours=1)]
    [dee, eli] = booked
    assert [len(desk.texts_to(each)) for each in (dee, eli)] == [1, 1]
    assert [each.send_at for each in desk.story(first).reminders] == [
        later - timedelta(hours=48),
        later - timedelta(hours=2),
    ]
    desk.strike_at(at - timedelta(hours=2))
    assert len(desk.texts_to(dee)) == 1
    desk.strike_at(later - timedelta(hours=48))
    desk.strike_at(later - timedelta(hours=2))
    assert len(desk.texts_to(dee)) == 3
    assert (
        desk.texts_to(dee)[1:]
        == [f"Dee, remember {later:%a} {later.day} {later:%b %Y} at {later.astimezone(HERE):%H:%M}."] * 2
    )


def test_one_cancelled_and_one_moved_by_hand_are_told_once(desk: Bookings) -> None:
    at, booked = a_day(desk, 9, "Fay Gone", "Gus Moved")
    [(fay, first), (gus, second)] = booked.items()
    desk.cancel(first, SORRY)
    desk.said(first, "Text about the change: in thread")
    desk.below(first, "Text to *Fay Gone")
    desk.press("Move", second)
    desk.wait_for_form("Move an appointment")
    desk.person.fill("Date and time", at + timedelta(days=1))
    desk.tell(NEW)
    assert "Gus, now" in desk.check()
    desk.confirm()
    desk.said(second, "(rescheduled)")
    desk.quiet()
    assert [len(desk.texts_to(each)) for each in (fay, gus)] == [1, 1]


def test_today_shows_who_was_reminded_and_reached(desk: Bookings) -> None:
    at, booked = a_day(desk, 13, "Hal Reached", reminder=REMINDS, hours="2")
    desk.strike_at(at - timedelta(hours=2))
    reports(desk, *booked.values())
    assert [len(desk.texts_to(each)) for each in booked] == [1]
    assert desk.person.command("/sms appointments today", channel=desk.channel).acked
    desk.harness.modal("Appointments", desk.person)
    desk.harness.wait_for(lambda: "Hal Reached" in desk.shown)
    assert "1 reached" in desk.shown
    assert "Reminder" in desk.shown
    desk.person.press("Next day")
    desk.harness.wait_for(lambda: "nothing is booked" in desk.shown)
    desk.person.close()


def test_somebody_else_takes_it_off_too_and_whoever_comes_second_is_told(desk: Bookings) -> None:
    at, booked = a_day(desk, 17, "Ida Once")
    tom = desk.seat(TOM)
    for each in (desk, tom):
        open_form(each, at)
        said = each.check()
        assert each.title == REVIEW, said
    desk.confirm()
    desk.quiet()
    tom.confirm()
    desk.harness.wait_for(lambda: "Nothing was changed" in tom.shown)
    desk.quiet()
    assert [len(desk.texts_to(number)) for number in booked] == [1]
