"""Budgets of days to come: what waits, what repeats, and what was missed count on the day they go out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import spending
from tests.flows.house import ADA, House, later
from tests.flows.spending import FOUR, HERE, ONE, TWO, daily, refused, send, to_tomorrow
from tests.flows.staff import change, press_there, scheduled


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with spending.shop(tmp_path_factory.mktemp("house")) as own:
        yield own


@pytest.fixture
def house(shop: House) -> House:
    return spending.next_morning(shop)


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
    daily(house, TWO, days=2)
    house.until(SendState.SCHEDULED_AT_SMSIT)

    for _ in range(3):
        assert "2 are spent or planned" in refused(house, FOUR)
        to_tomorrow(house, hour=9)
    assert len(house.texts) == 3
    send(house, FOUR)


def test_a_series_is_refused_when_one_of_its_dates_is_full(house: House) -> None:
    house.hold(f"/sms {ADA} {FOUR}", later(house.clock, days=2))

    daily(house, ONE, days=5)

    house.modal("Not done")
    full = (house.clock() + timedelta(days=2)).astimezone(HERE)
    assert f"for {full:%a} {full.day} {full:%b %Y} is 4 credits" in house.shown()
    assert "one date of this series takes 1" in house.shown()
    house.clock.advance(days=6)
    assert house.texts == []


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


def test_an_unknown_text_sent_again_the_next_day_is_paid_for_then(house: House) -> None:
    house.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    house.send(f"/sms {ADA} {FOUR}")
    house.until(SendState.UNKNOWN)
    to_tomorrow(house, hour=9)
    send(house, ONE)

    house.maya.press("Send again", message=house.message("It is not known"))

    house.message("spent or planned,")
    assert len(house.texts) == 2
