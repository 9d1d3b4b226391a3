"""What people decide: once, by those who may, and never more than was asked."""

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.outbox.questions import Question
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.outbox.people import MAYA, TOM, Room

PRIYA = Who("U0PRIYA", "T0HARBOUR")


def a_question(room: Room, why: Question, *, people: int = 12, **changes: object) -> str:
    """Put a group send before people, as right before it would have gone."""
    send_id = room.group(people=people, **changes)
    room.outbox.confirm(send_id, MAYA)
    if room.the(send_id).state is SendState.SCHEDULED:
        room.put(send_id, SendState.QUEUED)
    seen = {"people": people + 6, "credits": people + 6, "credits_upper": people + 6}
    room.outbox.hold_back(send_id, why, "Look at this.", seen if why is Question.CHANGED else None)
    send = room.the(send_id)
    assert (send.state, send.outcome_code, send.outcome_sentence) == ("scheduled", why, "Look at this.")
    room.jobs.clear()
    return send_id


def test_what_was_late_goes_when_somebody_says_so(room: Room) -> None:
    send_id = a_question(room, Question.LATE)

    room.decisions.send_now(send_id, MAYA, 0)

    send = room.the(send_id)
    assert (send.state, send.outcome_code, send.decided_by) == (SendState.QUEUED, None, "U0MAYA")
    assert room.jobs == [(SendKind.GROUP, send_id, 1)]


def test_what_was_late_is_spent_on_the_day_it_goes(room: Room) -> None:
    send_id = a_question(room, Question.LATE)
    room.clock.advance(days=1)
    room.purse.left = 0

    with pytest.raises(UserError, match="more than is left"):
        room.decisions.send_now(send_id, MAYA, 0)
    room.purse.left = 1000
    room.decisions.send_now(send_id, MAYA, 0)

    assert room.purse.asked[-1] == (send_id, room.clock())
    assert room.the(send_id).goes_at == room.clock()


def test_the_same_press_delivered_again_decides_nothing_more(room: Room) -> None:
    send_id = a_question(room, Question.LATE)
    room.decisions.send_now(send_id, MAYA, 0)

    with pytest.raises(UserError, match="already on its way"):
        room.decisions.send_now(send_id, MAYA, 0)

    assert len(room.jobs) == 1


def test_quiet_hours_are_overridden_by_those_who_may_and_it_is_written_down(room: Room) -> None:
    send_id = a_question(room, Question.QUIET)

    with pytest.raises(UserError, match="role \\*admin\\*"):
        room.decisions.send_now(send_id, MAYA, 0)
    assert room.the(send_id).state is SendState.SCHEDULED

    room.decisions.send_now(send_id, TOM, 0)
    assert room.the(send_id).quiet_override == "U0TOM"
    assert room.jobs == [(SendKind.GROUP, send_id, 1)]


def test_new_figures_are_taken_over_and_the_budget_asked_again(room: Room) -> None:
    send_id = a_question(room, Question.CHANGED)
    room.purse.left = 17

    with pytest.raises(UserError, match="more than is left"):
        room.decisions.send_now(send_id, MAYA, 0)

    room.purse.left = 18
    room.decisions.send_now(send_id, MAYA, 0)
    send = room.the(send_id)
    assert (send.people, send.credits, send.credits_upper) == (18, 18, 18)


def test_new_figures_above_a_threshold_are_approved_first(room: Room) -> None:
    send_id = a_question(room, Question.CHANGED, people=95)

    room.decisions.send_now(send_id, MAYA, 0)

    assert room.the(send_id).state is SendState.AWAITING_APPROVAL
    assert room.seconds.asked == [(send_id, 101, "101 now")]
    assert room.jobs == []


def test_whoever_must_not_be_texted_is_not_overruled(room: Room) -> None:
    send_id = a_question(room, Question.LISTED)

    with pytest.raises(UserError, match="cannot be sent as it is"):
        room.decisions.send_now(send_id, TOM, 0)


def test_what_the_bot_holds_can_go_at_once(room: Room) -> None:
    send_id = room.draft(**room.held(hours=3))
    room.outbox.confirm(send_id, MAYA)

    room.decisions.send_now(send_id, MAYA, 0)

    send = room.the(send_id)
    assert (send.state, send.send_at, send.goes_at) == (SendState.QUEUED, None, room.clock())


