"""What people decide: once, by those who may, and never more than was asked."""

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.store import sends
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, TOM, Harness

PRIYA = Who("U0PRIYA", "T0HARBOUR")


def a_question(harness: Harness, why: Hold, *, people: int = 12, **changes: object) -> str:
    """Put a group send before people, as right before it would have gone."""
    send_id = harness.group(people=people, **changes)
    harness.send_service.confirm(send_id, MAYA)
    if harness.the(send_id).state is SendState.SCHEDULED:
        harness.put(send_id, SendState.QUEUED)
    with harness.database.write() as conn:
        sends.note_values(conn, send_id, now=harness.clock(), evidence={"balance": 7})
    seen = {"people": people + 6, "credits": people + 6, "credits_upper": people + 6}
    harness.send_service.hold_back(send_id, why, "Look at this.", seen if why is Hold.CHANGED else None)
    send = harness.the(send_id)
    assert (send.state, send.outcome_code, send.outcome_sentence) == ("scheduled", why, "Look at this.")
    assert send.evidence is None
    harness.jobs.clear()
    return send_id


def test_what_was_late_goes_when_somebody_says_so(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LATE)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.state, send.outcome_code, send.decided_by) == (SendState.QUEUED, None, "U0MAYA")
    assert harness.jobs == [(SendKind.GROUP, send_id, 1)]


def test_what_was_late_is_spent_on_the_day_it_goes(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LATE)
    harness.clock.advance(days=1)
    harness.budgets.left = 0

    with pytest.raises(UserError, match="more than is left"):
        harness.decisions.send_now(send_id, MAYA, 0)
    harness.budgets.left = 1000
    harness.decisions.send_now(send_id, MAYA, 0)

    asked, at = harness.budgets.asked[-1]
    assert (asked.id, at) == (send_id, harness.clock())
    assert harness.the(send_id).goes_at == harness.clock()


def test_the_same_press_delivered_again_decides_nothing_more(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LATE)
    harness.decisions.send_now(send_id, MAYA, 0)

    with pytest.raises(UserError, match="already on its way"):
        harness.decisions.send_now(send_id, MAYA, 0)

    assert len(harness.jobs) == 1


def test_quiet_hours_are_overridden_by_those_who_may_and_it_is_written_down(harness: Harness) -> None:
    send_id = a_question(harness, Hold.QUIET)

    with pytest.raises(UserError, match="role \\*admin\\*"):
        harness.decisions.send_now(send_id, MAYA, 0)
    assert harness.the(send_id).state is SendState.SCHEDULED

    harness.decisions.send_now(send_id, TOM, 0)
    assert harness.the(send_id).quiet_override == "U0TOM"
    assert harness.jobs == [(SendKind.GROUP, send_id, 1)]


def test_new_figures_are_taken_over_and_the_budget_asked_again(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED)
    harness.budgets.left = 17

    with pytest.raises(UserError, match="more than is left"):
        harness.decisions.send_now(send_id, MAYA, 0)

    harness.budgets.left = 18
    harness.decisions.send_now(send_id, MAYA, 0)
    send = harness.the(send_id)
    assert (send.people, send.credits, send.credits_upper) == (18, 18, 18)


def test_new_figures_above_a_threshold_are_approved_first(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED, people=95)

    harness.decisions.send_now(send_id, MAYA, 0)

    assert harness.the(send_id).state is SendState.AWAITING_APPROVAL
    assert harness.approvals.asked == [(send_id, 101, "101 now")]
    assert harness.jobs == []


def test_whoever_must_not_be_texted_is_not_overruled(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LISTED)

    with pytest.raises(UserError, match="cannot be sent as it is"):
        harness.decisions.send_now(send_id, TOM, 0)


def test_what_the_bot_holds_can_go_at_once(harness: Harness) -> None:
    send_id = harness.draft(**harness.held(hours=3))
    harness.send_service.confirm(send_id, MAYA)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.state, send.send_at, send.goes_at) == (SendState.QUEUED, None, harness.clock())


