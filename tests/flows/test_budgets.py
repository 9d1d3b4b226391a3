"""Budgets: nobody's, no channel's and no day's credits go beyond what the policy says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import spending
from tests.flows.broadcasting import Broadcasts
from tests.flows.house import ADA, FRONT, GRACE, House
from tests.flows.spending import FOUR, HELP, ONE, TWO, refused, send, to_tomorrow
from tests.flows.staff import MAYA, PRIYA, TOM, ready

pytestmark = pytest.mark.measured


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with spending.shop(tmp_path_factory.mktemp("house")) as own:
        yield own


@pytest.fixture
def house(shop: House) -> House:
    return spending.next_morning(shop)


def test_a_person_spends_no_more_a_day_than_the_policy_says(house: House) -> None:
    before = house.sandbox.smsit.credits
    for text in (TWO, ONE):
        send(house, text)

    said = refused(house, TWO)

    assert "is 4 credits; 3 are spent or planned, 1 are left, and this takes 2" in said
    send(house, ONE)
    assert before - house.sandbox.smsit.credits == 4
    to_tomorrow(house, hour=9)
    send(house, FOUR)


def test_what_is_left_stands_below_the_balance(house: House) -> None:
    send(house, TWO, channel=FRONT)

    house.maya.command("/sms credits", channel=FRONT)
    said = house.message("*2* of 4 credits left, 2 spent or planned.").text
    assert "*4* of 6 credits left" in said
    assert "*6* of 8 credits left" in said
    house.person(PRIYA).command("/sms-credits", channel=HELP)
    said = house.message("*4* of 4 credits left, 0 spent", HELP, house.person(PRIYA)).text
    assert "*98* of 100 credits left" not in said
    assert "*6* of 8 credits left" in said


def test_a_channel_has_a_budget_of_its_own_for_everybody_in_it(house: House) -> None:
    send(house, FOUR, channel=FRONT)
    send(house, TWO, PRIYA, channel=FRONT)

    assert "is 6 credits; 6 are spent or planned" in refused(house, ONE, PRIYA, channel=FRONT)
    send(house, ONE, PRIYA, channel=HELP)


def test_all_together_have_a_budget_too_and_some_a_larger_one_of_their_own(house: House) -> None:
    send(house, FOUR, TOM)
    send(house, TWO, TOM)
    send(house, ONE, TOM)

    assert "is 8 credits; 7 are spent or planned, 1 are left, and this takes 2" in refused(house, TWO)
    send(house, ONE)


def test_an_unknown_outcome_counts_as_spent_and_a_refused_text_does_not(house: House) -> None:
    house.sandbox.smsit.faults.add("smscontact", Fault.OTHER_ERROR)
    ready(house, f"/sms {ADA} {FOUR}").submit()
    house.until(SendState.REFUSED)
    house.sandbox.smsit.faults.add("smscontact", Fault.DROPPED)
    ready(house, f"/sms {ADA} {FOUR}").submit()
    house.until(SendState.UNKNOWN)
    assert house.texts == []

    assert "4 are spent or planned, 0 are left" in refused(house, ONE)


def test_of_two_people_who_confirm_at_the_same_moment_one_gets_the_last_credits(house: House) -> None:
    send(house, FOUR, TOM)
    send(house, TWO, TOM)
    before = len(house.texts)
    people = [ready(house, f"/sms {GRACE} {TWO}", who) for who in (MAYA, PRIYA)]

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda person: person.submit(), people))

    house.wait_for(lambda: len(house.texts) > before)
    views = [person.view for person in people]
    assert sorted("" if view is None else view.title for view in views) == ["", "Not done"]
    house.tick(minutes=9)
    assert len(house.texts) == before + 1


def test_a_broadcast_over_the_budget_is_refused_before_it_can_be_confirmed(house: House) -> None:
    casts = Broadcasts(house)
    casts.group("Five people", 5)

    casts.check(casts.compose("Five people"))

    house.modal("Not possible")
    assert "4 are left, and this takes 5" in house.shown()
    assert house.texts == []
