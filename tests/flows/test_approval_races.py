"""When approvers meet: two at once, too late, or after whoever asked thought better of it."""

import threading

import pytest

from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later
from tests.flows.many import APPROVALS

PEOPLE = 26
"""One more than the policy of the demo lets anybody text alone."""


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def ask(shop: Broadcasts, group: str) -> tuple[str, ...]:
    """Have a broadcast wait for its approval."""
    numbers = shop.group(group, PEOPLE)
    shop.send(group)
    shop.until(SendState.AWAITING_APPROVAL)
    return numbers


def test_of_two_approvers_the_second_is_told_who_decided(shop: Broadcasts) -> None:
    numbers = ask(shop, "Contested")
    asked = shop.request("Contested")
    shop.harness.sandbox.slack.fail("chat.update", "internal_error", times=20)  # his screen lags behind
    shop.harness.approve(asked, shop.lena)

    shop.tom.press("Reject", message=asked)

    shop.harness.message("<@U0LENA> has already approved this.", channel=APPROVALS, who=shop.tom)
    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_two_presses_at_the_same_moment_send_it_once(shop: Broadcasts) -> None:
    numbers = ask(shop, "Rushed")
    asked = shop.request("Rushed")

    for each in (shop.lena, shop.tom):
        each.press("Approve", message=asked)
        shop.harness.modal("Approve broadcast", each)

    presses = [threading.Thread(target=each.submit) for each in (shop.lena, shop.tom)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()

    shop.until(SendState.ACCEPTED)
    shop.harness.tick(minutes=1)
    assert shop.got(numbers)
    assert shop.taken == PEOPLE


def test_cancelling_while_it_waits_ends_it_for_the_approvers_too(shop: Broadcasts) -> None:
    ask(shop, "Withdrawn")
    asked = shop.request("Withdrawn")
    shop.harness.sandbox.slack.fail("chat.update", "internal_error", times=20)  # her screen lags behind

    shop.maya.press("Cancel", message=shop.message("Withdrawn", "waiting"))
    shop.lena.press("Approve", message=asked)

    shop.harness.message("<@U0MAYA> cancelled this", channel=APPROVALS, who=shop.lena)
    assert shop.newest().state is SendState.CANCELLED
    assert shop.harness.texts == []


def test_a_request_nobody_decides_lapses(shop: Broadcasts) -> None:
    ask(shop, "Forgotten")
    shop.harness.tick(hours=23, minutes=59)
    assert shop.newest().state is SendState.AWAITING_APPROVAL

    shop.harness.tick(minutes=2)
    shop.until(SendState.EXPIRED)

    shop.request("Forgotten", "xpired without a decision")
    assert "Expired without a decision" in shop.message("Forgotten", "not sent").text
    shop.harness.tick(hours=1)
    shop.harness.message("wasn't approved in time", channel="@smsit")
    notices = [each for each in shop.harness.messages("@smsit") if "wasn't approved in time" in each.text]
    assert ["the group *Forgotten*" in each.text for each in notices] == [True]
    assert shop.harness.texts == []


def test_it_lapses_no_later_than_it_would_go_out(shop: Broadcasts) -> None:
    shop.group("Too slow", PEOPLE)
    shop.hold("Too slow", later(shop.harness.clock, hours=1)).submit()
    asked = shop.request("Too slow")
    shop.harness.clock.advance(minutes=61)

    shop.lena.press("Approve", message=asked)
    shop.harness.message("This request has expired", channel=APPROVALS, who=shop.lena)
    shop.harness.tick()

    shop.until(SendState.EXPIRED)
    shop.harness.tick(hours=1)
    assert shop.harness.texts == []
