"""A text to one person that SMS-iT sends again and again: on the dates shown, and on no other."""

from datetime import datetime, timedelta

import pytest

from bot.store.states import SendState
from tests.flows.house import ADA, SUE, House, later

PILL = "Time for your tablet."


def repeated(house: House, line: str, first: datetime, until: datetime) -> str:
    """Fill in a daily series held by SMS-iT, check it, and return what the confirmation says."""
    house.compose(line)
    house.maya.choose("When", "Later, held by SMS-iT")
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", first)
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", until)
    house.check()
    return house.shown()


@pytest.mark.parametrize("minutes", [-1, -3, -5])
def test_an_end_just_before_a_date_does_not_let_that_date_slip_in(house: House, minutes: int) -> None:
    first = later(house.clock, hours=4)
    said = repeated(house, f"/sms {ADA} {PILL}", first, first + timedelta(days=2, minutes=minutes))
    assert "*2 texts, " in said

    house.maya.submit()

    house.until(SendState.SCHEDULED_AT_SMSIT)
    house.clock.advance(days=9)
    assert house.texts == [(ADA, PILL)] * 2


def test_an_end_on_a_date_takes_that_date_in(house: House) -> None:
    first = later(house.clock, hours=4)
    said = repeated(house, f"/sms {SUE} {PILL}", first, first + timedelta(days=2))
    assert "*3 texts, " in said

    house.maya.submit()

    house.until(SendState.SCHEDULED_AT_SMSIT)
    house.clock.advance(days=9)
    assert house.texts == [(SUE, PILL)] * 3
