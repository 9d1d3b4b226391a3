"""People without a name in a broadcast: what they would get is shown, and the name can be left out."""

from datetime import timedelta

import pytest

from bot.store.states import SendState
from tests.flows import filling
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, later

pytestmark = pytest.mark.measured


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def left_out(shop: Broadcasts, text: str) -> None:
    """Have the name left out, and wait until the confirmation shows the text without it."""
    shop.maya.press("Leave the name out")
    shop.harness.wait_for(lambda: text in shop.harness.shown().splitlines())
    assert "Leave the name out" not in shop.harness.shown(shop.confirmation())


def test_what_people_without_a_name_get_is_shown_before_the_button(shop: Broadcasts) -> None:
    numbers = shop.group("Newcomers", ["Ada Lovelace", "", " "])
    shop.ready("Newcomers", "%%Name%%, see you <soon>")

    said = shop.harness.shown()
    assert "2 contacts have no name; %%Name%% will be blank." in said
    assert "Without a name: \u201c, see you &lt;soon&gt;\u201d" in said
    assert "For everyone, with the name left out: \u201cSee you &lt;soon&gt;\u201d" in said
    shop.maya.submit()
    shop.until(SendState.ACCEPTED)
    expected = ["Ada, see you <soon>", ", see you <soon>", ", see you <soon>"]
    assert dict(shop.harness.texts) == dict(zip(numbers, expected, strict=True))


def test_the_name_is_left_out_for_everybody_and_the_cost_calculated_anew(shop: Broadcasts) -> None:
    numbers = shop.group("Walkers", ["Ada Lovelace", ""])
    shop.ready("Walkers", "x" * 156 + " (%%Name%%)")
    before = shop.cost()

    left_out(shop, "x" * 156)
    after = shop.cost()
    shop.maya.submit()

    shop.until(SendState.ACCEPTED)
    assert shop.got(numbers, "x" * 156)
    assert (before, after, shop.taken) == (3, 2, 2)


@pytest.mark.usefixtures("unbounded")
def test_its_time_and_its_dates_stay_when_the_name_is_left_out(shop: Broadcasts) -> None:
    shop.group("Runners", ["Ada Lovelace", ""])
    first = later(shop.harness.clock, days=1)
    shop.compose("Runners", "Hi %%Name%%, run!")
    shop.later(shop.maya, filling.REPEAT_THERE, first)
    shop.maya.choose("Repeats", "Every day")
    shop.maya.fill("Until", first + timedelta(days=2))
    shop.check()

    left_out(shop, "Hi, run!")

    said = shop.harness.shown()
    assert "*3 broadcasts, 6 credits in total*" in said
    assert "Scheduled in SMS-iT; cancel it there" in said


def test_a_text_that_is_nothing_but_the_name_cannot_leave_it_out(shop: Broadcasts) -> None:
    shop.group("Silent", ["Ada Lovelace", ""])
    shop.ready("Silent", "%%Name%%!")

    said = shop.harness.shown()
    assert "Without a name: \u201c!\u201d" in said
    assert "Leave the name out" not in said


def test_where_everybody_has_a_name_nothing_is_said(shop: Broadcasts) -> None:
    shop.group("Named", ["Ada Lovelace", "Grace Hopper"])
    shop.ready("Named", "Hi %%Name%%")

    assert "no name" not in shop.harness.shown()
