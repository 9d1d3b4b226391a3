"""Slack by Socket Mode: a connection from here to Slack, so that no address has to be public."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.socket_mode.builtin.connection import ConnectionState

from bot.slack.incoming.connect import answered

log = logging.getLogger(__name__)

WATCH_SECONDS: Final = 15.0
SILENT_SECONDS: Final = 60.0
"""The SDK pings every ten seconds; a connection without a pong for this long is dead, whatever it says."""

CONNECTING_SECONDS: Final = 3.0
"""How long a stop waits for a connection that is being made, so that none is left behind."""

CLOSING_SECONDS: Final = 10.0
"""How long a stop waits for the SDK's threads; its reader alone may take three seconds to look up."""


class Ended(ConnectionState):
    """Says for ever that there is nothing more to receive.

    The SDK's reader says otherwise when it begins with a connection. Were that right after the stop, closing
    would wait for it without end.
    """

    @property
    def terminated(self) -> bool:
        """Always true."""
        return True

    @terminated.setter
    def terminated(self, _value: bool) -> None:
        """Leave it so."""


class SocketMode:
    """Keeps one connection to Slack, and makes a new one when it falls silent."""

    def __init__(
        self,
        app: App,
        app_token: str,
        *,
        watch_seconds: float = WATCH_SECONDS,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._handler = SocketModeHandler(app, app_token, concurrency=16)
        self._watch_seconds = watch_seconds
        self._now = now
        self._stopping = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, name="socket-watchdog", daemon=True)

    def start(self) -> None:
        """Connect. Listeners must be registered by now. Raises :exc:`SlackUnavailable`."""
        with answered("SLACK_APP_TOKEN"):
            self._handler.connect()  # type: ignore[no-untyped-call]  # Bolt gives it no types
        self._watchdog.start()

    def stop(self) -> None:
        """Disconnect and give back all threads."""
        self._stopping.set()
        self._finish_connecting()
        self._wake_threads()
        # In a thread of its own, and not waited for without end: leaving matters more than tidiness.
        closing = threading.Thread(target=self._close, name="socket-close", daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)
        if closing.is_alive():
            log.warning("the connection to Slack does not end, it is left behind")

    def _close(self) -> None:
        try:
            self._handler.close()  # type: ignore[no-untyped-call]  # Bolt gives it no types
        except AttributeError:  # the SDK's reader closed the socket in the same moment: there is none now
            self._handler.close()  # type: ignore[no-untyped-call]  # as above

    def is_alive(self) -> bool:
        """Tell whether the connection stands and answers pings."""
        client = self._handler.client
        session = client.current_session
        if session is None or not client.is_connected():
            return False
        last = session.last_ping_pong_time
        return last is None or self._now() - last < SILENT_SECONDS

    def _finish_connecting(self) -> None:
        """Wait for a connection that is being made: after the close it would stay, and be received from."""
        if self._watchdog.is_alive():
            self._watchdog.join(CONNECTING_SECONDS)
        if self._handler.client.connect_operation_lock.acquire(timeout=CONNECTING_SECONDS):
            self._handler.client.connect_operation_lock.release()

    def _wake_threads(self) -> None:
        """End the SDK's waits for the next message: closing would sit them out, up to three seconds."""
        client = self._handler.client
        client.auto_reconnect_enabled = False
        client.closed = True
        client.message_queue.put(None)
        state, client.current_session_state = client.current_session_state, Ended()  # type: ignore[no-untyped-call]  # the SDK gives it no types
        state.terminated = True
        sock = client.current_session.sock if client.current_session is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _watch(self) -> None:
        while not self._stopping.wait(self._watch_seconds):
            if self.is_alive():
                continue
            log.warning("the connection to Slack is silent, making a new one")
            try:
                self._handler.client.connect_to_new_endpoint(force=True)
            except Exception as error:  # noqa: BLE001 - tried again at the next look
                log.warning("Slack could not be reached: %s", type(error).__name__)
