"""Whether Slack answers at all. Source: docs.slack.dev, reference/methods/auth.test."""

from http.client import HTTPException
from typing import Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.outgoing.posting_errors import UNSURE

SERVER_ERRORS: Final = 500


def reaches(client: WebClient) -> bool:
    """Ask Slack who the bot is, and tell whether an answer came that is Slack's own; a refusal is one."""
    try:
        client.auth_test()
    except SlackApiError as error:
        is_own = error.response.get("error") not in UNSURE
        return bool(is_own and error.response.status_code < SERVER_ERRORS)
    except (SlackClientError, HTTPException, OSError):
        return False
    return True
