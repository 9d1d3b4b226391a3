"""A day off: what of the day cannot be changed, may not be, or changed meanwhile, is left and said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.appointments import day_rows
from bot.features.appointments.day_off import DayOff, DaysOff
from bot.features.appointments.day_rows import Rows
from bot.features.appointments.day_story import Fate
from bot.features.appointments.next_calls import NextCalls
from bot.features.sends.submission import Submission
from bot.policy.model import Colleagues
from bot.smsit import Endpoint, NotSent
from bot.store.appointments import Status
from tests.fakes.people import access_of, permissions_of
from tests.features.appointments.days_off import DATE, PEOPLE, SORRY, UNCLEAR, a_day, check, story
from tests.features.appointments.harness import ADA, DAY, LONDON, MAYA, TOM, Harness
from tests.features.rules import send_rules


def test_what_cannot_be_changed_is_named_and_left(harness: Harness) -> None:
    booked = a_day(harness)
    harness.decisions.cancel(harness.about(booked[0]), MAYA)
    harness.run()
    harness.client.before = UNCLEAR
    harness.move(booked[1], DAY + timedelta(hours=5))
    harness.run()
    harness.client.before = None
    own = check(harness).own
    assert [each.timeline.known.id for each in own.rows] == [booked[2]]
    assert [each.timeline.known.id for each in own.left] == [booked[1]]
    assert "Settle the last change first" in own.left[0].why


def test_what_changed_between_review_and_confirmation_is_left(harness: Harness) -> None:
    booked = a_day(harness)
    plan = check(harness).draft
    harness.move(booked[0], DAY + timedelta(days=1))
    harness.run()
    harness.days_off.confirm(plan.id, MAYA)
    harness.run()
    harness.send_texts()
    assert harness.the(booked[0]).status is Status.RESCHEDULED
    found = story(harness, plan.id)
    assert found.count(Fate.LEFT) == 1
    assert len(harness.client.texts) == 2


def test_one_that_somebody_cancelled_by_itself_meanwhile_is_left_as_it_is(harness: Harness) -> None:
    booked = a_day(harness)
    plan = check(harness).draft
    harness.decisions.cancel(harness.about(booked[0]), MAYA)
    harness.days_off.confirm(plan.id, MAYA)
    harness.run()
    harness.send_texts()
    assert len(harness.calls(booked[0])) == 2
    assert ADA not in [number for number, _ in harness.client.texts]


def test_only_what_a_person_may_decide_about_is_touched(harness: Harness) -> None:
    booked = a_day(harness)
    priya = Who("U0PRIYA", "T0HARBOUR")
    strict = permissions_of(
        access_of("T0HARBOUR", {Role.SENDER: ["*"]}), replace(Colleagues(), appointments=Role.ADMIN)
    )
    rules = send_rules(windows=harness.quiet, account_zone=harness.day_sheets._account_zone)
    rows = Rows(harness.database, harness.appointment_service, strict, rules, harness.clock)
    days_off = DaysOff(
        harness.database,
        harness.appointment_service,
        rows,
        NextCalls(harness.clock, strict, harness.queue),
        harness.days_off._effects,
        harness.clock,
        over=harness.over,
    )
    asked = Submission(DayOff(DATE, 0, SORRY), priya, None, "theirs", LONDON)
    with pytest.raises(UserError, match="nothing on that day that you can change") as refused:
        days_off.check(asked, lambda _said: None)
    assert "3 appointments: You need the *admin* role" in refused.value.sentence

    plan = check(harness).draft  # reviewed by Maya; the role was taken from her before she confirms
    with pytest.raises(UserError, match="no longer exists"):
        days_off.confirm(plan.id, priya)
    assert [len(harness.calls(each)) for each in booked] == [1, 1, 1]


def test_more_than_are_taken_at_once_are_named(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(harness)
    monkeypatch.setattr(day_rows, "MOST", 2)
    own = check(harness, notice=None).own
    assert (len(own.rows), len(own.left)) == (2, 1)
    assert "Do the same again for the rest" in own.left[0].why


def test_nothing_to_do_is_said(harness: Harness) -> None:
    with pytest.raises(UserError, match="nothing on that day"):
        check(harness)


def test_one_that_would_fall_on_an_hour_that_happens_twice_is_left(harness: Harness) -> None:
    harness.clock.advance(seconds=(UNTIL_OCTOBER - harness.clock()).total_seconds())
    harness.book("night", at=TWICE - timedelta(days=7))
    with pytest.raises(UserError, match="happens twice"):
        check(harness, day=(TWICE - timedelta(days=7)).date(), days=7)


TWICE = DAY.replace(year=2027, month=11, day=7, hour=8, minute=30)
UNTIL_OCTOBER = TWICE - timedelta(days=20)


def test_somebody_else_and_nobody_do_not_confirm_it(harness: Harness) -> None:
    a_day(harness)
    plan = check(harness).draft
    for plan_id, who in ((plan.id, TOM), ("none", MAYA)):
        with pytest.raises(UserError, match="no longer exists"):
            harness.days_off.confirm(plan_id, who)
    with pytest.raises(UserError, match="no longer exists"):
        harness.decisions.confirm_plan(plan.id, MAYA)  # as if it were one alone


def test_one_that_was_over_meanwhile_is_left(harness: Harness) -> None:
    booked = a_day(harness)
    plan = check(harness).draft
    harness.clock.advance(seconds=(DAY + timedelta(minutes=1) - harness.clock()).total_seconds())
    harness.days_off.confirm(plan.id, MAYA)
    assert [len(harness.calls(each)) for each in booked] == [1, 2, 2]


def test_what_smsit_cannot_be_told_is_said(harness: Harness) -> None:
    a_day(harness, PEOPLE[:1])
    plan = check(harness).draft
    harness.client.before = NotSent(Endpoint.ADD_APPOINTMENT, "refused")
    harness.days_off.confirm(plan.id, MAYA)
    assert story(harness, plan.id).count(Fate.PENDING) == 1
    harness.clock.advance(minutes=30)
    harness.run()
    assert story(harness, plan.id).count(Fate.REFUSED) == 1
