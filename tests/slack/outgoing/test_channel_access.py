"""Whether the bot is in a channel it is to write in."""

from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from bot.slack.incoming.connect import web_client
from bot.slack.outgoing.channel_access import absence
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS
from tests.slack.conftest import Slack

APPROVE = "C0APPROVE"


def test_where_the_bot_is_nothing_is_said(slack: Slack) -> None:
    assert absence(slack.client, APPROVE) == ""


def test_where_it_is_not_it_asks_to_be_invited(slack: Slack) -> None:
    channel = slack.workspace.channels[APPROVE]
    slack.workspace.put_channel(replace(channel, members=channel.members - {"U0BOT"}))
    try:
        said = absence(slack.client, APPROVE)
    finally:
        slack.workspace.put_channel(channel)

    assert said == "the bot isn't in the channel C0APPROVE; invite the bot there"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("channel_not_found", "the bot isn't in the channel C0APPROVE, or it doesn't exist"),
        ("internal_error", "the channel C0APPROVE couldn't be looked up: Slack says internal_error"),
    ],
)
def test_what_slack_does_not_show_is_said(slack: Slack, error: str, says: str) -> None:
    slack.workspace.fail("conversations.info", error)

    assert absence(slack.client, APPROVE).startswith(says)


def test_a_scope_that_is_missing_is_named() -> None:
    document = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    with Sandbox(clock=utc_now, contacts=1, manifest=document, ack_limit=ACK_SECONDS) as sandbox:
        said = absence(web_client(sandbox.slack.bot_token, sandbox.slack_api_url), APPROVE)

    assert said.endswith("Slack says missing_scope; give the app the scope channels:read")


def test_without_slack_nobody_can_tell(nowhere: WebClient) -> None:
    assert "Slack didn't answer" in absence(nowhere, APPROVE)
