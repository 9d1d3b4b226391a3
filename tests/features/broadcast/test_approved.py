"""A broadcast that a second person has to agree to goes out as it was agreed to, and no other way."""

from collections.abc import Callable

import pytest

from bot.policy.model import Approval
from bot.store.sends import Send
from bot.store.states import SendState
from tests.features.broadcast.harness import TOM, Harness

NEW = "14155550200"
Build = Callable[..., Harness]


def approve(harness: Harness, send: Send, round_: int = 1) -> None:
    harness.approval_decisions.approve(send.id, TOM, round_)


@pytest.fixture
def approving(build: Build) -> Harness:
    return build(approval=Approval("C0APPROVE", people=1, tolerance_percent=0))


def test_an_approved_broadcast_goes_out(approving: Harness) -> None:
    send = approving.confirmed()
    assert send.state is SendState.AWAITING_APPROVAL
    approve(approving, send)

    approving.run()

    assert approving.the(send.id).state is SendState.ACCEPTED


def test_what_changed_since_is_approved_anew(approving: Harness) -> None:
    send = approving.confirmed()
    approve(approving, send)
    approving.join("VIP", NEW, "New")

    approving.run()

    again = approving.the(send.id)
    assert (again.state, again.people) == (SendState.AWAITING_APPROVAL, 3)
    approve(approving, again, 2)
    approving.run()
    assert approving.paid == approving.the(send.id).credits == 3


def test_within_the_tolerance_of_an_approval_it_goes_out(build: Build) -> None:
    harness = build(approval=Approval("C0APPROVE", people=1, tolerance_percent=60))
    send = harness.confirmed()
    approve(harness, send)
    harness.join("VIP", NEW, "New")

    harness.run()

    assert (harness.the(send.id).state, harness.the(send.id).people) == (SendState.ACCEPTED, 3)


def test_a_group_that_grew_beyond_the_threshold_needs_an_approval(build: Build) -> None:
    harness = build(approval=Approval("C0APPROVE", people=2))
    send = harness.confirmed()
    harness.join("VIP", NEW, "New")

    harness.run()

    assert harness.the(send.id).state is SendState.AWAITING_APPROVAL
