"""When SMS-iT is silent or Slack in trouble, what became of a text is still told, once."""

import threading

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows.harness import ADA, GRACE, Harness

pytestmark = pytest.mark.measured

HELLO = "Your results are in."
REPORT, BALANCE = "getcontactsmsdeliveryreport", "getcreditbalance"
PAUSE = 30


def silence(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add(REPORT, Fault.DROPPED, times=None)
    harness.sandbox.smsit.faults.add(BALANCE, Fault.DROPPED, times=None)


def asked(harness: Harness) -> int:
    return sum(each.endpoint in {REPORT, BALANCE} for each in harness.sandbox.smsit.requests)


def lose(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.UNKNOWN)


def settle(harness: Harness) -> None:
    """Let the texts of earlier tests come to their end."""
    harness.tick(hours=100)
    harness.tick(seconds=PAUSE)


def test_evidence_that_cannot_be_had_now_is_looked_for_until_it_is_there(harness: Harness) -> None:
    settle(harness)
    lose(harness)
    silence(harness)
    harness.tick()
    assert "Checking with SMS-iT" in str(harness.message("couldn't confirm").blocks)

    harness.sandbox.smsit.faults.clear()
    harness.tick(seconds=PAUSE)

    told = harness.message('SMS-iT reports "delivered" for the newest text')
    said = str(told.blocks)
    assert 'SMS-iT reports "delivered" for the newest text' in said
    assert "5,000 credits and is 4,999 now" in said


def test_a_silent_smsit_is_left_alone_for_half_a_minute_and_messages_are_drawn_all_the_same(
    harness: Harness,
) -> None:
    for number in (ADA, GRACE):
        harness.send(f"/sms {number} {HELLO}")
        harness.until(SendState.ACCEPTED)
    silence(harness)
    before = asked(harness)

    harness.tick(seconds=10)
    at_once = asked(harness) - before
    assert at_once in {1, 2}  # side by side
    for _ in range(5):
        harness.tick(seconds=4)
    assert asked(harness) - before == at_once

    harness.sandbox.smsit.faults.clear()
    harness.tick(seconds=PAUSE)
    harness.tick(seconds=PAUSE)
    assert {each.state for each in harness.sends()} == {SendState.DELIVERED}


def test_the_standing_is_told_from_our_own_record_while_smsit_is_silent(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    sent = harness.until(SendState.ACCEPTED)
    silence(harness)

    harness.maya.command(f"/sms status {sent.id[:8]}")

    said = harness.message("The latest text")
    assert "sent, awaiting delivery report" in said.text
    assert "SMS-iT didn't answer just now." in said.text


def test_when_the_bot_is_put_out_of_the_channel_the_news_goes_to_the_person(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    harness.tick()  # whatever was left to draw
    # Twice: what is told of an earlier text may be edited as well.
    harness.sandbox.slack.fail("chat.update", "channel_not_found", times=2)

    harness.tick(seconds=30)

    harness.until(SendState.DELIVERED)
    said = harness.message("Delivered", channel="@smsit")
    assert "the bot isn't in <#C0FRONT>" in said.text


def test_two_clocks_at_once_post_every_message_once(harness: Harness) -> None:
    harness.sandbox.slack.fail("chat.postMessage", "internal_error", times=3)
    for number in (ADA, GRACE):
        harness.send(f"/sms {number} {HELLO}")
    harness.wait_for(lambda: len(harness.texts) == 2)
    harness.quiet()
    harness.clock.advance(minutes=10)

    clocks = [threading.Thread(target=harness.bot.tick.run, args=({},)) for _ in range(4)]
    for each in clocks:
        each.start()
    for each in clocks:
        each.join()
    harness.tick(minutes=10)

    assert len(harness.messages()) == 2
