"""What counts as whole sentences in the text of a message."""

import pytest

from tests.flows.fallbacks import faults

pytestmark = pytest.mark.measured


@pytest.mark.parametrize(
    "text",
    [
        "Delivered.",
        "Did you mean `/sms help`?",
        "*Ada* (•••0100): delivered. Sent by <@U0MAYA>.",
        "Sending …",
        "She said “No.”",
        "Wait... Done.",
        "Text to a contact: `/sms Ada See you at 10.`",
        "It costs 1.50. That is all.",
        "There's no `/sms ../etc` command.",
    ],
)
def test_whole_sentences_are_taken(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Delivered",
        "Paused. Resume it.. 0 of 2.",
        "Refused.: Not a contact.",
        "Why?. Done.",
        "a,. b.",
        "Type `/sms`.. Done.",
    ],
)
def test_what_does_not_end_or_ends_twice_is_found(text: str) -> None:
    assert faults(text) != []
