"""Houses of their own: without the account's zone, and killed in the middle of a call."""

import subprocess
import sys
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
from tests.flows.house import House
from tests.flows.staff import PRIYA, ephemeral

NO_ZONE = "Ask your admin to set SMSIT_TIMEZONE."


def test_without_the_zone_of_the_account_it_is_told_what_is_missing(open_house: OpenHouse) -> None:
    house = open_house(SMSIT_TIMEZONE=None)
    staff.know_the_desk(house)
    desk = Bookings(house, PRIYA)

    said = ephemeral(desk.person.command("/sms appointment Ada"))

    assert "Appointments need the time zone of the SMS-iT account" in said
    assert NO_ZONE in said
    assert desk.person.view is None
    desk.person.open_home()
    house.wait_for(lambda: desk.person.home is not None)
    desk.person.press("Book")
    house.message(NO_ZONE, "@smsit", desk.person)
    desk.person.command("/sms appointments")
    house.modal(LIST, desk.person)
    house.wait_for(lambda: "No coming appointments were booked from here." in desk.shown)
    assert desk.calls() == 0


def test_a_process_killed_in_the_call_leaves_an_unknown_booking_and_no_second_call(tmp_path: Path) -> None:
    house = House(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    slack, smsit = house.sandbox.start().slack, house.sandbox.smsit
    smsit.faults.add("addappointment", Fault.SLOW, seconds=60)
    env_file = tmp_path / "bot.env"
    given = environment(house.sandbox, tmp_path / "bot.db").items()
    env_file.write_text("".join(f"{name}={value}\n" for name, value in given), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--env-file", str(env_file)]
    desk = Bookings(house)
    number, at = desk.patient("Hal Killed"), in_days(house, 4)

    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=tmp_path) as process:  # noqa: S603 - our own
        house.wait_for(lambda: slack.connections)
        desk.ready(number, at, confirmation=CONFIRMS, reminder=REMINDS)
        desk.confirm()
        house.wait_for(lambda: desk.kept(number))
        process.kill()
    house.wait_for(lambda: not slack.connections)
    house.clock.advance(minutes=10)
    house.start_bot()
    try:
        house.tick()
        booked = desk.newest(number)
        desk.until(booked, CallState.UNKNOWN)
        house.tick(minutes=10)
        desk.quiet()
        said = desk.said(booked, "the bot was stopped while telling SMS-iT")

        assert "It is not known whether SMS-iT took it" in said
        assert desk.calls() == 1
        assert desk.texts_to(number) == []
        desk.press("It was booked", booked)
        desk.until(booked, CallState.ACCEPTED)
        house.wait_for(lambda: desk.texts_to(number))
        desk.strike_at(at - timedelta(days=1))
        assert len(desk.texts_to(number)) == 2
        assert desk.calls() == 1
        assert len(house.messages()) == 1
        assert slack.problems == []
    finally:
        house.close()
