"""Installing the app in several workspaces by OAuth: Bolt's own flow and stores, for workspaces by name.

A stranger's workspace must not get a bot that spends money: what Slack hands over for it is revoked at once
and kept nowhere. Source: docs.slack.dev, authentication/installing-with-oauth.
"""

import html
import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, Final, NamedTuple

from slack_bolt.error import BoltError
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_flow import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.sqlalchemy_utils import normalize_datetime_for_db
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import Engine, inspect

from bot.logs import describe
from bot.slack.incoming.connect import web_client
from bot.slack.incoming.http import Environ, StartResponse
from bot.slack.incoming.web_server import Application
from bot.slack.manifest import REDIRECT
from bot.slack.outgoing.posting_errors import UNSURE
from bot.slack.surface import NEEDED, OPTIONAL
from bot.texting.clock import utc_now

log = logging.getLogger(__name__)

INSTALL: Final = "/slack/install"
STATE_SECONDS: Final = 600
"""How long somebody may take between the two pages."""
LONGEST_QUERY: Final = 4096
DONE: Final = "The app is installed. The bot starts now: type /sms in Slack in a minute."
NOT_NAMED: Final = "This workspace isn't one that may have this app. Nothing was kept."
NOT_DONE: Final = "The app wasn't installed. Open the page where you began, and try again."
_REASONS: Final = frozenset(
    {"invalid_browser", "invalid_state", "missing_code", "invalid_code", "storage_error", "NotNamed"}
)
"""What the log says of one that failed; any other reason came with the address, from whoever opened it."""
_SLACK_FAILED: Final = (SlackClientError, HTTPException, OSError)


class App(NamedTuple):
    """The app that is installed, and where Slack is asked about it."""

    client_id: str
    client_secret: str
    api_url: str


class NotNamed(BoltError):  # noqa: N818 - reads as what it is where it is caught
    """The workspace is not one of those that may have the app."""


