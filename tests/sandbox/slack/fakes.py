"""A toy bot made of the real slack_bolt App, and a clock moved by hand."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.context import BoltContext
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.sandbox import Sandbox
from tests.patience import PATIENCE_SECONDS

EVERYTHING = re.compile(".*", re.DOTALL)
Handler = Callable[["ToyBot", Ack, dict[str, Any], BoltContext], object]


SUNDAY = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


class ToyBot:
    """Takes whatever comes, remembers it, and does what the test put into `on`; else it only acknowledges."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.workspace = sandbox.slack
        self.client = WebClient(token=self.workspace.bot_token, base_url=sandbox.slack_api_url)
        self.on: dict[str, Handler] = {}
        self.seen: list[dict[str, Any]] = []
        self.retries: list[str | None] = []
        app = App(
            client=self.client,
            signing_secret=self.workspace.signing_secret,
            process_before_response=True,
        )
        app.command(EVERYTHING)(self._take)
        app.action(EVERYTHING)(self._take)
        app.options(EVERYTHING)(self._take)
        app.view(EVERYTHING)(self._take)
        app.view_closed(EVERYTHING)(self._take)
        app.shortcut(EVERYTHING)(self._take)
        app.event(EVERYTHING)(self._take)
        self.app = app

    def _take(self, ack: Ack, body: dict[str, Any], context: BoltContext, request: object) -> None:
        kind = body.get("command") or body.get("event", {}).get("type") or body["type"]
        self.seen.append(body)
        self.retries.append(request.headers.get("x-slack-retry-num", [None])[0])
        handler = self.on.get(kind)
        if handler is None:
            ack()
        else:
            handler(self, ack, body, context)


class Ended(ConnectionState):
    """Says for ever that there is nothing more to receive.

    The SDK's reader says otherwise when it begins with a connection. Were that right after the end, closing
    would wait for it without end.
    """

    @property
    def terminated(self) -> bool:
        return True

    @terminated.setter
    def terminated(self, _value: bool) -> None:
        """Leave it so."""


class SocketLine:
    """The toy bot on a Socket Mode connection of the SDK's own builtin client."""

    def __init__(self, bot: ToyBot) -> None:
        self._workspace = bot.workspace
        self.handler = SocketModeHandler(bot.app, bot.workspace.app_token)
        self.connect()

    def connect(self) -> None:
        before = self._workspace.connections
        self.handler.connect()
        self._workspace.wait_for(lambda: self._workspace.connections > before)

    def close(self) -> None:
        # The SDK's close waits for its reader, up to 3 s; a line that breaks first ends that wait.
        client = self.handler.client
        client.auto_reconnect_enabled = False
        state, client.current_session_state = client.current_session_state, Ended()
        state.terminated = True
        self._workspace.drop_connections("")
        try:
            self.handler.close()
        except AttributeError:  # the SDK's reader closed the socket in the same moment
            self.handler.close()


class HttpLine:
    """The toy bot behind a WSGI server."""

    def __init__(self, bot: ToyBot) -> None:
        self._server = make_server(
            "127.0.0.1", 0, SlackRequestHandler(bot.app), handler_class=_QuietRequestHandler
        )
        bot.workspace.request_url = f"http://127.0.0.1:{self._server.server_port}/slack/events"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(PATIENCE_SECONDS)
        self._server.server_close()


class _QuietRequestHandler(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass
