"""When nobody knows whether SMS-iT took it, and what SMS-iT may do with a time it has already."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.smsit import Endpoint
from bot.store.appointment_calls import CallState
from tests.flows.booking import CONFIRMS, REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.harness import Harness

ADDING = Endpoint.ADD_APPOINTMENT
UNCLEAR = "We couldn't confirm this was booked.* SMS-iT's answer was unclear."
TAKEN = {Fault.REPLY_LOST, Fault.EMPTY, Fault.EMPTY_LIST, Fault.TRUNCATED}
BROKEN = (*sorted(TAKEN), Fault.DROPPED, Fault.HTTP500, Fault.HTTP502, Fault.HTML)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    harness.sandbox.smsit.quirks.appointment_changes = False
    desk.quiet()


# --- nobody knows


@pytest.mark.parametrize("fault", BROKEN, ids=str)
def test_an_unclear_answer_is_recorded_shown_and_never_repeated(desk: Bookings, fault: Fault) -> None:
    number, at, before = desk.patient("Mona Fog"), in_days(desk.harness, 4), desk.calls()
    desk.ready(number, at, confirmation=CONFIRMS, reminder=REMINDS)
    desk.smsit.faults.add(ADDING, fault)
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.UNKNOWN)
    desk.strike_at(in_days(desk.harness, 1))

    said = desk.said(booked, UNCLEAR)
    assert "look there, then tell us here." in said
    assert desk.buttons(booked) == ["It was booked", "It wasn't booked", "Try again"]
    assert desk.calls() == before + 1
    assert len(desk.kept(number)) == (fault in TAKEN)
    assert desk.texts_to(number) == []

    desk.again(desk.press("It was booked" if fault in TAKEN else "It wasn't booked", booked))
    if fault in TAKEN:
        desk.said(booked, "(unconfirmed)")
        desk.harness.wait_for(lambda: desk.texts_to(number))
        assert "Reminder" in desk.said(booked)
    else:
        desk.said(booked, "It isn't in SMS-iT.")
        assert desk.buttons(booked) == ["Try again"]
    desk.told("Someone already dealt with this")
    desk.quiet()
    assert len(desk.texts_to(number)) == (fault in TAKEN)
    assert desk.calls() == before + 1


@pytest.mark.parametrize("fault", [Fault.REPLY_LOST, Fault.DROPPED], ids=str)
def test_trying_an_unclear_one_again_makes_one_call_and_books_it(desk: Bookings, fault: Fault) -> None:
    number, before = desk.patient("Nell Retry"), desk.calls()
    desk.ready(number, in_days(desk.harness, 2), confirmation=CONFIRMS)
    desk.smsit.faults.add(ADDING, fault)
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.UNKNOWN)

    answer = desk.press("Try again", booked)
    if fault is Fault.DROPPED:
        desk.until(booked, CallState.ACCEPTED)
    else:
        desk.said(booked, "the earlier attempt probably worked")
    desk.again(answer)
    if fault is Fault.REPLY_LOST:
        desk.press("It was booked", booked)
        desk.until(booked, CallState.ACCEPTED)

    desk.harness.wait_for(lambda: desk.texts_to(number))
    desk.quiet()
    assert desk.calls() == before + 2
    assert len(desk.kept(number)) == len(desk.texts_to(number)) == 1


# --- both worlds


@pytest.mark.parametrize("once", [False, True], ids=["the status changes", "it exists already"])
def test_moving_confirming_and_cancelling_in_both_worlds(desk: Bookings, *, once: bool) -> None:
    desk.smsit.quirks.appointment_changes = not once
    number, at = desk.patient("Olga World"), in_days(desk.harness, 3)
    booked = desk.book(number, at, reminder=REMINDS)
    kept = "so it still shows the old status"

    desk.press("Confirm", booked)
    desk.said(booked, "(confirmed)")
    desk.until(booked, CallState.ACCEPTED)
    assert (kept in desk.said(booked)) is once
    desk.move(booked, in_days(desk.harness, 4))
    assert kept not in desk.said(booked)
    desk.move(booked, at)
    assert (kept in desk.said(booked)) is once
    assert "(rescheduled)" in desk.said(booked)
    desk.cancel(booked)
    said = desk.said(booked, "Cancelled")
    assert (kept in said) is once
    assert "Reminder: cancelled" in said
    assert [status for _at, status in desk.kept(number)] == (
        ["Unconfirmed", "Rescheduled"] if once else ["Cancelled", "Rescheduled"]
    )
    desk.strike_at(in_days(desk.harness, 5))
    assert desk.texts_to(number) == []


def test_a_move_that_is_refused_or_unclear_keeps_the_reminder_until_it_is_settled(desk: Bookings) -> None:
    number, at = desk.patient("Pia Keep"), in_days(desk.harness, 3)
    new = at + DAY
    booked = desk.book(number, at, reminder=REMINDS)
    desk.smsit.faults.add(ADDING, Fault.OTHER_ERROR)
    desk.move(booked, new, until=CallState.REFUSED)
    said = desk.said(booked, "*Not ")
    assert "*Not moved to " in said
    assert desk.buttons(booked) == ["Try again", "Move", "Confirm", "Cancel appointment"]
    assert [each.send_at for each in desk.story(booked).reminders] == [at - DAY]

    desk.smsit.faults.add(ADDING, Fault.REPLY_LOST)
    desk.press("Try again", booked)
    desk.said(booked, "We couldn't confirm this was")
    assert desk.buttons(booked) == ["It was moved", "It wasn't moved", "Try again"]
    desk.strike_at(at - DAY)
    assert desk.texts_to(number) == []
    desk.below(booked, "We couldn't confirm whether the appointment was moved or cancelled")

    desk.press("It was moved", booked)
    desk.until(booked, CallState.ACCEPTED)
    desk.strike_at(new - DAY)
    [text] = desk.texts_to(number)
    assert f"{new:%a} {new.day} {new:%b %Y}" in text