def test_a_broadcast_goes_by_the_word_of_a_broadcaster_only(room: Room) -> None:
    send_id = a_question(room, Question.LATE)

    with pytest.raises(UserError, match="role \\*broadcaster\\*"):
        room.decisions.send_now(send_id, PRIYA, 0)


def test_cancelling_twice_is_cancelling_once_and_too_late_is_told(room: Room) -> None:
    first, second = room.draft("first"), room.draft("second")
    room.outbox.confirm(first, MAYA)
    room.decisions.cancel(first, MAYA)
    room.decisions.cancel(first, MAYA)
    assert room.the(first).state is SendState.CANCELLED

    room.outbox.confirm(second, MAYA)
    room.attempted(second, SendState.ACCEPTED)
    with pytest.raises(UserError, match="it has been sent"):
        room.decisions.cancel(second, MAYA)


def test_what_changed_right_before_it_would_go_is_approved_anew(room: Room) -> None:
    send_id = room.group(people=101)
    room.outbox.confirm(send_id, MAYA)
    with room.database.write() as conn:
        room.outbox.release(conn, room.the(send_id))

    room.outbox.ask_again(send_id, "107 people now", people=107)

    send = room.the(send_id)
    assert (send.state, send.people) == (SendState.AWAITING_APPROVAL, 107)
    assert room.seconds.asked[-1] == (send_id, 107, "107 people now")


def test_what_is_on_its_way_is_neither_held_back_nor_asked_about(room: Room) -> None:
    send_id = room.group()
    room.outbox.confirm(send_id, MAYA)
    room.attempted(send_id, SendState.ACCEPTED)

    room.outbox.hold_back(send_id, Question.QUIET, "It is night.")
    room.outbox.ask_again(send_id, "changed")

    assert room.the(send_id).state is SendState.ACCEPTED
    assert room.seconds.asked == []


def test_what_is_approved_is_approved_for_its_time(room: Room) -> None:
    send_id = room.group(people=101, **room.held(hours=3))
    room.outbox.confirm(send_id, MAYA)
    with room.database.write() as conn:
        room.outbox.release(conn, room.the(send_id))

    with pytest.raises(UserError, match="approved for its own time"):
        room.decisions.send_now(send_id, MAYA, 1)

    assert room.the(send_id).state is SendState.SCHEDULED


@pytest.mark.parametrize(("minutes", "held_by"), [(5, HeldBy.BOT), (60, HeldBy.NONE)])
def test_what_is_answered_long_after_its_time_has_no_time_any_more(
    room: Room, minutes: int, held_by: HeldBy
) -> None:
    send_id = a_question(room, Question.LATE, **room.held(hours=3))
    room.clock.advance(hours=3, minutes=minutes)

    room.decisions.send_now(send_id, MAYA, 0)

    send = room.the(send_id)
    assert (send.held_by, send.send_at is None) == (held_by, held_by is HeldBy.NONE)
    assert send.goes_at == room.clock()


def test_the_leave_to_send_at_night_is_not_handed_on(room: Room) -> None:
    send_id = a_question(room, Question.QUIET)
    room.decisions.send_now(send_id, TOM, 0)
    assert room.the(send_id).quiet_override == "U0TOM"
    room.outbox.hold_back(send_id, Question.LATE, "Its time was missed.")

    room.decisions.send_now(send_id, MAYA, 1)

    assert room.the(send_id).quiet_override is None


def test_whoever_brings_a_new_request_about_is_named_in_it(room: Room) -> None:
    send_id = a_question(room, Question.CHANGED, people=95)

    room.decisions.send_now(send_id, TOM, 0)

    assert room.seconds.asked_by == ["U0TOM"]


def test_a_broadcast_is_cancelled_by_who_wrote_it_or_by_who_may_send_one(room: Room) -> None:
    send_id = room.group(**room.held(hours=3))
    room.outbox.confirm(send_id, MAYA)

    with pytest.raises(UserError, match="role \\*broadcaster\\*"):
        room.decisions.cancel(send_id, PRIYA)
    assert room.the(send_id).state is SendState.SCHEDULED

    room.decisions.cancel(send_id, TOM)
    assert room.the(send_id).state is SendState.CANCELLED
