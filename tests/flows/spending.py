"""A shop whose budgets are small, and people who spend them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.flows import filling, staff
from tests.flows.broadcasting import own_harness
from tests.flows.harness import ADA, GRACE, Harness, later
from tests.flows.staff import MAYA, TOM, ready

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


@contextmanager
def shop(folder: Path) -> Iterator[Harness]:
    """Open the shop; who sits at the help desk is known."""
    own = own_harness(folder, POLICY)
    staff.know_the_desk(own)
    try:
        yield own
    finally:
        own.close()


def next_morning(harness: Harness) -> Harness:
    """Go to the next day, nine in the morning."""
    to_tomorrow(harness, hour=9)
    return staff.clear(harness)


def to_tomorrow(harness: Harness, *, hour: int, minute: int = 0) -> None:
    now = harness.clock().astimezone(HERE)
    then = (now + timedelta(days=1)).replace(hour=hour, minute=minute, second=0)
    harness.clock.advance(seconds=(then.astimezone(UTC) - harness.clock()).total_seconds())


def send(harness: Harness, text: str, who: str = MAYA, *, channel: str = HELP, to: str = ADA) -> None:
    """Have a text go out, and wait until it has."""
    before = len(harness.texts)
    assert ready(harness, f"/sms {to} {text}", who, channel=channel).submit().acked
    harness.wait_for(lambda: len(harness.texts) > before)


def refused(harness: Harness, text: str, who: str = MAYA, *, channel: str = HELP) -> str:
    """Confirm a text that a budget does not hold, and return what is said."""
    before = harness.texts
    person = ready(harness, f"/sms {GRACE} {text}", who, channel=channel)
    person.submit()
    harness.modal("Not done", person)
    said = harness.shown(person)
    person.close()
    assert harness.texts == before
    return said


def daily(harness: Harness, text: str, *, days: int) -> None:
    """Confirm a text that SMS-iT is to send every day, today and so many days on."""
    harness.compose(f"/sms {ADA} {text}")
    filling.when(harness, filling.REPEAT_THERE, later(harness.clock, hours=4))
    harness.maya.choose("Repeats", "Every day")
    harness.maya.fill("Until", later(harness.clock, days=days, hours=5))
    harness.check()
    harness.maya.submit()
