"""How whoever asked is told that their text was not approved."""

from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.features.approvals.views.decision import not_approved
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.blocks import kit
from bot.slack.blocks.moments import moment
from bot.store.approvals import Decision
from bot.store.sends import SendKind
from tests.every import every
from tests.features.approvals.samples import a_broadcast, a_request
from tests.features.approvals.test_request_view import LONG
from tests.features.samples import BODY, NAMES, words_in

REJECTED = {"decision": Decision.REJECTED, "decided_by": "U0TOM"}


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("Wrong <week>.", "Reason: Wrong &lt;week&gt;."),
        ("Why now?", "Reason: Why now?"),
        ("Ask 14155550100 first...", "Reason: Ask •••0100 first."),
    ],
)
def test_a_rejection_says_who_and_why_and_what_to_do(reason: str, said: str) -> None:
    content = not_approved(a_broadcast(), a_request(**REJECTED, reason=reason))

    assert content.text == (
        f":no_entry: <@U0TOM> rejected your text to the group *VIP*. It wasn't sent. {said} "
        "To ask again, write a new one."
    )


def test_that_nobody_decided_in_time_is_said() -> None:
    asked = a_request(decision=Decision.EXPIRED)
    content = not_approved(a_broadcast(kind=SendKind.LIST), asked)

    assert content.text == (
        ":hourglass: Your text to the list *VIP* wasn't approved in time. It wasn't sent. "
        f"Expired: {moment(asked.expires_at, ZoneInfo('America/Los_Angeles'))}. "
        "To ask again, write a new one."
    )


@pytest.mark.parametrize("decision", [Decision.REJECTED, Decision.EXPIRED])
def test_what_can_be_done_is_said_by_the_button_alone(decision: Decision) -> None:
    asked = a_request(decision=decision, decided_by="U0TOM", reason="No.")
    content = not_approved(a_broadcast(), asked, [kit.button("Edit and ask again", "x")])

    assert "ask again" not in content.text
    assert [block["type"] for block in content.blocks] == ["section", "actions"]


@every(("name", "decision"), list(product(NAMES, (Decision.REJECTED, Decision.EXPIRED))))
def test_slack_takes_it_and_it_holds_no_words_of_the_text(name: str, decision: Decision) -> None:
    asked = a_request(decision=decision, decided_by="U0TOM", reason=LONG)
    content = not_approved(a_broadcast(to_name=name), asked)
    shown = content.text + words_in(list(content.blocks))

    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert BODY not in shown
    assert "555 0100" not in shown
    assert "<!channel>" not in shown
