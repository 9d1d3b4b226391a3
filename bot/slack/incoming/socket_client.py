"""The SDK's Socket Mode client over connections of ours.

The SDK's own leave a bot deaf or spinning: the end of one is taken for a pause, one that says nothing for one
that stands, and what came before a message that is cut off is forgotten with it. One reader serves them all,
so what is on its way when a connection is replaced is lost. Here a new connection stands before the old one
is left, also one that only seems gone, and the old one is heard to its end.
"""

import json
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.web import WebClient
from websockets.exceptions import ConnectionClosed

from bot import metrics
from bot.logs import describe
from bot.slack.incoming.socket_session import Session

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
"""How often the other side is pinged, and how often it is looked whether the connection stands."""
GOODBYE_SECONDS: Final = 1.0
"""How long a stop waits for the other side's goodbye."""


class Client(BaseSocketModeClient):
    """Keeps one connection to Slack, and makes a new one when it is lost."""

    def __init__(
        self, app_token: str, web_client: WebClient, logger: logging.Logger, concurrency: int
    ) -> None:
        self.app_token = app_token
        self.web_client = web_client
        self.logger = logger
        self.message_listeners = []
        self.socket_mode_request_listeners = []
        self.message_workers = ThreadPoolExecutor(concurrency, thread_name_prefix="slack-message")
        self.connect_operation_lock = threading.Lock()
        self.closed = False
        self.current_session: Session | None = None
        self._left: list[Session] = []
        self._is_over = threading.Event()
        self._looking = threading.Thread(target=self._look, name="slack-socket-look", daemon=True)

    def connect(self) -> None:
        """Make a connection, then leave the one before.

        Raises what :class:`Session` does when it cannot be made, and what the SDK does when Slack says no.
        """
        new = Session(self.issue_new_wss_url(), self.enqueue_message)
        if self.closed:
            new.end()
            return
        old, self.current_session = self.current_session, new
        new.receive()
        if old is None:
            self._looking.start()
            return
        metrics.RECONNECTS.inc()
        self._left = [*(each for each in self._left if not each.is_over), old]
        old.leave()

    def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 - the SDK's own
        """Connect, unless a connection stands; ``force`` replaces it."""
        with self.connect_operation_lock:
            if force or not self.is_connected():
                self.connect()

    def is_connected(self) -> bool:
        """Tell whether the connection stands and the other side is heard."""
        return self.current_session is not None and self.current_session.stands()

    def enqueue_message(self, message: str) -> None:
        """Have a message worked on."""
        self.message_workers.submit(self._work_on, message)

    def send_message(self, message: str) -> None:
        """Send a message, over the next connection if this one is just being replaced.

        Raises :exc:`~slack_sdk.errors.SlackClientNotConnectedError` when there is none.
        """
        for _ in range(2):
            session = self.current_session
            try:
                if session is not None:
                    session.send(message)
                    return
            except ConnectionClosed:
                with self.connect_operation_lock:
                    continue
        raise SlackClientNotConnectedError("no connection to Slack stands")

    def disconnect(self) -> None:
        """Say goodbye, wait a moment for the other side's, and end all connections."""
        if (session := self.current_session) is not None:
            session.leave()
            self._left.append(session)
        until = time.monotonic() + GOODBYE_SECONDS
        for each in self._left:
            each.end(max(0.0, until - time.monotonic()))

    def close(self) -> None:
        """End everything, and wait for what is being worked on."""
        self._is_over.set()
        super().close()
        if self._looking.is_alive():
            self._looking.join()
        self.message_workers.shutdown()

    def _work_on(self, message: str) -> None:
        try:
            found = json.loads(message)
        except ValueError:
            found = None
        if isinstance(found, dict):
            self.run_message_listeners(found, message)

    def _look(self) -> None:
        """Ping the other side now and then, and make a new connection when this one does not stand."""
        said: object = None
        """What the log says already: which connection is silent, or why none can be made."""
        while (session := self.current_session) and not self._is_over.wait(LOOK_SECONDS):
            if said is None and session.is_silent():
                said = session
                log.warning("the connection to Slack is silent, making a new one")
            try:
                self.connect_to_new_endpoint()
            except Exception as error:  # noqa: BLE001 - whatever it was, the next look tries again
                if said is not type(error):
                    said = type(error)
                    log.warning("Slack can't be reached: %s", describe(error))
            else:
                said = None
            session.ping()
