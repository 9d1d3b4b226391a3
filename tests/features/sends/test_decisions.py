"""What people decide: once, by those who may, and never more than was asked."""

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.store import sends
from bot.store.sends import HeldBy
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, TOM, Harness, a_question

PRIYA = Who("U0PRIYA", "T0HARBOUR")


def test_the_same_press_delivered_again_decides_nothing_more(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LATE)
    harness.decisions.send_now(send_id, MAYA, 0)

    with pytest.raises(UserError, match="already queued"):
        harness.decisions.send_now(send_id, MAYA, 0)

    assert len(harness.jobs) == 1


def test_new_figures_are_taken_over_and_the_budget_asked_again(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED)
    harness.budgets.left = 17

    with pytest.raises(UserError, match="more than is left"):
        harness.decisions.send_now(send_id, MAYA, 0)

    harness.budgets.left = 18
    harness.decisions.send_now(send_id, MAYA, 0)
    send = harness.the(send_id)
    assert (send.people, send.credits, send.credits_upper) == (18, 18, 18)
    assert (send.pending_values, send.hold_code) == (None, None)


def test_new_figures_are_taken_over_long_after_its_time_too(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED, **harness.held(hours=1))
    harness.clock.advance(hours=2)

    harness.decisions.send_now(send_id, MAYA, 0)

    send = harness.the(send_id)
    assert (send.people, send.credits, send.credits_upper) == (18, 18, 18)
    assert (send.state, send.held_by, send.send_at) == (SendState.QUEUED, HeldBy.NONE, None)
    assert harness.budgets.asked[-1][0].credits_upper == 18


def test_new_figures_above_a_threshold_are_approved_first(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED, people=95)
    harness.clock.advance(days=1)
    harness.budgets.left = 100

    with pytest.raises(UserError, match="more than is left"):
        harness.decisions.send_now(send_id, MAYA, 0)
    harness.budgets.left = 101
    harness.decisions.send_now(send_id, MAYA, 0)

    assert harness.the(send_id).state is SendState.AWAITING_APPROVAL
    assert harness.the(send_id).goes_at == harness.budgets.asked[-1][1] == harness.clock()
    assert harness.approvals.asked == [(send_id, 101, "101 now")]
    assert harness.jobs == []


def test_whoever_must_not_be_texted_is_not_overruled(harness: Harness) -> None:
    send_id = a_question(harness, Hold.LISTED)

    with pytest.raises(UserError, match="can't be sent as it is"):
        harness.decisions.send_now(send_id, TOM, 0)


def test_a_broadcast_goes_by_the_word_of_a_broadcaster_only(harness: Harness) -> None:
    send_id, unknown = a_question(harness, Hold.LATE), harness.group(key="unknown")
    harness.put(unknown, SendState.QUEUED)
    harness.attempted(unknown, SendState.UNKNOWN)
    harness.roles[MAYA.user_id] = {Role.SENDER}
    for settle in (harness.decisions.send_again, harness.decisions.mark_as_sent):
        with pytest.raises(UserError, match=r"the \*broadcaster\* role to settle this text"):
            settle(unknown, MAYA, 0)

    with pytest.raises(UserError, match=r"the \*broadcaster\* role to send this text"):
        harness.decisions.send_now(send_id, MAYA, 0)


@pytest.mark.parametrize("state", [SendState.SCHEDULED, SendState.UNKNOWN])
def test_nobody_decides_about_what_is_a_colleagues_but_an_admin(harness: Harness, state: SendState) -> None:
    """Whatever a button carries along: Priya may send texts, and this one is Maya's."""
    send_id = harness.draft(**harness.held(hours=1))
    harness.send_service.confirm(send_id, MAYA)
    if state is SendState.UNKNOWN:
        with harness.database.write() as conn:
            sends.move(conn, send_id, SendState.QUEUED, now=harness.clock())
        harness.attempted(send_id, state)
    before = harness.the(send_id)
    assert before.state is state

    for decide in (
        lambda who: harness.decisions.send_now(send_id, who, 0),
        lambda who: harness.decisions.cancel(send_id, who),
        lambda who: harness.decisions.send_again(send_id, who, before.wave),
        lambda who: harness.decisions.mark_as_sent(send_id, who, before.wave),
        lambda who: harness.decisions.require_unknown(send_id, who, before.wave),
    ):
        with pytest.raises(UserError, match=r"the \*admin\* role for this, because it's <@U0MAYA>'s"):
            decide(PRIYA)
    with pytest.raises(UserError, match="Only <@U0MAYA>"):
        harness.bodies.of(send_id, PRIYA)
    assert harness.the(send_id) == before
    assert harness.bodies.of(send_id, TOM) == "Hello"
    if state is SendState.UNKNOWN:
        harness.decisions.mark_as_sent(send_id, TOM, before.wave)
    else:
        harness.decisions.send_now(send_id, TOM, 0)
    assert harness.the(send_id).decided_by == TOM.user_id


def test_cancelling_twice_is_cancelling_once_and_too_late_is_told(harness: Harness) -> None:
    first, second = harness.draft("first"), harness.draft("second")
    harness.send_service.confirm(first, MAYA)
    harness.decisions.cancel(first, MAYA)
    harness.decisions.cancel(first, MAYA)
    assert harness.the(first).decided_by == MAYA.user_id
    assert harness.the(first).state is SendState.CANCELLED

    harness.send_service.confirm(second, MAYA)
    harness.attempted(second, SendState.ACCEPTED)
    with pytest.raises(UserError, match="it was sent"):
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


def test_whoever_brings_a_new_request_about_is_named_in_it(harness: Harness) -> None:
    send_id = a_question(harness, Hold.CHANGED, people=95)

    harness.decisions.send_now(send_id, TOM, 0)

    assert harness.approvals.asked_by == ["U0TOM"]


def test_a_broadcast_is_cancelled_by_who_wrote_it_or_by_an_admin(harness: Harness) -> None:
    send_id = harness.group(**harness.held(hours=3))
    harness.send_service.confirm(send_id, MAYA)

    with pytest.raises(UserError, match="the \\*admin\\* role"):
        harness.decisions.cancel(send_id, PRIYA)
    assert harness.the(send_id).state is SendState.SCHEDULED

    harness.decisions.cancel(send_id, TOM)
    assert harness.the(send_id).state is SendState.CANCELLED
