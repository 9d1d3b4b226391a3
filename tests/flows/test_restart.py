"""The bot stops and starts; nothing is lost and nothing happens twice. Each test has a bot of its own."""

import pytest

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA
from tests.flows.relay import Relay

pytestmark = pytest.mark.measured

HELLO = "Back at nine."


def test_a_held_text_survives_a_restart_and_goes_out_once(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.SOCKET)
    harness.hold(f"/sms {ADA} {HELLO}", harness.clock().replace(hour=23))

    harness.bot.stop()
    harness.clock.advance(hours=6, minutes=1)
    harness.start_bot()
    harness.tick()

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]
    assert len(harness.messages()) == 1


def test_a_text_confirmed_just_before_the_stop_goes_out_after_it_once(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.HTTP)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()
    harness.bot.engine.stop()
    harness.maya.submit()
    assert harness.newest().state is SendState.QUEUED
    assert harness.texts == []

    harness.bot.stop()
    harness.start_bot()

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_a_service_that_cannot_be_reached_is_tried_again_until_it_can(
    open_harness: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.retry_delays.RETRY_DELAYS", (0.5,))
    relay = Relay()
    harness = open_harness(Mode.SOCKET, SMSIT_BASE_URL=f"{relay.url}/smsit/apis/")
    relay.open(to=harness.sandbox.url)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()
    relay.close()
    harness.maya.submit()
    harness.wait_for(lambda: harness.messages() and "can't be reached" in harness.messages()[0].text)
    assert harness.texts == []

    relay.open(to=harness.sandbox.url)

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]
    relay.close()
