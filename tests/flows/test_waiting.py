"""Texts that wait: none is forgotten, none goes out when it is no longer right."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.settings import Mode
from bot.store import sends
from bot.store.sends import Send
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.house import ADA, House

HELLO = "The clinic is closed today."


def confirm_while_the_engine_is_off(house: House) -> None:
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()
    house.bot.engine.stop()
    house.maya.submit()
    assert house.newest().state is SendState.QUEUED


def test_a_text_whose_bot_was_down_for_long_is_not_sent_without_asking(open_house: OpenHouse) -> None:
    house = open_house(Mode.SOCKET)
    confirm_while_the_engine_is_off(house)

    house.bot.stop()
    house.clock.advance(days=2)
    house.start_bot()

    house.until(SendState.REFUSED)
    assert "its turn did not come in time: the bot was not running" in house.message("Ada Lovelace").text
    assert house.texts == []


def test_a_text_that_lost_its_job_gets_another(
    open_house: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = open_house(Mode.SOCKET)
    real, failures = sends.claim, [1]

    def failing(*given: object, **named: object) -> Send | None:
        if failures:
            failures.pop()
            raise OperationalError("UPDATE", {}, OSError("the disk is full"))
        return real(*given, **named)

    monkeypatch.setattr("bot.features.outbox.attempts.sends.claim", failing)
    house.send(f"/sms {ADA} {HELLO}")
    house.wait_for(lambda: not failures)
    house.tick(minutes=5)
    assert house.texts == []

    house.tick(minutes=4)

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]


def test_of_two_ticks_at_once_one_sends_a_held_text(open_house: OpenHouse) -> None:
    house = open_house(Mode.SOCKET)
    house.hold(f"/sms {ADA} {HELLO}", house.clock().replace(hour=23))
    held = house.newest()
    house.clock.advance(hours=6, minutes=1)

    with house.bot.database.write() as conn:
        first = sends.move(conn, held.id, SendState.QUEUED, now=house.clock(), only_from=SendState.SCHEDULED)
        second = sends.move(conn, held.id, SendState.QUEUED, now=house.clock(), only_from=SendState.SCHEDULED)

    assert (first, second) == (True, False)
    house.tick(minutes=9)
    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]


def test_a_look_up_quicker_than_slack_still_shows_its_confirmation(open_house: OpenHouse) -> None:
    house = open_house(Mode.SOCKET)
    house.compose(f"/sms {ADA} {HELLO}")
    house.sandbox.slack.fail("views.update", "not_found")

    house.check()

    assert "1 credit" in house.shown()
