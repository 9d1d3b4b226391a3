"""Slack by Socket Mode: a connection from here to Slack, so that no address has to be public."""

import logging
import threading
import time
from typing import Final, Protocol

from slack_bolt.adapter.socket_mode.internals import send_response
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import foreground
from bot.slack.incoming import payloads
from bot.slack.incoming.arrival import arrival
from bot.slack.incoming.connect import answered
from bot.slack.incoming.payloads import Malformed
from bot.slack.incoming.socket_client import Client

log = logging.getLogger(__name__)

ANSWERED_AT_ONCE: Final = 16

CONNECTING_SECONDS: Final = 3.0
"""How long a stop waits for a connection that is being made, so that none is left behind."""

CLOSING_SECONDS: Final = 10.0
"""How long a stop waits for the threads that may be answering."""


class Answering(Protocol):
    """What answers arrivals: Bolt's app, or what hands them on."""

    @property
    def client(self) -> WebClient:
        """Asks Slack for connections."""

    @property
    def logger(self) -> logging.Logger:
        """Where the SDK logs."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Answer one arrival."""


class SocketMode:
    """Keeps one connection to Slack and has what comes over it answered."""

    def __init__(self, app: Answering, app_token: str, at_once: int = ANSWERED_AT_ONCE) -> None:
        self._app = app
        self._client = Client(app_token, app.client, app.logger, at_once)
        self._client.socket_mode_request_listeners.append(self._answer)

    def start(self) -> None:
        """Connect. Listeners must be registered by now. Raises :exc:`SlackUnavailable`."""
        with answered("SLACK_APP_TOKEN"):
            self._client.connect()

    def stop(self) -> None:
        """Disconnect and give back all threads."""
        client = self._client
        client.closed = True
        if client.connect_operation_lock.acquire(timeout=CONNECTING_SECONDS):
            client.connect_operation_lock.release()
        # In a thread of its own, and not waited for without end: leaving matters more than tidiness.
        closing = threading.Thread(target=client.close, name="socket-close", daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)
        if closing.is_alive():
            log.warning("the connection to Slack does not end, it is left behind")

    def is_alive(self) -> bool:
        """Tell whether the connection stands and answers pings."""
        session = self._client.current_session
        return session is not None and session.stands()

    @property
    def age(self) -> float | None:
        """For how many seconds the connection has stood; None while none does."""
        session = self._client.current_session
        return time.monotonic() - session.since if session is not None and session.stands() else None

    def _answer(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        """Have an arrival answered. One that cannot be read is not, and Slack tells the person so."""
        began = time.time()
        try:
            payload = payloads.in_envelope(request.envelope_id, request.payload)
        except Malformed as error:
            log.warning("an arrival could not be read: %s", error)
            return
        given = {"x-slack-retry-num": request.retry_attempt, "x-slack-retry-reason": request.retry_reason}
        headers = {name: str(value) for name, value in given.items() if value is not None}
        with foreground.answering():
            answer = self._app.dispatch(arrival(payload, headers))
            send_response(client, request, answer, began)
