"""Rows of unknown outcome: exactly those a person saw are settled; sent again, they are paid for again."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.access import Who
from bot.engine.attempts import Refused, Unknown
from bot.errors import UserError
from bot.features.lists import decisions
from bot.features.lists.ids import UnknownRowsRef
from bot.features.lists.lanes import SETTLE
from bot.policy.model import Budgets as Rules
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import lists
from bot.store.sends.lists import Unknown as Doubt
from bot.store.states import SendState
from bot.texting.quiet_hours import Window
from tests.clock import FakeClock
from tests.fakes.database import Crash
from tests.features.budgets.samples import the_budgets
from tests.features.lists.harness import BOSS, MAYA, Harness, number

S = SendState


def doubtful(harness: Harness, count: int = 2) -> tuple[str, UnknownRowsRef]:
    """A list of four whose first rows got no clear answer, and what its buttons carry."""
    list_id = harness.queued(4)
    harness.carrier.replies.extend([Unknown("timeout")] * count)
    harness.run()
    return list_id, harness.about(list_id)


def settle(harness: Harness, about: UnknownRowsRef, *, again: bool, press: str = "1.1") -> None:
    harness.row_decisions.settle_unknown(about, MAYA, press, again=again)


def test_doubtful_rows_are_marked_as_sent_and_followed(harness: Harness) -> None:
    list_id, about = doubtful(harness)
    settle(harness, about, again=False)
    settle(harness, about, again=False)
    assert len(harness.jobs.waiting(SETTLE)) == 1
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 4}
    assert {row.decided_by for row in harness.rows(list_id)} == {None, "U0MAYA"}


def test_doubtful_rows_are_sent_again_once(harness: Harness) -> None:
    list_id, about = doubtful(harness)
    harness.carrier.texted.clear()
    settle(harness, about, again=True)
    with pytest.raises(UserError, match="already dealt with"):
        settle(harness, about, again=True)
    harness.run()
    assert len(harness.carrier.texted) == 2
    assert harness.counts(list_id) == {S.ACCEPTED: 4}
    assert harness.the(list_id).state is S.ACCEPTED
    assert sorted(row.risked for row in harness.rows(list_id)) == [0, 0, 1, 1]


@pytest.mark.parametrize("again", [True, False])
def test_a_row_that_becomes_unknown_after_the_look_stays_so(
    database: Database, clock: FakeClock, *, again: bool
) -> None:
    harness = Harness(database, clock, lanes=1)
    list_id = harness.started(2)
    harness.carrier.replies.extend([Crash(), Unknown("timeout")])
    with pytest.raises(Crash):
        harness.step()  # its text left; the attempt began before the other one
    clock.advance(seconds=1)
    harness.step()
    about = harness.about(list_id)
    assert about.count == 1
    settle(harness, about, again=again)
    harness.sweep()
    clock.advance(minutes=5)
    harness.run()
    assert harness.carrier.texted == [number(1), *([number(2)] if again else [])]
    assert harness.counts(list_id) == {S.UNKNOWN: 1, S.ACCEPTED: 1}


@pytest.mark.parametrize("again", [True, False])
def test_a_row_that_became_unknown_at_the_very_same_moment_has_to_be_looked_at(
    harness: Harness, *, again: bool
) -> None:
    list_id, about = doubtful(harness)
    with pytest.raises(UserError, match="out of date"):
        settle(harness, replace(about, count=1), again=again)
    assert harness.counts(list_id) == {S.UNKNOWN: 2, S.ACCEPTED: 2}
    assert harness.jobs.waiting() == []


def test_a_press_delivered_again_leaves_newer_doubts_alone(harness: Harness, clock: FakeClock) -> None:
    list_id, about = doubtful(harness)
    clock.advance(seconds=30)
    harness.carrier.replies.append(Unknown("timeout"))
    settle(harness, about, again=True)
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 3, S.UNKNOWN: 1}
    for again in (True, False):
        with pytest.raises(UserError, match="already dealt with"):
            settle(harness, about, again=again)
    assert harness.jobs.waiting() == []


def test_a_job_that_failed_can_be_pressed_for_once_more(harness: Harness) -> None:
    list_id, about = doubtful(harness)
    settle(harness, about, again=False)
    harness.jobs.forget_all()
    settle(harness, about, again=False, press="1.2")
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 4}


def test_what_is_sent_again_after_all_is_not_called_sent(harness: Harness) -> None:
    list_id, about = doubtful(harness)
    settle(harness, about, again=False)
    settle(harness, about, again=True, press="1.2")
    harness.carrier.texted.clear()
    harness.run()
    assert len(harness.carrier.texted) == 2
    assert harness.counts(list_id) == {S.ACCEPTED: 4}


def test_without_its_words_nothing_is_sent_again_and_the_person_hears_of_it(
    harness: Harness, clock: FakeClock
) -> None:
    list_id, about = doubtful(harness)
    clock.advance(days=40)
    with harness.database.write() as conn:
        sends.forget_bodies(conn, clock())
    with pytest.raises(UserError, match="no longer keep"):
        settle(harness, about, again=True)
    settle(harness, about, again=False)
    harness.run()
    assert S.UNKNOWN not in harness.counts(list_id)


def test_what_rows_take_again_comes_on_top_of_what_the_list_takes(harness: Harness, clock: FakeClock) -> None:
    list_id, about = doubtful(harness)
    clock.advance(days=1)
    harness.budgets.left = 3
    with pytest.raises(UserError, match="budget"):
        settle(harness, about, again=True)
    assert harness.counts(list_id) == {S.UNKNOWN: 2, S.ACCEPTED: 2}
    harness.budgets.left = 4
    settle(harness, about, again=True)
    assert [(each.id, each.credits_upper, at) for each, at in harness.budgets.asked] == [("", 4, clock())] * 2
    assert {row.goes_at for row in harness.rows(list_id)} == {None, clock()}


@pytest.mark.parametrize(("limit", "texts"), [(11, 2), (12, 4)])
def test_the_budget_of_the_day_covers_both_attempts_or_there_is_no_second(
    harness: Harness, clock: FakeClock, limit: int, texts: int
) -> None:
    budgets = the_budgets(Rules(person_per_day=limit), clock=clock)
    harness.budgets.check = budgets.check  # type: ignore[method-assign] # the real ones
    list_id, about = doubtful(harness)
    with harness.database.write() as conn:
        sends.note_values(conn, list_id, now=clock(), goes_at=clock())
    with suppress(UserError):
        settle(harness, about, again=True)
    harness.run()
    assert len(harness.carrier.texted) == texts
    with harness.database.read() as conn:
        (left,) = budgets.left(conn, MAYA, "C0FRONT")
    assert left.spent == {2: 8, 4: 12}[texts]


def test_rows_to_be_sent_again_wait_while_the_list_is_paused(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.carrier.replies.append(Unknown("timeout"))
    harness.step()
    harness.decisions.pause(list_id, MAYA, 0)
    settle(harness, harness.about(list_id), again=True)
    harness.run()
    assert harness.counts(list_id)[S.QUEUED] >= 1
    harness.decisions.resume(list_id, MAYA, 0)
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 6}


def test_rows_that_were_to_be_sent_again_are_not_called_cancelled(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.carrier.replies.append(Unknown("timeout"))
    harness.step()
    harness.decisions.pause(list_id, MAYA, 0)
    settle(harness, harness.about(list_id), again=True)
    harness.decisions.cancel(list_id, MAYA)
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 2, S.UNKNOWN: 1, S.CANCELLED: 3}


def test_a_row_refused_at_its_second_attempt_may_have_gone_out_at_the_first(harness: Harness) -> None:
    list_id, about = doubtful(harness, 1)
    harness.carrier.replies.append(Refused("-6", "no contact"))
    settle(harness, about, again=True)
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 3, S.UNKNOWN: 1}


def test_rows_of_a_cancelled_list_are_not_sent_again(harness: Harness) -> None:
    list_id = harness.started(6)
    harness.carrier.replies.append(Unknown("timeout"))
    harness.step()
    harness.decisions.cancel(list_id, MAYA)
    with pytest.raises(UserError, match="has ended"):
        settle(harness, harness.about(list_id), again=True)
    settle(harness, harness.about(list_id), again=False)
    harness.run()
    assert S.UNKNOWN not in harness.counts(list_id)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-11-23T17:00:00"])
def test_a_press_without_a_moment_is_refused(harness: Harness, moment: str) -> None:
    _list_id, about = doubtful(harness)
    with pytest.raises(UserError, match="out of date"):
        settle(harness, replace(about, until=moment), again=True)


def test_many_doubtful_rows_are_settled_page_by_page(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "PAGE", 1)
    list_id, about = doubtful(harness, 3)
    settle(harness, about, again=False)
    harness.run()
    with harness.database.read() as conn:
        assert lists.unknown(conn, list_id) == Doubt(0, None)


@pytest.mark.parametrize(("who", "left"), [(MAYA, None), (BOSS, "U0TOM")])
def test_the_leave_of_a_list_that_is_over_is_none_for_what_is_sent_again(
    harness: Harness, who: Who, left: str | None
) -> None:
    list_id, about = doubtful(harness)
    with harness.database.write() as conn:
        sends.note_values(conn, list_id, now=harness.clock(), quiet_override="U0TOM")
    harness.row_decisions.settle_unknown(about, who, "1.1", again=True)
    assert harness.the(list_id).quiet_override == left


def test_what_is_sent_again_at_night_waits_for_the_morning(database: Database, small_blocks: None) -> None:
    clock = FakeClock(datetime(2026, 11, 24, 4, 30, tzinfo=UTC))
    harness = Harness(database, clock, windows={"US": Window(time(21), time(8))})
    list_id, about = doubtful(harness)
    clock.advance(hours=2)
    settle(harness, about, again=True)
    harness.run()
    assert harness.counts(list_id) == {S.QUEUED: 2, S.ACCEPTED: 2}
    clock.advance(hours=12)
    harness.upkeep.settle()
    harness.run()
    assert harness.counts(list_id) == {S.ACCEPTED: 4}
