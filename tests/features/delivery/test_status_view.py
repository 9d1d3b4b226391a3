"""The standing of a text, as whoever asked reads it."""

import pytest

from bot.features.delivery.service import Standing
from bot.features.delivery.views.status import standing
from bot.sandbox.slack.blocks import problems_in_message
from bot.store.sends import Send
from bot.store.states import SendState
from tests.features.samples import NAMES, NUMBER, a_send

SENDS: tuple[Send | None, ...] = (None, a_send(), a_send(outcome_sentence="<!channel> " * 500, zone=None))


@pytest.mark.parametrize("send", SENDS, ids=range(len(SENDS)))
@pytest.mark.parametrize("said", [each or "" for each in NAMES], ids=range(len(NAMES)))
def test_slack_takes_every_answer_and_it_calls_nobody(send: Send | None, said: str) -> None:
    content = standing(Standing(NUMBER, send, said, said))

    assert problems_in_message({"text": content.text[:4000], "blocks": list(content.blocks)}) == []
    assert "<!channel>" not in content.text
    assert NUMBER not in content.text


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        (Standing(NUMBER, None, "", ""), ["sent no text to this number", "has no report for this number"]),
        (Standing(NUMBER, None, "delivered", ""), ["wherever it was sent from: *delivered*."]),
        (Standing(NUMBER, None, "failed", "Landline"), ["*failed (Landline)*"]),
        (
            Standing(NUMBER, a_send(state=SendState.DELIVERED), "", ""),
            ["(`01234567`): *delivered*, as of Mon 23 Nov 2026, 09:00 (America/Los_Angeles)"],
        ),
        (
            Standing(NUMBER, a_send(state=SendState.REFUSED, outcome_sentence="No credits."), "", ""),
            ["*not sent*", "No credits."],
        ),
        (
            Standing(NUMBER, a_send(state=SendState.ACCEPTED), "", "", "SMS-iT did not answer just now."),
            ["(`01234567`): *sent, waiting for the delivery report*", "SMS-iT did not answer just now."],
        ),
        (
            Standing(NUMBER, None, "14155550100 failed", "to +1 415-555-0100"),
            ["*•••0100 failed (to •••0100)*"],
        ),
    ],
)
def test_it_tells_our_record_and_smsits(now: Standing, lines: list[str]) -> None:
    for line in lines:
        assert line in standing(now).text


def test_without_an_answer_it_does_not_claim_that_there_is_no_report() -> None:
    assert "no report" not in standing(Standing(NUMBER, a_send(), "", "", "SMS-iT did not answer.")).text


def test_a_number_in_the_reason_of_a_refusal_is_masked() -> None:
    refused = a_send(state=SendState.REFUSED, outcome_sentence="+1 415 555 0100 is unknown.")

    assert "\n•••0100 is unknown." in standing(Standing(NUMBER, refused, "", "")).text
