"""How a request stands, in one sentence."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.features.approvals.decisions import ONLY_APPROVER
from bot.features.approvals.views import request as request_view
from bot.features.approvals.views import status as status_view
from bot.slack.blocks.moments import moment
from bot.store.approvals import ApprovalRequest, Decision, PastDecision
from bot.store.states import SendState
from tests.clock import START
from tests.features.approvals.samples import APPROVED, WHY, a_broadcast, a_request

ZONE = ZoneInfo("America/Los_Angeles")
ASKED = moment(START, ZONE)
LAPSES = moment(START + timedelta(hours=24), ZONE)


@pytest.mark.parametrize(
    ("state", "asked", "said"),
    [
        (
            SendState.AWAITING_APPROVAL,
            a_request(),
            f"awaiting approval, expires {LAPSES}",
        ),
        (
            SendState.QUEUED,
            a_request(**APPROVED),
            f"approved by <@U0TOM> ({ASKED})",
        ),
        (SendState.QUEUED, a_request(**APPROVED | {"decided_at": None}), "approved by <@U0TOM>"),
        (
            SendState.QUEUED,
            a_request(**APPROVED | {"decided_at": None, "reason": ONLY_APPROVER}),
            "approved by <@U0TOM>: their own request, as the only approver",
        ),
        (
            SendState.REJECTED,
            a_request(decision=Decision.REJECTED, decided_by="U0TOM", reason="<b> 4155550100"),
            "rejected by <@U0TOM>: &lt;b&gt; •••0100",
        ),
        (
            SendState.EXPIRED,
            a_request(decision=Decision.EXPIRED),
            f"expired without a decision ({LAPSES})",
        ),
        (SendState.CANCELLED, a_request(), "cancelled by <@U0MAYA> before a decision"),
        (
            SendState.CANCELLED,
            a_request(**APPROVED | {"decided_at": None}),
            "approved by <@U0TOM>, then cancelled by <@U0MAYA>",
        ),
    ],
)
def test_how_a_request_stands_is_one_sentence(state: SendState, asked: ApprovalRequest, said: str) -> None:
    each = a_broadcast(state=state, decided_by="U0MAYA")

    assert status_view.in_words(each, asked) == said
    if state is not SendState.AWAITING_APPROVAL:  # there the buttons say so
        assert said[1:] in request_view.request(each, asked, WHY).text


def test_whoever_is_not_known_is_not_named() -> None:
    cancelled = a_broadcast(state=SendState.CANCELLED)

    assert status_view.in_words(cancelled, a_request()) == "cancelled before a decision"
    assert status_view.in_words(a_broadcast(), a_request()).startswith("awaiting approval, expires")


def test_below_the_state_only_what_it_does_not_say_is_said() -> None:
    waits, queued = a_broadcast(state=SendState.AWAITING_APPROVAL), a_broadcast(state=SendState.QUEUED)
    approved = a_request(**APPROVED)

    assert status_view.standing(waits, a_request(), "C0APPROVE") == f"Asked in <#C0APPROVE>, expires {LAPSES}"
    assert status_view.standing(waits, a_request(), None) == f"Expires {LAPSES}"
    assert status_view.standing(queued, approved, "C0APPROVE") == f"Approved by <@U0TOM> ({ASKED})"


def test_that_it_was_asked_again_is_told_with_what_changed() -> None:
    again = a_request(round=2, asked_by="U0ANN", changed="The text was changed. It has <b> 4155550100.")

    assert status_view.asked_again(a_broadcast(), a_request()) == ""
    assert status_view.asked_again(a_broadcast(), again) == (
        f"Asked again by <@U0ANN> {ASKED}: The text was changed. It has &lt;b&gt; •••0100"
    )


def test_earlier_requests_say_who_rejected_them_when_and_why() -> None:
    rejected = PastDecision(
        decision=Decision.REJECTED,
        decided_by="U0TOM",
        decided_at=START,
        reason="Wrong <date>, ask 14155550100.",
    )
    forgotten = replace(rejected, reason=None)
    expired = replace(forgotten, decision=Decision.EXPIRED, decided_by=None)

    assert status_view.before(a_broadcast(), (rejected, forgotten, expired)) == [
        f"Rejected before by <@U0TOM>, {ASKED}: Wrong &lt;date&gt;, ask •••0100",
        f"Rejected before by <@U0TOM>, {ASKED}",
        f"Not approved in time before, {ASKED}",
    ]
