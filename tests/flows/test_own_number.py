"""A test to oneself, from the confirmation of a list or a broadcast: the ledger says what went where."""

from collections.abc import Iterator

import pytest

from bot.settings import Mode
from tests.flows.crowds import Crowds
from tests.flows.harness import ADA, GRACE, NORA, Harness
from tests.flows.listing import CONFIRMATION, QUICK, csv, opened

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

MINE = "14155550444"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, mode) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Crowds:
    return Crowds(harness)


def give(shop: Crowds, number: str, group: str = "") -> None:
    """Give one's own number on the Home tab."""
    shop.maya.open_home()
    shop.harness.wait_for(lambda: shop.maya.home)
    shop.maya.press("My number")
    shop.harness.modal("My number")
    shop.maya.fill("Your own number", number or None)
    if group:
        shop.choose("Add me to a group", group)
    assert shop.maya.submit().acked
    assert shop.maya.title is None or shop.maya.title != "My number", shop.maya.errors


def test_a_list_is_tried_out_with_a_row_that_is_picked(shop: Crowds) -> None:
    shop.group("Staff", [NORA + "0"])  # known, so that it can be joined
    give(shop, f"+{MINE}", "Staff")
    rows = (f"Ada,{ADA}", f"Grace,{GRACE}")
    shop.ready(csv("Name,Number", *rows), "Hi %%Name%%!")
    shop.maya.choose("Test with", "Line 3: Hi Grace!")
    shop.maya.press("Send me a test")
    shop.harness.wait_for(lambda: "Test sent to •••0444" in shop.harness.shown())
    shop.harness.wait_for(lambda: shop.harness.texts == [(MINE, "Hi Grace!")])
    assert shop.smsit.book.find(MINE) is not None

    shop.maya.press("Send me a test")  # once more, for it is meant
    shop.harness.wait_for(lambda: shop.harness.texts == [(MINE, "Hi Grace!")] * 2)
    assert shop.maya.title == CONFIRMATION
    shop.maya.submit()
    shop.harness.wait_for_database(lambda: len(shop.harness.texts) == 2 + len(rows))
    assert sorted(shop.harness.texts)[:2] == [(ADA, "Hi Ada!"), (GRACE, "Hi Grace!")]
    shop.harness.message("2 of 2 sent")


def test_a_broadcast_is_tried_out_with_a_name_and_is_not_sent(shop: Crowds) -> None:
    found = ["14155550441", "14155550442"]
    shop.group("Rowers", found, "Rosa Rower")
    shop.group("Staff", [MINE])
    give(shop, f"+{MINE}")
    assert shop.maya.command("/sms broadcast Rowers", channel="C0FRONT").acked
    shop.harness.modal("Broadcast to a group")
    shop.maya.fill("Message", "Ahoy, %%Name%%!")
    shop.check()
    shop.maya.press("Send me a test")
    shop.harness.wait_for(lambda: "Test sent to •••0444" in shop.harness.shown())
    shop.harness.wait_for(lambda: shop.harness.texts == [(MINE, "Ahoy, Rosa!")])

    assert shop.maya.title == "Review broadcast"
    shop.maya.submit()
    shop.harness.wait_for(lambda: len(shop.harness.texts) == 1 + len(found))
    assert sorted(shop.harness.texts) == sorted((each, "Ahoy, Rosa!") for each in (MINE, *found))


def test_without_a_number_nothing_is_sent(shop: Crowds) -> None:
    give(shop, "")
    shop.ready([ADA])
    shop.maya.press("Send me a test")
    shop.harness.wait_for(lambda: "Give your own number on the Home tab first" in shop.harness.shown())
    assert shop.harness.texts == []
