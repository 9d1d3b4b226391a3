"""A change of what was approved, waits for it, or was not approved: asked about again, once."""

from datetime import timedelta

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.scheduled.views.edit import renew
from bot.store.database import Database
from bot.store.sends import HeldBy
from bot.store.states import SendState
from tests.clock import START
from tests.features.samples import BODY
from tests.features.scheduled.changes import LONG, TOMORROW, Harness, request
from tests.features.scheduled.samples import GROUP, LIST, put, the
from tests.features.slack_harness import ADA, APO, MAYA, SAM


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)


def test_what_was_approved_otherwise_waits_for_approval_again(harness: Harness, database: Database) -> None:
    harness.approvals.says = "The time was moved."
    now = harness.change(put(database, **GROUP))
    assert now.state is SendState.AWAITING_APPROVAL
    ((asked, changed),) = harness.approvals.asked
    assert changed == "The time was moved."
    assert harness.approvals.by == ["U0MAYA"]
    assert (asked.state, asked.body, asked.send_at) == (now.state, LONG, TOMORROW)


def test_while_it_waits_for_approval_a_change_asks_anew(harness: Harness, database: Database) -> None:
    waits = SendState.AWAITING_APPROVAL
    harness.approvals.says = "The text was changed."
    now = harness.change(put(database, state=waits, **GROUP), ADA)
    assert now.state is waits
    ((asked, changed),) = harness.approvals.asked
    assert (asked.body, changed) == (LONG, "The text was changed.")
    assert harness.approvals.by == ["U0ADA"]


def test_what_the_request_says_still_is_not_asked_anew(harness: Harness, database: Database) -> None:
    now = harness.change(put(database, state=SendState.AWAITING_APPROVAL, **GROUP))
    assert (now.body, harness.approvals.asked) == (LONG, [])


@pytest.mark.parametrize("state", [SendState.AWAITING_APPROVAL, SendState.SCHEDULED])
def test_a_change_of_nothing_writes_nothing_and_asks_nobody(
    harness: Harness, database: Database, state: SendState
) -> None:
    seen = put(database, state=state, **GROUP | {"credits": 410})
    harness.approvals.says = "The figures were changed."
    done = harness.changes.change(request(seen, seen.body, seen.send_at), MAYA)
    assert (done.send, done.asks, done.is_new) == (seen, "", False)
    assert the(database, seen.id) == seen
    assert harness.approvals.asked == []


def test_without_a_time_it_goes_out_when_it_is_approved(harness: Harness, database: Database) -> None:
    seen = put(database, state=SendState.AWAITING_APPROVAL, held_by=HeldBy.NONE, send_at=None)
    now = harness.change(seen, at=None)
    assert (now.held_by, now.send_at, now.goes_at) == (HeldBy.NONE, None, START + timedelta(seconds=1))
    assert harness.change(now).held_by is HeldBy.BOT


@pytest.mark.parametrize("state", [SendState.REJECTED, SendState.EXPIRED])
@pytest.mark.parametrize("message", [LONG, BODY])
def test_what_was_not_approved_is_asked_about_again_once(
    harness: Harness, database: Database, state: SendState, message: str
) -> None:
    seen = put(database, state=state, decided_by="U0TOM", **GROUP)
    assert harness.changes.editable(seen.id, MAYA) == seen
    for _ in range(2):  # delivered again, it changes nothing
        after = harness.change(seen, message=message)

    assert (after.state, after.body, after.decided_by) == (SendState.AWAITING_APPROVAL, message, None)
    assert len(harness.approvals.asked) == 1


@pytest.mark.parametrize("state", [SendState.REJECTED, SendState.EXPIRED])
@pytest.mark.parametrize("changed", [LIST, {**GROUP, "body": None}])
def test_what_cannot_be_asked_about_again_says_so(
    harness: Harness, database: Database, state: SendState, changed: dict[str, object]
) -> None:
    seen = put(database, state=state, **changed)
    with pytest.raises(UserError, match="This one is over"):
        harness.change(seen)
    assert renew(seen) is None
    assert the(database, seen.id) == seen


def test_where_nobody_approves_any_more_it_is_written_again(harness: Harness, database: Database) -> None:
    seen = put(database, state=SendState.REJECTED, **GROUP)
    harness.approvals.why = ()
    with pytest.raises(UserError, match="no longer need approval"):
        harness.change(seen)
    assert the(database, seen.id) == seen


@pytest.mark.parametrize("state", [SendState.SCHEDULED, SendState.AWAITING_APPROVAL])
def test_what_has_a_time_keeps_one(harness: Harness, database: Database, state: SendState) -> None:
    seen = put(database, state=state)
    with pytest.raises(UserError, match="has changed since"):
        harness.change(seen, at=None)
    assert the(database, seen.id) == seen


@pytest.mark.parametrize("who", [SAM, APO])
def test_nobody_else_asks_about_it_again(harness: Harness, database: Database, who: Who) -> None:
    seen = put(database, state=SendState.REJECTED, **GROUP)
    assert renew(seen) is not None
    with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
        harness.change(seen, who)
    assert the(database, seen.id) == seen
