"""Texts for later: held by the bot, or by SMS-iT."""

from datetime import timedelta

import pytest

from bot.sandbox.slack.model import Message
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.house import ADA, House, later

HELLO = "See you tomorrow."


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


def hold(house: House, when: str, **ahead: float) -> None:
    """Fill in the form for a time ahead, and check it."""
    house.compose(f"/sms {ADA} {HELLO}")
    house.maya.choose("When", when)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, **ahead))


def schedule(house: House, **ahead: float) -> Message:
    """Have the bot hold a text, and return its message."""
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, **ahead))
    return house.message("Scheduled for")


def test_a_held_text_goes_out_once_at_its_time(house: House) -> None:
    schedule(house, hours=2)

    house.tick(hours=1)
    assert house.texts == []
    house.tick(hours=1, minutes=1)

    house.until(SendState.ACCEPTED)
    house.tick()
    assert house.texts == [(ADA, HELLO)]
    assert len(house.messages()) == 1


def test_a_held_text_can_be_cancelled_and_never_goes_out(house: House) -> None:
    held = schedule(house, hours=2)

    house.maya.press("Cancel", message=held)
    house.until(SendState.CANCELLED)
    house.tick(hours=3)

    assert "Cancelled, not sent (by <@U0MAYA>)" in house.message("Ada Lovelace").text
    assert house.texts == []


def test_declining_the_question_cancels_nothing(house: House) -> None:
    held = schedule(house, hours=2)

    house.maya.press("Cancel", message=held, confirm=False)

    assert house.newest().state is SendState.SCHEDULED


def test_it_is_too_late_to_cancel_what_has_gone_out(house: House) -> None:
    held = schedule(house, minutes=5)
    house.sandbox.slack.fail("chat.update", "internal_error", times=20)  # her screen lags behind
    house.tick(minutes=6)
    house.wait_for(lambda: house.texts)

    house.maya.press("Cancel", message=held)

    assert "too late to cancel this text" in house.message("too late").text
    assert house.texts == [(ADA, HELLO)]


def test_a_held_text_found_long_after_its_time_asks_first(house: House) -> None:
    schedule(house, hours=2)

    house.tick(hours=10)
    asked = house.message("the bot was not running")
    assert house.texts == []
    house.maya.press("Send now", message=asked)

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]


def test_a_late_text_can_be_cancelled_instead(house: House) -> None:
    schedule(house, hours=2)
    house.tick(hours=10)

    house.maya.press("Cancel", message=house.message("the bot was not running"))

    house.until(SendState.CANCELLED)
    house.tick(hours=1)
    assert house.texts == []


def test_a_time_that_passes_while_the_confirmation_is_read_is_not_sent(house: House) -> None:
    hold(house, "Later, held by the bot", minutes=3)
    house.check()
    assert "can be cancelled" in house.shown()
    house.clock.advance(minutes=5)

    house.maya.submit()

    house.modal("Not done")
    assert "has passed meanwhile" in house.shown()
    assert house.texts == []
    assert house.sends() == ()


def test_smsit_holds_a_text_in_its_own_time_zone(house: House) -> None:
    before = len(house.sandbox.smsit.scheduled)
    hold(house, "Later, held by SMS-iT", days=1)
    house.check()
    assert "cannot be cancelled from here" in house.shown()
    house.maya.submit()

    house.until(SendState.SCHEDULED_AT_SMSIT)
    assert "Held by SMS-iT for" in house.message("Ada Lovelace").text
    assert len(house.sandbox.smsit.scheduled) == before + 1
    assert house.texts == []
    house.clock.advance(days=1, minutes=1)
    assert house.texts == [(ADA, HELLO)]


def test_a_series_shows_every_date_and_what_it_costs_in_all(house: House) -> None:
    hold(house, "Later, held by SMS-iT", days=1)
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Every", 2)
    house.maya.fill("Until", later(house.clock, days=7))
    house.check()

    assert "*4 texts, " in house.shown()
    assert "*Cost*\n4 credits" in house.shown()
    house.maya.submit()
    house.until(SendState.SCHEDULED_AT_SMSIT)
    house.clock.advance(days=8)
    assert house.texts == [(ADA, HELLO)] * 4


def test_a_monthly_series_from_the_31st_warns_of_short_months(house: House) -> None:
    to_the_31st = (house.clock().replace(month=12, day=31, hour=18) - house.clock()) % timedelta(days=366)
    hold(house, "Later, held by SMS-iT", seconds=to_the_31st.total_seconds())
    house.maya.choose("Repeat", "Every month")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", later(house.clock, seconds=to_the_31st.total_seconds() + 100 * 86400))
    house.check()

    assert "Some months are too short for this day" in house.shown()


def test_a_series_with_more_dates_than_anybody_would_check_is_refused(house: House) -> None:
    hold(house, "Later, held by SMS-iT", days=1)
    house.maya.choose("Repeat", "Every day")
    house.wait_for(lambda: "Until" in house.shown())
    house.maya.fill("Until", later(house.clock, days=4000))
    house.check()

    assert "at most 1,000 dates" in house.shown()
    assert house.texts == []
