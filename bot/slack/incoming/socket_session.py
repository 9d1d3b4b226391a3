"""One WebSocket connection to Slack: what comes over it is heard, and whether it still stands is known.

The protocol is RFC 6455, which the websockets library speaks.
"""

import logging
import select
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final, cast

from slack_sdk.errors import SlackClientNotConnectedError
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.protocol import Event, State
from websockets.sync.client import ClientConnection, connect

from bot.logs import kind_of
from bot.slack import web

log = logging.getLogger(__name__)
_frames = logging.getLogger(f"{__name__}.frames")
_frames.setLevel(logging.CRITICAL)
"""The library quotes what is sent and heard, and calls it an error of its own when something comes the moment
a connection is ended here. Why one broke is said where it is seen to be over."""

OPENING_SECONDS: Final = 10.0
"""How long it may take until a connection stands."""
SILENT_SECONDS: Final = 3.0
"""How long whoever was pinged may say nothing. Slack's own SDK for Node gives five."""
LEAVING_SECONDS: Final = 10.0
"""How long a connection is heard on after the goodbye: until then the other side says its own, or is gone."""
MOST_BYTES: Final = 8 * 1024 * 1024
"""Of one message. Slack's longest, the answers of a form, have a few hundred thousand."""


class _Connection(ClientConnection):
    """A connection that knows when anything was heard last."""

    heard_at: float = 0.0
    """By the monotonic clock."""

    def process_event(self, event: Event) -> None:
        """Take what came: the answer to the opening, a message, or a sign of life."""
        self.heard_at = time.monotonic()
        super().process_event(event)


class Session:
    """A connection. It stands as soon as this is made.

    Raises :exc:`OSError` or :exc:`~slack_sdk.errors.SlackClientNotConnectedError` when it cannot be made.
    """

    def __init__(self, url: str, hear: Callable[[str], None]) -> None:
        self._hear = hear
        try:
            made = connect(
                url,
                ssl=web.trusted() if url.startswith("wss:") else None,
                compression=None,
                open_timeout=OPENING_SECONDS,
                close_timeout=LEAVING_SECONDS,
                ping_interval=None,
                max_size=MOST_BYTES,
                max_queue=None,
                logger=_frames,
                create_connection=_Connection,
                legacy=True,
            )
        except WebSocketException as error:
            raise SlackClientNotConnectedError(f"no connection was made: {kind_of(error)}") from None
        connection = cast("_Connection", made)
        connection.socket.settimeout(LEAVING_SECONDS)  # for what is sent to whoever takes nothing
        self._connection = connection
        self.since = time.monotonic()
        """When it was made, by the monotonic clock."""
        self._asked_at: float | None = None
        self._is_left = False
        self._reader = threading.Thread(target=self._read, name="slack-socket", daemon=True)

    def receive(self) -> None:
        """Begin to hear what comes."""
        self._reader.start()

    def send(self, text: str) -> None:
        """Send a message. Raises :exc:`~websockets.exceptions.ConnectionClosed` when the connection ended."""
        self._connection.send(text)

    def ping(self) -> None:
        """Ask for a sign of life, unless the last question still waits for one, or the connection ended."""
        if self._asked_at is not None and self._asked_at > self._connection.heard_at:
            return
        self._asked_at = time.monotonic()
        with suppress(ConnectionClosed):
            self._connection.ping()

    @property
    def is_open(self) -> bool:
        """Whether neither side has ended it yet."""
        return self._connection.state is State.OPEN

    @property
    def is_over(self) -> bool:
        """Whether nothing more is heard: both sides have ended it, or it is gone."""
        return not self._reader.is_alive()

    def is_silent(self) -> bool:
        """Tell whether the other side has said nothing for too long; what came and is not read yet counts."""
        asked_at = self._asked_at
        if asked_at is None or self._connection.heard_at >= asked_at:
            return False
        return time.monotonic() - asked_at >= SILENT_SECONDS and not self._has_more()

    def stands(self) -> bool:
        """Tell whether there is a connection, and the other side is heard."""
        return self.is_open and not self.is_silent()

    def leave(self) -> None:
        """Say goodbye. What the other side said before its own is still heard; then the connection ends."""
        self._is_left = True
        threading.Thread(target=self._connection.close, name="slack-goodbye", daemon=True).start()

    def end(self, patience: float = 0.0) -> None:
        """End the connection, and wait for its threads. One that was left has this many seconds before."""
        self._is_left = True
        self._connection.wait_closed(patience)
        with suppress(OSError):
            socket.socket.shutdown(self._connection.socket, socket.SHUT_RDWR)
        self._connection.close_socket()
        if self._reader.is_alive():
            self._reader.join()

    def _has_more(self) -> bool:
        poll = select.poll()
        try:
            poll.register(self._connection.socket, select.POLLIN)
        except ValueError:  # closed in this moment
            return False
        return bool(poll.poll(0))

    def _read(self) -> None:
        try:
            while True:
                self._hear(self._connection.recv(decode=True))
        except ConnectionClosed as ended:
            if not self._is_left:
                log.warning("the connection to Slack broke: %s", type(ended.__cause__ or ended).__name__)
