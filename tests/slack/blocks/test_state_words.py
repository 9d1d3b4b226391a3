"""The states of a text as people see them."""

from bot.slack.blocks import state_words
from bot.store.states import SendState


def test_every_state_has_a_sign_and_words_of_its_own() -> None:
    one = SendState.ATTEMPTING  # a text and a list that are being sent are both "Sending"
    told = {state_words.label(state) for state in SendState if state is not one}

    assert len(told) == len(SendState) - 1
    assert state_words.label(one) == state_words.label(SendState.RUNNING) == "Sending"
    assert all("_" not in words for words in told)
    assert all(state_words.icon(state).startswith(":") for state in SendState)


def test_within_a_sentence_a_state_begins_small() -> None:
    assert state_words.label(SendState.SCHEDULED_AT_SMSIT) == "Scheduled in SMS-iT"
    assert state_words.in_words(SendState.SCHEDULED_AT_SMSIT) == "scheduled in SMS-iT"
