"""Whoever decides too late is told what became of the send, and changes nothing."""

from typing import Final

import pytest

from bot.errors import UserError
from bot.store.sends import SendKind
from bot.store.states import WAITING, SendState
from bot.store.tables import send
from tests.features.sends.harness import MAYA, Harness

S = SendState
TOLD: Final = {
    S.AWAITING_APPROVAL: "awaiting approval",
    S.REJECTED: "was rejected",
    S.EXPIRED: "approval expired",
    S.SCHEDULED: "it's scheduled",
    S.SCHEDULED_AT_SMSIT: "scheduled in SMS-iT, so change it there",
    S.QUEUED: "already queued",
    S.RUNNING: "being sent right now",
    S.PAUSED: "it's paused",
    S.ATTEMPTING: "being sent right now",
    S.REFUSED: "was refused, and nothing was sent",
    S.UNKNOWN: "couldn't confirm it was sent",
    S.DELIVERED: "it was delivered",
    S.UNDELIVERED: "sent, but not delivered",
    S.CANCELLED: "was cancelled",
    S.REPEATING: "it's a series, so stop that instead",
    S.ENDED: "its series has ended",
} | dict.fromkeys((S.ACCEPTED, S.NO_NEWS, S.SUPERSEDED), "it was sent")


def in_state(harness: Harness, state: SendState) -> str:
    send_id = harness.draft(kind=SendKind.LIST, to_number="")
    with harness.database.write() as conn:
        conn.execute(send.update().where(send.c.id == send_id).values(state=state.value))
    return send_id


@pytest.mark.parametrize("state", sorted(set(SendState) - WAITING - {S.DRAFT, S.CANCELLED}))
def test_only_what_waits_is_cancelled(harness: Harness, state: SendState) -> None:
    send_id = in_state(harness, state)
    before = harness.the(send_id)
    with pytest.raises(UserError, match=rf"too late to cancel this text: .*{TOLD[state]}.*\.$"):
        harness.decisions.cancel(send_id, MAYA)
    assert harness.the(send_id) == before


@pytest.mark.parametrize("state", sorted(set(SendState) - {S.DRAFT, S.UNKNOWN}))
def test_only_what_is_unknown_is_settled(harness: Harness, state: SendState) -> None:
    send_id = in_state(harness, state)
    before = harness.the(send_id)
    for decide, otherwise in (
        (harness.decisions.mark_as_sent, "There's nothing left to decide."),
        (harness.decisions.send_again, "It won't be sent again."),
        (harness.decisions.require_unknown, "There's nothing left to check."),
    ):
        with pytest.raises(UserError) as told:
            decide(send_id, MAYA, 0)
        assert TOLD[state].lower() in str(told.value).lower()
        assert str(told.value).endswith(f". {otherwise}")
    assert harness.the(send_id) == before
    assert (harness.jobs, harness.followed) == ([], [])


@pytest.mark.parametrize("state", sorted(set(SendState) - {S.DRAFT, S.SCHEDULED}))
def test_only_what_is_held_is_sent_now(harness: Harness, state: SendState) -> None:
    send_id = in_state(harness, state)
    before = harness.the(send_id)
    with pytest.raises(UserError, match=r"It won't be sent now\.$"):
        harness.decisions.send_now(send_id, MAYA, 0)
    assert (harness.the(send_id), harness.jobs) == (before, [])


@pytest.mark.parametrize("state", [S.SCHEDULED, S.UNKNOWN])
def test_a_press_about_an_earlier_attempt_decides_nothing(harness: Harness, state: SendState) -> None:
    send_id = in_state(harness, state)
    before = harness.the(send_id)
    decisions = harness.decisions
    for decide in (
        decisions.mark_as_sent,
        decisions.send_again,
        decisions.send_now,
        decisions.require_unknown,
    ):
        with pytest.raises(UserError):
            decide(send_id, MAYA, before.wave + 1)
    assert (harness.the(send_id), harness.jobs) == (before, [])
