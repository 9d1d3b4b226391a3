"""The same text to the same number a second time: said before the button, and asked when it comes between."""

from datetime import datetime

import pytest

from bot.settings import Mode
from bot.store import sends
from bot.store.states import SendState
from tests.flows.harness import ADA, SUE, Harness, later
from tests.flows.staff import change, checked, clear, confirm, press_there, scheduled, text_list

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

HELLO = "Your appointment moves to Thursday at 10."
BACK = "Your glasses are back from repair."
LIFT = "Your lift is here."
KEYS = "Your keys are at the desk."
SHOES = "Your shoes are mended."
HATS = "Your hats are in."
COATS = "Your coats are clean."
CAPS = "Your caps are in."
BELTS = "Your belts are in."
BAGS = "Your bags are in."
TWICE = "Send it only if you want it sent twice"


def reviewed(harness: Harness, to: str = ADA, words: str = HELLO) -> str:
    harness.compose(f"/sms {to} {words}")
    harness.check()
    return harness.shown()


def test_the_confirmation_tells_of_the_same_text_and_lets_it_go_twice(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)

    assert "the same text went to this number" in reviewed(harness)
    harness.maya.submit()
    harness.wait_for(lambda: harness.texts.count((ADA, HELLO)) == 2)


def test_other_words_and_other_people_are_nothing_to_tell_of(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)

    assert TWICE not in reviewed(harness, words="See you on Thursday.")
    harness.maya.close()
    assert TWICE not in reviewed(harness, to=SUE)
    harness.maya.close()
    harness.clock.advance(hours=1, seconds=1)
    assert TWICE not in reviewed(harness)


def test_one_that_waits_for_a_time_nearby_is_told_of(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {BACK}", later(harness.clock, minutes=30))

    assert "the same text is already going" in reviewed(harness, words=BACK)


def test_two_people_who_review_the_same_text_at_the_same_time_send_it_once(harness: Harness) -> None:
    tom = harness.person("U0TOM")
    tom.command(f"/sms {ADA} {LIFT}", "C0FRONT")
    harness.modal("Send a text", tom)
    tom.submit()
    harness.modal("Review text", tom)
    assert TWICE not in reviewed(harness, words=LIFT)
    harness.maya.submit()
    harness.until(SendState.ACCEPTED)

    tom.submit()
    said = harness.shown(tom)
    assert "the same text was sent to this number a moment ago" in said
    assert harness.texts.count((ADA, LIFT)) == 1

    tom.back()  # to the review that was true then
    tom.back()
    tom.submit()
    harness.modal("Review text", tom)
    assert TWICE in harness.shown(tom)
    tom.submit()
    harness.wait_for(lambda: harness.texts.count((ADA, LIFT)) == 2)


def test_one_that_was_told_of_hides_none_that_came_since(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} {KEYS}", later(harness.clock, minutes=30))
    tom = harness.person("U0TOM")
    tom.command(f"/sms {ADA} {KEYS}", "C0FRONT")
    harness.modal("Send a text", tom)
    tom.submit()
    harness.modal("Review text", tom)
    assert TWICE in harness.shown(tom)
    assert TWICE in reviewed(harness, words=KEYS)
    harness.maya.submit()
    harness.wait_for(lambda: harness.texts.count((ADA, KEYS)) == 1)

    tom.submit()

    assert "the same text was sent to this number a moment ago" in harness.shown(tom)
    assert harness.texts.count((ADA, KEYS)) == 1


def test_a_list_that_waits_is_told_of(harness: Harness) -> None:
    text_list(harness, (ADA,), SHOES, later(harness.clock, minutes=10))
    confirm(harness)
    harness.until(SendState.SCHEDULED)

    assert "the same text is already going" in reviewed(harness, words=SHOES)


def test_a_list_says_how_many_get_the_same_text_twice(harness: Harness) -> None:
    harness.send(f"/sms {ADA} {HATS}")
    harness.until(SendState.ACCEPTED)

    text_list(harness, (ADA, SUE), HATS, later(harness.clock, minutes=10))

    assert "Send it only if 1 person should get this text twice" in harness.shown()


def test_two_people_who_review_the_same_list_at_the_same_time_send_it_once(harness: Harness) -> None:
    tom = harness.person("U0TOM")
    for person in (tom, harness.maya):
        assert "should get this text twice" not in text_list(harness, (ADA, SUE), COATS, who=person)
    confirm(harness)
    harness.wait_for(lambda: {(ADA, COATS), (SUE, COATS)} <= set(harness.texts))

    tom.submit()
    said = harness.shown(tom)
    assert "by now 2 people on it would get the same text" in said
    assert [harness.texts.count((each, COATS)) for each in (ADA, SUE)] == [1, 1]

    tom.back()  # to the review that was true then
    tom.back()
    assert "Send it only if 2 people should get this text twice" in checked(harness, tom.id)
    confirm(harness, tom.id)
    harness.wait_for(lambda: [harness.texts.count((each, COATS)) for each in (ADA, SUE)] == [2, 2])


def test_a_text_to_one_person_comes_between_the_review_of_a_list_and_its_press(harness: Harness) -> None:
    text_list(harness, (ADA, SUE), CAPS)
    tom = harness.person("U0TOM")
    tom.command(f"/sms {SUE} {CAPS}", "C0FRONT")
    harness.modal("Send a text", tom)
    tom.submit()
    harness.modal("Review text", tom)
    tom.submit()
    harness.wait_for(lambda: (SUE, CAPS) in harness.texts)

    confirm(harness)
    assert "by now 1 person on it would get the same text" in harness.shown()
    assert (ADA, CAPS) not in harness.texts


def test_a_list_that_is_moved_next_to_the_same_text_asks_as_a_new_one_does(harness: Harness) -> None:
    clear(harness)
    text_list(harness, (ADA, SUE), BELTS, later(harness.clock, hours=5))
    confirm(harness)
    waiting = harness.until(SendState.SCHEDULED)
    harness.send(f"/sms {SUE} {BELTS}")
    harness.until(SendState.ACCEPTED)
    soon = later(harness.clock, minutes=30)

    def goes_at() -> datetime | None:
        with harness.bot.database.read() as conn:
            found = sends.get(conn, waiting.id)
        return found and found.send_at

    before = goes_at()
    scheduled(harness)
    change(harness, at=soon)
    assert "Send it only if 1 person should get this text twice" in harness.shown()
    assert goes_at() == before

    harness.maya.submit()
    harness.wait_for(lambda: goes_at() == soon)


def test_what_waits_is_not_sent_now_next_to_the_same_text(harness: Harness) -> None:
    clear(harness)
    harness.hold(f"/sms {ADA} {BAGS}", later(harness.clock, hours=5))
    harness.send(f"/sms {ADA} {BAGS}")
    harness.until(SendState.ACCEPTED)
    scheduled(harness)

    press_there(harness, "Send now", says="the same text goes to this number within an hour")

    assert harness.texts.count((ADA, BAGS)) == 1
