"""Sends of which nobody knows whether they went out: marked as sent or sent again, by a person's word."""

import pytest

from bot.errors import UserError
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, Harness


@pytest.mark.parametrize("held_by", [HeldBy.NONE, HeldBy.SMSIT])
def test_what_a_person_knows_to_have_gone_out_is_marked_so(harness: Harness, held_by: HeldBy) -> None:
    send_id = harness.group(held_by=held_by)
    harness.send_service.confirm(send_id, MAYA)
    harness.attempted(send_id, SendState.UNKNOWN)

    harness.decisions.mark_as_sent(send_id, MAYA, 0)

    there = held_by is HeldBy.SMSIT
    assert harness.the(send_id).state is (SendState.SCHEDULED_AT_SMSIT if there else SendState.ACCEPTED)
    assert harness.followed == ([] if there else [send_id])
    with pytest.raises(UserError, match="nothing is left to decide"):
        harness.decisions.mark_as_sent(send_id, MAYA, 0)


def test_an_unknown_send_goes_again_once(harness: Harness) -> None:
    send_id = harness.group()
    harness.send_service.confirm(send_id, MAYA)
    harness.attempted(send_id, SendState.UNKNOWN)
    harness.jobs.clear()

    harness.decisions.send_again(send_id, MAYA, 0)
    with pytest.raises(UserError, match="not sent again"):
        harness.decisions.send_again(send_id, MAYA, 0)

    assert harness.jobs == [(SendKind.GROUP, send_id, 1)]


def test_words_that_are_no_longer_kept_cannot_be_sent_or_shown(harness: Harness) -> None:
    send_id = harness.draft()
    with pytest.raises(UserError, match="no longer there"):
        harness.decisions.body(send_id)
    harness.send_service.confirm(send_id, MAYA)
    assert harness.decisions.body(send_id) == "Hello"
    harness.attempted(send_id, SendState.UNKNOWN)
    with harness.database.write() as conn:
        conn.exec_driver_sql("UPDATE send SET body = NULL")

    for decide in (
        lambda: harness.decisions.send_again(send_id, MAYA, 0),
        lambda: harness.decisions.body(send_id),
    ):
        with pytest.raises(UserError, match="no longer kept"):
            decide()
    assert harness.the(send_id).state is SendState.UNKNOWN


def an_unknown_one(harness: Harness, **changes: object) -> str:
    send_id = harness.group(**changes)
    harness.send_service.confirm(send_id, MAYA)
    harness.attempted(send_id, SendState.UNKNOWN)
    harness.jobs.clear()
    return send_id


def test_what_may_have_gone_out_is_never_called_cancelled(harness: Harness) -> None:
    send_id = an_unknown_one(harness)
    harness.decisions.send_again(send_id, MAYA, 0)
    assert harness.the(send_id).risked == 1

    harness.decisions.cancel(send_id, MAYA)

    send = harness.the(send_id)
    assert (send.state, send.risked) == (SendState.UNKNOWN, 1)
    assert "still not known" in (send.outcome_sentence or "")


def test_sending_again_asks_the_budget_and_is_spent_today(harness: Harness) -> None:
    send_id = an_unknown_one(harness)
    harness.clock.advance(days=1)
    harness.budgets.left = 3

    with pytest.raises(UserError, match="more than is left"):
        harness.decisions.send_again(send_id, MAYA, 0)
    assert harness.the(send_id).state is SendState.UNKNOWN

    harness.budgets.left = 100
    harness.decisions.send_again(send_id, MAYA, 0)
    assert harness.the(send_id).goes_at == harness.clock()
