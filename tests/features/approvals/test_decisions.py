"""Decisions about a request: once, by the right person, and about what was asked."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.access import EVERYBODY
from bot.errors import UserError
from bot.features.approvals.service import BY_THEM, GONE, OLDER, ONLY_APPROVER, ONLY_OTHER, OWN
from bot.store.approvals import Decision
from bot.store.states import SendState
from tests.clock import START
from tests.features.approvals.broadcasts import MAYA, NOWHERE, PRIYA, TOM, Office, cancel, told


def test_an_approval_lets_it_go(either_office: Office) -> None:
    office = either_office
    each = office.asked()

    assert office.approve(each.id) == ""
    found = office.request(each.id)
    assert (found.decision, found.decided_by, found.decided_at) == (Decision.APPROVED, "U0TOM", START)
    assert found.reason is None
    assert office.the(each.id).state is SendState.QUEUED
    assert office.released == office.shown == [each.id]


def test_the_same_press_delivered_again_changes_nothing(office: Office) -> None:
    each = office.asked()

    assert [office.approve(each.id), office.approve(each.id)] == ["", ""]
    assert office.released == [each.id]


def test_a_rejection_ends_it_with_its_reason(either_office: Office) -> None:
    office = either_office
    each = office.asked()

    assert office.reject(each.id, reason="  Wrong week.\n") == ""
    assert office.reject(each.id, reason="Wrong week.") == ""
    found = office.request(each.id)
    assert (found.decision, found.decided_by, found.reason) == (Decision.REJECTED, "U0TOM", "Wrong week.")
    assert (office.the(each.id).state, office.the(each.id).decided_by) == (SendState.REJECTED, "U0TOM")
    assert office.released == []
    assert office.shown == [each.id]


def test_who_comes_second_is_told_who_decided(office: Office) -> None:
    approved, rejected = office.asked(), office.asked()
    office.approve(approved.id)
    office.reject(rejected.id)

    assert office.approve(approved.id, PRIYA) == "<@U0TOM> has approved this already."
    assert office.reject(approved.id, PRIYA) == "<@U0TOM> has approved this already."
    assert office.approve(rejected.id, PRIYA) == "<@U0TOM> has rejected this already."
    assert office.approve(rejected.id, TOM) == "<@U0TOM> has rejected this already."
    assert office.the(rejected.id).state is SendState.REJECTED


def test_of_two_at_the_same_moment_one_decides(either_office: Office) -> None:
    office = either_office
    each = office.asked()
    together = threading.Barrier(4)
    people = (TOM, PRIYA)

    def press(number: int) -> str:
        together.wait()
        act = office.approve if number < 2 else office.reject
        return act(each.id, people[number % 2])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, range(4)))

    found = office.request(each.id)
    is_approved = found.decision is Decision.APPROVED
    assert answers.count("") == 1
    assert set(answers) == {"", f"<@{found.decided_by}> has {found.decision} this already."}
    assert office.released == ([each.id] if is_approved else [])
    assert office.the(each.id).state is (SendState.QUEUED if is_approved else SendState.REJECTED)


def test_your_own_is_for_somebody_else_to_approve(office: Office) -> None:
    office.approvers |= {"U0MAYA"}
    each = office.asked()

    assert office.approve(each.id, MAYA) == OWN
    assert office.the(each.id).state is SendState.AWAITING_APPROVAL
    assert office.request(each.id).decision is None


def test_who_changed_it_does_not_approve_that_change(either_office: Office) -> None:
    office = either_office
    each = office.asked()
    office.ask_again(each.id, "The text was changed.", by=TOM.user_id)

    assert office.request(each.id).asked_by == TOM.user_id
    assert office.approve(each.id, TOM, round_=2) == BY_THEM
    assert office.the(each.id).state is SendState.AWAITING_APPROVAL
    assert office.approve(each.id, PRIYA, round_=2) == ""


@pytest.mark.parametrize("by", ["U0MAYA", ""])
def test_a_change_nobody_approved_stays_theirs_when_the_owner_or_the_bot_adds_to_it(
    office: Office, by: str
) -> None:
    each = office.asked()
    office.ask_again(each.id, "The text was changed.", by=TOM.user_id)
    office.ask_again(each.id, "The time was moved.", by=by)

    assert office.approve(each.id, TOM, round_=3) == BY_THEM
    assert office.approve(each.id, PRIYA, round_=3) == ""


def test_a_change_somebody_else_approved_is_nobodys_any_more(office: Office) -> None:
    each = office.asked()
    office.ask_again(each.id, "The text was changed.", by=TOM.user_id)
    assert office.approve(each.id, PRIYA, round_=2) == ""
    office.change(each.id, state=SendState.SCHEDULED.value)
    office.ask_again(each.id, "The group has 400 people now.")

    assert office.request(each.id).asked_by is None
    assert office.approve(each.id, TOM, round_=3) == ""


def test_who_changed_it_may_approve_as_the_only_approver_and_it_is_on_record(office: Office) -> None:
    office.approvers = frozenset({"U0TOM"})
    each = office.asked()
    office.ask_again(each.id, "The text was changed.", by=TOM.user_id)

    assert office.approve(each.id, TOM, round_=2) == ""
    assert office.request(each.id).reason == ONLY_OTHER


def test_nobody_is_the_only_approver_while_others_may_be_unknown(office: Office) -> None:
    office.approvers = frozenset({"U0MAYA", EVERYBODY})

    assert office.approve(office.asked().id, MAYA) == OWN


def test_the_only_approver_may_approve_their_own_and_it_is_on_record(office: Office) -> None:
    office.approvers = frozenset({"U0MAYA"})
    each = office.asked()

    assert office.approve(each.id, MAYA) == ""
    assert office.request(each.id).reason == ONLY_APPROVER
    assert office.released == [each.id]


def test_the_only_approver_is_somebody_else_then_your_own_stays(office: Office) -> None:
    office.approvers = frozenset({"U0TOM"})

    assert office.approve(office.asked().id, MAYA) == OWN


def test_a_button_of_an_older_round_decides_nothing(office: Office) -> None:
    each = office.asked()
    office.approve(each.id)
    office.ask_again(each.id, "The group has 318 people now, it had 312.")

    assert office.approve(each.id, TOM, 1) == OLDER
    assert office.reject(each.id, PRIYA, 1) == OLDER
    assert office.the(each.id).state is SendState.AWAITING_APPROVAL
    found = office.request(each.id)
    assert (found.round, found.decision) == (2, None)
    assert found.changed == "The group has 318 people now, it had 312."
    assert office.approve(each.id, TOM, 2) == ""
    assert office.released == [each.id, each.id]


def test_what_cannot_be_released_stays_undecided(office: Office) -> None:
    each = office.asked()
    office.broken = UserError("The time has passed.")

    assert office.approve(each.id) == "The time has passed."
    assert office.request(each.id).decision is None
    assert office.shown == []


def test_a_cancelled_one_cannot_be_decided(office: Office) -> None:
    each, quietly = office.asked(), office.asked()
    cancel(office, each.id)
    cancel(office, quietly.id, by=None)

    sentence = "There is nothing to decide any more: <@U0MAYA> cancelled it."
    assert office.approve(each.id) == office.reject(each.id) == sentence
    assert "whoever asked cancelled it" in office.approve(quietly.id)
    assert office.request(each.id).decision is None


def test_nobody_decides_about_what_is_not_there(office: Office) -> None:
    assert office.approve(NOWHERE) == office.reject(NOWHERE) == GONE
    assert told(lambda: office.approvals.must_wait(NOWHERE, 1)) == GONE
