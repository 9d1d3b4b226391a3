"""Undo: what may be undone and for how long, and that nothing of it goes twice or is lost."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.features.sends.undo import can_undo, waiting
from bot.features.sends.upkeep import Upkeep
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.clock import START
from tests.every import every
from tests.features.rules import send_rules
from tests.features.samples import LATER, a_send
from tests.features.sends.harness import MAYA, TOM, Harness


def confirmed(harness: Harness, seconds: int = 10) -> str:
    send_id = harness.draft()
    harness.send_service.confirm(send_id, MAYA, undo_seconds=seconds)
    return send_id


def fire(harness: Harness) -> None:
    rules = send_rules(latest=timedelta(minutes=15))
    Upkeep(harness.database, harness.send_service, rules, harness.clock).fire()


def test_nothing_is_enqueued_before_the_seconds_are_over_and_then_once(harness: Harness) -> None:
    send_id = confirmed(harness)

    harness.clock.advance(seconds=9)
    fire(harness)
    assert (harness.the(send_id).state, harness.jobs) == (SendState.SCHEDULED, [])

    harness.clock.advance(seconds=1)
    fire(harness)
    fire(harness)
    assert harness.the(send_id).state is SendState.QUEUED
    assert harness.jobs == [(SendKind.CONTACT, send_id, 0)]


def test_undone_it_never_goes(harness: Harness) -> None:
    send_id = confirmed(harness)

    harness.decisions.undo(send_id, MAYA)
    harness.decisions.undo(send_id, MAYA)  # delivered again

    harness.clock.advance(minutes=1)
    fire(harness)
    send = harness.the(send_id)
    assert (send.state, send.decided_by, harness.jobs) == (SendState.CANCELLED, "U0MAYA", [])


@pytest.mark.parametrize(
    ("state", "why"), [(SendState.QUEUED, "already queued"), (SendState.ACCEPTED, "it was sent")]
)
def test_pressed_too_late_it_says_so(harness: Harness, state: SendState, why: str) -> None:
    send_id = confirmed(harness)
    harness.put(send_id, SendState.QUEUED)
    if state is SendState.ACCEPTED:
        harness.attempted(send_id, state)

    with pytest.raises(UserError, match=f"too late to undo this text: .*{why}"):
        harness.decisions.undo(send_id, MAYA)
    assert harness.the(send_id).state is state


def test_somebody_else_undoes_nothing_but_an_admin_does(harness: Harness) -> None:
    harness.roles["U0SAM"] = {Role.SENDER}
    send_id = confirmed(harness)

    with pytest.raises(UserError):
        harness.decisions.undo(send_id, Who("U0SAM", "T0HARBOUR"))
    assert harness.the(send_id).state is SendState.SCHEDULED
    harness.decisions.undo(send_id, TOM)
    assert harness.the(send_id).state is SendState.CANCELLED


def test_without_the_setting_it_goes_at_once_and_what_has_a_time_keeps_it(harness: Harness) -> None:
    assert harness.the(confirmed(harness, seconds=0)).state is SendState.QUEUED

    held = harness.draft("held", **harness.held(hours=1))
    harness.send_service.confirm(held, MAYA, undo_seconds=10)
    assert harness.the(held).send_at == harness.clock() + timedelta(hours=1)
    with pytest.raises(UserError, match="it's scheduled"):
        harness.decisions.undo(held, MAYA)


def test_found_late_it_asks_and_is_no_longer_undone(harness: Harness) -> None:
    send_id = confirmed(harness)
    harness.clock.advance(minutes=16)
    fire(harness)

    assert (harness.the(send_id).hold_code, harness.jobs) == (Hold.LATE, [])
    with pytest.raises(UserError, match="too late to undo"):
        harness.decisions.undo(send_id, MAYA)
    harness.decisions.send_now(send_id, MAYA, 0)
    assert harness.jobs == [(SendKind.CONTACT, send_id, 1)]


@given(
    seconds=st.integers(0, 60),
    recurrence=st.none() | st.just({"repeat": "Daily"}),
    held_by=st.sampled_from(HeldBy),
    at=st.none() | st.just(LATER),
)
def test_only_what_goes_now_waits_and_never_for_longer_than_the_policy_says(
    seconds: int, recurrence: object, held_by: HeldBy, at: object
) -> None:
    draft = a_send(held_by=held_by, send_at=at, recurrence=recurrence)
    goes_now = at is None and held_by is HeldBy.NONE and not recurrence

    held, values = waiting(draft, {"add_to_group": "VIP"}, seconds, START)

    assert values["add_to_group"] == "VIP"
    if goes_now and seconds:
        assert (held.send_at, held.held_by) == (START + timedelta(seconds=seconds), HeldBy.BOT)
        assert (values["send_at"], values["undo_seconds"]) == (held.send_at, seconds)
    else:
        assert (held, values) == (draft, {"add_to_group": "VIP"})


@every("state", SendState)
def test_only_what_waits_and_asks_nothing_can_be_undone(state: SendState) -> None:
    assert can_undo(a_send(state=state, undo_seconds=10)) is (state is SendState.SCHEDULED)
    assert not can_undo(a_send(state=state, undo_seconds=10, hold_code=Hold.LATE))
    assert not can_undo(a_send(state=state))
