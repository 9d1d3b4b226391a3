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


def test_a_gap_is_filled_from_the_waiting_list(desk: Bookings) -> None:
    people = Broadcasts(desk.harness).group("Waiting list", 5)
    at = in_days(desk.harness, 3).astimezone(HERE).replace(hour=15)
    booked = desk.book(desk.patient("Kit Away"), at)
    desk.cancel(booked)
    before = len(desk.smsit.ledger)

    desk.press("Offer this time", booked)
    desk.harness.modal(OFFER, desk.person)
    desk.harness.wait_for(lambda: "Waiting list" in desk.shown)
    desk.harness.wait_for(lambda: desk.person.suggestions("Waiting list", "Waiting"))
    desk.person.choose("Waiting list", "Waiting list")
    desk.person.fill("Text", FREE)
    desk.harness.drawn()
    said = desk.check()
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
