"""Approvals: asked for, decided once by the right person, and lapsing when what was approved changes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.approvals.service import (
    BY_THEM,
    GONE,
    LAPSED,
    OLDER,
    ONLY_APPROVER,
    ONLY_OTHER,
    OTHERWISE,
    OWN,
)
from bot.features.approvals.texts import FORGOTTEN, Text
from bot.slack.errors import UserError
from bot.slack.roles import EVERYBODY
from bot.store import approvals, sends
from bot.store.approvals import Decision
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.approvals.broadcasts import MAYA, PRIYA, RULES, SERIES, TOM, Office, told
from tests.features.sends import BODY

DAY = timedelta(days=1)
NOWHERE = "0" * 32


def cancel(office: Office, send_id: str, by: str | None = "U0MAYA") -> None:
    with office.database.write() as conn:
        assert sends.move(conn, send_id, SendState.CANCELLED, now=office.clock(), decided_by=by)


def test_a_request_is_recorded_and_drawn(office: Office) -> None:
    each = office.asked()

    found = office.request(each.id)
    assert (found.round, found.asked_at, found.expires_at, found.changed) == (1, START, START + DAY, None)
    assert (found.decision, found.facts["people"]) == (None, 312)
    assert office.version(each.id) > 0
    assert BODY not in str(found.facts)


def test_a_request_lapses_no_later_than_its_time(office: Office) -> None:
    soon, late, missed = (timedelta(hours=2), timedelta(days=3), timedelta(minutes=-1))

    assert office.request(office.asked(send_at=START + soon).id).expires_at == START + soon
    assert office.request(office.asked(send_at=START + late).id).expires_at == START + DAY
    assert office.request(office.asked(send_at=START + missed).id).expires_at == START + DAY


def test_why_a_second_person_is_needed(office: Office) -> None:
    each = office.asked()

    assert office.approvals.reasons(each) == ("312 people, more than 100",)
    assert office.approvals.reasons(replace(each, kind=SendKind.CONTACT)) == ()


def test_nobody_is_asked_about_most_sends(office: Office) -> None:
    with office.database.read() as conn:
        assert office.approvals.standing(conn, NOWHERE) is None


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


def test_what_a_request_does_not_say_is_told(office: Office) -> None:
    each = office.asked()
    with office.database.read() as conn:
        assert office.approvals.differs(conn, each) == ""
        assert office.approvals.differs(conn, replace(each, id=NOWHERE)) == ""
        changed = replace(each, body="Other", credits=313)
        told_ = office.approvals.differs(conn, changed)
    assert told_ == "The text was changed. It takes 313 credits, not 312."


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


def test_asking_again_draws_the_request_again(office: Office) -> None:
    each = office.asked()
    before = office.version(each.id)
    office.ask_again(each.id, "")

    assert office.version(each.id) > before


def test_what_changed_behind_a_request_is_not_approved(office: Office) -> None:
    each = office.asked()
    office.change(each.id, body="Another text")

    assert office.approve(each.id) == OTHERWISE
    assert office.released == []


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


def test_what_nobody_decided_in_time_expires(either_office: Office, clock: FakeClock) -> None:
    office = either_office
    each, decided = office.asked(), office.asked()
    office.approve(decided.id)
    office.shown.clear()
    clock.advance(hours=23, minutes=59)
    office.approvals.expire()
    assert office.the(each.id).state is SendState.AWAITING_APPROVAL

    clock.advance(minutes=1)
    assert office.approve(each.id) == office.reject(each.id) == LAPSED  # before the clock's tick comes round
    office.approvals.expire()
    office.approvals.expire()

    assert office.the(each.id).state is SendState.EXPIRED
    assert office.request(each.id).decision is Decision.EXPIRED
    assert office.shown == [each.id]
    assert office.approve(each.id) == LAPSED
    assert office.the(decided.id).state is SendState.QUEUED


def test_what_was_decided_or_asked_anew_meanwhile_does_not_expire(
    office: Office, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled, again = office.asked(), office.asked()
    clock.advance(days=1)
    cancel(office, cancelled.id)
    office.ask_again(again.id, "")
    monkeypatch.setattr(approvals, "overdue", lambda *_: (cancelled.id, again.id, NOWHERE))

    office.approvals.expire()

    assert office.the(cancelled.id).state is SendState.CANCELLED
    assert office.the(again.id).state is SendState.AWAITING_APPROVAL
    assert office.shown == []


def test_a_form_opens_only_while_there_is_something_to_decide(office: Office) -> None:
    each = office.asked()

    assert told(lambda: office.approvals.must_wait(each.id, 1)) == ""
    office.approve(each.id)
    assert "already" in told(lambda: office.approvals.must_wait(each.id, 1))


def test_the_words_are_shown_while_they_are_kept(office: Office) -> None:
    each = office.asked()
    assert office.approvals.text(each.id) == Text(BODY)

    office.change(each.id, body=None)
    for send_id in (each.id, NOWHERE):
        with pytest.raises(UserError, match=FORGOTTEN):
            office.approvals.text(send_id)


def test_an_approval_stands_while_nothing_changes(office: Office) -> None:
    each = office.asked()
    office.approve(each.id)

    assert office.changed(office.the(each.id)) == ""


def test_an_approval_lapses_when_the_group_grew(office: Office) -> None:
    each = office.asked()
    office.approve(each.id)
    now = replace(office.the(each.id), people=318, credits=318, credits_upper=318)

    assert office.changed(now) == "The group has 318 people now, it had 312. It takes 318 credits, not 312."


def test_a_small_change_of_figures_may_be_tolerated(database: Database, clock: FakeClock) -> None:
    office = Office(database, clock, replace(RULES, tolerance_percent=2))
    each = office.asked()
    office.approve(each.id)
    now = replace(office.the(each.id), people=318, credits=318, credits_upper=318)

    assert office.changed(now) == ""
    assert office.changed(replace(now, people=319)) == "The group has 319 people now, it had 312."
    assert office.changed(replace(now, body="Another text")) == "The text was changed."


def test_what_needs_no_second_person_any_more_may_go(office: Office) -> None:
    each = office.asked()

    assert office.changed(replace(each, people=100, credits_upper=100)) == ""


def test_what_was_never_approved_may_not_go(office: Office) -> None:
    each, rejected = office.asked(), office.asked()
    office.reject(rejected.id)

    unasked = replace(each, id=NOWHERE, recurrence=SERIES)
    assert office.changed(unasked) == (
        "It needs a second person now: 312 people, more than 100 and it repeats (1 time)."
    )
    assert office.changed(each) == office.changed(rejected)
    assert office.changed(each) == "It needs a second person, and nobody has approved it."