def test_a_broadcast_goes_by_the_word_of_a_broadcaster_only(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LATE)

    with pytest.raises(UserError, match="role \\*broadcaster\\*"):
        harness.decisions.send_now(send_id, PRIYA, 0)


def test_cancelling_twice_is_cancelling_once_and_too_late_is_told(harness: Harness) -> None:
    first, second = harness.draft("first"), harness.draft("second")
    harness.send_service.confirm(first, MAYA)
    harness.decisions.cancel(first, MAYA)
    harness.decisions.cancel(first, MAYA)
    assert harness.the(first).decided_by == MAYA.user_id
    assert harness.the(first).state is SendState.CANCELLED

    harness.send_service.confirm(second, MAYA)
    harness.attempted(second, SendState.ACCEPTED)
    with pytest.raises(UserError, match="it has been sent"):
        harness.decisions.cancel(second, MAYA)


def test_what_changed_right_before_it_would_go_is_approved_anew(harness: Harness) -> None:
    send_id = harness.group(people=101)
    harness.send_service.confirm(send_id, MAYA)
    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(send_id))

    harness.send_service.ask_again(send_id, "107 people now", people=107)

    send = harness.the(send_id)
    assert (send.state, send.people) == (SendState.AWAITING_APPROVAL, 107)
    assert harness.approvals.asked[-1] == (send_id, 107, "107 people now")


def test_what_is_on_its_way_is_neither_held_back_nor_asked_about(harness: Harness) -> None:
    send_id = harness.group()
    harness.send_service.confirm(send_id, MAYA)
    harness.attempted(send_id, SendState.ACCEPTED)

    harness.send_service.hold_back(send_id, Hold.QUIET, "It is night.")
    harness.send_service.ask_again(send_id, "changed")

    assert harness.the(send_id).state is SendState.ACCEPTED
    assert harness.approvals.asked == []


def test_what_is_approved_is_approved_for_its_time(harness: Harness) -> None:
    send_id = harness.group(people=101, **harness.held(hours=3))
    harness.send_service.confirm(send_id, MAYA)
    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(send_id))

    with pytest.raises(UserError, match="approved for its own time"):
        harness.decisions.send_now(send_id, MAYA, 1)

    assert harness.the(send_id).state is SendState.SCHEDULED


@pytest.mark.parametrize(("minutes", "held_by"), [(5, HeldBy.BOT), (60, HeldBy.NONE)])
def test_what_is_answered_long_after_its_time_has_no_time_any_more(
    harness: Harness, minutes: int, held_by: HeldBy
) -> None:
    send_id = a_question(harness, Hold.LATE, **harness.held(hours=3))
    harness.clock.advance(hours=3, minutes=minutes)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.held_by, send.send_at is None) == (held_by, held_by is HeldBy.NONE)
    assert send.goes_at == harness.clock()


def test_the_leave_to_send_at_night_is_not_handed_on(harness: Harness) -> None:
    send_id = a_question(harness, Hold.QUIET)
    harness.decisions.send_now(send_id, TOM, 0)
    assert harness.the(send_id).quiet_override == "U0TOM"
    harness.send_service.hold_back(send_id, Hold.LATE, "Its time was missed.")

    harness.decisions.send_now(send_id, MAYA, 1)

    assert harness.the(send_id).quiet_override is None


def test_whoever_brings_a_new_request_about_is_named_in_it(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED, people=95)

    harness.decisions.send_now(send_id, TOM, 0)

    assert harness.approvals.asked_by == ["U0TOM"]


def test_a_broadcast_is_cancelled_by_who_wrote_it_or_by_who_may_send_one(harness: Harness) -> None:
    send_id = harness.group(**harness.held(hours=3))
    harness.send_service.confirm(send_id, MAYA)

    with pytest.raises(UserError, match="role \\*broadcaster\\*"):
        harness.decisions.cancel(send_id, PRIYA)
    assert harness.the(send_id).state is SendState.SCHEDULED

    harness.decisions.cancel(send_id, TOM)
    assert harness.the(send_id).state is SendState.CANCELLED