class WorkspaceInstaller:
    """Has the app installed in ``workspaces``, and knows the token of each where it is.

    ``installed`` is told of a workspace that has the app from now on, or anew.
    """

    def __init__(
        self, app: App, engine: Engine, workspaces: frozenset[str], installed: Callable[[str], object]
    ) -> None:
        logger = logging.getLogger("slack_bolt")
        self._installed = installed
        self._engine = engine
        self._api_url = app.api_url
        self._store = SQLAlchemyInstallationStore(app.client_id, engine, logger=logger)
        self._states = _States(STATE_SECONDS, engine, logger=logger)
        settings = OAuthSettings(
            client_id=app.client_id,
            client_secret=app.client_secret,
            scopes=[*NEEDED, *OPTIONAL],
            user_scopes=[],
            installation_store=self._store,
            state_store=self._states,
            state_expiration_seconds=STATE_SECONDS,
            callback_options=CallbackOptions(self._succeeded, _failed),
            logger=logger,
        )
        self._flow = _Flow(web_client("", app.api_url), settings, logger, workspaces)

    def create(self) -> None:
        """Create the tables that are not there yet."""
        self._store.metadata.create_all(self._engine)
        self._states.metadata.create_all(self._engine)

    def is_created(self) -> bool:
        """Tell whether the tables are there."""
        return inspect(self._engine).has_table(self._store.bots.name)

    def token(self, workspace: str) -> str | None:
        """Return the bot's token in a workspace; none where the app isn't installed."""
        found = self._store.find_bot(enterprise_id=None, team_id=workspace)
        return None if found is None else str(found.bot_token)

    def is_over(self, workspace: str) -> bool:
        """Tell whether the bot's token in a workspace is good no more, as Slack says now.

        That it was removed may be told late, when the app has been installed anew. Raises the SDK's errors,
        and :exc:`OSError`, when Slack does not say.
        """
        token = self.token(workspace)
        if token is None:
            return True
        try:
            web_client(token, self._api_url).auth_test()
        except SlackApiError as error:
            if error.response.get("error") in UNSURE | {"ratelimited"}:
                raise
            return True
        return False

    def forget(self, workspace: str) -> None:
        """Forget the tokens of a workspace that removed the app."""
        self._store.delete_all(enterprise_id=None, team_id=workspace)

    def around(self, edge: Application) -> Application:
        """Return what serves both pages, and everything else by ``edge``."""

        def serve(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            pages = {INSTALL: self._flow.handle_installation, REDIRECT: self._flow.handle_callback}
            page = pages.get(environ.get("PATH_INFO", ""))
            if page is None:
                return edge(environ, start_response)
            return _said(start_response, _asked(page, environ))

        return serve

    def _succeeded(self, args: SuccessArgs) -> BoltResponse:
        workspace = str(args.installation.team_id)
        log.info("the app was installed in %s", workspace)
        self._installed(workspace)
        return _page(HTTPStatus.OK, DONE)


class _States(SQLAlchemyOAuthStateStore):
    """Bolt's store of states, without those that are over: anybody may open the page that makes one."""

    def issue(self, *args: Any, **named: Any) -> str:  # noqa: ANN401 - the SDK's own
        """Return a new state."""
        until = self.oauth_states.c.expire_at
        with self.engine.begin() as conn:
            conn.execute(self.oauth_states.delete().where(until < normalize_datetime_for_db(utc_now())))
        return str(super().issue(*args, **named))


class _Flow(OAuthFlow):
    """Bolt's flow, for workspaces that are named."""

    def __init__(
        self, client: WebClient, settings: OAuthSettings, logger: logging.Logger, workspaces: frozenset[str]
    ) -> None:
        super().__init__(client=client, settings=settings, logger=logger)
        self._workspaces = workspaces

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Keep what Slack handed over, or give it back. Raises :exc:`NotNamed`."""
        if installation.is_enterprise_install or installation.team_id not in self._workspaces:
            self._give_back(installation)
            raise NotNamed("a workspace that isn't named")
        installation.enterprise_id = None  # it is found by its workspace, also within an organisation
        super().store_installation(request, installation)

    def _give_back(self, installation: Installation) -> None:
        for token in filter(None, (installation.bot_token, installation.user_token)):
            try:
                self.client.auth_revoke(token=token)
            except _SLACK_FAILED as error:
                log.warning("a token that isn't wanted couldn't be revoked: %s", type(error).__name__)


def _failed(args: FailureArgs) -> BoltResponse:
    reason = args.reason if args.error is None else type(args.error).__name__
    log.warning("an installation failed: %s", reason if reason in _REASONS else "at Slack")
    if isinstance(args.error, NotNamed):
        return _page(HTTPStatus.FORBIDDEN, NOT_NAMED)
    return _page(HTTPStatus(args.suggested_status_code), NOT_DONE)


def _asked(page: Callable[[BoltRequest], BoltResponse], environ: Environ) -> BoltResponse:
    if environ.get("REQUEST_METHOD") != "GET":
        return _page(HTTPStatus.METHOD_NOT_ALLOWED, NOT_DONE)
    query = environ.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return _page(HTTPStatus.REQUEST_URI_TOO_LONG, NOT_DONE)
    try:
        return page(BoltRequest(body="", query=query, headers={"cookie": environ.get("HTTP_COOKIE", "")}))
    except Exception as error:  # noqa: BLE001 - the person is told, and the log without a text
        log.error("an installation broke: %s", describe(error))
        return _page(HTTPStatus.BAD_GATEWAY, NOT_DONE)


def _page(status: HTTPStatus, sentence: str) -> BoltResponse:
    body = (
        f"<!DOCTYPE html><meta charset=utf-8><title>SMS-iT</title><p>{html.escape(sentence, quote=False)}</p>"
    )
    return BoltResponse(status=status, body=body, headers={"content-type": ["text/html; charset=utf-8"]})


def _said(start_response: StartResponse, answer: BoltResponse) -> Iterable[bytes]:
    status, body = HTTPStatus(answer.status), answer.body.encode()
    given: Mapping[str, Any] = answer.headers
    headers = [(name, value) for name, values in given.items() for value in values]
    headers += [
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Frame-Options", "DENY"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
