"""A long list: while it is read, confirmed, sent and cancelled, others are answered."""

from collections.abc import Callable, Iterator

import pytest

from bot.store.sends import rows
from bot.store.states import SendState
from tests.chaos import sized
from tests.flows.house import ADA, GRACE, House
from tests.flows.listing import CONFIRMATION, Lists, opened

pytestmark = [pytest.mark.chaos, pytest.mark.long, pytest.mark.usefixtures("unmeasured")]

ROWS = sized(10_000, 40_000)
FEW = 3
TAXI = "Your taxi is here."


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house"), "[limits]\nlist_per_second = 20\n") as own:
        own.sandbox.smsit.set_credits(1_000_000)
        yield own


def text_two(house: House) -> None:
    """Have texts to two people confirmed."""
    tom = house.person("U0TOM")
    for number in (ADA, GRACE):
        assert tom.command(f"/sms {number} {TAXI}").acked
        house.modal("Send a text", tom)
        assert tom.submit().acked
        house.modal("Send this text?", tom)
        assert tom.submit().acked


def answered_while(house: House, goes_on: Callable[[], bool]) -> int:
    """How often somebody else is answered before that is over."""
    tom = house.person("U0TOM")
    count = 0
    while goes_on():
        assert tom.command("/sms help").acked
        count += goes_on()
    return count


def taxis(house: House) -> list[str]:
    return [number for number, body in house.texts if body == TAXI]


def test_others_are_answered_whatever_a_long_list_does(house: House) -> None:
    shop = Lists(house)
    lines = [f"14156{place:06},Person {place},{place % 97} May" for place in range(ROWS)]
    shop.compose("\n".join(["number,name,day", *lines]).encode(), "Dear %%name%%, see you on %%day%%.")

    assert shop.maya.submit().acked
    house.modal("Checking", shop.maya)
    while_read = answered_while(house, lambda: shop.maya.title == "Checking")
    house.modal(CONFIRMATION, shop.maya)
    said = house.shown()
    confirmed = shop.maya.submit()
    shop.until(SendState.RUNNING)
    text_two(house)
    house.wait_for(lambda: len(taxis(house)) == 2)
    while_sent = shop.counts()
    shop.press("Cancel", "Being sent")
    text_two(house)
    shop.until(SendState.CANCELLED)

    assert f"{ROWS:,} to be sent, 0 left out" in said
    assert f"*Cost*\n{ROWS:,} credits" in said
    assert while_read >= FEW
    assert confirmed.acked
    assert while_sent[SendState.DRAFT] > 0
    with house.bot.database.read() as conn:
        assert rows.size(conn, shop.newest().id) == ROWS
    house.wait_for(lambda: len(taxis(house)) >= 4)
    assert (taxis(house).count(ADA), taxis(house).count(GRACE)) == (2, 2)
