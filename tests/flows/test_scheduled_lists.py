"""Lists that wait: their time can be changed, their words cannot, and each row goes out once."""

import pytest

from bot.settings import Mode
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.house import ADA, GRACE, House, later
from tests.flows.many import WORDS
from tests.flows.staff import press_there, scheduled


@pytest.fixture(scope="module")
def mode() -> Mode:
    return Mode.SOCKET


@pytest.fixture
def house(shared_house: House) -> House:
    return staff.clear(shared_house)


def test_the_time_of_a_held_list_can_be_changed_and_its_rows_go_out_once(house: House) -> None:
    staff.text_list(house, (ADA, GRACE), WORDS, later(house.clock, hours=2))
    staff.confirm(house)
    house.wait_for_database(lambda: house.newest().state is SendState.SCHEDULED)
    scheduled(house)
    assert "List *" in house.shown()

    house.maya.press("Edit")
    house.modal("Change a text")
    assert "only its time can be changed here" in house.shown()
    house.maya.fill("Send at", later(house.clock, hours=3))
    house.maya.submit()
    house.wait_for(lambda: "Changed: it goes out" in house.shown())
    house.tick(hours=2, minutes=1)
    assert house.texts == []
    house.tick(hours=1)

    house.wait_for(lambda: len(house.texts) == 2)
    house.wait_for_database(lambda: house.newest().state is SendState.ACCEPTED)
    assert sorted(house.texts) == [(ADA, WORDS), (GRACE, WORDS)]
    assert house.newest().kind is SendKind.LIST


def test_a_held_list_is_cancelled_for_all_of_its_rows(house: House) -> None:
    staff.text_list(house, (ADA, GRACE), WORDS, later(house.clock, hours=2))
    staff.confirm(house)
    house.wait_for_database(lambda: house.newest().state is SendState.SCHEDULED)
    scheduled(house)

    press_there(house, "Cancel", says="Cancelled")

    house.tick(hours=3)
    assert house.texts == []
    assert house.newest().state is SendState.CANCELLED
