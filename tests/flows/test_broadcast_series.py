"""Broadcasts SMS-iT holds, once or again and again: every date, the whole cost, and where the money ends."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.slack.person import Person
from bot.store.states import SendState
from bot.texting import words
from tests.flows import filling
from tests.flows.broadcasting import FORM, Broadcasts
from tests.flows.harness import Harness, later
from tests.flows.many import WORDS


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def repeated(
    shop: Broadcasts,
    group: str,
    first: datetime,
    until: datetime,
    *,
    repeat: str = "Every day",
    every: int = 1,
) -> Person:
    """Fill in a series and check it."""
    shop.later(shop.compose(group), filling.REPEAT_THERE, first)
    shop.maya.choose("Repeats", repeat)
    shop.maya.fill("Interval", every)
    shop.maya.fill("Until", until)
    return shop.check()


@pytest.mark.usefixtures("unbounded")
def test_smsit_holds_a_broadcast_that_nobody_can_cancel_from_here(shop: Broadcasts) -> None:
    numbers = shop.group("Tomorrow", 3)
    at = later(shop.harness.clock, days=1)
    shop.confirmation(shop.check(shop.later(shop.compose("Tomorrow"), filling.AT_SMSIT, at)))
    assert "Scheduled in SMS-iT; cancel it there" in shop.harness.shown()
    cost = shop.cost()
    shop.maya.submit()

    shop.until(SendState.SCHEDULED_AT_SMSIT)
    message = shop.message("Tomorrow", "Scheduled in SMS-iT for")
    with pytest.raises(LookupError):
        shop.maya.press("Cancel", message=message)
    assert shop.harness.texts == []
    shop.harness.clock.advance(days=1)
    assert shop.got(numbers)
    assert shop.taken == cost == 3


@pytest.mark.usefixtures("unbounded")
def test_a_series_shows_every_date_and_the_whole_cost(shop: Broadcasts) -> None:
    numbers = shop.group("Weekly news", 2)
    first = later(shop.harness.clock, days=1)
    repeated(shop, "Weekly news", first, first + timedelta(days=9), every=3)
    shop.confirmation()
    said = shop.harness.shown()
    days = [first + timedelta(days=each) for each in (0, 3, 6, 9)]
    assert "*4 broadcasts, 8 credits in total*" in said
    assert all(f"{day.day} {day:%b}, " in said for day in days)
    assert "each time, *8* for 4 dates" in said

    shop.maya.submit()
    shop.until(SendState.SCHEDULED_AT_SMSIT)
    assert "first on " in shop.message("Weekly news", "4 dates in total").text
    for count in range(1, 5):
        shop.harness.clock.advance(days=1 if count == 1 else 3)
        assert len(shop.harness.texts) == 2 * count
    shop.harness.clock.advance(days=30)

    assert sorted(shop.harness.texts) == sorted([(number, WORDS) for number in numbers] * 4)
    assert shop.taken == 8


@pytest.mark.usefixtures("unbounded")
def test_the_date_at_which_the_balance_runs_out_is_named(shop: Broadcasts) -> None:
    shop.group("Costly news", 5)
    shop.smsit.set_credits(12)
    first = later(shop.harness.clock, days=1)

    repeated(shop, "Costly news", first, first + timedelta(days=3))

    shop.confirmation()
    third = first + timedelta(days=2)
    said = shop.harness.shown()
    assert f"The current balance runs out before the broadcast on {third:%a} {third.day}" in said
    assert " → -8" in said


@pytest.mark.usefixtures("unbounded")
def test_a_monthly_series_that_begins_on_the_31st_warns_of_short_months(shop: Broadcasts) -> None:
    shop.group("Month ends", 2)
    first = datetime(shop.harness.clock().year, 12, 31, 20, 0, tzinfo=UTC)

    repeated(shop, "Month ends", first, first + timedelta(days=70), repeat="Every month, on this date")

    shop.confirmation()
    said = shop.harness.shown()
    assert "Some months don't have this day; SMS-iT moves those dates into the next month." in said
    assert f"31 Jan {first.year + 1}" in said
    assert re.search(f"[23] Mar {first.year + 1}", said)


@pytest.mark.parametrize(
    ("hours", "wrong"),
    [
        (-1, "That time has passed"),
        (24 * 400, "That's more than a year away"),
    ],
)
def test_a_time_that_cannot_be_is_refused_beside_its_field(shop: Broadcasts, hours: int, wrong: str) -> None:
    shop.group(f"Off by {hours}", 1)
    at = later(shop.harness.clock, hours=hours)

    shop.check(shop.later(shop.compose(f"Off by {hours}"), filling.AT_SMSIT, at))

    assert shop.maya.view is not None
    assert shop.maya.view.title == FORM
    assert wrong in "".join(shop.harness.errors().values())


@pytest.mark.usefixtures("unbounded")
def test_an_hour_that_comes_twice_is_refused_for_smsit_and_kept_by_the_bot(shop: Broadcasts) -> None:
    shop.group("Twice in autumn", 1)
    autumn = datetime(2027, 11, 7, 9, 30, tzinfo=UTC)  # 1:30 for the second time in Los Angeles
    shop.harness.clock.advance(seconds=(autumn - timedelta(days=1) - shop.harness.clock()).total_seconds())

    shop.check(shop.later(shop.compose("Twice in autumn"), filling.AT_SMSIT, autumn))
    assert "that hour comes twice" in "".join(shop.harness.errors().values())
    shop.maya.choose(filling.KEPT, "Here")
    shop.confirmation(shop.check()).submit()
    shop.until(SendState.SCHEDULED)
    shop.harness.tick(hours=23)
    assert shop.harness.texts == []

    shop.harness.tick(hours=1)
    shop.until(SendState.ACCEPTED)
    assert len(shop.harness.texts) == 1


def test_a_series_without_an_end_is_refused(shop: Broadcasts) -> None:
    shop.group("Endless", 1)
    shop.later(shop.compose("Endless"), filling.REPEAT_THERE, later(shop.harness.clock, days=1))
    shop.maya.choose("Repeats", "Every week")
    shop.maya.fill("Until", later(shop.harness.clock, hours=3))

    shop.check()

    assert "This is before the first text" in "".join(shop.harness.errors().values())


@pytest.mark.usefixtures("unbounded")
def test_times_are_in_the_persons_zone_and_in_the_accounts(shop: Broadcasts) -> None:
    people = shop.harness.sandbox.slack.people
    people["U0TOM"] = replace(people["U0TOM"], timezone="Europe/London")
    shop.harness.bot._infrastructure.users.refresh()
    numbers = shop.group("Overseas", 2)
    at = later(shop.harness.clock, days=1)

    shop.confirmation(shop.check(shop.later(shop.compose("Overseas", who=shop.tom), filling.AT_SMSIT, at)))

    said = shop.harness.shown(shop.tom)
    london, here = (
        words.when(at, ZoneInfo(key), shop.harness.clock())
        for key in ("Europe/London", "America/Los_Angeles")
    )
    assert f"Send *{london}; takes under 1 min*" in said
    assert f"In the account's time zone: {here}" in said
    shop.tom.submit()
    shop.until(SendState.SCHEDULED_AT_SMSIT, shop.tom)
    assert [each.due for each in shop.smsit.scheduled] == [at]
    shop.harness.clock.advance(days=1)
    assert shop.got(numbers)
