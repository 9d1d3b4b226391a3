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
from tests.flows.harness import Harness
from tests.flows.relay import Relay

CALLS = ("generateOTP", "smscontact", "validateOtp")


def test_a_service_that_is_silent_or_cannot_be_reached_is_asked_once(open_harness: OpenHouse) -> None:
    relay = Relay()
    harness = open_harness(SMSIT_READ_TIMEOUT="4", SMSIT_BASE_URL=f"{relay.url}/smsit/apis/")
    relay.open(to=harness.sandbox.url)
    codes = Codes(harness)
    codes.smsit.faults.add(CALLS[0], Fault.SLOW, seconds=3600)
    sent = codes.send(until=SendState.REFUSED)
    assert "SMS-iT's answer was unclear" in codes.message(sent, "Not sent").text

    codes.ready()
    relay.close()
    codes.confirm()
    sent = codes.until(SendState.REFUSED)
    assert "SMS-iT couldn't be reached, so no text was sent. Send a new one." in codes.message(sent).text
    assert codes.stands(sent) == (Stage.FAILED, "not_sent")
    assert harness.texts == []

    relay.open(to=harness.sandbox.url)
    codes.smsit.faults.add(CALLS[1], Fault.SLOW, seconds=3600)
    sent = codes.send(until=SendState.UNKNOWN)
    harness.tick(seconds=5)
    codes.message(sent, "Last checked ")
    codes.smsit.faults.add(CALLS[2], Fault.SLOW, seconds=3600)
    assert "*Not verified*: SMS-iT didn't clearly confirm" in codes.verify(sent, codes.code())
    harness.tick(minutes=5)
    assert [codes.calls(each) for each in CALLS] == [2, 1, 1]
    relay.close()


def test_a_process_killed_between_the_right_code_and_the_answer_verifies_nobody(tmp_path: Path) -> None:
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    slack, smsit = harness.sandbox.start().slack, harness.sandbox.smsit
    smsit.faults.add("validateOtp", Fault.SLOW, seconds=60)
    env_file = tmp_path / "bot.env"
    given = environment(harness.sandbox, tmp_path / "bot.db").items()
    env_file.write_text("".join(f"{name}={value}\n" for name, value in given), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--env-file", str(env_file)]
    codes, maya = Codes(harness), harness.maya

    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=tmp_path) as process:  # noqa: S603 - our own
        try:
            harness.wait_for(lambda: slack.connections)
            codes.ready()
            maya.submit()
            harness.wait_for(lambda: any("Not verified yet" in each.text for each in harness.messages()))
            maya.press("Verify", message=harness.messages()[0])
            harness.modal(VERIFY)
            maya.fill("Code", codes.code())
            right = maya.submit()
            harness.wait_for(lambda: codes.calls("validateOtp"))
        finally:
            process.kill()
    harness.wait_for(lambda: not slack.connections)
    harness.start_bot()
    try:
        sent = codes.newest()
        assert codes.stands(sent)[0] is Stage.CHECKING
        assert slack.redeliver(right).acked
        harness.modal(VERIFY)
        assert "checking it with SMS-iT" in harness.shown()
        harness.tick(minutes=2)
        codes.message(sent, "*Not verified*: SMS-iT didn't clearly confirm the code")
        assert "Send a new code" in codes.buttons(sent)
        assert slack.redeliver(right).acked
        harness.tick(minutes=2)
        assert codes.stands(sent) == (Stage.FAILED, "unclear")
        assert [codes.calls(each) for each in CALLS] == [1, 1, 1]
    finally:
        harness.close()
