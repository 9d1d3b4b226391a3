"""Quiet hours, where the people are as far as their numbers tell: before the button, and before it fires."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.store.states import SendState
from tests.flows import filling
from tests.flows.broadcasting import LOS_ANGELES, NEW_YORK, Broadcasts, own_harness
from tests.flows.harness import Harness, later

POLICY = """
[roles]
broadcaster = ["U0MAYA"]
admin = ["U0TOM"]

[quiet_hours]
US = "20:00-08:00"
GB = "none"
override = "admin"
"""


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    harness = own_harness(tmp_path_factory.mktemp("house"), POLICY)
    yield harness
    harness.close()


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def at_hour(shop: Broadcasts, hour: int) -> datetime:
    """Let it become this hour of a day in UTC: in winter New York is five behind, Los Angeles eight."""
    now = shop.harness.clock()
    ahead = timedelta(hours=(hour - now.hour) % 24) - timedelta(minutes=now.minute, seconds=now.second)
    return shop.harness.clock.advance(seconds=(ahead % timedelta(days=1)).total_seconds())


def test_people_in_quiet_hours_are_counted_by_their_own_zone_and_it_is_said_to_be_a_guess(
    shop: Broadcasts,
) -> None:
    shop.group("Coasts", 2, where=LOS_ANGELES)
    for _ in range(3):
        shop.join("Coasts", where=NEW_YORK)
    at_hour(shop, 2)  # 21:00 in New York, 18:00 in Los Angeles

    shop.ready("Coasts")

    said = shop.harness.shown()
    assert "*About 3 recipients would be in quiet hours*" in said
    assert "(estimated from area codes)" in said
    assert "You can't send in quiet hours. Choose another time" in said
    with pytest.raises(LookupError):
        shop.maya.submit()
    assert shop.harness.texts == []


def test_it_can_be_held_until_quiet_hours_are_over(shop: Broadcasts) -> None:
    numbers = shop.group("Sleepers", 2)
    at_hour(shop, 6)  # 22:00 in Los Angeles
    shop.ready("Sleepers")

    button = next(line for line in shop.harness.shown().splitlines() if line.startswith("Schedule for"))
    assert ", 08:00" in button
    shop.maya.press(button)
    shop.harness.wait_for(lambda: "Scheduled; you can cancel it" in shop.harness.shown())
    shop.confirmation().submit()
    shop.until(SendState.SCHEDULED)
    shop.harness.tick(hours=9, minutes=59)
    assert shop.harness.texts == []

    shop.harness.tick(minutes=2)
    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_an_override_takes_the_role_and_is_kept_in_the_record(shop: Broadcasts) -> None:
    numbers = shop.group("Emergency", 2)
    at_hour(shop, 6)
    shop.ready("Emergency", who=shop.tom)
    shop.tom.submit()
    assert shop.tom.view is not None
    assert "Tick this to send anyway" in "".join(shop.tom.view.errors.values())
    shop.tom.choose("Quiet hours", ["Send during quiet hours"])

    shop.tom.submit()

    shop.until(SendState.ACCEPTED, shop.tom)
    assert shop.got(numbers)
    assert shop.newest(shop.tom).quiet_override == "U0TOM"
    message = shop.message("Emergency", "Allowed in quiet hours by <@U0TOM>")
    shop.harness.wait_for(lambda: shop.maya.thread(message))
    assert "Allowed in quiet hours by <@U0TOM>" in shop.maya.thread(message)[0].text


def test_a_broadcast_that_would_still_run_when_they_begin_is_judged_by_its_end(shop: Broadcasts) -> None:
    shop.group("Slow movers", 60)
    at = at_hour(shop, 3)  # 19:00 in Los Angeles
    shop.harness.clock.advance(minutes=56)
    shop.compose("Slow movers")
    shop.maya.choose("Delay between texts", "6 seconds, about 6 min for 60 recipients")

    shop.confirmation(shop.check())

    said = shop.harness.shown()
    assert "*About 60 recipients would be in quiet hours*" in said
    assert ", before the last text is sent" in said
    assert at.hour == 3


def night(shop: Broadcasts, group: str) -> tuple[str, ...]:
    """Have a broadcast held for the day whose people have moved into the night by then."""
    numbers = shop.group(group, 2)
    at_hour(shop, 1)  # 17:00 in Los Angeles
    shop.hold(group, later(shop.harness.clock, hours=1)).submit()  # 18:00 there, 21:00 in New York
    shop.until(SendState.SCHEDULED)
    return (*numbers, shop.join(group, where=NEW_YORK))


def test_a_held_one_is_judged_again_when_it_fires_and_answered_by_the_role_only(shop: Broadcasts) -> None:
    numbers = night(shop, "Movers")
    shop.smsit.opt_out(numbers[0])  # as many as were confirmed: nothing but the hour is wrong
    shop.harness.tick(minutes=61)
    message = shop.message(
        "Movers", "About 1 recipient would be in quiet hours (estimated from area codes). They end <!date^"
    )
    assert shop.harness.texts == []

    shop.maya.press("Send now", message=message)
    shop.harness.message("You need the *admin* role to send in quiet hours.")
    assert shop.harness.texts == []
    shop.tom.press("Send now", message=message)

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers[1:])
    assert shop.newest().quiet_override == "U0TOM"


def test_a_held_one_that_may_not_go_now_can_be_cancelled(shop: Broadcasts) -> None:
    numbers = night(shop, "Nappers")
    shop.smsit.opt_out(numbers[0])
    shop.harness.tick(minutes=61)

    shop.maya.press("Cancel", message=shop.message("Nappers", "in quiet hours (estimated"))

    shop.until(SendState.CANCELLED)
    shop.harness.tick(hours=10)
    assert shop.harness.texts == []


def test_of_a_series_every_date_is_judged(shop: Broadcasts) -> None:
    shop.group("Nightly", 2)
    first = at_hour(shop, 17) + timedelta(days=1)  # 9:00 in Los Angeles
    shop.later(shop.compose("Nightly"), filling.REPEAT_THERE, first)
    shop.maya.choose("Repeats", "Every day")
    shop.maya.fill("Until", first + timedelta(days=2))
    shop.confirmation(shop.check())
    assert "No one is in quiet hours on any of these dates" in shop.harness.shown()
    shop.maya.back()

    shop.maya.fill("First text", first - timedelta(hours=2))
    shop.confirmation(shop.check())

    assert "*About 2 recipients would be in quiet hours*" in shop.harness.shown()
    assert ", on 3 of 3 dates" in shop.harness.shown()
    assert shop.smsit.scheduled == ()
