"""Clocks that jump, are set back, or change to summer time: what goes out is what was shown, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from bot.texting.words import when
from tests.clock import FakeClock
from tests.flows import staff
from tests.flows.house import ADA, House, later

HERE = ZoneInfo("America/Los_Angeles")
HELLO = "See you tomorrow."
AUTUMN = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
"""Ten in the morning of the day before clocks go back."""
SPRING = datetime(2027, 3, 12, 18, 0, tzinfo=UTC)
"""Ten in the morning, two days before clocks go forward."""


@pytest.fixture(scope="module")
def travelling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose clock may go anywhere."""
    own = House(tmp_path_factory.mktemp("house"), FakeClock(), Mode.SOCKET).open()
    yield own
    own.close()


@pytest.fixture
def house(travelling: House) -> House:
    return staff.clear(travelling)


def travel(house: House, to: datetime) -> None:
    house.clock.advance(seconds=(to - house.clock()).total_seconds())
    house.fresh()


def tick_to(house: House, at: datetime) -> None:
    house.tick(seconds=(at - house.clock()).total_seconds())


def left_at(house: House) -> list[datetime]:
    """When each text of this story left, by the ledger."""
    count = len(house.texts)
    return [each.at for each in house.sandbox.smsit.ledger[-count:]] if count else []


def test_a_clock_set_back_sends_nothing_a_second_time(house: House) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=2))
    house.tick(hours=2, minutes=1)
    house.until(SendState.ACCEPTED)

    house.tick(hours=-6)
    house.tick(hours=6)

    assert house.texts == [(ADA, HELLO)]


def test_a_clock_set_back_before_the_time_only_makes_it_wait_longer(house: House) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=2))

    house.tick(hours=-26)
    house.tick(hours=27)
    assert house.texts == []
    house.tick(hours=1, minutes=1)

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]


def test_a_text_that_waits_for_its_job_while_the_clock_is_set_back_goes_out_once(house: House) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=2))
    house.clock.advance(hours=2, minutes=1)
    house.bot.tick.run({})
    house.tick(hours=-1)

    house.until(SendState.ACCEPTED)
    house.tick(hours=2)
    assert house.texts == [(ADA, HELLO)]


def test_a_clock_that_jumps_past_the_time_has_the_text_ask(house: House) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=2))

    house.tick(days=400)

    house.message("the bot was not running")
    assert house.texts == []


def test_of_an_hour_that_comes_twice_each_text_goes_out_in_the_one_that_was_shown(house: House) -> None:
    travel(house, AUTUMN)
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))
    for at, shown in ((first, "01:30 PDT"), (second, "01:30 PST")):
        house.compose(f"/sms {ADA} In the hour of {shown}.")
        house.maya.choose("When", staff.HELD)
        house.wait_for(lambda: "Send at" in house.shown())
        house.maya.fill("Send at", at)
        house.check()
        assert f"Sun 1 Nov 2026, {shown} (America/Los_Angeles)" in house.shown()
        house.maya.submit()
        house.until(SendState.SCHEDULED)

    for count, at in enumerate((first, second)):
        tick_to(house, at - timedelta(seconds=1))
        assert len(house.texts) == count
        tick_to(house, at)
        house.wait_for(lambda wanted=count + 1: len(house.texts) == wanted)

    assert house.texts == [(ADA, "In the hour of 01:30 PDT."), (ADA, "In the hour of 01:30 PST.")]
    assert left_at(house) == [first, second]


def test_smsit_is_not_given_an_hour_that_comes_twice(house: House) -> None:
    travel(house, AUTUMN)
    house.compose(f"/sms {ADA} {HELLO}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", datetime(2026, 11, 1, 9, 30, tzinfo=UTC))

    house.maya.submit()

    assert "that hour comes twice when the clocks go back" in house.errors()["at"]


@pytest.mark.parametrize(
    ("begins", "wall", "days"),
    [
        (AUTUMN, datetime(2026, 10, 31, 22, 30, tzinfo=HERE), 3),
        (SPRING, datetime(2027, 3, 13, 2, 30, tzinfo=HERE), 3),  # on the 14th nobody's clock shows 2:30
        (AUTUMN - timedelta(days=2), datetime(2026, 10, 30, 1, 30, tzinfo=HERE), 4),
    ],
    ids=["over a change", "into the hour that is left out", "into the hour that comes twice"],
)
def test_a_series_over_a_change_of_clocks_goes_out_on_the_dates_shown(
    house: House, begins: datetime, wall: datetime, days: int
) -> None:
    travel(house, begins)
    house.compose(f"/sms {ADA} {HELLO}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", wall.astimezone(UTC))
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", (wall + timedelta(days=days, hours=5)).astimezone(UTC))
    house.check()
    shown = house.shown()
    house.maya.submit()
    house.until(SendState.SCHEDULED_AT_SMSIT)

    house.clock.advance(days=days + 2)

    assert house.texts == [(ADA, HELLO)] * (days + 1)
    dates = [f"• {when(at, HERE)}" for at in left_at(house)]
    assert "\n".join(dates) in shown


def test_what_is_held_for_the_hour_after_the_gap_goes_out_then(house: House) -> None:
    travel(house, SPRING + timedelta(days=1))
    at = datetime(2027, 3, 14, 10, 30, tzinfo=UTC)
    house.hold(f"/sms {ADA} {HELLO}", at)
    assert "Sun 14 Mar 2027, 03:30 (America/Los_Angeles)" in house.message("Scheduled for").text

    tick_to(house, at - timedelta(seconds=1))
    assert house.texts == []
    tick_to(house, at)

    house.until(SendState.ACCEPTED)
    assert left_at(house) == [at]
