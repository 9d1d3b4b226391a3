"""The requests that wait for an approver, as the Home tab shows them."""

import pytest

from bot.features.approvals.service import Waiting
from bot.features.approvals.views.pending import waiting
from bot.features.approvals.views.request import ApprovalRef
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.incoming import metadata
from bot.store.sends import SendKind
from tests.features.samples import a_send, words_in
from tests.features.slack_harness import buttons


@pytest.mark.parametrize("count", range(5))
def test_the_first_stand_there_with_the_way_to_what_would_go_out(count: int) -> None:
    waits = a_send(kind=SendKind.GROUP, to_number="", to_name="VIP", people=17)
    blocks = waiting((Waiting(waits, 2),) * count, lambda _send: "Broadcast to")
    view = {"type": "home", "blocks": blocks}

    assert problems_in_view(view) == [] or not blocks
    words, leads = words_in(blocks), buttons(view).get("approvals.approve", [])
    assert words.count("Broadcast to *VIP* · 17 recipients · <@U0MAYA> asks") == min(count, 3) == len(leads)
    assert {metadata.load(ApprovalRef, each).number for each in leads} <= {2}
    assert ("More requests are in the approvers' channel." in words) is (count > 3)
    assert "Hello" not in words
