"""Connecting to one Slack workspace: the Web API client, who the bot is there, and the Bolt app."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

TIMEOUT_SECONDS: Final = 10


class SlackUnavailable(Exception):  # noqa: N818 - reads as what it is where it is caught
    """The bot cannot introduce itself to Slack; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as ``auth.test`` answers."""

    team_id: str
    enterprise_id: str | None
    bot_id: str
    bot_user_id: str


def web_client(token: str, base_url: str) -> WebClient:
    """Return a Web API client that never repeats a call by itself.

    The SDK would repeat one after a broken connection, and a message might be posted twice.
    """
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])


def identify(client: WebClient) -> Identity:
    """Ask Slack who the bot is. Raises :exc:`SlackUnavailable`."""
    with answered("SLACK_BOT_TOKEN"):
        answer = client.auth_test()
    return Identity(
        team_id=str(answer["team_id"]),
        enterprise_id=answer.get("enterprise_id"),
        bot_id=str(answer.get("bot_id", "")),
        bot_user_id=str(answer["user_id"]),
    )


def check_app_token(client: WebClient, app_token: str) -> None:
    """Ask Slack for a connection by Socket Mode, and leave it unused. Raises :exc:`SlackUnavailable`."""
    with answered("SLACK_APP_TOKEN"):
        client.apps_connections_open(app_token=app_token)


@contextmanager
def answered(setting: str) -> Iterator[None]:
    """Turn what goes wrong between here and Slack into :exc:`SlackUnavailable`.

    ``setting`` names the token that Slack is shown.
    """
    try:
        yield
    except SlackApiError as error:
        raise SlackUnavailable(f"Slack refused {setting}: {error.response.get('error')}") from None
    except (SlackClientError, HTTPException, OSError) as error:
        raise SlackUnavailable(f"Slack could not be reached: {type(error).__name__}") from None


def bolt_app(client: WebClient, identity: Identity, signing_secret: str | None) -> App:
    """Return the Bolt app.

    Listeners run inside the request (``process_before_response``): they only validate, record, hand over
    and acknowledge, and the usual runner would look for their acknowledgement every ten milliseconds.
    """
    result = AuthorizeResult(
        enterprise_id=identity.enterprise_id,
        team_id=identity.team_id,
        bot_id=identity.bot_id,
        bot_user_id=identity.bot_user_id,
        bot_token=client.token,
    )

    def authorize() -> AuthorizeResult:
        return result

    return App(
        name="smsit-slack-bot",
        logger=logging.getLogger("slack_bolt"),  # its own loggers would copy the root's level
        client=client,
        authorize=authorize,
        signing_secret=signing_secret or "unused: Socket Mode carries no signatures",
        process_before_response=True,
    )
