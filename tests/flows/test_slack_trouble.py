"""When Slack itself is the trouble, the text still goes out once and its message catches up."""

import pytest

from bot.store.states import SendState
from tests.flows.house import ADA, House

pytestmark = pytest.mark.measured

HELLO = "The lift is out of order."


def test_where_the_bot_is_no_member_the_message_goes_to_the_person(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}", channel="C0ANNOUNCE")
    house.until(SendState.ACCEPTED)

    said = house.message("Ada Lovelace", channel="@smsit")
    assert "I am not in <#C0ANNOUNCE>" in said.text
    assert house.messages("C0ANNOUNCE") == []
    house.tick(seconds=30)
    house.until(SendState.DELIVERED)
    assert "Delivered" in house.message("Ada Lovelace", channel="@smsit").text


def test_what_was_started_nowhere_is_told_to_the_person(house: House) -> None:
    house.maya.shortcut("send_text")
    house.modal("Send a text")
    house.maya.fill("or to a number", ADA)
    house.maya.fill("Message", HELLO)
    house.check()
    assert "as a direct message to you" in house.shown()
    house.maya.submit()
    house.until(SendState.ACCEPTED)

    assert house.message("Ada Lovelace", channel="@smsit")


def test_a_busy_slack_is_waited_for_and_then_told_the_newest_state(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)
    house.tick()  # whatever was left to draw
    house.sandbox.slack.throttle("chat.update", times=1, seconds=20)

    house.tick(seconds=30)
    assert "waiting for the delivery report" in house.message("Ada Lovelace").text
    house.tick(seconds=30)

    house.until(SendState.DELIVERED)
    assert len(house.messages()) == 1


def test_a_message_that_cannot_be_posted_is_posted_later_and_the_text_is_sent(house: House) -> None:
    house.sandbox.slack.fail("chat.postMessage", "internal_error", times=2)
    house.send(f"/sms {ADA} {HELLO}")
    house.wait_for_database(lambda: house.newest().state is SendState.ACCEPTED)
    house.wait_for_database(house.bot.is_quiet)  # what was to be drawn at once has failed by now

    house.tick(minutes=1)
    house.tick(minutes=1)

    assert len(house.messages()) == 1
    assert house.texts == [(ADA, HELLO)]


def test_news_of_a_message_somebody_removed_is_posted_anew(house: House) -> None:
    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)
    house.tick()  # whatever was left to draw
    house.sandbox.slack.fail("chat.update", "message_not_found")

    house.tick(seconds=30)

    house.until(SendState.DELIVERED)
    assert "Delivered" in house.messages()[-1].text


def test_a_form_that_slack_will_not_open_is_told_in_words(house: House) -> None:
    house.sandbox.slack.fail("views.open", "internal_error")

    house.maya.command(f"/sms {ADA} {HELLO}")

    assert house.message("Slack did not open the window").ephemeral_to == "U0MAYA"


def test_a_form_that_comes_too_late_is_told_in_words(house: House) -> None:
    house.sandbox.slack.fail("views.open", "expired_trigger_id")

    house.maya.command("/sms")

    assert "three seconds" in house.message("three seconds").text


def test_without_the_persons_zone_times_are_shown_in_utc(house: House) -> None:
    tom = house.person("U0TOM")
    house.sandbox.slack.fail("users.info", "internal_error", times=2)
    tom.command(f"/sms {ADA} {HELLO}")
    house.modal("Send a text", tom)
    tom.submit()
    house.modal("Send this text?", tom)

    assert "(UTC)" in house.shown(tom)
