"""Broadcasts the bot holds: they go out once, and what changed meanwhile is answered by a person first."""

import pytest

from bot.sandbox.slack.model import Message
from bot.store.states import SendState
from tests.flows import filling, repeating
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later

pytestmark = pytest.mark.measured


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def hold(shop: Broadcasts, group: str, people: int = 3) -> tuple[str, ...]:
    """Have the bot hold a broadcast for an hour."""
    numbers = shop.group(group, people)
    shop.hold(group, later(shop.harness.clock, hours=1)).submit()
    shop.until(SendState.SCHEDULED)
    return numbers


def asked(shop: Broadcasts, group: str, containing: str) -> Message:
    """Let its time come, and wait until it asks a person."""
    shop.harness.tick(minutes=61)
    message = shop.message(group, containing)
    assert shop.harness.texts == []
    assert shop.newest().state is SendState.SCHEDULED
    return message


def test_a_held_broadcast_goes_out_once_at_its_time(shop: Broadcasts) -> None:
    numbers = hold(shop, "Patient")
    shop.message("Patient", "Scheduled for")
    shop.harness.tick(minutes=58)
    assert shop.harness.texts == []

    shop.harness.tick(minutes=3)
    shop.until(SendState.ACCEPTED)
    shop.harness.tick(minutes=1)

    assert shop.got(numbers)
    assert shop.taken == 3


def test_a_held_broadcast_can_be_cancelled(shop: Broadcasts) -> None:
    hold(shop, "Dropped")

    shop.maya.press("Cancel", message=shop.message("Dropped", "Scheduled for"))
    shop.until(SendState.CANCELLED)
    shop.harness.tick(hours=2)

    assert "Cancelled, not sent (by <@U0MAYA>)" in shop.message("Dropped", "Cancelled").text
    assert shop.harness.texts == []


def test_one_found_long_after_its_time_asks_instead_of_going(shop: Broadcasts) -> None:
    numbers = hold(shop, "Overslept")
    shop.harness.tick(hours=4)
    message = shop.message("Overslept", "The bot was offline at")
    assert shop.harness.texts == []

    shop.maya.press("Send now", message=message)

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers)


def test_a_group_that_grew_is_asked_about_and_costs_what_was_said_then(shop: Broadcasts) -> None:
    numbers = hold(shop, "Growing")
    new = [shop.join("Growing") for _ in range(2)]
    message = asked(shop, "Growing", "The group grew from 3 to 5 recipients; it now costs 5 credits.")

    answer = shop.maya.press("Send now", message=message)
    shop.until(SendState.ACCEPTED)
    assert answer is not None
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.tick(minutes=1)

    assert shop.got([*numbers, *new])
    assert shop.taken == 5
    assert "5 credits" in shop.message("Growing", "sent by <@U0MAYA>").text


def test_a_group_that_grew_again_while_it_asked_asks_again(shop: Broadcasts) -> None:
    hold(shop, "Growing on")
    shop.join("Growing on")
    message = asked(shop, "Growing on", "The group grew from 3 to 4 recipients")
    shop.join("Growing on")

    shop.maya.press("Send now", message=message)

    again = shop.message("Growing on", "The group grew from 4 to 5 recipients")
    assert shop.harness.texts == []
    shop.maya.press("Cancel", message=again)
    shop.until(SendState.CANCELLED)


def test_a_group_that_shrank_goes_out_for_less(shop: Broadcasts) -> None:
    numbers = hold(shop, "Shrinking")
    shop.smsit.opt_out(numbers[0])

    shop.harness.tick(minutes=61)
    shop.until(SendState.ACCEPTED)

    assert shop.got(numbers[1:])
    assert shop.taken == 2
    assert "2 credits" in shop.message("Shrinking", "Sent").text


def test_a_member_who_must_not_be_texted_refuses_the_broadcast(shop: Broadcasts) -> None:
    numbers = shop.group("Mixed", 3)
    block(shop, numbers[1])

    shop.check(shop.compose("Mixed"))

    shop.harness.refused("1 contact in this group is on the do-not-text list", "Not possible")
    assert numbers[1] not in shop.harness.shown()
    assert shop.harness.texts == []


def test_a_member_who_said_no_meanwhile_holds_it_back_for_good(shop: Broadcasts) -> None:
    numbers = hold(shop, "Regretting")
    block(shop, numbers[2])
    message = asked(shop, "Regretting", "1 contact in this group is on the do-not-text list")

    with pytest.raises(LookupError):
        shop.maya.press("Send now", message=message)
    shop.harness.tick(hours=5)
    assert shop.harness.texts == []
    shop.maya.press("Cancel", message=message)

    shop.until(SendState.CANCELLED)
    assert shop.taken == 0


def test_one_that_is_held_for_somebody_goes_to_the_others_and_never_as_it_was(shop: Broadcasts) -> None:
    numbers = hold(shop, "Most of them", 4)
    block(shop, numbers[1])
    message = asked(shop, "Most of them", "1 contact in this group is on the do-not-text list")

    reviews = []
    for who in (shop.tom, shop.maya):
        assert who.press("Send to the others, one at a time", message=message) is not None
        shop.harness.modal("Review list", who)
        reviews.append(shop.harness.shown(who))
    assert all("3 recipients" in said for said in reviews)
    answer = shop.maya.submit()
    shop.harness.sandbox.slack.redeliver(answer)
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 3)
    assert shop.got([each for each in numbers if each != numbers[1]])
    shop.message("Most of them", "Cancelled, not sent (by <@U0MAYA>)")

    shop.tom.submit()
    assert "it was cancelled in the meantime" in shop.harness.shown(shop.tom)
    shop.harness.tick(hours=5)
    assert len(shop.harness.texts) == 3
    assert shop.taken == 3


def test_a_broadcast_that_repeats_offers_the_others_as_a_list_that_does(shop: Broadcasts) -> None:
    numbers = shop.group("Every day but one", 3)
    block(shop, numbers[0])
    shop.compose("Every day but one")
    repeating.rhythm(shop.harness, "Every day", later(shop.harness.clock, days=1), times=2)
    shop.check()
    shop.harness.modal("Not possible", shop.maya)

    shop.maya.press("Send to the other 2, one at a time")

    shop.harness.modal("Review list", shop.maya)
    assert "*2 lists, 4 credits in total*" in shop.harness.shown()


def test_a_balance_spent_meanwhile_stops_it_before_anybody_is_texted(shop: Broadcasts) -> None:
    hold(shop, "Unpaid", 4)
    shop.smsit.set_credits(3)

    shop.harness.tick(minutes=61)
    shop.until(SendState.REFUSED)

    shop.message("Unpaid", "it takes 4 credits, and the balance is 3")
    assert shop.harness.texts == []


def block(shop: Broadcasts, number: str) -> None:
    """Put a number on the do-not-text list."""
    filling.stop_texting(shop.harness, f"{number} asked us to stop", shop.tom)
    assert shop.harness.bot.services.do_not_text.is_listed(number)
