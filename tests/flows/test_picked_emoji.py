"""Emoji that are picked in Slack come by their names; whatever kind of text they are in, emoji arrive."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.settings import Mode
from bot.slack.blocks.fields.message import block_id
from bot.store.states import SendState
from tests.flows.booking import Bookings
from tests.flows.broadcasting import Broadcasts
from tests.flows.clinic import in_days
from tests.flows.harness import ADA, Harness, later
from tests.flows.listing import QUICK, Lists, opened
from tests.flows.staff import change, scheduled

WAYS = (Mode.HTTP,)

PICKED, ARRIVES = "See you :wave::skin-tone-3: at 10:30:45 :our-logo:", "See you 👋🏼 at 10:30:45"


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, mode) as shared:
        yield shared


def test_in_a_broadcast(harness: Harness) -> None:
    shop = Broadcasts(harness)
    numbers = shop.group("Walkers", 2)
    shop.ready("Walkers", PICKED)
    assert "our-logo:" in harness.shown()
    harness.maya.submit()
    harness.wait_for(lambda: len(harness.texts) == len(numbers))
    assert {body for _, body in harness.texts} == {ARRIVES}


def test_in_a_list_with_fields(harness: Harness) -> None:
    shop = Lists(harness)
    numbers = shop.people(2)
    said = shop.ready(numbers, PICKED)
    assert "our-logo:" in said
    harness.maya.submit()
    harness.wait_for(lambda: len(harness.texts) == len(numbers))
    assert {body for _, body in harness.texts} == {ARRIVES}


def test_in_the_words_typed_behind_the_command_of_a_list(harness: Harness) -> None:
    harness.maya.command("/sms list Dr <@U0TOM> :tada: *moved*")
    harness.modal("Text a list")
    view = harness.maya.view
    assert view is not None
    assert view.values[block_id(0)]["list.message"]["value"] == "Dr Tom Okafor 🎉 moved"
    assert "mentions became names" in harness.shown()


def test_in_a_text_that_waits_and_is_changed(harness: Harness) -> None:
    harness.hold(f"/sms {ADA} Hello", later(harness.clock, hours=2))
    scheduled(harness)
    at = later(harness.clock, hours=3)
    assert change(harness, PICKED, at).acked
    harness.wait_for(lambda: "Saved. It's scheduled for" in harness.shown())
    harness.tick(hours=3, minutes=1)
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, ARRIVES)]


def test_in_the_texts_of_an_appointment(harness: Harness) -> None:
    desk = Bookings(harness)
    ivy = desk.patient("Ivy Stone")
    at = in_days(harness, 3)
    said = desk.ready("Ivy Stone", at, confirmation=PICKED, reminder="Soon :tada:")
    assert "our-logo:" in said
    desk.confirm()
    booked = desk.newest(ivy)
    harness.wait_for(lambda: desk.texts_to(ivy))
    assert desk.texts_to(ivy) == [ARRIVES]
    desk.said(booked, "Reminder: ")
    desk.strike_at(at - timedelta(hours=24))
    harness.wait_for(lambda: desk.texts_to(ivy) == [ARRIVES, "Soon 🎉"])
    desk.quiet()
