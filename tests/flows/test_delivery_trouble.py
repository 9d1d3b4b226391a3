"""When SMS-iT is silent or Slack in trouble, what became of a text is still told, once."""

import threading

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.house import ADA, GRACE, House

pytestmark = pytest.mark.measured

HELLO = "Your results are in."
REPORT, BALANCE = "getcontactsmsdeliveryreport", "getcreditbalance"
PAUSE = 30


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


def silence(house: House) -> None:
    house.sandbox.smsit.faults.add(REPORT, Fault.DROPPED, times=None)
    house.sandbox.smsit.faults.add(BALANCE, Fault.DROPPED, times=None)


def asked(house: House) -> int:
    return sum(each.endpoint in {REPORT, BALANCE} for each in house.sandbox.smsit.requests)


def lose(house: House) -> None:
    house.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.UNKNOWN)


def settle(house: House) -> None:
    """Let the texts of earlier tests come to their end."""
    house.tick(hours=100)
    house.tick(seconds=PAUSE)


def test_evidence_that_cannot_be_had_now_is_looked_for_until_it_is_there(house: House) -> None:
    settle(house)
    lose(house)
    silence(house)
    house.tick()
    assert "Looking for evidence" in str(house.message("not known whether").blocks)

    house.sandbox.smsit.faults.clear()
    house.tick(seconds=PAUSE)

    said = str(house.message("not known whether").blocks)
    assert 'SMS-iT says "delivered" of the newest text' in said
    assert "5,000 credits before and is 4,999 now" in said


def test_a_silent_smsit_is_left_alone_for_half_a_minute_and_messages_are_drawn_all_the_same(
    house: House,
) -> None:
    for number in (ADA, GRACE):
        house.send(f"/sms {number} {HELLO}")
        house.until(SendState.ACCEPTED)
    silence(house)
    before = asked(house)

    house.tick(seconds=10)
    at_once = asked(house) - before
    assert at_once in {1, 2}  # side by side
    for _ in range(5):
        house.tick(seconds=4)
    assert asked(house) - before == at_once

    house.sandbox.smsit.faults.clear()
    house.tick(seconds=PAUSE)
    house.tick(seconds=PAUSE)
    assert {each.state for each in house.sends()} == {SendState.DELIVERED}


def test_the_standing_is_told_from_our_own_record_while_smsit_is_silent(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    sent = house.until(SendState.ACCEPTED)
    silence(house)

    house.maya.command(f"/sms status {sent.id[:8]}")

    said = house.message("Newest text from here")
    assert "sent, waiting for the delivery report" in said.text
    assert "SMS-iT did not answer just now." in said.text


def test_when_the_bot_is_put_out_of_the_channel_the_news_goes_to_the_person(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)
    house.tick()  # whatever was left to draw
    house.sandbox.slack.fail("chat.update", "channel_not_found")

    house.tick(seconds=30)

    house.until(SendState.DELIVERED)
    said = house.message("Delivered", channel="@smsit")
    assert "I am not in <#C0FRONT>" in said.text


def test_two_clocks_at_once_post_every_message_once(house: House) -> None:
    house.sandbox.slack.fail("chat.postMessage", "internal_error", times=3)
    for number in (ADA, GRACE):
        house.send(f"/sms {number} {HELLO}")
    house.wait_for(lambda: len(house.texts) == 2)
    house.wait_for_database(house.bot.is_quiet)
    house.clock.advance(minutes=10)

    clocks = [threading.Thread(target=house.bot.tick.run, args=({},)) for _ in range(4)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join()
    house.tick(minutes=10)

    assert len(house.messages()) == 2
