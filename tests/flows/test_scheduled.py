"""What is scheduled: seen, changed, sent early or cancelled, by those who may."""

from datetime import timedelta

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.house import ADA, GRACE, House, later
from tests.flows.staff import LENA, PRIYA, SAM, TOM, change, press_there, scheduled

HELLO = "See you tomorrow."
LONG = "Your appointment moves. " * 8


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.HTTP


@pytest.fixture
def house(shared_house: House) -> House:
    return staff.clear(shared_house)


def hold(house: House, number: str = ADA, **ahead: float) -> None:
    house.hold(f"/sms {number} {HELLO}", later(house.clock, **ahead))


def test_what_the_bot_holds_is_listed_to_whom_it_belongs(house: House) -> None:
    hold(house, hours=2)

    scheduled(house)

    assert "1 text of yours* held by the bot" in house.shown()
    assert "Ada Lovelace (•••0100)" in house.shown()
    assert HELLO in house.shown()
    assert ADA not in house.shown()


def test_new_words_and_a_new_time_cost_what_is_shown_and_go_out_once(house: House) -> None:
    hold(house, hours=2)
    before = house.sandbox.smsit.credits
    scheduled(house)
    at = later(house.clock, hours=5)

    assert change(house, LONG.strip(), at).acked
    house.wait_for(lambda: "Changed: it goes out" in house.shown())

    assert "2 credits" in house.shown()
    house.tick(hours=2, minutes=1)
    assert house.texts == []
    house.tick(hours=3)
    house.until(SendState.ACCEPTED)
    house.tick(minutes=1)
    assert house.texts == [(ADA, LONG.strip())]
    assert before - house.sandbox.smsit.credits == 2


def test_saving_the_same_change_twice_changes_it_once(house: House) -> None:
    hold(house, hours=2)
    scheduled(house)

    answer = change(house, "Other words.")
    house.wait_for(lambda: "Changed" in house.shown())
    changed = house.newest()
    again = house.sandbox.slack.redeliver(answer)

    assert again.acked
    assert house.newest() == changed
    house.tick(hours=2, minutes=1)
    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, "Other words.")]


def test_a_text_is_cancelled_in_the_listing_and_never_goes_out(house: House) -> None:
    hold(house, hours=2)
    scheduled(house)

    answer = press_there(house, "Cancel", says="Cancelled. It will not be sent.")
    house.sandbox.slack.redeliver(answer)

    assert "Nothing of yours is scheduled." in house.shown()
    house.until(SendState.CANCELLED)
    house.tick(hours=3)
    assert house.texts == []


def test_a_text_sent_early_goes_out_once_and_not_again_at_its_time(house: House) -> None:
    hold(house, hours=2)
    scheduled(house)

    answer = press_there(house, "Send now", says="It is on its way")
    house.sandbox.slack.redeliver(answer)
    house.until(SendState.ACCEPTED)
    house.tick(hours=3)

    assert house.texts == [(ADA, HELLO)]


def test_what_smsit_holds_is_shown_without_any_button(house: House) -> None:
    house.compose(f"/sms {GRACE} {HELLO}")
    house.maya.choose("When", staff.AT_SMSIT)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, minutes=90))
    house.check()
    house.maya.submit()
    house.until(SendState.SCHEDULED_AT_SMSIT)

    scheduled(house)

    assert "SMS-iT holds it: it can be neither seen nor cancelled from here" in house.shown()
    with pytest.raises(LookupError):
        house.maya.press("Cancel")
    house.clock.advance(hours=2)
    assert house.texts == [(GRACE, HELLO)]
    house.maya.close()
    scheduled(house)
    assert "Nothing of yours is scheduled." in house.shown()


def test_more_than_fit_on_a_page_are_shown_in_pages_the_soonest_first(house: House) -> None:
    for nth in range(11):
        house.hold(f"/sms {ADA} Text number {nth}.", later(house.clock, hours=12 - nth))

    scheduled(house)
    assert "1 to 10 of 11" in house.shown()
    assert "Text number 10." in house.shown()
    assert "Text number 0." not in house.shown()
    press_there(house, "Next", says="11 to 11 of 11")
    assert "Text number 0." in house.shown()
    press_there(house, "Cancel", says="Cancelled")

    assert "Text number 1." in house.shown()  # the page that is gone gives way to the one before
    assert "10 texts of yours" in house.shown()


def test_an_admin_changes_everybodys_texts_an_approver_sees_them_others_do_not(house: House) -> None:
    hold(house, hours=2)
    staff.know_the_desk(house)

    for nobody in (PRIYA, SAM):
        scheduled(house, nobody)
        assert "Nothing of yours is scheduled." in house.shown(house.person(nobody))
    scheduled(house, LENA)
    seen = house.shown(house.person(LENA))
    assert "by <@U0MAYA>" in seen
    assert HELLO not in seen
    for button in ("Edit", "Send now", "Cancel"):
        with pytest.raises(LookupError):
            house.person(LENA).press(button)
    scheduled(house, TOM)
    press_there(house, "Cancel", TOM, says="Cancelled")
    house.until(SendState.CANCELLED)
    assert "(by <@U0TOM>)" in house.message("Cancelled, not sent").text
    assert house.texts == []


def test_a_listing_that_is_out_of_date_decides_nothing(house: House) -> None:
    hold(house, minutes=5)
    scheduled(house)
    house.tick(minutes=6)
    house.until(SendState.ACCEPTED)

    press_there(house, "Cancel", says="too late to cancel")

    assert "Nothing of yours is scheduled." in house.shown()
    assert house.texts == [(ADA, HELLO)]


def test_a_form_that_is_out_of_date_changes_nothing(house: House) -> None:
    hold(house, minutes=5)
    scheduled(house)
    house.maya.press("Edit")
    house.modal("Change a text")
    house.maya.fill("Message", "Too late.")
    house.tick(minutes=6)
    house.until(SendState.ACCEPTED)

    house.maya.fill("Send at", later(house.clock, hours=1))
    house.maya.submit()

    house.modal("Not done")
    assert "has changed since you looked at it" in house.shown()
    house.tick(hours=2)
    assert house.texts == [(ADA, HELLO)]


def test_a_time_that_is_over_is_refused_beside_its_field(house: House) -> None:
    hold(house, minutes=5)
    scheduled(house)

    change(house, at=house.clock() - timedelta(minutes=1))

    assert "That time has passed" in house.errors()["at"]


def test_a_text_found_too_late_asks_and_with_a_new_time_goes_out_then_once(house: House) -> None:
    hold(house, hours=1)
    house.tick(hours=9)
    house.message("the bot was not running")

    scheduled(house)
    assert "Not sent: the bot was not running when its time came." in house.shown()
    change(house, at=later(house.clock, hours=1))
    house.wait_for(lambda: "Changed: it goes out" in house.shown())
    assert "the bot was not running" not in house.shown()

    house.tick()
    assert house.texts == []
    house.tick(hours=1, minutes=1)
    house.until(SendState.ACCEPTED)
    house.tick(minutes=1)
    assert house.texts == [(ADA, HELLO)]
