"""Alerts in their channel: raised once, edited when over, told afterwards where Slack was away."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.sandbox.slack.model import Message
from bot.settings import Mode
from bot.store.states import SendState
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, Harness
from tests.reading import as_read

pytestmark = pytest.mark.measured

ALERTS = "C0APPROVE"
POLICY = """
[roles]
sender = ["U0MAYA"]
admin = ["U0TOM"]

[alerts]
channel = "C0APPROVE"
balance_below = 100
weekly_digest = true
"""


@pytest.fixture
def house(open_harness: OpenHouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    path = tmp_path_factory.mktemp("policy") / "policy.toml"
    path.write_text(POLICY)
    return open_harness(Mode.SOCKET, POLICY_FILE=str(path))


def look(house: Harness, **later: float) -> None:
    """Let the minute's look happen, and what it changes be drawn."""
    house.clock.advance(**later)
    house.bot.jobs["alerts.watch"]({})
    house.bot.tick.run({})
    house.quiet()


def alerts(house: Harness) -> list[Message]:
    return [each for each in house.person("U0TOM").sees(ALERTS) if each.posted_by_bot]


def test_a_low_balance_is_told_once_and_resolved_in_place(house: Harness) -> None:
    look(house)
    assert alerts(house) == []
    house.sandbox.smsit.set_credits(42)
    for _ in range(4):
        look(house, minutes=11)

    (raised,) = alerts(house)
    assert "The SMS balance is low: 42 credits." in raised.text
    assert "Maya" not in str(raised.blocks)

    house.sandbox.smsit.set_credits(105)  # more than too few, and not yet well
    look(house, minutes=11)
    assert "The SMS balance is low: 105 credits." in alerts(house)[0].text
    house.sandbox.smsit.set_credits(5000)
    look(house, minutes=11)
    look(house, minutes=6)

    (resolved,) = alerts(house)
    assert resolved.ts == raised.ts
    assert "Resolved: the SMS balance is 5,000 credits." in resolved.text


def test_a_key_that_is_refused_is_told(house: Harness) -> None:
    house.sandbox.smsit.api_key = "another"
    look(house, minutes=11)

    (raised,) = alerts(house)
    assert "SMS-iT refuses the bot's API key, so no texts can be sent." in raised.text


def test_that_slack_was_away_is_told_when_it_is_back(house: Harness) -> None:
    house.send(f"/sms {ADA} Hello")
    house.until(SendState.ACCEPTED)
    for method in ("auth.test", "chat.postMessage", "chat.update"):
        house.sandbox.slack.fail(method, "internal_error", times=99)
    for _ in range(5):
        look(house, minutes=1)
    house.sandbox.slack.faults.clear()
    assert alerts(house) == []
    look(house, minutes=10)
    look(house, minutes=6)
    look(house, hours=1)

    (told,) = alerts(house)
    assert "Resolved: Slack couldn't be reached from" in told.text
    assert len(house.texts) == 1


def test_last_week_is_told_on_monday(house: Harness) -> None:
    house.send(f"/sms {ADA} Hello")
    house.until(SendState.ACCEPTED)
    monday = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    look(house, seconds=(monday - house.clock()).total_seconds() + 3600)
    look(house, minutes=1)

    (told,) = [each for each in alerts(house) if "Week of" in each.text]
    said = "Week of 23 to 29 Nov: 1 text was sent, 1 more than in the week before."
    assert said in as_read(told.text)
