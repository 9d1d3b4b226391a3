"""Broadcasts and lists that repeat from here: approved once, checked again on each date."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.sandbox.slack.model import Message
from bot.store.states import SENT, SendState
from tests.flows import repeating
from tests.flows.broadcasting import APPROVALS, Broadcasts
from tests.flows.crowds import Crowds
from tests.flows.harness import Harness, later
from tests.flows.listing import Lists
from tests.flows.many import WORDS
from tests.flows.repeating import come, message, next_date, of_series, press, settled

pytestmark = pytest.mark.measured

POLICY = """
[roles]
broadcaster = ["U0MAYA"]
approver = ["U0LENA"]
admin = ["U0TOM"]
[approval]
channel = "C0APPROVE"
people = 3
[limits]
list_per_second = 1000
"""


@pytest.fixture
def shop(under_policy: Harness) -> Broadcasts:
    return Broadcasts(repeating.clear(under_policy))


def weekly(shop: Broadcasts, group: str, times: int = 3) -> list[object]:
    """Start a weekly broadcast that a second person approves, and return its dates."""
    first = later(shop.harness.clock, days=1)
    shop.compose(group)
    repeating.rhythm(shop.harness, "Every week", first, times=times)
    shop.confirmation(shop.check())
    assert f"repeats {times} times" in shop.harness.shown()
    shop.maya.submit()
    shop.harness.until(SendState.AWAITING_APPROVAL)
    assert f"{times} times, every week on" in shop.request(group).text
    shop.harness.approve(shop.request(group), shop.lena)
    shop.harness.until(SendState.REPEATING)
    return [first + timedelta(weeks=week) for week in range(times)]


def test_a_series_is_approved_once_and_each_date_goes_without_asking_again(shop: Broadcasts) -> None:
    numbers = shop.group("Weekly four", 4)
    dates = weekly(shop, "Weekly four")

    come(shop.harness, dates[0], 4)
    come(shop.harness, dates[1], 8)

    assert sorted(shop.harness.texts) == sorted([(number, WORDS) for number in numbers] * 2)
    assert len(shop.requests("Weekly four")) == 1


def test_a_date_that_would_reach_more_people_is_approved_anew_and_that_holds_from_then_on(
    shop: Broadcasts,
) -> None:
    shop.group("Growing", 4)
    dates = weekly(shop, "Growing")
    come(shop.harness, dates[0], 4)
    shop.join("Growing")
    shop.count()

    come(shop.harness, dates[1], 4)
    shop.harness.until(SendState.AWAITING_APPROVAL)
    again = shop.request("Growing", "now has 5 recipients", count=2)
    shop.harness.approve(again, shop.lena)
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 9)
    shop.harness.tick(hours=1)
    shop.harness.wait_for_database(lambda: of_series(shop.harness)[0].state in SENT)

    come(shop.harness, dates[2], 14)
    assert len(shop.requests("Growing")) == 2


def test_a_date_whose_group_has_somebody_on_the_list_is_not_sent(shop: Broadcasts) -> None:
    number, *_others = shop.group("Listed", 2)
    first = later(shop.harness.clock, days=1)
    shop.compose("Listed")
    repeating.rhythm(shop.harness, "Every month, on this weekday", first, times=2)
    shop.confirmation(shop.check())
    shop.maya.submit()
    shop.harness.until(SendState.AWAITING_APPROVAL)
    shop.harness.approve(shop.request("Listed"), shop.lena)
    shop.harness.until(SendState.REPEATING)
    shop.harness.bot.services.do_not_text.add(number, "Asked to stop", Who("U0TOM", "T0HARBOUR"))

    come(shop.harness, first, 0)

    shop.message("Listed", "do-not-text list")
    assert of_series(shop.harness)[0].state is SendState.SCHEDULED


def test_a_monthly_list_goes_to_everybody_on_each_date(shop: Broadcasts) -> None:
    lists = Lists(shop.harness)
    numbers = lists.people(3)
    first = later(shop.harness.clock, days=1)
    person = lists.compose(numbers)
    repeating.rhythm(shop.harness, "Every month, on this date", first, times=2)
    said = lists.confirmation(person)
    assert "*2 lists, 6 credits in total*" in said
    lists.maya.submit()
    shop.harness.until(SendState.AWAITING_APPROVAL)
    request = [each for each in shop.lena.sees("C0APPROVE") if "2 times, every month on the" in each.text][-1]
    shop.harness.approve(request, shop.lena)
    shop.harness.until(SendState.REPEATING)

    come(shop.harness, first, 3)
    shop.harness.tick(minutes=2)
    come(shop.harness, next_date(shop.harness), 6)

    assert sorted(shop.harness.texts) == sorted([(number, WORDS) for number in numbers] * 2)
    message(shop.harness, "Ended, its last date has come")


def test_a_list_is_edited_in_its_form_to_which_its_people_are_brought_again(shop: Broadcasts) -> None:
    lists = Lists(shop.harness)
    person = lists.compose(lists.people(2))
    repeating.rhythm(shop.harness, "Every day", later(shop.harness.clock, days=1), times=2)
    lists.confirmation(person)
    lists.maya.submit()
    shop.harness.until(SendState.AWAITING_APPROVAL)
    request = [each for each in shop.lena.sees("C0APPROVE") if "2 times, every day from" in each.text][-1]
    shop.harness.approve(request, shop.lena)
    shop.harness.until(SendState.REPEATING)

    press(shop.harness, "Edit from now on", "Next: ")

    shop.harness.modal("Text a list")
    assert "Upload the list again, or paste it" in shop.harness.shown()
    assert WORDS in shop.harness.shown()


def test_a_series_that_waits_is_edited_and_only_its_successor_can_be_approved(shop: Broadcasts) -> None:
    shop.group("Rethought", 4)
    shop.compose("Rethought")
    repeating.rhythm(shop.harness, "Every week", later(shop.harness.clock, days=1), times=3)
    shop.confirmation(shop.check()).submit()
    shop.harness.until(SendState.AWAITING_APPROVAL)

    press(shop.harness, "Edit", "Awaiting approval")
    shop.harness.modal("Broadcast to a group")
    shop.harness.wait_for(lambda: "You're editing a series" in shop.harness.shown())
    shop.maya.fill("Message", "Other words.")
    shop.maya.fill("Until", None)
    shop.maya.fill("Or number of times", 2)
    shop.harness.drawn()
    shop.confirmation(shop.check())
    assert "it's withdrawn when you confirm" in shop.harness.shown()
    shop.maya.submit()

    now = shop.request("Rethought", "takes the place of a request", count=2)
    assert "The text was changed." in now.text
    assert "2 times, every week on" in now.text
    shop.harness.wait_for(lambda: "ancelled" in shop.requests("Rethought")[0].text)
    shop.harness.approve(now, shop.lena)
    shop.harness.until(SendState.REPEATING)
    bodies = {each.body for each in shop.harness.sends() if each.state is SendState.REPEATING}
    assert bodies == {"Other words."}


def test_an_edited_series_goes_on_as_it_was_until_its_new_words_are_approved(shop: Broadcasts) -> None:
    shop.group("Edited", 4)
    dates = weekly(shop, "Edited", times=4)
    press(shop.harness, "Edit from now on", "Next: ")
    shop.harness.modal("Broadcast to a group")
    shop.maya.fill("Message", "Other words")
    shop.confirmation(shop.check())
    shop.maya.submit()
    shop.harness.until(SendState.AWAITING_APPROVAL)

    come(shop.harness, dates[0] - timedelta(minutes=1), 0)
    shop.harness.approve(shop.request("Edited", count=2), shop.lena)
    shop.harness.wait_for(lambda: any("Edited by <@U0MAYA>" in each.text for each in shop.harness.messages()))
    come(shop.harness, dates[0], 4)

    assert {body for _number, body in shop.harness.texts} == {"Other words"}


def about_people(shop: Broadcasts, containing: str) -> Message:
    """Wait until the approvers' newest request about the list for a group says this."""

    def seen() -> Message | None:
        found = [each for each in shop.lena.sees(APPROVALS) if "People in Canoeists" in each.text]
        return found[-1] if found and containing in found[-1].text else None

    found = shop.harness.wait_for(seen)
    assert found is not None
    return found


def test_other_people_than_were_approved_are_approved_anew(shop: Broadcasts) -> None:
    crowds, harness = Crowds(shop.harness), shop.harness
    found = [f"1415567{last:04}" for last in range(5)]
    crowds.group("Canoeists", found[:4])
    first = crowds.daily(["Canoeists"])
    harness.until(SendState.AWAITING_APPROVAL)
    harness.approve(about_people(shop, "Needs approval"), shop.lena)
    harness.until(SendState.REPEATING)
    come(harness, first, 4)
    settled(harness)
    crowds.leave(found[0])
    crowds.group("Canoeists", found[4:])

    come(harness, next_date(harness), 4)

    harness.until(SendState.AWAITING_APPROVAL)
    harness.approve(about_people(shop, "aren't the ones it was approved for"), shop.lena)
    harness.wait_for(lambda: len(harness.texts) == 8)
    assert sorted(number for number, _words in harness.texts[4:]) == found[1:]
