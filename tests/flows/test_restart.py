"""The bot stops and starts; nothing is lost and nothing happens twice. Each test has a house of its own."""

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.house import ADA
from tests.flows.relay import Relay

HELLO = "Back at nine."


def test_a_held_text_survives_a_restart_and_goes_out_once(open_house: OpenHouse) -> None:
    house = open_house(Mode.SOCKET)
    house.hold(f"/sms {ADA} {HELLO}", house.clock().replace(hour=23))

    house.bot.stop()
    house.clock.advance(hours=6, minutes=1)
    house.start_bot()
    house.tick()

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]
    assert len(house.messages()) == 1


def test_a_text_confirmed_just_before_the_stop_goes_out_after_it_once(open_house: OpenHouse) -> None:
    house = open_house(Mode.HTTP)
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()
    house.bot.engine.stop()
    house.maya.submit()
    assert house.newest().state is SendState.QUEUED
    assert house.texts == []

    house.bot.stop()
    house.start_bot()

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]


def test_a_service_that_cannot_be_reached_is_tried_again_until_it_can(
    open_house: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.retry_delays.RETRY_DELAYS", (0.05,))
    relay = Relay()
    house = open_house(Mode.SOCKET, SMSIT_BASE_URL=f"{relay.url}/smsit/apis/")
    relay.open(to=house.sandbox.url)
    house.compose(f"/sms {ADA} {HELLO}")
    house.check()
    relay.close()
    house.maya.submit()
    house.wait_for(lambda: house.messages() and "could not be reached" in house.messages()[0].text)
    assert house.texts == []

    relay.open(to=house.sandbox.url)

    house.until(SendState.ACCEPTED)
    assert house.texts == [(ADA, HELLO)]
    relay.close()
