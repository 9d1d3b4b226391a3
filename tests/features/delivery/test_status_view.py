"""The standing of a text, as whoever asked reads it."""

import pytest

from bot.features.delivery.service import NumberStatus
from bot.features.delivery.views.status import WENT_OUT, standing
from bot.sandbox.slack.blocks import problems_in_message
from bot.store.sends import Send
from bot.store.states import SendState
from tests.every import every
from tests.features.samples import NAMES, NUMBER, a_send

SENDS: tuple[Send | None, ...] = (None, a_send(), a_send(outcome_sentence="<!channel> " * 500, zone=None))


@every("send", SENDS)
@every("said", [each or "" for each in NAMES])
def test_slack_takes_every_answer_and_it_calls_nobody(send: Send | None, said: str) -> None:
    content = standing(NumberStatus(NUMBER, send, said, said))

    assert problems_in_message({"text": content.text[:4000], "blocks": list(content.blocks)}) == []
    assert "<!channel>" not in content.text
    assert NUMBER not in content.text


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        (
            NumberStatus(NUMBER, None, "", ""),
            ["No texts have been sent to this number from Slack.", "has no report for this number"],
        ),
        (
            NumberStatus(NUMBER, None, "delivered", ""),
            ["report on the latest text to this number: *delivered*."],
        ),
        (
            NumberStatus(NUMBER, a_send(state=SendState.ACCEPTED), "delivered", "", is_ahead=True),
            ["to this number: *delivered*. The text's own message will follow."],
        ),
        (NumberStatus(NUMBER, None, "", "", is_listed=True), ["This number is on the do-not-text list."]),
        (NumberStatus(NUMBER, None, "failed", "Landline"), ["*failed (Landline)*"]),
        (
            NumberStatus(NUMBER, a_send(state=SendState.DELIVERED), "", ""),
            ["(`01234567`): delivered."],
        ),
        (
            NumberStatus(NUMBER, a_send(state=SendState.REFUSED, outcome_sentence="No credits."), "", ""),
            ["(`01234567`): not sent.", "No credits."],
        ),
        (
            NumberStatus(NUMBER, a_send(state=SendState.ACCEPTED), "", "", "SMS-iT didn't answer just now."),
            ["(`01234567`): sent, ", "SMS-iT didn't answer just now."],
        ),
        (
            NumberStatus(NUMBER, None, "14155550100 failed", "to +1 415-555-0100"),
            ["*•••0100 failed (to •••0100)*"],
        ),
    ],
)
def test_it_tells_our_record_and_smsits(now: NumberStatus, lines: list[str]) -> None:
    for line in lines:
        assert line in standing(now).text


@pytest.mark.parametrize("state", [each for each in SendState if each is not SendState.DRAFT], ids=str)
def test_smsits_report_is_never_taken_for_that_on_a_text_that_was_not_sent(state: SendState) -> None:
    text = standing(NumberStatus(NUMBER, a_send(state=state), "delivered", "")).text

    assert ("another text to this number, not this one: *delivered*." in text) is (state not in WENT_OUT)


def test_what_was_cancelled_says_so_in_its_first_line() -> None:
    content = standing(NumberStatus(NUMBER, a_send(state=SendState.CANCELLED), "delivered", ""))

    assert content.text.startswith(
        "The latest text to Ada Lovelace (•••0100) (`01234567`): cancelled, not sent."
    )
    assert content.blocks[0]["text"]["text"].startswith("*Ada Lovelace (•••0100)*\n")
    assert "*Cancelled, not sent* · <!date^" in content.blocks[0]["text"]["text"]


def test_without_an_answer_it_does_not_claim_that_there_is_no_report() -> None:
    assert "no report" not in standing(NumberStatus(NUMBER, a_send(), "", "", "SMS-iT did not answer.")).text


def test_a_number_in_the_reason_of_a_refusal_is_masked() -> None:
    refused = a_send(state=SendState.REFUSED, outcome_sentence="+1 415 555 0100 is unknown.")

    assert "\n•••0100 is unknown." in standing(NumberStatus(NUMBER, refused, "", "")).text
