"""Changing what waits: only what was seen, by those who may, and paid for anew."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Who
from bot.errors import UserError
from bot.features.scheduled.edits import MOVED_ON, PASSED, THERE
from bot.features.scheduled.request import changes
from bot.features.sends.duplicate_checks import DuplicateError
from bot.features.sends.weekly import Weekly
from bot.policy.model import Limits
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, Send
from bot.store.sends.duplicates import fingerprint
from bot.store.states import SendState
from bot.texting import segments
from tests.clock import START
from tests.fakes.budgets import FakeBudgets
from tests.features.scheduled.changes import LONG, REPEATS, TOMORROW, Harness, request
from tests.features.scheduled.samples import GROUP, LATER, LIST, held, put, the
from tests.features.slack_harness import ADA, APO, MAYA, SAM


def test_words_that_the_number_gets_anyway_are_asked_about_once(harness: Harness) -> None:
    twin = put(harness.database, "twin", goes_at=TOMORROW)
    seen = put(harness.database, body="Your table is waiting")
    changed = request(seen, f"{twin.body}\u200b")

    with pytest.raises(DuplicateError) as asked:
        harness.changes.change(changed, MAYA)
    assert [each.id for each in asked.value.found] == [twin.id]
    assert the(harness.database, seen.id) == seen

    told = fingerprint(asked.value.found)
    with pytest.raises(DuplicateError):
        harness.changes.change(replace(changed, told="of others"), MAYA)
    assert harness.changes.change(replace(changed, told=told), MAYA).is_new


def test_a_time_that_brings_two_together_is_asked_about_too(harness: Harness) -> None:
    put(harness.database, "twin", goes_at=TOMORROW)
    seen = put(harness.database)

    harness.change(seen, message=None, at=TOMORROW + timedelta(hours=2))
    with pytest.raises(DuplicateError):
        harness.change(the(harness.database, seen.id), message=None, at=TOMORROW + timedelta(minutes=30))


@pytest.fixture
def harness(database: Database) -> Harness:
    return Harness(database)


def test_another_time_is_within_the_limit_of_a_week_and_the_same_one_is_not_asked_about(
    harness: Harness, database: Database
) -> None:
    seen = put(database, goes_at=LATER, undo_seconds=10)
    put(database, key="another", goes_at=TOMORROW)
    harness.changes._weekly = Weekly(Limits(person_per_week=1))

    with pytest.raises(UserError, match="the limit is 1"):
        harness.change(seen)
    assert the(database, seen.id) == seen

    now = harness.change(seen, at=LATER)
    assert (now.body, now.undo_seconds) == (LONG, None)


def test_words_and_time_are_changed_and_paid_for_anew(harness: Harness, database: Database) -> None:
    now = harness.change(put(database))
    assert (now.body, now.send_at, now.goes_at) == (LONG, TOMORROW, TOMORROW)
    assert (now.segments, now.credits, now.credits_upper) == (2, 2, 2)
    assert (now.state, now.held_by, now.decided_by) == (SendState.SCHEDULED, HeldBy.BOT, None)
    assert harness.shown == [now.id]


def test_everybody_in_a_group_is_paid_for(harness: Harness, database: Database) -> None:
    now = harness.change(put(database, **GROUP))
    assert (now.segments, now.credits, now.credits_upper) == (2, 600, 600)


def test_a_series_is_changed_elsewhere(harness: Harness, database: Database) -> None:
    for state in (SendState.AWAITING_APPROVAL, SendState.REJECTED):
        seen = put(database, key=state.value, state=state, recurrence=REPEATS)
        with pytest.raises(UserError, match=r"This text repeats|This one is over"):
            harness.change(seen)


def test_of_a_list_only_the_time_is_changed(harness: Harness, database: Database) -> None:
    seen = put(database, **LIST)
    for message in (None, LONG):
        seen = harness.change(seen, message=message, at=TOMORROW)
        assert (seen.body, seen.credits, seen.send_at) == ("Your table is ready", 300, TOMORROW)


def test_a_new_time_answers_what_the_send_asked_and_its_next_job_has_a_new_name(
    harness: Harness, database: Database
) -> None:
    seen = put(
        database,
        send_at=START - timedelta(hours=1),
        hold_code="quiet",
        hold_sentence="Night.",
        pending_values={"people": 3},
        quiet_override="U0ADA",
        wave=3,
    )
    now = harness.change(seen)
    assert (now.hold_code, now.hold_sentence, now.pending_values, now.quiet_override) == (None,) * 4
    assert now.wave == 4
    with database.read() as conn:
        assert [each.id for each in sends.due_scheduled(conn, TOMORROW)] == [now.id]


def test_of_a_new_time_alone_the_cost_stays_what_was_shown(harness: Harness, database: Database) -> None:
    seen = put(database, **GROUP | {"credits": 410, "credits_upper": 420, "segments": 2, "body": LONG})
    now = harness.change(seen, message=LONG)
    assert (now.segments, now.credits, now.credits_upper) == (2, 410, 420)


@pytest.mark.parametrize(("message", "cost"), [("Your table is ready", 310), (LONG, 620)])
def test_a_group_that_grew_is_paid_for_as_it_is_now(
    harness: Harness, database: Database, message: str, cost: int
) -> None:
    grown = {"people": 310, "segments": 1, "credits": 310, "credits_upper": 310}
    seen = put(database, **GROUP, hold_code="changed", hold_sentence="It grew.", pending_values=grown)
    now = harness.change(seen, message=message)
    assert (now.people, now.credits, now.credits_upper) == (310, cost, cost)


def test_the_same_time_keeps_the_leave_to_send_at_night(harness: Harness, database: Database) -> None:
    now = harness.change(put(database, quiet_override="U0ADA"), at=LATER)
    assert (now.quiet_override, now.wave) == ("U0ADA", 0)


def test_an_admin_may_change_other_peoples_and_it_is_recorded(harness: Harness, database: Database) -> None:
    assert harness.change(put(database), ADA).decided_by == "U0ADA"


@pytest.mark.parametrize("who", [SAM, APO])
def test_nobody_else_may(harness: Harness, database: Database, who: Who) -> None:
    seen = put(database)
    for attempt in (
        lambda: harness.change(seen, who),
        lambda: harness.changes.editable(seen.id, who),
        lambda: harness.changes.must_be_theirs(seen.id, who),
    ):
        with pytest.raises(UserError, match="because it's <@U0MAYA>'s"):
            attempt()
    assert the(database, seen.id) == seen


def test_ones_own_broadcast_needs_the_role_still(harness: Harness, database: Database) -> None:
    with pytest.raises(UserError, match=r"You need the \*broadcaster\* role"):
        harness.change(put(database, user_id="U0SAM", **GROUP), SAM)


def test_what_has_changed_meanwhile_is_left_alone(harness: Harness, database: Database) -> None:
    seen = put(database)
    harness.change(seen, message="First")
    with pytest.raises(UserError, match="has changed since you opened"):
        harness.change(seen, message="Second")
    assert the(database, seen.id).body == "First"


@pytest.mark.parametrize("state", [SendState.QUEUED, SendState.CANCELLED, SendState.SCHEDULED_AT_SMSIT])
def test_what_no_longer_waits_is_left_alone(harness: Harness, database: Database, state: SendState) -> None:
    with pytest.raises(UserError) as refused:
        harness.change(put(database, state=state))
    assert refused.value.sentence == PASSED


def test_what_smsit_is_to_hold_is_not_changed(harness: Harness, database: Database) -> None:
    seen = put(database, held_by=HeldBy.SMSIT, state=SendState.AWAITING_APPROVAL)
    with pytest.raises(UserError) as refused:
        harness.change(seen)
    assert refused.value.sentence == THERE


def test_a_send_that_is_gone_cannot_be_changed(harness: Harness) -> None:
    for attempt in (harness.changes.editable, harness.changes.must_be_theirs):
        with pytest.raises(UserError):
            attempt("0" * 32, MAYA)


def test_the_same_submission_delivered_again_changes_nothing(harness: Harness, database: Database) -> None:
    seen = put(database)
    harness.approvals.says = "The text was changed."
    now = harness.change(seen)
    assert harness.change(seen) == now
    assert len(harness.approvals.asked) == 1


def test_a_budget_is_asked_with_the_new_cost_and_day_and_may_refuse(
    harness: Harness, database: Database
) -> None:
    seen = put(database)
    harness.budgets.left = 1
    with pytest.raises(UserError, match="budget"):
        harness.change(seen)
    assert the(database, seen.id) == seen
    ((asked, goes_at),) = harness.budgets.asked
    assert (asked.credits_upper, goes_at) == (2, TOMORROW)


def test_the_same_words_and_time_answer_what_a_send_asks(harness: Harness, database: Database) -> None:
    now = harness.change(put(database, hold_code="late"), message="Your table is ready", at=LATER)
    assert (now.hold_code, now.wave) == (None, 1)


def test_nothing_is_written_over_what_moved_between_look_and_change(
    harness: Harness, database: Database
) -> None:
    seen = put(database)

    class Moving(FakeBudgets):
        def check(self, conn: object, send: Send, goes_at: datetime) -> None:
            sends.move(conn, send.id, SendState.QUEUED, now=START)

    harness.changes._budgets = Moving()
    with pytest.raises(UserError) as refused:
        harness.change(seen)
    assert refused.value.sentence == MOVED_ON
    assert the(database, seen.id) == seen


def test_the_words_are_not_in_a_repr() -> None:
    assert LONG not in repr(request(held()))


@given(st.text(min_size=1, max_size=400), st.integers(1, 5000))
def test_a_change_costs_what_its_words_cost_each_person(message: str, people: int) -> None:
    old = held(**(GROUP | {"people": people}))
    values = changes(old, request(old, message), START)
    measure = segments.measure(message)
    assert values["segments"] == measure.segments
    assert values["credits"] == measure.segments * people
    assert values["credits_upper"] == measure.upper_bound * people >= values["credits"]
    assert values["goes_at"] == values["send_at"] == TOMORROW


@pytest.mark.parametrize("state", [SendState.REJECTED, SendState.EXPIRED, SendState.AWAITING_APPROVAL])
@pytest.mark.parametrize("at", [None, LATER])
def test_leave_to_send_at_night_does_not_outlive_the_night_it_was_given_for(
    harness: Harness, database: Database, state: SendState, at: datetime | None
) -> None:
    now = {
        "state": state,
        "quiet_override": "U0ADA",
        "send_at": at,
        "held_by": HeldBy.BOT if at else HeldBy.NONE,
    }
    after = harness.change(put(database, **GROUP | now), at=at)
    waited_for_it = state is SendState.AWAITING_APPROVAL and at is not None
    assert after.quiet_override == ("U0ADA" if waited_for_it else None)
