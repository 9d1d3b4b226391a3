"""A list for people of the contacts that repeats: they are gathered anew on each date, and judged again."""

import pytest

from bot.access import Who
from bot.sandbox.smsit.faults import Fault
from bot.store import audience_choices
from bot.store.sends import Send
from bot.store.states import SendState
from tests.flows import repeating
from tests.flows.crowds import PEOPLE, Crowds
from tests.flows.harness import ADA, Harness
from tests.flows.listing import CONFIRMATION
from tests.flows.many import WORDS
from tests.flows.repeating import come, next_date, of_series, press, settled

pytestmark = pytest.mark.measured

POLICY = """
[roles]
broadcaster = ["U0MAYA"]
approver = ["U0LENA"]
admin = ["U0TOM"]
[limits]
list_per_second = 1000
"""
TOM = Who("U0TOM", "T0HARBOUR")


@pytest.fixture
def shop(under_policy: Harness) -> Crowds:
    return Crowds(repeating.clear(under_policy))


def numbers(begins: str, count: int) -> list[str]:
    return [f"{begins}{last:0{11 - len(begins)}}" for last in range(count)]


def held(shop: Crowds, containing: str) -> Send:
    """Wait until the newest date asks a person with these words."""

    def asks() -> bool:
        newest = of_series(shop.harness)[0]
        return newest.state is SendState.SCHEDULED and containing in (newest.hold_sentence or "")

    shop.harness.wait_for_database(asks)
    return of_series(shop.harness)[0]


def test_each_date_goes_to_whoever_is_in_the_groups_then(shop: Crowds) -> None:
    found, staff = numbers("1415561", 4), numbers("1415562", 1)
    shop.group("Rowers", found[:3])
    shop.group("Rowing staff", [*staff, found[2]])
    first = shop.daily(["Rowers"], without_groups=["Rowing staff"])
    shop.harness.until(SendState.REPEATING)

    come(shop.harness, first, 2)
    settled(shop.harness)
    assert sorted(shop.harness.texts) == [(each, WORDS) for each in found[:2]]
    shop.leave(found[0])
    shop.group("Rowers", [found[3]])
    come(shop.harness, next_date(shop.harness), 4)
    settled(shop.harness)

    assert sorted(shop.harness.texts[2:]) == [(found[1], WORDS), (found[3], WORDS)]
    with shop.harness.bot.database.read() as conn:
        assert audience_choices.get(conn, of_series(shop.harness)[0].id) is None


def test_whoever_may_not_be_texted_is_left_out_on_the_day(shop: Crowds) -> None:
    found = numbers("1415563", 3)
    shop.group("Divers", found)
    first = shop.daily(["Divers"], texted="7")
    shop.harness.until(SendState.REPEATING)
    shop.harness.bot.services.do_not_text.add(found[0], "asked us to stop", TOM)

    come(shop.harness, first, 2)
    settled(shop.harness)
    come(shop.harness, next_date(shop.harness), 2)

    held(shop, "There's no one to text now.")
    assert sorted(number for number, _words in shop.harness.texts) == found[1:]


def test_a_group_that_grew_asks_first(shop: Crowds) -> None:
    found = numbers("1415564", 4)
    shop.group("Sailors", found[:2])
    first = shop.daily(["Sailors"])
    shop.harness.until(SendState.REPEATING)
    shop.group("Sailors", found)

    come(shop.harness, first, 0)
    held(shop, "The list grew from 2 to 4 recipients; it now costs 4 credits.")
    shop.press("Send now", "grew from 2")
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 4)
    settled(shop.harness)

    come(shop.harness, next_date(shop.harness), 8)  # that many were agreed to
    assert settled(shop.harness).people == 4


def test_a_date_whose_people_cannot_be_read_is_held_and_gathers_them_when_it_is_sent(shop: Crowds) -> None:
    found = numbers("1415565", 2)
    shop.group("Anglers", found)
    first = shop.daily(["Anglers"])
    shop.harness.until(SendState.REPEATING)
    shop.smsit.faults.add("getcontacts", Fault.DROPPED, times=100)

    come(shop.harness, first, 0)
    newest = held(shop, "SMS-iT")
    shop.smsit.faults.clear()
    shop.group("Anglers", ["14155650009"])
    shop.leave(found[0])
    shop.press("Send now", newest.hold_sentence or "")
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 2)
    settled(shop.harness)

    assert sorted(number for number, _words in shop.harness.texts) == sorted([found[1], "14155650009"])


def test_editing_opens_the_form_for_people_as_they_were_chosen(shop: Crowds) -> None:
    found = numbers("1415566", 3)
    shop.group("Surfers", found, "Sam Surfer")
    shop.group("Surf staff", found[:1])
    shop.daily(["Surfers"], without_groups=["Surf staff"], without="Ada", texted="3")
    shop.harness.until(SendState.REPEATING)

    press(shop.harness, "Edit from now on", "Next: ")

    shop.harness.modal(PEOPLE)
    said = shop.harness.shown()
    assert "You're editing a series" in said
    assert "Upload" not in said
    shop.maya.fill("Message", "Other words")
    repeating_said = shop.check()
    assert shop.maya.title == CONFIRMATION, repeating_said
    assert shop.maya.submit().acked
    shop.harness.wait_for(lambda: any("Edited by <@U0MAYA>" in each.text for each in shop.harness.messages()))
    [now] = [each for each in shop.harness.sends() if each.state is SendState.REPEATING]
    with shop.harness.bot.database.read() as conn:
        choice = audience_choices.get(conn, now.id)
    assert choice is not None
    assert choice.choice == {
        "search": None,
        "groups": ["Surfers"],
        "without_groups": ["Surf staff"],
        "without": [ADA],
        "texted_days": 3,
        "only_reached": False,
    }
