"""Budgets of days to come: what waits, what repeats, and what was missed count on the day they go out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import spending
from tests.flows.harness import ADA, Harness, later
from tests.flows.spending import FOUR, HERE, ONE, TWO, daily, refused, send, to_tomorrow
from tests.flows.staff import change, press_there, scheduled


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with spending.shop(tmp_path_factory.mktemp("house")) as own:
        yield own


@pytest.fixture
def harness(shop: Harness) -> Harness:
    return spending.next_morning(shop)


def test_what_waits_counts_on_the_day_it_goes_and_no_more_once_it_is_cancelled(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {FOUR}", later(harness.clock, days=1))
    send(harness, FOUR)
    to_tomorrow(harness, hour=8)

    assert "0 of 4 credits left" in refused(harness, ONE)
    scheduled(harness)
    press_there(harness, "Cancel", says="Cancelled")
    send(harness, FOUR)


def test_the_day_ends_at_midnight_where_the_account_is(harness: Harness) -> None:
    to_tomorrow(harness, hour=23, minute=50)
    send(harness, FOUR)
    assert "0 of 4 credits left" in refused(harness, ONE)

    harness.clock.advance(minutes=11)

    send(harness, FOUR)


def test_the_day_clocks_go_back_is_one_day_of_twenty_five_hours(harness: Harness) -> None:
    night = datetime(2028, 11, 5, 0, 10, tzinfo=HERE)
    harness.clock.advance(seconds=(night.astimezone(UTC) - harness.clock()).total_seconds())
    send(harness, FOUR)

    harness.clock.advance(hours=24, minutes=40)
    assert harness.clock().astimezone(HERE).strftime("%d %H:%M") == "05 23:50"
    assert "0 of 4 credits left" in refused(harness, ONE)
    harness.clock.advance(minutes=11)

    send(harness, FOUR)


def test_a_series_counts_on_each_of_its_dates(harness: Harness) -> None:
    daily(harness, TWO, days=2)
    harness.until(SendState.SCHEDULED_AT_SMSIT)

    for _ in range(3):
        assert "2 of 4 credits left" in refused(harness, FOUR)
        to_tomorrow(harness, hour=9)
    assert len(harness.texts) == 3
    send(harness, FOUR)


def test_a_series_is_refused_when_one_of_its_dates_is_full(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {FOUR}", later(harness.clock, days=2))

    daily(harness, ONE, days=5)

    harness.modal("Not done")
    full = (harness.clock() + timedelta(days=2)).astimezone(HERE)
    assert f"0 of 4 credits left on {full:%a} {full.day} {full:%b %Y}" in harness.shown()
    assert "one date of this series needs 1" in harness.shown()
    harness.clock.advance(days=6)
    assert harness.texts == []


def test_words_that_cost_too_much_are_not_saved(harness: Harness) -> None:
    send(harness, TWO)
    harness.hold(f"/sms {ADA} {ONE}", later(harness.clock, hours=3))
    scheduled(harness)

    change(harness, FOUR)

    harness.modal("Not done")
    assert "2 of 4 credits left today, but this needs 4." in harness.shown()
    harness.maya.close()
    harness.tick(hours=3, minutes=1)
    harness.until(SendState.ACCEPTED)
    assert harness.texts[-1] == (ADA, ONE)


def test_what_was_missed_is_paid_for_on_the_day_it_is_sent_after_all(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {FOUR}", later(harness.clock, hours=3))
    to_tomorrow(harness, hour=9)
    harness.tick()
    asked = harness.message("The bot was offline")
    send(harness, ONE)

    harness.maya.press("Send now", message=asked)
    harness.message("3 of 4 credits left today, but this needs 4.")
    assert len(harness.texts) == 1


def test_an_unknown_text_sent_again_the_next_day_is_paid_for_then(harness: Harness) -> None:
    harness.sandbox.smsit.faults.add("smscontact", Fault.REPLY_LOST)
    harness.send(f"/sms {ADA} {FOUR}")
    harness.until(SendState.UNKNOWN)
    to_tomorrow(harness, hour=9)
    send(harness, ONE)

    harness.maya.press("Send again", message=harness.message("couldn't confirm"))

    harness.message("credits left today, but this needs")
    assert len(harness.texts) == 2
