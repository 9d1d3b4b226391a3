"""A long list: while it is read, confirmed, sent and cancelled, others are answered."""

from collections.abc import Callable, Iterator

import pytest

from bot.store.sends import rows
from bot.store.states import SendState
from tests.chaos import sized
from tests.flows.harness import ADA, GRACE, Harness
from tests.flows.listing import CONFIRMATION, RUNNING, Lists, opened

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

ROWS = sized(10_000, 40_000)
FEW = 3
TAXI = "Your taxi is here."


@pytest.fixture
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), "[limits]\nlist_per_second = 20\n") as own:
        own.sandbox.smsit.set_credits(1_000_000)
        yield own


def text_two(harness: Harness) -> None:
    """Have texts to two people confirmed."""
    tom = harness.person("U0TOM")
    for number in (ADA, GRACE):
        assert tom.command(f"/sms {number} {TAXI}").acked
        harness.modal("Send a text", tom)
        assert tom.submit().acked
        harness.modal("Review text", tom)
        assert tom.submit().acked


def answered_while(harness: Harness, goes_on: Callable[[], bool]) -> int:
    """How often somebody else is answered before that is over."""
    tom = harness.person("U0TOM")
    count = 0
    while goes_on():
        assert tom.command("/sms help").acked
        count += goes_on()
    return count


def taxis(harness: Harness) -> list[str]:
    return [number for number, body in harness.texts if body == TAXI]


def test_others_are_answered_whatever_a_long_list_does(harness: Harness) -> None:
    shop = Lists(harness)
    lines = [f"14156{place:06},Person {place},{place % 97} May" for place in range(ROWS)]
    shop.compose("\n".join(["number,name,day", *lines]).encode(), "Dear %%name%%, see you on %%day%%.")

    assert shop.maya.submit().acked
    harness.modal("Checking", shop.maya)
    while_read = answered_while(harness, lambda: shop.maya.title == "Checking")
    harness.modal(CONFIRMATION, shop.maya)
    said = harness.shown()
    confirmed = shop.maya.submit()
    shop.until(SendState.RUNNING)
    text_two(harness)
    harness.wait_for(lambda: len(taxis(harness)) == 2)
    while_sent = shop.counts()
    shop.press("Cancel", RUNNING)
    text_two(harness)
    shop.until(SendState.CANCELLED)

    assert f"customers.csv · {ROWS:,} recipients" in said
    assert f"Cost *{ROWS:,} credits*" in said
    assert while_read >= FEW
    assert confirmed.acked
    assert while_sent[SendState.DRAFT] > 0
    with harness.bot.database.read() as conn:
        assert rows.size(conn, shop.newest().id) == ROWS
    harness.wait_for(lambda: len(taxis(harness)) >= 4)
    assert (taxis(harness).count(ADA), taxis(harness).count(GRACE)) == (2, 2)
