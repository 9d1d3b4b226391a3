"""From a draft to a send on its way: once, within its budget, approved where that is needed."""

import pytest

from bot.errors import UserError
from bot.store import do_not_text
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.outbox.people import MAYA, NUMBER, TOM, Room


def test_a_draft_is_queued_with_its_job_and_its_day(room: Room) -> None:
    draft = room.draft()

    room.outbox.confirm(draft, MAYA, {"add_to_group": "VIP"})

    send = room.the(draft)
    assert (send.state, send.add_to_group, send.goes_at) == (SendState.QUEUED, "VIP", room.clock())
    assert room.jobs == [(SendKind.CONTACT, draft, 0)]
    assert room.shown == [draft]


def test_confirming_twice_is_confirming_once(room: Room) -> None:
    draft = room.draft()

    room.outbox.confirm(draft, MAYA)
    room.outbox.confirm(draft, MAYA)

    assert len(room.jobs) == len(room.purse.asked) == 1


def test_what_the_bot_holds_waits_for_its_time(room: Room) -> None:
    draft = room.draft(**room.held(hours=3))

    room.outbox.confirm(draft, MAYA)

    send = room.the(draft)
    assert (send.state, send.goes_at, room.jobs) == (SendState.SCHEDULED, send.send_at, [])
    assert room.purse.asked == [(draft, send.send_at)]


def test_what_smsit_holds_is_handed_to_it_at_once(room: Room) -> None:
    draft = room.draft(**room.held(hours=3) | {"held_by": HeldBy.SMSIT})

    room.outbox.confirm(draft, MAYA)

    assert room.the(draft).state is SendState.QUEUED


def test_what_is_above_a_threshold_is_approved_first(room: Room) -> None:
    draft = room.group(people=101)

    room.outbox.confirm(draft, MAYA, {"quiet_override": "U0MAYA"})
    assert room.the(draft).state is SendState.AWAITING_APPROVAL
    assert room.seconds.asked == [(draft, 101, "")]
    assert room.jobs == []

    with room.database.write() as conn:
        room.outbox.release(conn, room.the(draft))
    assert room.the(draft).state is SendState.QUEUED
    assert room.jobs == [(SendKind.GROUP, draft, 1)]


def test_what_is_approved_before_its_time_waits_for_it(room: Room) -> None:
    draft = room.group(people=101, **room.held(hours=3))
    room.outbox.confirm(draft, MAYA)

    with room.database.write() as conn:
        room.outbox.release(conn, room.the(draft))

    assert room.the(draft).state is SendState.SCHEDULED
    assert room.jobs == []


def test_what_was_cancelled_meanwhile_is_not_released(room: Room) -> None:
    draft = room.group(people=101)
    room.outbox.confirm(draft, MAYA)
    approved = room.the(draft)
    room.decisions.cancel(draft, MAYA)

    with room.database.write() as conn:
        room.outbox.release(conn, approved)

    assert room.the(draft).state is SendState.CANCELLED
    assert room.jobs == []


@pytest.mark.parametrize("who", [TOM])
def test_nobody_confirms_the_draft_of_another(room: Room, who: object) -> None:
    draft = room.draft()

    with pytest.raises(UserError, match="no longer there"):
        room.outbox.confirm(draft, TOM)

    assert room.the(draft).state is SendState.DRAFT


def test_a_draft_that_is_gone_cannot_be_confirmed(room: Room) -> None:
    with pytest.raises(UserError, match="no longer there"):
        room.outbox.confirm("no such id", MAYA)


def test_a_time_that_passed_meanwhile_is_told(room: Room) -> None:
    draft = room.draft(**room.held(minutes=2))
    room.clock.advance(minutes=3)

    with pytest.raises(UserError, match="has passed meanwhile"):
        room.outbox.confirm(draft, MAYA)

    assert room.the(draft).state is SendState.DRAFT


def test_a_number_on_the_do_not_text_list_is_not_confirmed(room: Room) -> None:
    draft = room.draft()
    with room.database.write() as conn:
        do_not_text.add(conn, {NUMBER: "asked by phone"}, "U0TOM", room.clock())

    with pytest.raises(UserError, match="•••0100 is on the do-not-text list"):
        room.outbox.confirm(draft, MAYA)

    assert room.the(draft).state is SendState.DRAFT


def test_what_a_budget_does_not_cover_stays_a_draft(room: Room) -> None:
    draft = room.group(people=60)
    room.purse.left = 59

    with pytest.raises(UserError, match="more than is left"):
        room.outbox.confirm(draft, MAYA)

    assert room.the(draft).state is SendState.DRAFT
    assert room.jobs == []


def test_what_others_confirmed_meanwhile_is_not_spent_twice(room: Room) -> None:
    first = room.group(key="first", balance_shown=20)
    second = room.group(key="second", balance_shown=20)
    room.outbox.confirm(first, MAYA)

    with pytest.raises(UserError, match="12 are spoken for, and this takes 12"):
        room.outbox.confirm(second, MAYA)

    assert room.the(second).state is SendState.DRAFT


def test_what_is_approved_after_its_time_goes_at_once(room: Room) -> None:
    draft = room.group(people=101, **room.held(hours=3))
    room.outbox.confirm(draft, MAYA)
    room.clock.advance(hours=4)

    with room.database.write() as conn:
        room.outbox.release(conn, room.the(draft))

    assert room.the(draft).state is SendState.QUEUED
    assert room.the(draft).goes_at == room.clock()
