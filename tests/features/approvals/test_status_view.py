"""How a request stands, in one sentence."""

import pytest

from bot.features.approvals.service import ONLY_APPROVER
from bot.features.approvals.views import request as request_view
from bot.features.approvals.views import status as status_view
from bot.store.approvals import ApprovalRequest, Decision
from bot.store.states import SendState
from tests.features.approvals.samples import APPROVED, WHY, a_broadcast, a_request

ASKED = "Mon 23 Nov 2026, 09:00 (America/Los_Angeles)"


LAPSES = "Tue 24 Nov 2026, 09:00 (America/Los_Angeles)"


@pytest.mark.parametrize(
    ("state", "asked", "said"),
    [
        (
            SendState.AWAITING_APPROVAL,
            a_request(),
            f"waiting for approval in <#C0APPROVE>, asked {ASKED}, lapses {LAPSES}",
        ),
        (
            SendState.QUEUED,
            a_request(**APPROVED),
            f"approved by <@U0TOM> on {ASKED}",
        ),
        (SendState.QUEUED, a_request(**APPROVED | {"decided_at": None}), "approved by <@U0TOM>"),
        (
            SendState.QUEUED,
            a_request(**APPROVED | {"decided_at": None, "reason": ONLY_APPROVER}),
            "approved by <@U0TOM>: their own request, as the only person who may approve",
        ),
        (
            SendState.REJECTED,
            a_request(decision=Decision.REJECTED, decided_by="U0TOM", reason="<b> 4155550100"),
            "rejected by <@U0TOM>: &lt;b&gt; •••0100",
        ),
        (
            SendState.EXPIRED,
            a_request(decision=Decision.EXPIRED),
            f"nobody decided in time, it lapsed {LAPSES}",
        ),
        (SendState.CANCELLED, a_request(), "cancelled by <@U0MAYA> before anybody decided"),
        (
            SendState.CANCELLED,
            a_request(**APPROVED | {"decided_at": None}),
            "approved by <@U0TOM>, cancelled since by <@U0MAYA>",
        ),
    ],
)
def test_how_a_request_stands_is_one_sentence(state: SendState, asked: ApprovalRequest, said: str) -> None:
    each = a_broadcast(state=state, decided_by="U0MAYA")

    assert status_view.in_words(each, asked, "C0APPROVE") == said
    if state is not SendState.AWAITING_APPROVAL:  # there the buttons say so
        assert said[1:] in request_view.request(each, asked, WHY).text


def test_whoever_is_not_known_is_not_named() -> None:
    cancelled = a_broadcast(state=SendState.CANCELLED)

    assert status_view.in_words(cancelled, a_request(), None) == "cancelled before anybody decided"
    assert status_view.in_words(a_broadcast(), a_request(), None).startswith("waiting for approval, asked")
