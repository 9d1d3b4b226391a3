"""Bots of their own: without the account's zone, and killed in the middle of a call."""

from datetime import timedelta
from pathlib import Path

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.appointment_calls import CallState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows import staff
from tests.flows.booking import CONFIRMS, LIST, REMINDS, Bookings
from tests.flows.clinic import in_days
from tests.flows.conftest import OpenHouse
from tests.flows.harness import Harness
from tests.flows.processes import bot_process
from tests.flows.staff import PRIYA, ephemeral

NO_ZONE = "Ask your admin to set SMSIT_TIMEZONE."


def test_without_the_zone_of_the_account_it_is_told_what_is_missing(open_harness: OpenHouse) -> None:
    harness = open_harness(SMSIT_TIMEZONE=None)
    staff.know_the_desk(harness)
    desk = Bookings(harness, PRIYA)

    said = ephemeral(desk.person.command("/sms appointment Ada"))

    assert "Appointments need the SMS-iT account's time zone." in said
    assert NO_ZONE in said
    assert desk.person.view is None
    desk.person.open_home()
    harness.wait_for(lambda: desk.person.home is not None)
    desk.person.press("Book")
    harness.modal("Not done", desk.person)
    assert NO_ZONE in desk.shown
    desk.person.close()
    desk.person.command("/sms appointments")
    harness.modal(LIST, desk.person)
    harness.wait_for(
        lambda: "No upcoming appointments. Only appointments booked from Slack are listed." in desk.shown
    )
    assert desk.calls() == 0


def test_a_process_killed_in_the_call_leaves_an_unknown_booking_and_no_second_call(tmp_path: Path) -> None:
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    smsit = harness.sandbox.start().smsit
    smsit.faults.add("addappointment", Fault.SLOW, seconds=60)
    given = environment(harness.sandbox, tmp_path / "bot.db")
    desk = Bookings(harness)
    number, at = desk.patient("Hal Killed"), in_days(harness, 4)

    with bot_process(tmp_path, given, harness):
        desk.ready(number, at, confirmation=CONFIRMS, reminder=REMINDS)
        desk.confirm()
        harness.wait_for(lambda: desk.kept(number))
    harness.clock.advance(minutes=10)
    harness.start_bot()
    try:
        harness.tick()
        booked = desk.newest(number)
        desk.until(booked, CallState.UNKNOWN)
        harness.tick(minutes=10)
        desk.quiet()
        said = desk.said(booked, "The bot was stopped while it was telling SMS-iT")

        assert "We couldn't confirm this was" in said
        assert desk.calls() == 1
        assert desk.texts_to(number) == []
        desk.press("It was booked", booked)
        desk.until(booked, CallState.ACCEPTED)
        harness.wait_for(lambda: desk.texts_to(number))
        desk.strike_at(at - timedelta(days=1))
        assert len(desk.texts_to(number)) == 2
        assert desk.calls() == 1
        assert len(harness.messages()) == 1
        assert harness.sandbox.slack.problems == []
    finally:
        harness.close()
