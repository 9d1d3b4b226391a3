"""When Slack itself is the trouble, the text still goes out once and its message catches up."""

from zoneinfo import ZoneInfo

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.harness import ADA, Harness, later
from tests.flows.staff import HELD

pytestmark = pytest.mark.measured
WAYS = tuple(Mode)  # Slack in trouble

HELLO = "The lift is out of order."


def test_where_the_bot_is_no_member_the_message_goes_to_the_person(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}", channel="C0ANNOUNCE")
    harness.until(SendState.ACCEPTED)

    said = harness.message("Ada Lovelace", channel="@smsit")
    assert "the bot isn't in <#C0ANNOUNCE>" in said.text
    assert harness.messages("C0ANNOUNCE") == []
    harness.tick(seconds=30)
    harness.until(SendState.DELIVERED)
    assert "Delivered" in harness.message("Ada Lovelace", channel="@smsit").text


def test_what_was_started_nowhere_is_told_to_the_person(harness: Harness) -> None:
    harness.maya.shortcut("send_text")
    harness.modal("Send a text")
    filling.to(harness.maya, ADA)
    harness.maya.fill("Message", HELLO)
    harness.check()
    assert "Updates will come as a direct message" in harness.shown()
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)

    assert harness.message("Ada Lovelace", channel="@smsit")


def test_a_busy_slack_is_waited_for_and_then_told_the_newest_state(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    harness.tick()  # whatever was left to draw
    harness.sandbox.slack.throttle("chat.update", times=1, seconds=20)

    harness.tick(seconds=30)
    assert "awaiting delivery report" in harness.message("Ada Lovelace").text
    harness.tick(seconds=30)

    harness.until(SendState.DELIVERED)
    assert len(harness.messages()) == 1


def test_a_message_that_cannot_be_posted_is_posted_later_and_the_text_is_sent(harness: Harness) -> None:
    harness.sandbox.slack.fail("chat.postMessage", "internal_error", times=2)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.wait_for_database(lambda: harness.newest().state is SendState.ACCEPTED)
    harness.quiet()  # what was to be drawn at once has failed by now

    harness.tick(minutes=1)
    harness.tick(minutes=1)

    assert len(harness.messages()) == 1
    assert harness.texts == [(ADA, HELLO)]


def test_news_of_a_message_somebody_removed_is_posted_anew(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    harness.tick()  # whatever was left to draw
    harness.sandbox.slack.fail("chat.update", "message_not_found")

    harness.tick(seconds=30)

    harness.until(SendState.DELIVERED)
    assert "Delivered" in harness.messages()[-1].text


def test_a_form_that_slack_will_not_open_is_told_in_words(harness: Harness) -> None:
    harness.sandbox.slack.fail("views.open", "internal_error")

    harness.maya.command(f"/sms {ADA} {HELLO}")

    assert harness.message("Slack didn't open the window").ephemeral_to == "U0MAYA"


def test_a_form_that_comes_too_late_is_told_in_words(harness: Harness) -> None:
    harness.sandbox.slack.fail("views.open", "expired_trigger_id")

    harness.maya.command("/sms")

    assert harness.message("Slack took too long to open the window").ephemeral_to == "U0MAYA"


def test_where_slack_does_not_answer_what_it_said_before_of_a_zone_counts(
    harness: Harness,
) -> None:
    tom = harness.person("U0TOM")
    harness.sandbox.slack.fail("users.info", "internal_error", times=2)
    tom.command(f"/sms {ADA} {HELLO}")
    harness.modal("Send a text", tom)
    tom.choose("When", HELD)
    harness.wait_for(lambda: "Send at" in harness.shown(tom))
    at = later(harness.clock, days=1)
    tom.fill("Send at", at)
    tom.submit()
    harness.modal("Review text", tom)

    here = at.astimezone(ZoneInfo("America/Los_Angeles"))
    assert f"{here:%H:%M}" in harness.shown(tom)
    assert "(UTC)" not in harness.shown(tom)
