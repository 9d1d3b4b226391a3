"""Alerts about what is sent: a share that fails, requests that wait, a list that stopped by itself."""

import pytest

from bot.sandbox.slack.model import Message
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, LOU, Harness
from tests.flows.listing import Lists
from tests.reading import as_read

pytestmark = pytest.mark.measured

POLICY = """
[roles]
broadcaster = ["U0MAYA"]
approver = ["U0LENA"]
admin = ["U0TOM"]

[approval]
channel = "C0APPROVE"
people = 30
expires_hours = 72

[limits]
list_per_second = 1000

[alerts]
channel = "C0APPROVE"
failed_percent = 1
approval_hours = 4
"""


@pytest.fixture
def house(under_policy: Harness) -> Harness:
    return under_policy.fresh()


def told(house: Harness, words: str) -> list[Message]:
    """The alerts that say this now."""
    seen = house.person("U0TOM").sees("C0APPROVE")
    return [each for each in seen if each.posted_by_bot and words in as_read(each.text)]


def look(house: Harness, **later: float) -> None:
    """Let the minute's look happen, and what it changes be drawn."""
    house.clock.advance(**later)
    house.bot.jobs["alerts.watch"]({})
    house.bot.tick.run({})
    house.wait_for_database(house.bot.is_quiet)


def test_a_share_of_texts_that_fail_is_told_until_they_are_a_day_old(house: Harness) -> None:
    shop = Lists(house)
    shop.send([*shop.people(19), LOU])
    shop.until(SendState.ACCEPTED)
    for _ in range(8):
        house.tick(minutes=5)
    house.wait_for_database(lambda: shop.counts().get(SendState.UNDELIVERED) == 1)

    look(house, minutes=1)
    look(house, minutes=1)

    (raised,) = told(house, "5% of the texts of the last 24 hours failed (1 of 20 with a result).")
    look(house, hours=25)
    look(house, minutes=6)
    (resolved,) = told(house, "Resolved: no texts failed in the last 24 hours.")
    assert resolved.ts == raised.ts


def test_requests_that_wait_are_told_until_somebody_decides(house: Harness) -> None:
    shop = Broadcasts(house)
    shop.group("Waiting room", 31)
    shop.ready("Waiting room", "We close early today.")
    shop.maya.submit()
    house.until(SendState.AWAITING_APPROVAL)
    look(house, hours=3)
    assert told(house, "been waiting for") == []

    look(house, hours=2)
    look(house, minutes=1)

    (raised,) = told(house, "1 request for approval has been waiting for more than 4 hours.")
    house.approve(shop.request("Waiting room"), shop.lena)
    house.wait_for(lambda: len(house.texts) == 31)
    look(house, minutes=1)
    look(house, minutes=6)
    (resolved,) = told(house, "Resolved: no request has been waiting for more than 4 hours.")
    assert resolved.ts == raised.ts


def test_a_list_that_stopped_by_itself_is_told_until_it_goes_on(house: Harness) -> None:
    shop = Lists(house)
    numbers = shop.people(9)
    with shop.gate(after=3) as gate:
        shop.send(numbers)
        house.wait_for(lambda: len(house.texts) == 4)
        shop.smsit.set_credits(2)
        gate.open()
        shop.until(SendState.PAUSED)

    look(house, minutes=1)
    look(house, minutes=1)

    (raised,) = told(house, "1 list is paused because sending ran into trouble.")
    shop.smsit.set_credits(5000)
    shop.press("Resume", "Paused automatically")
    shop.ended()
    look(house, minutes=1)
    look(house, minutes=6)
    (resolved,) = told(house, "Resolved: no list is paused because of trouble.")
    assert resolved.ts == raised.ts


def test_a_link_that_costs_a_segment_is_told_while_somebody_writes(house: Harness) -> None:
    words = "Your results are in. Please read what they mean for you, and call us when anything is unclear: "
    link = "https://www.harbourstreet.example/results/2026/11/what-your-blood-test-means-for-you"
    house.compose(f"/sms {ADA} {words}{link}")
    house.wait_for(lambda: "2 segments" in house.shown())
    assert "Without the link: 1 segment" in house.shown()

    house.maya.fill("Message", words)
    house.drawn()
    house.wait_for(lambda: "Without the link" not in house.shown())
    house.maya.close()
    assert house.texts == []
