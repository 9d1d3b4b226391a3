"""What is left with SMS-iT is asked about wherever it could go there, by the policy in force then."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.errors import UserError
from bot.features.sends.service import SendService
from bot.features.sends.smsit_schedules import GROUP, SERIES, SmsitSchedules
from bot.policy.model import Limits
from bot.store.sends import HeldBy, Send, SendKind
from bot.store.states import SendState
from tests.features.sends.harness import Harness
from tests.store.samples import a_send_in

BOUNDED = SmsitSchedules(Limits(group_people=50))


@pytest.mark.parametrize(
    "goes",
    [
        lambda service, conn, send: service.hand_over(conn, send),
        lambda service, conn, send: service.release(conn, send),
        lambda service, conn, send: service.queue(conn, send, {}),
    ],
    ids=["confirmed", "approved", "sent in spite of a question"],
)
def test_a_broadcast_goes_to_smsit_by_no_way_where_the_policy_bounds_it(
    harness: Harness, goes: Callable[[SendService, Connection, Send], object]
) -> None:
    there = {"kind": SendKind.GROUP.value, "held_by": HeldBy.SMSIT.value}
    send = a_send_in(harness.database, SendState.AWAITING_APPROVAL, now=harness.clock(), **there)
    guards = replace(harness.safeguards, smsit_schedules=BOUNDED)
    service = SendService(harness.database, guards, {}, harness.permissions, harness.clock)

    with harness.database.write() as conn, pytest.raises(UserError) as refused:
        goes(service, conn, send)

    assert refused.value.sentence == GROUP


@pytest.mark.parametrize(
    ("kind", "repeats", "limits", "why"),
    [
        (SendKind.GROUP, False, Limits(), ""),
        (SendKind.GROUP, False, Limits(person_per_week=3), GROUP),
        (SendKind.CONTACT, False, Limits(person_per_week=3), ""),
        (SendKind.CONTACT, True, Limits(person_per_week=3), SERIES),
        (SendKind.CONTACT, True, Limits(group_people=3), ""),
    ],
)
def test_what_nobody_bounds_may_be_left_there(
    kind: SendKind, *, repeats: bool, limits: Limits, why: str
) -> None:
    assert SmsitSchedules(limits).refusal(kind, repeats=repeats) == why
