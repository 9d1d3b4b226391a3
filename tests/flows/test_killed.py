"""A process killed in the middle of sending: the next one finds the text, sends nothing, and asks."""

from pathlib import Path

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.house import ADA, House
from tests.flows.processes import bot_process

HELLO = "Your lift is here."


def test_a_process_killed_while_it_sends_leaves_an_unknown_text_and_no_second_one(tmp_path: Path) -> None:
    house = House(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    slack, smsit = house.sandbox.start().slack, house.sandbox.smsit
    smsit.faults.add("smscontact", Fault.SLOW, seconds=60)

    with bot_process(tmp_path, environment(house.sandbox, tmp_path / "bot.db"), house):
        house.send(f"/sms {ADA} {HELLO}")
        house.wait_for(lambda: smsit.ledger)
    house.clock.advance(minutes=10)
    house.start_bot()
    try:
        house.tick()
        house.until(SendState.UNKNOWN)
        house.tick(minutes=10)
        told = house.message("The bot was stopped while sending it")

        assert 'SMS-iT says "delivered"' in str(told.blocks)
        assert len(house.messages()) == 1
        assert house.texts == [(ADA, HELLO)]
        house.maya.press("Mark as sent", message=told)
        house.until(SendState.ACCEPTED)
        house.tick(minutes=1)
        house.until(SendState.DELIVERED)
        assert house.texts == [(ADA, HELLO)]
        assert slack.problems == []
    finally:
        house.close()
