"""The SDK's Socket Mode client, mended where a lost connection leaves it deaf or spinning.

- Its reader takes the end of a connection for a pause and asks again without rest. Here the end is an error,
  upon which the reader gives the connection up, and the next look at it makes a new one.
- It takes a connection that says nothing for one that stands until 40 s have passed. Here whoever is pinged
  and says nothing at all for three seconds is gone. Slack's own SDK for Node gives them five.
- Its reader looks up every three seconds, and loses what came of a message until then; a new connection is
  not read before that either. Here the reader waits without end, and is woken when its connection is ended.
- A long acknowledgement may leave in part only. Here it leaves whole.
"""

import logging
import select
import socket
import threading
import time
from contextlib import suppress
from typing import Any, Final

from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from bot import metrics
from bot.slack import web

log = logging.getLogger(__name__)

PING_SECONDS: Final = 1.0
"""How often the other side is pinged, and how often it is looked whether the connection stands."""
SILENT_SECONDS: Final = 3.0
"""How long whoever was pinged may say nothing."""
PIECE: Final = 16 * 1024
"""Bytes read at once. The SDK's reader calls itself for each piece of a message, which has a limit."""


class Wire:
    """A socket as the SDK uses it, which also says that it has ended, and whether it is silent."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._is_ended = False
        self._asked_at: float | None = None
        """When something was first sent, by the monotonic clock, since something was last heard."""

    def recv(self, size: int) -> bytes:
        """Return what comes next. Raises :exc:`OSError` when nothing will come any more."""
        while True:
            try:
                data = self._sock.recv(size)
            except TimeoutError:
                continue  # a message may be half here; :meth:`end` ends the wait
            except OSError:
                if not self._is_ended:
                    raise
                data = b""
            if data:
                self._asked_at = None
                return data
            if self._is_ended:
                raise ConnectionAbortedError("ended here")
            raise ConnectionResetError("ended by the other side")

    def send(self, data: bytes) -> int:
        """Send all of it."""
        self._sock.sendall(data)
        if self._asked_at is None:
            self._asked_at = time.monotonic()
        return len(data)

    def is_silent(self) -> bool:
        """Tell whether the other side has said nothing for too long; what came and is not read yet counts."""
        asked_at = self._asked_at
        if asked_at is None or time.monotonic() - asked_at < SILENT_SECONDS:
            return False
        poll = select.poll()
        poll.register(self._sock, select.POLLIN)
        return not poll.poll(0)

    def end(self) -> None:
        """End the connection, which wakes whoever waits for it."""
        self._is_ended = True
        with suppress(OSError):
            socket.socket.shutdown(self._sock, socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the descriptor back."""
        self._sock.close()


class Session(Connection):
    """One connection to Slack."""

    sock: Any
    """A :class:`Wire` once it stands, none when it does not."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - the SDK's own
        super().__init__(**settings)
        self._closing = threading.Lock()
        self.since = time.monotonic()
        """When it was made, by the monotonic clock."""

    def connect(self) -> None:
        """Connect. Raises :exc:`SlackClientNotConnectedError`; the SDK would only say so in the log."""
        super().connect()
        if self.sock is None:
            raise SlackClientNotConnectedError("no connection was made")
        self.sock = Wire(self.sock)
        self.since = time.monotonic()

    def disconnect(self) -> None:
        """End the connection. The SDK's way may be gone by one thread only."""
        if isinstance(self.sock, Wire):
            self.sock.end()
        with self._closing:
            super().disconnect()

    def check_state(self) -> None:
        """Ping the other side; give it up when it does not answer."""
        wire = self.sock
        if not isinstance(wire, Wire):
            return
        if wire.is_silent():
            log.warning("the connection to Slack is silent, making a new one")
            self.disconnect()
            return
        try:
            self.ping(f"{self.session_id}:{time.time()}")
        except (OSError, AttributeError):  # broken, or closed by another thread in this moment
            self.disconnect()

    def stands(self) -> bool:
        """Tell whether there is a connection, and the other side is heard."""
        wire = self.sock
        return isinstance(wire, Wire) and not wire.is_silent()


class Client(SocketModeClient):
    """Keeps one connection to Slack, and makes a new one when it is lost."""

    current_session: Session | None

    def connect(self) -> None:
        """Make a new connection, then end the old one. Raises what the SDK does when none can be made."""
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        new = Session(
            url=self.wss_uri,
            logger=self.logger,
            ping_interval=self.ping_interval,
            receive_buffer_size=self.receive_buffer_size,
            proxy=self.proxy,
            proxy_headers=self.proxy_headers,
            on_message_listener=self._on_message,
            on_error_listener=self._on_error,
            on_close_listener=self._on_close,
            ssl_context=self.web_client.ssl or web.trusted(),
        )
        new.connect()
        old, old_state = self.current_session, self.current_session_state
        if self.closed:
            new.close()
            return
        self.current_session, self.current_session_state = new, ConnectionState()  # type: ignore[no-untyped-call]  # the SDK gives it no types
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        old_state.terminated = True
        if old is not None:
            metrics.RECONNECTS.inc()
            old.close()
        if not self.current_app_monitor_started:
            self.current_app_monitor_started = True
            self.current_app_monitor.start()

    def _on_error(self, error: Exception) -> None:
        """Say that a connection broke, which the next look makes anew; not that it was ended here."""
        if not isinstance(error, ConnectionAbortedError):
            log.warning("the connection to Slack broke: %s", type(error).__name__)
