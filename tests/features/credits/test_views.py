"""The balances, as whoever asked reads them."""

import pytest

from bot.features.credits.service import Balances
from bot.features.credits.views import balances
from bot.sandbox.slack.blocks import problems_in_message


@pytest.mark.parametrize(
    ("now", "sms", "voice"),
    [
        (Balances(5000, 250, 0), "5,000", "250"),
        (Balances(0, 0, 0), "0", "0"),
        (Balances(4944, 1, 1), "4,944 (1 reserved for scheduled texts)", "1"),
        (Balances(1_234_567, 1, 1000), "1,234,567 (1,000 reserved for scheduled texts)", "1"),
        (Balances(-3, 0, 2), "-3 (2 reserved for scheduled texts)", "0"),
    ],
)
def test_the_balances_and_what_is_reserved(now: Balances, sms: str, voice: str) -> None:
    content = balances(now)
    number, _, reserved = sms.partition(" ")

    assert content.text == (
        f"You have {number} SMS credits{f' {reserved}' if reserved else ''} and {voice} voice credits."
    )
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert [each["text"].partition("\n")[2] for each in content.blocks[0]["fields"]] == [sms, voice]


def test_what_is_left_of_limits_stands_below_the_balances() -> None:
    content = balances(Balances(10, 0, 0), ("Your daily limit: 3 left.", "Workspace limit: 4 left."))

    assert content.text.endswith("voice credits.\nYour daily limit: 3 left.\nWorkspace limit: 4 left.")
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert [block["type"] for block in content.blocks] == ["section", "context", "context"]
