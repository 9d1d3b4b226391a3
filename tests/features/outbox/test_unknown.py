"""Sends of which nobody knows whether they went out: marked as sent or sent again, by a person's word."""

import pytest

from bot.errors import UserError
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.outbox.people import MAYA, Room


@pytest.mark.parametrize("held_by", [HeldBy.NONE, HeldBy.SMSIT])
def test_what_a_person_knows_to_have_gone_out_is_marked_so(room: Room, held_by: HeldBy) -> None:
    send_id = room.group(held_by=held_by)
    room.outbox.confirm(send_id, MAYA)
    room.attempted(send_id, SendState.UNKNOWN)

    room.decisions.mark_as_sent(send_id, MAYA, 0)

    there = held_by is HeldBy.SMSIT
    assert room.the(send_id).state is (SendState.SCHEDULED_AT_SMSIT if there else SendState.ACCEPTED)
    assert room.followed == ([] if there else [send_id])
    with pytest.raises(UserError, match="nothing is left to decide"):
        room.decisions.mark_as_sent(send_id, MAYA, 0)


def test_an_unknown_send_goes_again_once(room: Room) -> None:
    send_id = room.group()
    room.outbox.confirm(send_id, MAYA)
    room.attempted(send_id, SendState.UNKNOWN)
    room.jobs.clear()

    room.decisions.send_again(send_id, MAYA, 0)
    with pytest.raises(UserError, match="not sent again"):
        room.decisions.send_again(send_id, MAYA, 0)

    assert room.jobs == [(SendKind.GROUP, send_id, 1)]


def test_words_that_are_no_longer_kept_cannot_be_sent_or_shown(room: Room) -> None:
    send_id = room.draft()
    with pytest.raises(UserError, match="no longer there"):
        room.decisions.body(send_id)
    room.outbox.confirm(send_id, MAYA)
    assert room.decisions.body(send_id) == "Hello"
    room.attempted(send_id, SendState.UNKNOWN)
    with room.database.write() as conn:
        conn.exec_driver_sql("UPDATE send SET body = NULL")

    for decide in (lambda: room.decisions.send_again(send_id, MAYA, 0), lambda: room.decisions.body(send_id)):
        with pytest.raises(UserError, match="no longer kept"):
            decide()
    assert room.the(send_id).state is SendState.UNKNOWN


def an_unknown_one(room: Room, **changes: object) -> str:
    send_id = room.group(**changes)
    room.outbox.confirm(send_id, MAYA)
    room.attempted(send_id, SendState.UNKNOWN)
    room.jobs.clear()
    return send_id


def test_what_may_have_gone_out_is_never_called_cancelled(room: Room) -> None:
    send_id = an_unknown_one(room)
    room.decisions.send_again(send_id, MAYA, 0)
    assert room.the(send_id).risked == 1

    room.decisions.cancel(send_id, MAYA)

    send = room.the(send_id)
    assert (send.state, send.risked) == (SendState.UNKNOWN, 1)
    assert "still not known" in (send.outcome_sentence or "")


def test_sending_again_asks_the_budget_and_is_spent_today(room: Room) -> None:
    send_id = an_unknown_one(room)
    room.clock.advance(days=1)
    room.purse.left = 3

    with pytest.raises(UserError, match="more than is left"):
        room.decisions.send_again(send_id, MAYA, 0)
    assert room.the(send_id).state is SendState.UNKNOWN

    room.purse.left = 100
    room.decisions.send_again(send_id, MAYA, 0)
    assert room.the(send_id).goes_at == room.clock()
