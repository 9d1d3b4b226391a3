"""What people decide about a list under way, once each, however often Slack delivers the press."""

from datetime import UTC, datetime, time

import pytest

from bot.errors import UserError
from bot.features.lists.lanes import RESULT, TIDY
from bot.features.lists.pauses import Why
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import lists, rows
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.features.lists.harness import BOSS, MAYA, Harness, number


def test_a_paused_list_sends_nothing_until_it_is_resumed(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.decisions.pause(list_id, MAYA, 0)
    harness.run()
    assert harness.carrier.texted == []
    assert (harness.the(list_id).state, harness.the(list_id).decided_by) == (SendState.PAUSED, "U0MAYA")
    harness.decisions.resume(list_id, MAYA, 0)
    harness.run()
    assert harness.counts(list_id) == {SendState.ACCEPTED: 6}


def test_the_same_press_again_changes_nothing(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.decisions.pause(list_id, MAYA, 0)
    harness.decisions.pause(list_id, MAYA, 0)
    harness.decisions.resume(list_id, MAYA, 0)
    harness.decisions.resume(list_id, MAYA, 0)
    assert harness.the(list_id).state is SendState.RUNNING
    assert harness.the(list_id).wave == 1


def test_an_old_pause_does_not_stop_a_list_that_was_resumed(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.decisions.pause(list_id, MAYA, 0)
    harness.decisions.resume(list_id, MAYA, 0)
    with pytest.raises(UserError, match="out of date"):
        harness.decisions.pause(list_id, MAYA, 0)
    assert harness.the(list_id).state is SendState.RUNNING


def test_an_old_resume_does_not_start_a_list_that_was_paused_again(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.decisions.pause(list_id, MAYA, 0)
    harness.decisions.resume(list_id, MAYA, 0)
    harness.decisions.pause(list_id, MAYA, 1)
    with pytest.raises(UserError, match="out of date"):
        harness.decisions.resume(list_id, MAYA, 0)
    assert harness.the(list_id).state is SendState.PAUSED


def test_a_list_that_ended_cannot_be_paused_or_cancelled(harness: Harness) -> None:
    list_id = harness.queued(3)
    harness.run()
    with pytest.raises(UserError, match="isn't running"):
        harness.decisions.pause(list_id, MAYA, 0)
    with pytest.raises(UserError, match="too late"):
        harness.decisions.cancel(list_id, MAYA)


@pytest.mark.parametrize("how", ["pause", "resume"])
def test_nothing_is_decided_about_what_is_no_list(harness: Harness, how: str) -> None:
    draft = harness.a_list(1)
    row = harness.rows(draft)[0].id
    for send_id in ("0" * 32, draft, row):
        with pytest.raises(UserError, match="no longer available"):
            getattr(harness.decisions, how)(send_id, MAYA, 0)


def test_a_cancelled_list_sends_no_further_row(harness: Harness) -> None:
    list_id = harness.started(9)
    harness.step()
    harness.decisions.cancel(list_id, MAYA)
    harness.decisions.cancel(list_id, MAYA)
    harness.run()
    assert len(harness.carrier.texted) == 3
    assert harness.counts(list_id) == {SendState.ACCEPTED: 3, SendState.CANCELLED: 6}
    assert harness.the(list_id).decided_by == "U0MAYA"


def test_the_result_of_a_cancelled_list_comes_when_its_last_texts_have_ended(harness: Harness) -> None:
    list_id = harness.started(3)
    harness.decisions.cancel(list_id, MAYA)
    found = [(args["to"], delay) for _key, _name, args, delay in harness.jobs.waiting(RESULT)]
    assert found == [("thread", 90.0), ("U0MAYA", 90.0)]


def test_a_list_cancelled_before_it_began_has_no_result(harness: Harness) -> None:
    list_id = harness.queued(3)
    harness.decisions.cancel(list_id, MAYA)
    assert harness.jobs.waiting(RESULT) == []
    assert len(harness.jobs.waiting(TIDY)) == 1
    harness.run()
    assert harness.counts(list_id) == {SendState.CANCELLED: 3}


def test_rows_are_cancelled_a_page_at_a_time(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows.cancel, "__defaults__", (2,))
    list_id = harness.started(9)
    harness.decisions.cancel(list_id, MAYA)
    harness.run()
    assert harness.counts(list_id) == {SendState.CANCELLED: 9}


# --- quiet hours


@pytest.fixture
def night(database: Database, small_blocks: None) -> Harness:
    clock = FakeClock(datetime(2026, 11, 24, 4, 30, tzinfo=UTC))
    harness = Harness(database, clock, windows={"US": Window(time(21), time(8))})
    harness.started(6)
    clock.advance(minutes=45)
    harness.step()
    return harness


def only_list(harness: Harness) -> str:
    with harness.database.read() as conn:
        (send,) = lists.under_way(conn, SendState.PAUSED)
    return send.id


def test_going_on_in_quiet_hours_takes_a_role(night: Harness) -> None:
    list_id = only_list(night)
    with pytest.raises(UserError, match=r"You need the \*admin\* role"):
        night.decisions.resume(list_id, MAYA, 0)
    night.decisions.resume(list_id, BOSS, 0)
    assert night.the(list_id).quiet_override == "U0BOSS"
    night.run()
    assert night.counts(list_id) == {SendState.ACCEPTED: 6}


def test_after_quiet_hours_anybody_goes_on_and_nothing_is_overridden(night: Harness) -> None:
    list_id = only_list(night)
    assert night.the(list_id).hold_code == Why.QUIET
    night.clock.advance(hours=11)
    night.decisions.resume(list_id, MAYA, 0)
    assert night.the(list_id).quiet_override is None
    night.run()
    assert sorted(night.carrier.texted) == [number(place) for place in range(1, 7)]


def test_a_leave_for_one_night_is_none_for_the_next(night: Harness) -> None:
    list_id = only_list(night)
    night.decisions.resume(list_id, BOSS, 0)
    night.decisions.pause(list_id, MAYA, 1)
    night.run()
    night.clock.advance(hours=24)
    night.decisions.resume(list_id, MAYA, 1)
    assert night.the(list_id).quiet_override is None
    night.run()
    assert night.the(list_id).hold_code == Why.QUIET
    assert night.carrier.texted == []


def test_who_may_send_at_night_keeps_the_leave_and_gives_one_even_without_an_end(night: Harness) -> None:
    list_id = only_list(night)
    forget_the_end(night, list_id)
    night.decisions.resume(list_id, BOSS, 0)
    night.decisions.pause(list_id, MAYA, 1)
    night.decisions.resume(list_id, BOSS, 1)
    assert night.the(list_id).quiet_override == "U0BOSS"


def test_quiet_hours_without_an_end_in_sight_are_looked_at_anew(night: Harness) -> None:
    list_id = only_list(night)
    forget_the_end(night, list_id)
    night.decisions.resume(list_id, MAYA, 0)
    night.run()
    assert night.the(list_id).hold_code == Why.QUIET


def forget_the_end(night: Harness, list_id: str) -> None:
    with night.database.write() as conn:
        sends.note_values(conn, list_id, now=night.clock(), hold_until=None)
