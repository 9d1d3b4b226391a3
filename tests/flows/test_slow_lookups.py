"""SMS-iT is slow to tell of contacts, and people look around all the more: whoever sends need not wait."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.sandbox.smsit.faults import Fault
from bot.store.states import SendState
from tests.flows import people, staff
from tests.flows.gates import gate
from tests.flows.harness import ADA, Harness
from tests.flows.people import Contacts

VIEWERS = (staff.TOM, staff.LENA, staff.PRIYA, staff.SAM)
PRESSES = 30
ASKING = "getcontacts"


@pytest.fixture
def harness(shared_harness: Harness) -> Iterator[Harness]:
    people.ready(shared_harness)
    yield shared_harness.fresh()
    assert not shared_harness.sandbox.slack.problems


@contextmanager
def held(harness: Harness, calls: int) -> Iterator[None]:
    """Keep back the answers to the next so many questions about contacts; those that follow are answered."""
    smsit = harness.sandbox.smsit
    with gate(smsit, endpoint=ASKING) as closed:
        smsit.faults.clear()
        smsit.faults.add(ASKING, Fault.SLOW, times=calls)
        yield
        closed.open()


def all_held(harness: Harness) -> bool:
    return not harness.sandbox.smsit.faults.waiting


def test_who_turns_pages_again_and_again_holds_up_nobody_who_sends(harness: Harness) -> None:
    viewers = [Contacts(harness, who) for who in VIEWERS]
    before = viewers[0].calls(ASKING)
    for viewer in viewers:
        viewer.find()
    asked = viewers[0].calls(ASKING)
    one_page_each = asked - before

    with held(harness, calls=len(viewers)):
        for viewer in viewers:
            pressed = viewer.person.press("Next")
            assert pressed is not None
            for _ in range(PRESSES - 1):
                assert viewer.forged(pressed, rests=False).acked
        harness.wait_for(lambda: all_held(harness))

        assert harness.send(f"/sms {ADA} The lift is out of order.").acked
        harness.until(SendState.ACCEPTED)
        mine = 1  # the contact, before the button
        assert viewers[0].calls(ASKING) - asked == len(viewers) + mine

    for viewer in viewers:
        harness.wait_for(lambda viewer=viewer: "11 to 20" in viewer.shown)
    harness.quiet()
    assert viewers[0].calls(ASKING) - asked <= 2 * one_page_each + mine  # the first press, and the last
    assert [number for number, _body in harness.texts] == [ADA]


def test_who_has_the_groups_counted_again_holds_up_nobody_who_sends(harness: Harness) -> None:
    viewers = [harness.person(who) for who in VIEWERS]
    for viewer in viewers:
        assert viewer.command("/sms groups", channel="C0HELP").acked
        harness.modal("Groups", viewer)

    with held(harness, calls=1):
        for viewer in viewers:
            pressed = viewer.press("Count again")
            assert pressed is not None
            assert pressed.acked
        for viewer in viewers:
            harness.wait_for(lambda viewer=viewer: "Counting" in harness.shown(viewer))
        assert all_held(harness)

        assert harness.send(f"/sms {ADA} The lift is out of order.").acked
        harness.until(SendState.ACCEPTED)

    for viewer in viewers:
        harness.wait_for(lambda viewer=viewer: "Counting" not in harness.shown(viewer))
    harness.quiet()
