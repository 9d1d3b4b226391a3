"""Connecting to one Slack workspace: the Web API client, who the bot is there, and the Bolt app."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final, TypeAlias

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.logs import describe, kind_of
from bot.slack import web
from bot.slack.incoming.arrival import for_bolt
from bot.slack.mark import NO_MARK, Mark

log = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 10


Client: TypeAlias = WebClient
"""How Slack is asked, for whoever hands it on."""


class SlackUnavailable(Exception):  # noqa: N818 - reads as what it is where it is caught
    """The bot cannot introduce itself to Slack; the text says what to do.

    ``is_refusal`` where Slack answered, and said no.
    """

    def __init__(self, told: str, *, is_refusal: bool = False) -> None:
        super().__init__(told)
        self.is_refusal = is_refusal


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in its workspace, as ``auth.test`` answers.

    ``scopes`` are those it was given, none where Slack does not say; ``at`` is the time by Slack's clock.
    """

    team_id: str
    enterprise_id: str | None
    bot_id: str
    bot_user_id: str
    scopes: frozenset[str] = frozenset()
    at: datetime | None = None


def web_client(token: str, base_url: str, mark: Mark = NO_MARK) -> WebClient:
    """Return a Web API client that never repeats a call by itself, and puts a mark on what it shows.

    The SDK would repeat one after a broken connection, and a message might be posted twice. Its answers are
    bounded, which holds for everything the process asks of Slack from then on.
    """
    web.bound_everything()
    client = web.Client(token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
    client.proxy = None  # the opener knows it
    client.mark = mark
    return client


def identify(client: WebClient) -> Identity:
    """Ask Slack who the bot is. Raises :exc:`SlackUnavailable`."""
    with answered("SLACK_BOT_TOKEN"):
        answer = client.auth_test()
    return Identity(
        team_id=str(answer["team_id"]),
        enterprise_id=answer.get("enterprise_id"),
        bot_id=str(answer.get("bot_id", "")),
        bot_user_id=str(answer["user_id"]),
        scopes=frozenset(filter(None, _header(answer, "x-oauth-scopes").replace(" ", "").split(","))),
        at=_time(_header(answer, "date")),
    )


def _header(answer: SlackResponse, name: str) -> str:
    """Return a header of an answer; the SDK keeps a list under names as they came, where there is one."""
    said = next((value for each, value in answer.headers.items() if each.lower() == name), "")
    return str(next(iter(said), "") if isinstance(said, list | tuple) else said)


def _time(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None


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
        told = f"Slack rejected {setting}: {error.response.get('error')}"
        raise SlackUnavailable(told, is_refusal=True) from None
    except (SlackClientError, HTTPException, OSError) as error:
        raise SlackUnavailable(f"Slack couldn't be reached: {kind_of(error)}") from None


_NO_ANSWER: Final = BoltResponse(status=HTTPStatus.OK)
"""What Bolt hands its middleware; ours looks at nothing of it."""


class _App(App):
    """Bolt's app.

    What a person did comes to our own middleware straight away. Bolt's has nothing to do with it: it makes a
    client and finds out who the bot is, each time, and leaves out what the bot itself brought about. Events
    go through it, and whatever ours has no answer for.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Bolt's own
        self._ours: list[Middleware] = []
        super().__init__(**options)

    def use(self, *middleware: Middleware) -> None:
        """Add middleware of ours, which is asked in the order in which it was added."""
        for each in middleware:
            self._ours.append(each)
            super().use(each)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one request."""
        return self._straight(req) or super().dispatch(for_bolt(req))

    def _straight(self, req: BoltRequest) -> BoltResponse | None:
        if "event" in req.body:
            return None
        left = iter(self._ours)

        def go_on() -> Any:  # noqa: ANN401 - an answer, or none when all of ours went on
            each = next(left, None)
            return None if each is None else each.process(req=req, resp=_NO_ANSWER, next=go_on)

        try:
            answer: BoltResponse | None = go_on()
        except Exception as error:  # noqa: BLE001 - Slack is told by the status, and the log without a text
            log.error("an arrival could not be answered: %s", describe(error))
            return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return answer


def bolt_app(client: WebClient, identity: Identity) -> App:
    """Return the Bolt app. Signatures are not its matter: the edge checks them over the bytes as they came.

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

    return _App(
        name="smsit-slack-bot",
        logger=logging.getLogger("slack_bolt"),  # its own loggers would copy the root's level
        client=client,
        authorize=authorize,
        signing_secret="unused: the edge has looked",  # noqa: S106 - none; Bolt wants some text
        process_before_response=True,
    )
