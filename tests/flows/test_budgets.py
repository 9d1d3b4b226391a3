"""Budgets: nobody's, no channel's and no day's credits go beyond what the policy says."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import Broadcasts, own_house
from tests.flows.house import ADA, FRONT, GRACE, House, later
from tests.flows.staff import MAYA, PRIYA, TOM, change, press_there, ready, scheduled

HERE = ZoneInfo("America/Los_Angeles")
HELP = "C0HELP"
POLICY = f"""
[roles]
viewer = ["*"]
sender = ["S0DESK"]
broadcaster = ["{MAYA}"]
admin = ["{TOM}"]
[budgets]
person_per_day = 4
channel_per_day = 6
everybody_per_day = 8
[budgets.people]
{TOM} = 100
[budgets.channels]
{HELP} = 100
"""
ONE, TWO, FOUR = "Hello.", "w" * 200, "w" * 500
"""Texts that take so many credits."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    own = own_house(tmp_path_factory.mktemp("house"), POLICY)
    staff.know_the_desk(own)
    yield own
    own.close()


@pytest.fixture
def house(shop: House) -> House:
    """A new day, nine in the morning."""
    to_tomorrow(shop, hour=9)
    return staff.clear(shop)


def to_tomorrow(house: House, *, hour: int, minute: int = 0) -> None:
    now = house.clock().astimezone(HERE)
    then = (now + timedelta(days=1)).replace(hour=hour, minute=minute, second=0)
    house.clock.advance(seconds=(then.astimezone(UTC) - house.clock()).total_seconds())


def send(house: House, text: str, who: str = MAYA, *, channel: str = HELP, to: str = ADA) -> None:
    """Have a text go out, and wait until it has."""
    before = len(house.texts)
    assert ready(house, f"/sms {to} {text}", who, channel=channel).submit().acked
    house.wait_for(lambda: len(house.texts) > before)


def refused(house: House, text: str, who: str = MAYA, *, channel: str = HELP) -> str:
    """Confirm a text that a budget does not hold, and return what is said."""
    before = house.texts
    person = ready(house, f"/sms {GRACE} {text}", who, channel=channel)
    person.submit()
    house.modal("Not done", person)
    said = house.shown(person)
    person.close()
    assert house.texts == before
    return said


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


def test_what_waits_counts_on_the_day_it_goes_and_no_more_once_it_is_cancelled(house: House) -> None:
    house.hold(f"/sms {ADA} {FOUR}", later(house.clock, days=1))
    send(house, FOUR)
    to_tomorrow(house, hour=8)

    assert "4 are spent or planned" in refused(house, ONE)
    scheduled(house)
    press_there(house, "Cancel", says="Cancelled")
    send(house, FOUR)


def test_the_day_ends_at_midnight_where_the_account_is(house: House) -> None:
    to_tomorrow(house, hour=23, minute=50)
    send(house, FOUR)
    assert "4 are spent" in refused(house, ONE)

    house.clock.advance(minutes=11)

    send(house, FOUR)


def test_the_day_clocks_go_back_is_one_day_of_twenty_five_hours(house: House) -> None:
    night = datetime(2028, 11, 5, 0, 10, tzinfo=HERE)
    house.clock.advance(seconds=(night.astimezone(UTC) - house.clock()).total_seconds())
    send(house, FOUR)

    house.clock.advance(hours=24, minutes=40)
    assert house.clock().astimezone(HERE).strftime("%d %H:%M") == "05 23:50"
    assert "4 are spent" in refused(house, ONE)
    house.clock.advance(minutes=11)

    send(house, FOUR)


def test_a_series_counts_on_each_of_its_dates(house: House) -> None:
    house.compose(f"/sms {ADA} {TWO}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, hours=4))
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", later(house.clock, days=2, hours=5))
    house.check()
    house.maya.submit()
    house.until(SendState.SCHEDULED_AT_SMSIT)

    for _ in range(3):
        assert "2 are spent or planned" in refused(house, FOUR)
        to_tomorrow(house, hour=9)
    assert len(house.texts) == 3
    send(house, FOUR)


def test_a_series_is_refused_when_one_of_its_dates_is_full(house: House) -> None:
    house.hold(f"/sms {ADA} {FOUR}", later(house.clock, days=2))
    house.compose(f"/sms {ADA} {ONE}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, hours=4))
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", later(house.clock, days=5))
    house.check()

    house.maya.submit()

    house.modal("Not done")
    full = (house.clock() + timedelta(days=2)).astimezone(HERE)
    assert f"for {full:%a} {full.day} {full:%b %Y} is 4 credits" in house.shown()
    assert "one date of this series takes 1" in house.shown()
    house.clock.advance(days=6)
    assert house.texts == []


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


def test_words_that_cost_too_much_are_not_saved(house: House) -> None:
    send(house, TWO)
    house.hold(f"/sms {ADA} {ONE}", later(house.clock, hours=3))
    scheduled(house)

    change(house, FOUR)

    house.modal("Not done")
    assert "2 are left, and this takes 4" in house.shown()
    house.maya.close()
    house.tick(hours=3, minutes=1)
    house.until(SendState.ACCEPTED)
    assert house.texts[-1] == (ADA, ONE)


def test_what_was_missed_is_paid_for_on_the_day_it_is_sent_after_all(house: House) -> None:
    house.hold(f"/sms {ADA} {FOUR}", later(house.clock, hours=3))
    to_tomorrow(house, hour=9)
    house.tick()
    asked = house.message("the bot was not running")
    send(house, ONE)

    house.maya.press("Send now", message=asked)
    house.message("1 are spent or planned, 3 are left, and this takes 4")
    assert len(house.texts) == 1


def test_a_broadcast_over_the_budget_is_refused_before_it_can_be_confirmed(house: House) -> None:
    casts = Broadcasts(house)
    casts.group("Five people", 5)

    casts.check(casts.compose("Five people"))

    house.modal("Not possible")
    assert "4 are left, and this takes 5" in house.shown()
    assert house.texts == []
