"""Broadcasts that wait: seen, changed, sent early or cancelled; what was approved is asked anew."""

import pytest

from bot.sandbox.slack.model import Answer
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import WORDS, Broadcasts
from tests.flows.harness import Harness, later
from tests.flows.staff import LENA, PRIYA, TOM, change, press_there, scheduled

LONG = ("The clinic is closed on Monday. " * 6).strip()
CAN_WAIT = 30
"""People in a group that a second person has to agree to."""


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    return staff.clear(shared_harness)


@pytest.fixture
def casts(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def people(casts: Broadcasts, group: str, count: int) -> tuple[str, ...]:
    """Make a group of so many people, the same in every story, and have it counted."""
    numbers = tuple(f"121355501{last:02}" for last in range(count))
    for number in numbers:
        casts.join(group, number=number)
    casts.count()
    return numbers


def hold(casts: Broadcasts, group: str, **ahead: float) -> None:
    """Have a broadcast held; one that has to be approved waits for that."""
    casts.hold(group, later(casts.harness.clock, **ahead))
    assert casts.maya.submit().acked


def approve(casts: Broadcasts, group: str, count: int = 1) -> Answer:
    answer = casts.harness.approve(casts.request(group, count=count), casts.lena)
    assert answer is not None
    casts.until(SendState.SCHEDULED)
    return answer


def test_new_words_of_a_held_broadcast_cost_what_is_shown_and_reach_everybody_once(
    harness: Harness, casts: Broadcasts
) -> None:
    numbers = people(casts, "Held for later", 3)
    hold(casts, "Held for later", hours=2)
    casts.until(SendState.SCHEDULED)
    scheduled(harness)
    assert "Broadcast to *Held for later (3 recipients)*" in harness.shown()
    assert "3 credits" in harness.shown()

    change(harness, LONG, later(harness.clock, hours=3))
    harness.wait_for(lambda: "Saved. It's scheduled for" in harness.shown())
    assert "6 credits" in harness.shown()

    harness.tick(hours=2, minutes=1)
    assert harness.texts == []
    harness.tick(hours=1)
    casts.until(SendState.ACCEPTED)
    harness.tick(minutes=1)
    assert casts.got(numbers, LONG)
    assert casts.taken == 6


def test_a_group_that_grew_meanwhile_is_told_at_its_new_time_at_the_cost_shown_then(
    harness: Harness, casts: Broadcasts
) -> None:
    numbers = people(casts, "Grown meanwhile", 3)
    hold(casts, "Grown meanwhile", hours=2)
    casts.until(SendState.SCHEDULED)
    numbers += tuple(casts.join("Grown meanwhile", number=f"1213555010{last}") for last in (3, 4))
    harness.tick(hours=2)
    casts.message("Grown meanwhile", "The group grew from 3 to 5 recipients")

    scheduled(harness)
    change(harness, at=later(harness.clock, hours=1))
    harness.wait_for(lambda: "Saved. It's scheduled for" in harness.shown())
    assert "5 credits" in harness.shown()
    harness.tick(hours=1, minutes=1)

    casts.until(SendState.ACCEPTED)
    harness.tick(hours=1)
    assert casts.got(numbers)
    assert casts.taken == 5


def test_a_held_broadcast_is_cancelled_for_all_of_them(harness: Harness, casts: Broadcasts) -> None:
    people(casts, "Never told", 3)
    hold(casts, "Never told", hours=2)
    casts.until(SendState.SCHEDULED)
    scheduled(harness, TOM)

    press_there(harness, "Cancel", TOM, says="Cancelled")
    casts.until(SendState.CANCELLED)

    harness.tick(hours=3)
    assert harness.texts == []


def test_a_held_broadcast_sent_early_goes_out_once(harness: Harness, casts: Broadcasts) -> None:
    numbers = people(casts, "Told early", 3)
    hold(casts, "Told early", hours=2)
    casts.until(SendState.SCHEDULED)
    scheduled(harness)

    answer = press_there(harness, "Send now", says="Sending now.")
    harness.sandbox.slack.redeliver(answer)
    casts.until(SendState.ACCEPTED)
    harness.tick(hours=3)

    assert casts.got(numbers)


@pytest.mark.parametrize("what", ["the words", "the time"])
def test_an_approval_lapses_with_a_change_and_is_asked_for_anew(
    harness: Harness, casts: Broadcasts, what: str
) -> None:
    group = f"Changed in {what}"
    numbers = people(casts, group, CAN_WAIT)
    hold(casts, group, hours=2)
    first = approve(casts, group)
    scheduled(harness)

    text = LONG if what == "the words" else WORDS
    change(harness, text, later(harness.clock, hours=2 if what == "the words" else 4))
    harness.wait_for(lambda: "t needs approval first." in harness.shown())
    casts.until(SendState.AWAITING_APPROVAL)
    assert f"*Since the last request:* {'The text was changed.' if text is LONG else 'The time moved'}" in (
        casts.request(group, "*Since the last request:*", count=2).text
    )
    harness.sandbox.slack.redeliver(first)  # what was agreed to before decides nothing
    harness.quiet()
    assert casts.newest().state is SendState.AWAITING_APPROVAL

    if what == "the time":
        harness.tick(hours=2, minutes=1)
        assert harness.texts == []
    approve(casts, group, count=2)
    harness.tick(hours=2)
    casts.until(SendState.ACCEPTED)
    harness.tick(minutes=1)
    assert casts.got(numbers, text)


def test_a_change_nobody_agreed_to_in_time_sends_nothing(harness: Harness, casts: Broadcasts) -> None:
    people(casts, "Nobody agreed", CAN_WAIT)
    hold(casts, "Nobody agreed", hours=2)
    approve(casts, "Nobody agreed")
    scheduled(harness)
    change(harness, "Other words.")
    casts.until(SendState.AWAITING_APPROVAL)

    harness.tick(hours=2, minutes=1)

    casts.until(SendState.EXPIRED)
    harness.tick(hours=1)
    assert harness.texts == []


def test_what_was_approved_for_a_time_goes_out_then_and_not_before(
    harness: Harness, casts: Broadcasts
) -> None:
    numbers = people(casts, "Earlier than agreed", CAN_WAIT)
    hold(casts, "Earlier than agreed", hours=2)
    approve(casts, "Earlier than agreed")
    scheduled(harness)

    press_there(harness, "Send now", says="It's approved for its scheduled time only.")
    assert casts.newest().state is SendState.SCHEDULED
    assert harness.texts == []
    harness.tick(hours=2, minutes=1)

    casts.until(SendState.ACCEPTED)
    assert casts.got(numbers)


def test_what_waits_for_approval_is_listed_and_changed_before_anybody_decides(
    harness: Harness, casts: Broadcasts
) -> None:
    numbers = people(casts, "Not decided yet", CAN_WAIT)
    casts.send("Not decided yet")
    casts.until(SendState.AWAITING_APPROVAL)
    scheduled(harness)
    assert "to be sent as soon as it's approved" in harness.shown()

    change(harness, "Better words.")
    harness.wait_for(lambda: "It needs approval first. The text was changed." in harness.shown())
    casts.harness.approve(casts.request("Not decided yet", "*Since the last request:*", count=2), casts.lena)

    casts.until(SendState.ACCEPTED)
    assert casts.got(numbers, "Better words.")


def test_an_approver_who_is_nothing_else_sees_it_and_cannot_change_it(
    harness: Harness, casts: Broadcasts
) -> None:
    people(casts, "Seen by Lena", 3)
    hold(casts, "Seen by Lena", hours=2)
    casts.until(SendState.SCHEDULED)

    scheduled(harness, LENA)

    assert "Broadcast to *Seen by Lena (3 recipients)*" in harness.shown(casts.lena)
    assert WORDS not in harness.shown(casts.lena)
    with pytest.raises(LookupError):
        casts.lena.press("Cancel")


def test_who_may_text_one_person_sees_no_broadcast_of_others(harness: Harness, casts: Broadcasts) -> None:
    staff.know_the_desk(harness)
    people(casts, "Not for Priya", 3)
    hold(casts, "Not for Priya", hours=2)
    casts.until(SendState.SCHEDULED)

    scheduled(harness, PRIYA)

    assert "You have nothing scheduled." in harness.shown(harness.person(PRIYA))
