"""Sends of which nobody knows whether they went out: marked as sent or sent again, by a person's word."""

import re
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.sends.bodies import NOT_OF_A_CODE, NOT_OF_A_LIST
from bot.store import message_claims, sends
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, Harness
from tests.store.samples import claim_messages


@pytest.mark.parametrize("held_by", [HeldBy.NONE, HeldBy.SMSIT])
def test_what_a_person_knows_to_have_gone_out_is_marked_so(harness: Harness, held_by: HeldBy) -> None:
    send_id = harness.group(held_by=held_by)
    harness.send_service.confirm(send_id, MAYA)
    harness.attempted(send_id, SendState.UNKNOWN)
    with harness.database.write() as conn:
        sends.note_values(conn, send_id, now=harness.clock(), evidence={"balance": 7}, outcome_sentence="?")

    harness.decisions.mark_as_sent(send_id, MAYA, 0)

    there = held_by is HeldBy.SMSIT
    assert harness.the(send_id).state is (SendState.SCHEDULED_AT_SMSIT if there else SendState.ACCEPTED)
    assert harness.followed == ([] if there else [send_id])
    send = harness.the(send_id)
    assert (send.outcome_code, send.outcome_sentence) == (OutcomeCode.MARKED_SENT, None)
    assert (send.decided_by, send.evidence) == ("U0MAYA", None)
    with pytest.raises(UserError, match="nothing left to decide"):
        harness.decisions.mark_as_sent(send_id, MAYA, 0)


def test_an_unknown_send_goes_again_once(harness: Harness) -> None:
    send_id = harness.group()
    harness.send_service.confirm(send_id, MAYA)
    harness.attempted(send_id, SendState.UNKNOWN)
    harness.jobs.clear()

    harness.decisions.send_again(send_id, MAYA, 0)
    with pytest.raises(UserError, match="won't be sent again"):
        harness.decisions.send_again(send_id, MAYA, 0)

    assert harness.jobs == [(SendKind.GROUP, send_id, 1)]


def test_who_may_settle_what_they_see_is_let_through_as_often_as_they_ask(harness: Harness) -> None:
    send_id = an_unknown_one(harness)
    before = harness.the(send_id)

    for _ in range(2):
        harness.decisions.require_unknown(send_id, MAYA, before.wave)

    assert harness.the(send_id) == before


def test_words_that_are_no_longer_kept_cannot_be_sent_or_shown(harness: Harness) -> None:
    send_id = harness.draft()
    with pytest.raises(UserError, match="no longer exists"):
        harness.bodies.of(send_id, MAYA)
    harness.send_service.confirm(send_id, MAYA)
    assert harness.bodies.of(send_id, MAYA) == "Hello"
    harness.attempted(send_id, SendState.UNKNOWN)
    with harness.database.write() as conn:
        conn.exec_driver_sql("UPDATE send SET body = NULL")

    for decide in (
        lambda: harness.decisions.send_again(send_id, MAYA, 0),
        lambda: harness.bodies.of(send_id, MAYA),
    ):
        with pytest.raises(UserError, match="no longer stored"):
            decide()
    assert harness.the(send_id).state is SendState.UNKNOWN


@pytest.mark.parametrize(
    ("kind", "words", "refusal"),
    [
        (SendKind.CONTACT, "Up 5%% and %%more%%", None),
        (SendKind.OTP, "Your code is %%Code%%", NOT_OF_A_CODE),
        (SendKind.OTP, "Your code", NOT_OF_A_CODE),
        (SendKind.LIST, "Dear %%First name|you%%", NOT_OF_A_LIST),
        (SendKind.LIST, "We open at 9", None),
    ],
)
def test_a_template_is_no_text_to_copy(
    harness: Harness, *, kind: SendKind, words: str, refusal: str | None
) -> None:
    send_id = harness.draft(kind=kind, body=words)
    harness.put(send_id, SendState.QUEUED)
    with harness.database.write() as conn:
        (dirty,) = claim_messages(conn, harness.clock(), 10, 5)
        message_claims.shown(conn, dirty, "C0FRONT", "1.2")

    assert harness.bodies.at("C0FRONT", "9.9", MAYA) is None
    if refusal is None:
        assert harness.bodies.at("C0FRONT", "1.2", MAYA) == words
    else:
        with pytest.raises(UserError, match=re.escape(refusal)):
            harness.bodies.at("C0FRONT", "1.2", MAYA)
    assert harness.bodies.of(send_id, MAYA) == words


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
    with harness.database.write() as conn:
        sends.note_values(conn, send_id, now=harness.clock(), evidence={"balance": 7}, decided_by=None)

    harness.decisions.cancel(send_id, MAYA)

    send = harness.the(send_id)
    assert (send.state, send.risked, send.decided_by) == (SendState.UNKNOWN, 1, "U0MAYA")
    assert (send.outcome_code, send.evidence) == (OutcomeCode.NOT_AGAIN, None)
    assert "may have gone out" in (send.outcome_sentence or "")


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


@pytest.mark.parametrize(("hours", "goes_in"), [(1, 48), (50, 50)])
def test_what_smsit_is_to_keep_is_spent_on_its_day_when_it_is_sent_again(
    harness: Harness, hours: float, goes_in: float
) -> None:
    began = harness.clock()
    send_id = an_unknown_one(harness, **harness.held(hours=48) | {"held_by": HeldBy.SMSIT})
    harness.clock.advance(hours=hours)

    harness.decisions.send_again(send_id, MAYA, 0)

    goes_at = began + timedelta(hours=goes_in)
    assert harness.the(send_id).goes_at == goes_at
    assert harness.budgets.asked[-1][1] == goes_at
