"""The balances, as whoever asked reads them."""

from zoneinfo import ZoneInfo

import pytest

from bot.features.credits.outlook import Outlook
from bot.features.credits.service import Balances
from bot.features.credits.views import balances, desk, forecast
from bot.sandbox.slack.blocks import problems_in_message, problems_in_view
from bot.store.balances import Sample
from tests.clock import START
from tests.features.slack_harness import said

ZONE = ZoneInfo("UTC")


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

    voices = f"{voice} voice {'credit' if voice == '1' else 'credits'}"
    assert content.text == f"You have {number} SMS credits{f' {reserved}' if reserved else ''} and {voices}."
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert [each["text"].partition("\n")[2] for each in content.blocks[0]["fields"]] == [sms, voice]


def test_what_is_left_of_limits_stands_below_the_balances() -> None:
    content = balances(Balances(10, 0, 0), ("Your daily limit: 3 left.", "Workspace limit: 4 left."))

    assert content.text.endswith("voice credits.\nYour daily limit: 3 left.\nWorkspace limit: 4 left.")
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    assert [block["type"] for block in content.blocks] == ["section", "context", "context"]


def test_the_desk_shows_a_line_says_between_what_it_goes_and_how_long_the_balance_lasts() -> None:
    blocks = desk(Outlook(Sample(START, 1000), (4000, 2000, 1000), 3000, 9), 12, ZONE)
    words = "\n".join(said(blocks))

    assert problems_in_view({"type": "home", "blocks": blocks}) == []
    assert "*1,000 credits* · 12 reserved for scheduled texts · at this week's rate: 9 days" in words
    assert "█▅▃" in words
    assert "Last 3 days: 1,000 to 4,000 credits · Checked <!date^" in words


def test_one_day_makes_neither_a_line_nor_a_rate() -> None:
    blocks = desk(Outlook(Sample(START, 1), (1,), 0, None), 0, ZONE)

    assert [block["type"] for block in blocks] == ["section", "context"]
    assert "\n".join(said(blocks)).startswith("*1 credit*\nChecked <!date^")


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "less than a day"), (1, "1 day"), (365, "365 days"), (366, "more than a year")],
)
def test_how_long_it_lasts_is_told_in_days(days: int, said: str) -> None:
    assert forecast(days) == f"at this week's rate: {said}"
