"""A text to one person that SMS-iT sends again and again: on the dates shown, and on no other."""

from datetime import datetime, timedelta

import pytest

from bot.store.states import SendState
from tests.flows import filling
from tests.flows.harness import ADA, SUE, Harness, later

pytestmark = pytest.mark.measured

PILL = "Time for your tablet."


def repeated(harness: Harness, line: str, first: datetime, until: datetime) -> str:
    """Fill in a daily series held by SMS-iT, check it, and return what the confirmation says."""
    harness.compose(line)
    filling.when(harness, filling.REPEAT_THERE, first)
    harness.maya.choose("Repeats", "Every day")
    harness.maya.fill("Until", until)
    harness.check()
    return harness.shown()


@pytest.mark.usefixtures("unbounded")
@pytest.mark.parametrize("minutes", [-1, -3, -5])
def test_an_end_just_before_a_date_does_not_let_that_date_slip_in(harness: Harness, minutes: int) -> None:
    first = later(harness.clock, hours=4)
    said = repeated(harness, f"/sms {ADA} {PILL}", first, first + timedelta(days=2, minutes=minutes))
    assert "*2 texts, " in said

    harness.maya.submit()

    harness.until(SendState.SCHEDULED_AT_SMSIT)
    harness.clock.advance(days=9)
    assert harness.texts == [(ADA, PILL)] * 2


@pytest.mark.usefixtures("unbounded")
def test_an_end_on_a_date_takes_that_date_in(harness: Harness) -> None:
    first = later(harness.clock, hours=4)
    said = repeated(harness, f"/sms {SUE} {PILL}", first, first + timedelta(days=2))
    assert "*3 texts, " in said

    harness.maya.submit()

    harness.until(SendState.SCHEDULED_AT_SMSIT)
    harness.clock.advance(days=9)
    assert harness.texts == [(SUE, PILL)] * 3
