"""The states of a text as people see them."""

from bot.slack.blocks import state_words
from bot.store.states import SendState


def test_every_state_has_a_sign_and_words_of_its_own() -> None:
    told = {state_words.in_words(state) for state in SendState}

    assert len(told) == len(SendState)
    assert all("_" not in words for words in told)
    assert all(state_words.icon(state).startswith(":") for state in SendState)
