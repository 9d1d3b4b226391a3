"""A process killed in the middle of sending: the next one finds the text, sends nothing, and asks."""

from pathlib import Path

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.harness import ADA, Harness
from tests.flows.processes import bot_process

HELLO = "Your lift is here."


def test_a_process_killed_while_it_sends_leaves_an_unknown_text_and_no_second_one(tmp_path: Path) -> None:
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    slack, smsit = harness.sandbox.start().slack, harness.sandbox.smsit
    smsit.faults.add("smscontact", Fault.SLOW, seconds=60)

    with bot_process(tmp_path, environment(harness.sandbox, tmp_path / "bot.db"), harness):
        harness.send(f"/sms {ADA} {HELLO}")
        harness.wait_for(lambda: smsit.ledger)
    harness.clock.advance(minutes=10)
    harness.start_bot()
    try:
        harness.tick()
        harness.until(SendState.UNKNOWN)
        harness.tick(minutes=10)
        told = harness.message("the bot stopped while sending it")

        assert 'SMS-iT reports "delivered"' in str(told.blocks)
        assert len(harness.messages()) == 1
        assert harness.texts == [(ADA, HELLO)]
        harness.maya.press("It was sent", message=told)
        harness.until(SendState.ACCEPTED)
        harness.tick(minutes=1)
        harness.until(SendState.DELIVERED)
        assert harness.texts == [(ADA, HELLO)]
        assert slack.problems == []
    finally:
        harness.close()
