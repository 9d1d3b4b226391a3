"""The same bot on PostgreSQL: a real server, and nothing changed but one URL."""

from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.house import ADA, GRACE
from tests.store import postgres

HELLO = "We have moved to Harbour Street."


def test_a_text_is_sent_and_another_cancelled_on_postgresql(open_house: OpenHouse) -> None:
    house = open_house(Mode.SOCKET, DATABASE_URL=postgres.emptied())

    house.send(f"/sms {ADA} {HELLO}")
    house.until(SendState.ACCEPTED)
    house.tick(seconds=30)
    house.until(SendState.DELIVERED)
    house.hold(f"/sms {GRACE} {HELLO}", house.clock().replace(hour=23))
    house.maya.press("Cancel", message=house.message("Grace Hopper"))
    house.until(SendState.CANCELLED)
    house.tick(hours=12)

    assert house.texts == [(ADA, HELLO)]
