"""The balances, as whoever asked reads them."""

import pytest

from bot.features.credits.service import Balances
from bot.features.credits.views import balances
from bot.sandbox.slack.blocks import problems_in_message


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (Balances(5000, 250, 0), "SMS credits: 5,000; Voice credits: 250"),
        (Balances(0, 0, 0), "SMS credits: 0; Voice credits: 0"),
        (
            Balances(1_234_567, 1, 1000),
            "SMS credits: 1,234,567; Voice credits: 1; Reserved by texts on their way: 1,000",
        ),
        (Balances(-3, 0, 2), "SMS credits: -3; Voice credits: 0; Reserved by texts on their way: 2"),
    ],
)
def test_the_balances_and_what_is_spoken_for(now: Balances, text: str) -> None:
    content = balances(now)

    assert content.text == text
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert len(content.blocks[0]["fields"]) == text.count(";") + 1


def test_what_is_left_of_budgets_stands_below_the_balances() -> None:
    content = balances(Balances(10, 0, 0), ("Your budget: *3* left.", "Of all: *4* left."))

    assert content.text == "SMS credits: 10; Voice credits: 0\nYour budget: *3* left.\nOf all: *4* left."
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert [block["type"] for block in content.blocks] == ["section", "context", "context"]
