"""From a draft to a send on its way: once, within its budget, approved where that is needed."""

from datetime import timedelta

import pytest

from bot.errors import UserError
from bot.store import do_not_text
from bot.store.sends import HeldBy, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import MAYA, NUMBER, TOM, Harness


def test_a_draft_is_queued_with_its_job_and_its_day(harness: Harness) -> None:
    draft = harness.draft()

    harness.send_service.confirm(draft, MAYA, {"add_to_group": "VIP"})

    send = harness.the(draft)
    assert (send.state, send.add_to_group, send.goes_at) == (SendState.QUEUED, "VIP", harness.clock())
    assert harness.jobs == [(SendKind.CONTACT, draft, 0)]
    assert harness.shown == [draft]
    assert [at for _asked, at in harness.budgets.asked] == [harness.clock()]


def test_confirming_twice_is_confirming_once(harness: Harness) -> None:
    draft = harness.draft()

    harness.send_service.confirm(draft, MAYA)
    harness.send_service.confirm(draft, MAYA)

    assert len(harness.jobs) == len(harness.budgets.asked) == 1


def test_what_the_bot_holds_waits_for_its_time(harness: Harness) -> None:
    draft = harness.draft(**harness.held(hours=3))

    harness.send_service.confirm(draft, MAYA)

    send = harness.the(draft)
    assert (send.state, send.goes_at, harness.jobs) == (SendState.SCHEDULED, send.send_at, [])
    assert [(each.id, at) for each, at in harness.budgets.asked] == [(draft, send.send_at)]


def test_what_smsit_holds_is_handed_to_it_at_once(harness: Harness) -> None:
    draft = harness.draft(**harness.held(hours=3) | {"held_by": HeldBy.SMSIT})

    harness.send_service.confirm(draft, MAYA)

    assert harness.the(draft).state is SendState.QUEUED


def test_what_is_above_a_threshold_is_approved_first(harness: Harness) -> None:
    draft = harness.group(people=101)

    harness.send_service.confirm(draft, MAYA, {"quiet_override": "U0MAYA"})
    assert harness.the(draft).state is SendState.AWAITING_APPROVAL
    assert harness.approvals.asked == [(draft, 101, "")]
    assert harness.approvals.asked_by == [""]
    assert harness.jobs == []

    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(draft))
    assert harness.the(draft).state is SendState.QUEUED
    assert harness.jobs == [(SendKind.GROUP, draft, 1)]


def test_what_is_approved_before_its_time_waits_for_it(harness: Harness) -> None:
    draft = harness.group(people=101, **harness.held(hours=3))
    harness.send_service.confirm(draft, MAYA)

    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(draft))

    assert harness.the(draft).state is SendState.SCHEDULED
    assert harness.jobs == []


def test_what_was_cancelled_meanwhile_is_not_released(harness: Harness) -> None:
    draft = harness.group(people=101)
    harness.send_service.confirm(draft, MAYA)
    approved = harness.the(draft)
    harness.decisions.cancel(draft, MAYA)

    with harness.database.write() as conn:
        harness.send_service.release(conn, approved)

    assert harness.the(draft).state is SendState.CANCELLED
    assert harness.jobs == []


@pytest.mark.parametrize("who", [TOM])
def test_nobody_confirms_the_draft_of_another(harness: Harness, who: object) -> None:
    draft = harness.draft()

    with pytest.raises(UserError, match="no longer exists"):
        harness.send_service.confirm(draft, TOM)

    assert harness.the(draft).state is SendState.DRAFT


def test_a_draft_that_is_gone_cannot_be_confirmed(harness: Harness) -> None:
    with pytest.raises(UserError, match="no longer exists"):
        harness.send_service.confirm("no such id", MAYA)


@pytest.mark.parametrize("minutes", [2, 3])
def test_a_time_that_passed_meanwhile_is_told(harness: Harness, minutes: int) -> None:
    draft = harness.draft(**harness.held(minutes=2))
    harness.clock.advance(minutes=minutes)

    with pytest.raises(UserError, match="That time has passed"):
        harness.send_service.confirm(draft, MAYA)

    assert harness.the(draft).state is SendState.DRAFT


def test_a_number_on_the_do_not_text_list_is_not_confirmed(harness: Harness) -> None:
    draft = harness.draft()
    with harness.database.write() as conn:
        do_not_text.add(conn, {NUMBER: "asked by phone"}, "U0TOM", harness.clock())

    with pytest.raises(UserError, match="•••0100 is on the do-not-text list"):
        harness.send_service.confirm(draft, MAYA)

    assert harness.the(draft).state is SendState.DRAFT


def test_what_a_budget_does_not_cover_stays_a_draft(harness: Harness) -> None:
    draft = harness.group(people=60)
    harness.budgets.left = 59

    with pytest.raises(UserError, match="more than is left"):
        harness.send_service.confirm(draft, MAYA)

    assert harness.the(draft).state is SendState.DRAFT
    assert harness.jobs == []


def test_what_others_confirmed_meanwhile_is_not_spent_twice(harness: Harness) -> None:
    first = harness.group(key="first", balance_shown=20)
    second = harness.group(key="second", balance_shown=20)
    harness.send_service.confirm(first, MAYA)

    told = "in the meantime: 12 of 20 credits are reserved, and this takes 12. Go back and review it again"
    with pytest.raises(UserError, match=told):
        harness.send_service.confirm(second, MAYA)

    assert harness.the(second).state is SendState.DRAFT


def test_what_the_balance_covers_to_the_last_credit_goes(harness: Harness) -> None:
    for key in ("first", "second"):
        draft = harness.group(key=key, balance_shown=24)
        harness.send_service.confirm(draft, MAYA)
        assert harness.the(draft).state is SendState.QUEUED


@pytest.mark.parametrize(("hours", "goes_in"), [(0, 3), (3, 3), (4, 4)])
def test_what_is_approved_is_spent_on_the_day_it_goes_and_needs_a_budget_then(
    harness: Harness, hours: float, goes_in: float
) -> None:
    began = harness.clock()
    draft = harness.group(people=101, **harness.held(hours=3))
    harness.send_service.confirm(draft, MAYA)
    harness.clock.advance(hours=hours)
    harness.budgets.left = 100

    with harness.database.write() as conn, pytest.raises(UserError, match="more than is left"):
        harness.send_service.release(conn, harness.the(draft))
    assert harness.the(draft).state is SendState.AWAITING_APPROVAL
    harness.budgets.left = 101
    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(draft))

    goes_at = began + timedelta(hours=goes_in)
    assert harness.budgets.asked[-1][1] == goes_at
    assert harness.the(draft).goes_at == goes_at


@pytest.mark.parametrize("hours", [3, 4])
def test_what_is_approved_when_its_time_has_come_goes_at_once(harness: Harness, hours: float) -> None:
    draft = harness.group(people=101, **harness.held(hours=3))
    harness.send_service.confirm(draft, MAYA)
    harness.clock.advance(hours=hours)

    with harness.database.write() as conn:
        harness.send_service.release(conn, harness.the(draft))

    assert harness.the(draft).state is SendState.QUEUED
    assert harness.the(draft).goes_at == harness.clock()


def test_a_row_of_a_list_goes_with_its_list_and_not_by_itself(harness: Harness) -> None:
    row = harness.draft(parent_id=harness.draft(kind=SendKind.LIST, key="list"), key="row")
    with pytest.raises(UserError, match="no longer"):
        harness.send_service.confirm(row, MAYA)
    assert harness.the(row).state is SendState.DRAFT
    assert harness.jobs == []
