"""A process that stops or is killed: no broadcast is lost or sent twice. Each test has its own bot."""

from pathlib import Path

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.broadcasting import FORM, Broadcasts
from tests.flows.conftest import OpenHouse
from tests.flows.harness import Harness, later
from tests.flows.many import WORDS
from tests.flows.processes import bot_process


def test_an_approved_broadcast_that_is_held_survives_a_restart(open_harness: OpenHouse) -> None:
    harness = open_harness()
    shop = Broadcasts(harness)
    numbers = shop.group("Restarted", 26)
    shop.hold("Restarted", later(harness.clock, hours=1)).submit()
    asked = shop.request("Restarted")
    harness.bot.stop()
    harness.start_bot()
    shop.harness.approve(asked, shop.lena)
    shop.until(SendState.SCHEDULED)
    harness.bot.stop()
    harness.clock.advance(minutes=61)
    harness.start_bot()

    harness.tick()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)
    assert len([each for each in harness.messages() if "Restarted" in each.text]) == 1


def test_one_confirmed_right_before_the_stop_goes_out_after_it_once(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.HTTP)
    shop = Broadcasts(harness)
    numbers = shop.group("Last minute", 3)
    shop.ready("Last minute")
    harness.bot.engine.stop()
    shop.maya.submit()
    assert shop.newest().state is SendState.QUEUED
    harness.bot.stop()

    harness.start_bot()

    shop.until(SendState.ACCEPTED)
    harness.tick(minutes=10)
    assert shop.got(numbers)


def test_a_process_killed_while_it_sends_leaves_an_unknown_broadcast_and_no_second_one(
    tmp_path: Path,
) -> None:
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET)
    shop = Broadcasts(harness)
    slack = harness.sandbox.start().slack
    numbers = [shop.join("Killed") for _ in range(3)]
    shop.smsit.faults.add("smsgroup", Fault.SLOW, seconds=60)

    with bot_process(tmp_path, environment(harness.sandbox, tmp_path / "bot.db"), harness):
        shop.maya.command("/sms-broadcast")
        harness.modal(FORM)
        harness.wait_for(lambda: shop.maya.suggestions("To the group", "Killed"))
        shop.maya.choose("To the group", "Killed")
        shop.maya.fill("Message", WORDS)
        shop.confirmation(shop.check()).submit()
        harness.wait_for(lambda: shop.smsit.ledger)
    harness.start_bot()
    try:
        harness.tick()
        assert shop.newest().state is SendState.ATTEMPTING  # SMS-iT may be sending it still
        harness.tick(minutes=10)
        shop.until(SendState.UNKNOWN)
        harness.tick(minutes=10)
        told = shop.message("Killed", "the bot stopped while sending it")
        assert (
            "The balance was 5,000 credits and is 4,997 now" in shop.message("Killed", "• The balance").text
        )
        assert shop.got(numbers)
        shop.maya.press("It was sent", message=told)
        shop.until(SendState.NO_NEWS)
        harness.tick(minutes=10)
        assert shop.got(numbers)
        assert slack.problems == []
    finally:
        harness.close()
