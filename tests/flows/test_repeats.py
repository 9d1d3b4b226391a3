"""A text that repeats from here: on the dates shown, once each, and never after somebody said no."""

import threading
from datetime import datetime, timedelta

import pytest

from bot.features.sends.refusals import SERIES_PASSED
from bot.slack.blocks.fields.schedule import GOES_ON
from bot.store.states import SendState
from tests.flows import filling, repeating, staff
from tests.flows.harness import ADA, GRACE, Harness, later, words_in
from tests.flows.repeating import come, message, of_series, press, start

pytestmark = pytest.mark.measured

PILL = "Time for your tablet."
NEW = "Time for both tablets."


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    return repeating.clear(shared_harness)


def daily(harness: Harness, times: int = 4, number: str = ADA) -> list[datetime]:
    """Start a daily series and return its dates; clocks do not change in them."""
    first = later(harness.clock, hours=4)
    start(harness, f"/sms {number} {PILL}", "Every day", first, times)
    return [first + timedelta(days=day) for day in range(times)]


def test_a_daily_text_goes_out_once_on_each_date_and_then_ends(harness: Harness) -> None:
    first = later(harness.clock, hours=4)
    said = start(harness, f"/sms {ADA} {PILL}", "Every day", first, 3)
    assert "*3 texts, 3 credits in total*" in said
    assert "13:00, every day*" in said
    assert "you can skip, pause, edit or stop it" in said
    assert "Repeats every day" in message(harness, "Next: ").text
    assert harness.texts == []

    for day in range(3):
        come(harness, first + timedelta(days=day), day + 1)
    harness.tick(days=3)
    harness.tick(seconds=5)

    assert harness.texts == [(ADA, PILL)] * 3
    assert "3 of 3 dates so far" in words_in([message(harness, "Ended, its last date has come").blocks])
    with pytest.raises(LookupError):
        press(harness, "Stop the series")


def test_a_skipped_date_does_not_go_out_and_the_next_one_does(harness: Harness) -> None:
    dates = daily(harness)

    answer = press(harness, "Skip next", "Next: ")
    harness.sandbox.slack.redeliver(answer)
    message(harness, "1 skipped")
    come(harness, dates[0], 0)
    come(harness, dates[1], 1)

    assert of_series(harness)[0].send_at == dates[1]


def test_a_paused_series_sends_nothing_and_goes_on_with_what_is_ahead(harness: Harness) -> None:
    dates = daily(harness)

    press(harness, "Pause", "Next: ")
    message(harness, "Paused, every day")
    come(harness, dates[0], 0)
    press(harness, "Resume", "Paused by")
    message(harness, "Repeats every day")
    come(harness, dates[0] + timedelta(hours=1), 0)
    come(harness, dates[1], 1)


def test_a_stopped_series_never_sends_again(harness: Harness) -> None:
    dates = daily(harness)
    come(harness, dates[0], 1)

    answer = press(harness, "Stop the series", "1 of 4 dates so far")
    harness.sandbox.slack.redeliver(answer)
    message(harness, "Stopped by <@U0MAYA>")
    come(harness, dates[3], 1)

    assert harness.texts == [(ADA, PILL)]


def test_a_series_is_edited_from_its_next_date_on(harness: Harness) -> None:
    dates = daily(harness)
    come(harness, dates[0], 1)

    press(harness, "Edit from now on", "1 of 4 dates so far")
    harness.modal("Send a text")
    assert PILL in harness.shown()
    assert "You're editing a series" in harness.shown()
    harness.maya.fill("Message", NEW)
    harness.drawn()
    harness.check()
    assert "takes the place of the series you're editing" in harness.shown()
    assert "*3 texts, " in harness.shown()
    harness.maya.submit()

    harness.wait_for(lambda: any("Edited by <@U0MAYA>" in each.text for each in harness.messages()))
    come(harness, dates[1], 2)
    assert harness.texts == [(ADA, PILL), (ADA, NEW)]


def test_a_series_that_is_edited_goes_on_until_that_is_confirmed_and_says_so(harness: Harness) -> None:
    dates = daily(harness)
    press(harness, "Edit from now on", "0 of 4 dates so far")
    harness.modal("Send a text")
    assert "a date that comes before then still goes out" in harness.shown()
    harness.maya.fill("Message", NEW)
    harness.drawn()

    come(harness, dates[0], 1)

    answer = harness.maya.submit()
    assert GOES_ON in str(answer.body)
    filling.when(harness, filling.REPEAT, dates[1])
    harness.check()
    come(harness, dates[1], 2)
    assert SERIES_PASSED in str(harness.maya.submit().body) + harness.shown()
    assert harness.texts == [(ADA, PILL), (ADA, PILL)]


def test_of_dates_missed_only_the_newest_is_asked_about_and_the_others_are_told(harness: Harness) -> None:
    dates = daily(harness)

    come(harness, dates[2] + timedelta(hours=3), 0)

    asked = harness.message("Not sent. The bot was offline at")
    message(harness, "2 missed while the bot was offline")
    assert [each.send_at for each in of_series(harness)] == [dates[2]]
    harness.maya.press("Send now", message=asked)
    harness.wait_for(lambda: harness.texts == [(ADA, PILL)])


def test_two_ticks_at_once_make_one_text(harness: Harness) -> None:
    dates = daily(harness)
    harness.clock.advance(seconds=(dates[0] - harness.clock()).total_seconds() + 1)

    ticks = [threading.Thread(target=harness.bot.tick.run, args=({},)) for _ in range(4)]
    for tick in ticks:
        tick.start()
    for tick in ticks:
        tick.join()
    come(harness, dates[0], 1)

    assert len(of_series(harness)) == 1
    assert harness.texts == [(ADA, PILL)]


def test_series_are_listed_and_managed_from_there(harness: Harness) -> None:
    daily(harness, number=GRACE)

    person = staff.scheduled(harness)
    assert "*1* repeating" in harness.shown()
    assert "Repeats every day, next on" in harness.shown()
    person.press("Manage the series")
    harness.modal("Series")
    assert "Next: " in harness.shown()
    person.press("Pause")
    harness.wait_for(lambda: "Paused. Nothing goes out until you resume it." in harness.shown())
    person.press("Resume")
    harness.wait_for(lambda: "Resumed." in harness.shown())
    person.press("Stop the series")
    harness.wait_for(lambda: "Stopped. No further date goes out." in harness.shown())

    harness.until(SendState.ENDED)


def test_a_series_at_smsit_says_what_it_cannot_do(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {PILL}")
    repeating.rhythm(harness, "Every week", later(harness.clock, hours=4), days=["Mon", "Wed"], times=3)
    assert "you can only cancel it there" in harness.shown()
    harness.maya.choose(filling.KEPT, filling.AT_SMSIT)

    harness.check()

    assert "SMS-iT can't do this." in harness.shown()
    harness.maya.close()
