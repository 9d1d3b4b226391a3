"""Who the bot is in its workspace, or why nobody can say."""

import os

import pytest
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient

from bot.slack.incoming.connect import SlackUnavailable, bolt_app, check_app_token, identify, web_client
from tests.slack.conftest import Slack
from tests.slack.interactions import command


def test_the_bot_introduces_itself(slack: Slack) -> None:
    identity = identify(slack.client)

    assert identity.team_id == "T0HARBOUR"
    assert identity.bot_user_id == "U0BOT"
    assert identity.enterprise_id is None


@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
def test_a_refused_token_is_named_by_its_setting_and_not_shown(slack: Slack, code: str) -> None:
    slack.workspace.fail("auth.test", code)

    with pytest.raises(SlackUnavailable) as refused:
        identify(slack.client)

    assert str(refused.value) == f"Slack refused SLACK_BOT_TOKEN: {code}"


def test_a_wrong_token_is_refused(slack: Slack) -> None:
    with pytest.raises(SlackUnavailable, match="invalid_auth"):
        identify(web_client("xoxb-wrong", slack.sandbox.slack_api_url))


def test_a_slack_that_is_not_there_could_not_be_reached(nowhere: WebClient) -> None:
    with pytest.raises(SlackUnavailable, match="could not be reached: URLError"):
        identify(nowhere)


def test_an_app_token_is_tried_without_connecting(slack: Slack) -> None:
    check_app_token(slack.client, slack.workspace.app_token)

    assert slack.calls("apps.connections.open") == ["ok"]
    assert slack.workspace.connections == 0


def test_a_wrong_app_token_is_named_by_its_setting(slack: Slack) -> None:
    with pytest.raises(SlackUnavailable, match=r"^Slack refused SLACK_APP_TOKEN: invalid_auth$"):
        check_app_token(slack.client, "xapp-wrong")


def test_no_call_is_ever_repeated_by_the_library(slack: Slack) -> None:
    assert slack.client.retry_handlers == []


@pytest.mark.parametrize("secret", [None, "", "a secret"])
def test_an_arrival_is_authorised_without_asking_slack_again(slack: Slack, secret: str | None) -> None:
    app = bolt_app(slack.client, identify(slack.client), secret)
    seen: list[str] = []
    slack.workspace._traffic.clear()

    @app.command("/sms")
    def listen(ack, context) -> None:  # noqa: ANN001 - Bolt injects by name
        seen.append(context.bot_user_id)
        ack()

    request = BoltRequest(mode="socket_mode", body=command("help"))

    assert app.dispatch(request).status == 200
    assert seen == ["U0BOT"]
    assert slack.workspace.traffic == ()
    assert "SLACK_CLIENT_ID" not in os.environ
