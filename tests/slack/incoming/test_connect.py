"""Who the bot is in its workspace, or why nobody can say."""

import logging
import os
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.slack.incoming.connect import SlackUnavailable, bolt_app, check_app_token, identify, web_client
from tests.slack.conftest import Slack
from tests.slack.interactions import MAYA, command


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

    assert str(refused.value) == f"Slack rejected SLACK_BOT_TOKEN: {code}"


def test_a_wrong_token_is_refused(slack: Slack) -> None:
    with pytest.raises(SlackUnavailable, match="invalid_auth"):
        identify(web_client("xoxb-wrong", slack.sandbox.slack_api_url))


def test_a_slack_that_is_not_there_could_not_be_reached(nowhere: WebClient) -> None:
    with pytest.raises(SlackUnavailable, match="couldn't be reached: URLError"):
        identify(nowhere)


def test_an_app_token_is_tried_without_connecting(slack: Slack) -> None:
    check_app_token(slack.client, slack.workspace.app_token)

    assert slack.calls("apps.connections.open") == ["ok"]
    assert slack.workspace.connections == 0


def test_a_wrong_app_token_is_named_by_its_setting(slack: Slack) -> None:
    with pytest.raises(SlackUnavailable, match=r"^Slack rejected SLACK_APP_TOKEN: invalid_auth$"):
        check_app_token(slack.client, "xapp-wrong")


def test_no_call_is_ever_repeated_by_the_library(slack: Slack) -> None:
    assert slack.client.retry_handlers == []


def test_an_arrival_is_authorised_without_asking_slack_again(slack: Slack) -> None:
    app = bolt_app(slack.client, identify(slack.client))
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


class Ours(Middleware):
    """Answers with what it is told, or goes on; notes what came by."""

    def __init__(self, answer: Callable[[], BoltResponse] | None = None) -> None:
        self.answer = answer
        self.seen: list[bool] = []

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 -- as above
    ) -> BoltResponse | None:
        self.seen.append("client" in req.context)
        return next() if self.answer is None else self.answer()


def arrive(slack: Slack, body: dict[str, Any], *ours: Middleware) -> BoltResponse:
    app = bolt_app(slack.client, identify(slack.client))
    app.use(*ours)
    return app.dispatch(BoltRequest(mode="socket_mode", body=body))


def test_what_a_person_did_comes_to_our_middleware_without_bolts(slack: Slack) -> None:
    first, second = Ours(), Ours(lambda: BoltResponse(status=200, body="done"))

    assert arrive(slack, command("help"), first, second).body == "done"
    assert first.seen == second.seen == [False]


def test_what_ours_has_no_answer_for_goes_on_to_bolt(slack: Slack) -> None:
    ours = Ours()

    assert arrive(slack, command("help"), ours).status == 404
    assert ours.seen == [False, True]


def test_what_the_bot_itself_brought_about_is_left_out(slack: Slack) -> None:
    ours = Ours(lambda: BoltResponse(status=200, body="done"))
    for user, seen in (("U0BOT", []), (MAYA.user_id, [True])):
        ours.seen.clear()
        body = {"type": "event_callback", "team_id": MAYA.team_id, "event": {"type": "x", "user": user}}

        assert arrive(slack, body, ours).status == 200
        assert ours.seen == seen


def test_what_breaks_before_a_listener_is_an_error_without_its_text(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> BoltResponse:
        raise RuntimeError("14155550100")

    with caplog.at_level(logging.ERROR):
        assert arrive(slack, command("help"), Ours(broken)).status == 500
    assert "RuntimeError" in caplog.text
    assert "14155550100" not in caplog.text
