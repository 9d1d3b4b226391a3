"""A shop whose budgets are small, and people who spend them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.flows import staff
from tests.flows.broadcasting import own_house
from tests.flows.house import ADA, GRACE, House, later
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
def shop(folder: Path) -> Iterator[House]:
    """Open the shop; who sits at the help desk is known."""
    own = own_house(folder, POLICY)
    staff.know_the_desk(own)
    try:
        yield own
    finally:
        own.close()


def next_morning(house: House) -> House:
    """Go to the next day, nine in the morning."""
    to_tomorrow(house, hour=9)
    return staff.clear(house)


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


def daily(house: House, text: str, *, days: int) -> None:
    """Confirm a text that SMS-iT is to send every day, today and so many days on."""
    house.compose(f"/sms {ADA} {text}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, hours=4))
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", later(house.clock, days=days, hours=5))
    house.check()
    house.maya.submit()
