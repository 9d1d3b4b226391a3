"""The server behind the proxy: many connections, few threads, and a quick end.

A thread is taken up only by a request that has come in whole, so connections that say nothing, or say it
slowly, cost a descriptor each and no more. When there are too many, those that have rested longest make room.
"""

import logging
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

from bot.slack.incoming.http import Environ, StartResponse

log = logging.getLogger(__name__)

MOST_CONNECTIONS: Final = 2000
OTHER_DESCRIPTORS: Final = 256
"""Files and connections of everything else in the process: the database, SMS-iT, Slack, bodies on disk."""
FEWEST_CONNECTIONS: Final = 64
REQUEST_SECONDS: Final = 10.0
"""How long a request may take to come in: Slack has given it up after three."""
REST_SECONDS: Final = 120
"""How long a connection may be kept without a request; proxies keep theirs for about a minute."""
LOOK_SECONDS: Final = 2
FINISH_SECONDS: Final = 10.0
"""How long a stop waits for what is being answered."""
THREADS_SECONDS: Final = 2
"""How long it waits for its threads, which have nothing to do by then."""
BODY_IN_MEMORY: Final = 64 * 1024
LONGEST_HEADERS: Final = 32 * 1024
ACCEPTED_AT_ONCE: Final = 64

Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class _Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    """One request that is answered."""

    def write(self, data: bytes) -> None:
        """Write a piece of the answer, the first together with the head.

        They would leave one after the other, and between them this thread would wait for its turn.
        """
        pieces = self.channel.pieces = list[bytes]()
        try:
            super().write(data)
        finally:
            self.channel.pieces = None
        self.channel.write_soon(b"".join(pieces))


class _Channel(HTTPChannel):  # type: ignore[misc]  # as above
    """One connection."""

    task_class = _Task
    pieces: list[bytes] | None = None
    """What a task writes, while it is kept."""
    began: float | None = None
    """When the request that is still coming in began, by the monotonic clock."""

    def received(self, data: bytes) -> bool:
        """Take in what came."""
        taken: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.began is None:
            self.began = time.monotonic()
        return taken

    def write_soon(self, data: bytes) -> int:
        """Write to the connection, or keep what is to leave together with what follows."""
        if self.pieces is None:
            written: int = super().write_soon(data)
            return written
        self.pieces.append(data)
        return len(data)

    def writable(self) -> bool:
        """Tell whether there is something to write. At the end of the server, closing is."""
        if self.server.draining and not self.requests:
            self.close_when_flushed = True
        return bool(super().writable())

    def readable(self) -> bool:
        """Tell whether more may come in: not at the end of the server."""
        return not self.server.draining and bool(super().readable())

    def del_channel(self, map: object = None) -> None:  # noqa: A002 - waitress's name
        """Forget the connection. The last one ends the server that was waiting for it."""
        super().del_channel(map)
        self.server.end_when_drained()

    @property
    def rested(self) -> tuple[bool, float]:
        """Sorts connections: first those between requests, and of them who has rested longest."""
        return self.began is not None, self.last_activity


class _Server(TcpWSGIServer):  # type: ignore[misc]  # as above
    """Accepts, reads and writes in one thread; answers in others."""

    channel_class = _Channel
    draining = False

    def readable(self) -> bool:
        """Tell whether connections are taken, making room for them first."""
        if self.accepting and len(self._map) >= self.adj.connection_limit:
            self._make_room()
        return bool(super().readable())

    def handle_accept(self) -> None:
        """Take in who waits to connect: several at once, for each look at all connections costs time."""
        for _ in range(ACCEPTED_AT_ONCE):
            before = len(self._map)
            super().handle_accept()
            if not before < len(self._map) < self.adj.connection_limit:
                return

    def maintenance(self, now: float) -> None:
        """Close connections that rest for too long, and those whose request takes too long to come in."""
        super().maintenance(now)
        late = time.monotonic() - REQUEST_SECONDS
        for channel in self.active_channels.values():
            if channel.began is not None and channel.began < late:
                channel.will_close = True

    def drain(self) -> None:
        """Let nobody in any more, and end with the last answer. To be called in the server's own thread."""
        self.draining = True
        self.accepting = False
        wasyncore.dispatcher.close(self)
        self.end_when_drained()

    def end_when_drained(self) -> None:
        """End the loop if it was only waiting for connections that are gone.

        The trigger is only forgotten: a thread that has just answered may still pull it.
        """
        if self.draining and not self.active_channels:
            self.trigger.del_channel()

    def abandon(self) -> None:
        """Close whatever is still open. To be called in the server's own thread."""
        for channel in list(self.active_channels.values()):
            channel.handle_close()

    def _make_room(self) -> None:
        resting = [channel for channel in self.active_channels.values() if not channel.requests]
        resting.sort(key=lambda channel: channel.rested)
        for channel in resting[: max(1, len(resting) // 10)]:
            channel.will_close = True


class Server:
    """Serves an application on one address, with a bounded number of threads and connections."""

    def __init__(
        self,
        application: Application,
        address: tuple[str, int],
        *,
        threads: int,
        most_bytes: int,
        serves: str,
        connections: int,
    ) -> None:
        self._server = _serve(application, _listen(*address), threads, most_bytes, connections)
        self._thread = threading.Thread(target=self._server.run, name=f"http-{serves}", daemon=True)
        self._serves = serves

    @property
    def port(self) -> int:
        """The port it listens on; the one chosen when the setting was 0."""
        return int(self._server.effective_port)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()
        log.info("listening for %s on port %d", self._serves, self.port)

    def stop(self) -> None:
        """Let nobody in any more, finish what is being answered, and give everything back."""
        server = self._server
        if self._thread.is_alive():
            server.trigger.pull_trigger(server.drain)  # in its own loop, which would else sleep on
            self._thread.join(FINISH_SECONDS)
            if self._thread.is_alive():
                server.trigger.pull_trigger(server.abandon)
                self._thread.join(LOOK_SECONDS)
        elif not server.draining:
            server.close()
        server.task_dispatcher.shutdown(timeout=THREADS_SECONDS)
        if not self._thread.is_alive() and not server.task_dispatcher.threads:
            server.trigger.close()

    def is_alive(self) -> bool:
        """Tell whether it serves."""
        return self._thread.is_alive() and not self._server.draining


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _serve(
    application: Application, listener: socket.socket, threads: int, most_bytes: int, connections: int
) -> _Server:
    adjustments = Adjustments(
        sockets=[listener],
        ident=None,
        threads=threads,
        backlog=1024,
        connection_limit=connections,
        channel_timeout=REST_SECONDS,
        cleanup_interval=LOOK_SECONDS,
        asyncore_loop_timeout=LOOK_SECONDS,
        asyncore_use_poll=True,
        max_request_header_size=LONGEST_HEADERS,
        max_request_body_size=most_bytes,
        inbuf_overflow=BODY_IN_MEMORY,
    )
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    info = (listener.family, listener.type, listener.proto, listener.getsockname())
    return _Server(
        application,
        {},
        _sock=listener,
        dispatcher=dispatcher,
        adj=adjustments,
        sockinfo=info,
        bind_socket=False,
    )


def room() -> int:
    """Return how many connections there may be, having asked the system for as many descriptors."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_DESCRIPTORS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, soft - OTHER_DESCRIPTORS))
