"""Clocks that jump, are set back, or change to summer time: what goes out is what was shown, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from bot.texting.words import when
from tests.clock import FakeClock
from tests.flows import filling, staff
from tests.flows.harness import ADA, Harness, later

pytestmark = pytest.mark.measured

HERE = ZoneInfo("America/Los_Angeles")
HELLO = "See you tomorrow."
AUTUMN = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
"""Ten in the morning of the day before clocks go back."""
SPRING = datetime(2027, 3, 12, 18, 0, tzinfo=UTC)
"""Ten in the morning, two days before clocks go forward."""


@pytest.fixture(scope="module")
def travelling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A bot whose clock may go anywhere."""
    own = Harness(tmp_path_factory.mktemp("house"), FakeClock(), Mode.SOCKET).open()
    yield own
    own.close()


@pytest.fixture
def harness(travelling: Harness) -> Harness:
    return staff.clear(travelling)


def travel(harness: Harness, to: datetime) -> None:
    harness.clock.advance(seconds=(to - harness.clock()).total_seconds())
    harness.fresh()


def tick_to(harness: Harness, at: datetime) -> None:
    harness.tick(seconds=(at - harness.clock()).total_seconds())


def left_at(harness: Harness) -> list[datetime]:
    """When each text of this story left, by the ledger."""
    count = len(harness.texts)
    return [each.at for each in harness.sandbox.smsit.ledger[-count:]] if count else []


def test_a_clock_set_back_sends_nothing_a_second_time(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=2))
    harness.tick(hours=2, minutes=1)
    harness.until(SendState.ACCEPTED)

    harness.tick(hours=-6)
    harness.tick(hours=6)

    assert harness.texts == [(ADA, HELLO)]


def test_a_clock_set_back_before_the_time_only_makes_it_wait_longer(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=2))

    harness.tick(hours=-26)
    harness.tick(hours=27)
    assert harness.texts == []
    harness.tick(hours=1, minutes=1)

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_a_text_that_waits_for_its_job_while_the_clock_is_set_back_goes_out_once(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=2))
    harness.clock.advance(hours=2, minutes=1)
    harness.bot.tick.run({})
    harness.tick(hours=-1)

    harness.until(SendState.ACCEPTED)
    harness.tick(hours=2)
    assert harness.texts == [(ADA, HELLO)]


def test_a_clock_that_jumps_past_the_time_has_the_text_ask(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=2))

    harness.tick(days=400)

    harness.message("The bot was offline")
    assert harness.texts == []


def test_of_an_hour_that_comes_twice_each_text_goes_out_in_the_one_that_was_shown(harness: Harness) -> None:
    travel(harness, AUTUMN)
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (8, 9))
    for at, shown in ((first, "01:30 PDT"), (second, "01:30 PST")):
        harness.compose(f"/sms {ADA} In the hour of {shown}.")
        harness.maya.choose("When", staff.HELD)
        harness.wait_for(lambda: "Send at" in harness.shown())
        harness.maya.fill("Send at", at)
        harness.check()
        assert f"Send *Sun 1 Nov, {shown}*" in harness.shown()
        harness.maya.submit()
        harness.until(SendState.SCHEDULED)

    for count, at in enumerate((first, second)):
        tick_to(harness, at - timedelta(seconds=1))
        assert len(harness.texts) == count
        tick_to(harness, at)
        harness.wait_for(lambda request=count + 1: len(harness.texts) == request)

    assert harness.texts == [(ADA, "In the hour of 01:30 PDT."), (ADA, "In the hour of 01:30 PST.")]
    assert left_at(harness) == [first, second]


def test_smsit_is_not_given_an_hour_that_comes_twice(harness: Harness) -> None:
    travel(harness, AUTUMN)
    harness.compose(f"/sms {ADA} {HELLO}")
    filling.when(harness, filling.AT_SMSIT, datetime(2026, 11, 1, 9, 30, tzinfo=UTC))

    harness.maya.submit()

    assert "that hour comes twice" in harness.errors()["at"]


@pytest.mark.usefixtures("unbounded")
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
    harness: Harness, begins: datetime, wall: datetime, days: int
) -> None:
    travel(harness, begins)
    harness.compose(f"/sms {ADA} {HELLO}")
    filling.when(harness, filling.REPEAT_THERE, wall.astimezone(UTC))
    harness.maya.choose("Repeats", "Every day")
    harness.maya.fill("Until", (wall + timedelta(days=days, hours=5)).astimezone(UTC))
    harness.check()
    shown = harness.shown()
    harness.maya.submit()
    harness.until(SendState.SCHEDULED_AT_SMSIT)

    harness.clock.advance(days=days + 2)

    assert harness.texts == [(ADA, HELLO)] * (days + 1)
    dates = [f"• {when(at, HERE, begins)}" for at in left_at(harness)]
    assert "\n".join(dates) in shown


def test_what_is_held_for_the_hour_after_the_gap_goes_out_then(harness: Harness) -> None:
    travel(harness, SPRING + timedelta(days=1))
    at = datetime(2027, 3, 14, 10, 30, tzinfo=UTC)
    harness.hold(f"/sms {ADA} {HELLO}", at)
    assert "Sun 14 Mar 2027, 03:30 (America/Los_Angeles)" in harness.message("Scheduled for").text

    tick_to(harness, at - timedelta(seconds=1))
    assert harness.texts == []
    tick_to(harness, at)

    harness.until(SendState.ACCEPTED)
    assert left_at(harness) == [at]
