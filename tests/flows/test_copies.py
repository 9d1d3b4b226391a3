"""Slack takes a message, and its answer gets lost on the way."""

import pytest

from bot.sandbox.slack.model import Message
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, FRONT, Harness

pytestmark = pytest.mark.measured

HELLO = "We have moved to Harbour Street."


def held_with_a_lost_answer(harness: Harness, channel: str = FRONT, then: str = "") -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.maya.choose("When", "Schedule")
    harness.wait_for(lambda: "Send at" in harness.shown())
    harness.maya.fill("Send at", harness.clock().replace(hour=23))
    harness.check()
    harness.sandbox.slack.faults.lose("chat.postMessage")
    harness.maya.submit()
    harness.wait_for(lambda: harness.messages(channel))
    harness.drawn()
    if then:
        harness.sandbox.slack.faults.fail("chat.postMessage", then)
    harness.tick(seconds=20)
    harness.until(SendState.SCHEDULED)


def has_buttons(message: Message) -> bool:
    return "'type': 'button'" in str(message.blocks) or "overflow" in str(message.blocks)


def test_it_is_found_again_and_there_is_one_message(open_harness: OpenHouse, mode: Mode) -> None:
    harness = open_harness(mode)
    held_with_a_lost_answer(harness)

    (only,) = harness.messages()
    harness.maya.press("Cancel", message=only)
    harness.until(SendState.CANCELLED)

    assert "Cancelled" in harness.messages()[0].text
    assert ADA not in str(only.metadata)


def test_where_the_bot_may_not_look_the_first_one_says_that_it_is_old(open_harness: OpenHouse) -> None:
    harness = open_harness()
    scopes = harness.sandbox.slack.manifest.payload["oauth_config"]["scopes"]  # type: ignore[index]  # there is one
    scopes.pop("bot_optional")
    held_with_a_lost_answer(harness)
    assert any("missing_scope" in each for each in harness.sandbox.slack.problems)
    harness.sandbox.slack.problems.clear()
    old, current = harness.messages()
    assert has_buttons(old)

    harness.maya.press("Cancel", message=old)

    said = harness.message("This is an old copy; the current message is", FRONT)
    address = f"/archives/{current.channel}/p{current.ts.replace('.', '')}|this one>"
    harness.wait_for(lambda: not has_buttons(harness.messages()[0]))
    assert address in harness.messages()[0].text
    assert "Scheduled" in harness.messages()[0].text
    assert said.ts
    assert harness.newest().state is SendState.SCHEDULED
    harness.maya.press("Cancel", message=harness.messages()[1])
    harness.until(SendState.CANCELLED)
    harness.tick(hours=12)
    assert harness.texts == []


def test_one_to_the_person_is_found_too(open_harness: OpenHouse) -> None:
    harness = open_harness()
    faults = harness.sandbox.slack.faults
    faults.fail("chat.postMessage", "not_in_channel")
    faults.fail("conversations.history", "not_in_channel")
    held_with_a_lost_answer(harness, "@smsit", "not_in_channel")

    (only,) = harness.messages("@smsit")
    assert "the bot isn't in" in only.text
    assert harness.messages() == []
