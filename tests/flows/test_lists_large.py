"""A long list: while it is read, confirmed, sent and cancelled, others are answered."""

import statistics
from collections.abc import Iterator

import pytest

from bot.sandbox.slack.model import Answer
from bot.store.sends import rows
from bot.store.states import SendState
from tests.flows.house import ADA, GRACE, House
from tests.flows.listing import CONFIRMATION, Lists, opened

pytestmark = pytest.mark.usefixtures("unmeasured")

ROWS = 40_000
MOST_TIMES = 10
"""How many times as long as at rest an answer may take; the pretend Slack and SMS-iT take their share."""
AT_LEAST_MS = 100.0
"""What counts as at rest at least, for a machine at rest answers within a millisecond or two."""
MOST_CONFIRMING_MS = 1500.0
"""Confirming happens once, so there is no middle of it; this is half of what Slack allows."""
PATIENCE = 90.0
TAXI = "Your taxi is here."


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house"), "[limits]\nlist_per_second = 20\n") as own:
        own.sandbox.smsit.set_credits(1_000_000)
        yield own


def answers(house: House, count: int = 5) -> list[Answer]:
    """Ask for help, and have texts to two people confirmed, so many times."""
    tom = house.person("U0TOM")
    found = []
    for _ in range(count):
        found.append(tom.command("/sms help"))
        for number in (ADA, GRACE):
            found.append(tom.command(f"/sms {number} {TAXI}"))
            house.modal("Send a text", tom)
            found.append(tom.submit())
            house.modal("Send this text?", tom)
            found.append(tom.submit())
    return found


def taxis(house: House) -> list[str]:
    return [number for number, body in house.texts if body == TAXI]


def middle(found: list[Answer]) -> float:
    assert all(answer.acked for answer in found)
    return statistics.median(answer.ack_ms for answer in found)


def test_others_are_answered_quickly_whatever_a_long_list_does(house: House) -> None:
    shop = Lists(house)
    at_rest = max(middle(answers(house)), AT_LEAST_MS / MOST_TIMES)
    lines = [f"14156{place:06},Person {place},{place % 97} May" for place in range(ROWS)]
    shop.compose("\n".join(["number,name,day", *lines]).encode(), "Dear %%name%%, see you on %%day%%.")

    assert shop.maya.submit().acked
    while_read = middle(answers(house, 3))
    assert shop.maya.view is not None
    assert shop.maya.view.title == "Checking"
    house.sandbox.slack.wait_for(lambda: shop.maya.title == CONFIRMATION, PATIENCE)
    said = house.shown()
    confirmed = shop.maya.submit()
    shop.until(SendState.RUNNING)
    while_sent = middle(answers(house))
    shop.press("Cancel", "Being sent")
    shop.until(SendState.CANCELLED)
    while_cancelled = middle(answers(house, 2))

    assert "40,000 to be sent, 0 left out" in said
    assert "*Cost*\n40,000 credits" in said
    assert confirmed.acked
    assert confirmed.ack_ms <= MOST_CONFIRMING_MS
    assert max(while_read, while_sent, while_cancelled) <= MOST_TIMES * at_rest
    with house.bot.database.read() as conn:
        assert rows.size(conn, shop.newest().id) == ROWS
    house.wait_for(lambda: len(taxis(house)) >= 30)
    assert (taxis(house).count(ADA), taxis(house).count(GRACE)) == (15, 15)
