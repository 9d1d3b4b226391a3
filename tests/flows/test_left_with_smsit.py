"""What is left with SMS-iT nobody looks at again: so it may be where the policy bounds nothing of it."""

from collections.abc import Iterator

import pytest

from bot.features.do_not_text.service import LISTED_SINCE
from bot.features.sends.smsit_schedules import GROUP, SERIES
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.broadcasting import Broadcasts, own_harness
from tests.flows.filling import stop_texting
from tests.flows.harness import ADA, GRACE, Harness, later
from tests.flows.staff import MAYA, TOM

ROLES = f"""
[roles]
viewer = ["*"]
sender = ["{MAYA}"]
broadcaster = ["{MAYA}"]
admin = ["{TOM}"]
"""
HELLO = "Hello there"
KEPT = "Cancel 1 text in SMS-iT's own panel"
SERIES_BOUND = "[limits]\nperson_per_week = 2\n"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    found = own_harness(tmp_path_factory.mktemp("left"), ROLES)
    yield found
    found.close()


@pytest.fixture
def house(own: Harness) -> Harness:
    return own.fresh()


@pytest.fixture
def shop(house: Harness) -> Broadcasts:
    policy(house, ROLES)
    return Broadcasts(house)


def policy(house: Harness, text: str) -> None:
    (house.folder / "policy.toml").write_text(text, "utf-8")
    house.bot.read_policy_again()


def daily_there(house: Harness) -> None:
    """Fill in a text to Ada that SMS-iT is to repeat every day."""
    house.compose(f"/sms {ADA} {HELLO}")
    filling.when(house, filling.REPEAT, later(house.clock, hours=2), house.maya)
    house.maya.choose(filling.KEPT, filling.AT_SMSIT)
    house.quiet()
    house.maya.choose("Repeats", "Every day")
    house.quiet()
    house.maya.fill("Until", later(house.clock, days=30))


@pytest.mark.parametrize(
    "bound",
    [
        "[approval]\nchannel = 'C0APPROVE'\npeople = 25\n",
        "[budgets]\nperson_per_day = 100\n",
        "[budgets.channels]\nC0FRONT = 100\n",
        "[limits]\ngroup_people = 50\n",
        SERIES_BOUND,
    ],
)
def test_a_broadcast_whose_group_may_grow_is_kept_here_where_the_policy_bounds_it(
    shop: Broadcasts, bound: str
) -> None:
    house = shop.harness
    shop.group("Grows", 2)
    policy(house, ROLES + bound)
    asks = shop.compose("Grows", HELLO)
    filling.when(house, filling.AT_SMSIT, later(house.clock, hours=3), asks)
    asks.submit()
    assert GROUP in house.errors().values()

    asks.choose(filling.KEPT, "Here")
    shop.confirmation(shop.check(asks))


def test_what_a_policy_bounds_since_the_review_is_not_left_with_smsit(shop: Broadcasts) -> None:
    house = shop.harness
    shop.group("Since", 2)
    there = shop.later(shop.compose("Since", HELLO), filling.AT_SMSIT, later(house.clock, hours=3))
    reviewed = shop.confirmation(shop.check(there))
    assert "everyone who is in the group then" in house.shown()
    policy(house, ROLES + "[limits]\ngroup_people = 50\n")

    reviewed.submit()

    house.wait_for(lambda: GROUP in house.shown())
    house.clock.advance(hours=4)
    assert house.texts == []


def test_a_series_to_one_person_is_kept_here_where_there_is_a_weekly_limit(house: Harness) -> None:
    policy(house, ROLES + SERIES_BOUND)
    daily_there(house)
    house.maya.submit()
    assert SERIES in house.errors().values()


def test_whoever_lists_a_number_hears_of_what_smsit_keeps_for_it(house: Harness) -> None:
    policy(house, ROLES)
    daily_there(house)
    house.check()
    house.maya.submit()
    house.until(SendState.SCHEDULED_AT_SMSIT)
    tom = house.person(TOM)

    stop_texting(house, f"{GRACE} asked us to stop", tom)
    house.quiet()
    assert not any(KEPT in each.text for each in tom.sees("@smsit"))
    stop_texting(house, f"{ADA} asked us to stop", tom)

    house.message(KEPT, "@smsit", tom)
    house.message(LISTED_SINCE)


def test_whoever_lists_somebody_in_a_group_hears_of_the_broadcast_smsit_keeps(shop: Broadcasts) -> None:
    house = shop.harness
    listed, _other = shop.group("Kept there", 2)
    there = shop.later(shop.compose("Kept there", HELLO), filling.AT_SMSIT, later(house.clock, hours=3))
    shop.confirmation(shop.check(there)).submit()
    house.until(SendState.SCHEDULED_AT_SMSIT)
    tom = house.person(TOM)

    stop_texting(house, f"{listed} asked us to stop", tom)

    house.message(KEPT, "@smsit", tom)
    house.message(LISTED_SINCE)
