"""Texts that wait: none is forgotten, none goes out when it is no longer right."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.settings import Mode
from bot.store import sends
from bot.store.sends import Send
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, Harness

pytestmark = pytest.mark.measured

HELLO = "The clinic is closed today."


def confirm_while_the_engine_is_off(harness: Harness) -> None:
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.check()
    harness.bot.engine.stop()
    harness.maya.submit()
    assert harness.newest().state is SendState.QUEUED


def test_a_text_whose_bot_was_down_for_long_is_not_sent_without_asking(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.SOCKET)
    confirm_while_the_engine_is_off(harness)

    harness.bot.stop()
    harness.clock.advance(days=2)
    harness.start_bot()

    harness.until(SendState.REFUSED)
    assert "it's too late, because the bot was offline" in harness.message("Ada Lovelace").text
    assert harness.texts == []


def test_a_text_that_lost_its_job_gets_another(
    open_harness: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = open_harness(Mode.SOCKET)
    real, failures = sends.claim, [1]

    def failing(*given: object, **named: object) -> Send | None:
        if failures:
            failures.pop()
            raise OperationalError("UPDATE", {}, OSError("the disk is full"))
        return real(*given, **named)

    monkeypatch.setattr("bot.features.sends.ledger.sends.claim", failing)
    harness.send(f"/sms {ADA} {HELLO}")
    harness.wait_for(lambda: not failures)
    harness.tick(minutes=5)
    assert harness.texts == []

    harness.tick(minutes=4)

    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_of_two_ticks_at_once_one_sends_a_held_text(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.SOCKET)
    harness.hold(f"/sms {ADA} {HELLO}", harness.clock().replace(hour=23))
    held = harness.newest()
    harness.clock.advance(hours=6, minutes=1)

    with harness.bot.database.write() as conn:
        first = sends.move(
            conn, held.id, SendState.QUEUED, now=harness.clock(), only_from=SendState.SCHEDULED
        )
        second = sends.move(
            conn, held.id, SendState.QUEUED, now=harness.clock(), only_from=SendState.SCHEDULED
        )

    assert (first, second) == (True, False)
    harness.tick(minutes=9)
    harness.until(SendState.ACCEPTED)
    assert harness.texts == [(ADA, HELLO)]


def test_a_look_up_quicker_than_slack_still_shows_its_confirmation(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.SOCKET)
    harness.compose(f"/sms {ADA} {HELLO}")
    harness.sandbox.slack.fail("views.update", "not_found")

    harness.check()

    assert "1 credit" in harness.shown()
