"""What the clock does for lists."""

import pytest

from bot.engine.attempts import Refused, Unknown
from bot.features.lists.lanes import RESULT
from bot.features.lists.pausing import Why
from bot.features.lists.upkeep import outcome
from bot.store import sends
from bot.store.states import SendState
from tests.clock import FakeClock
from tests.features.lists.works import MAYA, Works

S = SendState


def sent(works: Works, count: int = 4) -> str:
    list_id = works.queued(count)
    works.run()
    return list_id


def test_a_list_waits_for_its_reports(works: Works) -> None:
    list_id = sent(works)
    works.upkeep.settle()
    assert works.the(list_id).state is S.ACCEPTED


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
    works: Works, reports: tuple[SendState, ...], state: SendState
) -> None:
    list_id = sent(works)
    works.report(list_id, *reports)
    works.upkeep.settle()
    works.upkeep.settle()
    assert works.the(list_id).state is state
    assert [args["to"] for _key, _name, args, _delay in works.jobs.waiting(RESULT)] == ["thread", "U0MAYA"]


def test_a_list_of_which_nothing_was_taken_is_not_delivered(works: Works) -> None:
    list_id = works.queued(2)
    works.carrier.answers.extend([Refused("-6", "no")] * 2)
    works.run()
    works.upkeep.settle()
    assert works.the(list_id).state is S.UNDELIVERED


def test_doubtful_rows_keep_a_list_open_for_a_week(works: Works, clock: FakeClock) -> None:
    list_id = works.queued(1)
    works.carrier.answers.append(Unknown("timeout"))
    works.run()
    clock.advance(days=6)
    works.upkeep.settle()
    assert works.the(list_id).state is S.ACCEPTED
    clock.advance(days=2)
    works.upkeep.settle()
    assert works.the(list_id).state is S.NO_NEWS


def test_figures_that_changed_are_drawn_once(works: Works) -> None:
    list_id = sent(works)
    works.upkeep.settle()
    before = works.shown[list_id]
    works.upkeep.settle()
    assert works.shown[list_id] == before
    with works.database.write() as conn:
        sends.move(conn, works.rows(list_id)[0].id, S.DELIVERED, now=works.clock())
    works.upkeep.settle()
    assert works.shown[list_id] == before + 1


def test_reports_on_a_cancelled_list_are_drawn_too(works: Works) -> None:
    list_id = works.started(6)
    works.step()
    works.decisions.cancel(list_id, MAYA)
    works.run()
    works.upkeep.settle()
    before = works.shown[list_id]
    works.report(list_id, S.DELIVERED)
    works.upkeep.settle()
    assert works.shown[list_id] == before + 1
    assert works.the(list_id).state is S.CANCELLED


def test_what_ends_after_a_pause_is_drawn_too(works: Works) -> None:
    list_id = works.started(6)
    works.step()
    works.decisions.pause(list_id, MAYA, 0)
    works.upkeep.settle()
    before = works.shown[list_id]
    works.report(list_id, S.DELIVERED)
    works.upkeep.settle()
    assert works.shown[list_id] == before + 1
    assert works.the(list_id).state is S.PAUSED


def test_rows_sent_again_whose_job_was_lost_get_another(works: Works, clock: FakeClock) -> None:
    list_id = works.queued(1)
    works.carrier.answers.append(Unknown("timeout"))
    works.run()
    works.settling.settle_unknown(works.about(list_id), MAYA, "1.1", again=True)
    works.jobs.forget_all()
    works.upkeep.settle()
    assert works.jobs.waiting() == []
    clock.advance(minutes=9)
    works.upkeep.settle()
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 1}


def test_a_list_that_stood_still_for_too_long_asks(works: Works, clock: FakeClock) -> None:
    list_id = works.started(3)
    works.jobs.forget_all()
    clock.advance(minutes=61)
    works.upkeep.repair()
    assert works.the(list_id).outcome_code == Why.LATE
    assert works.jobs.waiting() == []


@pytest.mark.parametrize("end", [S.REJECTED, S.EXPIRED])
def test_rows_of_a_list_nobody_approved_are_cancelled(works: Works, end: SendState) -> None:
    list_id = works.a_list(3)
    with works.database.write() as conn:
        sends.move(conn, list_id, S.AWAITING_APPROVAL, now=works.clock())
        sends.move(conn, list_id, end, now=works.clock())
    works.upkeep.tidy()
    assert works.counts(list_id) == {S.CANCELLED: 3}
    before = works.shown[list_id]
    works.upkeep.tidy()
    assert works.shown[list_id] == before


def test_a_long_list_is_tidied_in_several_ticks(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.lists.upkeep.PAGES_AT_ONCE", 1)
    monkeypatch.setattr("bot.store.sends.rows.cancel.__defaults__", (2,))
    list_id = works.queued(3)
    with works.database.write() as conn:
        sends.move(conn, list_id, S.CANCELLED, now=works.clock())
    works.upkeep.tidy()
    assert works.counts(list_id) == {S.CANCELLED: 2, S.DRAFT: 1}
    works.upkeep.tidy()
    assert works.counts(list_id) == {S.CANCELLED: 3}


def test_the_parts_of_the_tick_have_names(works: Works) -> None:
    assert list(works.upkeep.parts()) == ["lists repair", "lists settle", "lists tidy"]


def test_what_is_unknown_is_not_called_delivered() -> None:
    assert outcome({S.DELIVERED: 3, S.UNKNOWN: 1}) is S.NO_NEWS
    assert outcome({S.DELIVERED: 3, S.REFUSED: 1}) is S.DELIVERED
    assert outcome({}) is S.UNDELIVERED
