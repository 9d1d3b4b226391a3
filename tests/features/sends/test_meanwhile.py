"""Whoever acts on what they saw of a send moves nothing when somebody was quicker."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.store import sends
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, Harness

S = SendState


@pytest.mark.parametrize(("people", "now"), [(12, S.AWAITING_APPROVAL), (101, S.QUEUED), (101, S.SCHEDULED)])
def test_a_draft_that_was_handed_over_meanwhile_is_not_handed_over_again(
    harness: Harness, people: int, now: SendState
) -> None:
    draft = harness.the(harness.group(people=people))
    harness.put(draft.id, now)

    with harness.database.write() as conn:
        harness.send_service.hand_over(conn, draft)

    assert harness.the(draft.id).state is now
    assert (harness.jobs, harness.approvals.asked) == ([], [])


@pytest.mark.parametrize("people", [12, 101])
def test_a_date_of_a_series_that_went_on_meanwhile_waits_for_nothing_more(
    harness: Harness, people: int
) -> None:
    date = harness.the(harness.group(people=people))
    harness.put(date.id, S.QUEUED)

    with harness.database.write() as conn:
        harness.send_service.admit(conn, date, date, {})

    assert (harness.the(date.id).state, harness.approvals.asked) == (S.QUEUED, [])


@pytest.mark.parametrize("now", [S.UNKNOWN, S.SCHEDULED])
def test_what_was_approved_twice_is_released_once(harness: Harness, now: SendState) -> None:
    approved = harness.the(harness.group(people=101))
    harness.send_service.confirm(approved.id, MAYA)
    with harness.database.write() as conn:
        harness.send_service.release(conn, approved)
    if now is S.UNKNOWN:
        harness.attempted(approved.id, now)
    else:
        harness.send_service.hold_back(approved.id, Hold.QUIET, "It is night.")

    with harness.database.write() as conn:
        harness.send_service.release(conn, approved)

    assert harness.the(approved.id).state is now
    assert len(harness.jobs) == 1


def test_what_is_held_back_says_until_when(harness: Harness) -> None:
    send_id = harness.group()
    harness.send_service.confirm(send_id, MAYA)
    until = harness.clock() + timedelta(hours=9)

    harness.send_service.hold_back(send_id, Hold.QUIET, "It is night.", until=until)

    assert harness.the(send_id).hold_until == until


def test_only_what_is_queued_is_held_back(harness: Harness) -> None:
    send_id = harness.group(people=101)
    harness.send_service.confirm(send_id, MAYA)

    harness.send_service.hold_back(send_id, Hold.LATE, "Its time was missed.")

    send = harness.the(send_id)
    assert (send.state, send.hold_code) == (S.AWAITING_APPROVAL, None)


def test_only_what_is_queued_is_approved_anew_because_it_changed(harness: Harness) -> None:
    send_id = harness.group()
    harness.send_service.confirm(send_id, MAYA)
    harness.send_service.hold_back(send_id, Hold.LATE, "Its time was missed.")

    harness.send_service.ask_again(send_id, "107 people now", people=107)

    send = harness.the(send_id)
    assert (send.state, send.people, harness.approvals.asked) == (S.SCHEDULED, 12, [])


@pytest.mark.parametrize("now", [S.AWAITING_APPROVAL, S.SCHEDULED])
def test_what_somebody_decided_to_send_goes_from_where_they_saw_it(harness: Harness, now: SendState) -> None:
    send_id = harness.group()
    harness.send_service.confirm(send_id, MAYA)
    queued = harness.the(send_id)
    harness.put(send_id, now)
    seen = replace(queued, state=S.UNKNOWN)
    harness.jobs.clear()

    with harness.database.write() as conn:
        assert not harness.send_service.queue(conn, seen, {})

    assert (harness.the(send_id).state, harness.jobs) == (now, [])


@pytest.mark.parametrize("now", [S.QUEUED, S.AWAITING_APPROVAL])
def test_what_moved_on_while_somebody_pressed_is_not_undone(
    harness: Harness, monkeypatch: pytest.MonkeyPatch, now: SendState
) -> None:
    send_id = harness.draft()
    harness.send_service.confirm(send_id, MAYA, undo_seconds=10)
    found = iter([harness.the(send_id)])
    harness.put(send_id, now)
    as_it_is = sends.get
    monkeypatch.setattr(sends, "get", lambda conn, which: next(found, None) or as_it_is(conn, which))

    with pytest.raises(UserError, match="undo"):
        harness.decisions.undo(send_id, MAYA)

    assert harness.the(send_id).state is now


def test_what_moved_on_while_somebody_pressed_is_not_sent_once_more(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_id = harness.group(**harness.held(hours=1))
    harness.send_service.confirm(send_id, MAYA)
    found = iter([harness.the(send_id)])
    harness.put(send_id, S.QUEUED)
    as_it_is = sends.get
    monkeypatch.setattr(sends, "get", lambda conn, which: next(found, None) or as_it_is(conn, which))

    with pytest.raises(UserError, match=r"already queued\. It won't be sent\.$"):
        harness.decisions.send_now(send_id, MAYA, 0)

    assert (harness.the(send_id).state, harness.jobs) == (S.QUEUED, [])


def test_what_moved_on_while_somebody_pressed_is_not_cancelled(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_id = harness.group(**harness.held(days=1))
    harness.send_service.confirm(send_id, MAYA)
    found = iter([harness.the(send_id)])
    harness.put(send_id, S.QUEUED)
    as_it_is = sends.get
    monkeypatch.setattr(sends, "get", lambda conn, which: next(found, None) or as_it_is(conn, which))

    with pytest.raises(UserError):
        harness.decisions.cancel(send_id, MAYA)

    assert harness.the(send_id).state is S.QUEUED
