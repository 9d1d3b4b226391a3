"""A day off: all of a day in one confirmation, each call attempted once, each text once it was taken."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.appointments.day_story import Fate
from bot.features.appointments.reach import Reach
from bot.policy.model import Approval
from bot.store import sends
from bot.store.appointments import Status
from bot.store.change_plans import Silent
from bot.store.messages import Purpose
from bot.store.states import SendState
from bot.store.tables import message, send
from tests.features.appointments.days_off import NEW, PEOPLE, THIRD, UNCLEAR, a_day, check, off, story
from tests.features.appointments.harness import ADA, DAY, GRACE, MAYA, QUIET, Harness


def test_everybody_is_cancelled_and_told_in_their_own_words(harness: Harness) -> None:
    booked = a_day(harness)
    preview = check(harness)
    assert [each.notice and each.notice.body for each in preview.own.rows] == [
        "Sorry Ada, not Thu 26 Nov 2026.",
        "Sorry Grace, not Thu 26 Nov 2026.",
        "Sorry Alan, not Thu 26 Nov 2026.",
    ]
    assert preview.funds is not None
    assert preview.funds.credits == 3
    assert preview.draft.senders == ("14155550190",)

    plan_id = off(harness)

    assert {harness.the(each).status for each in booked} == {Status.CANCELLED}
    assert sorted(number for number, _ in harness.client.texts) == sorted(PEOPLE)
    found = story(harness, plan_id)
    assert found.count(Fate.DONE) == 3
    assert found.reached(Reach.NO_REPORT) == 3
    assert found.to_call == ()


def test_pressing_twice_and_reviewing_twice_doubles_nothing(harness: Harness) -> None:
    booked = a_day(harness)
    first, second = check(harness).draft, check(harness).draft
    assert first.id == second.id
    for _ in range(2):
        harness.days_off.confirm(first.id, MAYA)
        harness.run()
        harness.send_texts()
    assert [len(harness.calls(each)) for each in booked] == [2, 2, 2]
    assert len(harness.client.texts) == 3


def test_of_two_reviews_the_second_finds_everything_changed(harness: Harness) -> None:
    a_day(harness)
    first, second = check(harness).draft, check(harness, key="other").draft
    harness.days_off.confirm(first.id, MAYA)
    with pytest.raises(UserError, match="all of these were changed"):
        harness.days_off.confirm(second.id, MAYA)
    harness.run()
    harness.send_texts()
    assert len(harness.client.texts) == 3


def test_they_are_moved_by_a_week_with_their_reminders(harness: Harness) -> None:
    booked = a_day(harness, reminder="See you %%Date%%", hours=(24,))
    preview = check(harness, days=7, notice=NEW)
    assert preview.funds is not None
    assert preview.funds.credits == 6

    off(harness, days=7, notice=NEW)

    assert [harness.the(each).at for each in booked] == [
        DAY + timedelta(days=7, hours=nth) for nth in range(3)
    ]
    assert min(harness.client.texts) == (ADA, "Ada: now Thu 3 Dec 2026 09:00.")
    assert harness.reminder(booked[0]).send_at == DAY + timedelta(days=6)


def test_what_is_unclear_is_not_told_and_stands_there_to_be_looked_at(harness: Harness) -> None:
    booked = a_day(harness)
    plan = check(harness).draft
    harness.days_off.confirm(plan.id, MAYA)
    harness.client.before = UNCLEAR
    harness.call_attempts.run({"call_id": harness.last(booked[1]).id})
    harness.client.before = None
    harness.run()
    harness.send_texts()

    assert sorted(number for number, _ in harness.client.texts) == [ADA, THIRD]
    found = story(harness, plan.id)
    assert [each.fate for each in found.rows] == [Fate.DONE, Fate.UNKNOWN, Fate.DONE]
    assert found.to_call == ()  # nobody calls about what may not be

    harness.decisions.was_booked(harness.about(booked[1]), MAYA)
    harness.send_texts()
    assert len(harness.client.texts) == 3


def test_who_was_not_reached_is_on_the_call_list(harness: Harness) -> None:
    a_day(harness)
    harness.do_not_text.add(THIRD, "", MAYA)
    plan_id = off(harness)
    texted = story(harness, plan_id).rows[0].notice
    assert texted is not None
    with harness.database.write() as conn:
        sends.move(conn, texted.id, SendState.UNDELIVERED, now=harness.clock())

    found = story(harness, plan_id)
    assert [each.known.number for each in found.to_call] == [ADA, THIRD]
    assert found.rows[2].row.silent is Silent.LISTED


def test_its_message_follows_what_reports_bring_and_is_left_alone_then(harness: Harness) -> None:
    a_day(harness)
    plan_id = off(harness)
    harness.day_off_upkeep.follow()
    version = message_version(harness, plan_id)
    harness.day_off_upkeep.follow()
    assert message_version(harness, plan_id) == version
    with harness.database.write() as conn:
        conn.execute(send.update().values(state="delivered"))
    harness.day_off_upkeep.follow()
    assert message_version(harness, plan_id) == version + 1
    harness.clock.advance(days=6)
    with harness.database.write() as conn:
        conn.execute(send.update().values(state="undelivered"))
    harness.day_off_upkeep.follow()
    assert message_version(harness, plan_id) == version + 1


def message_version(harness: Harness, plan_id: str) -> int:
    with harness.database.read() as conn:
        own = message.select().where(message.c.subject_id == plan_id)
        found = conn.execute(own).one()
    assert found.purpose == Purpose.DAY_OFF
    return int(found.version)


@pytest.mark.parametrize(
    ("approval", "why"),
    [({"people": 2}, "over 2 recipients"), ({"people": 3, "credits": 2}, "over 2 credits")],
)
def test_texts_that_would_need_approval_are_refused_and_the_day_goes_without_them(
    harness: Harness, approval: dict[str, int], why: str
) -> None:
    booked = a_day(harness)
    ready = check(harness).draft
    harness.approval = Approval(channel="C0APPROVE", **approval)
    with pytest.raises(UserError, match=f"would need approval.*: {why}"):
        check(harness, key="over")
    with pytest.raises(UserError, match=f"would need approval.*: {why}"):
        harness.days_off.confirm(ready.id, MAYA)  # reviewed while the policy still said otherwise
    assert [len(harness.calls(each)) for each in booked] == [1, 1, 1]

    plan_id = off(harness, key="silently", notice=None)
    assert harness.client.texts == []
    assert len(story(harness, plan_id).to_call) == len(PEOPLE)


def test_whoever_is_not_texted_counts_for_no_approval(harness: Harness) -> None:
    a_day(harness)
    harness.do_not_text.add(GRACE, "", MAYA)
    harness.approval = Approval(channel="C0APPROVE", people=2, credits=2)
    off(harness)
    assert {number for number, _ in harness.client.texts} == {ADA, THIRD}


def test_at_night_texts_wait_until_it_is_over_but_for_who_would_be_there_by_then(harness: Harness) -> None:
    harness.quiet.update(QUIET)
    a_day(harness)
    harness.clock.advance(seconds=(DAY - timedelta(hours=4) - harness.clock()).total_seconds())  # 05:00
    own = check(harness).own
    assert [each.notice_at for each in own.rows] == [DAY - timedelta(hours=1)] * 3

    plan_id = off(harness)
    assert harness.client.texts == []
    waiting = story(harness, plan_id).rows[0].notice
    assert waiting is not None
    assert (waiting.state, waiting.send_at) == (SendState.SCHEDULED, DAY - timedelta(hours=1))
    harness.clock.advance(hours=3)
    harness.strike()
    assert len(harness.client.texts) == 3


def test_whose_appointment_is_within_quiet_hours_is_called(harness: Harness) -> None:
    harness.quiet.update(QUIET)
    harness.book("early", at=DAY - timedelta(hours=2))
    harness.clock.advance(seconds=(DAY - timedelta(hours=4) - harness.clock()).total_seconds())
    [row] = check(harness).own.rows
    assert (row.silent, row.notice) == (Silent.QUIET, None)
    plan_id = off(harness)
    assert harness.client.texts == []
    assert [each.known.number for each in story(harness, plan_id).to_call] == [ADA]


def test_who_opted_out_gets_no_text_and_is_called(harness: Harness) -> None:
    a_day(harness)
    harness.account.book.opt_out(ADA)
    plan_id = off(harness)
    assert sorted(number for number, _ in harness.client.texts) == [GRACE, THIRD]
    assert [each.row.silent for each in story(harness, plan_id).to_call] == [Silent.OPTED_OUT]


def test_a_notice_that_waits_is_looked_at_once_more(harness: Harness) -> None:
    """Who opted out while it waited is not texted, and quiet hours that came up hold it back."""
    harness.quiet.update(QUIET)
    a_day(harness)
    harness.clock.advance(seconds=(DAY - timedelta(hours=4) - harness.clock()).total_seconds())
    plan_id = off(harness)
    harness.account.book.opt_out(ADA)
    harness.clock.advance(hours=3)
    harness.quiet.pop(None)
    harness.strike()
    found = story(harness, plan_id).rows[0].notice
    assert found is not None
    assert found.state is SendState.REFUSED
    assert "text about its change wasn't sent" in (found.outcome_sentence or "")


def test_a_text_too_long_for_one_name_is_left_out_for_them(harness: Harness) -> None:
    a_day(harness)
    rows = check(harness, notice="%%Name%%" * 200 + "x" * 900).own.rows
    assert {each.silent for each in rows} <= {Silent.TOO_LONG, None}
