"""Budgets: nobody's, no channel's and no day's credits go beyond what the policy says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import spending
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, FRONT, GRACE, Harness
from tests.flows.spending import FOUR, HELP, ONE, TWO, refused, send, to_tomorrow
from tests.flows.staff import MAYA, PRIYA, TOM, ready

pytestmark = pytest.mark.measured


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with spending.shop(tmp_path_factory.mktemp("house")) as own:
        yield own


@pytest.fixture
def harness(shop: Harness) -> Harness:
    return spending.next_morning(shop)


def test_a_person_spends_no_more_a_day_than_the_policy_says(harness: Harness) -> None:
    before = harness.sandbox.smsit.credits
    for text in (TWO, ONE):
        send(harness, text)

    said = refused(harness, TWO)

    assert "1 of 4 credits left today, but this needs 2." in said
    send(harness, ONE)
    assert before - harness.sandbox.smsit.credits == 4
    to_tomorrow(harness, hour=9)
    send(harness, FOUR)


def test_what_is_left_stands_below_the_balance(harness: Harness) -> None:
    send(harness, TWO, channel=FRONT)

    harness.maya.command("/sms credits", channel=FRONT)
    said = harness.message("*2* of 4 credits left today.").text
    assert "*4* of 6 credits left" in said
    assert "*6* of 8 credits left" in said
    harness.person(PRIYA).command("/sms-credits", channel=HELP)
    said = harness.message("*4* of 4 credits left today.", HELP, harness.person(PRIYA)).text
    assert "*98* of 100 credits left" not in said
    assert "*6* of 8 credits left" in said


def test_a_channel_has_a_budget_of_its_own_for_everybody_in_it(harness: Harness) -> None:
    send(harness, FOUR, channel=FRONT)
    send(harness, TWO, PRIYA, channel=FRONT)

    assert "0 of 6 credits left today" in refused(harness, ONE, PRIYA, channel=FRONT)
    send(harness, ONE, PRIYA, channel=HELP)


def test_all_together_have_a_budget_too_and_some_a_larger_one_of_their_own(harness: Harness) -> None:
    send(harness, FOUR, TOM)
    send(harness, TWO, TOM)
    send(harness, ONE, TOM)

    assert "1 of 8 credits left today, but this needs 2." in refused(harness, TWO)
    send(harness, ONE)


def test_an_unknown_outcome_counts_as_spent_and_a_refused_text_does_not(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("smscontact", Fault.OTHER_ERROR)
    ready(harness, f"/sms {ADA} {FOUR}").submit()
    harness.until(SendState.REFUSED)
    harness.sandbox.smsit.faults.add("smscontact", Fault.DROPPED)
    ready(harness, f"/sms {ADA} {FOUR}").submit()
    harness.until(SendState.UNKNOWN)
    assert harness.texts == []

    assert "0 of 4 credits left today" in refused(harness, ONE)


def test_of_two_people_who_confirm_at_the_same_moment_one_gets_the_last_credits(harness: Harness) -> None:
    send(harness, FOUR, TOM)
    send(harness, TWO, TOM)
    before = len(harness.texts)
    people = [ready(harness, f"/sms {GRACE} {TWO}", who) for who in (MAYA, PRIYA)]

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda person: person.submit(), people))

    harness.wait_for(lambda: len(harness.texts) > before)
    views = [person.view for person in people]
    assert sorted("" if view is None else view.title for view in views) == ["", "Not done"]
    harness.tick(minutes=9)
    assert len(harness.texts) == before + 1


def test_a_broadcast_over_the_budget_is_refused_before_it_can_be_confirmed(harness: Harness) -> None:
    casts = Broadcasts(harness)
    casts.group("Five people", 5)

    casts.check(casts.compose("Five people"))

    harness.modal("Not possible")
    assert "4 of 4 credits left today, but this needs 5." in harness.shown()
    assert harness.texts == []
