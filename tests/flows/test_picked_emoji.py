"""Emoji that are picked in Slack come by their names; whatever kind of text they are in, emoji arrive."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.settings import Mode
from bot.slack.writing.message import block_id
from bot.store.states import SendState
from tests.flows.booking import Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.clinic import in_days
from tests.flows.house import ADA, House, later
from tests.flows.listing import QUICK, Lists, opened
from tests.flows.staff import change, scheduled

PICKED, ARRIVES = "See you :wave::skin-tone-3: at 10:30:45 :our-logo:", "See you 👋🏼 at 10:30:45"


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.HTTP


@pytest.fixture(scope="module")
def shared_house(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, mode) as shared:
        yield shared


def test_in_a_broadcast(house: House) -> None:
    shop = Broadcasts(house)
    numbers = shop.group("Walkers", 2)
    shop.ready("Walkers", PICKED)
    assert "our-logo:" in house.shown()
    house.maya.submit()
    house.wait_for(lambda: len(house.texts) == len(numbers))
    assert {body for _, body in house.texts} == {ARRIVES}


def test_in_a_list_with_fields(house: House) -> None:
    shop = Lists(house)
    numbers = shop.people(2)
    said = shop.ready(numbers, PICKED)
    assert "our-logo:" in said
    house.maya.submit()
    house.wait_for(lambda: len(house.texts) == len(numbers))
    assert {body for _, body in house.texts} == {ARRIVES}


def test_in_the_words_typed_behind_the_command_of_a_list(house: House) -> None:
    house.maya.command("/sms list Dr <@U0TOM> :tada: *moved*")
    house.modal("Text a list")
    view = house.maya.view
    assert view is not None
    assert view.values[block_id(0)]["list.message"]["value"] == "Dr Tom Okafor 🎉 moved"
    assert "mentions became names" in house.shown()


def test_in_a_text_that_waits_and_is_changed(house: House) -> None:
    house.hold(f"/sms {ADA} Hello", later(house.clock, hours=2))
    scheduled(house)
    at = later(house.clock, hours=3)
    assert change(house, PICKED, at).acked
    house.wait_for(lambda: "Changed: it goes out" in house.shown())
    house.tick(hours=3, minutes=1)
    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, ARRIVES)]


def test_in_the_texts_of_an_appointment(house: House) -> None:
    desk = Bookings(house)
    ivy = desk.patient("Ivy Stone")
    at = in_days(house, 3)
    said = desk.ready("Ivy Stone", at, confirmation=PICKED, reminder="Soon :tada:")
    assert "our-logo:" in said
    desk.confirm()
    booked = desk.newest(ivy)
    house.wait_for(lambda: desk.texts_to(ivy))
    assert desk.texts_to(ivy) == [ARRIVES]
    desk.said(booked, "Reminder for")
    desk.strike_at(at - timedelta(hours=24))
    house.wait_for(lambda: desk.texts_to(ivy) == [ARRIVES, "Soon 🎉"])
    desk.quiet()
