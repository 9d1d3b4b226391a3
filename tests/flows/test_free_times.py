"""A cancelled appointment's time is offered to the waiting list, until somebody takes it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.settings import Mode
from tests.flows.booking import Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.clinic import in_days, opened
from tests.flows.closing import HERE
from tests.flows.harness import Harness, words_in
from tests.flows.staff import MAYA, PRIYA

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

OFFER, REVIEW = "Offer a free time", "Review offer"
FREE = "%%Name%%, free %%Date%% %%Time%%."
AT_ONCE = 3


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), mode=mode) as shared:
        yield shared


@pytest.fixture
def desk(harness: Harness) -> Iterator[Bookings]:
    desk = Bookings(harness, MAYA)
    yield desk
    desk.quiet()


def freed(desk: Bookings, name: str, days: int) -> str:
    """Book somebody new for an afternoon in so many days, and cancel that."""
    at = in_days(desk.harness, days).astimezone(HERE).replace(hour=15)
    booked = desk.book(desk.patient(name), at)
    desk.cancel(booked)
    return booked


def ready(desk: Bookings, booked: str, group: str, text: str = FREE, button: str = "Offer this time") -> str:
    """Fill the form in by which a free time is offered to a group, and return what comes of it."""
    desk.press(button, booked)
    desk.harness.modal(OFFER, desk.person)
    desk.harness.wait_for(lambda: "Waiting list" in desk.shown)
    desk.harness.wait_for(lambda: desk.person.suggestions("Waiting list", group))
    desk.person.choose("Waiting list", group)
    desk.person.fill("Text", text)
    desk.harness.drawn()
    return desk.check()


def test_a_gap_is_filled_from_the_waiting_list(desk: Bookings) -> None:
    people = Broadcasts(desk.harness).group("Waiting list", 5)
    booked = freed(desk, "Kit Away", 3)
    before = len(desk.smsit.ledger)

    said = ready(desk, booked, "Waiting list")
    assert desk.title == REVIEW, said
    assert "up to 5 people" in said
    with desk.twice():
        desk.confirm()
    desk.quiet()
    assert len(desk.smsit.ledger) == before

    strike(desk)
    asked = [each.number for each in desk.smsit.ledger[before:]]
    assert len(asked) == len(set(asked)) == AT_ONCE
    assert set(asked) < set(people)
    strike(desk)
    assert len(desk.smsit.ledger) == before + AT_ONCE

    message = desk.harness.wait_for(lambda: offer(desk, "offered to 3 people"))
    priya = desk.seat(PRIYA)
    answer = priya.person.press("Taken", message=message)
    assert answer is not None
    assert answer.acked, answer
    desk.harness.wait_for(lambda: offer(desk, "Taken, says <@U0PRIYA>"))

    desk.harness.clock.advance(minutes=31)
    strike(desk)
    assert len(desk.smsit.ledger) == before + AT_ONCE
    assert desk.buttons(booked) == ["Offer this time"]
    desk.harness.sandbox.slack.problems.clear()


def test_the_time_that_an_appointment_was_moved_from_is_filled(desk: Bookings) -> None:
    people = Broadcasts(desk.harness).group("Early birds", 2)
    at = in_days(desk.harness, 3).astimezone(HERE).replace(hour=15)
    awake = in_days(desk.harness, 1).astimezone(HERE).replace(hour=10)
    booked = desk.book(desk.patient("Mia Moved"), at)
    desk.move(booked, at + timedelta(days=1))
    desk.harness.clock.advance(seconds=(awake - desk.harness.clock()).total_seconds())
    said = ready(desk, booked, "Early birds", button="Offer the old time")
    assert desk.title == REVIEW, said
    desk.confirm()
    desk.quiet()
    strike(desk)
    day = f"{at:%a} {at.day} {at:%b %Y}"
    assert [desk.texts_to(each) for each in people] == [[f"Pat, free {day} 15:00."]] * 2


def offer(desk: Bookings, containing: str) -> object:
    """Return the message of the free time if it says this."""
    seen = (each for each in desk.person.sees(desk.channel) if "Free time" in each.text)
    return next((each for each in seen if containing in words_in(each.blocks)), None)


def strike(desk: Bookings) -> None:
    """Let the clock strike, and all go that comes of it."""
    desk.harness.clock.advance(seconds=timedelta(seconds=6).total_seconds())
    for _ in range(2):
        desk.harness.bot.tick.run({})
        desk.quiet()


def test_who_may_not_text_groups_may_not_offer_to_one(desk: Bookings) -> None:
    at = in_days(desk.harness, 4).astimezone(HERE).replace(hour=15)
    booked = desk.book(desk.patient("Lea Away"), at)
    desk.cancel(booked)
    priya = desk.seat(PRIYA)
    priya.press("Offer this time", booked)
    priya.told("You need the *broadcaster* role to offer a free time")


def test_nobody_is_asked_at_night_though_the_policy_has_quiet_hours_for_others_only(desk: Bookings) -> None:
    people = Broadcasts(desk.harness).group("Asleep", 2)
    booked = freed(desk, "Ned Night", 5)
    said = ready(desk, booked, "Asleep")
    assert desk.title == REVIEW, said
    desk.confirm()
    desk.quiet()
    three = in_days(desk.harness, 1).astimezone(HERE).replace(hour=3)
    desk.harness.clock.advance(seconds=(three - desk.harness.clock()).total_seconds())
    strike(desk)
    assert [len(desk.texts_to(each)) for each in people] == [0, 0]
    desk.harness.clock.advance(hours=5)
    strike(desk)
    assert [len(desk.texts_to(each)) for each in people] == [1, 1]


def test_nobody_is_asked_twice_in_a_week_whatever_the_time_and_the_group(desk: Bookings) -> None:
    groups = Broadcasts(desk.harness)
    [once, again] = groups.group("First list", 2)
    [new] = groups.group("Second list", 1)
    groups.join("Second list", number=once)
    awake = in_days(desk.harness, 1).astimezone(HERE).replace(hour=10)
    desk.harness.clock.advance(seconds=(awake - desk.harness.clock()).total_seconds())
    said = ready(desk, freed(desk, "Una First", 9), "First list")
    assert desk.title == REVIEW, said
    desk.confirm()
    desk.quiet()
    strike(desk)
    said = ready(desk, freed(desk, "Val Second", 10), "Second list")
    assert "up to 1 person" in said
    desk.confirm()
    desk.quiet()
    strike(desk)
    assert [len(desk.texts_to(each)) for each in (once, again, new)] == [1, 1, 1]
    said = ready(desk, freed(desk, "Wes Third", 11), "First list")
    assert "No one in that group can be asked" in said
    desk.person.close()
