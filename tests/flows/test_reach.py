"""Whom texts don't reach: warned of, left out by one press, listed and taken home by role."""

from collections.abc import Iterator

import pytest

from bot.store.states import SendState
from bot.texting import phones
from tests.features.arrived import missed
from tests.flows.crowds import Crowds
from tests.flows.harness import FRONT, Harness
from tests.flows.listing import CONFIRMATION, QUICK, opened
from tests.flows.many import WORDS

pytestmark = pytest.mark.measured

POLICY = f'{QUICK}\n[contacts]\nfull_numbers = "admin"\nexport = "broadcaster"\n'


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), POLICY) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Crowds:
    return Crowds(harness)


def pressed(shop: Crowds, button: str, recipients: str) -> str:
    """Press a button in a review, and return what the review that takes its place says."""
    shop.harness.drawn()
    shop.maya.press(button)
    shop.harness.wait_for(lambda: recipients in shop.harness.shown())
    assert shop.maya.title == CONFIRMATION
    return shop.harness.shown()


def test_a_list_goes_to_those_who_are_reached_after_one_press(shop: Crowds) -> None:
    found = shop.people(4)
    missed(shop.harness.bot.database, *found[:2], before=shop.harness.clock())
    said = shop.ready(found)
    assert "*2 of 4* haven't received the last three texts." in said

    said = pressed(shop, "Leave out 2, save 2 credits", "2 recipients")
    assert "This person didn't receive the last three texts." in said
    assert "haven't received" not in said
    shop.maya.submit()
    shop.ended()
    assert shop.got(found[2:])
    assert shop.taken == 2


def test_a_group_is_texted_one_at_a_time_without_them(shop: Crowds) -> None:
    found = [f"1415553{last:04}" for last in range(3)]
    shop.group("Rowers", found)
    missed(shop.harness.bot.database, found[1], before=shop.harness.clock())
    assert shop.maya.command("/sms-broadcast Rowers", channel=FRONT).acked
    shop.harness.modal("Broadcast to a group")
    shop.maya.fill("Message", WORDS)
    assert "*1 of 3* hasn't received the last three texts." in shop.check()

    said = pressed(shop, "Send to the other 2, one at a time", "2 recipients")
    assert "1 person: Didn't receive the last three texts." in said
    shop.maya.submit()
    shop.ended()
    assert shop.got([found[0], found[2]])


def test_a_text_to_one_of_them_warns_and_one_that_arrives_takes_them_off_the_list(shop: Crowds) -> None:
    [number] = shop.people(1, begins="1415557123")
    missed(shop.harness.bot.database, number, before=shop.harness.clock())
    assert shop.maya.command("/sms contacts unreachable", channel=FRONT).acked
    shop.harness.wait_for(lambda: phones.mask(number) in shop.harness.shown())
    assert number not in str(shop.maya.view)
    shop.maya.press("Export")
    shop.harness.wait_for(lambda: "in your direct messages" in shop.harness.shown())
    shop.maya.close()

    assert shop.maya.command(f"/sms {number} Hello again", channel=FRONT).acked
    shop.harness.wait_for(lambda: shop.maya.title == "Send a text")
    shop.harness.drawn()
    said = shop.check()
    assert "Check this number before you send: it hasn't received the last three texts" in said
    shop.maya.submit()
    shop.until(SendState.ACCEPTED)
    shop.harness.tick(seconds=30)
    shop.until(SendState.DELIVERED)
    assert shop.maya.command("/sms contacts unreachable", channel=FRONT).acked
    shop.harness.wait_for(lambda: "Only texts to one person" in shop.harness.shown())
    assert phones.mask(number) not in shop.harness.shown()
