"""What the clock does for lists."""

import pytest

from bot.engine.attempts import Refused, Unknown
from bot.features.lists.lanes import RESULT
from bot.features.lists.pauses import Why
from bot.features.lists.upkeep import outcome
from bot.store import sends
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.harness import MAYA, Harness

S = SendState


def sent(harness: Harness, count: int = 4) -> str:
    list_id = harness.queued(count)
    harness.run()
    return list_id


def test_a_list_waits_for_its_reports(harness: Harness) -> None:
    list_id = sent(harness)
    harness.upkeep.settle()
    assert harness.the(list_id).state is S.ACCEPTED


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ((S.DELIVERED,), S.DELIVERED),
        ((S.UNDELIVERED,), S.UNDELIVERED),
        ((S.DELIVERED, S.UNDELIVERED), S.NO_NEWS),
        ((S.NO_NEWS,), S.NO_NEWS),
    ],
)
def test_a_list_ends_when_nothing_more_can_be_learned(
    harness: Harness, reports: tuple[SendState, ...], state: SendState
) -> None:
    list_id = sent(harness)
    harness.report(list_id, *reports)
    harness.upkeep.settle()
    harness.upkeep.settle()
    assert harness.the(list_id).state is state
    assert [args["to"] for _key, _name, args, _delay in harness.jobs.waiting(RESULT)] == ["thread", "U0MAYA"]


def test_a_list_of_which_nothing_was_taken_is_not_delivered(harness: Harness) -> None:
    list_id = harness.queued(2)
    harness.carrier.replies.extend([Refused("-6", "no")] * 2)
    harness.run()
    harness.upkeep.settle()
    assert harness.the(list_id).state is S.UNDELIVERED


def test_doubtful_rows_keep_a_list_open_for_a_week(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.queued(1)
    harness.carrier.replies.append(Unknown("timeout"))
    harness.run()
    clock.advance(days=6)
    harness.upkeep.settle()
    assert harness.the(list_id).state is S.ACCEPTED
    clock.advance(days=2)
    harness.upkeep.settle()
    assert harness.the(list_id).state is S.NO_NEWS


def test_figures_that_changed_are_drawn_once(harness: Harness) -> None:
    list_id = sent(harness)
    harness.upkeep.settle()
    before = harness.shown[list_id]
    harness.upkeep.settle()
    assert harness.shown[list_id] == before
    with harness.database.write() as conn:
        sends.move(conn, harness.rows(list_id)[0].id, S.DELIVERED, now=harness.clock())
    harness.upkeep.settle()
    assert harness.shown[list_id] == before + 1


def test_reports_on_a_cancelled_list_are_drawn_too(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.step()
    harness.decisions.cancel(list_id, MAYA)
    harness.run()
    harness.upkeep.settle()
    before = harness.shown[list_id]
    harness.report(list_id, S.DELIVERED)
    harness.upkeep.settle()
    assert harness.shown[list_id] == before + 1
    assert harness.the(list_id).state is S.CANCELLED


def test_what_ends_after_a_pause_is_drawn_too(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.step()
    harness.decisions.pause(list_id, MAYA, 0)
    harness.upkeep.settle()
    before = harness.shown[list_id]
    harness.report(list_id, S.DELIVERED)
    harness.upkeep.settle()
    assert harness.shown[list_id] == before + 1
    assert harness.the(list_id).state is S.PAUSED


def test_rows_sent_again_whose_job_was_lost_get_another(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.queued(1)
    harness.carrier.replies.append(Unknown("timeout"))
    harness.run()
    harness.row_decisions.settle_unknown(harness.about(list_id), MAYA, "1.1", again=True)
    harness.jobs.forget_all()
    harness.upkeep.settle()
    assert harness.jobs.waiting() == []
    clock.advance(minutes=9)
    harness.upkeep.settle()
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 1}


def test_a_list_that_stood_still_for_too_long_asks(harness: Harness, clock: FakeClock) -> None:
    list_id = harness.started(3)
    harness.jobs.forget_all()
    clock.advance(minutes=61)
    harness.upkeep.repair()
    assert harness.the(list_id).hold_code == Why.LATE
    assert harness.jobs.waiting() == []


@pytest.mark.parametrize("end", [S.REJECTED, S.EXPIRED])
def test_rows_of_a_list_nobody_approved_are_cancelled(harness: Harness, end: SendState) -> None:
    list_id = harness.a_list(3)
    with harness.database.write() as conn:
        sends.move(conn, list_id, S.AWAITING_APPROVAL, now=harness.clock())
        sends.move(conn, list_id, end, now=harness.clock())
    harness.upkeep.tidy()
    assert harness.counts(list_id) == {S.CANCELLED: 3}
    before = harness.shown[list_id]
    harness.upkeep.tidy()
    assert harness.shown[list_id] == before


def test_a_long_list_is_tidied_in_several_ticks(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.lists.upkeep.PAGES_AT_ONCE", 1)
    monkeypatch.setattr("bot.store.sends.rows.cancel.__defaults__", (2,))
    list_id = harness.queued(3)
    with harness.database.write() as conn:
        sends.move(conn, list_id, S.CANCELLED, now=harness.clock())
    harness.upkeep.tidy()
    assert harness.counts(list_id) == {S.CANCELLED: 2, S.DRAFT: 1}
    harness.upkeep.tidy()
    assert harness.counts(list_id) == {S.CANCELLED: 3}


def test_the_parts_of_the_tick_have_names(harness: Harness) -> None:
    assert list(harness.upkeep.parts()) == ["lists words", "lists repair", "lists settle", "lists tidy"]


@pytest.mark.parametrize("state", [S.REFUSED, S.CANCELLED])
def test_a_list_with_rows_that_were_not_sent_is_not_all_delivered(state: SendState) -> None:
    assert outcome({S.DELIVERED: 3, state: 1}) is S.NO_NEWS
    assert outcome({S.UNDELIVERED: 3, state: 1}) is S.UNDELIVERED


def test_what_is_unknown_is_not_called_delivered() -> None:
    assert outcome({S.DELIVERED: 3, S.UNKNOWN: 1}) is S.NO_NEWS
    assert outcome({S.DELIVERED: 3}) is S.DELIVERED
    assert outcome({}) is S.UNDELIVERED
