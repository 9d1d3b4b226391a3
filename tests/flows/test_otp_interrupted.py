"""No answer in time, no way to SMS-iT, and a process that dies: nothing twice, and never a yes by chance."""

import subprocess
import sys
from pathlib import Path

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from bot.store.verifications import Stage
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.codes import VERIFY, Codes
from tests.flows.conftest import OpenHouse
from tests.flows.house import House
from tests.flows.relay import Relay

CALLS = ("generateOTP", "smscontact", "validateOtp")


def test_a_service_that_is_silent_or_cannot_be_reached_is_asked_once(open_house: OpenHouse) -> None:
    relay = Relay()
    house = open_house(SMSIT_READ_TIMEOUT="1", SMSIT_BASE_URL=f"{relay.url}/smsit/apis/")
    relay.open(to=house.sandbox.url)
    codes = Codes(house)
    codes.smsit.faults.add(CALLS[0], Fault.SLOW, seconds=2)
    sent = codes.send(until=SendState.REFUSED)
    assert "SMS-iT gave no clear answer when asked for a code" in codes.message(sent, "Not sent").text

    codes.ready()
    relay.close()
    codes.confirm()
    sent = codes.until(SendState.REFUSED)
    assert "SMS-iT could not be reached. No text was sent; send a new one." in codes.message(sent).text
    assert codes.stands(sent) == (Stage.FAILED, "not_sent")
    assert house.texts == []

    relay.open(to=house.sandbox.url)
    codes.smsit.faults.add(CALLS[1], Fault.SLOW, seconds=2)
    sent = codes.send(until=SendState.UNKNOWN)
    house.tick(seconds=5)
    codes.message(sent, "Evidence:")
    codes.smsit.faults.add(CALLS[2], Fault.SLOW, seconds=2)
    assert "*Not verified*: SMS-iT did not clearly say" in codes.verify(sent, codes.code())
    house.tick(minutes=5)
    assert [codes.calls(each) for each in CALLS] == [2, 1, 1]
    relay.close()


def test_a_process_killed_between_the_right_code_and_the_answer_verifies_nobody(tmp_path: Path) -> None:
    house = House(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    slack, smsit = house.sandbox.start().slack, house.sandbox.smsit
    smsit.faults.add("validateOtp", Fault.SLOW, seconds=60)
    env_file = tmp_path / "bot.env"
    given = environment(house.sandbox, tmp_path / "bot.db").items()
    env_file.write_text("".join(f"{name}={value}\n" for name, value in given), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--env-file", str(env_file)]
    codes, maya = Codes(house), house.maya

    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=tmp_path) as process:  # noqa: S603 - our own
        try:
            house.wait_for(lambda: slack.connections)
            codes.ready()
            maya.submit()
            house.wait_for(lambda: any("Not verified yet" in each.text for each in house.messages()))
            maya.press("Verify", message=house.messages()[0])
            house.modal(VERIFY)
            maya.fill("Code", codes.code())
            right = maya.submit()
            house.wait_for(lambda: codes.calls("validateOtp"))
        finally:
            process.kill()
    house.wait_for(lambda: not slack.connections)
    house.start_bot()
    try:
        sent = codes.newest()
        assert codes.stands(sent)[0] is Stage.CHECKING
        assert slack.redeliver(right).acked
        house.modal(VERIFY)
        assert "SMS-iT is being asked about it" in house.shown()
        house.tick(minutes=2)
        codes.message(sent, "*Not verified*: SMS-iT did not clearly say that the code is right")
        assert "Send a new code" in codes.buttons(sent)
        assert slack.redeliver(right).acked
        house.tick(minutes=2)
        assert codes.stands(sent) == (Stage.FAILED, "unclear")
        assert [codes.calls(each) for each in CALLS] == [1, 1, 1]
    finally:
        house.close()
