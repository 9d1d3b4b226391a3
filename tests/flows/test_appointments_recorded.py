"""Appointments that were booked elsewhere are told to SMS-iT too: those that are over, and in any status."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.appointment_calls import CallState
from tests.flows.booking import CONFIRMS, REMINDS, Bookings
from tests.flows.clinic import in_days, opened
from tests.flows.harness import Harness

HERE = ZoneInfo("America/Los_Angeles")
ADDING = "addappointment"
RECORD = "Review appointment"
OVER = "That time has passed"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house")) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness)
    yield desk
    desk.quiet()


@pytest.mark.parametrize("status", ["Unconfirmed", "Confirmed", "Cancelled", "Rescheduled"])
def test_one_that_is_over_is_recorded_as_it_stands_and_no_text_goes(desk: Bookings, status: str) -> None:
    number, at = desk.patient(f"Past {status}"), in_days(desk.harness, -2)
    desk.compose(number)
    desk.fill(at, status=status)
    desk.harness.wait_for(lambda: OVER in desk.shown)
    said = desk.check()
    assert desk.title == RECORD, said
    assert OVER in said
    assert "Balance" not in said
    assert "the texts in its thread" not in said
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.ACCEPTED)

    assert status in desk.said(booked)
    assert desk.kept(number) == [(f"{at.astimezone(HERE):%d %b %H:%M}", status)]
    assert desk.texts_to(number) == []


@pytest.mark.parametrize(("status", "title"), [("Cancelled", RECORD), ("Rescheduled", "Review appointment")])
def test_a_coming_one_is_told_as_cancelled_or_rescheduled(desk: Bookings, status: str, title: str) -> None:
    number, at = desk.patient(f"Coming {status}"), in_days(desk.harness, 2)
    desk.compose(number)
    desk.fill(at, status=status)
    said = desk.check()
    assert desk.title == title, said
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.ACCEPTED)

    assert desk.kept(number) == [(f"{at.astimezone(HERE):%d %b %H:%M}", status)]
    assert desk.buttons(booked) == (
        ["Offer this time"] if status == "Cancelled" else ["Move", "Confirm", "Cancel appointment"]
    )


def test_texts_that_cannot_go_are_told_beside_their_boxes_and_nothing_is_lost(desk: Bookings) -> None:
    number = desk.patient("Tia Texts")
    desk.compose(number)
    desk.fill(in_days(desk.harness, -1), confirmation=CONFIRMS, reminder=REMINDS)
    before = desk.calls()
    desk.person.submit()
    assert {block for block, said in desk.errors.items() if OVER in said} == {"confirmation", "reminder"}
    desk.person.fill("Date and time", in_days(desk.harness, 3))
    assert "Book" in desk.check()
    assert "Tia, remember" in desk.shown
    assert desk.calls() == before


def test_what_smsit_has_already_is_changed_in_its_panel(desk: Bookings) -> None:
    number, at = desk.patient("Pam Panel"), in_days(desk.harness, 4)
    written = f"{at.astimezone(HERE):%d-%m-%Y %H:%M}"
    assert desk.smsit.call("addappointment", number=number, apptdate=written, status="0")["status"] == "0"
    desk.compose(number)
    desk.fill(at, status="Cancelled")
    desk.check()
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.REFUSED)
    said = desk.said(booked, "Change it in SMS-iT's own panel")
    assert "*Not recorded.*" in said
    assert desk.kept(number)[0][1] == "Unconfirmed"


def test_a_coming_one_whose_time_passes_before_it_is_confirmed_is_not_recorded_by_mistake(
    desk: Bookings,
) -> None:
    number = desk.patient("Lara Late")
    desk.ready(number, in_days(desk.harness, 1))
    before = desk.calls()
    desk.harness.clock.advance(seconds=timedelta(days=2).total_seconds())
    desk.person.submit()
    desk.harness.wait_for(lambda: "That time has passed" in desk.shown)
    assert desk.calls() == before
    desk.person.close()


def test_one_that_is_over_is_tried_again_after_a_refusal(desk: Bookings) -> None:
    number = desk.patient("Rita Retry")
    desk.smsit.faults.add(ADDING, Fault.OTHER_ERROR)
    desk.compose(number)
    desk.fill(in_days(desk.harness, -3), status="Confirmed")
    desk.check()
    desk.confirm()
    booked = desk.newest(number)
    desk.until(booked, CallState.REFUSED)
    desk.press("Try again", booked, says="*Not ")
    desk.until(booked, CallState.ACCEPTED)
    assert desk.kept(number)[0][1] == "Confirmed"
