"""Rows of unknown outcome: exactly those a person saw are settled; sent again, they are paid for again."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.access import Who
from bot.engine.attempts import Refused, Unknown
from bot.errors import UserError
from bot.features.lists import settling
from bot.features.lists.ids import Doubtful
from bot.features.lists.lanes import SETTLE
from bot.policy.model import Budgets as Rules
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import lists
from bot.store.sends.lists import Unknown as Doubt
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.features.budgets.spending import the_budgets
from tests.features.lists.stand_ins import Crash
from tests.features.lists.works import BOSS, MAYA, Works, number

S = SendState


def doubtful(works: Works, count: int = 2) -> tuple[str, Doubtful]:
    """A list of four whose first rows got no clear answer, and what its buttons carry."""
    list_id = works.queued(4)
    works.carrier.answers.extend([Unknown("timeout")] * count)
    works.run()
    return list_id, works.about(list_id)


def settle(works: Works, about: Doubtful, *, again: bool, press: str = "1.1") -> None:
    works.settling.settle_unknown(about, MAYA, press, again=again)


def test_doubtful_rows_are_marked_as_sent_and_followed(works: Works) -> None:
    list_id, about = doubtful(works)
    settle(works, about, again=False)
    settle(works, about, again=False)
    assert len(works.jobs.waiting(SETTLE)) == 1
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 4}
    assert {row.decided_by for row in works.rows(list_id)} == {None, "U0MAYA"}


def test_doubtful_rows_are_sent_again_once(works: Works) -> None:
    list_id, about = doubtful(works)
    works.carrier.texted.clear()
    settle(works, about, again=True)
    with pytest.raises(UserError, match="settled already"):
        settle(works, about, again=True)
    works.run()
    assert len(works.carrier.texted) == 2
    assert works.counts(list_id) == {S.ACCEPTED: 4}
    assert works.the(list_id).state is S.ACCEPTED
    assert sorted(row.risked for row in works.rows(list_id)) == [0, 0, 1, 1]


@pytest.mark.parametrize("again", [True, False])
def test_a_row_that_becomes_unknown_after_the_look_stays_so(
    database: Database, clock: FakeClock, *, again: bool
) -> None:
    works = Works(database, clock, lanes=1)
    list_id = works.started(2)
    works.carrier.answers.extend([Crash(), Unknown("timeout")])
    with pytest.raises(Crash):
        works.step()  # its text left; the attempt began before the other one
    clock.advance(seconds=1)
    works.step()
    about = works.about(list_id)
    assert about.count == 1
    settle(works, about, again=again)
    works.sweep()
    clock.advance(minutes=5)
    works.run()
    assert works.carrier.texted == [number(1), *([number(2)] if again else [])]
    assert works.counts(list_id) == {S.UNKNOWN: 1, S.ACCEPTED: 1}


@pytest.mark.parametrize("again", [True, False])
def test_a_row_that_became_unknown_at_the_very_same_moment_has_to_be_looked_at(
    works: Works, *, again: bool
) -> None:
    list_id, about = doubtful(works)
    with pytest.raises(UserError, match="earlier moment"):
        settle(works, replace(about, count=1), again=again)
    assert works.counts(list_id) == {S.UNKNOWN: 2, S.ACCEPTED: 2}
    assert works.jobs.waiting() == []


def test_a_press_delivered_again_leaves_newer_doubts_alone(works: Works, clock: FakeClock) -> None:
    list_id, about = doubtful(works)
    clock.advance(seconds=30)
    works.carrier.answers.append(Unknown("timeout"))
    settle(works, about, again=True)
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 3, S.UNKNOWN: 1}
    for again in (True, False):
        with pytest.raises(UserError, match="settled already"):
            settle(works, about, again=again)
    assert works.jobs.waiting() == []


def test_a_job_that_failed_can_be_pressed_for_once_more(works: Works) -> None:
    list_id, about = doubtful(works)
    settle(works, about, again=False)
    works.jobs.forget_all()
    settle(works, about, again=False, press="1.2")
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 4}


def test_what_is_sent_again_after_all_is_not_called_sent(works: Works) -> None:
    list_id, about = doubtful(works)
    settle(works, about, again=False)
    settle(works, about, again=True, press="1.2")
    works.carrier.texted.clear()
    works.run()
    assert len(works.carrier.texted) == 2
    assert works.counts(list_id) == {S.ACCEPTED: 4}


def test_without_its_words_nothing_is_sent_again_and_the_person_hears_of_it(
    works: Works, clock: FakeClock
) -> None:
    list_id, about = doubtful(works)
    clock.advance(days=40)
    with works.database.write() as conn:
        sends.forget_bodies(conn, clock())
    with pytest.raises(UserError, match="no longer kept"):
        settle(works, about, again=True)
    settle(works, about, again=False)
    works.run()
    assert S.UNKNOWN not in works.counts(list_id)


def test_what_rows_take_again_comes_on_top_of_what_the_list_takes(works: Works, clock: FakeClock) -> None:
    list_id, about = doubtful(works)
    clock.advance(days=1)
    works.budgets.left = 3
    with pytest.raises(UserError, match="budget"):
        settle(works, about, again=True)
    assert works.counts(list_id) == {S.UNKNOWN: 2, S.ACCEPTED: 2}
    works.budgets.left = 4
    settle(works, about, again=True)
    assert works.budgets.asked == [("", 4, clock())] * 2
    assert {row.goes_at for row in works.rows(list_id)} == {None, clock()}


@pytest.mark.parametrize(("limit", "texts"), [(11, 2), (12, 4)])
def test_the_budget_of_the_day_covers_both_attempts_or_there_is_no_second(
    works: Works, clock: FakeClock, limit: int, texts: int
) -> None:
    budgets = the_budgets(Rules(person_per_day=limit), clock=clock)
    works.budgets.check = budgets.check  # type: ignore[method-assign] # the real ones
    list_id, about = doubtful(works)
    with works.database.write() as conn:
        sends.note_values(conn, list_id, now=clock(), goes_at=clock())
    with suppress(UserError):
        settle(works, about, again=True)
    works.run()
    assert len(works.carrier.texted) == texts
    with works.database.read() as conn:
        (left,) = budgets.left(conn, MAYA, "C0FRONT")
    assert left.spent == {2: 8, 4: 12}[texts]


def test_rows_to_be_sent_again_wait_while_the_list_is_paused(works: Works) -> None:
    list_id = works.started(6)
    works.carrier.answers.append(Unknown("timeout"))
    works.step()
    works.decisions.pause(list_id, MAYA, 0)
    settle(works, works.about(list_id), again=True)
    works.run()
    assert works.counts(list_id)[S.QUEUED] >= 1
    works.decisions.resume(list_id, MAYA, 0)
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 6}


def test_rows_that_were_to_be_sent_again_are_not_called_cancelled(works: Works) -> None:
    list_id = works.started(6)
    works.carrier.answers.append(Unknown("timeout"))
    works.step()
    works.decisions.pause(list_id, MAYA, 0)
    settle(works, works.about(list_id), again=True)
    works.decisions.cancel(list_id, MAYA)
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 2, S.UNKNOWN: 1, S.CANCELLED: 3}


def test_a_row_refused_at_its_second_attempt_may_have_gone_out_at_the_first(works: Works) -> None:
    list_id, about = doubtful(works, 1)
    works.carrier.answers.append(Refused("-6", "no contact"))
    settle(works, about, again=True)
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 3, S.UNKNOWN: 1}


def test_rows_of_a_cancelled_list_are_not_sent_again(works: Works) -> None:
    list_id = works.started(6)
    works.carrier.answers.append(Unknown("timeout"))
    works.step()
    works.decisions.cancel(list_id, MAYA)
    with pytest.raises(UserError, match="has ended"):
        settle(works, works.about(list_id), again=True)
    settle(works, works.about(list_id), again=False)
    works.run()
    assert S.UNKNOWN not in works.counts(list_id)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-11-23T17:00:00"])
def test_a_press_without_a_moment_is_refused(works: Works, moment: str) -> None:
    _list_id, about = doubtful(works)
    with pytest.raises(UserError, match="earlier moment"):
        settle(works, replace(about, until=moment), again=True)


def test_many_doubtful_rows_are_settled_page_by_page(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "PAGE", 1)
    list_id, about = doubtful(works, 3)
    settle(works, about, again=False)
    works.run()
    with works.database.read() as conn:
        assert lists.unknown(conn, list_id) == Doubt(0, None)


@pytest.mark.parametrize(("who", "left"), [(MAYA, None), (BOSS, "U0TOM")])
def test_the_leave_of_a_list_that_is_over_is_none_for_what_is_sent_again(
    works: Works, who: Who, left: str | None
) -> None:
    list_id, about = doubtful(works)
    with works.database.write() as conn:
        sends.note_values(conn, list_id, now=works.clock(), quiet_override="U0TOM")
    works.settling.settle_unknown(about, who, "1.1", again=True)
    assert works.the(list_id).quiet_override == left


def test_what_is_sent_again_at_night_waits_for_the_morning(database: Database, small_blocks: None) -> None:
    clock = FakeClock(datetime(2026, 11, 24, 4, 30, tzinfo=UTC))
    works = Works(database, clock, windows={"US": Window(time(21), time(8))})
    list_id, about = doubtful(works)
    clock.advance(hours=2)
    settle(works, about, again=True)
    works.run()
    assert works.counts(list_id) == {S.QUEUED: 2, S.ACCEPTED: 2}
    clock.advance(hours=12)
    works.upkeep.settle()
    works.run()
    assert works.counts(list_id) == {S.ACCEPTED: 4}
