"""The same bot on PostgreSQL: a real server, and nothing changed but one URL."""

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, GRACE
from tests.store import postgres

HELLO = "We have moved to Harbour Street."


def test_a_text_is_sent_and_another_cancelled_on_postgresql(open_harness: OpenHouse) -> None:
    harness = open_harness(Mode.SOCKET, DATABASE_URL=postgres.emptied())

    harness.send(f"/sms {ADA} {HELLO}")
    harness.until(SendState.ACCEPTED)
    harness.tick(seconds=30)
    harness.until(SendState.DELIVERED)
    harness.hold(f"/sms {GRACE} {HELLO}", harness.clock().replace(hour=23))
    harness.maya.press("Cancel", message=harness.message("Grace Hopper"))
    harness.until(SendState.CANCELLED)
    harness.tick(hours=12)

    assert harness.texts == [(ADA, HELLO)]
