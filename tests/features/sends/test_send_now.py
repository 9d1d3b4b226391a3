"""A held send that goes by a person's word: when it was to go, who keeps it, and who answers for it."""

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.store import sends
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, TOM, Harness, a_question


def test_what_was_late_goes_when_somebody_says_so(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LATE)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.state, send.hold_code, send.decided_by) == (SendState.QUEUED, None, "U0MAYA")
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


def test_quiet_hours_are_overridden_by_those_who_may_and_it_is_written_down(harness: Harness) -> None:
    send_id = a_question(harness, Hold.QUIET)

    with pytest.raises(UserError, match=r"the \*admin\* role to send in quiet hours"):
        harness.decisions.send_now(send_id, MAYA, 0)
    assert harness.the(send_id).state is SendState.SCHEDULED

    harness.decisions.send_now(send_id, TOM, 0)
    assert harness.the(send_id).quiet_override == "U0TOM"
    assert harness.jobs == [(SendKind.GROUP, send_id, 1)]


def test_what_the_bot_holds_can_go_at_once(harness: Harness) -> None:
    send_id = harness.draft(**harness.held(hours=3))
    harness.send_service.confirm(send_id, MAYA)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.state, send.send_at, send.goes_at) == (SendState.QUEUED, None, harness.clock())


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        (MAYA, None, None),
        (MAYA, ["U0PRIYA"], ["U0PRIYA"]),
        (TOM, None, ["U0TOM"]),
        (TOM, ["U0ZOE", "U0PRIYA"], ["U0PRIYA", "U0TOM", "U0ZOE"]),
    ],
)
def test_whoever_sends_what_is_a_colleagues_has_had_a_hand_in_it(
    harness: Harness, who: Who, before: list[str] | None, after: list[str] | None
) -> None:
    send_id = harness.draft(**harness.held(hours=1))
    harness.send_service.confirm(send_id, MAYA)
    with harness.database.write() as conn:
        sends.note_touched(conn, send_id, before)

    harness.decisions.send_now(send_id, who, 0)

    assert harness.the(send_id).touched_by == after


def test_what_is_approved_is_approved_for_its_time(harness: Harness) -> None:
    send_id = harness.group(people=101, **harness.held(hours=3))
    harness.send_service.confirm(send_id, MAYA)
    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(send_id))

    with pytest.raises(UserError, match="approved for its scheduled time only"):
        harness.decisions.send_now(send_id, MAYA, 1)

    assert harness.the(send_id).state is SendState.SCHEDULED


@pytest.mark.parametrize(("minutes", "held_by"), [(5, HeldBy.BOT), (15, HeldBy.BOT), (16, HeldBy.NONE)])
def test_what_is_answered_long_after_its_time_has_no_time_any_more(
    harness: Harness, minutes: int, held_by: HeldBy
) -> None:
    send_id = a_question(harness, Hold.LATE, **harness.held(hours=3))
    harness.clock.advance(hours=3, minutes=minutes)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.held_by, send.send_at is None) == (held_by, held_by is HeldBy.NONE)
    assert send.goes_at == harness.clock()


def test_what_smsit_is_to_keep_is_kept_until_its_time_whatever_was_asked_before(harness: Harness) -> None:
    send_id = a_question(harness, Hold.QUIET, **harness.held(hours=30) | {"held_by": HeldBy.SMSIT})
    at = harness.the(send_id).send_at

    harness.decisions.send_now(send_id, TOM, 0)

    send = harness.the(send_id)
    assert (send.held_by, send.send_at, send.goes_at) == (HeldBy.SMSIT, at, at)


def test_what_smsit_is_to_keep_is_approved_anew_for_the_day_it_goes(harness: Harness) -> None:
    held = harness.held(hours=30) | {"held_by": HeldBy.SMSIT}
    send_id = a_question(harness, Hold.CHANGED, people=95, **held)
    at = harness.the(send_id).send_at

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.state, send.goes_at, harness.budgets.asked[-1][1]) == (SendState.AWAITING_APPROVAL, at, at)


def test_the_leave_to_send_at_night_is_not_handed_on(harness: Harness) -> None:
    send_id = a_question(harness, Hold.QUIET)
    harness.decisions.send_now(send_id, TOM, 0)
    assert harness.the(send_id).quiet_override == "U0TOM"
    harness.send_service.hold_back(send_id, Hold.LATE, "Its time was missed.")

    harness.decisions.send_now(send_id, MAYA, 1)

    assert harness.the(send_id).quiet_override is None
