"""Decisions about a request: once, by the right person, and about what was asked."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.access import EVERYBODY, Who
from bot.errors import UserError
from bot.features.approvals.decisions import ONLY_APPROVER, ONLY_OTHER
from bot.features.approvals.refusals import BY_THEM, GONE, NOT_BY_THEM, NOT_OWN, OLDER, OWN
from bot.store.approvals import Decision
from bot.store.states import SendState
from tests.clock import START
from tests.features.approvals.samples import MAYA, NOWHERE, PRIYA, TOM, Harness, a_broadcast, cancel, told


def test_an_approval_lets_it_go(either_harness: Harness) -> None:
    harness = either_harness
    each = harness.asked()

    assert harness.approve(each.id) == ""
    found = harness.request(each.id)
    assert (found.decision, found.decided_by, found.decided_at) == (Decision.APPROVED, "U0TOM", START)
    assert found.reason is None
    assert harness.the(each.id).state is SendState.QUEUED
    assert harness.released == harness.shown == [each.id]


def test_the_same_press_delivered_again_changes_nothing(harness: Harness) -> None:
    each = harness.asked()

    assert [harness.approve(each.id), harness.approve(each.id)] == ["", ""]
    assert harness.released == [each.id]


def test_a_rejection_ends_it_with_its_reason(either_harness: Harness) -> None:
    harness = either_harness
    each = harness.asked()

    assert harness.reject(each.id, reason="  Wrong week.\n") == ""
    assert harness.reject(each.id, reason="Wrong week.") == ""
    found = harness.request(each.id)
    assert (found.decision, found.decided_by, found.reason) == (Decision.REJECTED, "U0TOM", "Wrong week.")
    assert (harness.the(each.id).state, harness.the(each.id).decided_by) == (SendState.REJECTED, "U0TOM")
    assert harness.released == []
    assert harness.shown == [each.id]


def test_who_comes_second_is_told_who_decided(harness: Harness) -> None:
    approved, rejected = harness.asked(), harness.asked()
    harness.approve(approved.id)
    harness.reject(rejected.id)

    assert harness.approve(approved.id, PRIYA) == "<@U0TOM> has already approved this."
    assert harness.reject(approved.id, PRIYA) == "<@U0TOM> has already approved this."
    assert harness.approve(rejected.id, PRIYA) == "<@U0TOM> has already rejected this."
    assert harness.approve(rejected.id, TOM) == "<@U0TOM> has already rejected this."
    assert harness.the(rejected.id).state is SendState.REJECTED


def test_of_two_at_the_same_moment_one_decides(either_harness: Harness) -> None:
    harness = either_harness
    each = harness.asked()
    together = threading.Barrier(4)
    people = (TOM, PRIYA)

    def press(number: int) -> str:
        together.wait()
        act = harness.approve if number < 2 else harness.reject
        return act(each.id, people[number % 2])

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(press, range(4)))

    found = harness.request(each.id)
    is_approved = found.decision is Decision.APPROVED
    assert replies.count("") == 1
    assert set(replies) == {"", f"<@{found.decided_by}> has already {found.decision} this."}
    assert harness.released == ([each.id] if is_approved else [])
    assert harness.the(each.id).state is (SendState.QUEUED if is_approved else SendState.REJECTED)


def test_your_own_is_for_somebody_else_to_approve(harness: Harness) -> None:
    harness.approvers |= {"U0MAYA"}
    each = harness.asked()

    assert harness.approve(each.id, MAYA) == f"{OWN} Ask <@U0PRIYA> or <@U0TOM>."
    assert harness.the(each.id).state is SendState.AWAITING_APPROVAL
    assert harness.request(each.id).decision is None


@pytest.mark.parametrize("by", ["", "U0TOM"])
def test_who_wrote_or_changed_it_does_not_reject_it_but_cancels_it(harness: Harness, by: str) -> None:
    harness.approvers |= {"U0MAYA"}
    each = harness.asked()
    if by:
        harness.ask_again(each.id, "The text was changed.", by=by)
    last = 2 if by else 1

    assert harness.reject(each.id, MAYA, last).startswith(NOT_OWN)
    if by:
        assert harness.reject(each.id, TOM, last) == f"{NOT_BY_THEM} Ask <@U0PRIYA>."
        with pytest.raises(UserError, match="You can't reject this"):
            harness.decisions.must_be_rejectable(each.id, TOM, last)
    assert harness.the(each.id).state is SendState.AWAITING_APPROVAL
    assert harness.request(each.id).decision is None

    harness.change(each.id, body="Other words.")
    assert harness.reject(each.id, PRIYA, last) == "", "even what was changed since"


def test_the_only_approver_may_reject_their_own(harness: Harness) -> None:
    harness.approvers = frozenset({"U0MAYA"})
    each = harness.asked()

    assert harness.reject(each.id, MAYA) == ""
    assert harness.the(each.id).state is SendState.REJECTED


def test_who_changed_it_does_not_approve_that_change(either_harness: Harness) -> None:
    harness = either_harness
    each = harness.asked()
    harness.ask_again(each.id, "The text was changed.", by=TOM.user_id)

    assert harness.request(each.id).asked_by == TOM.user_id
    assert harness.approve(each.id, TOM, round_=2) == f"{BY_THEM} Ask <@U0PRIYA>."
    assert harness.the(each.id).state is SendState.AWAITING_APPROVAL
    assert harness.approve(each.id, PRIYA, round_=2) == ""


@pytest.mark.parametrize("by", ["U0MAYA", ""])
def test_a_change_nobody_approved_stays_theirs_when_the_owner_or_the_bot_adds_to_it(
    harness: Harness, by: str
) -> None:
    each = harness.asked()
    harness.ask_again(each.id, "The text was changed.", by=TOM.user_id)
    harness.ask_again(each.id, "The time was moved.", by=by)

    assert harness.approve(each.id, TOM, round_=3) == f"{BY_THEM} Ask <@U0PRIYA>."
    assert harness.approve(each.id, PRIYA, round_=3) == ""


@given(
    by=st.lists(st.sampled_from(["", "U0MAYA", "U0TOM", "U0PRIYA", "U0LENA"]), min_size=1, max_size=5),
    decides=st.sampled_from(["U0TOM", "U0PRIYA", "U0LENA"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_whoever_touched_it_since_it_was_last_approved_does_not_approve_it_whoever_came_after(
    harness: Harness, by: list[str], decides: str
) -> None:
    """The words are changed by one and the time by another: neither of them decides about both."""
    harness.approvers = frozenset({"U0TOM", "U0PRIYA", "U0LENA"})
    each = harness.asked(key=uuid4().hex)
    for who in by:
        harness.ask_again(each.id, "It was changed.", by=who)
    person, last = Who(decides, MAYA.team_id), len(by) + 1

    assert harness.approve(each.id, person, round_=last).startswith(BY_THEM) is (decides in by)

    if decides not in by:
        assert harness.the(each.id).touched_by is None
        harness.change(each.id, state=SendState.SCHEDULED.value)
        harness.ask_again(each.id, "The group now has 400 recipients.")
        assert harness.approve(each.id, TOM, round_=last + 1) == ""


def test_who_changed_it_before_anybody_was_asked_does_not_approve_it(harness: Harness) -> None:
    each = harness.asked()
    harness.change(each.id, touched_by=[TOM.user_id])

    assert harness.approve(each.id, TOM) == f"{BY_THEM} Ask <@U0PRIYA>."
    assert harness.approve(each.id, PRIYA) == ""


def test_a_change_somebody_else_approved_is_nobodys_any_more(harness: Harness) -> None:
    each = harness.asked()
    harness.ask_again(each.id, "The text was changed.", by=TOM.user_id)
    assert harness.approve(each.id, PRIYA, round_=2) == ""
    harness.change(each.id, state=SendState.SCHEDULED.value)
    harness.ask_again(each.id, "The group now has 400 recipients.")

    assert harness.request(each.id).asked_by is None
    assert harness.approve(each.id, TOM, round_=3) == ""


def test_who_changed_it_may_approve_as_the_only_approver_and_it_is_on_record(harness: Harness) -> None:
    harness.approvers = frozenset({"U0TOM"})
    each = harness.asked()
    harness.ask_again(each.id, "The text was changed.", by=TOM.user_id)

    assert harness.approve(each.id, TOM, round_=2) == ""
    assert harness.request(each.id).reason == ONLY_OTHER


def test_nobody_is_the_only_approver_while_others_may_be_unknown(harness: Harness) -> None:
    harness.approvers = frozenset({"U0MAYA", EVERYBODY})

    assert harness.approve(harness.asked().id, MAYA) == f"{OWN} Ask another approver."


def test_the_only_approver_may_approve_their_own_and_it_is_on_record(harness: Harness) -> None:
    harness.approvers = frozenset({"U0MAYA"})
    each = harness.asked()

    assert harness.approve(each.id, MAYA) == ""
    assert harness.request(each.id).reason == ONLY_APPROVER
    assert harness.released == [each.id]


def test_the_only_approver_is_somebody_else_then_your_own_stays(harness: Harness) -> None:
    harness.approvers = frozenset({"U0TOM"})

    assert harness.approve(harness.asked().id, MAYA) == f"{OWN} Ask <@U0TOM>."


def test_a_button_of_an_older_round_decides_nothing(harness: Harness) -> None:
    each = harness.asked()
    harness.approve(each.id)
    harness.ask_again(each.id, "The group now has 318 recipients (was 312).")

    assert harness.approve(each.id, TOM, 1) == OLDER
    assert harness.reject(each.id, PRIYA, 1) == OLDER
    assert harness.the(each.id).state is SendState.AWAITING_APPROVAL
    found = harness.request(each.id)
    assert (found.round, found.decision) == (2, None)
    assert found.changed == "The group now has 318 recipients (was 312)."
    assert harness.approve(each.id, TOM, 2) == ""
    assert harness.released == [each.id, each.id]


def test_what_cannot_be_released_stays_undecided(harness: Harness) -> None:
    each = harness.asked()
    harness.broken = UserError("The time has passed.")

    assert harness.approve(each.id) == "The time has passed."
    assert harness.request(each.id).decision is None
    assert harness.shown == []


def test_a_cancelled_one_cannot_be_decided(harness: Harness) -> None:
    each, quietly = harness.asked(), harness.asked()
    cancel(harness, each.id)
    cancel(harness, quietly.id, by=None)

    sentence = "<@U0MAYA> cancelled this, so there's nothing left to decide."
    assert harness.approve(each.id) == harness.reject(each.id) == sentence
    assert harness.approve(quietly.id) == "This was cancelled, so there's nothing left to decide."
    assert harness.request(each.id).decision is None


def test_nobody_decides_about_what_is_not_there(harness: Harness) -> None:
    assert harness.approve(NOWHERE) == harness.reject(NOWHERE) == GONE
    assert told(lambda: harness.decisions.must_be_rejectable(NOWHERE, TOM, 1)) == GONE


def test_a_series_that_takes_the_place_of_a_request_says_what_is_different(harness: Harness) -> None:
    old = a_broadcast()
    new = replace(old, id=NOWHERE)

    assert harness.approvals.rewritten(old, new) == "This takes the place of a request that was withdrawn."
    said = harness.approvals.rewritten(old, replace(new, body="Other words", people=313))
    assert "The text was changed. The group now has 313 recipients (was 312)." in said
