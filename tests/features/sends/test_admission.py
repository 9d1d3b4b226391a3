"""A date of a series is judged by itself, for its own moment, before it waits for that."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.sends.holds import Hold
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import TOM, Harness

VALUES = {"quiet_override": TOM.user_id}


def admitted(harness: Harness, people: int = 12, **changes: object) -> Send:
    basis = harness.the(harness.group(key="basis"))
    date = harness.the(harness.group(people=people, **(harness.held(days=1) | changes)))
    with harness.database.write() as conn:
        harness.send_service.admit(conn, date, basis, VALUES)
    assert harness.approvals.passed_on == [(basis.id, date.id)]
    assert harness.jobs == []
    return harness.the(date.id)


def test_one_that_may_go_waits_for_its_time_with_its_budget_asked_for_then(harness: Harness) -> None:
    date = admitted(harness)

    assert (date.state, date.hold_code) == (SendState.SCHEDULED, None)
    assert date.goes_at == date.send_at == harness.clock() + timedelta(days=1)
    assert date.quiet_override == TOM.user_id
    assert [(asked.id, at) for asked, at in harness.budgets.asked] == [(date.id, date.send_at)]


def test_one_that_reaches_more_than_was_approved_asks_anew_and_keeps_its_time(harness: Harness) -> None:
    date = admitted(harness, people=101)

    assert (date.state, date.goes_at) == (SendState.AWAITING_APPROVAL, date.send_at)
    assert date.quiet_override == TOM.user_id
    assert harness.approvals.asked == [(date.id, 101, "101 now")]
    assert harness.budgets.asked == []


def test_one_that_a_budget_does_not_cover_asks_a_person_and_keeps_its_time(harness: Harness) -> None:
    harness.budgets.left = 11

    date = admitted(harness)

    assert (date.state, date.hold_code) == (SendState.SCHEDULED, Hold.UNCHECKED)
    assert date.hold_sentence == "That is more than is left of the budget."
    assert (date.goes_at, date.quiet_override) == (date.send_at, TOM.user_id)


@pytest.mark.parametrize("body", ["Hello", ""])
def test_one_whose_words_may_not_go_out_stays_a_draft(harness: Harness, body: str) -> None:
    judged: list[tuple[SendKind, str, str | None]] = []

    class Wording:
        only_values = False

        def require(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
            assert conn.in_transaction()
            judged.append((kind, body, channel))
            raise UserError("Its template is gone.")

    harness.send_service._wording = Wording()
    date = harness.the(harness.group(body=body or "Hello", **harness.held(days=1)))
    said = date if body else replace(date, body=None)

    with pytest.raises(UserError, match="template is gone"), harness.database.write() as conn:
        harness.send_service.admit(conn, said, date, {})

    assert judged == [(SendKind.GROUP, body, "C0FRONT")]
    assert harness.the(date.id) == date
    assert harness.approvals.passed_on == []
