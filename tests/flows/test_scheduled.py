"""What is scheduled: seen, changed, sent early or cancelled, by those who may."""

from datetime import timedelta

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows import filling, staff
from tests.flows.harness import ADA, GRACE, Harness, later
from tests.flows.staff import LENA, PRIYA, SAM, TOM, change, press_there, scheduled

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

HELLO = "See you tomorrow."
LONG = "Your appointment moves. " * 8


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    return staff.clear(shared_harness)


def hold(harness: Harness, number: str = ADA, **ahead: float) -> None:
    harness.hold(f"/sms {number} {HELLO}", later(harness.clock, **ahead))


def test_what_the_bot_holds_is_listed_to_whom_it_belongs(harness: Harness) -> None:
    hold(harness, hours=2)

    scheduled(harness)

    assert "*1 text* scheduled" in harness.shown()
    assert "Ada Lovelace (•••0100)" in harness.shown()
    assert HELLO in harness.shown()
    assert ADA not in harness.shown()


def test_new_words_and_a_new_time_cost_what_is_shown_and_go_out_once(harness: Harness) -> None:
    hold(harness, hours=2)
    before = harness.sandbox.smsit.credits
    scheduled(harness)
    at = later(harness.clock, hours=5)

    assert change(harness, LONG.strip(), at).acked
    harness.wait_for(lambda: "Saved. It's scheduled for" in harness.shown())

    assert "2 credits" in harness.shown()
    harness.tick(hours=2, minutes=1)
    assert harness.texts == []
    harness.tick(hours=3)
    harness.until(SendState.ACCEPTED)
    harness.tick(minutes=1)
    assert harness.texts == [(ADA, LONG.strip())]
    assert before - harness.sandbox.smsit.credits == 2


def test_saving_the_same_change_twice_changes_it_once(harness: Harness) -> None:
    hold(harness, hours=2)
    scheduled(harness)

    answer = change(harness, "Other words.")
    harness.wait_for(lambda: "Saved." in harness.shown())
    changed = harness.newest()
    again = harness.sandbox.slack.redeliver(answer)

    assert again.acked
    assert harness.newest() == changed
    harness.tick(hours=2, minutes=1)
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, "Other words.")]


def test_a_text_is_cancelled_in_the_listing_and_never_goes_out(harness: Harness) -> None:
    hold(harness, hours=2)
    scheduled(harness)

    answer = press_there(harness, "Cancel", says="Cancelled. It won't be sent.")
    harness.sandbox.slack.redeliver(answer)

    assert "You have nothing scheduled." in harness.shown()
    harness.until(SendState.CANCELLED)
    harness.tick(hours=3)
    assert harness.texts == []


def test_a_text_sent_early_goes_out_once_and_not_again_at_its_time(harness: Harness) -> None:
    hold(harness, hours=2)
    scheduled(harness)

    answer = press_there(harness, "Send now", says="Sending now.")
    harness.sandbox.slack.redeliver(answer)
    harness.until(SendState.ACCEPTED)
    harness.tick(hours=3)

    assert harness.texts == [(ADA, HELLO)]


def test_what_smsit_holds_is_shown_without_any_button(harness: Harness) -> None:
    harness.compose(f"/sms {GRACE} {HELLO}")
    filling.when(harness, filling.AT_SMSIT, later(harness.clock, minutes=90))
    harness.check()
    harness.maya.submit()
    harness.until(SendState.SCHEDULED_AT_SMSIT)

    scheduled(harness)

    assert "To cancel it, use SMS-iT's own panel." in harness.shown()
    with pytest.raises(LookupError):
        harness.maya.press("Cancel")
    harness.clock.advance(hours=2)
    assert harness.texts == [(GRACE, HELLO)]
    harness.maya.close()
    scheduled(harness)
    assert "You have nothing scheduled." in harness.shown()


def test_more_than_fit_on_a_page_are_shown_in_pages_the_soonest_first(harness: Harness) -> None:
    for nth in range(11):
        harness.hold(f"/sms {ADA} Text number {nth}.", later(harness.clock, hours=12 - nth))

    scheduled(harness)
    assert "1 to 10 of 11" in harness.shown()
    assert "Text number 10." in harness.shown()
    assert "Text number 0." not in harness.shown()
    press_there(harness, "Next", says="11 to 11 of 11")
    assert "Text number 0." in harness.shown()
    press_there(harness, "Cancel", says="Cancelled")

    assert "Text number 1." in harness.shown()  # the page that is gone gives way to the one before
    assert "*10 texts* scheduled" in harness.shown()


def test_an_admin_changes_everybodys_texts_an_approver_sees_them_others_do_not(harness: Harness) -> None:
    hold(harness, hours=2)
    staff.know_the_desk(harness)

    for nobody in (PRIYA, SAM):
        scheduled(harness, nobody)
        assert "You have nothing scheduled." in harness.shown(harness.person(nobody))
    scheduled(harness, LENA)
    seen = harness.shown(harness.person(LENA))
    assert "by <@U0MAYA>" in seen
    assert HELLO not in seen
    for button in ("Edit", "Send now", "Cancel"):
        with pytest.raises(LookupError):
            harness.person(LENA).press(button)
    scheduled(harness, TOM)
    press_there(harness, "Cancel", TOM, says="Cancelled")
    harness.until(SendState.CANCELLED)
    assert "(by <@U0TOM>)" in harness.message("Cancelled, not sent").text
    assert harness.texts == []


def test_a_listing_that_is_out_of_date_decides_nothing(harness: Harness) -> None:
    hold(harness, minutes=5)
    scheduled(harness)
    harness.tick(minutes=6)
    harness.until(SendState.ACCEPTED)

    press_there(harness, "Cancel", says="too late to cancel")

    assert "You have nothing scheduled." in harness.shown()
    assert harness.texts == [(ADA, HELLO)]


def test_a_form_that_is_out_of_date_changes_nothing(harness: Harness) -> None:
    hold(harness, minutes=5)
    scheduled(harness)
    harness.maya.press("Edit")
    harness.modal("Edit text")
    harness.maya.fill("Message", "Too late.")
    harness.tick(minutes=6)
    harness.until(SendState.ACCEPTED)

    harness.maya.fill("Send at", later(harness.clock, hours=1))
    harness.maya.submit()

    harness.modal("Not done")
    assert "This text is no longer waiting, so it can't be changed." in harness.shown()
    harness.tick(hours=2)
    assert harness.texts == [(ADA, HELLO)]


def test_a_time_that_is_over_is_refused_beside_its_field(harness: Harness) -> None:
    hold(harness, minutes=5)
    scheduled(harness)

    change(harness, at=harness.clock() - timedelta(minutes=1))

    assert "That time has passed" in harness.errors()["at"]


def test_a_text_found_too_late_asks_and_with_a_new_time_goes_out_then_once(harness: Harness) -> None:
    hold(harness, hours=1)
    harness.tick(hours=9)
    harness.message("The bot was offline")

    scheduled(harness)
    assert "Not sent: the bot was offline at that time." in harness.shown()
    change(harness, at=later(harness.clock, hours=1))
    harness.wait_for(lambda: "Saved. It's scheduled for" in harness.shown())
    assert "The bot was offline" not in harness.shown()

    harness.tick()
    assert harness.texts == []
    harness.tick(hours=1, minutes=1)
    harness.until(SendState.ACCEPTED)
    harness.tick(minutes=1)
    assert harness.texts == [(ADA, HELLO)]
