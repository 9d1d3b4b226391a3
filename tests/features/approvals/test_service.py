"""Requests for approval: asked, asked anew, and lapsing with their time or when what was approved changes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.features.approvals.service import LAPSED, OTHERWISE
from bot.features.approvals.texts import FORGOTTEN, Text
from bot.store import approvals
from bot.store.approvals import Decision
from bot.store.database import Database
from bot.store.sends import SendKind
from bot.store.states import SendState
from tests.clock import START, FakeClock
from tests.features.approvals.broadcasts import NOWHERE, RULES, SERIES, Office, cancel, told
from tests.features.sends import BODY

DAY = timedelta(days=1)


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


def test_what_a_request_does_not_say_is_told(office: Office) -> None:
    each = office.asked()
    with office.database.read() as conn:
        assert office.approvals.differs(conn, each) == ""
        assert office.approvals.differs(conn, replace(each, id=NOWHERE)) == ""
        changed = replace(each, body="Other", credits=313)
        told_ = office.approvals.differs(conn, changed)
    assert told_ == "The text was changed. It takes 313 credits, not 312."


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
    office.shown.clear()

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
