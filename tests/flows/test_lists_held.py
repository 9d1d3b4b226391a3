"""Lists the bot holds: at their time, too late, in the night, and with words another person agreed to."""

from collections.abc import Iterator

import pytest

from bot.store.states import SendState
from tests.flows import staff
from tests.flows.harness import Harness, later
from tests.flows.listing import QUICK, RUNNING, Lists, next_morning, opened
from tests.flows.many import APPROVALS

LONDON = "4477009"
POLICY = f"""
[approval]
channel = "{APPROVALS}"
people = 10

[quiet_hours]
default = "none"
GB = "21:00-08:00"
override = "admin"

{QUICK}
"""


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    return next_morning(harness)


def hold(shop: Lists, numbers: tuple[str, ...], **ahead: float) -> str:
    """Have a list held by the bot and return what its confirmation says."""
    said = shop.confirmation(shop.later(shop.compose(numbers), later(shop.harness.clock, **ahead)))
    assert shop.maya.submit().acked
    return said


def test_a_held_list_goes_out_at_its_time_and_not_before(shop: Lists) -> None:
    numbers = shop.people(4)
    said = hold(shop, numbers, hours=2)
    shop.until(SendState.SCHEDULED)
    shop.message("Scheduled for <!date^")
    shop.harness.tick(hours=1, minutes=59)
    assert shop.harness.texts == []

    shop.harness.tick(minutes=1)
    shop.ended()

    assert "11:00" in said
    assert "Scheduled; you can cancel it" in said
    assert shop.got(numbers)
    assert shop.taken == 4


def test_a_held_list_is_cancelled_before_its_time(shop: Lists) -> None:
    hold(shop, shop.people(4), hours=2)
    shop.until(SendState.SCHEDULED)
    shop.press("Cancel", "Scheduled for")
    shop.until(SendState.CANCELLED)

    shop.harness.tick(hours=3)

    assert shop.harness.texts == []
    assert shop.counts() == {SendState.CANCELLED: 4}


def test_a_list_found_too_late_asks_and_goes_out_once_when_told_to(shop: Lists) -> None:
    numbers = shop.people(4)
    hold(shop, numbers, hours=2)
    shop.until(SendState.SCHEDULED)

    shop.harness.tick(hours=2, minutes=16)
    shop.message("Not sent. The bot was offline when this was due. Send it now?")
    assert shop.harness.texts == []
    again = shop.press("Send now", "Not sent.")
    shop.harness.sandbox.slack.redeliver(again)
    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 4


def test_a_list_that_would_begin_in_the_night_waits_for_somebody_who_may(shop: Lists) -> None:
    numbers = shop.people(3, begins=LONDON)
    hold(shop, numbers, hours=3, minutes=50)  # ten to nine in London
    shop.until(SendState.SCHEDULED)

    shop.harness.tick(hours=4, minutes=1)  # found late, but not too late, and it is night by now
    shop.message("It's quiet hours for 3 recipients (estimated from area codes). Send it now?")
    shop.press("Send now", "Not sent.")
    shop.told("You need the *admin* role to send in quiet hours.")
    assert shop.harness.texts == []

    shop.press("Send now", "Not sent.", who=shop.tom)
    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)
    assert shop.newest().quiet_override == "U0TOM"


def test_a_list_that_runs_into_the_night_pauses_and_goes_on_in_the_morning(shop: Lists) -> None:
    abroad, here = shop.people(60, begins=LONDON)[:5], shop.people(4)
    numbers = (*here, *abroad)
    hold(shop, numbers, hours=3, minutes=50)
    shop.until(SendState.SCHEDULED)
    with shop.gate(after=0) as gate:
        shop.harness.tick(hours=3, minutes=50)
        shop.harness.wait_for(lambda: len(shop.harness.texts) == 1)
        shop.press("Pause", RUNNING)
        shop.until(SendState.PAUSED)
        gate.open()
        shop.harness.wait_for_database(lambda: SendState.ATTEMPTING not in shop.counts())
    shop.harness.tick(minutes=30)
    shop.press("Resume", "Paused by <@U0MAYA>")
    shop.message("Paused automatically. It's quiet hours for 5 recipients")
    assert len(shop.harness.texts) == 1
    shop.message("They end <!date^")
    shop.press("Resume", "They end <!date^")
    shop.told("It's still quiet hours for some recipients. You need the *admin* role to send in quiet hours.")

    shop.harness.tick(hours=11)
    shop.press("Resume", "Paused automatically")
    shop.ended()

    assert shop.got(numbers)
    assert shop.newest().quiet_override is None


def test_a_held_list_waits_for_approval_and_then_for_its_time(shop: Lists) -> None:
    numbers = shop.people(11)
    hold(shop, numbers, hours=2)
    shop.until(SendState.AWAITING_APPROVAL)
    shop.harness.approve(shop.harness.message("wants to text the list", APPROVALS, shop.lena), shop.lena)
    shop.until(SendState.SCHEDULED)
    shop.harness.tick(hours=1)
    assert shop.harness.texts == []

    shop.harness.tick(hours=1)
    shop.ended()

    assert shop.got(numbers)


def test_a_held_list_nobody_approved_by_its_time_reaches_nobody(shop: Lists) -> None:
    hold(shop, shop.people(11), hours=2)
    shop.until(SendState.AWAITING_APPROVAL)

    shop.harness.tick(hours=2, minutes=1)
    shop.until(SendState.EXPIRED)
    shop.harness.tick(hours=1)

    assert shop.counts() == {SendState.CANCELLED: 11}
    assert shop.harness.texts == []


def test_an_approval_is_for_one_time_and_lapses_when_that_is_changed(shop: Lists) -> None:
    numbers = shop.people(11)
    hold(shop, numbers, hours=2)
    shop.until(SendState.AWAITING_APPROVAL)
    shop.harness.approve(shop.harness.message("wants to text the list", APPROVALS, shop.lena), shop.lena)
    shop.until(SendState.SCHEDULED)
    staff.scheduled(shop.harness)
    staff.press_there(shop.harness, "Send now", says="It's approved for its scheduled time only.")

    staff.change(shop.harness, at=later(shop.harness.clock, hours=3))
    shop.until(SendState.AWAITING_APPROVAL)
    shop.harness.tick(hours=2, minutes=1)
    assert shop.harness.texts == []
    asked = shop.harness.message("*Since the last request:* The time moved from", APPROVALS, shop.lena)
    shop.harness.approve(asked, shop.lena)
    shop.until(SendState.SCHEDULED)
    shop.harness.tick(hours=1)
    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 11
