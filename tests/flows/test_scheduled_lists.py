"""Lists that wait: their time can be changed, their words cannot, and each row goes out once."""

import pytest

from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.harness import ADA, GRACE, Harness, later
from tests.flows.many import WORDS
from tests.flows.staff import press_there, scheduled


@pytest.fixture
def harness(shared_harness: Harness) -> Harness:
    return staff.clear(shared_harness)


def test_the_time_of_a_held_list_can_be_changed_and_its_rows_go_out_once(harness: Harness) -> None:
    staff.text_list(harness, (ADA, GRACE), WORDS, later(harness.clock, hours=2))
    staff.confirm(harness)
    harness.wait_for_database(lambda: harness.newest().state is SendState.SCHEDULED)
    scheduled(harness)
    assert "List *" in harness.shown()

    harness.maya.press("Edit")
    harness.modal("Edit text")
    assert "only its time can be changed" in harness.shown()
    harness.maya.fill("Send at", later(harness.clock, hours=3))
    harness.maya.submit()
    harness.wait_for(lambda: "Saved. It's scheduled for" in harness.shown())
    harness.tick(hours=2, minutes=1)
    assert harness.texts == []
    harness.tick(hours=1)

    harness.wait_for(lambda: len(harness.texts) == 2)
    harness.wait_for_database(lambda: harness.newest().state is SendState.ACCEPTED)
    assert sorted(harness.texts) == [(ADA, WORDS), (GRACE, WORDS)]
    assert harness.newest().kind is SendKind.LIST


def test_a_held_list_is_cancelled_for_all_of_its_rows(harness: Harness) -> None:
    staff.text_list(harness, (ADA, GRACE), WORDS, later(harness.clock, hours=2))
    staff.confirm(harness)
    harness.wait_for_database(lambda: harness.newest().state is SendState.SCHEDULED)
    scheduled(harness)

    press_there(harness, "Cancel", says="Cancelled")

    harness.tick(hours=3)
    assert harness.texts == []
    assert harness.newest().state is SendState.CANCELLED
