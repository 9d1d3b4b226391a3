"""An approval holds for exactly what was approved: when that changes before it goes, it is asked for anew."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.sandbox.slack.model import Message
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later
from tests.flows.many import APPROVALS

PEOPLE = 26
"""One more than the policy of the demo lets anybody text alone."""


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def held(shop: Broadcasts, group: str, people: int = PEOPLE) -> tuple[tuple[str, ...], Message]:
    """Have a broadcast approved and held for an hour; returns the numbers, and the request as it was."""
    numbers = shop.group(group, people)
    shop.hold(group, later(shop.harness.clock, hours=1)).submit()
    shop.until(SendState.AWAITING_APPROVAL)
    asked = shop.request(group)
    shop.harness.approve(asked, shop.lena)
    shop.until(SendState.SCHEDULED)
    shop.request(group, "Approved by <@U0LENA>")
    return numbers, asked


def goes(shop: Broadcasts) -> None:
    """See one go out that was approved after its time had come."""
    shop.harness.wait_for_database(lambda: shop.newest().state is not SendState.AWAITING_APPROVAL)
    shop.harness.tick(minutes=1)
    shop.until(SendState.ACCEPTED)


def withdraw(shop: Broadcasts) -> None:
    """Leave nothing behind that waits."""
    shop.harness.bot.services.decisions.cancel(shop.newest().id, Who("U0MAYA", "T0HARBOUR"))


def test_what_was_approved_goes_out_at_its_time(shop: Broadcasts) -> None:
    numbers, _ = held(shop, "Steady")

    shop.harness.tick(minutes=61)

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)
    assert shop.taken == PEOPLE


def test_a_group_that_grew_lapses_the_approval_and_asks_anew_saying_so(shop: Broadcasts) -> None:
    numbers, older = held(shop, "Swelling")
    new = shop.join("Swelling")
    shop.harness.tick(minutes=61)
    shop.until(SendState.AWAITING_APPROVAL)

    newer = shop.request("Swelling", count=2)
    assert newer.ts != older.ts
    assert "*Since the last request:* The group now has 27 recipients (was 26)." in newer.text
    assert "It now costs 27 credits (was 26)." in newer.text
    assert shop.harness.texts == []
    shop.harness.approve(newer, shop.lena)

    goes(shop)
    assert shop.got([*numbers, new])
    assert shop.taken == 27


def test_a_button_of_an_older_request_decides_nothing(shop: Broadcasts) -> None:
    shop.group("Ageing", PEOPLE)
    shop.hold("Ageing", later(shop.harness.clock, hours=1)).submit()
    older = shop.request("Ageing")
    shop.harness.sandbox.slack.fail("chat.update", "internal_error", times=50)  # their screens lag behind
    shop.harness.approve(older, shop.lena)
    shop.until(SendState.SCHEDULED)
    shop.join("Ageing")
    shop.harness.tick(minutes=61)
    shop.until(SendState.AWAITING_APPROVAL)
    shop.harness.tick(minutes=5)
    shop.request("Ageing", count=2)

    shop.tom.press("Approve", message=older)
    shop.harness.modal("Approve broadcast", shop.tom)
    assert "This request has changed." in shop.harness.shown(shop.tom)
    assert "27 recipients" in shop.harness.shown(shop.tom)
    shop.tom.close()
    shop.tom.press("Reject", message=older)

    shop.harness.message("Decide on the newer request", channel=APPROVALS, who=shop.tom)
    assert shop.newest().state is SendState.AWAITING_APPROVAL
    assert shop.harness.texts == []
    withdraw(shop)


def test_a_group_that_grows_over_the_threshold_needs_its_first_approval_then(shop: Broadcasts) -> None:
    numbers = shop.group("Threshold", PEOPLE - 1)
    shop.hold("Threshold", later(shop.harness.clock, hours=1)).submit()
    shop.until(SendState.SCHEDULED)
    new = shop.join("Threshold")

    shop.harness.tick(minutes=61)
    shop.until(SendState.AWAITING_APPROVAL)
    asked = shop.request("Threshold")
    assert "It now needs approval: over 25 recipients." in asked.text
    shop.harness.approve(asked, shop.lena)

    goes(shop)
    assert shop.got([*numbers, new])


def test_a_group_that_shrank_is_not_what_was_approved_either(shop: Broadcasts) -> None:
    numbers, _ = held(shop, "Ebbing", PEOPLE + 2)
    shop.smsit.opt_out(numbers[0])
    shop.harness.tick(minutes=61)

    newer = shop.request("Ebbing", count=2)
    assert "The group now has 27 recipients (was 28)." in newer.text
    shop.harness.approve(newer, shop.lena)

    goes(shop)
    assert shop.got(numbers[1:])


def test_other_people_in_a_group_of_the_same_size_are_not_those_it_was_approved_for(shop: Broadcasts) -> None:
    numbers, _ = held(shop, "Changing")
    shop.smsit.opt_out(numbers[0])
    new = shop.join("Changing")
    shop.harness.tick(minutes=61)
    shop.until(SendState.AWAITING_APPROVAL)

    newer = shop.request("Changing", count=2)
    assert "The people in the group aren't the ones it was approved for." in newer.text
    assert shop.harness.texts == []
    shop.harness.approve(newer, shop.lena)

    goes(shop)
    assert shop.got([*numbers[1:], new])


def test_one_approved_at_once_whose_group_grew_before_it_was_sent_is_asked_about(shop: Broadcasts) -> None:
    shop.group("Waiting room", PEOPLE)
    shop.send("Waiting room")
    shop.until(SendState.AWAITING_APPROVAL)
    shop.join("Waiting room")

    shop.harness.approve(shop.request("Waiting room"), shop.lena)

    newer = shop.request("Waiting room", count=2)
    assert "The group now has 27 recipients (was 26)." in newer.text
    assert shop.harness.texts == []
    withdraw(shop)


def test_a_time_that_was_moved_is_asked_about_again(shop: Broadcasts) -> None:
    numbers, _ = held(shop, "Movable")
    at = later(shop.harness.clock, hours=3)

    shop.maya.command("/sms scheduled")
    shop.harness.modal("Scheduled")
    shop.harness.wait_for(lambda: "Movable" in shop.harness.shown())
    shop.maya.press("Edit")
    shop.harness.modal("Edit text")
    shop.maya.fill("Send at", at)
    shop.maya.submit()

    newer = shop.request("Movable", count=2)
    assert "The time moved from" in newer.text
    shop.harness.approve(newer, shop.lena)
    shop.until(SendState.SCHEDULED)
    shop.harness.tick(hours=1, minutes=5)
    assert shop.harness.texts == []
    shop.harness.clock.advance(seconds=(at - shop.harness.clock() + timedelta(minutes=1)).total_seconds())
    shop.harness.tick()
    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_a_text_that_was_changed_is_asked_about_again(shop: Broadcasts) -> None:
    numbers, _ = held(shop, "Reworded")
    shop.maya.command("/sms scheduled")
    shop.harness.modal("Scheduled")
    shop.harness.wait_for(lambda: "Reworded" in shop.harness.shown())
    shop.maya.press("Edit")
    shop.harness.modal("Edit text")
    shop.maya.fill("Message", "Other words.")
    shop.maya.submit()

    newer = shop.request("Reworded", count=2)
    assert "The text was changed." in newer.text
    assert "Other words" not in newer.text
    shop.harness.tick(minutes=50)
    assert shop.harness.texts == []
    shop.harness.approve(newer, shop.lena)
    shop.until(SendState.SCHEDULED)
    shop.harness.tick(minutes=11)

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers, "Other words.")
