"""Texts for later: held by the bot, or by SMS-iT."""

from datetime import timedelta

import pytest

from bot.sandbox.slack.model import Message
from bot.store.states import SendState
from tests.flows import filling
from tests.flows.harness import ADA, Harness, later

HELLO = "See you tomorrow."


def hold(harness: Harness, when: str, **ahead: float) -> None:
    """Fill in the form for a time ahead, and check it."""
    harness.compose(f"/sms {ADA} {HELLO}")
    filling.when(harness, when, later(harness.clock, **ahead))


def schedule(harness: Harness, **ahead: float) -> Message:
    """Have the bot hold a text, and return its message."""
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, **ahead))
    return harness.message("Scheduled for")


def test_a_held_text_goes_out_once_at_its_time(harness: Harness) -> None:
    schedule(harness, hours=2)

    harness.tick(hours=1)
    assert harness.texts == []
    harness.tick(hours=1, minutes=1)

    harness.until(SendState.ACCEPTED)
    harness.tick()
    assert harness.texts == [(ADA, HELLO)]
    assert len(harness.messages()) == 1


def test_a_held_text_can_be_cancelled_and_never_goes_out(harness: Harness) -> None:
    held = schedule(harness, hours=2)

    harness.maya.press("Cancel", message=held)
    harness.until(SendState.CANCELLED)
    harness.tick(hours=3)

    assert "Cancelled, not sent (by <@U0MAYA>)" in harness.message("Ada Lovelace").text
    assert harness.texts == []


def test_declining_the_question_cancels_nothing(harness: Harness) -> None:
    held = schedule(harness, hours=2)

    harness.maya.press("Cancel", message=held, confirm=False)

    assert harness.newest().state is SendState.SCHEDULED


def test_it_is_too_late_to_cancel_what_has_gone_out(harness: Harness) -> None:
    held = schedule(harness, minutes=5)
    harness.sandbox.slack.fail("chat.update", "internal_error", times=20)  # her screen lags behind
    harness.tick(minutes=6)
    harness.wait_for(lambda: harness.texts)

    harness.maya.press("Cancel", message=held)

    assert "too late to cancel this text" in harness.message("too late").text
    assert harness.texts == [(ADA, HELLO)]


def test_a_held_text_found_long_after_its_time_asks_first(harness: Harness) -> None:
    schedule(harness, hours=2)

    harness.tick(hours=10)
    asked = harness.message("The bot was offline")
    assert harness.texts == []
    harness.maya.press("Send now", message=asked)

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_a_late_text_can_be_cancelled_instead(harness: Harness) -> None:
    schedule(harness, hours=2)
    harness.tick(hours=10)

    harness.maya.press("Cancel", message=harness.message("The bot was offline"))

    harness.until(SendState.CANCELLED)
    harness.tick(hours=1)
    assert harness.texts == []


def test_a_time_that_passes_while_the_confirmation_is_read_is_not_sent(harness: Harness) -> None:
    hold(harness, filling.HERE, minutes=3)
    harness.check()
    assert "you can cancel it" in harness.shown()
    harness.clock.advance(minutes=5)

    harness.maya.submit()

    harness.modal("Not done")
    assert "That time has passed" in harness.shown()
    assert harness.texts == []
    assert harness.sends() == ()


def test_smsit_holds_a_text_in_its_own_time_zone(harness: Harness) -> None:
    before = len(harness.sandbox.smsit.scheduled)
    hold(harness, filling.AT_SMSIT, days=1)
    harness.check()
    assert "Scheduled in SMS-iT; cancel it there" in harness.shown()
    harness.maya.submit()

    harness.until(SendState.SCHEDULED_AT_SMSIT)
    assert "Scheduled in SMS-iT for" in harness.message("Ada Lovelace").text
    assert len(harness.sandbox.smsit.scheduled) == before + 1
    assert harness.texts == []
    harness.clock.advance(days=1, minutes=1)
    assert harness.texts == [(ADA, HELLO)]


@pytest.mark.usefixtures("unbounded")
def test_a_series_shows_every_date_and_what_it_costs_in_all(harness: Harness) -> None:
    hold(harness, filling.REPEAT_THERE, days=1)
    harness.maya.choose("Repeats", "Every day")
    harness.maya.fill("Interval", 2)
    harness.maya.fill("Until", later(harness.clock, days=7))
    harness.check()

    assert "*4 texts, " in harness.shown()
    assert "Cost *4 credits*" in harness.shown()
    harness.maya.submit()
    harness.until(SendState.SCHEDULED_AT_SMSIT)
    harness.clock.advance(days=8)
    assert harness.texts == [(ADA, HELLO)] * 4


@pytest.mark.usefixtures("unbounded")
def test_a_monthly_series_from_the_31st_warns_of_short_months(harness: Harness) -> None:
    to_the_31st = (harness.clock().replace(month=12, day=31, hour=18) - harness.clock()) % timedelta(days=366)
    hold(harness, filling.REPEAT_THERE, seconds=to_the_31st.total_seconds())
    harness.maya.choose("Repeats", "Every month, on this date")
    harness.maya.fill("Until", later(harness.clock, seconds=to_the_31st.total_seconds() + 100 * 86400))
    harness.check()

    assert "Some months don't have this day" in harness.shown()


@pytest.mark.usefixtures("unbounded")
def test_a_series_with_more_dates_than_anybody_would_check_is_refused(harness: Harness) -> None:
    hold(harness, filling.REPEAT_THERE, days=1)
    harness.maya.choose("Repeats", "Every day")
    harness.maya.fill("Until", later(harness.clock, days=4000))
    harness.check()

    assert "at most 1,000 dates" in harness.shown()
    assert harness.texts == []
