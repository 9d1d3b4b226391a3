"""Requests for approval: asked, asked anew, and lapsing with their time or when what was approved changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.approvals.excerpt import FORGOTTEN, Excerpt
from bot.features.approvals.refusals import LAPSED, OTHERWISE
from bot.store import approvals
from bot.store.approvals import Decision
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.approvals.samples import NOWHERE, RULES, SERIES, TOM, Harness, cancel, told
from tests.features.samples import BODY
from tests.store.samples import a_draft

DAY = timedelta(days=1)


def test_a_request_is_recorded_and_drawn(harness: Harness) -> None:
    each = harness.asked()

    found = harness.request(each.id)
    assert (found.round, found.asked_at, found.expires_at, found.changed) == (1, START, START + DAY, None)
    assert (found.decision, found.facts["people"]) == (None, 312)
    assert harness.version(each.id) > 0
    assert BODY not in str(found.facts)


def test_a_request_lapses_no_later_than_its_time(harness: Harness) -> None:
    soon, late, missed = (timedelta(hours=2), timedelta(days=3), timedelta(minutes=-1))

    assert harness.request(harness.asked(send_at=START + soon).id).expires_at == START + soon
    assert harness.request(harness.asked(send_at=START + late).id).expires_at == START + DAY
    assert harness.request(harness.asked(send_at=START + missed).id).expires_at == START + DAY


def test_why_a_second_person_is_needed(harness: Harness) -> None:
    each = harness.asked()

    assert harness.approvals.reasons(each) == ("over 100 recipients",)
    assert harness.approvals.reasons(replace(each, kind=SendKind.CONTACT)) == ()


def test_nobody_is_asked_about_most_sends(harness: Harness) -> None:
    with harness.database.read() as conn:
        assert harness.approvals.standing(conn, NOWHERE) is None


def test_what_a_request_does_not_say_is_told(harness: Harness) -> None:
    each = harness.asked()
    with harness.database.read() as conn:
        assert harness.approvals.differs(conn, each) == ""
        assert harness.approvals.differs(conn, replace(each, id=NOWHERE)) == ""
        changed = replace(each, body="Other", credits=313)
        told_ = harness.approvals.differs(conn, changed)
    assert told_ == "The text was changed. It now costs 313 credits (was 312)."


def test_asking_again_draws_the_request_again(harness: Harness) -> None:
    each = harness.asked()
    before = harness.version(each.id)
    harness.ask_again(each.id, "")

    assert harness.version(each.id) > before


def test_what_changed_behind_a_request_is_not_approved(harness: Harness) -> None:
    each = harness.asked()
    harness.change(each.id, body="Another text")

    assert harness.approve(each.id) == OTHERWISE.format(asker="U0MAYA")
    assert harness.released == []


def test_what_nobody_decided_in_time_expires(either_harness: Harness, clock: FakeClock) -> None:
    harness = either_harness
    each, decided = harness.asked(), harness.asked()
    harness.approve(decided.id)
    harness.shown.clear()
    clock.advance(hours=23, minutes=59)
    harness.decisions.expire()
    assert harness.the(each.id).state is SendState.AWAITING_APPROVAL

    clock.advance(minutes=1)
    lapsed = LAPSED.format(asker="U0MAYA")
    assert harness.approve(each.id) == harness.reject(each.id) == lapsed  # before the tick
    harness.decisions.expire()
    harness.decisions.expire()

    assert harness.the(each.id).state is SendState.EXPIRED
    assert harness.request(each.id).decision is Decision.EXPIRED
    assert harness.shown == [each.id]
    assert harness.approve(each.id) == lapsed
    assert harness.the(decided.id).state is SendState.QUEUED


def test_what_was_decided_or_asked_anew_meanwhile_does_not_expire(
    harness: Harness, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled, again = harness.asked(), harness.asked()
    clock.advance(days=1)
    cancel(harness, cancelled.id)
    harness.ask_again(again.id, "")
    monkeypatch.setattr(approvals, "overdue", lambda *_: (cancelled.id, again.id, NOWHERE))
    harness.shown.clear()

    harness.decisions.expire()

    assert harness.the(cancelled.id).state is SendState.CANCELLED
    assert harness.the(again.id).state is SendState.AWAITING_APPROVAL
    assert harness.shown == []


def test_a_form_opens_only_while_there_is_something_to_decide(harness: Harness) -> None:
    each = harness.asked()

    assert told(lambda: harness.decisions.must_be_rejectable(each.id, TOM, 1)) == ""
    harness.approve(each.id)
    assert "already" in told(lambda: harness.decisions.must_be_rejectable(each.id, TOM, 1))


def test_the_words_are_shown_while_they_are_kept(harness: Harness) -> None:
    each = harness.asked()
    assert harness.decisions.text(each.id, TOM) == Excerpt(BODY)

    harness.change(each.id, body=None)
    with pytest.raises(UserError, match=FORGOTTEN):
        harness.decisions.text(each.id, TOM)
    with pytest.raises(UserError, match="no longer exists"):
        harness.decisions.text(NOWHERE, TOM)


def test_the_words_of_what_nobody_was_asked_about_are_shown_to_no_approver(harness: Harness) -> None:
    with pytest.raises(UserError, match="no longer exists"):
        harness.decisions.text(a_draft(harness.database, body=BODY).id, TOM)


def test_an_approval_stands_while_nothing_changes(harness: Harness) -> None:
    each = harness.asked()
    harness.approve(each.id)

    assert harness.changed(harness.the(each.id)) == ""


def test_an_approval_lapses_when_the_group_grew(harness: Harness) -> None:
    each = harness.asked()
    harness.approve(each.id)
    now = replace(harness.the(each.id), people=318, credits=318, credits_upper=318)

    assert harness.changed(now) == (
        "The group now has 318 recipients (was 312). It now costs 318 credits (was 312)."
    )


def test_a_small_change_of_figures_may_be_tolerated(database: Database, clock: FakeClock) -> None:
    harness = Harness(database, clock, replace(RULES, tolerance_percent=2))
    each = harness.asked()
    harness.approve(each.id)
    now = replace(harness.the(each.id), people=318, credits=318, credits_upper=318)

    assert harness.changed(now) == ""
    assert harness.changed(replace(now, people=319)) == "The group now has 319 recipients (was 312)."
    assert harness.changed(replace(now, body="Another text")) == "The text was changed."


def test_what_needs_no_second_person_any_more_may_go(harness: Harness) -> None:
    each = harness.asked()

    assert harness.changed(replace(each, people=100, credits_upper=100)) == ""


def test_what_was_never_approved_may_not_go(harness: Harness) -> None:
    each, rejected = harness.asked(), harness.asked()
    harness.reject(rejected.id)

    unasked = replace(each, id=NOWHERE, recurrence=SERIES)
    assert harness.changed(unasked) == ("It now needs approval: over 100 recipients and repeats 1 time.")
    assert harness.changed(each) == harness.changed(rejected)
    assert harness.changed(each) == "It needs approval, and no one has approved it."
